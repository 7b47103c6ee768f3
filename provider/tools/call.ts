/**
 * The order of calls in a script. Devices leave their masters before other devices join them. Deletions come first, because they
 * free names. Objects come before their references.
 */
export const phases = [
	"journal",
	"delete-uplinks",
	"leaves",
	"delete-nft",
	"delete-flows",
	"delete-rows",
	"delete-rules",
	"delete-routes",
	"delete-addresses",
	"delete-links",
	"delete-namespaces",
	"namespaces",
	"links",
	"rows",
	"fail-modes",
	"uplinks",
	"root-rows",
	"moves",
	"masters",
	"settings",
	"routes",
	"rules",
	"local-rule",
	"sysctl",
	"nft",
	"flows",
	"journal-end",
] as const;
export type Phase = (typeof phases)[number];

/** A program to run on the host: its arguments and its standard input. */
export interface Call {
	argv: string[];
	stdin?: string;
	/** The tool whose steps the call carries out. */
	tool?: string;
}

/** Quotes one word for a POSIX shell. */
export function quote(word: string): string {
	return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The words for an option of `ip`; none where the option has no value. */
export const option = (name: string, value: unknown): string[] => (value === undefined ? [] : [name, String(value)]);

/** True where `phase` comes before `other` in a script. */
export function comesBefore(phase: Phase, other: Phase): boolean {
	return phases.indexOf(phase) < phases.indexOf(other);
}

/** The words that run a program in a network namespace. "": the host's own namespace. */
export const inNetns = (netns: string): string[] => (netns === "" ? [] : ["ip", "netns", "exec", netns]);

/** True for the error of `ip` about a namespace that does not exist (iproute2, lib/namespace.c). */
export const isMissingNetns = (stderr: string): boolean =>
	/^Cannot open network namespace "[^"]*": No such file or directory$/m.test(stderr);
