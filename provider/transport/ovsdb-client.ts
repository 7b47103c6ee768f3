import type { Duplex } from "node:stream";
import { JsonMessages } from "./json-messages";

/** The database of Open vSwitch's configuration. */
const database = "Open_vSwitch";

/** The results of a transaction's operations (RFC 7047, section 4.1.3). */
export type TransactionResults = ({ error?: string; [member: string]: unknown } | null)[];

/** The server did not answer in time. A transaction may have been made. */
export class NoAnswer extends Error {}

/** The server refuses the request itself. Nothing was changed. */
export class RefusedRequest extends Error {}

/** The stream broke before the answer. A transaction may have been made. */
export class StreamBroken extends Error {}

interface Reply {
	id: unknown;
	result?: unknown;
	error?: unknown;
	method?: string;
	params?: unknown;
}

interface Pending {
	resolve(reply: Reply): void;
	reject(error: Error): void;
}

const hasFailed = (results: TransactionResults): boolean => results.some((result) => result?.error !== undefined);

/** A client of an OVSDB server over one stream: JSON-RPC 1.0 (RFC 7047). */
export class OvsdbClient {
	/** True after the stream has ended. */
	isClosed = false;
	private readonly messages = new JsonMessages();
	private readonly pending = new Map<number, Pending>();
	private lastId = 0;

	constructor(private readonly stream: Duplex) {
		stream.on("data", (part: Buffer) => this.read(part));
		stream.on("error", (error) => this.end(error.message));
		stream.on("end", () => this.end("the server closed it"));
		stream.on("close", () => this.end("it was closed"));
	}

	/**
	 * Sends transactions at once. Results undefined: an earlier one has failed, and the server was told to run this one no more.
	 * Throws NoAnswer or StreamBroken, and the stream is closed then; RefusedRequest where the server does not take the first one.
	 */
	async transact(transactions: unknown[][], timeoutMs: number): Promise<(TransactionResults | undefined)[]> {
		const timer = this.limit(timeoutMs);
		try {
			const sent = transactions.map((operations) => this.send("transact", [database, ...operations]));
			const all = Promise.all(sent.map(({ reply }) => reply));
			all.catch(() => {}); // the loop reports it
			const results: (TransactionResults | undefined)[] = [];
			for (const [i, { reply }] of sent.entries()) {
				const { result, error } = await reply;
				if (!Array.isArray(result)) {
					for (const { id } of sent.slice(i + 1)) this.cancel(id);
					const message = `the server refuses the request: ${JSON.stringify(error)}`;
					throw i === 0 ? new RefusedRequest(message) : new Error(message);
				}
				results.push(result as TransactionResults);
				if (!hasFailed(result as TransactionResults)) continue;
				for (const { id } of sent.slice(i + 1)) this.cancel(id);
				return sent.map((_, at) => results[at]);
			}
			return results;
		} finally {
			clearTimeout(timer);
		}
	}

	/**
	 * Returns when the server has answered (echo, RFC 7047, section 4.1.11). Throws NoAnswer or StreamBroken, and the stream is closed then.
	 */
	async echo(timeoutMs: number): Promise<void> {
		const timer = this.limit(timeoutMs);
		await this.send("echo", []).reply.finally(() => clearTimeout(timer));
	}

	/** Closes the stream. Whoever waits for an answer gets StreamBroken. */
	close(): void {
		this.end("it was closed");
	}

	private limit(timeoutMs: number): NodeJS.Timeout {
		return setTimeout(() => this.end(`no answer within ${timeoutMs / 1000} s`, (message) => new NoAnswer(message)), timeoutMs);
	}

	private send(method: string, params: unknown[]): { id: number; reply: Promise<Reply> } {
		const id = ++this.lastId;
		const reply = new Promise<Reply>((resolve, reject) => {
			if (this.isClosed) reject(new StreamBroken("it is closed"));
			else this.pending.set(id, { resolve, reject });
		});
		this.write({ method, params, id });
		return { id, reply };
	}

	/** ovsdb-server 3.1 does not answer a request that was canceled (RFC 7047, section 4.1.4, says that it does). */
	private cancel(id: number): void {
		this.pending.delete(id);
		this.write({ method: "cancel", params: [id], id: null });
	}

	private write(message: unknown): void {
		if (!this.isClosed) this.stream.write(JSON.stringify(message));
	}

	private read(part: Buffer): void {
		try {
			for (const message of this.messages.push(part)) this.take(message as Reply);
		} catch (error) {
			this.end((error as Error).message);
		}
	}

	private take(message: Reply): void {
		// The server asks whether the client is still there.
		if (message.method === "echo") this.write({ id: message.id, result: message.params, error: null });
		if (message.method !== undefined) return;
		const pending = this.pending.get(message.id as number);
		this.pending.delete(message.id as number);
		pending?.resolve(message);
	}

	private end(why: string, errorOf: (message: string) => Error = (message) => new StreamBroken(message)): void {
		if (this.isClosed) return;
		this.isClosed = true;
		for (const { reject } of this.pending.values()) reject(errorOf(why));
		this.pending.clear();
		this.stream.destroy();
	}
}
