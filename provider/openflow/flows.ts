import { createHash } from "node:crypto";
import { once } from "../base/memoize";

/** A flow as the program says it. */
export interface Flow {
	priority: number;
	match: string;
	actions: string;
	/** Seconds; unset: none. */
	idleTimeout?: number;
	hardTimeout?: number;
}

/** A flow as ovs-ofctl lists it, in its normal form and with ports as numbers. */
export interface ListedFlow extends Flow {
	/** As OVS writes it: 0x and hex digits without leading zeros. */
	cookie: string;
}

const known = once((flows: unknown[]) =>
	(flows as Flow[]).filter((flow) => typeof flow?.match === "string" && typeof flow.actions === "string"),
);

/** The flows that a program or a state names, as far as they are known; a state has a hole where one was found to be gone. */
export const flowsOf = ({ flows }: { flows?: unknown }): Flow[] => (Array.isArray(flows) ? known(flows) : []);

/** A table's flows: those that bear one of our cookies, and the others. */
export const divided = (listed: ListedFlow[], cookies: string[]): { mine: ListedFlow[]; others: ListedFlow[] } => ({
	mine: listed.filter(({ cookie }) => cookies.includes(cookie)),
	others: listed.filter(({ cookie }) => !cookies.includes(cookie)),
});

/** What tells a flow from every other of its table. */
export const flowKey = ({ priority, match }: { priority: number; match: string }): string => `${priority} ${match}`;

/** The cookie of a resource's flows: by it they are known again, on whatever host they are. */
export function cookieOf(owner: string, { bridge, table, name }: { bridge: string; table: number; name: string }): string {
	const hash = createHash("sha256")
		.update(JSON.stringify([owner, bridge, table, name]))
		.digest("hex");
	return `0x${BigInt(`0x${hash.slice(0, 16)}`).toString(16)}`;
}

const flags = /^(send_flow_rem|check_overlap|reset_counts|no_packet_counts|no_byte_counts)$/;

/** A line of `ovs-ofctl dump-flows --no-stats`; undefined: it is no flow. */
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
