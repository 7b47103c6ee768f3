import type { Facts } from "../model/facts";
import type { Call } from "../tools/call";
import type { Fact } from "../tools/list";
import type { Undo } from "../tools/tool";

/** The protection of the way in (`ovs:commitConfirm`). */
export interface ConfirmSettings {
	/** Seconds after which the host undoes a change that no new connection has confirmed. 0: no change is undone. */
	seconds: number;
	/** True: every change is confirmed. False: those that touch the way in. */
	always: boolean;
	/** True: the changes of several hosts at the same time are confirmed together, or none of them. */
	joint?: true;
}

/** A check that must give its expected result over the new connection before that connection confirms a change. */
export interface ConfirmingCheck {
	/** Its resource in words. */
	label: string;
	reads: Fact[];
	/** The fault in what was read, in words. Undefined: it is the expected result. */
	faultIn(facts: Facts): string | undefined;
}

/** A script that the host undoes by itself unless a new connection confirms it. */
export interface GuardedScript {
	changes: Call[];
	undo: Undo;
	seconds: number;
	/** The change in words, for the next run if this one ends early. */
	about: string;
	/** The parts of the way in that it touches, in words. */
	parts: string;
	checks: ConfirmingCheck[];
}

/** The host has undone a change by itself, because no new connection came in time, or a check failed over those that came. */
export class UndoneByHost extends Error {
	/** `failing`: the check that failed, with its fault, in words. */
	constructor({ seconds, parts }: Pick<GuardedScript, "seconds" | "parts">, failing?: string) {
		const what = failing === undefined ? "the change cut the connection" : "the change was not confirmed";
		const why = failing ?? `no new SSH connection could be made within ${seconds} s`;
		super(`${what} (${parts === "" ? "" : `its batch touches ${parts}; `}${why}), and the host undid it by itself`);
		this.name = "UndoneByHost";
	}
}

/** The host can't undo a change by itself, so that the change was not made. */
export class NoWayBack extends Error {
	constructor(message: string) {
		super(message);
		this.name = "NoWayBack";
	}
}
