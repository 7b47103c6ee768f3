/** The order within a script: what frees names first, then from the ground up. */
export const phases = [
	"journal",
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
	"spare-rows",
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

/** One program to run on the host: argv, and what goes to its standard input. */
export interface Call {
	argv: string[];
	stdin?: string;
}

/** True where `phase` comes before `other` in a script. */
export function comesBefore(phase: Phase, other: Phase): boolean {
	return phases.indexOf(phase) < phases.indexOf(other);
}

/** The words that run a program in a network namespace; "" = the host's own. */
export const inNetns = (netns: string): string[] => (netns === "" ? [] : ["ip", "netns", "exec", netns]);
