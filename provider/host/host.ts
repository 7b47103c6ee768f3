import { randomBytes } from "node:crypto";
import { runBatch } from "../apply/batch";
import type { HostContext, Job, Outcome } from "../apply/context";
import { lost } from "../apply/repair";
import { type Fact, Facts, factKey, isMeasurement, type Reading, readCall } from "../model/facts";
import { factsBefore } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import { longestProbe } from "../tools/probe";
import { type CallResult, results, script } from "../tools/script";
import { progress, type Stage } from "../transport/progress";
import type { Transport } from "../transport/transport";
import { Window } from "./batch-window";
import { statusText, waitingText } from "./status-text";

/** How long a script may take, in milliseconds, before the host is given up; what probes wait for comes on top. */
const scriptTimeout = 300_000;

/** One host: its register, what is known of its state, and the queue that makes its changes in batches, one at a time. */
export class Host implements HostContext {
	readonly register = new Registry();
	/** What was read, or written and read back, and not touched since. */
	facts = new Facts();
	private transport: Transport | undefined;
	disturbed: Facts | undefined;
	found = new Facts();
	readonly routesTried = new Set<string>();
	owed: Operation[] = [];
	private readonly window = new Window();
	private jobs: Job[] = [];
	private working: Promise<void> | undefined;
	private batch: Promise<unknown> = Promise.resolve();
	private batching = false;
	began = 0;
	busyUntil = 0;
	private wanted = new Map<string, Fact>();
	private reading: Promise<void> | undefined;
	private turn: Promise<unknown> = Promise.resolve();
	private wake: () => void = () => {};
	private waiting: Stage | undefined;

	constructor(
		readonly name: string,
		private open: () => Transport,
		/** The hosts of this run: what only looks waits for the changes of all. */
		readonly all: () => Host[] = () => [this],
	) {}

	/**
	 * Goes over another connection as soon as the running script has ended. What was read over the one before is forgotten:
	 * the new one may lead to another machine.
	 */
	reconnect(open: () => Transport): void {
		this.turn = this.turn.then(() => {
			void this.transport?.close().catch(() => undefined);
			this.transport = undefined;
			this.open = open;
			this.facts = new Facts();
		});
	}

	/** Carries an operation out, in a batch with what else is ready for this host. */
	submit(operation: Operation): Promise<Outcome> {
		this.register.mark(operation.id, "submitted");
		return new Promise<Outcome>((resolve, reject) => {
			const since = Date.now();
			this.window.arrived(since);
			this.jobs.push({
				operation,
				since,
				resolve: (outcome) => {
					this.window.ended(Date.now());
					resolve(outcome);
				},
				reject: (error) => {
					this.window.ended(Date.now());
					this.register.mark(operation.id, "declared");
					reject(error);
				},
			});
			this.wake();
			this.working ??= this.work();
		});
	}

	/** These facts, read now where they were not read in this run. Reads that come in together become one. */
	async read(facts: Fact[]): Promise<Facts> {
		if (facts.every((fact) => this.facts.has(fact) && !isMeasurement(fact))) return this.facts;
		for (const fact of facts) this.wanted.set(factKey(fact), fact);
		this.reading ??= new Promise<void>((resolve) => setTimeout(resolve, this.window.quiet)).then(() => {
			const missing = [...this.wanted.values()];
			this.wanted.clear();
			this.reading = undefined;
			return this.run([], missing).then(() => undefined);
		});
		await this.reading;
		return this.facts;
	}

	/**
	 * For a resource that the program has not changed, but whose turn comes after a change of ours that may have taken
	 * it along (a device made anew takes its VLANs and addresses with it): puts it back.
	 */
	async putBack(operation: Operation): Promise<void> {
		if (!this.disturbed) return;
		// While it is being carried out, what is known is what was.
		await this.batch;
		const facts = await this.read(factsBefore(operation));
		if (lost(operation, this.disturbed, facts)) await this.submit(operation);
	}

	/** One exec at a time: changes, then reads. Keeps what was read, and forgets what `stale` names. */
	run(changes: Call[], reads: Fact[], stale: (fact: Fact) => boolean = () => false): Promise<CallResult[]> {
		const turn = this.turn
			.then(() => this.exec(changes, reads, stale))
			.catch((error) => {
				// How far it came, nobody can tell.
				if (changes.length > 0) this.facts = new Facts();
				throw error;
			});
		this.turn = turn.catch(() => undefined);
		return turn;
	}

	private async exec(changes: Call[], reads: Fact[], stale: (fact: Fact) => boolean): Promise<CallResult[]> {
		const unique = [...new Map(reads.map((fact) => [factKey(fact), fact])).values()];
		const mark = randomBytes(9).toString("base64url");
		const text = script(changes, unique.map(readCall), mark);
		this.transport ??= this.open();
		const timeoutMs = unique.reduce((ms, fact) => ms + (fact.read === "probe" ? longestProbe(fact.probe) : 0), scriptTimeout);
		const done = await progress.during(this.name, statusText(changes, unique), this.transport.script({ stdin: text, timeoutMs }));
		const all = results(done.stdout, done.stderr, changes.length + unique.length, mark);
		const readings = unique.map((fact, i): [Fact, Reading] => {
			const result = all[changes.length + i];
			if (result?.code === undefined)
				throw new Error(
					`${this.name}: the host's shell ended early (${done.stderr.trim() || `status ${done.code}`})${changes.length > 0 ? "; how far it came is not known: refresh, then run again" : ""}`,
				);
			return [fact, { ...result, code: result.code }];
		});
		this.facts = this.facts.without(stale).updated(Facts.of(readings));
		return all.slice(0, changes.length);
	}

	private async work(): Promise<void> {
		try {
			while (this.jobs.length > 0) {
				await this.gather();
				const jobs = this.jobs;
				this.jobs = [];
				this.began = Date.now();
				this.batching = true;
				const running = runBatch(this, jobs).finally(() => {
					this.batching = false;
				});
				this.batch = running.catch(() => undefined);
				const waiting = await running;
				this.tellWaiting(waiting);
				if (waiting.length < jobs.length) this.busyUntil = Date.now();
				this.jobs.unshift(...waiting);
				if (waiting.length > 0 && waiting.length === this.jobs.length) await this.pause(this.window.quiet);
			}
		} finally {
			// At once with the last look at the jobs: one that comes a moment later starts the work again.
			this.working = undefined;
			this.tellWaiting([]);
		}
	}

	private tellWaiting(jobs: Job[]): void {
		const { facts } = this;
		const what = () => waitingText(jobs, facts);
		if (jobs.length === 0) this.waiting?.end();
		this.waiting = jobs.length === 0 ? undefined : Object.assign(this.waiting ?? progress.begin(this.name, what), { what });
	}

	/** Waits until no more work is to be expected soon, or enough of it is there. */
	private async gather(): Promise<void> {
		const start = Date.now();
		let count = -1;
		while (count !== this.jobs.length && !this.window.isFull(this.jobs.length) && Date.now() - start < Window.longest) {
			count = this.jobs.length;
			const deletes = this.jobs.some((j) => j.operation.mode === "delete");
			await this.pause(this.register.expected > 0 ? Window.promised : deletes ? this.window.quiet : 5);
		}
	}

	/** Until more work comes in, or the time in milliseconds is over. */
	private pause(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);
			this.wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** When it last made something; while a batch is under way, now. */
	get lastBusy(): number {
		return this.batching ? Date.now() : this.busyUntil;
	}
}
