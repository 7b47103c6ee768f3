import type { Values } from "../base/values";

/** Inputs as a host has them: any field may be missing, and texts may be ones that the schema does not allow. */
export type Seen<T> = T extends string
	? string
	: T extends (infer U)[]
		? Seen<U>[]
		: T extends object
			? { [K in keyof T]?: Seen<T[K]> }
			: T;

/** A device by its name and namespace. "": the host's own. */
export interface NamedDevice {
	name: string;
	netns: string;
}

/** An object on a host, in the shape of the inputs that would create it. */
export interface Observed<I = Values, N = unknown> {
	/** Every field that can be read, including fields that the program does not set. */
	value: I;
	/** The values to restore at destroy, where `value` has what the program wants and the host may have had another value so far. */
	originals?: Values;
	/** Values that come from the host, by the names of the kind's `computed`: uuid, ofport, ifindex … They are never compared. */
	computed: Values;
	/** Data for the kind's own `plan`. The state never holds it. */
	internal?: N;
	/** The mark of the object: `project/stack` of its program. Undefined for an object without a mark. */
	owner?: string;
	/** The error that the host itself reports, such as Interface.error of OVSDB. */
	fault?: string;
	/** The advice to the user where `adopt` can't take over the object. */
	insteadOfAdoption?: string;
	/** Messages for the user after a change that succeeded. */
	warnings?: string[];
	/** Marks of others, such as an alias or the marks of another resource. A rollback restores them. */
	marks?: Record<string, string>;
	/** True where the object has a mark without an owner, or a journal entry, so that an update may repair it. */
	isRecognised?: boolean;
	/** The fields that are lists in which members that the program does not name belong to others and stay. */
	shared?: string[];
	/**
	 * The devices that a change of the object to the inputs deletes and creates again. What is on them is read before the change is planned.
	 */
	recreates?: NamedDevice[];
	/** True where the object itself does not exist any more. The rest of it is removed, or used again when it is created. */
	residue?: boolean;
}
