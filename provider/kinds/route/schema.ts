import { z } from "zod";
import * as f from "../../base/fields";
import type { Values } from "../../base/values";
import type { Variants } from "../../base/variants";
import { familyOf, network, table } from "../../network/routing";
import { deadEnds } from "../../tools/ip-route-words";

const types = ["unicast", "blackhole", "unreachable", "prohibit", "throw", "local", "broadcast", "anycast"] as const;

const encap = z.strictObject({
	type: f.defaulted(z.enum(["ip", "ip6"]), "ip", "Outer protocol: IPv4 (ip) or IPv6 (ip6)."),
	id: f.enforced(
		f.unlessZero(f.integer(0, 0xffffffff, "a tunnel's key or VNI")),
		"Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.",
	),
	dst: f.required(f.address, "Remote endpoint of the tunnel."),
	src: f.enforced(f.address, "Local endpoint of the tunnel. Default: the address that routing selects."),
	ttl: f.enforced(f.unlessZero(f.integer(0, 255, "a TTL")), "TTL (hop limit) of the outer packets."),
	tos: f.enforced(f.unlessZero(f.integer(0, 255, "a ToS")), "ToS (traffic class) of the outer packets."),
	key: f.flag("Send `id` as the key of the outer header. GRE needs it."),
});

const nexthop = z.strictObject({
	via: f.required(f.referring(f.address, { thing: "address" }), "Address of the gateway."),
	dev: f.unmanaged(f.nameOf("device"), "The device that leads to the gateway."),
	weight: f.defaulted(
		f.integer(1, 256, "a weight"),
		1,
		"Share of this gateway in the traffic, 1 to 256, relative to the other gateways.",
	),
});

const destination = z
	.string()
	.superRefine((s, context) => {
		if (s === "default") return;
		for (const { message } of network.safeParse(s).error?.issues ?? [])
			context.addIssue({ code: "custom", message: `${message}; or "default"` });
	})
	.overwrite((s) => (s === "default" || s === "0.0.0.0/0" ? "default" : (network.safeParse(s).data ?? s)));

const byText = z
	.string()
	.regex(/^0x[0-9a-fA-F]{1,2}$/, "must be a ToS: 0 to 255")
	.transform(Number);

const tos = z.union([f.integer(0, 255, "a ToS"), byText], { error: "must be a ToS: 0 to 255" });

export const routeShape = {
	destination: f.required(
		destination,
		'"default", a network such as 10.0.0.0/24, or an address. IPv6\'s default route is `::/0`.',
	),
	table: f.enforced(
		table,
		"Routing table: a number, or main, default or local. Default: main; for types local, broadcast and anycast: local.",
	),
	vrf: f.enforced(f.nameOf("device"), "The VRF in whose table the route is, instead of `table`."),
	metric: f.enforced(
		f.integer(0, 0xffffffff, "a metric"),
		"Metric. A lower metric is preferred. Default: 0 for IPv4 and 1024 for IPv6, as in the kernel.",
	),
	tos: f.enforced(tos, "ToS of the packets that use the route, 0 to 255. Only for IPv4. Default: 0."),
	type: f.defaulted(z.enum(types), "unicast", "Type of the route: what happens to packets that use it."),
	via: f.enforced(f.referring(f.address, { thing: "address" }), "Address of the gateway."),
	dev: f.unmanaged(f.nameOf("device"), "The outgoing device. If not set, the kernel finds the device for `via`."),
	src: f.enforced(
		f.referring(f.address, { thing: "address" }),
		"Preferred source address of packets that this host sends on this route.",
	),
	onlink: f.flag(
		"Treat the gateway as directly reachable on the device's link, even if no address of the device is in its network.",
	),
	scope: f.unmanaged(
		z.enum(["global", "site", "link", "host", "nowhere"]),
		"Scope. Only for IPv4. Default: the scope that `ip` derives from the other fields.",
	),
	nexthops: f.enforced(
		z
			.array(nexthop)
			.min(2, "must name two or more gateways: for one gateway, set via")
			.overwrite((all) => [...all].sort((a, b) => (`${a.via} ${a.dev}` < `${b.via} ${b.dev}` ? -1 : 1))),
		"Several gateways that share the traffic.",
	),
	mtu: f.enforced(f.mtu, "MTU of this route, in bytes."),
	encap: f.enforced(encap, "Tunnel header to add to the packets. `dev` must be a tunnel with `external: true`."),
	netns: f.unmanaged(f.nameOf("netns"), "Network namespace of the route. Default: the host's own namespace."),
};

