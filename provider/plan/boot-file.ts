import { markKey } from "../base/mark";
import { memoize } from "../base/memoize";
import { sha256 } from "../base/sha256";
import { originalsIn, ownerIn } from "../base/state-fields";
import { holdsUnknown } from "../base/unknown";
import { isMap, type Values } from "../base/values";
import { valuesByKey } from "../base/values-by-key";
import { Refused } from "../model/change";
import { changesAtBoot, survivesReboot, valueAtBoot } from "../model/fact";
import type { Facts } from "../model/facts";
import { identityOf, ownFields } from "../model/identity";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import { parseName } from "../model/provided-name";
import type { BootFileStep, BootFiles } from "../tools/boot-file";
import { type BootObject, type BootPart, bootOrder } from "../tools/boot-part";
import { bootFolder } from "../tools/host-paths";
import { entryLine } from "../tools/journal";
import { type Fact, type Step, toolOf } from "../tools/list";
import { grouped } from "../tools/script";
import type { Operation } from "./operation";
import { isJournaled, isObserver, isPreexisting } from "./ownership";
import { isToldApart, settingsOf } from "./settings-of-others";

/** A file in the host's folder of boot files. */
interface BootFile {
	name: string;
	text: string;
}

/** True for a resource that may have a part which a reboot removes. */
export const mayNeedBootFile = (kind: Kind, want: Values): boolean =>
	!isObserver({ kind, want }) && (holdsUnknown(want) || !kind.facts(want).every(survivesReboot));

/**
 * The object's boot file: the commands of its creation on a host that has just booted. Undefined: a reboot removes nothing of it.
 * The text is the same in every run, so that it can be compared: it depends on the inputs, and of the host only on what stays.
 */
export function bootFile(op: Operation, facts: Facts, originals: Values | undefined): BootFile | undefined {
	const steps = stepsAtBoot(op, facts, originals);
	const parts = partsOf(steps);
	const [first] = parts;
	if (!first) return undefined;
	const made = new Set(parts.flatMap(({ makes = [] }) => makes.map(textOf)));
	const needs = [...parts.flatMap((part) => part.needs), ...portsOf(op)].map(textOf).filter((need) => !made.has(need));
	const creates = originals || isPreexisting(op) ? [] : parts.flatMap((part) => part.creates ?? []);
	const entry = {
		...{ id: op.id, owner: op.owner },
		...(originals ? { previous: sorted(originals) as Values } : {}),
		...(isToldApart(op) ? { sets: sorted(settingsOf(op)) as Values } : {}),
	};
	const commands = parts.flatMap(({ lines }) => lines);
	const usesOvs = needs.some((need) => /^(?:bridge|port) /.test(need)) || commands.some((line) => line.startsWith("ovs-"));
	const connection = facts.has({ read: "boot-files" }) ? facts.bootFiles.ovsTools : undefined;
	// A file without these words would be run with those that an earlier version kept for the files of all programs.
	const tools = connection ?? { ofctl: "ovs-ofctl", vsctl: "ovs-vsctl" };
	const lines = [
		`# pulumi-ovs: ${printable(op.id)} of ${printable(op.owner)}. pulumi up writes this file, pulumi destroy deletes it.`,
		...(usesOvs ? [`# ofctl ${tools.ofctl}`, `# vsctl ${tools.vsctl}`] : []),
		...[...new Set(needs)].map((need) => `# needs ${need}`),
		...[...new Set(parts.flatMap((part) => part.modules ?? []))].map((module) => `# module ${module}`),
		...steps.flatMap((step) => (step.tool === "journal" && step.op === "write" ? [`# owned ${entryLine(step.entry)}`] : [])),
		...(isJournaled(op) || originals ? [`# owned ${entryLine(entry)}`] : []),
		...creates.map(({ sort, name, netns }) => `# creates ${sort} ${netns || "."} ${name}`),
		...(creates.length > 0 ? [`# mark ${markKey}:${op.owner}`] : []),
		...commands,
	];
	return {
		name: `${first.order ?? bootOrder.settings}-${labelOf(op.id)}.${keyOf(op.id, op.owner)}`,
		text: `${lines.join("\n")}\n`,
	};
}

/** The steps that create the object, or that set up an object which is always there. */
function stepsAtBoot(op: Operation, facts: Facts, originals: Values | undefined): Step[] {
	const { kind, owner } = op;
	const want = sorted(op.want) as Values;
	const isThere = isPreexisting(op);
	const have: Observed | undefined = isThere ? { value: identityOf(kind, want), computed: {} } : undefined;
	const steps = kind.plan({
		...{ intent: "apply", want, have, owner, isAdopted: originals !== undefined || isThere, atBoot: true },
		...{ createdHere: () => false, originals, facts: factsAtBoot(kind.facts(op.want), facts) },
	});
	return steps.filter((step) => step.tool === "journal" || toolOf(step).boot !== undefined);
}

/** The facts without what a reboot removes, and without addresses that others set. */
const factsAtBoot = (read: Fact[], facts: Facts): Facts =>
	read
		.filter((fact) => changesAtBoot(fact) && facts.value(fact) !== undefined)
		.reduce((known, fact) => known.changed(fact, (value) => valueAtBoot(fact, value)), facts.only(read));

