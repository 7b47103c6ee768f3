import { connect } from "node:net";
import { LabError } from "./errors";
import { sleep } from "./run";

/** True when an SSH server greets on a loopback port. A bare connect proves nothing: slirp accepts before the guest listens. */
export function greets(port: number, timeoutMs = 1500): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		const end = (answer: boolean) => {
			clearTimeout(timer);
			socket.destroy();
			resolve(answer);
		};
		const timer = setTimeout(end, timeoutMs, false);
		socket.once("data", (data) => end(data.toString("latin1").startsWith("SSH-")));
		socket.once("error", () => end(false)).once("close", () => end(false));
	});
}

/** What {@link waitForGreetings} is to wait for and how long (default: 120 s over all, 2 s for the first try). */
export interface ReadyOptions {
	ports: Readonly<Record<string, number>>;
	alive: () => boolean;
	detail?: (text: string) => void;
	timeoutMs?: number;
	tryMs?: number;
}

/** Waits until every SSH server greets. Throws LabError naming those that do not, or when the VM has ended. */
export async function waitForGreetings(options: ReadyOptions): Promise<void> {
	const end = Date.now() + (options.timeoutMs ?? 120_000);
	const open = new Set(Object.keys(options.ports));
	const total = open.size;
	await Promise.all(
		Object.entries(options.ports).map(async ([name, port]) => {
			let bound = options.tryMs ?? 2000;
			for (;;) {
				const began = Date.now();
				if (await greets(port, Math.max(50, Math.min(bound, end - began)))) break;
				// Ever longer: in a busy VM a connection given up costs as much as the one that is waited for.
				if (Date.now() - began >= bound) bound = Math.min(2 * bound, 16_000);
				if (!options.alive()) throw new LabError("The VM has ended.");
				if (Date.now() >= end) throw new LabError(`No SSH server answers on ${[...open].join(", ")}.`);
				await sleep(100);
			}
			open.delete(name);
			options.detail?.(`${total - open.size} of ${total} answer`);
		}),
	);
}
