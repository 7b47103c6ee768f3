import { z } from "zod";
import * as f from "../base/fields";
import { kind } from "../model/kind";
import { collectors } from "../network/collector";
import { columnsField } from "../network/other-columns";
import { type ColumnField, otherColumns } from "../network/ovs-columns";
import { ovsRow } from "../network/ovs-row";

const columns: ColumnField[] = [
	{ field: "agent", table: "sFlow", column: "agent", as: "one" },
	{ field: "targets", table: "sFlow", column: "targets", as: "many" },
	{ field: "header", table: "sFlow", column: "header", as: "one" },
	{ field: "sampling", table: "sFlow", column: "sampling", as: "one" },
	{ field: "polling", table: "sFlow", column: "polling", as: "one" },
	otherColumns("columns", "sFlow"),
];

export const sflow = kind({
	...ovsRow("sflow", columns),
	type: "SFlow",
	summary: "Sampling of a bridge by sFlow: one packet in N, and the ports' counters, are sent to collectors.",
	schema: f.object({
		bridge: f.required(f.nameOf("bridge"), "Bridge that is sampled. A bridge has at most one SFlow."),
		agent: f.enforced(
			z.union([f.address, f.nameOf("device", { unless: "address" })], {
				error: "must be an address of the host, or the name of one of its devices",
			}),
			"Address that identifies the host to collectors, or the device that has this address.",
			{ whenUnset: "the address from which the first collector is reached" },
		),
		targets: collectors(6343),
		header: f.enforced(
			f.integer(1, 65535, "a size in bytes"),
			"Number of bytes of each sampled packet that are sent, 1 to 65535.",
			128,
		),
		sampling: f.enforced(f.integer(1, 2 ** 31 - 1, "a number of packets"), "Sampling rate N: one packet in N is sampled.", 400),
		polling: f.enforced(
			f.integer(0, 2 ** 31 - 1, "a time in seconds"),
			"Time in seconds between two reports of the ports' counters. 0 turns the reports off.",
			30,
		),
		columns: columnsField("sFlow", "the sFlow row", columns),
		adopt: f.adopt(
			"an existing sFlow of the bridge",
			"the sFlow stays, and the settings that the program manages get their former values back",
		),
	}),
	facts: (want) => [{ read: "ovs" }, ...(agentDevice(want.agent) ? [{ read: "links", netns: "" } as const] : [])],
});

const agentDevice = (agent: string | undefined): boolean => agent !== undefined && !f.address.safeParse(agent).success;
