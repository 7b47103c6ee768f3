import { memoize } from "../base/memoize";
import { sha256 } from "../base/sha256";
import type { ProvidedName } from "../model/provided-name";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";

const known = memoize((flows: unknown[]) =>
	(flows as Flow[]).filter((flow) => typeof flow?.match === "string" && typeof flow.actions === "string"),
);

/** The flows of inputs or of a state, without those that are not known yet and a state's entries for missing flows. */
export const flowsOf = ({ flows }: { flows?: unknown }): Flow[] => (Array.isArray(flows) ? known(flows) : []);

/** A table's flows: those with one of the given cookies, and the others. */
export const byOwnership = (listed: ListedFlow[], cookies: string[]): { owned: ListedFlow[]; others: ListedFlow[] } => ({
	owned: listed.filter(({ cookie }) => cookies.includes(cookie)),
	others: listed.filter(({ cookie }) => !cookies.includes(cookie)),
});

/** The key of a flow in its table. */
export const flowKey = ({ priority, match }: { priority: number; match: string }): string => `${priority} ${match}`;

/** The name of an OpenFlowTable. */
export const tableText = ({ bridge, table, name }: { bridge: string; table: number; name: string }): ProvidedName =>
	`OpenFlowTable ${name} in table ${table} of bridge ${bridge}`;

/** The cookie of a resource's flows, derived from the owner and the resource's key. It is the same on every host. */
export function cookieOf(owner: string, { bridge, table, name }: { bridge: string; table: number; name: string }): string {
	const hash = sha256(JSON.stringify([owner, bridge, table, name]));
	return `0x${BigInt(`0x${hash.slice(0, 16)}`).toString(16)}`;
}
