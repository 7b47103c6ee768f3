import { halves } from "../base/halves";
import type { Facts } from "../model/facts";
import { leavesNoTrace, staleAfter } from "../plan/invalidation";
import type { Operation } from "../plan/operation";
import type { Call } from "../tools/call";
import type { Fact, Step } from "../tools/list";
import { type CallResult, callOf, callsAsFarAsTheyGo, callsOf, grouped } from "../tools/script";
import type { Script } from "./commit-confirm";
import type { HostSession } from "./context";
import { stagesOf } from "./dependency-order";
import { type Failure, failureIn, isOutdated, reasonOf } from "./failure";
import { NoWayBack, UndoneByHost } from "./guarded-script";
import { PlanOutdated, unlessOutdated } from "./interruptions";

/** An object that is to be restored as it was. */
export interface Restoration {
	/** The resource that it is about: several are restored in the order in which they require each other. */
	operation?: Operation;
	/** Facts that planning and judging go by. */
	reads: Fact[];
	/** The steps that restore it, by the present facts; [] = it is restored. Throws where nothing can restore it. */
	steps(now: Facts): Step[];
	/** Differences from what it was, in words; [] = it is restored. */
	missing(now: Facts): string[];
	/** True where each step stands for itself: one that is refused keeps none of the others from being carried out. */
	independent?: boolean;
}

export interface Restored<R extends Restoration = Restoration> {
	restoration: R;
	/** The steps that were tried. */
	steps: Step[];
	/** Differences that are left, in words, with the tool's reason. */
	left: string[];
	/** Steps that may not have run and of which nothing can be read back. */
	unverifiable: Step[];
	/** Set where the host did not keep the steps: it has undone them, or could not do so by itself, and they were not run. */
	refused?: UndoneByHost | NoWayBack;
}

interface RestoreOptions<R extends Restoration> {
	/** Further reads of the same script. */
	alsoRead?(steps: Step[]): Fact[];
	/** Runs the script of steps. Default: on the connection as it is. */
	run?(planned: PlannedRestoration<R>[], script: Script): Promise<CallResult[]>;
}

/**
 * Restores objects in one script, and reads the result. Where a tool refuses a step, the missing objects are tried again in halves, so
 * that one object which can't be restored does not hold up the others.
 */
export const restore = <R extends Restoration>(
	session: HostSession,
	all: R[],
	options: RestoreOptions<R> = {},
): Promise<Restored<R>[]> => new Restorer(session, options).restore(all);

class Restorer<R extends Restoration> {
	/** `isNewPlan`: the plan was made again already, because somebody else had changed Open vSwitch's database. */
	constructor(
		private readonly session: HostSession,
		private readonly options: RestoreOptions<R>,
		private readonly isNewPlan = false,
	) {}

	async restore(all: R[]): Promise<Restored<R>[]> {
		const { session } = this;
		const { alsoRead = () => [], run } = this.options;
		const facts = await session.readUnknown(all.flatMap(({ reads }) => reads));
		const planned = all.map((restoration) => ({ restoration, ...planOf(restoration, facts) }));
		const able = planned.filter(({ steps }) => steps.length > 0);
		const ended = planned.filter(({ steps }) => steps.length === 0).map((p) => unrestored(p, session.facts));
		if (able.length === 0) return ended;
		const changes = rendered(inOrder(able, facts), facts);
		const steps = able.flatMap((p) => p.steps);
		const reads = [...able.flatMap(({ restoration }) => restoration.reads), ...alsoRead(steps)];
		const script: Script = { changes, reads, isStale: staleAfter(steps, facts) };
		const running = run ? run(able, script) : session.run(script.changes, script.reads, script.isStale);
		const done = await unlessOutdated(running.catch(unlessRefused));
		if (done instanceof PlanOutdated) return this.restore(all);
		const restored = Array.isArray(done) ? this.afterScript(able, failureIn(changes, done)) : this.afterRefusal(able, done);
		return [...ended, ...(await restored)];
	}

