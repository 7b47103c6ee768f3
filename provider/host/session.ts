import type { HostSession } from "../apply/context";
import type { Clock } from "../base/clock";
import { HostError } from "../base/host-error";
import { type Fact, Facts, factKey, isMeasurement, type Reading, readingCalls, readingsOf, waitingTime } from "../model/facts";
import type { Call } from "../tools/call";
import type { CallResult } from "../tools/script";
import { progress } from "../transport/progress";
import type { Executor } from "./executor";
import { statusText } from "./status-text";

/** The time limit of one script in milliseconds; the longest time that its probes may take is added to it. */
const scriptTimeout = 300_000;
/** The time in milliseconds for which no other connection is opened after one that failed: the engine hands out resources one by one. */
const silentTime = 60_000;

/** The facts known of one host, and the calls that run there, one script at a time. */
export class Session implements HostSession {
	/** Everything that was read, or written and read back, and has not changed since. */
	facts = new Facts();
	changesSent = 0;
	private turn: Promise<unknown> = Promise.resolve();
	private readonly asked = new Map<string, Fact>();
	private reading: Promise<void> | undefined;
	/** The last failure to open a connection, and when it came. */
	private failed: { error: HostError; at: number } | undefined;

	/** `quiet`: the time in milliseconds for which a read waits for others, so that many become one. */
	constructor(
		readonly host: string,
		private executor: Executor,
		private readonly clock: Clock,
		private readonly quiet: () => number,
	) {}

	/**
	 * Goes over another connection as soon as the running script has ended. What was read over the one before is forgotten:
	 * the new one may lead to another machine.
	 */
	reconnect(executor: Executor): void {
		this.turn = this.turn.then(() => {
			void this.executor.close?.().catch(() => undefined);
			this.executor = executor;
			this.facts = new Facts();
			this.failed = undefined;
		});
	}

	/** Returns facts that include these; those that this run has not read are read now. Reads that come in together are one script. */
	async read(facts: Fact[]): Promise<Facts> {
		if (facts.every((fact) => this.facts.has(fact) && !isMeasurement(fact))) return this.facts;
		for (const fact of facts) this.asked.set(factKey(fact), fact);
		this.reading ??= this.readAsked();
		await this.reading;
		return this.facts;
	}

	private async readAsked(): Promise<void> {
		await this.clock.sleep(this.quiet()).over;
		// The script that is running may read some of them.
		await this.turn;
		const facts = [...this.asked.values()].filter((fact) => !this.facts.has(fact) || isMeasurement(fact));
		this.asked.clear();
		this.reading = undefined;
		if (facts.length > 0) await this.run([], facts);
	}

	async readUnknown(facts: Fact[]): Promise<Facts> {
		const unknown = facts.filter((fact) => !this.facts.has(fact));
		if (unknown.length > 0) await this.run([], unknown);
		return this.facts;
	}

	run(changes: Call[], reads: Fact[], isStale: (fact: Fact) => boolean = () => false): Promise<CallResult[]> {
		const done = this.turn
			.then(() => this.runNow(changes, reads, isStale))
			.catch((error) => {
				// Nobody can tell how many of the changes were made.
				if (changes.length > 0) this.facts = new Facts();
				throw error;
			});
		this.turn = done.catch(() => undefined);
		return done;
	}

	private async runNow(changes: Call[], reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]> {
		if (this.failed && this.clock.now() - this.failed.at < silentTime) throw this.failed.error;
		const facts = [...new Map(reads.map((fact) => [factKey(fact), fact])).values()];
		const probing = facts.reduce((ms, fact) => ms + waitingTime(fact), 0);
		const calls = readingCalls(facts);
		const reading = calls.map(({ call }) => call);
		const work = this.executor.run(changes, reading, scriptTimeout + probing).catch((error) => {
			const isUnsent = error instanceof HostError && error.hasNoConnection;
			if (isUnsent) this.failed = { error, at: this.clock.now() };
			else if (changes.length > 0) this.changesSent++;
			throw error;
		});
		const all = await progress.during(this.host, statusText(changes, facts), work);
		if (changes.length > 0) this.changesSent++;
		const readings = calls.flatMap((call, i) => readingsOf(call, all[changes.length + i] as Reading));
		this.facts = this.facts.without(isStale).updated(Facts.of(readings));
		return all.slice(0, changes.length);
	}
}
