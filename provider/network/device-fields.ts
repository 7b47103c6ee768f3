import ipaddr from "ipaddr.js";
import { z } from "zod";
import { inComparedOrder } from "../base/address-order";
import { addressesIn, type DeviceAddress } from "../base/device-address";
import * as f from "../base/fields";
import { isIpv6 } from "../base/ip-address";
import { holdsUnknown, isUnknown } from "../base/unknown";
import { isMap, type Values } from "../base/values";
import { defaultScope } from "../tools/ip-address";
import { familyOf } from "./routing";

/** An address that a device can have. For 0.0.0.0 the kernel reports success and adds no address; the others it refuses. */
const deviceAddress = f.making(
	f.cidr.refine(
		(s) => !/^(0\.0\.0\.0|::)\/|^ff/.test(s),
		"must be an address that a device can have: not 0.0.0.0, :: or an IPv6 multicast address",
	),
	{ sort: "address" },
);

function checkAttributes({ address, peer, label, broadcast, scope, nodad }: Values, context: z.RefinementCtx): void {
	const issue = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
	if (typeof address !== "string") return;
	if (isIpv6(address)) {
		for (const [field, value] of Object.entries({ label, broadcast, scope }))
			if (value !== undefined) issue(field, "is only for IPv4 addresses");
	} else if (nodad !== undefined)
		issue("nodad", "is only for IPv6 addresses: the kernel looks for no duplicates of IPv4 addresses");
	if (typeof broadcast === "string" && isIpv6(broadcast)) issue("broadcast", "must be an IPv4 address");
	if (typeof peer !== "string") return;
	const own = address.replace(/\/.*/, "");
	if (familyOf(peer) !== familyOf(own)) issue("peer", `must be an IPv${familyOf(own)} address, as ${own} is`);
	if (peer === own) issue("peer", "must be another address than the device's own");
}

/** An address alone is text in normal form. */
const addressWithAttributes = z
	.strictObject({
		address: f.required(
			deviceAddress,
			"Address with its prefix length, such as 10.0.0.1/24. With `peer`, the prefix length is that of the peer's network.",
		),
		peer: f.unmanaged(f.address, "Address of the other end of a point-to-point link."),
		label: f.unmanaged(
			z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,14}$/, "must be a label: 1 to 15 of the characters A-Z a-z 0-9 _ . : -"),
			"Label of an IPv4 address: the device's name and more characters, such as eth0:web. 15 characters at most.",
		),
		broadcast: f.unmanaged(f.address, "Broadcast address. Only for IPv4."),
		scope: f.unmanaged(
			z.enum(["global", "site", "link", "host"]),
			"Scope in which the address is valid. Only for IPv4: the kernel derives the scope of an IPv6 address from the address.",
		),
		metric: f.unmanaged(
			f.integer(1, 4_294_967_295, "a metric"),
			"Metric of the route to the address's network, 1 to 4294967295. A lower number is preferred. The kernel's default is 0 for IPv4, and 256 for IPv6.",
		),
		preferredLifetime: f.unmanaged(
			z.literal(0),
			"`0`: the address is deprecated. The host answers on it, and does not select it as the source of new connections.",
		),
		noprefixroute: f.unmanaged(z.boolean(), "`true`: the kernel adds no route to the address's network."),
		nodad: f.unmanaged(
			z.boolean(),
			"`true`: the kernel does not look for duplicates of the address, so that it can be used at once. Only for IPv6.",
		),
	})
	.superRefine(checkAttributes)
	.transform((one) => (Object.values(one).filter((value) => value !== undefined).length === 1 ? one.address : one));

/** The kernel has an IPv6 address only once per device, whatever its prefix length. IPv4 addresses differ by their prefix length. */
function noAddressTwice(list: unknown[], context: z.RefinementCtx): void {
	const all = addressesIn(list);
	const same = all.find((cidr, i) => all.indexOf(cidr) < i);
	if (same !== undefined) context.addIssue({ code: "custom", message: `must have ${same} only once: keep one of its entries` });
	const six = all.filter((cidr, i) => isIpv6(cidr) && all.indexOf(cidr) === i);
	const ips = six.map((cidr) => cidr.replace(/\/.*/, ""));
	const second = ips.findIndex((ip, i) => ips.indexOf(ip) < i);
	if (second < 0) return;
	const first = six[ips.indexOf(ips[second] as string)];
	context.addIssue({
		code: "custom",
		message: `must not have both ${first} and ${six[second]}: a device can have an IPv6 address only once. Keep one of the two prefix lengths`,
	});
}

/**
 * The kernel refuses an IPv4 address in the subnet of another one of the device that has another scope: __inet_insert_ifa() in its
 * net/ipv4/devinet.c.
 */
