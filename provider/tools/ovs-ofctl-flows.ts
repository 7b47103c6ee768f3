/** A flow as the program declares it. */
export interface Flow {
	priority: number;
	match: string;
	actions: string;
	/** The timeout in seconds. Not set: none. */
	idleTimeout?: number;
	hardTimeout?: number;
}

/** A flow as ovs-ofctl lists it, in its normal form and with ports as numbers. */
export interface ListedFlow extends Flow {
	/** The cookie as Open vSwitch prints it: 0x and hexadecimal digits without leading zeros. */
	cookie: string;
}
const flags = /^(send_flow_rem|check_overlap|reset_counts|no_packet_counts|no_byte_counts)$/;

/** A line of `ovs-ofctl dump-flows --no-stats`; undefined: the line is not a flow. */
export function parseFlow(line: string): ListedFlow | undefined {
	const at = line.indexOf("actions=");
	if (at < 0) return undefined;
	const flow: ListedFlow = { cookie: "0x0", priority: 32768, match: "", actions: line.slice(at + 8).trim() };
	const match: string[] = [];
	for (const word of line.slice(0, at).split(/[ ,]+/)) {
		const [, key = "", value = ""] = /^([^=]*)=?(.*)$/.exec(word) ?? [];
		if (key === "cookie") flow.cookie = value;
		else if (key === "priority") flow.priority = Number(value);
		else if (key === "idle_timeout") flow.idleTimeout = Number(value);
		else if (key === "hard_timeout") flow.hardTimeout = Number(value);
		else if (word !== "" && key !== "table" && key !== "importance" && !flags.test(word)) match.push(word);
	}
	return { ...flow, match: match.join(",") };
}

/** Wanted flows in the normal form of the host's ovs-ofctl, in the same order, or the reason why ovs-ofctl refuses them. */
export interface FlowRendering {
	flows: { match: string; actions: string }[];
	/** The error of ovs-ofctl, and the index of the flow that it is about, if known. */
	refused?: { said: string; index?: number; field?: "match" | "actions" };
}

/** Parses the output of `ovs-ofctl parse-flows`, which ends in the messages that ovs-ofctl would send. */
export function parseRendering(stdout: string, stderr: string): FlowRendering {
	const said = stderr.trim();
	const messages = stdout.split("\n").filter((line) => line.includes("FLOW_MOD"));
	const broken = messages.findIndex((line) => line.includes("***"));
	if (broken >= 0) {
		const reason = /\*\*\*(.*)\*\*\*/.exec(messages[broken] ?? "")?.[1] ?? "";
		return {
			flows: [],
			refused: {
				said: [reason, ...notices(said)].join("; "),
				index: broken,
				field: reason.includes("OFPBM") ? "match" : "actions",
			},
		};
	}
	const [first, second] = [...said.matchAll(/^ovs-ofctl: -:(\d+): (.*)$/gm)];
	if (first)
		return {
			flows: [],
			refused: { said: first[2] ?? "", index: Number(first[1]) - 1, field: second?.[1] === first[1] ? "match" : "actions" },
		};
	const about = notices(said);
	if (about.length > 0) return { flows: [], refused: { said: about.join("; ") } };
	const flows = messages.map((line) => {
		const [, match = "", actions = ""] = /: ADD (?:table:\d+ ?)?(.*?) ?actions=(.*)$/.exec(line) ?? [];
		return { match, actions };
	});
	return { flows };
}

/**
 * Log lines about flows, without time and number. On a busy host, the log also reports long waits. The number 65534 of the local port is
 * deprecated, and works.
 */
const notices = (said: string): string[] =>
	said
		.split("\n")
		.filter((line) => !line.includes("as 65534 is deprecated"))
		.filter((line) => line.startsWith("ovs-ofctl:") || /\|(ofp|nx|meta_flow|match|flow)\w*\|/.test(line))
		.map((line) => line.replace(/^[^|]*\|\d+\|\w+\|\w+\|\s*/, ""));
