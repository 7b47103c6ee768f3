import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import type { ColumnField } from "./ovs-columns";

const vlanModes = ["access", "trunk", "native-tagged", "native-untagged", "dot1q-tunnel"] as const;

/** Columns of the Port row, for all types of ports. */
export const vlanColumns: ColumnField[] = [
	{ field: "vlanMode", table: "Port", column: "vlan_mode", as: "one" },
	{ field: "tag", table: "Port", column: "tag", as: "one" },
	{ field: "trunks", table: "Port", column: "trunks", as: "many" },
	{ field: "cvlans", table: "Port", column: "cvlans", as: "many" },
];

export const vlanFields = {
	vlanMode: f.enforced(z.enum(vlanModes), "VLAN mode. Default: access if `tag` is set, otherwise trunk."),
	tag: f.enforced(f.vlan, "Access VLAN, or the native VLAN of a trunk: 0 to 4095."),
	trunks: f.enforced(f.setOrUnset(f.vlan), "VLANs that a trunk port carries. Default: all."),
	cvlans: f.enforced(f.setOrUnset(f.vlan), "Customer VLANs of a dot1q-tunnel port. Default: all."),
};

/** Open vSwitch silently ignores columns that contradict the VLAN mode (ovs-vswitchd.conf.db(5), "VLAN Configuration"). */
export function checkVlans(want: Values, issue: (field: string, message: string) => void): void {
	const { vlanMode, tag, trunks, cvlans } = want;
	if (trunks?.length && (vlanMode === "access" || vlanMode === "dot1q-tunnel"))
		issue("trunks", `contradicts vlanMode "${vlanMode}": such a port carries one VLAN, its tag`);
	if (tag !== undefined && vlanMode === "trunk")
		issue("tag", 'contradicts vlanMode "trunk": a trunk has no tag; "native-tagged" and "native-untagged" have one');
	if (tag !== undefined && trunks?.length && vlanMode === undefined)
		issue(
			"trunks",
			'contradicts tag: without a vlanMode a tag makes an access port; set vlanMode to "native-tagged" or "native-untagged"',
		);
	if (cvlans?.length && vlanMode !== "dot1q-tunnel") issue("cvlans", 'is only for vlanMode "dot1q-tunnel"');
}
