import type { Phase } from "./call";

/** One line of `ip -batch`: the words after "ip". */
export interface IpStep {
	tool: "ip";
	phase: Extract<
		Phase,
		| "leaves"
		| "delete-rules"
		| "delete-routes"
		| "delete-addresses"
		| "delete-links"
		| "delete-namespaces"
		| "namespaces"
		| "links"
		| "moves"
		| "masters"
		| "settings"
		| "routes"
		| "rules"
	>;
	/** The network namespace. "": the host's own. */
	netns: string;
	/** 6 for routes and rules of IPv6, because their other words do not give the family. */
	family?: 6;
	args: string[];
}

export function batchWord(word: string): string {
	if (word === "") return '""';
	if (/^[A-Za-z0-9_.:/+@,=-]+$/.test(word)) return word;
	// iproute2, lib/utils.c: a word may be in quotes, without escapes. A "#" begins a comment even in quotes.
	if (/^[^"#\\\n\r]*$/.test(word)) return `"${word}"`;
	throw new Error(`${JSON.stringify(word)} contains characters that ip's batch input can't have`);
}

/** The word after another one in a line of `ip`, such as the device after "dev". */
export const wordAfter = (word: string, args: string[]): string | undefined => {
	const at = args.indexOf(word);
	return at < 0 ? undefined : args[at + 1];
};
