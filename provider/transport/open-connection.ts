import type { Duplex } from "node:stream";
import type { ExecResult } from "./transport";

/** A stream to a socket on the host. Between `hold` and `release` it keeps the process alive. */
export interface SocketStream {
	stream: Duplex;
	/** True where the host may still refuse the stream: only an answer shows that the stream is open. */
	isUnanswered?: boolean;
	hold(): void;
	release(): void;
}

/** The program did not run, so another try is safe. */
export class NotStarted extends Error {
	constructor(
		/**
		 * "closed": the connection is closed. "channel": the server opens no more channels. "refused": the server runs no commands for this
		 * user.
		 */
		readonly reason: "closed" | "channel" | "refused",
		message: string,
	) {
		super(message);
	}
}

/** The connection closed before the server reported the exit status. The program may have run completely, partly or not at all. */
export class ConnectionLost extends Error {}

/** The program exceeded its time limit. Its channel is closed, but the program may still run. */
export class TimedOut extends Error {}

/** A logged-in connection to one SSH server. An idle connection does not keep the process alive. */
export interface LoggedIn {
	/** True after the connection has closed. */
	readonly closed: boolean;
	/** Result of the check of `become` on this connection; undefined before the first check. */
	rootChecked?: Promise<void>;
	/** True where the status of a command does not tell whether the connection broke. */
	readonly needsEndMark?: true;
	/**
	 * Runs a command, with `stdin` as its input. Throws NotStarted, ConnectionLost or TimedOut. `endMark`: the last line of the output
	 * of a command that ends, where `needsEndMark` asks for it. The result is without it.
	 */
	exec(command: string, stdin: string, timeoutMs: number, endMark?: string): Promise<ExecResult>;
	/** Opens a stream to a Unix socket on the host. Throws also where the server does not answer in time. */
	openSocket(path: string, limitMs: number): Promise<SocketStream>;
	/** Keeps the process alive until `release` is called as often as `hold`. */
	hold(): void;
	release(): void;
	onClose(act: () => void): void;
	end(): Promise<void>;
}

/** A logged-in connection to a host, directly or through jump hosts. */
export interface OpenConnection<Client extends LoggedIn = LoggedIn> {
	client: Client;
	/** Closes the connection, and the connections to jump hosts that have no other user. A second call has no effect. */
	end(): Promise<void>;
}
