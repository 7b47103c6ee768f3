import { randomBytes } from "node:crypto";
import type { GuardedScript } from "../apply/guarded-script";
import { HostBusy, PlanOutdated } from "../apply/interruptions";
import type { Clock } from "../base/clock";
import { firstFew } from "../base/first-few";
import { HostError } from "../base/host-error";
import { readingCalls, readingsOf, waitingTime } from "../model/fact";
import { Facts } from "../model/facts";
import { type ArmedChange, armCall, type Confirmation, confirmationOf, confirmCall, notArmedStatus } from "../tools/armed";
import type { CallResult } from "../tools/script";
import type { Reading } from "../tools/tool";
import { progress } from "../transport/progress";
import type { Executor } from "./executor";
import { statusText } from "./status-text";
import { timeLimit } from "./time-limit";

/** The time limit in milliseconds of the script by which a new connection confirms a change. */
const confirmTimeout = 20_000;
/** The pause in milliseconds between two tries of that. */
const confirmPause = 500;
/** The longest such pause while the change still runs on the host, such as an installation of packages: each try is a new login. */
const runningPause = 5_000;
/** The time in milliseconds, after the seconds of the confirmation, for which new connections to a host that was cut off are tried. */
const wayBackTime = 90_000;

/** The script of a change, on the connection that the change may cut. */
interface Sending {
	isOver: boolean;
	error?: Error;
	result?: CallResult;
}

/** True where a script has ended before its first change because of another run. */
export const isHeldUp = (error: unknown): error is HostBusy | PlanOutdated =>
	error instanceof HostBusy || error instanceof PlanOutdated;

export const isUnsent = (error: unknown): error is HostError => error instanceof HostError && error.hasNoConnection;

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

/** The end of a guarded change. */
interface Confirmed {
	answer: Extract<Confirmation, { state: "confirmed" | "undone" }>;
	/** The executor of the new connection that has told it. */
	used: Executor;
	/** The check that failed over a new connection, with its fault. */
	failing?: string;
}

/** The host, and the connection over which the change is sent. */
interface Sender {
	host: string;
	executor: Executor;
	clock: Clock;
	/** Who makes the change, in words for others who wait. */
	holder: string;
}

/** A change that the host undoes by itself unless a new connection confirms it. */
export class GuardedChange {
	private readonly sending: Sending = { isOver: false };
	private readonly change: ArmedChange & GuardedScript;

	constructor(
		script: GuardedScript,
		private readonly sender: Sender,
	) {
		const token = randomBytes(12).toString("hex");
		this.change = { ...script, token, ovsCommand: sender.executor.ovsCommand?.() };
	}

	/** False where it is certain that the change was not made. */
	get mayBeMade(): boolean {
		return notArmed(this.sending) === undefined;
	}

	/** Sends the change, and opens new connections until one has confirmed it, or says that the host has undone it. */
	async confirmed(): Promise<Confirmed> {
		const { sending, change } = this;
		const { host, executor, clock, holder } = this.sender;
		const over = executor
			.run([armCall(change)], [], timeLimit(change.changes), holder)
			.then(
				([result]) => Object.assign(sending, { result }),
				(error) => Object.assign(sending, { error }),
			)
			.then(() => Object.assign(sending, { isOver: true }));
		// The other half of the time is left for new connections and checks.
		const pause = clock.sleep(change.seconds * 500);
		await progress.during(host, statusText(change.changes, []), Promise.race([over, pause.over]));
		pause.end();
		let what = withLimit("waiting for a new connection", change);
		const stage = progress.begin(host, () => what);
		const show = (text: string): void => {
			what = text;
		};
		return this.confirmation(over, show).finally(stage.end);
	}

	/** `over`: the end of the sending. `show` gets what is done in words. */
	private async confirmation(over: Promise<unknown>, show: (what: string) => void): Promise<Confirmed> {
		const { sending, change } = this;
		const { host, executor, clock } = this.sender;
		const { token, seconds, checks } = change;
		let error: unknown = new HostError(host, "lost", "the host does not know of the change any more");
		let failing: string | undefined;
		let heard = clock.now();
		let isGone = false;
		while (!isGone && !notArmed(sending) && clock.now() - heard < seconds * 1000 + wayBackTime) {
			const used = executor.another?.() as Executor;
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
					const fault = await this.faultOver(used, show);
					if (fault === undefined) answer = await tell(false);
					else error = new Error(fault);
					// A host that has begun to undo the change meanwhile goes on with that.
					failing = fault ?? (answer.state === "confirmed" ? undefined : lateText(change, failing));
				}
				if (answer.state === "confirmed" || answer.state === "undone") return { answer, used, failing };
				isRunning = answer.state === "busy";
				// An armed change counts for nothing here: a host whose watchdog is dead would be asked for ever.
				if (isRunning) heard = clock.now();
				isGone = answer.state === "gone" && wasOver;
			} catch (failure) {
				error = failure;
			}
			await used.close?.().catch(() => undefined);
			show(isRunning ? statusText(change.changes, []) : withLimit("waiting for a new connection", change));
			const pause = clock.sleep(isRunning ? Math.min(runningPause, seconds * 250) : confirmPause);
			await (sending.isOver ? pause.over : Promise.race([pause.over, over]));
			pause.end();
		}
		const unarmed = notArmed(sending);
		if (unarmed) throw unarmed;
		const { message } = error as Error;
		throw new HostError(
			host,
			"lost",
			`it is not known whether the change came about, because no new connection could confirm it (${message.replace(`${host}: `, "")})`,
		);
	}

	/** The first check that does not give its expected result over a new connection, with its fault. */
	private async faultOver(used: Executor, show: (what: string) => void): Promise<string | undefined> {
		const { host } = this.sender;
		const { seconds, checks } = this.change;
		for (const { label, reads, faultIn } of checks) {
			show(withLimit(`checking ${label} over a new connection`, this.change));
			const calls = readingCalls(reads);
			const probing = reads.reduce((ms, fact) => ms + waitingTime(fact), 0);
			// After these seconds, the host has undone the change.
			const timeout = Math.min(probing, seconds * 1000) + confirmTimeout;
			const reading = calls.map(({ call }) => call);
			const fault = await used.run([], reading, timeout).then(
				(results) => faultIn(Facts.of(calls.flatMap((call, i) => readingsOf(call, results[i] as Reading)))),
				({ message }: Error) => `it gave no result (${message.replace(`${host}: `, "")})`,
			);
			if (fault !== undefined) return `check ${label}: ${fault}`;
		}
		return undefined;
	}
}
