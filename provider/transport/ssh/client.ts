import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Client, ClientChannel } from "ssh2";
import type { LoggedIn, SocketStream } from "../open-connection";
import type { ExecResult } from "../transport";
import { execOn } from "./exec";

const KEEPALIVE_MS = 15_000;
const KEEPALIVE_LIMIT = 3;
const END_GRACE_MS = 2_000;

/** Private members of the ssh2 client (1.17) that its own keepalive uses. The timer of that keepalive cannot be unreferenced. */
interface KeepaliveInternals {
	_protocol?: { ping?(): void };
	_callbacks?: (() => void)[];
}

/** A connection of the library ssh2. */
export class SshClient implements LoggedIn {
	closed = false;
	rootChecked?: Promise<void>;
	private users = 0;
	private unanswered = 0;
	private readonly keepalive: NodeJS.Timeout;

	constructor(
		readonly ssh2: Client,
		private readonly socket: Socket | Duplex,
		private readonly jump?: SshClient,
	) {
		ssh2.on("error", () => {}); // each operation on the connection reports its own error
		ssh2.once("close", () => {
			this.closed = true;
			clearInterval(this.keepalive);
			if (this.users > 0) jump?.release();
		});
		this.keepalive = setInterval(() => this.ping(), KEEPALIVE_MS).unref();
		if ("unref" in socket) socket.unref();
	}

	exec(command: string, stdin: string, timeoutMs: number): Promise<ExecResult> {
		return execOn(this, command, stdin, timeoutMs);
	}

	onClose(act: () => void): void {
		this.ssh2.once("close", act);
	}

	hold(): void {
		if (this.users++ > 0 || this.closed) return;
		if ("ref" in this.socket) this.socket.ref();
		this.jump?.hold();
	}

	release(): void {
		if (--this.users > 0 || this.closed) return;
		if ("unref" in this.socket) this.socket.unref();
		this.jump?.release();
	}

	/** Opens a TCP connection from the server to `host`:`port`, as `ssh -W` does. */
	forward(host: string, port: number): Promise<ClientChannel> {
		return new Promise((resolve, reject) => {
			this.ssh2.forwardOut("127.0.0.1", 0, host, port, (error, channel) => (error ? reject(error) : resolve(channel)));
		});
	}

	/** Throws also where the server is not OpenSSH. */
	async openSocket(path: string, limitMs: number): Promise<SocketStream> {
		const stream = await this.forwardToSocket(path, limitMs);
		return { stream, hold: () => this.hold(), release: () => this.release() };
	}

	private forwardToSocket(path: string, limitMs: number): Promise<ClientChannel> {
		return new Promise((resolve, reject) => {
			let isLate = false;
			const timer = setTimeout(() => {
				isLate = true;
				reject(new Error(`the server did not open it within ${limitMs / 1000} s`));
			}, limitMs);
			try {
				this.ssh2.openssh_forwardOutStreamLocal(path, (error, channel) => {
					clearTimeout(timer);
					if (error) reject(error);
					else if (isLate) channel.on("error", () => {}).close();
					else resolve(channel);
				});
			} catch (error) {
				clearTimeout(timer);
				reject(error);
			}
		});
	}

	/** Closes the connection. The socket is destroyed if the server does not close its side within 2 s. */
	end(): Promise<void> {
		if (this.closed) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.socket.destroy(), END_GRACE_MS);
			this.ssh2.once("close", () => {
				clearTimeout(timer);
				resolve();
			});
			this.ssh2.end();
		});
	}

	private ping(): void {
		const { _protocol, _callbacks } = this.ssh2 as unknown as KeepaliveInternals;
		if (!_protocol?.ping || !_callbacks) return;
		if (++this.unanswered > KEEPALIVE_LIMIT) {
			this.socket.destroy();
			return;
		}
		_callbacks.push(() => {
			this.unanswered = 0;
		});
		_protocol.ping();
	}
}
