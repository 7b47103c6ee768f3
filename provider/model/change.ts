import { Unavailable } from "../base/unavailable";
import type { Values } from "../base/values";
import type { Facts } from "./facts";
import type { Observed, Seen } from "./observed";
import type { ProgramView } from "./program-view";
import type { ProvidedName } from "./provided-name";

/** Thrown by `plan` of a kind where the change must not be made now. The message is the reason. */
export class Refused extends Error {
	constructor(reason: string) {
		super(reason);
		this.name = "Refused";
	}
}

/** True for an error that says why a change is not made now. Any other error of a plan is a mistake of this provider. */
export const isRefusedChange = (error: unknown): error is Refused | Unavailable =>
	error instanceof Refused || error instanceof Unavailable;

/**
 * True where another object is deleted too: in the same batch, or later in this run because it has the program's mark and the
 * program does not declare it any more. Pulumi deletes dependents first, so one run can delete in several batches.
 */
export type IsDeletedToo = (name: ProvidedName, mark?: string) => boolean;

interface HostKnowledge {
	/** All facts of the host, where other objects matter too, such as the table of a VRF. */
	facts: Facts;
	/** The facts before the first change of this run that had side effects on other objects. */
	factsBeforeSideEffects?: Facts;
	/** The program around the object. Not set where it is not known. */
	program?: ProgramView;
}

/** Create the object, or change it to what the program wants. */
export interface Apply<I = Values, N = unknown> extends HostKnowledge {
	intent: "apply";
	want: I;
	/** Undefined where the object does not exist. */
	have?: Observed<Seen<I>, N>;
	/** The previous inputs and outputs. A field that was in the program and is not any more is reset once. */
	was?: Partial<I> & Values;
	/** The mark to put on it: `project/stack`. */
	owner: string;
	/** True for an object that existed before, or that is taken over now. Destroy releases it and does not delete it. */
	isAdopted: boolean;
	/** True where another resource of the same batch creates this. */
	createdHere(name: ProvidedName): boolean;
	/** The values that destroy restores. A journal entry of an interrupted try may have them while the state does not. */
	originals?: Values;
	/**
	 * The object of the same identity that this run has deleted in order to create this one, with its inputs and the facts of then. Not
	 * set where the object is there.
	 */
	replaced?: { have: Observed<Seen<I>, N>; was: Values; facts: Facts };
	/** The things that the object has taken over from others, by the journal (Taking): one that somebody else has deleted gets them again. */
	taken?: Values;
	/** True where the steps are for the next boot: they name other objects by their names, and not by numbers of this boot. */
	atBoot?: true;
}

/** Delete the object. */
export interface Delete<I = Values, N = unknown> extends HostKnowledge {
	intent: "delete";
	have: Observed<Seen<I>, N>;
	was: I;
	owner: string;
	/** The owner in the last state: the stack may have been renamed since. Not set where there is none. */
	formerOwner?: string;
	isDeletedToo: IsDeletedToo;
	/** True where another resource of the same batch creates or changes this. Not set where the program is not known. */
	createdHere?(name: ProvidedName): boolean;
	/** The facts before the creation that this deletion undoes. Not set where the program deletes the object. */
	factsBefore?: Facts;
	/** True where the program declares the object: the engine creates it again, in an operation of its own. */
	isReplaced?: true;
}

/** Restore the original values of a preexisting or adopted object, and remove this program's mark. */
export interface Release<I = Values, N = unknown> extends HostKnowledge {
	intent: "release";
	want: I;
	have: Observed<Seen<I>, N>;
	was: I & Values;
}

/** Restore the object as it was observed before a change that failed midway. */
interface Rollback<I = Values, N = unknown> extends HostKnowledge {
	intent: "rollback";
	/** The observed values, as inputs. */
	want: I;
	have?: Observed<Seen<I>, N>;
	/** The inputs of the change that failed. */
	was: I & Values;
	/** The facts before that change. */
	factsBefore: Facts;
	/** The mark that the object had, or undefined for none. */
	owner: string | undefined;
	/** Marks of others that the object had. */
	marks?: Record<string, string>;
	/** The values that destroy restores, where the state may not have them. */
	originals?: Values;
}

/** One change of one object, by its intent. */
export type Change<I = Values, N = unknown> = Apply<I, N> | Delete<I, N> | Release<I, N> | Rollback<I, N>;

/** A change after which the object exists. */
export type Keep<I = Values, N = unknown> = Exclude<Change<I, N>, { intent: "delete" }>;

/** The mark of the object after a change, or undefined for none. */
export const markAfter = (change: Keep): string | undefined => (change.intent === "release" ? undefined : change.owner);

/** The owner in a change. A release has none. */
export const ownerOf = ({ owner }: { intent: Change["intent"]; owner?: string }): string | undefined => owner;

/** The facts before the change that this one undoes. Undefined for one that undoes none. */
export const factsBeforeUndone = ({ factsBefore }: { intent: Change["intent"]; factsBefore?: Facts }): Facts | undefined =>
	factsBefore;

/** The inputs that name the object of a change. */
export const namedBy = <I>(change: { intent: "delete"; was: I } | { intent: Keep["intent"]; want: I }): I =>
	change.intent === "delete" ? (change as { was: I }).was : (change as { want: I }).want;

/** The object that the change replaces. Undefined for a change that replaces none. */
export const replacedBy = <I, N>(change: Keep<I, N>): Apply<I, N>["replaced"] =>
	change.intent === "apply" ? change.replaced : undefined;
