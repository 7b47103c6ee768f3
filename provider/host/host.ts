import { applyBatch } from "../apply/batch";
import { wayInWarnings } from "../apply/commit-confirm";
import type { HostContext } from "../apply/context";
import type { ConfirmSettings } from "../apply/guarded-script";
import { ChangeError, halfMade, OutcomeUnknown } from "../apply/half-made";
import { HostFailures } from "../apply/host-failures";
import type { Job, Outcome } from "../apply/job";
import { type Preview, planBatch, planPreview } from "../apply/plan-batch";
import type { Timing } from "../apply/readiness";
import { wasBroken } from "../apply/repair";
import { SideEffectMemory } from "../apply/side-effect-memory";
import type { Clock, Sleep } from "../base/clock";
import { Unavailable } from "../base/unavailable";
import type { Facts } from "../model/facts";
import { type Operation, operationError } from "../plan/operation";
import { readForPlan } from "../plan/read-for-plan";
import { readsBefore } from "../plan/reads";
import { Registry } from "../plan/registry";
import type { Fact, Step } from "../tools/list";
import { progress, type Stage } from "../transport/progress";
import { systemClock } from "../transport/system-clock";
import { BatchWindow, EngineLoad } from "./batch-window";
import type { Executor } from "./executor";
import type { Joint } from "./joint";
import { person } from "./person";
import { Session } from "./session";
import { waitingText } from "./status-text";

/** Settings of a host beside its name and the way to it. */
export interface HostOptions {
	clock?: Clock;
	/** The engine's load on all hosts of the run. */
	load?: EngineLoad;
	/** The protection of the way in. Default: none. */
	confirm?: ConfirmSettings;
	/** Set where the changes of several hosts are confirmed together. */
	joint?: Joint;
	/** Shows a warning at once. */
	warn?: (message: string) => void;
	/** The hosts of the run: an observation waits for the changes of all of them. */
	all?: () => Host[];
	/** Gets the plan of each change before its steps run. */
	onPlanned?: HostContext["onPlanned"];
}

/** One host: what the program declares for it, what is known of it, and the queue that makes its changes in batches, one at a time. */
export class Host {
	readonly registry: Registry;
	readonly session: Session;
	private memory = new SideEffectMemory();
	private readonly failures: HostFailures;
	private readonly clock: Clock;
	private readonly window: BatchWindow;
	private readonly all: () => Host[];
	private readonly onPlanned: HostContext["onPlanned"];
	readonly confirm: ConfirmSettings;
	private readonly joint: Joint | undefined;
	private readonly warn: (message: string) => void;
	/** The warnings that this run has given. */
	private readonly given = new Set<string>();
	private queue: Job[] = [];
	private working: Promise<void> | undefined;
	private pause: Sleep | undefined;
	private batch: Promise<unknown> | undefined;
	/** When a batch last did something of what was waiting, in milliseconds. */
	private lastBusy = 0;
	/** When the program last declared something for this host, in milliseconds. */
	private lastDeclared = 0;
	private waiting: Stage | undefined;
	/** The program of the last operation. */
	private owner = "";

	constructor(
		readonly name: string,
		executor: Executor,
		{
			clock = systemClock,
			load = new EngineLoad(),
			all = () => [this],
			confirm = { seconds: 0, always: false },
			joint,
			warn = () => {},
			onPlanned,
		}: HostOptions = {},
	) {
		this.onPlanned = onPlanned;
		this.confirm = confirm;
		this.joint = joint;
		this.warn = warn;
		this.clock = clock;
		this.all = all;
		this.registry = new Registry(name, confirm.seconds > 0);
		this.failures = new HostFailures(name);
		this.window = new BatchWindow(load);
		this.session = new Session(name, executor, clock, {
			quiet: () => this.window.quiet,
			holder: () => `${this.owner} (${person()})`,
			warn,
			joint,
		});
	}

	/** Notes what the program declares; returns why it can't be beside another resource of the program, in words. */
	declare(tag: string, operation: Operation): string[] {
		this.lastDeclared = this.clock.now();
		return this.registry.declare(tag, operation);
	}

