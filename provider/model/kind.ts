import type { z } from "zod";
import { memoize } from "../base/memoize";
import { namedObjects } from "../base/references";
import type { Values } from "../base/values";
import type { Fact, Step } from "../tools/list";
import type { Apply, Change } from "./change";
import type { Facts } from "./facts";
import type { Observed, Seen } from "./observed";
import type { ProgramView } from "./program-view";
import { nameOfObject, type ProvidedName } from "./provided-name";
import { referencesOf } from "./references";
import { type Provided, type Requirement, requires, type SharedUse } from "./requirements";

/** Values that a kind chooses where the program leaves them open, such as free VLAN ids. */
export interface Allocation {
	/** The fields with the chosen values. */
	values: Values;
	/** The choice, kept for the next run. */
	decided: Values;
	problems: { path: string; message: string }[];
}

/** The resource and the program around a choice. */
export interface AllocationContext {
	/** True for a resource that is to be created, also in place of an earlier one. */
	isNew: boolean;
	/** The resource's name in Pulumi. */
	name: string;
	/** The resources of the same host that are known so far. */
	declared: DeclaredResources;
}

/** The purpose of an observation. */
export interface ObserveContext {
	/** The marks of this program: `project/stack`, and its former name after `pulumi stack rename`. */
	owners: string[];
	/** True where the object is to be deleted. */
	deleting: boolean;
	/** The previous outputs. */
	was?: Values;
	/** The resource's id without the host, under which the journal has it. */
	id: string;
	/** The facts before the first change of this run that had side effects: the object may still be where it was then. */
	factsBeforeSideEffects?: Facts;
	/** The program around the object. Not set where it is not known. */
	program?: ProgramView;
}

/** An output whose value comes from the host. */
interface ComputedOutput {
	/** The TypeScript type. */
	type: string;
	help: string;
	/** True for an identifier such as a UUID: an object with the known value is the program's, even if its mark was removed. */
	identifies?: boolean;
	/** The name of a field: the output is the value that this field had before the first change. */
	original?: string;
	/** The value by the inputs alone, so that a preview has it. Undefined while these inputs are not known. */
	derived?(want: Values): unknown;
}

/**
 * The way in which the program knows that it owns an object.
 * - mark: the object has the program's mark.
 * - journal: the object has no place for a mark, so the host's journal has an entry.
 * - preexisting: the object always exists, such as a kernel parameter. Destroy restores its values and never deletes it.
 * - observer: the object is only read and never changed.
 */
export type Ownership = "mark" | "journal" | "preexisting" | "observer";

/** The fields that name an object on its host, and the form of its id. */
interface Identity<I = Values> {
	fields: (keyof I & string)[];
	/** False where `netns` is a setting of the object, as for a row of OVSDB. By default `netns` is a part of the identity. */
	netns?: false;
	/** True where the last field may contain slashes. The id has the field unchanged. */
	slashes?: boolean;
	/**
	 * Functions that write and parse the id, and its form for the docs, where the id is not simply the fields joined by slashes. Parts
	 * that may be missing stand in brackets at the end of the form. `want` has what `allocate` has decided, too.
	 */
	id?: { parts(want: I): unknown[]; parse(parts: string[]): Partial<I>; form: string };
	/** The inputs with the canonical name, where one object has several names. */
	canonical?(want: I): I;
	/**
	 * True where the object of the new identity is created before the old one is deleted, because others use the old one until they
	 * are changed. Default: the old one is deleted first.
	 */
	createFirst?(want: I, was: Values): boolean;
	/** The objects of this kind that have any program's mark, without those that only the journal knows. */
	listMarked?(facts: Facts): Marked[];
}

/** An object on a host that has a program's mark. */
export interface Marked {
	owner: string;
	/** The inputs that name the object, and those that its deletion needs and that `observe` can't tell. */
	want: Values;
}

/** Messages at preview about inputs, by what else the program declares. */
export interface Remarks<I = Values> {
	/** About inputs that exclude each other with those of resources that the program has declared before. */
	errors?(want: I, declared: DeclaredResources): string[];
	/** About inputs that can be meant, but often are a mistake. Asked for again when a resource that requires this one is declared. */
	warnings?(want: I, declared: DeclaredResources): string[];
}

/** The resources that the program declares for a host, as far as this run knows them. */
export interface DeclaredResources {
	/** The inputs of the resources of a kind. */
	ofType(type: string): Values[];
	/** False where the host undoes no change by itself (`ovs:commitConfirm`). */
	readonly undoesChanges?: boolean;
}

/**
 * The things that an object takes over from others, and gives back at its end, such as the addresses of a NIC. They are lost with an
 * object that somebody else deletes, so that the host's journal has them too. There they have the fields of the inputs that name the
 * others.
 */
interface Taking<I = Values> {
	/** True for inputs with which an object takes over something. */
	mayTake(want: I): boolean;
	/** The things that the object has after the change, whose steps these are. `change.taken`: those that it had before. */
	after(change: Apply<I>, steps: Step[]): Values | undefined;
	/** The steps that give them back where the object is not there any more. */
	giveBack(facts: Facts, want: I, taken: Values): Step[];
}

