import { spawn } from "node:child_process";
import { connect } from "node:net";
import { userInfo } from "node:os";
import { HostError } from "../base/host-error";
import type { Become, LocalConnection } from "../inventory/connection";
import { ManagedTransport } from "./managed-transport";
import { type SocketStream, TimedOut } from "./open-connection";
import type { ExecOptions, ExecResult } from "./transport";

/** Runs scripts on this machine, as root if the connection has `become`. */
export class LocalTransport extends ManagedTransport {
	readonly isLocal = true;
	private readonly become?: Become;
	private readonly login: { rootChecked?: Promise<void> } = {};

	constructor(host: string, connection: LocalConnection = { type: "local" }) {
		super(host);
		this.become = process.getuid?.() === 0 ? undefined : connection.become;
	}

	protected async run(options: ExecOptions): Promise<ExecResult> {
		const { become } = this;
		if (become) await this.checkRoot(this.login, userInfo().username, become, this.spawn);
		return this.runScript(options, become, this.spawn).catch((error) => {
			throw error instanceof TimedOut ? this.timeout(options.timeoutMs) : error;
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

	private readonly spawn = (command: string, stdin: string, timeoutMs: number): Promise<ExecResult> =>
		new Promise((resolve, reject) => {
			// `detached` gives the script its own process group: endInvocation ends the whole group, and Ctrl-C does not reach it.
			const child = spawn("sh", ["-c", command], { detached: true, stdio: "pipe" });
			const stdout: Buffer[] = [];
			const stderr: Buffer[] = [];
			const timer = setTimeout(() => {
				for (const stream of child.stdio) stream?.destroy();
				child.unref();
				reject(new TimedOut());
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
