import { HostError } from "../base/host-error";
import type { Call } from "../tools/call";
import { type OvsServer, serverOf } from "../tools/ovs-listing";
import { changeTimeout, readTimeout } from "../tools/ovs-tools";
import {
	type Answer,
	errorIn,
	errorText,
	type OperationResult,
	type OvsdbOperation,
	type TransactionOutcome,
	waitUntilApplied,
} from "../tools/ovsdb";
import type { CallResult } from "../tools/script";
import { NoAnswer } from "../transport/ovsdb-client";
import { NoDatabase, type Transport } from "../transport/transport";

/** The way of changes and reads of Open vSwitch (`ovs:transport`). auto: over the database where that works, else by ovs-vsctl. */
export type OvsTransport = "auto" | "ovsdb" | "vsctl";

/** The result of a tool of Open vSwitch that its option --timeout has ended. */
const timedOut = { code: 142, stderr: "Alarm clock" };

/** The error of a script whose change was sent. Only then is it not known whether the change was made. */
export function afterChange(host: string, error: unknown): unknown {
	if (error instanceof HostError && !error.hasNoConnection) return error;
	const { message } = error as Error;
	return new HostError(
		host,
		"lost",
		`the change was sent to Open vSwitch's database, and its result is not known (${message.replace(`${host}: `, "")}): run again with --refresh`,
	);
}

/** The database says that a change of another run waits for its confirmation. Nothing was changed. */
class Held extends Error {}

/** Changes and reads of Open vSwitch by transactions of its database, in place of calls of ovs-vsctl. */
export class OvsDatabase {
	/** The state of the database at the last read. Undefined: there was none, or ovs-vswitchd has not answered since. */
	private server: OvsServer | undefined;
	/** The reason why the database can't be used in this run. */
	private unusable: string | undefined;

	constructor(
		private readonly host: string,
		private readonly mode: OvsTransport,
	) {}

	/** True where the database may say that a change waits for its confirmation. */
	get isMarkedArmed(): boolean {
		return this.server?.isMarkedArmed === true;
	}

	/** Remembers what a script has read about the database's server. */
	rememberServer(reads: Call[], results: CallResult[]): void {
		reads.forEach((call, i) => {
			const result = results[i];
			if (call.ovsdbRead && result) this.server = serverOf(result);
		});
	}

	/** True for calls that are transactions, too, where the daemon runs. */
	private canRun(change: Call | undefined, reads: Call[], { daemon }: OvsServer): boolean {
		if (this.mode === "vsctl" || (!change && reads.length === 0)) return false;
		if (daemon !== "up" && !(this.mode === "ovsdb" && daemon === "unknown")) return false;
		return (!change || change.ovsdbChange !== undefined) && reads.every(({ ovsdbRead }) => ovsdbRead);
	}

	/**
	 * As the executor's `run`. Undefined: the calls are to go by a script, and nothing was changed. Several changes do: a script runs to
	 * its end on the host even if the connection breaks. So does a change while another one waits for its confirmation: a script waits
	 * until that one is confirmed or undone.
	 */
	async run(transport: Transport, changes: Call[], reads: Call[], ovsCommand?: string[]): Promise<CallResult[] | undefined> {
		const [change, ...more] = changes;
		if (more.length > 0 || !this.server || !this.canRun(change, reads, this.server)) return undefined;
		if (ovsCommand) this.unusable ??= "the connection has ovsCommand";
		if (this.unusable !== undefined) return this.byScript(this.unusable);
		const run = new Run(transport, this.server, change, reads);
		try {
			const results = await run.results();
			// After a silence, a script finds out whether ovs-vswitchd still runs.
			this.server = run.isSilent ? undefined : run.server;
			return results;
		} catch (error) {
			if (error instanceof Held) {
				this.server = { ...run.server, isMarkedArmed: true };
				return undefined;
			}
			if (run.hasSent) throw afterChange(this.host, error);
			// A script reads where the stream has ended, for instance with ovsdb-server: a read may be repeated.
			if (!change && this.mode === "auto" && !(error instanceof NoDatabase)) return undefined;
			if (!(error instanceof NoDatabase)) throw error;
			this.unusable = error.message;
			return this.byScript(error.message);
		}
	}

	/** The database is used no more in this run. Throws where the program asks for it. */
	private byScript(why: string): undefined {
		if (this.mode !== "ovsdb") return undefined;
		throw new Error(
			`the stack configuration ovs:transport is ovsdb, and Open vSwitch's database can't be used over this connection (${why}): set it to auto`,
		);
	}
}

