import type { Phase } from "./call";
import type { HostObject, Reading } from "./tool";

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

/** The error about a line, whose number it tells. */
export const badLine = /^Command failed -:(\d+)$/m;

/**
 * The number of lines that a batch has carried out. It ends at the line that fails, or before the first line if `ip` can't start. If a
 * signal ends it, the last line is not known, and every line may have been carried out.
 */
export function executedCount(steps: unknown[], { stderr, code }: Reading): number {
	const line = badLine.exec(stderr)?.[1];
	return line !== undefined ? Number(line) - 1 : code > 128 ? steps.length : 0;
}

/** The word after another one in a line of `ip`, such as the device after "dev". */
export const wordAfter = (word: string, args: string[]): string | undefined => {
	const at = args.indexOf(word);
	return at < 0 ? undefined : args[at + 1];
};

/** The device that a line of `ip` or `bridge` names. */
export function deviceNamed({ netns, args }: { netns: string; args: string[] }): HostObject | undefined {
	const name = wordAfter("dev", args);
	return name === undefined ? undefined : { sort: "device", netns, name };
}

/** True for a line that creates a device. */
export const createsDevice = ({ args }: IpStep): boolean => args[1] === "add" && (args[0] === "link" || args[0] === "tuntap");

/** The device that a line creates. */
export const createdBy = (step: IpStep): HostObject | undefined =>
	createsDevice(step) ? { sort: "device", netns: step.netns, name: wordAfter("dev", step.args) ?? "" } : undefined;

/** The types of routes, which come before the destination. */
const routeTypes = ["blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "anycast", "multicast", "unicast"];

/** The destination in a line for a route. */
export function destinationOf({ args }: IpStep): string {
	const [, , first = "", second = ""] = args;
	return routeTypes.includes(first) ? second : first;
}
