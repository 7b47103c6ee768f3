import { quote } from "../base/shell-quote";
import type { OvsdbChange, OvsdbRead } from "./ovsdb";

/**
 * The order of calls in a script. Devices leave their masters before other devices join them. Deletions come first, because they
 * free names. Objects come before their references. What flows name is deleted after all flows were changed, because its deletion
 * deletes the flows that still name it.
 */
export const phases = [
	"journal",
	"packages",
	"modules",
	"services",
	"setup-files",
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
	"secret-rows",
	"fail-modes",
	"uplinks",
	"root-rows",
	"moves",
	"masters",
	"vlans",
	"fdb",
	"wireguard-ports",
	"wireguard",
	"settings",
	"usable-addresses",
	"routes",
	"rules",
	"local-rule",
	"sysctl",
	"nft",
	"flow-objects",
	"flows",
	"delete-flow-objects",
	"boot",
	"journal-end",
] as const;
export type Phase = (typeof phases)[number];

/** True for a step that deletes something. */
export const isDeletion = ({ phase }: { phase: Phase }): boolean => phase.startsWith("delete-");

/** The phases of steps that remove the object itself, and with it its name and its members. */
const removals: Phase[] = ["leaves", "delete-rows", "delete-links", "delete-namespaces"];

/** True for a step that removes the object itself. */
export const removesObject = ({ phase }: { phase: Phase }): boolean => removals.includes(phase);

/** True for a step that writes or removes an entry of the journal, and does not change the object. */
export const isJournalStep = ({ phase }: { phase: Phase }): boolean => phase === "journal" || phase === "journal-end";

/** The longest time limit that a call may have for itself, in milliseconds: an installation of packages, with its wait for the lock. */
export const longestCall = 900_000;

/** A program to run on the host: its arguments and its standard input. */
export interface Call {
	argv: string[];
	stdin?: string;
	/** The line that a person sees in place of the call, where the call holds secrets. */
	shown?: string;
	/** For a call that may take minutes: its own time limit in milliseconds (at most `longestCall`), and the words for a person who waits. */
	takes?: { ms: number; doing: string };
	/** The tool whose steps the call carries out. */
	tool?: string;
	/** Lines of the shell that run before and after the call in a script, and whose output and status do not count. */
	beforehand?: string;
	afterwards?: string;
	/**
	 * A call that changes nothing, and runs before the first change of the script. If it fails, no change is made, and this call has failed.
	 */
	precheck?: Call;
	/** The same change as a transaction of Open vSwitch's database. */
	ovsdbChange?: OvsdbChange;
	/** The same read from Open vSwitch's database. */
	ovsdbRead?: OvsdbRead;
}

/** A call in a script. `label`: a part of the word that ends the call's standard input. */
export function renderCall(call: Call, label: string | number, redirection = ""): string {
	const words = call.argv.map(quote).join(" ");
	if (call.stdin === undefined) return `${words}${redirection} </dev/null`;
	let end = `END${label}`;
	while (call.stdin.split("\n").includes(end)) end += "_";
	return `${words}${redirection} <<'${end}'\n${call.stdin}${call.stdin.endsWith("\n") ? "" : "\n"}${end}`;
}

/** A call as lines of a shell script that a person reads. */
export const renderLine = (call: Call): string =>
	call.stdin === undefined ? call.argv.map(quote).join(" ") : renderCall(call, "");

/** The same with other words in place of what a person must not see. */
export const showCall = (call: Call): string => call.shown ?? renderLine(call);

/** The tools of Open vSwitch, by the variables that a script may find them in. */
const ovsTools = { PULUMI_OVS_VSCTL: "ovs-vsctl", PULUMI_OVS_OFCTL: "ovs-ofctl" };

/**
 * The tools of Open vSwitch in the text of a script. A connection can have other words for them (`ovsCommand`). These words have
 * no characters that a shell takes apart. They may read their standard input to its end, as `docker exec -i` does.
 */
export const vsctl = `\${PULUMI_OVS_VSCTL:-${ovsTools.PULUMI_OVS_VSCTL}}`;
export const ofctl = `\${PULUMI_OVS_OFCTL:-${ovsTools.PULUMI_OVS_OFCTL}}`;

/** The condition of a shell script that the host has ovs-vsctl. */
export const hasVsctl = `{ [ -n "$PULUMI_OVS_VSCTL" ] || command -v ${ovsTools.PULUMI_OVS_VSCTL} >/dev/null; }`;

/** The line of a script that sets the variables, and the words of a call with the command in place of the tool. */
export function withOvsCommand(ovsCommand: string[] | undefined): { line: string[]; argv(words: string[]): string[] } {
	if (ovsCommand === undefined) return { line: [], argv: (words) => words };
	const wordsFor = (tool: string) => ovsCommand.map((word) => word.replace("{tool}", tool));
	const variables = Object.entries(ovsTools).map(([name, tool]) => `${name}='${wordsFor(tool).join(" ")}'`);
	const isOvsTool = (word: string | undefined) => Object.values(ovsTools).some((tool) => tool === word);
	return {
		line: [`export ${variables.join(" ")}`],
		argv: ([first = "", ...rest]) => (isOvsTool(first) ? [...wordsFor(first), ...rest] : [first, ...rest]),
	};
}

/** The words for an option of `ip`; none where the option has no value. */
export const option = (name: string, value: unknown): string[] => (value === undefined ? [] : [name, String(value)]);

/** True where `phase` comes before `other` in a script. */
export function comesBefore(phase: Phase, other: Phase): boolean {
	return phases.indexOf(phase) < phases.indexOf(other);
}

/** The words that run a program in a network namespace. "": the host's own namespace. */
export const inNetns = (netns: string): string[] => (netns === "" ? [] : ["ip", "netns", "exec", netns]);

/**
 * Waits until udev has done what it does with new devices: it gives them other MAC addresses (MACAddressPolicy=persistent in
 * systemd.link(5)), and parameters of sysctl.d (99-systemd.rules). It is told only of devices in the host's own namespace.
 */
export const udevSettles = "[ ! -e /run/udev/control ] || udevadm settle --timeout=5";

/** The option of `ip` and `bridge` for a network namespace. "": the host's own. */
export const netnsOption = (netns: string): string[] => (netns === "" ? [] : ["-n", netns]);

/** The same in the text of a command that a message shows, with a space after it. */
export const netnsWords = (netns = ""): string => (netns === "" ? "" : `-n ${netns} `);

/**
 * The errors of `ip` about a namespace that does not exist (iproute2, lib/namespace.c), for `grep -E` too. The second is about a file that
 * `ip netns add` has left without its namespace, because it was killed between the two.
 */
export const missingNetns =
	'^(Cannot open network namespace "[^"]*": No such file or directory|setting the network namespace "[^"]*" failed: Invalid argument)$';

export const isMissingNetns = (stderr: string): boolean => new RegExp(missingNetns, "m").test(stderr);

/**
 * The assignment of a PATH with the folders of administrators' tools, before those of the user. dash splits an unquoted one in `export`.
 */
export const toolsPath = 'PATH="/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin:$PATH"';
