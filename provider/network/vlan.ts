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

export const vlanFields = f.group("VLANs", {
	vlanMode: f.enforced(
		z.enum(vlanModes),
		"VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).",
		{ whenUnset: "`access` if `tag` is set, else `trunk`" },
	),
	tag: f.enforced(
		f.vlan,
		"VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same.",
	),
	trunks: f.enforced(
		f.vlans,
		'VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".',
		{
			whenUnset: "all VLANs",
		},
	),
	cvlans: f.enforced(f.vlans, 'Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".', {
		whenUnset: "all customer VLANs",
	}),
});

/** Open vSwitch silently ignores columns that contradict the VLAN mode (ovs-vswitchd.conf.db(5), "VLAN Configuration"). */
export function checkVlans(want: Values, issue: (field: string, message: string) => void): void {
	const { vlanMode, tag, trunks, cvlans } = want;
	if (trunks?.length && (vlanMode === "access" || vlanMode === "dot1q-tunnel"))
		issue("trunks", `contradicts vlanMode "${vlanMode}": such a port carries one VLAN, its tag`);
	if (tag && vlanMode === "trunk")
		issue("tag", 'contradicts vlanMode "trunk": a trunk has no tag; "native-tagged" and "native-untagged" have one');
	if (tag !== undefined && trunks?.length && vlanMode === undefined)
		issue(
			"trunks",
			'contradicts tag: without a vlanMode a tag makes an access port; set vlanMode to "native-tagged" or "native-untagged"',
		);
	if (trunks?.length === 0 && isTrunk(want)) issue("trunks", f.emptyIsEverything("all VLANs"));
	if (cvlans?.length === 0 && vlanMode === "dot1q-tunnel") issue("cvlans", f.emptyIsEverything("all customer VLANs"));
	if (cvlans?.length && vlanMode !== "dot1q-tunnel") issue("cvlans", 'is only for vlanMode "dot1q-tunnel"');
}

/** True where the port carries the VLANs in `trunks`. False while vlanMode is not known yet. */
const isTrunk = ({ vlanMode, tag }: Values): boolean =>
	vlanMode === undefined ? tag === undefined : ["trunk", "native-tagged", "native-untagged"].includes(vlanMode);

/**
 * The inputs without what the port's VLAN mode does not use: empty lists of VLANs, which are allowed only there, and the tag 0 of a
 * trunk, which Open vSwitch ignores (bundle_set() in ofproto/ofproto-dpif.c).
 */
export function withoutUnusedVlans<T extends Values>({ ...want }: T): T {
	for (const field of ["trunks", "cvlans"] as const) if (want[field]?.length === 0) delete want[field];
	if (want.vlanMode === "trunk" && want.tag === 0) delete want.tag;
	return want;
}
