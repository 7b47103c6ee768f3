import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Client, ClientChannel } from "ssh2";

const KEEPALIVE_MS = 15_000;
const KEEPALIVE_LIMIT = 3;
const END_GRACE_MS = 2_000;

/** Parts of ssh2's Client (1.17) that its own keepalive uses; that one can't be told to let the process exit. */
interface Internals {
	_protocol?: { ping?(): void };
	_callbacks?: (() => void)[];
}

/** One logged-in connection. While nobody holds it, it doesn't keep the process alive. */
export class Link {
	/** Set once the connection is gone. */
	closed = false;
	/** Whether `become` was seen to work on this connection. */
	rootChecked?: Promise<void>;
	private holders = 0;
	private unanswered = 0;
	private readonly keepalive: NodeJS.Timeout;

	constructor(
		readonly client: Client,
		private readonly socket: Socket | Duplex,
		private readonly jump?: Link,
	) {
		client.on("error", () => {}); // what failed because of it says so itself
		client.once("close", () => {
			this.closed = true;
			clearInterval(this.keepalive);
			if (this.holders > 0) jump?.release();
		});
		this.keepalive = setInterval(() => this.ping(), KEEPALIVE_MS).unref();
		if ("unref" in socket) socket.unref();
	}

	/** Keeps the process alive until release(). */
	hold(): void {
		if (this.holders++ > 0 || this.closed) return;
		if ("ref" in this.socket) this.socket.ref();
		this.jump?.hold();
	}

	release(): void {
		if (--this.holders > 0 || this.closed) return;
		if ("unref" in this.socket) this.socket.unref();
		this.jump?.release();
	}

	/** A TCP connection from the host at the other end to `host`:`port`. */
	forward(host: string, port: number): Promise<ClientChannel> {
		return new Promise((resolve, reject) => {
			this.client.forwardOut("127.0.0.1", 0, host, port, (error, channel) => (error ? reject(error) : resolve(channel)));
		});
	}

	/** Says goodbye; resolves when the connection is closed, or after 2 s. */
	end(): Promise<void> {
		if (this.closed) return Promise.resolve();
		return new Promise((resolve) => {
			const timer = setTimeout(() => this.socket.destroy(), END_GRACE_MS);
			this.client.once("close", () => {
				clearTimeout(timer);
				resolve();
			});
			this.client.end();
		});
	}

	private ping(): void {
		const { _protocol, _callbacks } = this.client as unknown as Internals;
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
