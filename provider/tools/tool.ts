import type { BootPart } from "./boot-part";
import type { Call, Phase } from "./call";
import type { OvsdbChange } from "./ovsdb";

/** A change as a value: the tool that carries it out, and its place in a script. */
export interface AnyStep {
	tool: string;
	phase: Phase;
	/** The effect of the step may disappear by itself before it is read back, such as a flow with a timeout. */
	passing?: boolean;
	/** Outputs that the state keeps until the step is known to have run, so that a later update plans the step again. */
	stateUntilRun?: Record<string, unknown>;
	/** A message for the user about something that the step brings about later, such as the end of a lease. */
	warning?: string;
}

/** The messages of steps for the user. */
export const warningsOf = (steps: readonly AnyStep[]): string[] => [...new Set(steps.flatMap(({ warning }) => warning ?? []))];

declare const valueType: unique symbol;

/** A part of a host's state that one call reads, with the type of its value. Further fields depend on the read. */
export interface AnyFact<V = unknown> {
	read: string;
	/** Only the compiler knows this field: no fact has it. */
	readonly [valueType]?: () => V;
}

/** The type of a fact's value, which has undefined in it where the object may not exist on the host. */
export type ValueIn<F> = F extends AnyFact<infer V> ? V : never;

/** The output of a call, and its exit status. */
export interface Reading {
	stdout: string;
	stderr: string;
	code: number;
}

/** A value that could not be read: the tool is missing, fails, or prints an unknown form. The object itself may exist. */
export class Unreadable {
	constructor(readonly reason: string) {}
}

/** Parts of a host's state that change on their own: a step invalidates subjects, and a read depends on subjects. */
export type Subject =
	| "boot files"
	| "bridges"
	| "devices"
	| "flows"
	/** The programs, modules and services that the host has: every fact may depend on them. */
	| "host setup"
	| "journal"
	| "namespaces"
	| "neighbors"
	| "nft tables"
	| "parameters"
	| "routes"
	| "rules";

/**
 * Objects that the kernel or Open vSwitch removes because of a step, although the step does not name them.
 * "dependants": the objects that are attached to a device, a bridge or a namespace.
 * "port device": the device of an internal port, with its addresses and routes.
 * "flows": flows, or the meaning of flows that name a port by its number.
 * "existing flows": likewise, of resources that the change does not concern.
 */
export type Loss = "dependants" | "flows" | "port device" | "existing flows";

/** The parsed value of a fact. Undefined: the fact was not read, the object does not exist, or it is unreadable. */
export interface KnownFacts {
	value<V>(fact: AnyFact<V>): V | undefined;
}

/** Facts of which none was read. */
export const noFacts: KnownFacts = { value: () => undefined };

/**
 * A part of a larger fact that was read before, such as the rows that a change has touched. It is read to renew the larger fact: it is
 * merged into that one, and is not known by itself.
 */
export interface RenewingPart<F extends AnyFact> {
	of(fact: F): AnyFact<ValueIn<F>>;
	merged(whole: ValueIn<F>, part: NonNullable<ValueIn<F>>, fact: F): ValueIn<F>;
}

/**
 * A part of a fact that may be too large to be read, such as the routes to one destination on a router of the Internet. It is known by
 * itself, and also where the larger fact is known.
 */
export interface SeparatePart<F extends AnyFact> {
	of(fact: F): AnyFact;
	/** The value in that of the larger fact. */
	value(whole: unknown, fact: F): ValueIn<F>;
	/** The value of the larger fact, where the reading has all of it. */
	whole(reading: Reading): { value: unknown } | undefined;
}

export interface Read<F extends AnyFact> {
	call(fact: F): Call;
	/**
	 * The value of the fact. Undefined: the object does not exist on the host.
	 * An exception means that the output has an unknown form, and makes the fact unreadable.
	 */
	parse(reading: Reading, fact: F): ValueIn<F> | Unreadable;
	/** Steps that invalidate one of these subjects make the fact stale. */
	dependsOn(fact: F): Subject[];
	/** The program that the call runs. Default: the tool's. */
	program?(fact: F): string;
	/** True for a measurement, whose earlier values are never used again. */
	measurement?: true;
	/** True for a value that changes only if a step invalidates it, so that it is not read again after other changes. */
	lasting?: true;
	/** The time in milliseconds that the call may wait for something, beside the tool's own time. Default: none. */
	waits?(fact: F): number;
	/** True for a part of the host's setup. Operations that set the host up are carried out before all others. A reboot keeps it. */
	isOfSetup?: true;
	/** True for what needs no boot file: Open vSwitch itself keeps it, or it is this program's own record. */
	survivesReboot?: true;
	/** The value right after a boot, before any boot file has run, and without what others add. Default: the same value. */
	atBoot?(value: NonNullable<ValueIn<F>>): ValueIn<F>;
	/** Set where the value is a part of that of a larger fact. */
	partOf?: RenewingPart<F> | SeparatePart<F>;
	/** The value is the tool's normal form of a program's inputs; the host's state plays no part in it. */
	ofInputs?: true;
}

