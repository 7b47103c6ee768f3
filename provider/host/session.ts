import { randomBytes } from "node:crypto";
import { type GuardedScript, HostBusy, type HostSession, PlanOutdated, UndoneByHost } from "../apply/context";
import type { Clock } from "../base/clock";
import { firstFew } from "../base/first-few";
import { HostError } from "../base/host-error";
import {
	type Fact,
	Facts,
	factKey,
	isMeasurement,
	type Reading,
	readingCalls,
	readingsOf,
	waitingTime,
	wholeOf,
} from "../model/facts";
import { type ArmedChange, armCall, type Confirmation, confirmationOf, confirmCall, notArmedStatus } from "../tools/armed";
import { type Call, longestCall } from "../tools/call";
import type { CallResult } from "../tools/script";
import type { WayInReading } from "../tools/way-in";
import { progress } from "../transport/progress";
import type { Executor } from "./executor";
import { statusText } from "./status-text";

/** The time limit of one script in milliseconds; the longest time that its probes may take is added to it. */
const scriptTimeout = 300_000;
/** The time in milliseconds that these changes may take. */
const timeLimit = (changes: Call[]): number => changes.reduce((ms, { takes }) => ms + (takes?.ms ?? 0), scriptTimeout);

/** The time in milliseconds for which no other connection is opened after one that failed: the engine hands out resources one by one. */
const silentTime = 60_000;

/** The longest time in milliseconds for which a read waits for others: on a busy machine, the engine asks for them one by one. */
const longestGathering = 1000;

/** The time limit in milliseconds of the script by which a new connection confirms a change. */
const confirmTimeout = 20_000;
/** The pause in milliseconds between two tries of that. */
const confirmPause = 500;
/** The longest such pause while the change still runs on the host, such as an installation of packages: each try is a new login. */
const runningPause = 5_000;
/** The time in milliseconds, after the seconds of the confirmation, for which new connections to a host that was cut off are tried. */
const wayBackTime = 90_000;

/** The longest time in milliseconds for which a change waits for other runs. One script of another run, with the longest of all calls, may last as long. */
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
}

/** The script of a change, on the connection that the change may cut. */
interface Sending {
	isOver: boolean;
	error?: Error;
	result?: CallResult;
}

/** True where a script has ended before its first change because of another run. */
const isHeldUp = (error: unknown): error is HostBusy | PlanOutdated => error instanceof HostBusy || error instanceof PlanOutdated;

const isUnsent = (error: unknown): error is HostError => error instanceof HostError && error.hasNoConnection;

/** The error of a change that was not made, because its way back is not on the host. */
function notArmed({ error, result }: Sending): Error | undefined {
	if (isHeldUp(error) || isUnsent(error)) return error;
	if (result?.code !== notArmedStatus) return undefined;
	const why = result.stderr || `status ${result.code}`;
	return new Error(`nothing was changed, because the way back could not be prepared in /run/pulumi-ovs: ${why}`);
}

/** Words for a person who waits for the confirmation of a change. */
const withLimit = (what: string, { seconds }: GuardedScript): string => `${what} (the host undoes the change after ${seconds} s)`;

/** Words for checks that hold, but not before the host has begun to undo the change. `failing`: the check that failed last. */
function lateText({ checks, seconds }: GuardedScript, failing: string | undefined): string {
	const late = `gave the expected result only after ${seconds} s`;
	if (failing !== undefined) return `${failing}; it ${late}`;
	return `${checks.length > 1 ? "checks" : "check"} ${firstFew(checks.map(({ label }) => label))} ${late}`;
}

