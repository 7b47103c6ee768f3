import * as f from "../base/fields";
import type { Values } from "../base/values";
import { kind } from "../model/kind";
import { collectors } from "../network/collector";
import { columnsField } from "../network/other-columns";
import { type ColumnField, otherColumns } from "../network/ovs-columns";
import { ovsRow } from "../network/ovs-row";

const columns: ColumnField[] = [
	{ field: "targets", table: "NetFlow", column: "targets", as: "many" },
	{ field: "activeTimeout", table: "NetFlow", column: "active_timeout", as: "one", zero: 0 },
	{ field: "engineId", table: "NetFlow", column: "engine_id", as: "one" },
	{ field: "engineType", table: "NetFlow", column: "engine_type", as: "one" },
	{ field: "addIdToInterface", table: "NetFlow", column: "add_id_to_interface", as: "flag" },
	otherColumns("columns", "NetFlow"),
];

/** Open vSwitch puts `engine_id & 0x7f` into the high bits of interface numbers: gen_netflow_rec() in its ofproto/netflow.c. */
function check({ engineId, addIdToInterface }: Values, issue: (path: string, message: string) => void): void {
	if (addIdToInterface && engineId > 127)
		issue("engineId", "must be 127 at most with addIdToInterface: Open vSwitch puts 7 bits of it into the numbers of interfaces");
}

export const netflow = kind({
	...ovsRow("netflow", columns),
	type: "NetFlow",
	summary: "NetFlow of a bridge: for each IPv4 flow through the bridge, a record (version 5) is sent to collectors.",
	schema: f
		.object({
			bridge: f.required(f.nameOf("bridge"), "Bridge whose flows are reported. A bridge has at most one NetFlow."),
			targets: collectors(),
			// The manual says that -1 means "never", but Open vSwitch reads it as 0 and warns: bridge_configure_netflow() in vswitchd/bridge.c.
			activeTimeout: f.enforced(
				f.unlessZero(f.integer(0, 2 ** 31 - 1, "a time in seconds")),
				"Time in seconds between two records of an active flow. 0 means the default. These records cannot be turned off.",
				600,
			),
			engineId: f.enforced(
				f.integer(0, 255, "an engine id"),
				"Engine id in the headers of messages, 0 to 255; with `addIdToInterface` 0 to 127.",
				{
					whenUnset: "the number of the datapath",
				},
			),
			engineType: f.enforced(f.integer(0, 255, "an engine type"), "Engine type in the headers of messages, 0 to 255.", {
				whenUnset: "the number of the datapath",
			}),
			addIdToInterface: f.flag(
				"Put the engine id into the 7 high bits of the interface numbers in records. Some collectors need this to distinguish the bridges of one host. The bridge can then have at most 508 ports.",
			),
			columns: columnsField("NetFlow", "the NetFlow row", columns),
			adopt: f.adopt(
				"an existing NetFlow of the bridge",
				"the NetFlow stays, and the settings that the program manages get their former values back",
			),
		})
		.superRefine(f.issues(check)),
});
