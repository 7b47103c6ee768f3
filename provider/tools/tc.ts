import { valuesByKey } from "../base/values-by-key";
import type { AnyFact, ReadingTool } from "./tool";

/** The queueing disciplines of all devices, and those of received packets (ingress, clsact). */
export interface QdiscsFact extends AnyFact<Qdiscs> {
	read: "qdiscs";
}

/** The queueing disciplines that programs have given devices, and that Open vSwitch removes from its ports. They are read once per run. */
export interface ForeignQdiscsFact extends AnyFact<Qdiscs> {
	read: "foreign-qdiscs";
}

/** The kinds of queueing disciplines by device. */
export type Qdiscs = Map<string, string[]>;

/** Lines such as "qdisc htb 1: dev p1 root refcnt 2 …". */
const parseQdiscs = (text: string): Qdiscs =>
	valuesByKey([...text.matchAll(/^qdisc (\S+) \S+ dev (\S+)/gm)].map(([, kind = "", device = ""]) => [device, kind] as const));

/**
 * Those at the root of a device, and those of received packets. The kernel's own have the handle 0. Open vSwitch leaves `clsact` there, and
 * `noqueue` is none. Lines such as "qdisc ingress ffff: dev eth1 parent ffff:fff1 ----------------".
 */
const parseForeignQdiscs = (text: string): Qdiscs =>
	valuesByKey(
		[...text.matchAll(/^qdisc (\S+) (\w+): dev (\S+) (?:root|parent ffff:fff1)\b/gm)].flatMap(
			([, kind = "", handle, device = ""]) =>
				handle === "0" || ["clsact", "noqueue"].includes(kind) ? [] : [[device, kind] as const],
		),
	);

export const tc: ReadingTool<QdiscsFact | ForeignQdiscsFact> = {
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
		"foreign-qdiscs": {
			call: () => ({ argv: ["tc", "qdisc", "show"] }),
			parse: ({ stdout }) => parseForeignQdiscs(stdout),
			dependsOn: () => [],
			lasting: true,
			survivesReboot: true,
		},
	},
};
