import { Unavailable } from "../base/unavailable";
import { isRefusedChange, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { netnsText, type ProvidedName } from "../model/provided-name";
import { missing, type Requirement } from "../model/requirements";
import { withoutHandedOver } from "../plan/handed-over";
import { observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { isPreexisting } from "../plan/ownership";
import { type Planned, plan } from "../plan/plan";
import type { Registry } from "../plan/registry";
import { differencesBefore } from "../plan/verify";
import { byTool, type Step } from "../tools/list";
import type { BatchEntry, Progress } from "./batch-entry";
import { unmetRequirements } from "./dependency-order";
import type { Job, PlannedChange } from "./job";
import { earlyText, type Readiness, readinessOf, type Timing } from "./readiness";

/** Everything that a plan goes by, beside the jobs themselves. */
interface PlanBasis {
	facts: Facts;
	registry: Registry;
	/** The facts before the first change of this run that had side effects. */
	factsBeforeSideEffects?: Facts;
	timing: Timing;
}

/** A job that can't be carried out, and why. */
interface RefusedJob {
	job: Job;
	reason: string;
}

interface PlannedBatch {
	ready: BatchEntry[];
	/** Jobs whose requirements are still to come. */
	waiting: Job[];
	refused: RefusedJob[];
}

/**
 * Plans all jobs that can be carried out now. A job that is refused creates and deletes nothing: the others are planned again without it.
 */
export function planBatch(jobs: Job[], known: PlanBasis): PlannedBatch {
	const { able, created, readiness } = withoutWaiting(jobs, known);
	// A requirement with a remedy may be met by a change that does not name it, such as an address in a gateway's subnet.
	const lacking = new Set(able.filter((job) => readiness.get(job)?.remedy !== undefined));
	if (lacking.size > 0 && lacking.size < able.length) {
		const others = planBatch(without(jobs, lacking), known);
		if (others.ready.length > 0) return { ...others, waiting: [...others.waiting, ...lacking] };
	}
	const deletedHere = deletedBy(jobs);
	const ready: BatchEntry[] = [];
	const refused: RefusedJob[] = [];
	for (const job of able) {
		try {
			ready.push(planJob(job, known, createdBeside(job, created), deletedHere));
		} catch (error) {
			const { message } = error as Error;
			refused.push({ job, reason: isRefusedChange(error) ? message : `${mistaken} (${message})` });
		}
	}
	if (refused.length === 0) return { ready, waiting: jobs.filter((job) => !able.includes(job)), refused };
	const planned = planBatch(without(jobs, new Set(refused.map(({ job }) => job))), known);
	return { ...planned, refused: [...refused, ...planned.refused] };
}

const mistaken = "pulumi-ovs has made a mistake while it planned this change, and has not made the change. Report this message";

const without = (jobs: Job[], some: Set<Job>): Job[] => jobs.filter((job) => !some.has(job));

interface Able {
	able: Job[];
	created: Map<string, number>;
	readiness: Map<Job, Readiness | undefined>;
}

/** Jobs whose requirements are there or are created by the others; a job that waits creates nothing. */
function withoutWaiting(jobs: Job[], known: PlanBasis): Able {
	const created = creationCounts(jobs);
	const readiness = new Map(jobs.map((job) => [job, readinessIn(job, known, created)]));
	const able = jobs.filter((job) => readiness.get(job)?.wait !== true);
	return able.length === jobs.length ? { able, created, readiness } : withoutWaiting(able, known);
}

/** Undefined where the host can't be read for it: planning it tells the reason. */
function readinessIn(job: Job, known: PlanBasis, created: Map<string, number>): Readiness | undefined {
	try {
		return readinessOf(job, known, createdBeside(job, created));
	} catch {
		return undefined;
	}
}

function planJob(
	job: Job,
	known: PlanBasis,
	createdHere: BatchEntry["createdHere"],
	deletedHere: BatchEntry["deletedHere"],
): BatchEntry {
	const { facts, registry } = known;
	const operation = withoutHandedOver(job.operation, registry.around(job.operation));
	const readiness = readinessOf(job, known, createdHere);
	if (readiness.missing.length > 0) throw new Refused(unmetText(operation, readiness, registry));
	const planned = planEntry({ operation, createdHere, deletedHere }, known);
	refuseUnavailable(planned.steps, facts);
	const progress: Progress = { factsBefore: facts, begun: false, hasNewEntry: false, tried: [], unverifiable: [] };
	return { ...planned, job, operation, createdHere, deletedHere, progress, advice: earlyText(operation, known.timing) };
}

/** Throws where a tool of these steps can't work on the host. */
function refuseUnavailable(steps: Step[], facts: Facts): void {
	for (const [tool] of byTool(steps)) {
		const reason = tool.unavailable?.(facts);
		if (reason !== undefined) throw new Unavailable(reason);
	}
}

/** The plan of one change at preview. */
export interface Preview extends PlannedChange {
	/**
	 * What keeps the change from being planned now, in words: requirements that neither the host has nor the program has declared, or
	 * what a HostSetup of the program is still to bring. Without steps, the commands are not known.
	 */
	missing?: string;
	/** Messages for the user about what the change may do to the connection. */
	warnings?: string[];
}

/** True where a resource is in a namespace that the host does not have, and that another resource of the program creates. */
const isInNewNamespace = ({ want: { netns } }: Operation, { facts, registry }: Pick<PlanBasis, "facts" | "registry">): boolean =>
	netns !== undefined && !facts.namespaces.has(netns) && registry.declares(netnsText(netns));

/** The plan. Throws Unavailable where the object is missing, and only a module or a daemon of the host can create it. */
function planOrMissing(entry: Parameters<typeof planEntry>[0], known: Parameters<typeof planEntry>[1]): Planned {
	const { operation } = entry;
	try {
		return planEntry(entry, known);
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		const isMissing = operation.mode !== "delete" && isPreexisting(operation) && !observe(operation, known.facts);
		// Every namespace has it from the start, such as its loopback device and kernel parameters.
		if (isMissing && isInNewNamespace(operation, known)) return { steps: [] };
		throw isMissing ? new Unavailable(error.message) : error;
	}
}

/** Plans one operation alone. What the program is to create counts as there. Throws where the change would be refused. */
export function planPreview(given: Operation, known: Pick<PlanBasis, "facts" | "registry">): Preview {
	const { facts, registry } = known;
	const operation = withoutHandedOver(given, registry.around(given));
	const createdHere = (name: ProvidedName) => registry.willProvide(name, operation);
	const { steps } = planOrMissing({ operation, createdHere, deletedHere: new Set() }, known);
	refuseUnavailable(steps, facts);
	// Any resource may set an object that has no name, such as an address in a gateway's subnet.
	const isExpected = ({ name, from, remedy }: Requirement) => remedy !== undefined || registry.declares(from ?? name);
	const unmet = unmetRequirements(operation, facts).filter((need) => !need.isOptional && !isExpected(need));
	const differences = differencesBefore(operation, facts);
	const planned = { steps, ...(differences.length > 0 ? { differences } : {}) };
	if (unmet.length === 0) return planned;
	const all = unmet.map((requirement) => missing(requirement, facts, [...registry.provided]));
	return { ...planned, missing: unmetText(operation, { missing: all }, registry) };
}

function unmetText(operation: Operation, { missing, remedy }: Pick<Readiness, "missing" | "remedy">, registry: Registry): string {
	const creators = [...new Set(missing.flatMap(({ name }) => registry.labelOf(name, operation) ?? []))];
	const advice = remedy ?? "correct the name, or declare it before this resource, so that it is created first";
	const [areNot, it] = missing.length > 1 ? ["are not", "them"] : ["is not", "it"];
	const failed =
		creators.length > 1
			? `create ${it}, and have failed or are not part of this run`
			: `creates ${it}, and has failed or is not part of this run`;
	const end = creators.length === 0 ? advice : `${creators.join(" and ")} ${failed}`;
	return `it needs ${missing.map(({ text }) => text).join(" and ")}, which ${areNot} on this host: ${end}`;
}

/** The steps of one entry by what is known now of the host and of the program. */
export function planEntry(
	{ operation, createdHere, deletedHere }: Pick<BatchEntry, "operation" | "createdHere" | "deletedHere">,
	{ facts, registry, factsBeforeSideEffects }: Pick<PlanBasis, "facts" | "registry" | "factsBeforeSideEffects">,
): Planned {
	return plan(operation, facts, {
		...{ factsBeforeSideEffects, deletedHere, createdHere },
		program: registry.around(operation),
		replaced: registry.replacedBy(operation),
	});
}

const providedBy = ({ operation: { kind, want } }: Job): ProvidedName[] => [...new Set(kind.provides(want))];

const isDelete = ({ operation }: Job): boolean => operation.mode === "delete";

/** The names of what these jobs delete. */
export const deletedBy = (jobs: Job[]): ReadonlySet<ProvidedName> => new Set(jobs.filter(isDelete).flatMap(providedBy));

/** The number of jobs that provide each name. */
export function creationCounts(jobs: Job[]): Map<ProvidedName, number> {
	const counts = new Map<ProvidedName, number>();
	for (const job of jobs) {
		if (isDelete(job)) continue;
		for (const name of providedBy(job)) counts.set(name, (counts.get(name) ?? 0) + 1);
	}
	return counts;
}

/** Tells whether a job other than this one provides a name. */
export function createdBeside(job: Job, created: Map<ProvidedName, number>): (name: ProvidedName) => boolean {
	const own = new Set(isDelete(job) ? [] : providedBy(job));
	return (name) => (created.get(name) ?? 0) > (own.has(name) ? 1 : 0);
}
