import type { HostSession } from "../apply/context";
import { type GuardedScript, UndoneByHost } from "../apply/guarded-script";
import { HostBusy, PlanOutdated } from "../apply/interruptions";
import type { Clock } from "../base/clock";
import { HostError } from "../base/host-error";
import { eachOnce, factKey, isMeasurement, readingCalls, readingsOf, renewedFact, waitingTime } from "../model/fact";
import { Facts } from "../model/facts";
import { type Call, longestCall } from "../tools/call";
import type { Fact } from "../tools/list";
import type { CallResult } from "../tools/script";
import type { Reading } from "../tools/tool";
import { progress } from "../transport/progress";
import { GuardedChange, isHeldUp, isUnsent } from "./confirmation";
import type { Executor } from "./executor";
import type { Joint } from "./joint";
import { statusText } from "./status-text";
import { scriptTimeout, timeLimit } from "./time-limit";

/** The time in milliseconds for which no other connection is opened after one that failed: the engine hands out resources one by one. */
const silentTime = 60_000;

/** The longest time in milliseconds for which a read waits for others: on a busy machine, the engine asks for them one by one. */
const longestGathering = 1000;

/**
 * The longest time in milliseconds for which a change waits for other runs. One script of another run, with the longest of all calls, may
 * last as long.
 */
const longestWait = scriptTimeout + longestCall;
/** The pause in milliseconds between two tries of that. Each try itself waits for a second on the host. */
const busyPause = 250;
/** The number of times, one after the other, for which a change is planned again because other runs have changed the host. */
const mostOutdated = 10;

interface SessionOptions {
	/** The program and the person that make the changes, in words for other runs. */
	holder(): string;
	/** The time in milliseconds for which a read waits for others, so that many become one. */
	quiet(): number;
	/** Shows a warning at once. */
	warn(message: string): void;
	/** Set where the changes of several hosts are confirmed together. */
	joint?: Joint;
}

const sessionStart = { read: "session-start" } as const;
const isSessionStart = ({ read }: Fact): boolean => read === sessionStart.read;