/**
 * The description of a kind of resource. All functions are pure: they get what was read of the host, and return what to run.
 * The metadata of the schema's fields says what happens where a field is not set (FieldMeta).
 */
export interface KindDescription<S extends z.ZodObject = z.ZodObject, N = unknown> {
	type: string;
	/** One paragraph for editor help and the docs. */
	summary: string;
	schema: S;
	computed: Record<string, ComputedOutput>;
	/** The fields that name an object on its host. */
	identity: Identity<z.output<S>>;
	/** The fields, beside the identity, whose change needs a replacement (delete, then create). A function returns the changed ones. */
	replaceOn: (keyof z.output<S> & string)[] | ((want: z.output<S>, was: Values) => string[]);
	/** The way in which the program knows that it owns an object. A function decides by the inputs. */
	ownership: Ownership | ((want: z.output<S>) => Ownership);
	/**
	 * The facts that `observe` needs. `was`: the previous inputs and outputs, for the facts that the plan of an update or a deletion needs,
	 * too.
	 */
	facts(want: z.output<S>, was?: Values): Fact[];
	/** The object on the host, or undefined where it does not exist. For `Kind.get` `want` may have the identity fields alone. */
	observe(facts: Facts, want: z.output<S>, context: ObserveContext): Observed<Seen<z.output<S>>, N> | undefined;
	/** The steps of a change; [] where the host is already as wanted. Throws Refused where the change must not be made now. */
	plan(change: Change<z.output<S>, N>): Step[];
	/** Names that only one resource of a host may provide, beside those of objects that the schema says it creates; and shared uses. */
	provides?(want: z.output<S>): Provided[];
	/** Objects that must exist first, beside those that the schema's references name. */
	requires?(want: z.output<S>): Requirement[];
	/**
	 * The inputs with values that follow from several fields together. The schema normalises each field alone. `was`: the inputs in the
	 * state, for a default that must not change what earlier versions have made.
	 */
	normalise?(want: z.output<S>, was?: Values): z.output<S>;
	/**
	 * Chooses values that the program leaves open, before the change, so that previews show them. `before` is the choice of
	 * the last run. The choice is kept beside the inputs, where a refresh does not change it. Undefined while inputs that
	 * decide it are not known. The parts of an id may come from it.
	 */
	allocate?(want: z.output<S>, before: Values | undefined, around: AllocationContext): Allocation | undefined;
	/**
	 * The values that destroy restores, for a kind that changes many objects of a host, each of which may have existed before.
	 * Objects that this change takes over are added to `originals`, and objects that it releases are removed. Returns `originals`
	 * itself where nothing changes.
	 */
	captureOriginals?(change: Change<z.output<S>, N>, originals: Values | undefined): Values | undefined;
	/** Set for a kind whose objects take over settings from others. */
	takes?: Taking<z.output<S>>;
	remarks?: Remarks<z.output<S>>;
}

/** A kind as the other folders see it, with what follows from its schema. */
export interface Kind extends Omit<KindDescription, "provides" | "requires"> {
	/** All names that only one resource of a host may provide. */
	provides(want: Values): ProvidedName[];
	/** The provided names that a resource with another id can take over when it replaces this one. */
	transferable(want: Values): ProvidedName[];
	/** The names of the objects that the resource creates. */
	makes(want: Values): ProvidedName[];
	/** The uses of objects that other resources may use too, but only in the same way. */
	shares(want: Values): SharedUse[];
	/** All objects that must exist first. */
	requires(want: Values): Requirement[];
}

/**
 * Makes a kind from its description. The description's functions are typed by its schema; the list of kinds has one type for
 * all. Results that follow from inputs alone are cached, because each resource of a batch is compared with each other one:
 * inputs must never be written to.
 */
export function kind<S extends z.ZodObject, N = undefined>(description: KindDescription<S, N>): Kind {
	// The cast is safe, because each kind gets only inputs that its own schema has parsed.
	const erased = description as unknown as KindDescription;
	const { refers, makes } = referencesOf(description.schema);
	const made = (want: Values) => namedObjects(makes, want).flatMap((object) => nameOfObject(object) ?? []);
	const own = (want: Values) => erased.provides?.(want) ?? [];
	const named = (want: Values) => namedObjects(refers, want).filter(({ orderOnly }) => !orderOnly);
	return {
		...erased,
		provides: memoize((want) => [...made(want), ...own(want).flatMap(exclusiveName)]),
		makes: memoize(made),
		transferable: memoize((want) =>
			own(want).flatMap((one) => (typeof one === "object" && "isTransferable" in one ? [one.name] : [])),
		),
		shares: memoize((want) => own(want).flatMap((one) => (typeof one === "object" && "use" in one ? [one] : []))),
		requires: memoize((want) => [...firstByName(named(want).flatMap(requires)), ...(erased.requires?.(want) ?? [])]),
	};
}

/** One requirement for each object: thousands of routes may name the same device. */
const firstByName = (all: Requirement[]): Requirement[] => {
	const names = new Set<string>();
	return all.filter(({ name }) => names.size < names.add(name).size);
};

function exclusiveName(one: Provided): ProvidedName[] {
	if (typeof one === "string") return [one];
	return "use" in one ? [] : [one.name];
}
