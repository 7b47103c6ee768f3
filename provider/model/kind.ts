import type { z } from "zod";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import type { Step } from "../tools/step";
import type { Fact, Facts } from "./facts";

/** An object as it stands on a host, in the shape of the inputs that would make it. */
export interface Observed<I = Values> {
	/** Every field that can be read, also those that the program leaves unset. */
	value: I;
	/** What only the host knows: uuid, ofport, ifindex … Never part of a comparison. */
	computed: Values;
	/** The mark on it: `project/stack` of the program that made it; undefined: somebody else's. */
	owner?: string;
	/** What the host itself says is wrong with it, such as OVSDB's Interface.error. */
	fault?: string;
	/** Another resource's marks on it, which a change takes off: the way back from one that was refused puts them there again. */
	marks?: Record<string, string>;
	/** It bears our mark but not whose it is, or the journal has it: an update may repair it. */
	marked?: boolean;
	/** Lists in which members that the program doesn't name belong to others and stay. */
	shared?: string[];
}

export interface Decision {
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
}

/** From have to want; want undefined: delete. */
export interface Change<I = Values> {
	want?: I;
	have?: Observed<I>;
	/** The inputs of last time: what was in the program and is gone from it is reset once. */
	was?: Partial<I>;
	/** The values to go back to, where the state may not know of them yet: by a note of a try that was cut off, or by one that is undone. */
	former?: Values;
	/** The mark to put on what is made: `project/stack`. Undefined: take the mark off (an adopted object is released). */
	owner?: string;
	/** What is known of the host, where more than the object itself decides: a VRF's table by its name. */
	facts?: Facts;
	/** Whether another resource makes what a claim names, in the same batch. */
	comes?: (claim: string) => boolean;
	/** On the way back: another resource's marks that were on it. */
	marks?: Record<string, string>;
}

/**
 * Whether what a claim names is deleted too: in the same batch, or later in this run, since it bears the program's mark
 * and the program doesn't declare it any more (Pulumi deletes in layers, the one that leans on most others first).
 */
export type IsDeletedToo = (claim: string, mark?: string) => boolean;

/** Something that has to be on the host before a resource can be made there. */
export interface Requirement {
	/** The same words as in another resource's `claims`. */
	what: string;
	/** The claim of the resource that brings it, where those are other words: it has to be made in a batch before. */
	from?: string;
	there(facts: Facts): boolean;
	/** It may be missing; but where this run is about to make it, that is waited for, so that planning sees it. */
	ifComing?: boolean;
}

/**
 * A kind of resource, as a description. All functions are pure: the runtime in host.ts does the talking.
 * The schema's field meta says what an unset field means: "enforced" (the tool's default) or "unmanaged" (hands off).
 */
export interface Kind<S extends z.ZodObject = z.ZodObject> {
	type: string;
	/** One paragraph for editor help and the docs. */
	summary: string;
	schema: S;
	/** Outputs that only the host knows, with their help. */
	computed: Record<string, { type: string; help: string }>;
	/** What names it on a host, after host and netns. */
	key: (keyof z.output<S> & string)[];
	/** The key's last field may hold slashes, and stands in the id as it is. */
	slashes?: boolean;
	/** `netns` is a setting of the object, not part of what names it: so it is where the object itself is a row of the host's OVSDB. */
	movable?: boolean;
	/** What can't change in place: a change here, or in the key, is a replacement (delete first). */
	fixed: (keyof z.output<S> & string)[];
	/** Where the id is more than the key's fields in a row: how it is written, read, and described. */
	id?: { parts(want: z.output<S>): unknown[]; parse(parts: string[]): Partial<z.output<S>>; form: string };
	/** What else can't change in place: the fields by which the object is replaced, judged by both inputs. */
	replaces?(want: z.output<S>, was: Values): string[];
	/**
	 * Decides what the program leaves open, before the change, so that previews know it; `before`: what was decided last time.
	 * The decision is kept beside the inputs, where no refresh reaches it. Undefined: what it goes by is not known yet.
	 */
	decide?(want: z.output<S>, before: Values | undefined): Decision | undefined;
	/** What follows from the inputs beyond field by field. */
	normalise?(want: z.output<S>): z.output<S>;
	/** A field, or a judgement of the inputs, by which the object is always there before and after us: never created, marked or deleted. */
	borrowed?(want: z.output<S>): boolean;
	/** Looks, and changes nothing: there is nothing to undo at delete. */
	readonly?: boolean;
	/** "journal" where the object itself has no place for a mark. */
	mark?: "object" | "journal";
	/** The parts of the host's state that observe reads. */
	facts(want: z.output<S>): Fact[];
	/** Only the key's fields of `want` are certain to be there when nothing but the id is known. */
	observe(facts: Facts, want: z.output<S>, look: ObserveContext): Observed<z.output<S>> | undefined;
	/** Where the object is gone, what it left behind that bears this mark: to be cleaned up, or used again when it is made. */
	remains?(facts: Facts, want: z.output<S>, owner: string): Observed<Partial<z.output<S>>> | undefined;
	/** [] = converged. What `observe` told before a change may be wanted too: the way back from one that was refused midway. */
	plan(change: Change<z.output<S>>): Step[];
	/**
	 * The values to go back to, with what this change takes over beside what was taken before: of a kind that holds many things
	 * of the host, of which each may have been somebody's, and without what it gives back. The same object where nothing changes.
	 */
	taking?(change: Change<z.output<S>>, previous: Values | undefined): Values | undefined;
	/** What must be there first. */
	requires?(want: z.output<S>): Requirement[];
	/** What no two resources of one host may both be, in words: "OVS port p1", "device eth0". */
	provides(want: z.output<S>): string[];
	/** Those claims by which another resource, of another id, comes in its place. */
	place?(want: z.output<S>): string[];
	/** Takes off what a change of other objects has left of it where it does not belong any more: by what was known before, and now. */
	strays?(want: z.output<S>, before: Facts, now: Facts): Step[];
	/** Why it must not be deleted now; undefined: it may. */
	refuseDelete?(facts: Facts, want: z.output<S>, goes: IsDeletedToo): string | undefined;
	/** What a person should know of it after a change, though nothing is wrong. */
	warning?(have: Observed<z.output<S>>, want: z.output<S>): string | undefined;
	/** Outputs drawn from the values before we first changed it. */
	remember?(previous: Values): Values;
}

/**
 * Keeps the schema's type for the kind's own functions, and loses it for the registry. Inputs are never written to, so that what
 * follows from them alone is worked out once: each resource of a batch is asked for it on behalf of each other.
 */
export function kind<S extends z.ZodObject>(description: Kind<S>): Kind {
	const { provides, requires } = description as unknown as Kind;
	return {
		...(description as unknown as Kind),
		provides: memoize(provides),
		...(requires ? { requires: memoize(requires) } : {}),
	};
}