/** True for an address. False for a value that is not known yet. */
const isAddress = (value: unknown): value is string => typeof value === "string" && /[:.]/.test(value);

/** The family of a route. For the destination `default`, it is the family of the gateways or of `src`. */
export const routeFamily = (want: Values): 4 | 6 => {
	if (want.destination !== "default") return familyOf(want.destination);
	return familyOf([want.via, want.src, want.nexthops?.[0]?.via].find(isAddress) ?? "");
};

export function normaliseRoute<T extends Values>(want: T): T {
	const six = routeFamily(want) === 6;
	const own = ["local", "broadcast", "anycast"].includes(want.type) ? 255 : 254;
	return {
		...want,
		destination: six && want.destination === "default" ? "::/0" : want.destination,
		...(want.vrf === undefined ? { table: want.table ?? own } : {}),
		metric: (six ? want.metric || 1024 : want.metric) ?? 0,
		tos: want.tos ?? 0,
	};
}

export const routeVariants: Variants = {
	by: ["type"],
	rules: [
		{
			excluded: ["via", "dev", "nexthops", "encap", "onlink", "mtu", "src"],
			when: { type: deadEnds },
			message: 'is not for type "{type}", which leads nowhere',
		},
	],
	names: { type: { Delivering: types.filter((type) => !deadEnds.includes(type)), DeadEnd: deadEnds } },
};

export function checkRoute(want: Values, issue: (path: string, message: string) => void): void {
	const { table, vrf, type, via, dev, nexthops, encap } = want;
	const family = routeFamily(want);
	const familyKnown = want.destination === "default" || isAddress(want.destination);
	if (table !== undefined && vrf !== undefined) issue("vrf", "can't be set with table: the VRF selects the table");
	for (const [path, address] of [
		["via", via],
		["src", want.src],
		...(nexthops ?? []).map((n: Values, i: number) => [`nexthops.${i}.via`, n.via]),
	])
		if (familyKnown && isAddress(address) && familyOf(address) !== family)
			issue(path, `must be an IPv${family} address, as the destination is`);
	for (const end of ["dst", "src"])
		if (isAddress(encap?.[end]) && familyOf(encap[end]) !== (encap.type === "ip6" ? 6 : 4))
			issue(`encap.${end}`, `must be an IPv${encap.type === "ip6" ? 6 : 4} address for encap.type "${encap.type}"`);
	if (deadEnds.includes(type)) return;
	if (nexthops !== undefined) {
		for (const field of ["via", "dev", "encap"])
			if (want[field] !== undefined) issue(field, "can't be set with nexthops: each of them has its own");
	} else if (via === undefined && dev === undefined)
		issue("via", 'is required, unless dev or nexthops is set, or a type without a next hop such as "blackhole"');
	if (encap !== undefined && dev === undefined) issue("dev", "is required with encap: the tunnel device");
	if (want.onlink && dev === undefined) issue("dev", "is required with onlink");
	if (family === 6 && want.tos) issue("tos", "is only for IPv4 routes");
	if (family === 6 && want.scope !== undefined) issue("scope", "is only for IPv4 routes");
	if (typeof want.tos === "number" && want.tos & 3)
		issue("tos", "must leave the two lowest bits 0: they are for congestion (ECN)");
}