/** True where a signal has ended a tool. The host then has a note of what the tool was about to create. */
const hasKilled = (results: CallResult[]): boolean => results.some(({ code = 0 }) => code > 128);

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
	/** The number of plans, one after the other, that other runs have made useless. */
	private outdated = 0;

	constructor(
		readonly host: string,
		private executor: Executor,
		private readonly clock: Clock,
		private readonly options: SessionOptions,
	) {}

	get isRemote(): boolean {
		return this.executor.isRemote();
	}

	/** Forgets that a connection has failed. */
	connectAgain(): void {
		this.failed = undefined;
	}

	/**
	 * Goes over another connection as soon as the running script has ended. What was read over the one before is forgotten:
	 * the new one may lead to another machine.
	 */
	reconnect(executor: Executor): void {
		this.turn = this.turn.then(() => {
			void this.executor.close().catch(() => undefined);
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
		const start = this.clock.now();
		let count: number;
		do {
			count = this.asked.size;
			await this.clock.sleep(this.options.quiet()).over;
		} while (this.asked.size > count && this.clock.now() - start < longestGathering);
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
		if (changes.length > 0) this.options.joint?.pass(this.host);
		return this.inTurn(changes.length > 0, () => this.runNow(changes, reads, isStale));
	}

	runGuarded(script: GuardedScript, reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]> {
		return this.inTurn(true, async () => {
			const results = await this.confirmed(script);
			if (hasKilled(results)) this.facts = this.facts.without(isSessionStart);
			await this.runNow([], reads, isStale);
			return results;
		});
	}

	private inTurn(isChange: boolean, work: () => Promise<CallResult[]>): Promise<CallResult[]> {
		const done = this.turn
			.then(() => (isChange ? this.whenFree(work) : work()))
			.catch(async (error) => {
				if (error instanceof PlanOutdated) await this.readAgain(error);
				// Nobody can tell how many of the changes were made.
				else if (isChange) this.facts = new Facts();
				throw error;
			});
		this.turn = done.catch(() => undefined);
		return done;
	}

	/** Makes a change as soon as no other run changes the host. */
	private async whenFree(work: () => Promise<CallResult[]>): Promise<CallResult[]> {
		const since = this.clock.now();
		let what = "carrying out changes";
		const stage = progress.begin(this.host, () => what);
		try {
			for (;;) {
				const results = await work().catch((error) => {
					if (error instanceof HostBusy) return error;
					throw error;
				});
				if (!(results instanceof HostBusy)) {
					this.outdated = 0;
					return results;
				}
				const { holder, seconds, pid } = results.other;
				const lasting = Number.isNaN(seconds) ? "" : ` for ${seconds} s`;
				what = `waiting for another run, which has been changing the host${lasting}: ${holder}`;
				if (this.clock.now() - since >= longestWait)
					throw new HostError(
						this.host,
						"busy",
						`nothing was changed, because another run has been changing this host${lasting}: ${holder}. Wait until that run has ended, then run again.${pid === "-" ? "" : ` If it hangs, end its process ${pid} on the host`}`,
					);
				await this.clock.sleep(busyPause).over;
			}
		} finally {
			stage.end();
		}
	}

	/** Reads all that is known once more, after another run has changed the host. */
	private async readAgain({ by, isCutOff }: PlanOutdated): Promise<void> {
		if (isCutOff)
			this.options.warn(
				`${this.host}: another run has ended in the middle of its changes (${by}). What it has left is read again, and this run goes on`,
			);
		const known = this.facts.all.filter((fact) => !isMeasurement(fact));
		this.facts = new Facts();
		if (++this.outdated > mostOutdated)
			throw new HostError(
				this.host,
				"busy",
				`nothing was changed, because other runs have changed this host ${mostOutdated} times while this run planned its change, the last time ${by}. Wait until they have ended, then run again`,
			);
		await this.runNow([], known, () => false);
	}

	/** Runs a change that the host undoes unless a new connection confirms it. That connection is used from then on. */
	private async confirmed(script: GuardedScript): Promise<CallResult[]> {
		if (this.failed && this.clock.now() - this.failed.at < silentTime) throw this.failed.error;
		const { executor, clock, host } = this;
		const { joint, holder } = this.options;
		const change = new GuardedChange(script, { host, executor, clock, holder: holder(), joint: joint?.enter(host) });
		const { answer, used, failing } = await change.confirmed().catch((error) => {
			if (change.mayBeMade) this.changesSent++;
			throw error;
		});
		this.changesSent++;
		this.executor = used;
		void executor.close().catch(() => undefined);
		if (answer.state === "confirmed") return answer.results;
		throw new UndoneByHost(script, failing);
	}

	private async runNow(changes: Call[], reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]> {
		if (this.failed && this.clock.now() - this.failed.at < silentTime) throw this.failed.error;
		const isFirst = !this.facts.has(sessionStart);
		// Another connection may have taken the place of the one that the change was planned by.
		const readable = reads.map((fact) => {
			const whole = renewedFact(fact);
			return whole && !this.facts.has(whole) ? whole : fact;
		});
		const facts = eachOnce(isFirst ? [sessionStart, ...readable] : readable);
		const probing = facts.reduce((ms, fact) => ms + waitingTime(fact), 0);
		const calls = readingCalls(facts);
		const reading = calls.map(({ call }) => call);
		const work = this.executor.run(changes, reading, timeLimit(changes) + probing, this.options.holder()).catch((error) => {
			if (isUnsent(error)) this.failed = { error, at: this.clock.now() };
			else if (changes.length > 0 && !isHeldUp(error)) this.changesSent++;
			throw error;
		});
		const results = await progress.during(this.host, statusText(changes, facts), work);
		if (changes.length > 0) this.changesSent++;
		const readings = calls.flatMap((call, i) => readingsOf(call, results[changes.length + i] as Reading));
		const read = Facts.of(readings);
		const { renewedKeys } = read;
		this.facts = this.facts.without((fact) => isStale(fact) && !renewedKeys.has(factKey(fact))).updated(read);
		if (isFirst) this.tellUndone();
		if (hasKilled(results.slice(0, changes.length))) {
			this.facts = this.facts.without(isSessionStart);
			await this.runNow([], [], () => false);
		}
		return results.slice(0, changes.length);
	}

	private tellUndone(): void {
		const { undone = [], unwatched = [] } = this.facts.value(sessionStart) ?? {};
		for (const { about } of undone)
			this.options.warn(
				`${this.host}: the host has undone a change of an earlier run by itself, because no new SSH connection confirmed it (${about}). Run pulumi up --refresh`,
			);
		for (const about of unwatched)
			this.options.warn(
				`${this.host}: a change of an earlier run was neither confirmed nor undone, because somebody has killed the process on the host that would have undone it (${about}). The change stays. Run pulumi up --refresh`,
			);
	}
}
