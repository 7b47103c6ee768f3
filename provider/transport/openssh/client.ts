import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OpenSsh } from "../../inventory/connection";
import { pathOption } from "../../inventory/openssh";
import { endLimit } from "../limits";
import { ConnectionLost, type LoggedIn, NotStarted, type SocketStream, TimedOut } from "../open-connection";
import type { ExecResult } from "../transport";

/** The time in seconds after its last use at which `ssh` ends the connection, also where this process was killed. */
const KEPT_S = 60;

/** The exit status of `ssh` where the connection failed (ssh(1)). */
const FAILED = 255;

/** The login failed. `said` is what `ssh` wrote. */
export class LoginFailed extends Error {
	constructor(readonly said: string) {
		super(said);
	}
}

/** Options for the connection itself: nobody can answer a prompt, and nothing but this program's sessions runs on it. */
const forConnection = [
	...[
		"BatchMode=yes",
		"LogLevel=INFO",
		"ClearAllForwardings=yes",
		"ForwardX11=no",
		"PermitLocalCommand=no",
		"RemoteCommand=none",
		"RequestTTY=no",
	],
	...["ServerAliveInterval=15", "ServerAliveCountMax=3", "ControlMaster=yes", `ControlPersist=${KEPT_S}`],
].flatMap((text) => ["-o", text]);

/**
 * Options for a session, which needs the socket of the connection and nothing of the configuration. With this ProxyCommand, `ssh` opens
 * no second connection where the first one has ended.
 */
const forSession = ["-F", "none", ...["ControlMaster=no", "ProxyCommand=false", "BatchMode=yes"].flatMap((text) => ["-o", text])];

interface Ended extends ExecResult {
	/** The time limit is over, and `ssh` was ended. */
	isLate: boolean;
}

/** Runs `ssh`. With its own session it gets no Ctrl-C from the terminal. */
function ssh(args: string[], stdin: string, timeoutMs: number, isForked = false): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child: ChildProcess = spawn("ssh", args, { detached: true, stdio: ["pipe", isForked ? "ignore" : "pipe", "pipe"] });
		const stdout: Buffer[] = [];
		const stderr: Buffer[] = [];
		let isLate = false;
		const timer = setTimeout(() => {
			isLate = true;
			child.kill("SIGKILL");
		}, timeoutMs);
		child.stdout?.on("data", (chunk: Buffer) => stdout.push(chunk));
		child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
		child.stdin?.on("error", () => {}); // the program ended before it read all input
		child.on("error", (error) => {
			clearTimeout(timer);
			reject(
				new LoginFailed(
					`ssh can't be started on this machine: ${error.message}. Install the OpenSSH client, or set sshClient to builtin`,
				),
			);
		});
		child.on("close", (code, signal) => {
			clearTimeout(timer);
			const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString("utf8");
			resolve({ stdout: text(stdout), stderr: text(stderr), code, ...(signal ? { signal } : {}), isLate });
		});
		child.stdin?.end(stdin);
	});
}

/** The folders of the connections' sockets, which go with this process at the latest. */
const folders = new Set<string>();

/** The longest path in which such a folder can be: the path of a socket has at most 104 bytes, 17 of which `ssh` itself adds to it. */
const longestPath = 60;

const newFolder = (): string => mkdtempSync(join(tmpdir().length > longestPath ? "/tmp" : tmpdir(), "pulumi-ovs-"));

process.once("exit", () => {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * A connection that OpenSSH's own client keeps (ControlMaster in ssh_config(5)). Each script is a session of it.
 * An idle connection does not keep the process alive.
 */
export class OpenSshClient implements LoggedIn {
	/** True once a session has found that the connection has ended. */
	closed = false;
	/** A command that ends with 255 looks like a connection that broke. */
	readonly needsEndMark = true;
	rootChecked?: Promise<void>;
	private readonly closing: (() => void)[] = [];
	private sockets = 0;

	private constructor(
		private readonly to: OpenSsh,
		private readonly folder: string,
	) {
		folders.add(folder);
	}

	/** Logs in. Throws LoginFailed. `timeoutMs`: the limit of the whole login, with what ssh_config runs for it. */
	static async open(to: OpenSsh, timeoutMs: number): Promise<OpenSshClient> {
		const client = new OpenSshClient(to, newFolder());
		const args = [...to.arguments, ...forConnection, ...client.control, "-f", "-N", "--", to.destination];
		try {
			const { code, stderr, isLate } = await ssh(args, "", timeoutMs, true);
			if (isLate) throw new LoginFailed(`the login did not end within ${timeoutMs / 1000} s`);
			if (code !== 0) throw new LoginFailed(stderr.trim());
			return client;
		} catch (error) {
			client.removeFolder();
			throw error;
		}
	}

	private get control(): string[] {
		return pathOption("ControlPath", join(this.folder, "control"));
	}

	private removeFolder(): void {
		folders.delete(this.folder);
		rmSync(this.folder, { recursive: true, force: true });
	}

	async exec(command: string, stdin: string, timeoutMs: number, endMark?: string): Promise<ExecResult> {
		const { isLate, ...ended } = await this.session(["--", this.to.destination, command], stdin, timeoutMs);
		if (isLate) throw new TimedOut();
		const isMarked = endMark !== undefined && ended.stdout.endsWith(`${endMark}\n`);
		const result = isMarked ? { ...ended, stdout: ended.stdout.slice(0, -endMark.length - 1) } : ended;
		if (result.code !== FAILED || isMarked) return result;
		const why = this.reasonFor(result.stderr);
		if (why === undefined) throw new ConnectionLost();
		if (why === "closed") this.isGone();
		throw new NotStarted(why, result.stderr.trim().split("\n")[0] ?? "");
	}

	/** The reason for which a session certainly did not begin, by the messages of OpenSSH's mux.c and clientloop.c. */
	private reasonFor(said: string): "closed" | "channel" | undefined {
		if (/session request failed|Session open refused/.test(said)) return "channel";
		if (/Control socket connect|UNKNOWN port 65535|mux_client_hello_exchange/.test(said)) return "closed";
		return undefined;
	}

	private session(args: string[], stdin: string, timeoutMs: number): Promise<Ended> {
		return ssh([...forSession, ...this.control, ...args], stdin, timeoutMs);
	}

	/** `ssh` accepts a local connection before the server has opened its side, so nobody knows yet that the stream works. */
	async openSocket(path: string, limitMs: number): Promise<SocketStream> {
		const local = join(this.folder, `socket${this.sockets++}`);
		const args = ["-O", "forward", "-L", `${local}:${path}`, "--", this.to.destination];
		const { code, stderr } = await this.session(args, "", limitMs);
		if (this.reasonFor(stderr) === "closed") this.isGone();
		if (code !== 0) throw new Error(stderr.trim() || `ssh -O forward ended with ${code}`);
		const stream = connect(local).unref();
		return { stream, isUnanswered: true, hold: () => stream.ref(), release: () => stream.unref() };
	}

	/** A running `ssh` keeps the process alive by itself. */
	hold(): void {}
	release(): void {}

	onClose(act: () => void): void {
		this.closing.push(act);
	}

	private isGone(): void {
		if (this.closed) return;
		this.closed = true;
		this.removeFolder();
		for (const act of this.closing) act();
	}

	async end(): Promise<void> {
		if (this.closed) return;
		await this.session(["-O", "exit", "--", this.to.destination], "", endLimit).catch(() => {});
		this.isGone();
	}
}
