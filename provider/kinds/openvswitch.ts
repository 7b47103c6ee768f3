import * as f from "../base/fields";
import { kind } from "../model/kind";
import { columnsField } from "../network/other-columns";
import { type ColumnField, otherColumns, planColumns, readColumns } from "../network/ovs-columns";
import { map } from "../tools/ovs-listing";
import { checkMappings, mappingsField, mappingsOf, planMappings } from "./openvswitch/mappings";
import { withRestartWarnings } from "./openvswitch/restart";

const columns: ColumnField[] = [
	{ field: "otherConfig", table: "Open_vSwitch", column: "other_config", as: "keys" },
	{ field: "externalIds", table: "Open_vSwitch", column: "external_ids", as: "keys" },
	otherColumns("columns", "Open_vSwitch"),
];

export const openVSwitch = kind({
	type: "OpenVSwitch",
	summary:
		"Settings of a host's whole Open vSwitch, such as other_config:vlan-limit: keys of the only row in the table Open_vSwitch. The row is never created or deleted. At destroy, the keys get their former values back.",
	schema: f.withoutFields(
		f
			.object({
				otherConfig: f.ownKeys(
					"Keys of the root row's other_config. For IPsec of tunnels: `certificate`, `private_key` and `ca_cert` are paths of files on the host, and `ipsec_skb_mark` says which tunnel packets never leave the host in plain text.",
				),
				// set_system_ids and set_hostname in ovs-ctl of Open vSwitch.
				externalIds: f.ownKeys(
					"Keys of the root row's external_ids. Each start of Open vSwitch writes `rundir`, and `system-id` from the host's `/etc/openvswitch/system-id.conf`; older versions write `hostname` too. Another value in the program is drift after a restart: change that file or the host's name.",
				),
				ovnBridgeMappings: mappingsField,
				columns: columnsField("Open_vSwitch", "the root row", columns),
			})
			.superRefine(f.issues(checkMappings)),
		{ adopt: "The root row always exists. Destroy gives the keys their former values back." },
	),
	computed: {
		ovsVersion: { type: "string", help: "Version of Open vSwitch, such as 3.1.0." },
		systemId: { type: "string", help: "The host's system-id (external_ids:system-id)." },
	},
	identity: { fields: [] },
	replaceOn: [],
	ownership: "preexisting",
	facts: () => [{ read: "ovs" }],
	provides: (want) =>
		(["otherConfig", "externalIds", "ovnBridgeMappings", "columns"] as const).flatMap((field) =>
			Object.keys(want[field] ?? {}).map((key) => `Open vSwitch's ${field} key ${key}`),
		),
	observe: ({ ovs }) => ({
		value: { ...readColumns(columns, () => ovs.root, ovs), ovnBridgeMappings: mappingsOf(ovs.root.external_ids) },
		computed: {
			ovsVersion: typeof ovs.root.ovs_version === "string" ? ovs.root.ovs_version : undefined,
			systemId: map(ovs.root.external_ids)["system-id"],
		},
	}),
	plan: (change) =>
		change.intent === "delete"
			? []
			: [...withRestartWarnings(planColumns(columns, { Open_vSwitch: "." }, change), change.facts), ...planMappings(change)],
});