	/** Returns facts that include these; those that this run has not read are read now. */
	read(facts: Fact[]): Promise<Facts> {
		return this.session.read(facts);
	}

	/** The error of an operation that failed. */
	errorOf(operation: Operation, error: unknown): Error {
		return this.failures.errorOf(operation, error);
	}

	/** Connects at the next read or change, also where that has just failed: there is another connection to try. */
	connectAgain(): void {
		this.session.connectAgain();
	}

	/** Uses another connection from now on. It may lead to another machine, so that nothing known of the host counts any more. */
	reconnect(executor: Executor): void {
		this.session.reconnect(executor);
		this.memory = new SideEffectMemory();
	}

	/** The plan of a change by what is on the host now, which is only read. Throws where the change would be refused. */
	async preview(operation: Operation): Promise<Preview> {
		try {
			const facts = await this.readForPlan([operation]);
			const planned = planPreview(operation, { facts, registry: this.registry });
			const warnings = wayInWarnings(this, [{ operation, steps: planned.steps }]);
			return warnings.length === 0 ? planned : { ...planned, warnings: warnings.map(({ warning }) => warning) };
		} catch (error) {
			const setup = error instanceof Unavailable ? this.registry.expectedSetup(operation) : undefined;
			const { message } = error as Error;
			if (setup !== undefined)
				return { steps: [], missing: `it can't be previewed until ${setup} has set the host up: ${message}` };
			throw this.errorOf(operation, error);
		}
	}

	/** The plan of several changes that are made together, by what is on the host now. */
	async previewAll(operations: Operation[]): Promise<{ steps: Step[]; refused: Error[] }> {
		const facts = await this.readForPlan(operations);
		const jobs = operations.map((operation): Job => ({ operation, since: 0, resolve() {}, reject() {} }));
		const { ready, refused } = planBatch(jobs, {
			facts,
			registry: this.registry,
			timing: this.timing(0),
		});
		return {
			steps: ready.flatMap((entry) => entry.steps),
			refused: refused.map(({ job, reason }) => operationError(this.name, job.operation, reason)),
		};
	}

	private readForPlan(operations: Operation[]): Promise<Facts> {
		return readForPlan(operations, (wanted) => this.read(wanted), this.registry);
	}

	/** Carries an operation out, in a batch with what else is ready for this host. */
	submit(operation: Operation): Promise<Outcome> {
		this.registry.setState(operation.id, "submitted");
		this.owner = operation.owner;
		return new Promise<Outcome>((resolve, reject) => {
			const since = this.clock.now();
			this.window.arrived(since);
			this.queue.push({
				operation,
				since,
				resolve: (outcome) => {
					this.window.ended(this.clock.now());
					resolve(outcome);
				},
				reject: (error) => {
					this.window.ended(this.clock.now());
					const isHalfMade = error instanceof ChangeError && halfMade(operation, error) !== undefined;
					this.registry.setFailed(operation, isHalfMade || error instanceof OutcomeUnknown);
					reject(error);
				},
			});
			this.pause?.end();
			this.working ??= this.work();
		});
	}

	/**
	 * Repairs a resource that the program has not changed, where a side effect of an earlier change of this run has broken it: a device
	 * that is created again has lost its VLANs and addresses. Does nothing, and connects to nobody, before such a change.
	 */
	async repairIfBroken(operation: Operation): Promise<void> {
		if (!this.memory.factsBeforeSideEffects) return;
		// While a batch is carried out, what is known is what was.
		await this.batch;
		const facts = await this.read(readsBefore(operation)).catch((error) => {
			throw this.errorOf(operation, error);
		});
		if (wasBroken(operation, this.memory.factsBeforeSideEffects, facts)) await this.submit(operation);
	}

