import type { NftTableChainArgs, NftTableMap, NftTableSet } from "../kinds/NftTable";
import type { Service } from "./gateway-plan";
import { parseService } from "./gateway-plan";

/** A tenant as the table knows it. */
export interface TableTenant {
	name: string;
	tunnel: string;
	table: number;
	floatingIp: string;
	address: string;
	allow?: string[];
	deny?: string[];
}

interface Table {
	family: "ip";
	chains: { [name: string]: NftTableChainArgs & { rules?: string[] } };
	sets: { [name: string]: NftTableSet };
	maps: { [name: string]: NftTableMap };
}

/**
 * The gateway's table: a fixed number of rules, whatever the number of tenants. What differs from tenant to tenant is looked up
 * in sets and maps, which hold a line or a few for each of them.
 */
export function gatewayTable(tenants: TableTenant[]): Table {
	const allowed = services(tenants, "allow");
	const denied = services(tenants, "deny");
	return {
		family: "ip",
		maps: {
			zones: map("typeof iifname", "ct zone", tenants, ({ tunnel, table }) => [quoted(tunnel), String(table)]),
			to_inner: map("ifname . ipv4_addr", "ipv4_addr", tenants, ({ tunnel, floatingIp, address }) => [
				`${quoted(tunnel)} . ${floatingIp}`,
				address,
			]),
			to_floating: map("ifname . ipv4_addr", "ipv4_addr", tenants, ({ tunnel, floatingIp, address }) => [
				`${quoted(tunnel)} . ${address}`,
				floatingIp,
			]),
		},
		sets: {
			vrfs: { type: "ifname", elements: tenants.map(({ name }) => quoted(name)) },
			tenants: { type: "ifname . ipv4_addr", elements: tenants.map(({ name, address }) => `${quoted(name)} . ${address}`) },
			...allowed.sets,
			...denied.sets,
		},
		chains: {
			// A packet comes in twice: by the tunnel, then by its VRF. Zone and address are chosen the first time.
			zones: base("filter", "prerouting", "raw", ['meta iifkind "vrf" accept', "ct zone set iifname map @zones"]),
			inward: base("nat", "prerouting", "dstnat", ['meta iifkind "vrf" accept', "dnat to iifname . ip daddr map @to_inner"]),
			outward: base("nat", "postrouting", "srcnat", ["snat to oifname . ip saddr map @to_floating"]),
			forward: base("filter", "forward", "filter", [
				"iifname != @vrfs accept",
				"ct state established,related accept",
				"iifname . ip daddr @tenants goto to_tenant",
				"iifname . ip saddr @tenants goto from_tenant",
				"drop",
			]),
			from_tenant: { rules: [...denied.rules("drop"), "accept"] },
			to_tenant: { rules: [...allowed.rules("accept"), "drop"] },
		},
	};
}

const quoted = (device: string): string => `"${device}"`;

const base = (type: "filter" | "nat", hook: "prerouting" | "postrouting" | "forward", priority: string, rules: string[]) => ({
	...{ type, hook, priority, rules },
});

const map = (
	type: string,
	value: string,
	tenants: TableTenant[],
	entry: (tenant: TableTenant) => [string, string],
): NftTableMap => ({
	...{ type, value, elements: Object.fromEntries(tenants.map(entry)) },
});

interface Sort {
	set: string;
	match: string;
	type: string;
	interval?: boolean;
	fits(service: Service): boolean;
}

/** Ranges are kept apart: a set without them is a hash, whose look-up costs the same however many elements it has. */
const sorts: Sort[] = [
	{
		...{ set: "protocols", match: "iifname . ip protocol", type: "ifname . inet_proto" },
		fits: (s) => s.ports === undefined,
	},
	{
		...{ set: "ports", match: "iifname . ip protocol . th dport", type: "ifname . inet_proto . inet_service" },
		fits: (s) => s.ports !== undefined && !s.range,
	},
	{
		...{ set: "ranges", match: "iifname . ip protocol . th dport", type: "ifname . inet_proto . inet_service" },
		interval: true,
		fits: (s) => s.range,
	},
];

/** The sets of what is allowed or denied, and the rules that look there. */
function services(tenants: TableTenant[], field: "allow" | "deny") {
	const all = tenants.flatMap(({ name, [field]: texts = [] }) =>
		texts.map((text) => ({ name, service: parseService(field, text) })),
	);
	const used = sorts.filter((sort) => !sort.interval || all.some(({ service }) => sort.fits(service)));
	const nameOf = ({ set }: Sort) => `${field === "allow" ? "allowed" : "denied"}_${set}`;
	const sets = used.map((sort): [string, NftTableSet] => [
		nameOf(sort),
		{
			type: sort.type,
			...(sort.interval ? { flags: ["interval"] } : {}),
			elements: all
				.filter(({ service }) => sort.fits(service))
				.map(({ name, service }) =>
					[quoted(name), service.protocol, ...(service.ports ? [service.ports.join("-")] : [])].join(" . "),
				),
		},
	]);
	return {
		sets: Object.fromEntries(sets),
		rules: (verdict: "accept" | "drop") => used.map((sort) => `${sort.match} @${nameOf(sort)} ${verdict}`),
	};
}