	/** The results where the host has not kept the script. A script that it could not undo by itself is tried in halves. */
	private async afterRefusal(able: PlannedRestoration<R>[], refused: UndoneByHost | NoWayBack): Promise<Restored<R>[]> {
		const { session } = this;
		if (refused instanceof NoWayBack && able.length > 1) return this.inHalves(able);
		await session.readUnknown(able.flatMap(({ restoration }) => restoration.reads));
		return able.map(({ restoration, steps }) => {
			const left = missingOf(restoration, session.facts).length > 0 ? [refused.message] : [];
			return { restoration, steps, left, unverifiable: [], refused };
		});
	}

	/** The results of a script that ran, also in part. What is missing after a failure is tried again in halves. */
	private async afterScript(able: PlannedRestoration<R>[], failure: Failure | undefined): Promise<Restored<R>[]> {
		const { session } = this;
		if (failure && isOutdated(failure) && !this.isNewPlan) {
			await session.run([], [{ read: "ovs" }]);
			return new Restorer(session, this.options, true).restore(restorationsOf(able));
		}
		const isOpen = ({ restoration, steps }: PlannedRestoration<R>) =>
			missingOf(restoration, session.facts).length > 0 || steps.some(leavesNoTrace);
		const again = failure && able.length > 1 ? able.filter(isOpen) : [];
		const results = able
			.filter((p) => !again.includes(p))
			.map(({ restoration, steps }): Restored<R> => {
				const left = missingOf(restoration, session.facts);
				const unverifiable = failure ? steps.filter(leavesNoTrace) : [];
				const reason = failure && left.length + unverifiable.length > 0 ? [reasonOf(failure)] : [];
				return { restoration, steps, left: [...left, ...reason], unverifiable };
			});
		return [...results, ...(await this.inHalves(again))];
	}

	private async inHalves(some: PlannedRestoration<R>[]): Promise<Restored<R>[]> {
		const restored: Restored<R>[] = [];
		for (const part of halves(some)) if (part.length > 0) restored.push(...(await this.restore(restorationsOf(part))));
		return restored;
	}
}

const restorationsOf = <R extends Restoration>(some: PlannedRestoration<R>[]): R[] => some.map(({ restoration }) => restoration);

function unlessRefused(error: unknown): UndoneByHost | NoWayBack {
	if (error instanceof UndoneByHost || error instanceof NoWayBack) return error;
	throw error;
}

interface PlannedRestoration<R extends Restoration = Restoration> {
	restoration: R;
	steps: Step[];
	/** The reason why nothing can restore it. */
	reason?: string;
}

function planOf(restoration: Restoration, facts: Facts): { steps: Step[]; reason?: string } {
	try {
		return { steps: restoration.steps(facts) };
	} catch (error) {
		return { steps: [], reason: (error as Error).message };
	}
}

const unrestored = <R extends Restoration>({ restoration, reason }: PlannedRestoration<R>, now: Facts): Restored<R> => ({
	...{ restoration, steps: [], unverifiable: [] },
	left: reason === undefined ? missingOf(restoration, now) : [reason],
});

/** An object that can't be read counts as missing. */
function missingOf(restoration: Restoration, now: Facts): string[] {
	try {
		return restoration.missing(now);
	} catch (error) {
		return [(error as Error).message];
	}
}

function inOrder(able: PlannedRestoration[], facts: Facts): PlannedRestoration[][] {
	const operations = able.flatMap((p) => (p.restoration.operation ? [{ ...p, operation: p.restoration.operation }] : []));
	return operations.length === able.length ? stagesOf(operations, facts) : [able];
}

function rendered(stages: PlannedRestoration[][], facts: Facts): Call[] {
	const isIndependent = (stage: PlannedRestoration[]) => stage.every(({ restoration }) => restoration.independent);
	const groupsOf = (stage: PlannedRestoration[]) => grouped(stage.flatMap(({ steps }) => steps));
	if (!stages.some(isIndependent)) return callsOf(stages.flatMap(groupsOf), facts);
	return stages.flatMap((stage) =>
		groupsOf(stage).flatMap((steps) => (isIndependent(stage) ? callsAsFarAsTheyGo(steps) : [callOf(steps)])),
	);
}
