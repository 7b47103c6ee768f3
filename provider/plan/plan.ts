import { isDeepStrictEqual } from "node:util";
import { defaultOf, fieldMeta, isDefaulted } from "../base/fields";
import { foreignText } from "../base/mark";
import { originalsIn, ownerIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { type Apply, type Delete, type IsDeletedToo, Refused, type Release } from "../model/change";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import { isDeclaredElsewhere, type ProgramView } from "../model/program-view";
import { deviceText, type ProvidedName, parseName } from "../model/provided-name";
import { missingText, requiresDevice } from "../model/requirements";
import { aliasOwner } from "../network/link-mark";
import { removesObject } from "../tools/call";
import { type JournalEntry, removeEntryStep, writeEntryStep } from "../tools/journal";
import type { Step } from "../tools/list";
import { bootSteps } from "./boot-file";
import { refuseLossWithDevices } from "./deleted-objects";
import { isFakeBridge, refuseFakeBridges } from "./fake-bridges";
import { isHandedOver } from "./handed-over";
import { madeDevices } from "./made-devices";
import { observe, withSharedLists } from "./observe";
import type { Operation } from "./operation";
import { capturedOriginals, extendedOriginals, restoredInputs, withOriginals } from "./originals";
import {
	elsewhereMessage,
	formerEntries,
	isAdopted,
	isJournaled,
	isObserver,
	isPreexisting,
	needsJournal,
	notOwnedMessage,
	ownEntries,
	ownershipStatus,
} from "./ownership";
import type { Replaced } from "./registry";
import { isToldApart, refuseSettingsOfOthers, settingsOf, withSettingsOfOthers } from "./settings-of-others";
import { takeOver, withoutOwnMasters } from "./take-over";

export interface Planned {
	steps: Step[];
	/** The original values that destroy restores. */
	originals?: Values;
	/** True for a deletion of an object that another resource of the program has taken over: only the rest of it is removed. */
	isHandedOver?: boolean;
}

/** The batch and the program around an operation. */
export interface PlanContext {
	/** The facts before the first change of this run that had side effects on other objects. */
	factsBeforeSideEffects?: Facts;
	/** The names provided by resources that the same batch deletes. */
	deletedHere?: ReadonlySet<ProvidedName>;
	/** True where another operation of the batch creates or changes this. */
	createdHere?: (name: ProvidedName) => boolean;
	/** Not set where the program is not known. */
	program?: ProgramView;
	/** The object that this run has deleted in order to create this one. */
	replaced?: Replaced;
}

/** The steps of one operation for the present state of the host. Throws where the host must not be changed. */
export function plan(op: Operation, facts: Facts, around: PlanContext = {}): Planned {
	if (isObserver(op)) return { steps: [] };
	const { program, createdHere = () => false } = around;
	if (op.mode !== "delete") refuseFakeBridges(op, facts);
	const freed = program ? takeOver(op, facts, { program, createdHere }) : { steps: [], facts };
	const have = observe(op, freed.facts, isAdopted(op), around);
	if (op.mode === "delete") return withBootFile(op, facts, planDelete(op, have, facts, around));
	const planned = withBootFile(op, freed.facts, planApply(op, have, freed.facts, around));
	return { ...planned, steps: [...freed.steps, ...planned.steps] };
}

/** The plan with the step for the object's boot file, which comes last in the script: the file stays as it is where a change fails. */
const withBootFile = (op: Operation, facts: Facts, planned: Planned): Planned => ({
	...planned,
	steps: [...planned.steps, ...bootSteps(op, facts, planned.originals)],
});

/** The error where the host does not have an object that a resource only sets. */
function missingObjectText({ kind, want }: Operation, facts: Facts): string {
	const devices = kind.provides(want).flatMap((one) => (typeof one === "string" ? (parseName(one) ?? []) : []));
	const [device] = devices.filter(({ sort, isMembership }) => sort === "device" && !isMembership);
	const text = device ? missingText(requiresDevice(device.name, device.netns), facts, []) : undefined;
	return `${text === undefined ? "it does not exist" : `there is no ${text}`} on this host, and this kind of resource never creates it: correct ${kind.identity.fields.join(" or ")}`;
}

/** Throws where a device has the name of one that Open vSwitch is to create. Its own errors about that do not say so. */
function refuseDeviceOfTheName({ kind, want, owner: program }: Operation, facts: Facts): void {
	if (!kind.facts(want).some(({ read }) => read === "ovs")) return;
	for (const { sort, name, netns } of kind.makes(want).flatMap((one) => parseName(one) ?? [])) {
		const link = sort === "device" ? facts.knownLinks(netns).get(name) : undefined;
		if (!link || aliasOwner(link) === program) continue;
		throw new Refused(
			foreignText(
				`${deviceText(name, netns)} exists already`,
				{ program, owner: aliasOwner(link) },
				{
					adoption: "Choose another name",
					otherwise: "remove that device first",
				},
			),
		);
	}
}

function planApply(op: Operation, have: Observed | undefined, facts: Facts, around: PlanContext): Planned {
	const { kind, want, was, owner, mode } = op;
	const { createdHere = () => false, factsBeforeSideEffects, program } = around;
	if (!have && isPreexisting(op)) throw new Refused(missingObjectText(op, facts));
	if (!have || have.residue) refuseDeviceOfTheName(op, facts);
	if (have && ownershipStatus(op, have) === "notOwned") refuseUnlessAdopted(op, have);
	const others = isPreexisting(op) ? facts.journal.others(op.id, owner).filter((entry) => entry.owner !== ownerIn(was)) : [];
	refuseSettingsOfOthers(op, others);
	const former = formerEntries(op, facts);
	const ownEntry = needsJournal(op)
		? (facts.journal.own(op.id, owner) ?? (mode === "create" ? former[0] : undefined))
		: undefined;
	const takes = have !== undefined && isTakenOver(op, have, ownEntry);
	const now = have && takes ? withSharedLists(kind, have, want) : have;
	const change: Apply = {
		intent: "apply",
		want: withSettingsOfOthers(withOriginals(kind, want, was), op, have, others),
		have: now,
		was,
		owner,
		isAdopted: takes || isAdopted(op),
		createdHere,
		facts,
		factsBeforeSideEffects,
		program,
		taken: (ownEntry ?? former[0])?.taken,
		...(have ? {} : replacedIn(around)),
	};
	const unowned = now && observe(op, withoutOwnMasters(op, facts), isAdopted(op), around);
	const before =
		now && takes ? takenOriginals(op, unowned, now, facts, ownEntry) : extendedOriginals(kind, want, was, unowned ?? now);
	const originals = kind.captureOriginals?.(change, before) ?? before;
	const steps = kind.plan({ ...change, originals: before });
	const taken = kind.takes?.after(change, steps);
	const givesAllBack = ownEntry !== undefined && taken === undefined && ownEntry.taken !== undefined && originals === undefined;
	const isNew =
		(takes && !ownEntry) ||
		former.length > 0 ||
		originals !== before ||
		!isDeepStrictEqual(taken, ownEntry?.taken) ||
		needsEntry(op, have, facts, ownEntry);
	const entrySteps = isNew && !givesAllBack ? [writeEntryStep({ ...entryOf(op, originals), ...(taken ? { taken } : {}) })] : [];
	const obsolete = [...former, ...(givesAllBack ? [ownEntry] : [])];
	return { steps: [...entrySteps, ...steps, ...obsolete.map(removeEntryStep)], originals };
}

/** The object that a creation replaces, as it was. */
function replacedIn({ replaced }: PlanContext): Pick<Apply, "replaced"> {
	if (!replaced) return {};
	const { operation, facts } = replaced;
	const have = observe({ ...operation, mode: "update" }, facts);
	return have ? { replaced: { have, was: operation.want, facts } } : {};
}

/** True where the change takes an object over that existed before, also in a try that was interrupted. */
function isTakenOver(op: Operation, have: Observed, ownEntry: JournalEntry | undefined): boolean {
	const { kind, mode } = op;
	const whose = ownershipStatus(op, have);
	if (whose === "notOwned" || (whose === "adopted" && mode === "create")) return true;
	return ownEntry?.previous !== undefined && (mode === "create" || kind.captureOriginals !== undefined);
}

/** The original values of an object that is taken over. `unowned`: the object without the masters that the program gave it. */
function takenOriginals(
	{ id, kind, want, owner, mode }: Operation,
	unowned: Observed | undefined,
	now: Observed,
	facts: Facts,
	ownEntry: JournalEntry | undefined,
): Values {
	const entries = [...facts.journal.others(id, owner), ...(ownEntry ? [ownEntry] : [])];
	const original = unowned && mode === "create" ? withSharedLists(kind, unowned, want) : now;
	return capturedOriginals(kind, want, original, entries);
}

/** The object's entry in the journal. */
function entryOf(op: Operation, originals: Values | undefined): JournalEntry {
	const sets = settingsOf(op);
	return { id: op.id, owner: op.owner, ...(originals ? { previous: originals } : {}), ...(sets ? { sets } : {}) };
}

/** True where the journal lacks an entry that the object needs, or has other settings of it. */
function needsEntry(op: Operation, have: Observed | undefined, facts: Facts, ownEntry: JournalEntry | undefined): boolean {
	const sets = settingsOf(op);
	if (sets !== undefined && !isDeepStrictEqual(facts.journal.own(op.id, op.owner)?.sets, sets)) return true;
	// The object was one of many of another resource.
	if (ownEntry?.of !== undefined) return true;
	// Flows that have expired count as there, and as the program's.
	const isFirst = op.mode === "create" && !ownEntry;
	return (isJournaled(op) && (isFirst || (have?.owner === undefined && !ownEntry?.previous))) || (isToldApart(op) && !ownEntry);
}

/** Throws unless the program sets `adopt`, and where adoption would change a field that must stay (`sameOnAdoption`). */
function refuseUnlessAdopted(op: Operation, have: Observed | undefined): void {
	const { kind, want } = op;
	for (const field of Object.keys(kind.schema.shape)) {
		const rule = fieldMeta(kind.schema, field).sameOnAdoption;
		const value = have?.value[field];
		if (rule && value !== want[field])
			throw new Refused(elsewhereMessage(op, have?.owner, { ...rule, what: `${rule.what} ${value}` }));
	}
	if (!want.adopt || have?.insteadOfAdoption !== undefined) throw new Refused(notOwnedMessage(op, have));
	refuseDefaultsOnAdoption(op, have);
}

/**
 * Throws where adoption would set a field to its default, which the program may not mean, and others would lose by it (`lossByDefault`).
 */
function refuseDefaultsOnAdoption({ kind, want }: Operation, have: Observed | undefined): void {
	const text = (value: unknown) => JSON.stringify(value);
	const changes = Object.keys(kind.schema.shape).flatMap((field) => {
		const loss = fieldMeta(kind.schema, field).lossByDefault;
		const byDefault = defaultOf(kind.schema, field);
		const value = have?.value[field] ?? byDefault;
		// A value that the program sets can't be told apart from the default that the schema puts in its place.
		const isByDefault = want[field] === undefined || (want[field] === byDefault && isDefaulted(kind.schema, field));
		if (loss === undefined || !isByDefault || value === byDefault) return [];
		return [
			{ change: `${field} from ${text(value)} to the default ${text(byDefault)} (${loss})`, set: `${field}: ${text(value)}` },
		];
	});
	if (changes.length > 0)
		throw new Refused(
			`adopting it would change ${changes.map(({ change }) => change).join(", and ")}. Set ${changes.map(({ set }) => set).join(", ")} to leave it as it is`,
		);
}

function planDelete(op: Operation, have: Observed | undefined, facts: Facts, around: PlanContext): Planned {
	const { kind, want, was, owner, id } = op;
	const originals = originalsIn(was);
	const hasEntry = originals !== undefined || isJournaled(op);
	const there = ownEntries(op, facts);
	const forget = hasEntry || there.length > 0 ? [{ id, owner }, ...formerEntries(op, facts)].map(removeEntryStep) : [];
	// The object may be gone already, for example with its device. Its journal entry goes too: a later object of this name has other
	// originals.
	const gone = () => ({ steps: there.length > 0 ? [...givenBack(op, facts, there), ...forget] : [] });
	if (!have) return gone();
	// Another resource has taken the object over as one of its many, and written an entry for it, or does so in the same batch.
	const isTaken = () => facts.journal.own(id, owner)?.of !== undefined || (originals === undefined && isTransferred(op, around));
	if (hasEntry && isTaken()) return { steps: [], isHandedOver: true };
	const whose = ownershipStatus(op, have);
	const isFake = whose !== "notOwned" && isFakeBridge(op, facts);
	const { factsBeforeSideEffects, program, createdHere } = around;
	if (whose === "adopted") {
		if (!originals) return { steps: [] };
		// The adopted port is not there any more.
		if (isFake) return { steps: forget };
		const others = facts.journal.others(id, owner);
		const back = restoredInputs(kind, want, originals, have, others);
		const change: Release = {
			intent: "release",
			want: back,
			have,
			was: { ...was, ...want },
			facts,
			factsBeforeSideEffects,
		};
		return { steps: [...kind.plan(change), ...forget] };
	}
	// A foreign object may have the identity that the journal still lists as the program's.
	if (whose === "notOwned") return gone();
	const isDeletedToo = deletedToo(op, around);
	// A resource that the program declares again is replaced: what needs it gets the new one.
	const needed = program && isReplaced(op, around) ? { ...program, requirer: () => undefined } : program;
	const change: Delete = {
		...{ intent: "delete", have, was: want, owner, facts, factsBeforeSideEffects },
		...{ isDeletedToo, createdHere, program: needed, formerOwner: ownerIn(was) },
		...(isReplaced(op, around) ? { isReplaced: true } : {}),
	};
	const planned = kind.plan(change);
	if (program && isHandedOver(op, program))
		return { steps: [...planned.filter((step) => !removesObject(step)), ...forget], isHandedOver: true };
	refuseLossWithDevices(change, planned, madeDevices(op));
	return { steps: [...planned, ...forget] };
}

/** The steps that give others back what an object that is gone had taken over from them. */
const givenBack = ({ kind, want }: Operation, facts: Facts, entries: JournalEntry[]): Step[] =>
	entries.flatMap(({ taken }) => (taken && kind.takes?.giveBack(facts, want, taken)) ?? []);

/** True where the program declares the deleted resource: the engine creates it again, in an operation of its own. */
const isReplaced = ({ id }: Operation, { program }: PlanContext): boolean => program?.declares(id) === true;

/** True where another resource of the program declares a name of the object that it can take over. */
const isTransferred = ({ kind, want }: Operation, { program }: PlanContext): boolean =>
	kind.transferable(want).some((name) => isDeclaredElsewhere(program, name));

function deletedToo({ kind, id, want, owner }: Operation, { deletedHere, program }: PlanContext): IsDeletedToo {
	// While an object is replaced, undeclared objects do not count as deleted.
	const comesBack = [id, ...kind.transferable(want)].some((name) => program?.declares(name));
	const isLeft = (name: ProvidedName) => program !== undefined && !comesBack && !program.declares(name);
	return (name, mark) => deletedHere?.has(name) || (mark === owner && isLeft(name));
}
