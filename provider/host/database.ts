import { HostError } from "../base/host-error";
import type { Call } from "../tools/call";
import { type OvsServer, serverOf } from "../tools/ovs-listing";
import {
	type Answer,
	errorIn,
	errorText,
	type Operation,
	type OperationResult,
	type Outcome,
	waitUntilApplied,
} from "../tools/ovsdb";
import type { CallResult } from "../tools/script";
import { changeTimeout, readTimeout } from "../tools/tool";
import { NoAnswer } from "../transport/ovsdb-client";
import { NoDatabase, type Transport } from "../transport/transport";

/** How changes and reads of Open vSwitch go (`ovs:transport`). auto: over the database where that works, else by ovs-vsctl. */
export type OvsTransport = "auto" | "ovsdb" | "vsctl";

/** The result of a tool of Open vSwitch that its option --timeout has ended. */
const timedOut = { code: 142, stderr: "Alarm clock" };

/** Changes and reads of Open vSwitch by transactions of its database, in place of calls of ovs-vsctl. */
export class OvsDatabase {
	/** What the last read has said of the database. Undefined: there was none, or ovs-vswitchd has not answered since. */
	private server: OvsServer | undefined;
	private isUnusable = false;

	constructor(
		private readonly host: string,
		private readonly mode: OvsTransport,
	) {}

	/** Notes what a script has read. */
	note(reads: Call[], results: CallResult[]): void {
		reads.forEach((call, i) => {
			const result = results[i];
			if (call.ovsdbRead && result) this.server = serverOf(result);
		});
	}

	/** True for calls that are transactions, too, where the daemon runs. */
	private canRun(changes: Call[], reads: Call[], { daemon }: OvsServer): boolean {
		if (this.isUnusable || this.mode === "vsctl" || changes.length + reads.length === 0) return false;
		if (daemon !== "up" && !(this.mode === "ovsdb" && daemon === "unknown")) return false;
		return changes.every(({ ovsdbChange }) => ovsdbChange) && reads.every(({ ovsdbRead }) => ovsdbRead);
	}

	/** As the executor's `run`. Undefined: the calls are to go by a script, and nothing was changed. */
	async run(transport: Transport, changes: Call[], reads: Call[], ovsCommand?: string[]): Promise<CallResult[] | undefined> {
		if (!this.server || !this.canRun(changes, reads, this.server)) return undefined;
		try {
			if (ovsCommand) throw new NoDatabase("the connection has ovsCommand");
			const run = new Run(transport, this.server, changes, reads);
			const results = await run.results();
			// After a silence, a script finds out whether ovs-vswitchd still runs.
			this.server = run.isSilent ? undefined : run.server;
			return results;
		} catch (error) {
			if (!(error instanceof NoDatabase)) throw error;
			this.refuse(error.message);
			return undefined;
		}
	}

	/** Uses the database no more in this run. */
	private refuse(why: string): void {
		this.isUnusable = true;
		if (this.mode !== "ovsdb") return;
		throw new HostError(
			this.host,
			"config",
			`the stack configuration ovs:transport is ovsdb, and Open vSwitch's database can't be used over this connection (${why}): set it to auto`,
		);
	}
}

/** The calls of one script as transactions. */
class Run {
	/** The results of the reads, where they came with the last change. */
	private seen: Answer | undefined;
	/** True where the server, or ovs-vswitchd, has not answered in time. */
	isSilent = false;
	private readonly selects: Operation[];

	constructor(
		private readonly transport: Transport,
		/** What is known of the database. */
		public server: OvsServer,
		private readonly changes: Call[],
		private readonly reads: Call[],
	) {
		this.selects = reads.flatMap(({ ovsdbRead }) => ovsdbRead?.operations ?? []);
	}

	async results(): Promise<CallResult[]> {
		const made: CallResult[] = this.changes.map(() => ({ stdout: "", stderr: "" }));
		for (const [i, change] of this.changes.entries()) {
			made[i] = { stdout: "", ...(await this.change(change, i === this.changes.length - 1)) };
			if (made[i]?.code !== 0) break;
		}
		return [...made, ...(this.reads.length === 0 ? [] : await this.read())];
	}

	private async change({ ovsdbChange }: Call, isLast: boolean): Promise<Outcome> {
		const operations = ovsdbChange?.begin() ?? [];
		if ("refused" in operations) return { code: 1, stderr: operations.refused };
		if (operations.length === 0) return { code: 0, stderr: "" };
		const after = isLast ? this.selects : [];
		const { nextCfg } = this.server;
		// Unless somebody else changes the configuration meanwhile, this is the number that the change gets.
		const expected = nextCfg === undefined ? undefined : nextCfg + 1;
		const waits = expected === undefined ? [] : [this.waiting(expected, after)];
		const answers = await this.transact([operations, ...waits], changeTimeout + readTimeout);
		if (!answers) return timedOut;
		const [answer = [], early] = answers;
		const outcome = ovsdbChange?.end(answer) as Outcome;
		if (outcome.isOtherDatabase) throw new NoDatabase("its database is not the one that ovs-vsctl uses");
		if (outcome.code !== 0 || outcome.nextCfg === undefined) return outcome;
		this.server = { ...this.server, nextCfg: outcome.nextCfg };
		const isEarly = outcome.nextCfg === expected;
		const applied = isEarly
			? early
			: (await this.transact([this.waiting(outcome.nextCfg, after)], changeTimeout + readTimeout))?.[0];
		if (!applied || applied[0]?.error === "timed out") {
			this.isSilent = true;
			return timedOut;
		}
		if (isLast) this.seen = applied.slice(1);
		return outcome;
	}

	private waiting(nextCfg: number, after: Operation[]): Operation[] {
		return [waitUntilApplied(nextCfg, changeTimeout * 1000), ...after];
	}

	private async read(): Promise<CallResult[]> {
		const answer = this.seen ?? (await this.transact([this.selects], readTimeout))?.[0];
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
	private async transact(transactions: Operation[][], seconds: number): Promise<(Answer | undefined)[] | undefined> {
		if (!this.transport.transact) throw new NoDatabase("the connection has no way to it");
		try {
			return (await this.transport.transact({ transactions, timeoutMs: seconds * 1000 })) as (Answer | undefined)[];
		} catch (error) {
			if (!(error instanceof NoAnswer)) throw error;
			this.isSilent = true;
			return undefined;
		}
	}
}
