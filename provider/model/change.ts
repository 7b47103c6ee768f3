import type { Values } from "../base/values";
import type { Facts } from "./facts";
import type { Observed, Seen } from "./observed";

/** What a deletion or any other change must not do now, with the reason in words. */
export class Refused extends Error {
	constructor(reason: string) {
		super(reason);
		this.name = "Refused";
	}
}

/**
 * Whether something is deleted too: in the same batch, or later in this run, since it bears the program's mark and the program
 * doesn't declare it any more (Pulumi deletes in layers, the one that leans on most others first).
 */
export type IsDeletedToo = (provided: string, mark?: string) => boolean;

interface Known {
	/** What is known of the host, where more than the object itself decides: a VRF's table by its name. */
	facts: Facts;
	/** What was known before this run first changed more than it named. */
	factsBeforeSideEffects?: Facts;
}

/** The object is to be made, or brought to what is wanted. */
export interface Apply<I = Values, N = unknown> extends Known {
	intent: "apply";
	want: I;
	/** Undefined: it is to be made. */
	have?: Observed<Seen<I>, N>;
	/** The inputs of last time, and the outputs: what was in the program and is gone from it is reset once. */
	was?: Partial<I> & Values;
	/** The mark to put on it: `project/stack`. */
	owner: string;
	/** It was there before us, or is another's that is taken over: it is given back at destroy. */
	isAdopted: boolean;
	/** Whether another resource of the same batch makes this. */
	createdHere(provided: string): boolean;
	/** The values to go back to, where the state may not know of them yet: by a note of a try that was cut off. */
	originals?: Values;
}

/** The object is to go. */
export interface Delete<I = Values, N = unknown> extends Known {
	intent: "delete";
	have: Observed<Seen<I>, N>;
	was: I;
	owner: string;
	isDeletedToo: IsDeletedToo;
}

/** What was there before us goes back to what it was then, without our mark. */
export interface Release<I = Values, N = unknown> extends Known {
	intent: "release";
	want: I;
	have: Observed<Seen<I>, N>;
	was: I & Values;
}

/** A change was refused midway: the object goes back to what was observed before. */
export interface Rollback<I = Values, N = unknown> extends Known {
	intent: "rollback";
	/** What was observed, as inputs. */
	want: I;
	have?: Observed<Seen<I>, N>;
	/** What the refused change wanted. */
	was: I & Values;
	/** The mark that was on it; undefined: none. */
	owner: string | undefined;
	/** Others' marks that were on it. */
	marks?: Record<string, string>;
	/** The values to go back to at destroy, where the state may not know of them. */
	originals?: Values;
}

/** One change of one object, by what it is for. */
export type Change<I = Values, N = unknown> = Apply<I, N> | Delete<I, N> | Release<I, N> | Rollback<I, N>;

/** A change after which the object is there. */
export type Keep<I = Values, N = unknown> = Exclude<Change<I, N>, { intent: "delete" }>;

/** The mark that is on the object after a change; undefined: none of a program. */
export const markAfter = (change: Keep): string | undefined => (change.intent === "release" ? undefined : change.owner);

/** The inputs by which the object of a change is named. */
export const namedBy = <I>(change: { intent: "delete"; was: I } | { intent: Keep["intent"]; want: I }): I =>
	change.intent === "delete" ? (change as { was: I }).was : (change as { want: I }).want;
