import type { Call, Phase } from "./call";

/** A change as a value: the tool that carries it out, and its place in a script. */
export interface AnyStep {
	tool: string;
	phase: Phase;
}

/** A part of a host's state that one call reads. Further fields depend on the read. */
export interface AnyFact {
	read: string;
}

/** What a call printed, and its exit status. */
export interface Reading {
	stdout: string;
	stderr: string;
	code: number;
}

/** The state could not be read: the tool is missing, refuses, or prints something unknown. Distinct from "there is no such thing". */
export class Unreadable {
	constructor(readonly reason: string) {}
}

/** Parts of a host's state that change on their own: a step invalidates subjects, and a read depends on subjects. */
export type Subject =
	| "bridges"
	| "devices"
	| "flows"
	| "journal"
	| "namespaces"
	| "nft tables"
	| "parameters"
	| "routes"
	| "rules";

/**
 * What the kernel or Open vSwitch drops because of a step, although the step does not name it.
 * "dependants": whatever is attached to a device, a bridge or a namespace.
 * "port device": the device of an internal port, with its addresses and routes.
 * "flows": flows, or the meaning of flows that name a port by its number.
 */
export type Loss = "dependants" | "flows" | "port device";

/** The parsed value of a fact; undefined where it was not read, is not there, or is unreadable. */
export interface KnownFacts {
	value(fact: AnyFact): unknown;
}

export interface Read<F extends AnyFact> {
	call(fact: F): Call;
	/**
	 * The value of the fact; undefined: there is no such thing on the host.
	 * An exception means that the output has an unknown form, and makes the fact unreadable.
	 */
	parse(reading: Reading, fact: F): unknown;
	/** Steps that invalidate one of these subjects make the fact stale. */
	dependsOn(fact: F): Subject[];
	/** The program that the call runs. Default: the tool's. */
	program?(fact: F): string;
	/** The value is a measurement: an earlier one is worth nothing. */
	measurement?: true;
	/** The value follows from the fact and from `dependsOn` alone: unless a step invalidates it, it need not be read back. */
	lasting?: true;
}

/** The package that brings a program: of Debian, and of Red Hat where that name differs. */
export type Package = string | { debian: string; redhat: string };

/** A host tool that only reads. */
export interface ReadingTool<F extends AnyFact = never> {
	/** The program that its calls run. */
	program: string;
	/** The packages that bring the programs of its calls. */
	packages: Record<string, Package>;
	reads: { [R in F["read"]]: Read<Extract<F, { read: R }>> };
}

/** How a call ended that did not succeed. "silent": the change is stored, and the daemon has not acted on it in time. */
export type Ending = "applied" | "refused" | "silent";

export interface Refusal {
	text: string;
	/** Lines whose layout matters; printed after everything else. */
	excerpt?: string;
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
	landed?(steps: S[], result: Reading): number;
	/** Default: "refused". */
	ending?(result: Reading): Ending;
	/** Why the call failed, in the tool's own words. Default: its standard error on one line. */
	refusal?(result: Reading, call: Call): Refusal;
	invalidates(steps: S[]): Subject[];
	/** Default: nothing. */
	drops?(step: S, known: KnownFacts): Loss[];
	/** The narrower read that is enough after these steps. */
	narrows?(fact: F, steps: S[], known: KnownFacts): F;
	/** Nothing can be read back of its steps. */
	leavesNoTrace?: true;
}

export const isDenied = (stderr: string): boolean => /denied|not permitted/i.test(stderr);

export function unreadable(what: string, stderr: string, hint: string): Unreadable {
	const advice = isDenied(stderr) ? "it takes root: log in as root, or set become: true" : hint;
	return new Unreadable(`${what} (${stderr || "no reason given"})${advice === "" ? "" : `: ${advice}`}`);
}

/** `ip` reports the failed exec of a program with status 1 or 255 (iproute2, lib/exec.c), unshare with 127. */
const failedExec = /^(?:exec of "([^"]+)" failed|unshare: failed to execute (\S+)): No such file or directory$/m;
const notFound = /(?:^|[\s:])([\w.-]+): (?:command |inaccessible or )?not found\s*$/m;

/** The program that a call did not find on the host; undefined: the call failed for another reason, or succeeded. */
export function missingProgram({ code, stderr }: Reading, main: string): string | undefined {
	if (code === 0) return undefined;
	const [, byIp, byUnshare] = failedExec.exec(stderr) ?? [];
	const missing = byIp ?? byUnshare;
	if (missing !== undefined) return missing;
	return code === 127 ? (notFound.exec(stderr)?.[1] ?? main) : undefined;
}

/** What a tool said on standard error, as one line. */
export const saidOnOneLine = ({ stderr, code }: Reading, program: string): string =>
	stderr
		.split("\n")
		.filter((line) => line !== "")
		.join("; ") || `${program} ended with status ${code}`;

/** Text on one line, cut to 100 characters. */
export function excerpt(text: string): string {
	const line = text.trim().replace(/\s+/g, " ");
	return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
