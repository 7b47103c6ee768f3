import type { z } from "zod";
import { memoize } from "../base/memoize";
import { namedThings } from "../base/references";
import type { Values } from "../base/values";
import type { Step } from "../tools/step";
import type { Change } from "./change";
import type { Fact, Facts } from "./facts";
import type { Observed, Seen } from "./observed";
import { referencesOf } from "./references";
import { type Provided, type Requirement, requires, thingText } from "./requirements";

/** What a kind has decided of what the program leaves open. */
export interface Allocation {
	/** The fields that it fills. */
	values: Values;
	/** What to know next time. */
	decided: Values;
	problems: { path: string; message: string }[];
}

/** What an observation is for. */
export interface ObserveContext {
	/** Whose marks make an object ours: this program's, and what it was called before. */
	owners: string[];
	/** It is to go. */
	deleting: boolean;
	/** The outputs of last time. */
	was?: Values;
	/** What was known before this run first changed more than it named: an object may be left where it was then. */
	factsBeforeSideEffects?: Facts;
}

/** An output that only the host knows. */
export interface ComputedOutput {
	/** Its type in TypeScript. */
	type: string;
	help: string;
	/** Two objects that have the same are the same object, whatever mark was taken off. */
	identifies?: boolean;
	/** It is the value that this field had before the first change. */
	original?: string;
}

/**
 * How an object is known to be the program's. mark: by a mark on it. journal: by a note in the host's journal, where the object
 * has no place for a mark. preexisting: it is always there before and after us, and is given back, never created or deleted.
 * observer: it is only looked at, and nothing is ever changed.
 */
export type Ownership = "mark" | "journal" | "preexisting" | "observer";

/** What names an object on its host, and how its id is written. */
export interface Identity<I = Values> {
	fields: (keyof I & string)[];
	/** False: `netns` is a setting of the object, as of a row of the host's OVSDB. By default it is part of what names it. */
	netns?: false;
	/** The last field may hold slashes, and stands in the id as it is. */
	slashes?: boolean;
	/** Where the id is more than the fields in a row: how it is written, read, and described. */
	id?: { parts(want: I): unknown[]; parse(parts: string[]): Partial<I>; form: string };
	/** Where one object can be named in several ways: the inputs with the name by which it is known. */
	canonical?(want: I): I;
}

/**
 * A kind of resource, as a description. All functions are pure: a host does the talking.
 * The schema's field meta says what an unset field means: "enforced" (the tool's default) or "unmanaged" (hands off).
 */
export interface KindDescription<S extends z.ZodObject = z.ZodObject, N = unknown> {
	type: string;
	/** One paragraph for editor help and the docs. */
	summary: string;
	schema: S;
	computed: Record<string, ComputedOutput>;
	/** What tells an object from every other of its host. */
	identity: Identity<z.output<S>>;
	/** What can't change in place, beside the identity: a change of these fields is a replacement (delete first). A function is asked with both inputs. */
	replaceOn: (keyof z.output<S> & string)[] | ((want: z.output<S>, was: Values) => string[]);
	/** A function judges by the inputs. */
	ownership: Ownership | ((want: z.output<S>) => Ownership);
	/** The parts of the host's state that observe reads. */
	facts(want: z.output<S>): Fact[];
	/** Only the identity's fields of `want` are certain to be there when nothing but the id is known. Looks, and changes nothing. */
	observe(facts: Facts, want: z.output<S>, context: ObserveContext): Observed<Seen<z.output<S>>, N> | undefined;
	/** [] = converged. Throws Refused where a deletion has to wait. */
	plan(change: Change<z.output<S>, N>): Step[];
	/** What no two resources of one host may both be, beside what the schema says that it makes. */
	provides?(want: z.output<S>): Provided[];
	/** What must be there first, beside what the schema's references say. */
	requires?(want: z.output<S>): Requirement[];
	/** What follows from the inputs beyond field by field. */
	normalise?(want: z.output<S>): z.output<S>;
	/**
	 * Decides what the program leaves open, before the change, so that previews know it; `before`: what was decided last time.
	 * The decision is kept beside the inputs, where no refresh reaches it. Undefined: what it goes by is not known yet.
	 */
	allocate?(want: z.output<S>, before: Values | undefined): Allocation | undefined;
	/**
	 * The values to go back to, with what this change takes over beside what was taken before: of a kind that holds many things
	 * of the host, of which each may have been somebody's, and without what it gives back. The same object where nothing changes.
	 */
	captureOriginals?(change: Change<z.output<S>, N>, previous: Values | undefined): Values | undefined;
}

/** A kind as the core sees it, with what follows from its schema. */
export interface Kind extends Omit<KindDescription, "provides" | "requires"> {
	/** All that no two resources of one host may both be, in words. */
	provides(want: Values): string[];
	/** Those by which another resource, of another id, comes in its place. */
	places(want: Values): string[];
	/** All that must be there first. */
	requires(want: Values): Requirement[];
}

/**
 * Keeps the schema's type for the kind's own functions, and loses it for the registry. Inputs are never written to, so that what
 * follows from them alone is worked out once: each resource of a batch is asked for it on behalf of each other.
 */
export function kind<S extends z.ZodObject, N = undefined>(description: KindDescription<S, N>): Kind {
	// What is inferred of a schema is lost here for good: the core hands each kind what its own schema has parsed.
	const erased = description as unknown as KindDescription;
	const { refers, makes } = referencesOf(description.schema);
	const made = (want: Values) => namedThings(makes, want).flatMap((thing) => thingText(thing) ?? []);
	const own = (want: Values) => erased.provides?.(want) ?? [];
	const named = (want: Values) => namedThings(refers, want).filter(({ soft }) => !soft);
	return {
		...erased,
		provides: memoize((want) => [...made(want), ...own(want).map((one) => (typeof one === "string" ? one : one.what))]),
		places: memoize((want) => own(want).flatMap((one) => (typeof one === "string" ? [] : [one.what]))),
		requires: memoize((want) => [...named(want).flatMap(requires), ...(erased.requires?.(want) ?? [])]),
	};
}