	private async work(): Promise<void> {
		try {
			while (this.queue.length > 0) {
				this.joint?.begin(this.name);
				await this.gather();
				const jobs = this.queue;
				this.queue = [];
				const started = this.clock.now();
				const { waiting, failure } = await this.applyGuarded(jobs);
				this.joint?.end(this.name, failure);
				this.tellWaiting(waiting);
				if (waiting.length < jobs.length) {
					this.lastBusy = this.clock.now();
					this.window.carriedOut(this.lastBusy - started);
				}
				this.queue.unshift(...waiting);
				if (waiting.length > 0 && waiting.length === this.queue.length) await this.pauseFor(this.window.quiet);
			}
		} finally {
			// In the same turn as the last look at the queue: a job that comes a moment later starts the work again.
			this.working = undefined;
			this.tellWaiting([]);
		}
	}

	/** Applies a batch. A mistake of this provider ends its jobs with an error that says so: no job ever stays without an answer. */
	private async applyGuarded(jobs: Job[]): Promise<{ waiting: Job[]; failure?: string }> {
		const { session, registry, memory, failures, confirm, onPlanned } = this;
		const warn = (operation: Operation, message: string): void => {
			const { message: text } = operationError(this.name, operation, message);
			if (this.given.has(text)) return;
			this.given.add(text);
			this.warn(text);
		};
		const context: HostContext = { session, registry, memory, failures, confirm, warn, onPlanned };
		const open = new Set(jobs);
		let failure: string | undefined;
		const rejected = (job: Job, error: Error): void => {
			failure ??= error.message;
			job.reject(error);
		};
		const guarded = jobs.map((job): Job => {
			const ended = (): boolean => open.delete(job);
			return {
				...job,
				resolve: (outcome) => ended() && job.resolve(outcome),
				reject: (error) => ended() && rejected(job, error),
			};
		});
		const began = this.clock.now();
		const running = applyBatch(context, guarded, () => this.timing(began));
		this.batch = running.catch(() => undefined);
		try {
			const waiting = await running;
			const waitingJobs = jobs.filter((_, i) => waiting.includes(guarded[i] as Job));
			for (const job of waitingJobs) open.delete(job);
			for (const job of open) rejected(job, operationError(this.name, job.operation, unanswered));
			return { waiting: waitingJobs, failure };
		} catch (error) {
			for (const job of open)
				rejected(job, operationError(this.name, job.operation, `${unanswered} (${(error as Error).message})`));
			return { waiting: [], failure };
		} finally {
			this.batch = undefined;
		}
	}

	private timing(began: number): Timing {
		const { lastBusy, lastDeclared } = this;
		const hosts = this.all();
		const [unfinished] = hosts.flatMap((host) => host.registry.unfinished ?? []);
		const run = { unfinished, lastBusy: Math.max(...hosts.map((host) => (host === this ? lastBusy : host.lastAtWork))) };
		return { began, lastBusy, lastDeclared, run };
	}

	private tellWaiting(jobs: Job[]): void {
		const { facts } = this.session;
		const what = () => waitingText(jobs, facts, this.registry);
		if (jobs.length === 0) this.waiting?.end();
		this.waiting = jobs.length === 0 ? undefined : Object.assign(this.waiting ?? progress.begin(this.name, what), { what });
	}

	/** Waits until no more work is to be expected soon, or enough of it is there. */
	private async gather(): Promise<void> {
		const start = this.clock.now();
		let count = -1;
		while (count !== this.queue.length && !this.window.isFull(this.queue.length)) {
			if (this.clock.now() - start >= this.window.longest) break;
			count = this.queue.length;
			const deletes = this.queue.some((job) => job.operation.mode === "delete");
			const { isExpecting } = this.registry;
			await this.pauseFor(isExpecting ? this.window.promised : deletes ? this.window.quiet : 5);
			if (isExpecting && count === this.queue.length) this.registry.passOver();
		}
	}

	/** Until more work comes in, or the time in milliseconds is over. */
	private async pauseFor(ms: number): Promise<void> {
		this.pause = this.clock.sleep(ms);
		await this.pause.over;
	}

	/** When it last did something; while a batch is under way, now. In milliseconds. */
	private get lastAtWork(): number {
		return this.batch ? this.clock.now() : this.lastBusy;
	}
}

const unanswered =
	"pulumi-ovs has made a mistake, and the result of this change is not known. Run again with --refresh, and report this message";