function oneScopePerSubnet(list: unknown[], context: z.RefinementCtx): void {
	const first = new Map<string, { address: string; scope: string }>();
	for (const one of list) {
		const { address, peer, scope } = (isMap(one) ? one : { address: one }) as Values;
		if (holdsUnknown([address, peer, scope]) || !f.cidr.safeParse(address).success || isIpv6(address)) continue;
		const [local = "", length] = address.split("/");
		const subnet = `${ipaddr.IPv4.networkAddressFromCIDR(`${peer ?? local}/${length}`)}/${length}`;
		const own = { address, scope: scope ?? defaultScope(local) };
		const other = first.get(subnet) ?? own;
		first.set(subnet, other);
		if (other.scope !== own.scope)
			context.addIssue({
				code: "custom",
				message: `must give ${address} the scope of ${other.address}, which is ${other.scope}: a device has one scope per subnet, here ${subnet}`,
			});
	}
}

/** The metric that the kernel gives the route to an IPv6 network (IP6_RT_PRIO_ADDRCONF). */
const defaultMetric = 256;

/**
 * The kernel removes the route to an IPv6 network with the last of the device's addresses in it, and that route alone: one with another
 * metric would be left (check_cleanup_prefix_route() in its net/ipv6/addrconf.c).
 */
function oneMetricPerNetwork(list: unknown[], context: z.RefinementCtx): void {
	const first = new Map<string, { address: string; metric: unknown }>();
	for (const one of list) {
		const { address, peer, metric = defaultMetric, noprefixroute } = (isMap(one) ? one : { address: one }) as Values;
		if (holdsUnknown([address, peer, metric, noprefixroute]) || !f.cidr.safeParse(address).success || !isIpv6(address)) continue;
		if (noprefixroute) continue;
		const [local = "", length] = address.split("/");
		const network = `${ipaddr.IPv6.networkAddressFromCIDR(`${peer ?? local}/${length}`)}/${length}`;
		const other = first.get(network) ?? { address, metric };
		first.set(network, other);
		if (other.metric !== metric)
			context.addIssue({
				code: "custom",
				message: `must give ${address} the metric of ${other.address}: the kernel would leave a route behind where addresses of one network, here ${network}, have different ones`,
			});
	}
}

/** A list in which a text that is there twice counts once, where it comes first. */
const withoutRepeats = <T extends DeviceAddress>(list: T[]): T[] =>
	list.filter((one, i) => isMap(one) || list.indexOf(one) === i);

/** The rules across the fields of a device. `at`: the path of the object that has the fields, such as `peer.`. */
export function checkDevice({ name, mtu, addresses }: Values, issue: (path: string, message: string) => void, at = ""): void {
	const six = addressesIn(addresses).find(isIpv6);
	// The kernel has no IPv6 on a device with a smaller MTU than IPv6's least one (RFC 8200), and removes its IPv6 addresses.
	if (mtu < 1280 && six !== undefined) issue(`${at}mtu`, `must be 1280 or more with the IPv6 address ${six}`);
	if (typeof name !== "string" || isUnknown(name) || !Array.isArray(addresses)) return;
	for (const { address, label } of addresses.filter(isMap))
		if (typeof label === "string" && !label.startsWith(name))
			issue(
				`${at}addresses`,
				`has the label ${label} for ${address}: \`ip\` takes only labels that begin with the device's name, such as ${name}:1`,
			);
}

/** The packets that a device of the kernel takes in beside its own. */
export const receivingFields = f.group("Device", {
	promisc: f.unmanaged(
		z.boolean(),
		"Take in packets to all MAC addresses (promiscuous mode). If the field is removed from the program, the mode is switched off.",
	),
	allmulticast: f.unmanaged(
		z.boolean(),
		"Take in all multicast packets. If the field is removed from the program, the mode is switched off.",
	),
});

const up = (whenUnset: string) =>
	f.filledIn(f.unmanaged(z.boolean(), "Set the device up (`true`) or down (`false`).", whenUnset));

/** The device settings of every kind that has a network device. */
export const deviceFields = f.group("Device", {
	mac: f.unmanaged(f.mac, "MAC address of the device, such as 02:00:00:00:00:01."),
	mtu: f.unmanaged(
		f.mtu,
		"MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.",
	),
	addresses: f
		.unmanaged(
			z
				.array(z.union([deviceAddress, addressWithAttributes]))
				.overwrite(withoutRepeats)
				.superRefine(noAddressTwice)
				.superRefine(oneScopePerSubnet)
				.superRefine(oneMetricPerNetwork),
			"Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.",
		)
		.meta({ shared: true, compared: inComparedOrder }),
	up: up("`true` if `addresses` has an address, else left alone"),
});

/** The settings of a device that can be in a Linux bridge or VRF. */
export const memberFields = f.group("Device", {
	...deviceFields,
	up: up("`true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone"),
});