/** Reads of a tool that one call can answer, such as everything about one bridge. */
export interface Joined<F extends AnyFact> {
	/** Facts with the same text are read by one call. */
	group(fact: F): string;
	/** The call for two or more facts. */
	call(facts: F[]): Call;
	/** The reading of each fact, as its own call would give it. */
	readings(reading: Reading, facts: F[]): Reading[];
}

/**
 * The package that contains a program: one name for all distributions, or one for Debian and one for Red Hat. `otherwise`: advice
 * for a host that has the program elsewhere.
 */
export type Package = string | { debian: string; redhat: string; otherwise?: string };

/** A host tool that only reads. */
export interface ReadingTool<F extends AnyFact = never> {
	/** The program that its calls run. */
	program: string;
	/** The packages that contain the programs of its calls. */
	packages: Record<string, Package>;
	reads: { [R in F["read"]]: Read<Extract<F, { read: R }>> };
	/** Default: every fact is read by a call of its own. */
	joined?: Joined<F>;
}

/**
 * The outcome of a call that failed. "silent": the change is stored, but the daemon has not acted on it in time. "outdated": the
 * change was not made, because the host is not any more as it was when the change was planned.
 */
export type Ending = "applied" | "refused" | "silent" | "outdated";

export interface Refusal {
	text: string;
	/** Lines whose layout matters; printed after everything else. */
	excerpt?: string;
}

/** A device, or a bridge or port of Open vSwitch. `netns`: "" is the host's own namespace. */
export interface HostObject {
	sort: "device" | "bridge" | "OVS port";
	netns: string;
	name: string;
}

/** A call of an undo, with its phase among the others. */
export interface UndoCall {
	phase: Phase;
	call: Call;
}

/**
 * The undo of steps, planned before they run. The host may run it after a part of the steps only. What brings back an object
 * that the steps delete is not part of it.
 */
export interface StepsUndo {
	/** Steps, each of which is tried. */
	steps?: AnyStep[];
	/** Further calls. */
	calls?: UndoCall[];
	/** Calls before the change, whose output goes to files that the calls of the undo read by their names. */
	saves?: SavedOutput[];
}

export interface SavedOutput {
	name: string;
	call: Call;
	/**
	 * The words of the call's error where nothing is there to be saved, for `grep -E`. The file is then empty. After any other error,
	 * the change is not made. Default: the thing is there.
	 */
	absent?: string;
}

/** The undo of a whole change. */
export interface Undo {
	saves: SavedOutput[];
	calls: Call[];
}

/** A host tool that carries out steps, and may read too. */
export interface Tool<S extends AnyStep = never, F extends AnyFact = never> extends ReadingTool<F> {
	/** The `tool` of its steps. */
	name: S["tool"];
	/** The one call that carries out steps of the same phase and group. */
	call(steps: S[]): Call;
	/** Steps of different groups need calls of their own. Default: one group. */
	group?(step: S): string;
	/** The number of steps, in order, that a failed call has carried out or may have carried out. Default: all. */
	executedCount?(steps: S[], result: Reading): number;
	/** The outcome of a call that failed. Default: "refused". */
	ending?(result: Reading): Ending;
	/** The reason why the call failed, in the tool's own words. Default: its standard error on one line. */
	refusal?(result: Reading, call: Call): Refusal;
	/** The reason why this host can't apply changes, such as a daemon that does not run. Undefined: the host can. */
	unavailable?(known: KnownFacts): string | undefined;
	/** `known`: the facts before the steps. */
	invalidates(steps: S[], known: KnownFacts): Subject[];
	/** The objects that steps of one resource remove without naming them. Default: none. */
	removesImplicitly?(steps: S[], known: KnownFacts): Loss[];
	/** The narrower read that is enough after these steps. */
	narrowedRead?(fact: F, steps: S[], known: KnownFacts): F;
	/** The device that a step names. Default: none. */
	names?(step: S): HostObject | undefined;
	/** The object that a step creates. Default: none. */
	creates?(step: S): HostObject | undefined;
	/** The object that a step deletes, if the host had it before. Default: none. */
	deletes?(step: S, known: KnownFacts): HostObject | undefined;
	/** Steps of other tools for what the kernel changes because of a step: the undo reverses these too. Default: none. */
	impliedSteps?(step: S, known: KnownFacts): AnyStep[];
	/** The facts that the undo of these steps needs, beside those of their resources. Default: none. */
	undoReads?(steps: S[]): AnyFact[];
	/** The undo of these steps, by the facts before them. */
	undo(steps: S[], known: KnownFacts): StepsUndo;
	/** The steps as a transaction of Open vSwitch's database, by the facts that they were planned from. */
	transaction?(steps: S[], known: KnownFacts): OvsdbChange | undefined;
	/** The calls for steps of one group, of which each is carried out even if others fail. Default: the one call. */
	asFarAsItGoes?(steps: S[]): Call[];
	/**
	 * An idempotent form of the step, to continue an interrupted change after a new plan. Undefined where there is none. Default: none.
	 */
	idempotentForm?(step: S): S | undefined;
	/** The part of a boot file for the steps of one group. Default: a reboot removes nothing of it. */
	boot?(steps: S[]): BootPart;
	/** True if the effect of its steps stays when a change is undone. */
	isIrreversible?: true;
	/** True if no read can show whether the tool's steps have run. */
	leavesNoTrace?: true;
}
