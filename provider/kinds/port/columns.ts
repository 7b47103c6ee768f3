import { type ColumnField, otherColumns } from "../../network/ovs-columns";
import { vlanColumns } from "../../network/vlan";

/** The columns of the port's row. */
export const portColumns: ColumnField[] = [
	...vlanColumns,
	{ field: "bondMode", table: "Port", column: "bond_mode", as: "one" },
	{ field: "lacp", table: "Port", column: "lacp", as: "one" },
	{ field: "bondUpdelay", table: "Port", column: "bond_updelay", as: "one", zero: 0 },
	{ field: "bondDowndelay", table: "Port", column: "bond_downdelay", as: "one", zero: 0 },
	{ field: "protected", table: "Port", column: "protected", as: "flag" },
	{ field: "portOtherConfig", table: "Port", column: "other_config", as: "keys" },
	{ field: "portExternalIds", table: "Port", column: "external_ids", as: "keys" },
	otherColumns("portColumns", "Port"),
];

/** The columns of the row of a bond's member. */
export const memberColumns: ColumnField[] = [
	{ field: "type", table: "Interface", column: "type", as: "one", fallback: "system" },
	{ field: "options", table: "Interface", column: "options", as: "map" },
];

/** The columns of the interface's row. */
export const interfaceColumns: ColumnField[] = [
	{ field: "type", table: "Interface", column: "type", as: "one", fallback: "system" },
	{ field: "peer", table: "Interface", column: "options", key: "peer", as: "one" },
	{ field: "mac", table: "Interface", column: "mac", as: "one", unmanaged: true },
	{ field: "mtu", table: "Interface", column: "mtu_request", as: "one", unmanaged: true },
	{ field: "ofportRequest", table: "Interface", column: "ofport_request", as: "one", unmanaged: true },
	{ field: "ingressPolicingRate", table: "Interface", column: "ingress_policing_rate", as: "one", zero: 0 },
	{ field: "ingressPolicingBurst", table: "Interface", column: "ingress_policing_burst", as: "one", zero: 0 },
	{ field: "options", table: "Interface", column: "options", as: "map" },
	{ field: "otherConfig", table: "Interface", column: "other_config", as: "keys" },
	{ field: "externalIds", table: "Interface", column: "external_ids", as: "keys" },
	otherColumns("columns", "Interface"),
];
