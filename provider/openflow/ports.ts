import { memoize } from "../base/memoize";

/**
 * A port's name in the text of a match or of actions (ovs-actions(7)). Inputs and state keep the names, because a port's number
 * may differ between hosts and over time.
 */
const name = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

/** A port after a word that takes one: `in_port=p1`, `output:p1`, `enqueue(p1,0)`, `output(port=p1,max_len=64)`. */
const named = new RegExp(
	`(?<![\\w.-])((?:in_port|in_port_oxm|sampling_port|port)\\s*[=:]\\s*|(?:output|enqueue|resubmit)\\s*:\\s*|(?:enqueue|resubmit)\\(\\s*)("[^"]*"|${name})(?![\\w.\\[-])`,
	"g",
);

/** The list of ports in the action `bundle`. */
const members = /(?<=[,(]\s*(?:members|slaves):)[^()]+(?=\))/g;

/** Actions of one word, and Open vSwitch's names of reserved ports. Any other single word is a port's name. */
const keywords = new Set(
	[
		"drop normal flood all local in_port controller none any table unset max clear_actions ct ct_clear dec_ttl dec_mpls_ttl",
		"dec_nsh_ttl copy_ttl_in copy_ttl_out strip_vlan pop_vlan pop_queue exit decap debug_recirc debug_slow learn note",
		"unroll_xlate conjunction",
	]
		.join(" ")
		.split(" "),
);

/** Registers and fields, which `output:` accepts too. */
const register = /^(x{0,2}reg\d+|(NXM|OXM)_\w+|tun_\w+|metadata)$/i;

/** Actions whose parentheses hold further actions. */
const holdsActions = new Set(["clone", "write_actions", "apply_actions"]);

const isPort = (word: string): boolean =>
	!/^(0x[0-9a-f]+|\d+)$/i.test(word) && !keywords.has(word.toLowerCase()) && !register.test(word);

const unquoted = (word: string): string => word.replace(/^"(.*)"$/, "$1");

/** The text with each port's name replaced. `action`: the word before the name, where there is one. */
export function replacePorts(
	text: string,
	of: "match" | "actions",
	replacement: (port: string, action: string | undefined) => string,
): string {
	const put = (word: string, action?: string) => (isPort(unquoted(word)) ? replacement(unquoted(word), action) : word);
	const each = (list: string) =>
		list
			.split(",")
			.map((word) => word.replace(word.trim(), put(word.trim())))
			.join(",");
	const marked = text
		.replace(named, (_, before: string, port: string) => before + put(port, /^\w+/.exec(before)?.[0]))
		.replace(members, each);
	return of === "match" ? marked : bareWords(marked, put);
}

/** The text with those actions replaced that consist only of a port's name. */
function bareWords(text: string, put: (word: string) => string): string {
	const around: boolean[] = [];
	let made = "";
	let word = "";
	const flush = (next: string) => {
		const inside = around.every((holds) => holds);
		const bare = word.trim();
		const alone = next !== "(" && inside && new RegExp(`^("[^"]*"|${name})$`).test(bare);
		made += alone ? word.replace(bare, put(bare)) : word;
		word = "";
	};
	for (const c of text) {
		if (c === "(") around.push(holdsActions.has(word.trim()));
		if (c === "(" || c === ")" || c === ",") {
			// The word before "(" is the action's name. The word before ")" is its last argument.
			if (c === "(") {
				made += word;
				word = "";
			} else flush(c);
			if (c === ")") around.pop();
			made += c;
		} else word += c;
	}
	flush("");
	return made;
}

interface FlowText {
	match: string;
	actions: string;
}

/** The names of the ports in a flow, each once. */
export const portsOf = memoize(({ match, actions }: FlowText): string[] => {
	const found = new Set<string>();
	const note = (port: string) => {
		found.add(port);
		return port;
	};
	replacePorts(match, "match", note);
	replacePorts(actions, "actions", note);
	return [...found];
});

/**
 * Numbers that replace port names while ovs-ofctl brings flows into normal form, because it does not read the names from a
 * bridge then. No number occurs in the flows themselves.
 */
export const placeholderNumbers = memoize((flows: FlowText[]): Map<string, number> => {
	const ports = [...new Set(flows.flatMap(portsOf))].sort();
	const taken = new Set(
		flows.flatMap(({ match, actions }) => `${match} ${actions}`.match(/0x[0-9a-f]+|\d+/gi) ?? []).map(Number),
	);
	const free = function* () {
		for (let n = 65_000; n > 1_000; n--) if (!taken.has(n)) yield n;
	};
	const numbers = free();
	return new Map(ports.map((port) => [port, numbers.next().value ?? 0]));
});
