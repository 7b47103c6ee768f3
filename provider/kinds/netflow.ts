import * as f from "../base/fields";
import type { Values } from "../base/values";
import { kind } from "../model/kind";
import { collectors } from "../network/collector";
import type { ColumnField } from "../network/ovs-columns";
import { ovsRow } from "../network/ovs-row";

const columns: ColumnField[] = [
	{ field: "targets", table: "NetFlow", column: "targets", as: "many" },
	{ field: "activeTimeout", table: "NetFlow", column: "active_timeout", as: "one", zero: 0 },
	{ field: "engineId", table: "NetFlow", column: "engine_id", as: "one" },
	{ field: "engineType", table: "NetFlow", column: "engine_type", as: "one" },
	{ field: "addIdToInterface", table: "NetFlow", column: "add_id_to_interface", as: "flag" },
];

/** gen_netflow_rec() in OVS's ofproto/netflow.c puts `engine_id & 0x7f` above the port's number. */
function check({ engineId, addIdToInterface }: Values, issue: (path: string, message: string) => void): void {
	if (addIdToInterface && engineId > 127)
		issue("engineId", "must be 127 at most with addIdToInterface: Open vSwitch puts 7 bits of it into the numbers of interfaces");
}

export const netflow = kind({
	...ovsRow({ table: "NetFlow", rows: (ovs) => ovs.netflows, columns, parent: "netflow" }),
	type: "NetFlow",
	summary: "NetFlow of a bridge: a record (version 5) of each IPv4 flow that has passed goes to collectors.",
	schema: f
		.object({
			bridge: f.required(f.nameOf("bridge"), "The bridge whose flows are reported. It has one NetFlow at most."),
			targets: collectors(),
			// bridge_configure_netflow() in OVS's vswitchd/bridge.c takes -1 for 0, and warns of it, though the manual has it for "never".
			activeTimeout: f.enforced(
				f.unlessZero(f.integer(0, 2 ** 31 - 1, "a time in seconds")),
				"Seconds between records of a flow that goes on. 0: the default. Open vSwitch knows no value for none.",
				600,
			),
			engineId: f.enforced(
				f.integer(0, 255, "an engine id"),
				"Engine id in the headers of messages. Default: the number of the datapath.",
			),
			engineType: f.enforced(
				f.integer(0, 255, "an engine type"),
				"Engine type in the headers of messages. Default: the number of the datapath.",
			),
			addIdToInterface: f.flag(
				"The 7 high bits of interfaces' numbers in records are those of the engine id, for collectors that tell bridges of one host apart by nothing else. The bridge can then have 508 ports at most.",
			),
		})
		.superRefine(f.issues(check)),
	facts: () => [{ read: "ovs" }],
	provides: (want) => [`NetFlow of bridge ${want.bridge}`],
});
