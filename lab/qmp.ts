import { connect, type Socket } from "node:net";
import { LabError } from "./errors";
import { isQemuOf } from "./qemu-process";
import { sleep } from "./run-program";

/** A connection to QEMU's monitor (QMP), which answers commands in their order. */
export class Monitor {
	private buffer = "";
	private closed = false;
	private pending: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];

	private constructor(private readonly socket: Socket) {
		const fail = () => {
			this.closed = true;
			for (const w of this.pending.splice(0)) w.reject(new LabError("QEMU closed its monitor."));
		};
		socket.setEncoding("utf8").on("data", (chunk: string) => this.receive(chunk));
		socket.on("error", fail).on("close", fail);
	}

	/** Connects to the QEMU that was started in `folder`. Waits up to `timeoutMs` milliseconds for its socket. */
	static async open(pid: number, folder: string, timeoutMs = 10_000): Promise<Monitor> {
		const end = Date.now() + timeoutMs;
		for (;;) {
			// The path of a Unix socket has at most 107 bytes (unix(7)), so the folder is reached through /proc.
			const socket = connect(`/proc/${pid}/cwd/qmp.sock`);
			const connected = await new Promise<boolean>((resolve) => {
				socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
			});
			if (connected) {
				const monitor = new Monitor(socket);
				await monitor.execute("qmp_capabilities");
				return monitor;
			}
			if (!isQemuOf(pid, folder)) throw new LabError("QEMU ended during the start.");
			if (Date.now() > end) throw new LabError("QEMU's monitor does not answer.");
			await sleep(20);
		}
	}

	private receive(chunk: string): void {
		this.buffer += chunk;
		const lines = this.buffer.split("\n");
		this.buffer = lines.pop() ?? "";
		for (const line of lines) {
			const message = JSON.parse(line);
			if ("return" in message) this.pending.shift()?.resolve(message.return);
			else if ("error" in message) this.pending.shift()?.reject(new LabError(`QEMU: ${message.error.desc}`));
		}
	}

	/** Runs one command. Throws LabError with QEMU's message if the command fails. */
	execute(command: string, args?: Record<string, unknown>): Promise<unknown> {
		return new Promise((resolve, reject) => {
			if (this.closed) return reject(new LabError("QEMU closed its monitor."));
			this.pending.push({ resolve, reject });
			this.socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
		});
	}

	/**
	 * Pauses the VM, writes its state to a file and continues it.
	 * @param file path relative to QEMU's working directory, without spaces and shell characters
	 */
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

	/** Waits until QEMU has read the state of a VM that was started with -incoming, then runs the VM. */
	async resume(timeoutMs = 20_000): Promise<void> {
		const end = Date.now() + timeoutMs;
		for (;;) {
			const { status } = (await this.execute("query-status")) as { status: string };
			if (status !== "inmigrate") break;
			if (Date.now() > end) throw new LabError(`QEMU did not read the saved VM within ${timeoutMs / 1000} s.`);
			await sleep(10);
		}
		await this.execute("cont");
	}

	close(): void {
		this.socket.destroy();
	}
}
