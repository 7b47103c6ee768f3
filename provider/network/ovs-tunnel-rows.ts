import { isIpv6 } from "../base/ip-address";
import { markKey } from "../base/mark";
import type { Values } from "../base/values";
import { map, optional, type Row } from "../tools/ovs-listing";
import type { ColumnField } from "./ovs-columns";

// Tunnels in the rows of the table Interface.

/** The tunnel types of Open vSwitch between the bridges of one network. */
export const overlayTypes = ["vxlan", "gre", "geneve"] as const;

/** The tunnel types of Open vSwitch that this provider supports. */
export const ovsTunnelTypes = [...overlayTypes, "erspan"] as const;

/**
 * The types that tunnels to IPv6 addresses have in Open vSwitch, where that is another one. A tunnel of type gre to such an address
 * loses all packets.
 */
const typesOfIpv6: Record<string, string> = { gre: "ip6gre", erspan: "ip6erspan" };

const typesOfBoth: Record<string, string> = Object.fromEntries(Object.entries(typesOfIpv6).map(([type, six]) => [six, type]));

/** True for an IPv6 address. */
export const hasIpv6 = (address: unknown): boolean => isIpv6(String(address ?? ""));

/** The type of a tunnel in a row of the table Interface. */
function typeInRow({ type, remoteIp }: Values): string {
	const six = typesOfIpv6[type];
	if (six !== undefined) return hasIpv6(remoteIp) ? six : type;
	return Object.keys(mismatches).find((inRow) => mismatches[inRow] === type) ?? type;
}

/** The values of `type` for rows whose type does not fit their remote endpoint. */
const mismatches: Record<string, string> = Object.fromEntries(
	Object.entries(typesOfIpv6).flatMap(([type, six]) => [
		[type, `${type} (IPv4)`],
		[six, `${type} (IPv6)`],
	]),
);

/** The value of `type` of a tunnel, from its row in the table Interface. */
function typeFromRow(row: Row): unknown {
	const type = optional<string>(row.type);
	const mismatch = mismatches[type ?? ""];
	if (type === undefined || mismatch === undefined) return type === "" ? undefined : type;
	const both = typesOfBoth[type];
	return (both !== undefined) === hasIpv6(map(row.options).remote_ip) ? (both ?? type) : mismatch;
}

/** The type of a tunnel by the type in its row. Undefined for an interface that is no tunnel. */
export const tunnelType = (inRow: unknown): string | undefined => {
	const type = typesOfBoth[String(inRow)] ?? inRow;
	return (ovsTunnelTypes as readonly unknown[]).includes(type) ? String(type) : undefined;
};

/** True for the type of an interface that is a tunnel. */
export const isTunnelType = (inRow: unknown): boolean => tunnelType(inRow) !== undefined;

/** The key in the external_ids of a port that holds the name of its Vtep. */
export const vtepKey = `${markKey}-vtep`;

const option = (field: string, key: string, more: Partial<ColumnField> = {}): ColumnField => ({
	...{ field, table: "Interface", column: "options", key, as: "one" },
	...more,
});

/** An option that Open vSwitch reads as a hexadecimal number, and for which 0 is the default: set_tunnel_config() in lib/netdev-vport.c. */
const hexadecimal = (field: string, key: string): ColumnField =>
	option(field, key, {
		fromRow({ options }) {
			const text = map(options)[key];
			return text !== undefined && /^(0x)?[\da-f]+$/i.test(text) ? Number.parseInt(text, 16) || undefined : text;
		},
		inRow: ({ [field]: value }) => (typeof value === "number" ? value.toString(16) : value),
	});

/** The direction in words. Another text than those of Open vSwitch stays as it is. */
const directionFromRow = (text: string | undefined): string | undefined =>
	text === "0" ? undefined : text === "1" ? "egress" : text;

/** OVSDB holds options as text. */
export const tunnelColumns: ColumnField[] = [
	{ field: "type", table: "Interface", column: "type", as: "one", fromRow: typeFromRow, inRow: typeInRow },
	option("remoteIp", "remote_ip"),
	option("localIp", "local_ip"),
	option("key", "key", { number: true }),
	option("inKey", "in_key", { number: true }),
	option("outKey", "out_key", { number: true }),
	option("dstPort", "dst_port", { number: true }),
	option("erspanVersion", "erspan_ver", { number: true }),
	hexadecimal("erspanIndex", "erspan_idx"),
	option("erspanDirection", "erspan_dir", {
		fromRow: ({ options }) => directionFromRow(map(options).erspan_dir),
		inRow: ({ erspanDirection }) => (erspanDirection === "egress" ? "1" : erspanDirection),
	}),
	hexadecimal("erspanHardwareId", "erspan_hwid"),
	option("ttl", "ttl", { number: true }),
	option("tos", "tos"),
	option("csum", "csum", { as: "flag" }),
	option("dfDefault", "df_default", { boolean: true }),
	option("psk", "psk"),
	option("remoteCert", "remote_cert"),
	option("remoteName", "remote_name"),
	{ field: "options", table: "Interface", column: "options", as: "map" },
];