const wayInFact: Fact = { read: "way-in" };

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
		return this.executor.another?.() !== undefined;
	}

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
		return this.inTurn(changes.length > 0, () => this.runNow(changes, reads, isStale));
	}

	runGuarded(script: GuardedScript, reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]> {
		return this.inTurn(true, async () => {
			const results = await this.confirmed(script);
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
		const token = randomBytes(12).toString("hex");
		const change = { ...script, token, ovsCommand: this.executor.ovsCommand?.() };
		if (this.failed && this.clock.now() - this.failed.at < silentTime) throw this.failed.error;
		const { executor } = this;
		const sending: Sending = { isOver: false };
		const over = executor
			.run([armCall(change)], [], timeLimit(change.changes), this.options.holder())
			.then(
				([result]) => Object.assign(sending, { result }),
				(error) => Object.assign(sending, { error }),
			)
			.then(() => Object.assign(sending, { isOver: true }));
		// The other half of the time is left for new connections and checks.
		const pause = this.clock.sleep(change.seconds * 500);
		await progress.during(this.host, statusText(change.changes, []), Promise.race([over, pause.over]));
		pause.end();
		let what = withLimit("waiting for a new connection", change);
		const stage = progress.begin(this.host, () => what);
		const work = this.confirmation(change, sending, over, (text) => {
			what = text;
		}).catch((error) => {
			if (!notArmed(sending)) this.changesSent++;
			throw error;
		});
		const { answer, used, failing } = await work.finally(stage.end);
		this.changesSent++;
		this.executor = used;
		void executor.close?.().catch(() => undefined);
		if (answer.state === "confirmed") return answer.results;
		throw new UndoneByHost(script, failing);
	}

	/**
	 * Opens new connections until one has confirmed the change, or says that the host has undone it. `over`: the end of the sending.
	 * `show` gets what is done in words. `failing`: the check that failed over a new connection, with its fault.
	 */
	private async confirmation(
		change: ArmedChange & GuardedScript,
		sending: Sending,
		over: Promise<unknown>,
		show: (what: string) => void,
	): Promise<{ answer: Extract<Confirmation, { state: "confirmed" | "undone" }>; used: Executor; failing?: string }> {
		const { token, seconds, checks } = change;
		let error: unknown = new HostError(this.host, "lost", "the host does not know of the change any more");
		let failing: string | undefined;
		let heard = this.clock.now();
		let isGone = false;
		while (!isGone && !notArmed(sending) && this.clock.now() - heard < seconds * 1000 + wayBackTime) {
			const used = this.executor.another?.() as Executor;
			const tell = async (asks: boolean): Promise<Confirmation> => {
				const [result] = await used.run([], [confirmCall(token, { asks })], confirmTimeout);
				return confirmationOf(result as CallResult, change);
			};
			let isRunning = false;
			// The host may be asked before the change has arrived there.
			const wasOver = sending.isOver;
			try {
				let answer = await tell(checks.length > 0);
				if (answer.state === "armed") {
					const fault = await this.faultOf(change, used, show);
					if (fault === undefined) answer = await tell(false);
					else error = new Error(fault);
					// Where the host has begun to undo the change meanwhile, it goes on with that.
					failing = fault ?? (answer.state === "confirmed" ? undefined : lateText(change, failing));
				}
				if (answer.state === "confirmed" || answer.state === "undone") return { answer, used, failing };
				isRunning = answer.state === "busy";
				// An armed change counts for nothing here: a host whose watchdog is dead would be asked for ever.
				if (isRunning) heard = this.clock.now();
				isGone = answer.state === "gone" && wasOver;
			} catch (failure) {
				error = failure;
			}
			await used.close?.().catch(() => undefined);
			show(isRunning ? statusText(change.changes, []) : withLimit("waiting for a new connection", change));
			const pause = this.clock.sleep(isRunning ? Math.min(runningPause, seconds * 250) : confirmPause);
			await (sending.isOver ? pause.over : Promise.race([pause.over, over]));
			pause.end();
		}
		const unarmed = notArmed(sending);
		if (unarmed) throw unarmed;
		const { message } = error as Error;
		throw new HostError(
			this.host,
			"lost",
			`it is not known whether the change came about, because no new connection could confirm it (${message.replace(`${this.host}: `, "")})`,
		);
	}

	/** The first check that does not give its expected result over a new connection, with its fault. */
	private async faultOf(change: GuardedScript, used: Executor, show: (what: string) => void): Promise<string | undefined> {
		const { seconds, checks } = change;
		for (const { label, reads, faultIn } of checks) {
			show(withLimit(`checking ${label} over a new connection`, change));
			const calls = readingCalls(reads);
			const probing = reads.reduce((ms, fact) => ms + waitingTime(fact), 0);
			// After these seconds, the host has undone the change.
			const timeout = Math.min(probing, seconds * 1000) + confirmTimeout;
			const reading = calls.map(({ call }) => call);
			const fault = await used.run([], reading, timeout).then(
				(results) => faultIn(Facts.of(calls.flatMap((call, i) => readingsOf(call, results[i] as Reading)))),
				({ message }: Error) => `it gave no result (${message.replace(`${this.host}: `, "")})`,
			);
			if (fault !== undefined) return `check ${label}: ${fault}`;
		}
		return undefined;
	}

	private async runNow(changes: Call[], reads: Fact[], isStale: (fact: Fact) => boolean): Promise<CallResult[]> {
		if (this.failed && this.clock.now() - this.failed.at < silentTime) throw this.failed.error;
		const isFirst = !this.facts.has(wayInFact);
		// Another connection may have taken the place of the one that the change was planned by.
		const readable = reads.map((fact) => {
			const whole = wholeOf(fact);
			return whole && !this.facts.has(whole) ? whole : fact;
		});
		const all = isFirst ? [wayInFact, ...readable] : readable;
		const facts = [...new Map(all.map((fact) => [factKey(fact), fact])).values()];
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
		const { wholes } = read;
		this.facts = this.facts.without((fact) => isStale(fact) && !wholes.has(factKey(fact))).updated(read);
		if (isFirst) this.tellUndone();
		return results.slice(0, changes.length);
	}

	private tellUndone(): void {
		const { undone } = this.facts.value(wayInFact) as WayInReading;
		for (const { about } of undone)
			this.options.warn(
				`${this.host}: the host has undone a change of an earlier run by itself, because no new SSH connection confirmed it (${about}). Run pulumi up --refresh`,
			);
	}
}
