/** An operation of a transaction, as JSON (RFC 7047, section 5.2). */
export interface OvsdbOperation {
	op: string;
	[member: string]: unknown;
}

/** The result of one operation: an error, or what the operation returns. */
export interface OperationResult {
	error?: string;
	details?: string;
	/** The reason why the database could not be written. */
	"io-error"?: string;
	rows?: Record<string, unknown>[];
	uuid?: [string, string];
}

/**
 * The results of a transaction's operations, in their order. An operation that was not run has the result null. An error of the
 * commit is one more result at the end.
 */
export type Answer = (OperationResult | null)[];

/** The outcome of a transaction, as the exit status and the messages of ovs-vsctl. */
export interface TransactionOutcome {
	code: number;
	stderr: string;
	/** The configuration number that ovs-vswitchd reaches when it has applied the change. Undefined: nothing is to be applied. */
	nextCfg?: number;
	/** True where the database is not the one that was read. */
	isOtherDatabase?: boolean;
	/** True where nothing was changed, because a change of another run waits for its confirmation. */
	isHeld?: boolean;
}

/** A change of Open vSwitch as a transaction of its database. */
export interface OvsdbChange {
	/** The operations. [] = nothing is to be changed. */
	begin(): OvsdbOperation[] | { refused: string };
	end(answer: Answer): TransactionOutcome;
	/** The seconds within which ovs-vswitchd applies the change. */
	seconds: number;
}

/** A read of Open vSwitch as operations of its database. */
export interface OvsdbRead {
	operations: OvsdbOperation[];
	/** The output of the same call of ovs-vsctl. */
	print(results: OperationResult[]): string;
}

/**
 * The status of a change that was not made, because somebody else has changed the rows since they were read. ovs-vsctl has no such status.
 */
export const outdatedStatus = 75;

/** The error among a transaction's results. */
export const errorIn = (answer: Answer): OperationResult | undefined =>
	answer.find((result) => result?.error !== undefined) ?? undefined;

/** The words of ovs-vsctl for an error of the database. */
export const errorText = ({ error, details, "io-error": reason }: OperationResult): string =>
	`ovs-vsctl: transaction error: ${JSON.stringify({ details, error, "io-error": reason })}`;

/** The operation that waits until ovs-vswitchd has applied a configuration. `timeoutMs`: the longest wait. */
export const waitUntilApplied = (nextCfg: number, timeoutMs: number): OvsdbOperation => ({
	...{ op: "wait", table: "Open_vSwitch", timeout: timeoutMs },
	...{ where: [["cur_cfg", "<", nextCfg]], columns: ["cur_cfg"], until: "==", rows: [] },
});