/** A change, or none, and reads as transactions. */
class Run {
	/** The results of the reads, where they came with the change. */
	private seen: Answer | undefined;
	/** True where the server, or ovs-vswitchd, has not answered in time. */
	isSilent = false;
	/** True after a change was sent: it may have been made. */
	hasSent = false;
	/** True where the server has not answered in time: the stream is closed. */
	private isStuck = false;
	private readonly selects: OvsdbOperation[];

	constructor(
		private readonly transport: Transport,
		/** The state of the database, as far as it is known. */
		public server: OvsServer,
		private readonly change: Call | undefined,
		private readonly reads: Call[],
	) {
		this.selects = reads.flatMap(({ ovsdbRead }) => ovsdbRead?.operations ?? []);
	}

	async results(): Promise<CallResult[]> {
		const made = this.change ? [{ stdout: "", ...(await this.make(this.change)) }] : [];
		return [...made, ...(this.reads.length === 0 ? [] : await this.read())];
	}

	private async make({ ovsdbChange }: Call): Promise<TransactionOutcome> {
		const operations = ovsdbChange?.begin() ?? [];
		if ("refused" in operations) return { code: 1, stderr: operations.refused };
		if (operations.length === 0) return { code: 0, stderr: "" };
		const { nextCfg } = this.server;
		const seconds = ovsdbChange?.seconds ?? changeTimeout;
		// Unless somebody else changes the configuration meanwhile, this is the number that the change gets.
		const expected = nextCfg === undefined ? undefined : nextCfg + 1;
		const waits = expected === undefined ? [] : [this.applied(expected, seconds)];
		const answers = await this.send([operations, ...waits], seconds);
		if (!answers) return timedOut;
		const [answer = [], early] = answers;
		const outcome = ovsdbChange?.end(answer) as TransactionOutcome;
		if (outcome.isOtherDatabase) {
			this.hasSent = false;
			throw new NoDatabase("its database is not the one that ovs-vsctl uses");
		}
		if (outcome.isHeld) throw new Held(outcome.stderr);
		if (outcome.code !== 0 || outcome.nextCfg === undefined) return outcome;
		this.server = { ...this.server, nextCfg: outcome.nextCfg, isMarkedArmed: false };
		const isEarly = outcome.nextCfg === expected;
		const applied = isEarly ? early : (await this.transact([this.applied(outcome.nextCfg, seconds)], seconds + readTimeout))?.[0];
		if (!applied || applied[0]?.error === "timed out") {
			this.isSilent = true;
			return timedOut;
		}
		if (errorIn(applied) === undefined) this.seen = applied.slice(1);
		return outcome;
	}

	/** Sends a change. NoDatabase means that it was not sent. */
	private async send(transactions: OvsdbOperation[][], seconds: number): Promise<(Answer | undefined)[] | undefined> {
		this.hasSent = true;
		try {
			return await this.transact(transactions, seconds + readTimeout);
		} catch (error) {
			if (error instanceof NoDatabase) this.hasSent = false;
			throw error;
		}
	}

	/** The operations that wait until a change is applied, and then read. */
	private applied(nextCfg: number, seconds: number): OvsdbOperation[] {
		return [waitUntilApplied(nextCfg, seconds * 1000), ...this.selects];
	}

	private async read(): Promise<CallResult[]> {
		const answer = this.seen ?? (this.isStuck ? undefined : (await this.transact([this.selects], readTimeout))?.[0]);
		if (!answer) return this.reads.map(() => ({ stdout: "", ...timedOut }));
		const error = errorIn(answer);
		if (error) return this.reads.map(() => ({ stdout: "", stderr: errorText(error), code: 1 }));
		let from = 0;
		return this.reads.map(({ ovsdbRead }) => {
			const count = ovsdbRead?.operations.length ?? 0;
			const rows = ovsdbRead?.print(answer.slice(from, from + count) as OperationResult[]);
			from += count;
			const result = { stdout: `${this.server.daemon}\n${rows}`, stderr: "", code: 0 };
			this.server = serverOf(result) ?? this.server;
			return result;
		});
	}

	/** Undefined: the server has not answered in time. */
	private async transact(transactions: OvsdbOperation[][], seconds: number): Promise<(Answer | undefined)[] | undefined> {
		if (!this.transport.transact) throw new NoDatabase("the connection has no way to it");
		try {
			return (await this.transport.transact({ transactions, timeoutMs: seconds * 1000 })) as (Answer | undefined)[];
		} catch (error) {
			if (!(error instanceof NoAnswer)) throw error;
			this.isSilent = true;
			this.isStuck = true;
			return undefined;
		}
	}
}
