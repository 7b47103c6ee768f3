import type { TransactionResults } from "./ovsdb-client";

/** Output and exit status of a script. */
export interface ExecResult {
	stdout: string;
	stderr: string;
	/** The exit status; null if a signal ended the script. */
	code: number | null;
	signal?: string;
}

export interface TransportOptions {
	/** Maximum number of scripts that run at the same time on one host (stack config ovs:maxSessions). Default: `defaultSessions`. */
	maxSessions?: number;
}

export interface ExecOptions {
	/** Text of the script. */
	stdin: string;
	/** Time limit in milliseconds. After it, the script is ended and HostError "timeout" is thrown. */
	timeoutMs: number;
}

/** Open vSwitch's database can't be used over this connection. Nothing was sent to it. */
export class NoDatabase extends Error {}

/** Transactions of Open vSwitch's database (RFC 7047). */
export interface TransactOptions {
	/** The operations of each transaction. All transactions are sent at once. */
	transactions: unknown[][];
	/** Time limit in milliseconds. After it, NoAnswer is thrown. */
	timeoutMs: number;
}

/**
 * Runs shell scripts on one host, over SSH or on this machine.
 * The first script opens the connection, which later scripts use too. A connection that broke between two scripts is opened again.
 * If the connection breaks while a script runs, the script is not repeated, and HostError "lost" is thrown.
 */
export interface Transport {
	/** Runs a script by `sh -s`, as root if the connection has `become`. A non-zero exit status is a result, not an error. */
	script(options: ExecOptions): Promise<ExecResult>;
	/**
	 * The results of transactions; undefined for those after one that failed. The stream to the database is opened at the first ones,
	 * and opened again if it broke in between. Throws NoDatabase where it can't be opened, NoAnswer, and HostError "lost" where it
	 * breaks meanwhile: the transactions are not repeated.
	 */
	transact?(options: TransactOptions): Promise<(TransactionResults | undefined)[]>;
	close(): Promise<void>;
	/** True where the scripts run on this machine. */
	readonly isLocal?: boolean;
}