/** The parts of the file in the order of the phases. Steps of the same tool and namespace that follow each other are one part. */
function partsOf(steps: Step[]): BootPart[] {
	const groups: Step[][] = [];
	const groupOf = (step: Step | undefined) => step && `${step.tool} ${toolOf(step).group?.(step) ?? ""}`;
	for (const group of grouped(steps)) {
		const last = groups.at(-1);
		if (last && groupOf(last[0]) === groupOf(group[0])) last.push(...group);
		else groups.push(group);
	}
	return groups.flatMap((group) => toolOf(group[0] as Step).boot?.(group) ?? []);
}

/** The ports that must have a number before flows can name them. */
const portsOf = ({ kind, want }: Operation): BootObject[] =>
	kind.requires(want).flatMap((required) => {
		const { sort, name } = parseName(required.name) ?? {};
		return sort === "OVS port" && name !== undefined ? [{ sort: "port", name } as const] : [];
	});

/** An object as words of the file. A dot is the host's own namespace. */
function textOf(object: BootObject): string {
	const namespaces = object.sort === "device" ? object.namespaces.map((netns) => netns || ".") : [];
	return [object.sort, object.name, ...namespaces].join(" ");
}

const labelOf = (id: string): string => id.replace(/[^A-Za-z0-9_.-]/g, "_").slice(0, 100);

const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, "?");

/** The end of the name of a program's boot file for an object. */
const keyOf = (id: string, owner: string): string => sha256(`${id} ${owner}`).slice(0, 16);

/** The boot files that this program has for the object: after a changed order or stack name it may be another one than the wanted. */
function ownFiles({ id, owner, was }: Operation, there: BootFiles): string[] {
	const owners = new Set([owner, ownerIn(was) ?? owner]);
	return [...owners].flatMap((one) => namesByKey(there).get(keyOf(id, one)) ?? []);
}

/** True where this program has a boot file for the object, by which the next boot makes it again. */
export const hasBootFile = (op: Operation, facts: Facts): boolean =>
	op.persist !== undefined && ownFiles(op, facts.bootFiles).length > 0;

const namesByKey = memoize(({ sums }: BootFiles) =>
	valuesByKey([...sums.keys()].map((name) => [name.slice(name.lastIndexOf(".") + 1), name] as const)),
);

/** Maps come from Pulumi in any order. */
function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (!isMap(value)) return value;
	return Object.fromEntries(
		Object.keys(value)
			.sort()
			.map((key) => [key, sorted(value[key])]),
	);
}

interface Compared {
	wanted?: BootFile;
	/** Files that are left of earlier runs. */
	left: string[];
	problems: string[];
	/** The reason why the object can't be planned from nothing. Its boot file stays as it is. */
	refused?: string;
}

function compared(op: Operation, facts: Facts, originals: Values | undefined): Compared {
	if (op.persist === undefined || isObserver(op)) return { left: [], problems: [] };
	const there = facts.bootFiles;
	let wanted: BootFile | undefined;
	try {
		wanted = op.persist && op.mode !== "delete" ? bootFile(op, facts, originals ?? originalsIn(op.was)) : undefined;
	} catch (error) {
		if (!(error instanceof Refused)) throw error;
		return { left: [], problems: [], refused: `its boot file can't be written: ${error.message}` };
	}
	const left = ownFiles(op, there).filter((name) => name !== wanted?.name);
	const problems = left.map((name) => `its boot file ${bootFolder}/${name} is left from an earlier update`);
	if (!wanted) return { left, problems };
	const path = `${bootFolder}/${wanted.name}`;
	const sum = there.sums.get(wanted.name);
	if (sum === undefined) problems.push(`its boot file ${path} is missing`);
	else if (sum !== sha256(wanted.text)) problems.push(`its boot file ${path} differs from what pulumi up writes`);
	else if (!there.isRun) problems.push(`its boot file ${path} would not be run: ${bootFolder}/run or its unit was changed`);
	return { wanted, left, problems };
}

/** The differences between the wanted boot file and the host's that an update repairs, in words. */
export const bootProblems = (op: Operation, facts: Facts, originals?: Values): string[] =>
	compared(op, facts, originals).problems;

/** The problem of the object's boot file that a refresh reports. */
export function bootFault(op: Operation, facts: Facts): string | undefined {
	const { problems, refused } = compared(op, facts, undefined);
	return refused ?? problems[0];
}

/** The steps that bring the object's boot file to the wanted text, or remove it. */
export function bootSteps(op: Operation, facts: Facts, originals?: Values): BootFileStep[] {
	const { wanted, left, problems } = compared(op, facts, originals);
	if (problems.length === 0) return [];
	const removed = left.map((name): BootFileStep => ({ tool: "boot-file", phase: "boot", op: "remove", name }));
	return wanted ? [{ tool: "boot-file", phase: "boot", op: "write", ...wanted }, ...removed] : removed;
}

/** The steps that bring the boot file back to what it was before a change that failed. */
export function bootStepsBack(op: Operation, before: Facts, now: Facts): BootFileStep[] {
	if (op.persist === undefined || op.mode === "delete") return [];
	const hadFile = ownFiles(op, before.bootFiles).length > 0;
	const { was } = op;
	if (op.mode === "create" || !hadFile || !was) return bootSteps({ ...op, persist: false }, now);
	const want = ownFields(op.kind, was);
	return bootSteps({ ...op, want }, before.updated(now.only([{ read: "boot-files" }])), originalsIn(was));
}
