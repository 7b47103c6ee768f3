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
import type { JointChange } from "./joint";
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

/** The error of a change that was not made, because its undo is not on the host. */
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

/**
 * The time in milliseconds that a confirmation of several hosts leaves for itself: the host counts whole seconds, and undoes the change
 * when they are over.
 */
const marginOf = (seconds: number): number => Math.min(5000, Math.max(1500, seconds * 200));

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
	/** Set where the change is confirmed only together with those of other hosts. */
	joint?: JointChange;
}

/** A change that the host undoes by itself unless a new connection confirms it. */
export class GuardedChange {
	private readonly sending: Sending = { isOver: false };
	private readonly change: ArmedChange & GuardedScript;
	/** True as soon as the host has said that the change has ended there. */
	private hasEnded = false;
	/** Why the host may undo the change: the check that failed last, or what came too late. */
	private failing: string | undefined;
	/** The fault of the last connection that did not confirm the change because of it. */
	private lastFault: string | undefined;
	/** The last reason why no new connection has confirmed the change. */
	private error: unknown;

	constructor(
		script: GuardedScript,
		private readonly sender: Sender,
	) {
		const token = randomBytes(12).toString("hex");
		this.change = { ...script, token, ovsCommand: sender.executor.ovsCommand() };
		this.error = new HostError(sender.host, "lost", "the host does not know of the change any more");
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
		const { joint } = this.sender;
		try {
			const end = await this.confirmation(over, show);
			if (end.answer.state === "undone")
				joint?.fail(end.failing ?? `no new SSH connection could be made within ${change.seconds} s`);
			return end;
		} catch (error) {
			if (this.mayBeMade) joint?.fail((error as Error).message);
			else joint?.withdraw();
			throw error;
		} finally {
			stage.end();
		}
	}

	/** `over`: the end of the sending. `show` gets what is done in words. */
	private async confirmation(over: Promise<unknown>, show: (what: string) => void): Promise<Confirmed> {
		const { sending, change } = this;
		const { executor, clock } = this.sender;
		const { seconds } = change;
		let heard = clock.now();
		let isGone = false;
		while (!isGone && !notArmed(sending) && clock.now() - heard < seconds * 1000 + wayBackTime) {
			const used = executor.another();
			// The host may be asked before the change has arrived there.
			const wasOver = sending.isOver;
			const answer = await this.attempt(used, show);
			if (answer?.state === "confirmed") return { answer, used };
			if (answer?.state === "undone") return { answer, used, failing: this.failing };
			await used.close().catch(() => undefined);
			if (answer?.state === "ended") continue;
			const isRunning = answer?.state === "busy";
			// An armed change counts for nothing here: a host whose watchdog is dead would be asked for ever.
			if (isRunning) heard = clock.now();
			isGone = answer?.state === "gone" && wasOver;
			show(isRunning ? statusText(change.changes, []) : withLimit("waiting for a new connection", change));
			const pause = clock.sleep(isRunning ? Math.min(runningPause, seconds * 250) : confirmPause);
			await (sending.isOver ? pause.over : Promise.race([pause.over, over]));
			pause.end();
		}
		throw notArmed(sending) ?? this.outcomeUnknown();
	}

	/**
	 * One try to confirm the change over a new connection. Returns what the host answers; "ended": that the change has ended, so that the
	 * next connection can confirm it. Undefined: the connection failed.
	 */
	private async attempt(used: Executor, show: (what: string) => void): Promise<Confirmation | { state: "ended" } | undefined> {
		// A connection that is opened before the end of the change shows nothing: packets of later ones may be dropped.
		const isLater = this.hasEnded || this.sending.result?.code === 0;
		const request = this.nextRequest ?? (isLater ? undefined : "ask");
		const asked = this.sender.clock.now();
		try {
			const answer = await this.tell(used, request);
			if (answer.state !== "armed") return answer;
			if (request === "ask" && !isLater) {
				this.hasEnded = true;
				return { state: "ended" };
			}
			const ended = asked - answer.waited * 1000;
			const fault = this.refusedWhy ?? (await this.faultOver(used, show)) ?? (await this.refusal(ended, show));
			if (fault === undefined) {
				// A host that has begun to undo the change meanwhile goes on with that.
				this.failing = this.lateReason(this.lastFault);
				return await this.tell(used);
			}
			this.error = new Error(fault);
			// The reason of this host comes before that of the others, which wait for it.
			this.failing = fault === this.refusedWhy ? (this.lastFault ?? fault) : fault;
			this.lastFault = this.failing;
			if (this.refusedWhy !== undefined && request !== "undo") await this.tell(used, "undo");
			return answer;
		} catch (failure) {
			this.error = failure;
			return undefined;
		}
	}

	/** Tells the host to confirm the change, or to undo it, or asks about it. Returns what the host answers. */
	private async tell(used: Executor, request?: "ask" | "undo"): Promise<Confirmation> {
		const [result] = await used.run([], [confirmCall(this.change.token, request)], confirmTimeout);
		return confirmationOf(result as CallResult, this.change);
	}

	/** The error where no new connection could confirm the change, and none has said that it was undone. */
	private outcomeUnknown(): HostError {
		const { host, joint } = this.sender;
		const { message } = this.error as Error;
		const decision = joint?.decision;
		const others = decision?.isConfirmed ? decision.others : [];
		const stays = others.length > 0 ? [`the changes that were confirmed with it stay on ${firstFew(others)}`] : [];
		return new HostError(
			host,
			"lost",
			`it is not known whether the change was made, because no new connection could confirm it (${[message.replace(`${host}: `, ""), ...stays].join("; ")}). When the host can be reached again, run again with --refresh`,
		);
	}

	/** The first request over a new connection. Undefined: it confirms the change. */
	private get nextRequest(): "ask" | "undo" | undefined {
		const { joint } = this.sender;
		if (this.refusedWhy !== undefined) return "undo";
		if (joint?.decision) return undefined;
		return joint || this.change.checks.length > 0 ? "ask" : undefined;
	}

	/** Why the changes that are confirmed together are not. Undefined: nothing is decided, or they are confirmed. */
	private get refusedWhy(): string | undefined {
		const decision = this.sender.joint?.decision;
		return decision && !decision.isConfirmed ? decision.why : undefined;
	}

	/** Waits for the changes of other hosts. Returns why the change is not to be confirmed. `ended`: when the change ended. */
	private async refusal(ended: number, show: (what: string) => void): Promise<string | undefined> {
		const { joint } = this.sender;
		const { seconds } = this.change;
		if (!joint) return undefined;
		show(withLimit("waiting for the changes of other hosts, which are confirmed together", this.change));
		await joint.ready(ended + seconds * 1000 - marginOf(seconds));
		return this.refusedWhy;
	}

	/** Why the host may undo a change that is being confirmed, in words. `fault`: that of the check that failed last. */
	private lateReason(fault: string | undefined): string | undefined {
		const { host, joint } = this.sender;
		const decision = joint?.decision;
		if (decision?.isConfirmed && decision.others.length > 0)
			return `the confirmation did not reach ${host} in time, and the changes that were confirmed with it stay on ${firstFew(decision.others)}`;
		return this.change.checks.length > 0 ? lateText(this.change, fault) : undefined;
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
