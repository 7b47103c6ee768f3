import { valuesByKey } from "../base/values-by-key";
import type { AnyFact, ReadingTool } from "./tool";

/** The queueing disciplines of all devices, and those of received packets (ingress, clsact). */
export interface QdiscsFact extends AnyFact<Qdiscs> {
	read: "qdiscs";
}

/** The kinds of queueing disciplines by device. */
export type Qdiscs = Map<string, string[]>;

/** Lines such as "qdisc htb 1: dev p1 root refcnt 2 …". */
const parseQdiscs = (text: string): Qdiscs =>
	valuesByKey([...text.matchAll(/^qdisc (\S+) \S+ dev (\S+)/gm)].map(([, kind = "", device = ""]) => [device, kind] as const));

export const tc: ReadingTool<QdiscsFact> = {
	program: "tc",
	packages: { tc: { debian: "iproute2", redhat: "iproute-tc" } },
	reads: {
		qdiscs: {
			call: () => ({ argv: ["tc", "qdisc", "show"] }),
			parse: ({ stdout }) => parseQdiscs(stdout),
			// ovs-vswitchd sets them when rows change.
			dependsOn: () => ["bridges", "devices"],
			survivesReboot: true,
		},
	},
};
