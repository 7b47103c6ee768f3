import { z } from "zod";
import * as f from "../base/fields";
import { kind } from "../model/kind";
import type { ColumnField } from "../network/ovs-columns";
import { ovsRow } from "../network/ovs-row";

const columns: ColumnField[] = [
	{ field: "agent", table: "sFlow", column: "agent", as: "one" },
	{ field: "targets", table: "sFlow", column: "targets", as: "many" },
	{ field: "header", table: "sFlow", column: "header", as: "one" },
	{ field: "sampling", table: "sFlow", column: "sampling", as: "one" },
	{ field: "polling", table: "sFlow", column: "polling", as: "one" },
];

const isAddress = (text: string) => f.address.safeParse(text).success;

/** True for an address in the form that ovs-vswitchd reads, with or without a port. IPv6 addresses are in brackets. */
function isTarget(text: string): boolean {
	const [, six, four, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
	const address = six ?? four;
	if (address === undefined || !isAddress(address) || (six !== undefined) !== address.includes(":")) return false;
	return port === undefined || (Number(port) >= 1 && Number(port) <= 65535);
}

const target = f.text.refine(
	isTarget,
	"must be a collector's address, with its port where that is not 6343: 192.0.2.9:6343 or [2001:db8::9]:6343",
);

export const sflow = kind({
	...ovsRow({ table: "sFlow", rows: (ovs) => ovs.sflows, columns, parent: "sflow" }),
	type: "SFlow",
	summary: "sFlow sampling of a bridge: one packet in N, and the ports' counters, are sent to collectors.",
	schema: f.object({
		bridge: f.required(f.nameOf("bridge"), "The bridge that is sampled. A bridge has at most one SFlow."),
		agent: f.enforced(
			z.union([f.address, f.nameOf("device", { unless: "address" })], {
				error: "must be an address of the host, or the name of one of its devices",
			}),
			"Address that identifies the host to collectors, or the device that has this address. Default: the address from which the first collector is reached.",
		),
		targets: f.required(
			f.setOf(target).refine((all) => all.length > 0, "must name a collector"),
			"The collectors, as `address:port`. Default port: 6343.",
		),
		header: f.enforced(f.integer(1, 65535, "a size in bytes"), "Number of bytes of each sampled packet that are sent.", 128),
		sampling: f.enforced(f.integer(1, 2 ** 31 - 1, "a number of packets"), "Sampling rate N: one packet in N is sampled.", 400),
		polling: f.enforced(
			f.integer(0, 2 ** 31 - 1, "a time in seconds"),
			"Seconds between two reports of the ports' counters. 0 turns the reports off.",
			30,
		),
	}),
	facts: (want) => [{ read: "ovs" }, ...(agentDevice(want.agent) ? [{ read: "links", netns: "" } as const] : [])],
	provides: (want) => [`sFlow of bridge ${want.bridge}`],
});

const agentDevice = (agent: string | undefined): boolean => agent !== undefined && !isAddress(agent);
