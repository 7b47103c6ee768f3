import type { Values } from "../../base/values";
import { type Change, markAfter } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Observed } from "../../model/observed";
import type { DeviceRead } from "../../network/device-change";
import { refusalOfFakeBridge } from "../../network/fake-bridge";
import { type ColumnField, otherColumns, planColumns, readColumns, rowOwner } from "../../network/ovs-columns";
import {
	datapathFault,
	interfaceFault,
	interfaceText,
	ofport,
	planAttachment,
	portNumberNames,
	refuseNumberOfAnother,
} from "../../network/ovs-port";
import { tunnelText } from "../../network/ovs-tunnel";
import { tunnelColumns } from "../../network/ovs-tunnel-rows";
import { vlanColumns } from "../../network/vlan";
import type { Step } from "../../tools/list";

export const portColumns: ColumnField[] = [
	...vlanColumns,
	{ field: "protected", table: "Port", column: "protected", as: "flag" },
	otherColumns("portColumns", "Port"),
];

export const interfaceColumns: ColumnField[] = [
	...tunnelColumns,
	{ field: "ofportRequest", table: "Interface", column: "ofport_request", as: "one", unmanaged: true },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
	otherColumns("columns", "Interface"),
];

/** A tunnel as a port of Open vSwitch. */
export const onOvs = {
	provides: (want: Values) => [tunnelText(want, want.remoteIp), interfaceText(want.name), ...portNumberNames(want)],

	observe(facts: Facts, want: Values): Observed<Values, DeviceRead> | undefined {
		const { ovs } = facts;
		const row = ovs.ports.get(want.name);
		const iface = ovs.interfaces.get(want.name);
		if (!row || !iface) return undefined;
		return {
			value: {
				name: want.name,
				bridge: ovs.bridgeOf.get(want.name),
				...readColumns(portColumns, () => row),
				...readColumns(interfaceColumns, () => iface),
			},
			computed: { uuid: row._uuid, ofport: ofport(iface) },
			owner: rowOwner(row),
			fault: refusalOfFakeBridge(ovs, want.name) ?? interfaceFault(iface) ?? datapathFault(facts, ovs.bridgeOf.get(want.name)),
		};
	},

	plan(change: Change): Step[] {
		if (change.intent === "delete")
			return [{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name: change.was.name }];
		const { want, have } = change;
		const { name } = want;
		refuseNumberOfAnother(change);
		return [
			...planAttachment({ want, have, owner: markAfter(change) }),
			...planColumns(portColumns, { Port: name }, change),
			...planColumns(interfaceColumns, { Interface: name }, change),
		];
	},
};
