import { connect, type Socket } from "node:net";
import { LabError } from "./errors";
import { isQemuOf } from "./process";
import { sleep } from "./run";

/** A connection to a QEMU's monitor: commands and their answers, one after the other. */
export class Monitor {
	private buffer = "";
	private closed = false;
	private waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];

	private constructor(private readonly socket: Socket) {
		const fail = () => {
			this.closed = true;
			for (const w of this.waiting.splice(0)) w.reject(new LabError("QEMU closed its monitor."));
		};
		socket.setEncoding("utf8").on("data", (chunk: string) => this.take(chunk));
		socket.on("error", fail).on("close", fail);
	}

	/** Connects to the QEMU started in `folder`, waiting up to `timeoutMs` for its socket. */
	static async open(pid: number, folder: string, timeoutMs = 10_000): Promise<Monitor> {
		const end = Date.now() + timeoutMs;
		for (;;) {
			// By way of /proc: a socket's path may hold only 107 characters.
			const socket = connect(`/proc/${pid}/cwd/qmp.sock`);
			const connected = await new Promise<boolean>((resolve) => {
				socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
			});
			if (connected) {
				const monitor = new Monitor(socket);
				await monitor.execute("qmp_capabilities");
				return monitor;
			}
			if (!isQemuOf(pid, folder)) throw new LabError("QEMU ended at once.");
			if (Date.now() > end) throw new LabError("QEMU's monitor does not answer.");
			await sleep(20);
		}
	}

	private take(chunk: string): void {
		this.buffer += chunk;
		const lines = this.buffer.split("\n");
		this.buffer = lines.pop() ?? "";
		for (const line of lines) {
			const message = JSON.parse(line);
			if ("return" in message) this.waiting.shift()?.resolve(message.return);
			else if ("error" in message) this.waiting.shift()?.reject(new LabError(`QEMU: ${message.error.desc}`));
		}
	}

	/** Runs one command. Throws LabError with QEMU's words when it refuses. */
	execute(command: string, args?: Record<string, unknown>): Promise<unknown> {
		return new Promise((resolve, reject) => {
			if (this.closed) return reject(new LabError("QEMU closed its monitor."));
			this.waiting.push({ resolve, reject });
			this.socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
		});
	}

	/** Writes the whole VM to a file (a path without spaces or shell characters, relative to QEMU's folder) and runs on. */
	async save(file: string): Promise<void> {
		await this.execute("stop");
		await this.execute("migrate-set-parameters", { "max-bandwidth": 2 ** 40 });
		await this.execute("migrate", { uri: `exec:cat > ${file}` });
		for (;;) {
			const { status } = (await this.execute("query-migrate")) as { status?: string };
			if (status === "completed") break;
			if (status === "failed" || status === "cancelled") throw new LabError("QEMU could not save the VM.");
			await sleep(20);
		}
		await this.execute("cont");
	}

	/** Waits until a VM started with -incoming has been read in, then lets it run. */
	async resume(timeoutMs = 20_000): Promise<void> {
		const end = Date.now() + timeoutMs;
		for (;;) {
			const { status } = (await this.execute("query-status")) as { status: string };
			if (status !== "inmigrate") break;
			if (Date.now() > end) throw new LabError("The saved VM could not be read in time.");
			await sleep(10);
		}
		await this.execute("cont");
	}

	close(): void {
		this.socket.destroy();
	}
}
