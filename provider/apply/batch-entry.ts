import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { ProvidedName } from "../model/provided-name";
import type { Operation } from "../plan/operation";
import type { Step } from "../tools/list";
import type { Job } from "./job";

/** An operation with its plan, as one part of a batch carries it out. */
export interface BatchEntry {
	job: Job;
	operation: Operation;
	steps: Step[];
	/** The values that destroy restores. */
	originals?: Values;
	/** True for a deletion of an object that another resource has taken over. */
	isHandedOver?: boolean;
	/** Tells whether another operation of the same part creates what a requirement names. */
	createdHere: (name: ProvidedName) => boolean;
	/** The names of what the batch deletes. */
	deletedHere: ReadonlySet<ProvidedName>;
	/** A sentence that its error ends with. */
	advice?: string;
	progress: Progress;
}

/** Progress of one operation through the scripts that have held its steps. */
export interface Progress {
	/** The facts before any of its steps ran. */
	factsBefore: Facts;
	/** True where a step ran, or may have run; steps of the journal do not count. */
	begun: boolean;
	/** True where an irreversible step ran: its effect stays when the change is undone. */
	ranIrreversible?: boolean;
	/** Steps of the last script that were not reached. */
	notRun?: Step[];
	/** True where the journal has an entry of it that was not there before. */
	hasNewEntry: boolean;
	/** All of its steps that were in a script. */
	tried: Step[];
	/** Its steps that may not have run and of which nothing can be read back. */
	unverifiable: Step[];
}

/** The steps ran: the host at the end of the batch tells whether it is as wanted. */
interface Landed {
	entry: BatchEntry;
	end: "landed";
	/** A tool's message. */
	reason?: string;
}

/** The change was not made, or was undone: the host is as it was before. */
interface Undone {
	entry: BatchEntry;
	end: "undone";
	reason: string;
}

/** The change failed, and a part of it may be on the host. */
export interface Failed {
	entry: BatchEntry;
	end: "failed";
	reason: string;
}

/** The end of one entry. */
export type Verdict = Landed | Undone | Failed;
