import { createHash } from "node:crypto";
import { memoize } from "../base/memoize";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";

const known = memoize((flows: unknown[]) =>
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
