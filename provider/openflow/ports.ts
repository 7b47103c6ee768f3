import { memoize } from "../base/memoize";

/**
 * Where OVS reads the name of a port, in the text of a match or of actions (ovs-actions(7)). A program's names stay names:
 * which number a port has at the moment is the host's business.
 */
const name = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

/** A port behind a word that wants one: `in_port=p1`, `output:p1`, `enqueue(p1,0)`, `output(port=p1,max_len=64)`. */
const named = new RegExp(
	`(?<![\\w.-])((?:in_port|in_port_oxm|sampling_port|port)\\s*[=:]\\s*|(?:output|enqueue|resubmit)\\s*:\\s*|(?:enqueue|resubmit)\\(\\s*)("[^"]*"|${name})(?![\\w.\\[-])`,
	"g",
);

/** The ports of `bundle`. */
const members = /(?<=[,(]\s*(?:members|slaves):)[^()]+(?=\))/g;

/** Actions that are one word (and what OVS calls ports of no name); every other word alone is a port. */
const words = new Set(
	[
		"drop normal flood all local in_port controller none any table unset max clear_actions ct ct_clear dec_ttl dec_mpls_ttl",
		"dec_nsh_ttl copy_ttl_in copy_ttl_out strip_vlan pop_vlan pop_queue exit decap debug_recirc debug_slow learn note",
		"unroll_xlate conjunction",
	]
		.join(" ")
		.split(" "),
);

/** Registers, which `output:` takes too. */
const register = /^(x{0,2}reg\d+|(NXM|OXM)_\w+|tun_\w+|metadata)$/i;

/** Within these parentheses stand actions like those outside. */
const holdsActions = new Set(["clone", "write_actions", "apply_actions"]);

const isPort = (word: string): boolean =>
	!/^(0x[0-9a-f]+|\d+)$/i.test(word) && !words.has(word.toLowerCase()) && !register.test(word);

const unquoted = (word: string): string => word.replace(/^"(.*)"$/, "$1");

/** The text with something in place of each name of a port. */
export function withPorts(text: string, of: "match" | "actions", replacement: (port: string) => string): string {
	const put = (word: string) => (isPort(unquoted(word)) ? replacement(unquoted(word)) : word);
	const each = (list: string) =>
		list
			.split(",")
			.map((word) => word.replace(word.trim(), put(word.trim())))
			.join(",");
	const marked = text.replace(named, (_, before: string, port: string) => before + put(port)).replace(members, each);
	return of === "match" ? marked : bareWords(marked, put);
}

/** Actions that are nothing but a port's name. */
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
			// The word before "(" names what is in it; the one before ")" stands in it.
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

interface Words {
	match: string;
	actions: string;
}

/** The ports that a flow names, each once. */
export const portsOf = memoize(({ match, actions }: Words): string[] => {
	const found = new Set<string>();
	const note = (port: string) => {
		found.add(port);
		return port;
	};
	withPorts(match, "match", note);
	withPorts(actions, "actions", note);
	return [...found];
});

/**
 * Numbers that stand for names while a flow is brought into normal form away from any bridge: high ones, none of which
 * occurs in the texts themselves.
 */
export const standIns = memoize((flows: Words[]): Map<string, number> => {
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
