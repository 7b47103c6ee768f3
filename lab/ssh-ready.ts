import { connect } from "node:net";
import { LabError } from "./errors";
import { sleep } from "./run-program";

/**
 * True if an SSH server on a loopback port sends its identification string within `timeoutMs` milliseconds. An accepted
 * connection is not enough: QEMU's user network (slirp) accepts connections before the guest listens.
 */
export function answersSsh(port: number, timeoutMs = 1500): Promise<boolean> {
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

/** The time limit of the first try in milliseconds. */
const firstTry = 2000;

/** Options of {@link waitForSsh}. */
interface ReadyOptions {
	/** Loopback port of each host. */
	ports: Readonly<Record<string, number>>;
	/** False if the VM has ended. */
	alive: () => boolean;
	/** Receives a text such as "2 of 3 answer". */
	detail?: (text: string) => void;
	/** Time limit in milliseconds. */
	timeoutMs: number;
}

/** Waits until every SSH server answers. Throws LabError with the names of those that do not, or if the VM has ended. */
export async function waitForSsh(options: ReadyOptions): Promise<void> {
	const end = Date.now() + options.timeoutMs;
	const open = new Set(Object.keys(options.ports));
	const total = open.size;
	await Promise.all(
		Object.entries(options.ports).map(async ([name, port]) => {
			let tryMs = firstTry;
			for (;;) {
				const began = Date.now();
				if (await answersSsh(port, Math.max(50, Math.min(tryMs, end - began)))) break;
				// Each timeout doubles the limit: the VM also has to serve the connections of failed tries, which slows it down.
				if (Date.now() - began >= tryMs) tryMs = Math.min(2 * tryMs, 16_000);
				if (!options.alive()) throw new LabError("The VM has ended.");
				if (Date.now() >= end) throw new LabError(`No SSH server answers on ${[...open].join(", ")}.`);
				await sleep(100);
			}
			open.delete(name);
			options.detail?.(`${total - open.size} of ${total} answer`);
		}),
	);
}
