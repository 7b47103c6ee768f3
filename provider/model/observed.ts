import type { Values } from "../base/values";

/** Inputs as a host has them: any of the fields, and texts that the schema may not know. */
export type Seen<T> = T extends string
	? string
	: T extends (infer U)[]
		? Seen<U>[]
		: T extends object
			? { [K in keyof T]?: Seen<T[K]> }
			: T;

/** An object as it stands on a host, in the shape of the inputs that would make it. */
export interface Observed<I = Values, N = unknown> {
	/** Every field that can be read, also those that the program leaves unset. */
	value: I;
	/** What only the host knows, by the names of the kind's `computed`: uuid, ofport, ifindex … Never part of a comparison. */
	computed: Values;
	/** What the kind's own `plan` needs beside that. It is never kept. */
	internal?: N;
	/** The mark on it: `project/stack` of the program that made it; undefined: somebody else's. */
	owner?: string;
	/** What the host itself says is wrong with it, such as OVSDB's Interface.error. */
	fault?: string;
	/** What a person should know of it after a change, though nothing is wrong. */
	warnings?: string[];
	/** Others' marks on it, such as an alias or those of another resource: a rollback puts them back. */
	marks?: Record<string, string>;
	/** It bears our mark but not whose it is, or the journal has it: an update may repair it. */
	marked?: boolean;
	/** Lists in which members that the program doesn't name belong to others and stay. */
	shared?: string[];
	/** The object is gone; this is what it left behind, to be cleaned up, or used again when it is made. */
	residue?: boolean;
}
