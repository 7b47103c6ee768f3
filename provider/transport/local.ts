import { spawn } from "node:child_process";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { HostError } from "../base/host-error";
import type { Become, LocalConnection } from "../inventory/connection";
import { becomeCheck, becomeError, endInvocation, scriptInvocation } from "./become";
import { ManagedTransport } from "./managed-transport";
import type { SocketStream } from "./open-connection";
import type { ExecOptions, ExecResult } from "./transport";

const BECOME_CHECK_MS = 30_000;
const END_MS = 5_000;

/** Runs scripts on this machine, as root if the connection has `become`. */
export class LocalTransport extends ManagedTransport {
	readonly isLocal = true;
	private readonly become?: Become;
	private rootChecked?: Promise<void>;

	constructor(host: string, connection: LocalConnection = { type: "local" }) {
		super(host);
		this.become = process.getuid?.() === 0 ? undefined : connection.become;
	}

	protected async run(options: ExecOptions): Promise<ExecResult> {
		if (this.become) await this.checkRoot(this.become);
		const { command, stdin, token } = scriptInvocation(options.stdin, this.become);
		return this.exec(options.stdin, () => this.spawn(command, stdin, options.timeoutMs)).catch(async (error) => {
			if (error instanceof HostError && error.kind === "timeout") {
				const end = endInvocation(token, this.become);
				await this.spawn(end.command, end.stdin, END_MS).catch(() => {}); // the timeout is the error to report
			}
			throw error;
		});
	}

	protected async disconnect(): Promise<void> {}

	protected openSocket(path: string): Promise<SocketStream> {
		return new Promise((resolve, reject) => {
			const socket = connect(path);
			socket.once("error", reject);
			socket.once("connect", () => {
				socket.off("error", reject);
				socket.unref();
				resolve({ stream: socket, hold: () => socket.ref(), release: () => socket.unref() });
			});
		});
	}

	private checkRoot(become: Become): Promise<void> {
		const { command, stdin, passed } = becomeCheck(become);
		this.rootChecked ??= this.exec("", () => this.spawn(command, stdin, BECOME_CHECK_MS)).then((result) => {
			if (!passed(result)) throw becomeError(this.host, userInfo().username, become, result);
		});
		this.rootChecked.catch(() => {
			this.rootChecked = undefined; // the next script checks again
		});
		return this.rootChecked;
	}

	private spawn(command: string, stdin: string, timeoutMs: number): Promise<ExecResult> {
		return new Promise((resolve, reject) => {
			// `detached` gives the script its own process group: endInvocation ends the whole group, and Ctrl-C does not reach it.
			const child = spawn("sh", ["-c", command], { detached: true, stdio: "pipe" });
			const stdout: Buffer[] = [];
			const stderr: Buffer[] = [];
			const timer = setTimeout(() => {
				for (const stream of child.stdio) stream?.destroy();
				child.unref();
				reject(
					new HostError(
						this.host,
						"timeout",
						`the script did not end within ${timeoutMs / 1000} s and was aborted. Changes that it made before remain.`,
					),
				);
			}, timeoutMs);
			child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
			child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
			child.stdin.on("error", () => {}); // the script ended before it read all input
			child.on("error", (error) => {
				clearTimeout(timer);
				reject(new HostError(this.host, "config", `sh cannot be started on this machine: ${error.message}`));
			});
			child.on("close", (code, signal) => {
				clearTimeout(timer);
				const result = { stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8"), code };
				resolve(signal ? { ...result, signal } : result);
			});
			child.stdin.end(stdin);
		});
	}
}
