import type { NftTableChainArgs, NftTableMap, NftTableSet } from "../kinds/NftTable";
import type { Service } from "./gateway-plan";
import { parseService } from "./gateway-plan";

/** The values of a tenant that the table contains. */
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
 * The gateway's nft table. The number of rules does not depend on the number of tenants: values of tenants are elements of sets
 * and maps.
 */
export function gatewayTable(tenants: TableTenant[]): Table {
	const allowed = serviceFilter(tenants, "allow");
	const denied = serviceFilter(tenants, "deny");
	return {
		family: "ip",
		maps: {
			zones: mapOf("typeof iifname", "ct zone", tenants, ({ tunnel, table }) => [quoted(tunnel), String(table)]),
			to_inner: mapOf("ifname . ipv4_addr", "ipv4_addr", tenants, ({ tunnel, floatingIp, address }) => [
				`${quoted(tunnel)} . ${floatingIp}`,
				address,
			]),
			to_floating: mapOf("ifname . ipv4_addr", "ipv4_addr", tenants, ({ tunnel, floatingIp, address }) => [
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
			// A packet passes prerouting twice, with the tunnel and then with the VRF as input device (the kernel's vrf.rst). Zone and
			// address are set in the first pass.
			zones: baseChain("filter", "prerouting", "raw", ['meta iifkind "vrf" accept', "ct zone set iifname map @zones"]),
			inward: baseChain("nat", "prerouting", "dstnat", ['meta iifkind "vrf" accept', "dnat to iifname . ip daddr map @to_inner"]),
			outward: baseChain("nat", "postrouting", "srcnat", ["snat to oifname . ip saddr map @to_floating"]),
			forward: baseChain("filter", "forward", "filter", [
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

const baseChain = (
	type: "filter" | "nat",
	hook: "prerouting" | "postrouting" | "forward",
	priority: string,
	rules: string[],
) => ({
	...{ type, hook, priority, rules },
});

const mapOf = (
	type: string,
	value: string,
	tenants: TableTenant[],
	entry: (tenant: TableTenant) => [string, string],
): NftTableMap => ({
	...{ type, value, elements: Object.fromEntries(tenants.map(entry)) },
});

interface ServiceSet {
	set: string;
	match: string;
	type: string;
	interval?: boolean;
	contains(service: Service): boolean;
}

/**
 * The sets of services. Ranges of ports have a set of their own, because nft stores a set without ranges as a hash table, whose
 * look-up time does not depend on the number of elements.
 */
const serviceSets: ServiceSet[] = [
	{
		...{ set: "protocols", match: "iifname . ip protocol", type: "ifname . inet_proto" },
		contains: (s) => s.ports === undefined,
	},
	{
		...{ set: "ports", match: "iifname . ip protocol . th dport", type: "ifname . inet_proto . inet_service" },
		contains: (s) => s.ports !== undefined && !s.isRange,
	},
	{
		...{ set: "ranges", match: "iifname . ip protocol . th dport", type: "ifname . inet_proto . inet_service" },
		interval: true,
		contains: (s) => s.isRange,
	},
];

/** The sets of allowed or denied services, and the rules that use them. */
function serviceFilter(tenants: TableTenant[], field: "allow" | "deny") {
	const all = tenants.flatMap(({ name, [field]: texts = [] }) =>
		texts.map((text) => ({ name, service: parseService(field, text) })),
	);
	const used = serviceSets.filter((set) => !set.interval || all.some(({ service }) => set.contains(service)));
	const nameOf = ({ set }: ServiceSet) => `${field === "allow" ? "allowed" : "denied"}_${set}`;
	const sets = used.map((set): [string, NftTableSet] => [
		nameOf(set),
		{
			type: set.type,
			...(set.interval ? { flags: ["interval"] } : {}),
			elements: all
				.filter(({ service }) => set.contains(service))
				.map(({ name, service }) =>
					[quoted(name), service.protocol, ...(service.ports ? [service.ports.join("-")] : [])].join(" . "),
				),
		},
	]);
	return {
		sets: Object.fromEntries(sets),
		rules: (verdict: "accept" | "drop") => used.map((set) => `${set.match} @${nameOf(set)} ${verdict}`),
	};
}
