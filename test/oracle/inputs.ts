import fc from "fast-check";
import type { z } from "zod";
import { addressesIn } from "../../provider/base/device-address";
import { type FieldMeta, fieldMeta } from "../../provider/base/fields";
import { canonicalAddress, isIpv6, isStrictAddress } from "../../provider/base/ip-address";
import type { Reference } from "../../provider/base/references";
import { isMap, type Values, withoutUnset } from "../../provider/base/values";
import { kinds } from "../../provider/kinds";
import { bondModes } from "../../provider/kinds/link/bond";
import { identityChanges, replacedFields } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import { checkInputs } from "../../provider/model/validate";
import { encap } from "../../provider/network/route-encap";
import { featureOfKind, featuresOf, type HostFeatures } from "./features";
import { mixedTable, nftMatches, nftTable } from "./nft";
import { bucketActions, flowsWithObjects, openFlow } from "./openflow";
import { pick } from "./template";
import * as text from "./text";
import { type Given, inputsOf, objects } from "./walk";
import { bridges, hasLabel, ports, shared, spaces, taken, takenUdpPort } from "./world";

export type Input = [kind: string, args: Values];

/** One generated resource, and the resources that it cannot be without. */
export interface Unit {
	seed: number;
	inputs: Input[];
	/** Other inputs for the object of the first resource, to which an update can change it in place. */
	changed?: Values;
}

/** The names and places that the units of one batch have taken already. */
export class Batch {
	private readonly counts: Record<string, number> = {};
	private readonly uses = new Map<string, string>();
	private readonly provided = new Set<string>();

	/** The next number of this use, from 0. */
	next(use: string): number {
		const n = this.counts[use] ?? 0;
		this.counts[use] = n + 1;
		return n;
	}

	/** Notes how a unit uses things that all units must use in the same way. False: an earlier one uses them in another way. */
	agrees(uses: { name: string; use: string }[]): boolean {
		if (uses.some(({ name, use }) => (this.uses.get(name) ?? use) !== use)) return false;
		for (const { name, use } of uses) this.uses.set(name, use);
		return true;
	}

	/** Notes what a unit provides. False: an earlier one provides a part of it. */
	isNew(provided: string[]): boolean {
		if (provided.some((name) => this.provided.has(name))) return false;
		for (const name of provided) this.provided.add(name);
		return true;
	}

	/** The next member of a list, or undefined if all are taken. */
	take<T>(use: string, all: readonly T[]): T | undefined {
		return all[this.next(use)];
	}
}

/** The frequency of each kind among the generated ones, relative to the others. */
const weights: Record<string, number> = {
	...{
		OpenVSwitch: 1,
		Bridge: 3,
		Port: 8,
		Tunnel: 9,
		Vtep: 3,
		LocalVlans: 1,
		Trunk: 2,
		Link: 9,
		Namespace: 1,
		VRF: 3,
		WireGuard: 4,
	},
	...{
		Route: 8,
		Routes: 3,
		Rule: 8,
		Neighbor: 4,
		Sysctl: 4,
		NftTable: 8,
		FlowTable: 2,
		OpenFlowTable: 8,
		OpenFlowGroup: 4,
		OpenFlowMeter: 2,
		GeneveOption: 1,
		Mirror: 3,
		SFlow: 1,
		NetFlow: 1,
		IPFIX: 2,
		Reachability: 1,
		HostSetup: 1,
	},
};

/** The name of a device: short, with capitals and a dot, or as long as a name can be. */
function name(prefix: string, slot: number): string {
	const short = `${prefix}${slot.toString(36)}`;
	if (slot % 9 === 4) return `${prefix.toUpperCase()}.${slot.toString(36)}_A`;
	return slot % 9 === 7 ? `${short}-`.padEnd(15, "x") : short;
}
const const_ = fc.constant;

/** A generator for one kind in a place of its own: its names, addresses and numbers differ from those of all other slots. */
function valuesFor(slot: number, features: HostFeatures): Given {
	const device = fc.constantFrom(...shared.devices);
	const vrf = const_(features.has("link vrf") ? shared.vrf : undefined);
	const [high, low] = [slot >> 8, slot & 255];
	const own4 = (host: number) => `101.${high}.${low}.${host}`;
	const own6 = [0x2001, 0xdb8, 0x1000 + slot, 0, 0, 0, 0];
	const ownAddresses = fc.oneof(
		fc.tuple(fc.integer({ min: 1, max: 254 }), fc.integer({ min: 24, max: 32 })).map(([n, length]) => `${own4(n)}/${length}`),
		fc
			.tuple(fc.integer({ min: 1, max: 0xffff }), fc.constantFrom(64, 64, 127, 128, 48))
			.chain(([n, length]) => text.spelled6([...own6, n]).map((ip) => `${ip}/${length}`)),
	);
	const attributes = (device: string) => ({
		label: fc.constantFrom(device, `${device}:1`.slice(0, 15), `${device}.web_2`.slice(0, 15)),
		peer: fc.integer({ min: 1, max: 254 }).map((n) => `101.${high}.${low}.${n}`),
		broadcast: fc.constantFrom(own4(255), "101.255.255.255"),
		scope: fc.constantFrom("global", "site", "link", "host"),
		metric: fc.integer({ min: 1, max: 4_294_967_295 }),
		preferredLifetime: const_(0),
		noprefixroute: fc.boolean(),
	});
	const attributes6 = {
		metric: fc.integer({ min: 1, max: 4_294_967_295 }),
		preferredLifetime: const_(0),
		noprefixroute: fc.boolean(),
		nodad: fc.boolean(),
	};
	const addressesOf = (device: string, ownPart = ownAddresses) => {
		const withAttributes = ownPart.chain((address) =>
			fc
				.record<Values>(address.includes(":") ? attributes6 : attributes(device), { requiredKeys: [] })
				.map((all) => ({ address, ...all })),
		);
		return fc.array(fc.oneof({ weight: 3, arbitrary: ownPart }, { weight: 1, arbitrary: withAttributes }), { maxLength: 3 });
	};
	const bridgeVlans = fc
		.tuple(
			fc.subarray([1, 10, "20-30", "31", { vid: 32 }, { vid: "40-50", untagged: true }, { vid: 51, untagged: true }]),
			fc.subarray(
				[
					{ vid: 60, pvid: true },
					{ vid: 2, pvid: true, untagged: true },
				],
				{ maxLength: 1 },
			),
		)
		.map((lists) => lists.flat());
	const via4 = fc.integer({ min: 2, max: 254 }).map((n) => `100.64.0.${n}`);
	const via6 = fc.integer({ min: 2, max: 0xffff }).chain((n) => text.spelled6([0x2001, 0xdb8, 0x64, 0, 0, 0, 0, n]));
	const destination4 = fc
		.integer({ min: 22, max: 32 })
		.map((n) => (n === 32 ? own4(9) : `101.${high}.${n < 24 ? low & ~((1 << (24 - n)) - 1) : low}.0/${n}`));
	// They have none of the gateways.
	const wide = fc.constantFrom(
		"32.0.0.0/3",
		"8.0.0.0/7",
		"172.16.0.0/12",
		"128.0.0.0/1",
		"4000::/2",
		"FD00::/8",
		"2001:db8:8000::/33",
	);
	// In user space, Open vSwitch has a VXLAN without extensions on each port, which excludes tunnels with GBP.
	const isGbp = slot % 5 === 0 && features.has("datapath system");
	const options = fc.record(
		{
			in_key: fc.constantFrom(String(slot + 10), "flow"),
			out_key: fc.constantFrom("7", "0x10", "flow"),
			egress_pkt_mark: fc.constantFrom("0", "5", "010", "4294967295"),
			packet_type: fc.constantFrom("legacy_l2", "legacy_l3", "ptap"),
			// Tunnels on the same port all have the extension GBP, or none has it.
			exts: const_(isGbp ? "gbp" : "gpe"),
			seq: fc.constantFrom("true", "false"),
			ipsec_rekey: text.anyText,
		},
		{ requiredKeys: isGbp ? ["exts"] : [] },
	);
	const paths: Record<string, fc.Arbitrary<unknown>> = {
		"Bridge.name": const_(name("br", slot)),
		"Bridge.datapathType": features.has("datapath system")
			? fc.constantFrom("system", "system", "system", "netdev")
			: const_("netdev"),
		"Bridge.addresses": addressesOf(name("br", slot)),
		"Bridge.uplink": const_(undefined),
		// The addresses that a bridge takes over from its uplink may be of IPv6, which needs 1280.
		"Bridge.mtu": fc.constantFrom(1280, 1500, 9000, 65535),
		"Bridge.controllers.target": fc.oneof(
			fc.constantFrom("tcp:127.0.0.1:6653", "tcp:192.0.2.9", "tcp:[2001:db8::9]:6653", "ssl:192.0.2.9:6653", "unix:/run/none"),
			fc.integer({ min: 1, max: 9 }).map((n) => `ptcp:${20000 + slot * 10 + n}`),
		),
		"Bridge.hwaddr": text.mac,
		// Open vSwitch gives the bridge the address of one of its controllers, and never takes it away.
		"Bridge.controllers.columns.local_ip": const_(undefined),
		"Bridge.columns.flow_tables.*key": fc.integer({ min: 0, max: 254 }).map(String),
		"Bridge.columns.flow_tables.*.prefixes": fc.constantFrom([], ["ip_dst"], ["ip_src", "ip_dst"]),
		"Bridge.columns.flow_tables.*.groups": fc.constantFrom([], [""], ["NXM_OF_IN_PORT[]", "NXM_OF_VLAN_TCI[]"]),
		"Bridge.columns.auto_attach.mappings.*key": fc.integer({ min: 0, max: 0xffffff }).map(String),
		"OpenVSwitch.columns.manager_options.target": fc.integer({ min: 1, max: 9 }).map((n) => `ptcp:${21000 + n}:127.0.0.1`),
		"OpenVSwitch.ovnBridgeMappings.*key": fc.constantFrom("net1", "physnet-2", "a/b=c"),
		"OpenVSwitch.columns.ssl": const_({
			private_key: "/etc/none/k.pem",
			certificate: "/etc/none/c.pem",
			ca_cert: "/etc/none/a.pem",
		}),
		"Port.name": const_(name("pt", slot)),
		"Port.addresses": addressesOf(name("pt", slot)),
		// Open vSwitch gives each internal port the least MTU of its bridge, and IPv6 needs 1280.
		"Port.mtu": fc.constantFrom(1280, 1500, 9000, 65535),
		// Open vSwitch creates the device of another port again if that port has the requested number.
		"Port.ofportRequest": const_(1000 + slot),
		"Tunnel.ofportRequest": const_(30000 + slot),
		"Port.bridge": fc.constantFrom(...bridges),
		"Port.peer": const_(name("pq", slot)),
		"Port.netns": const_(features.has("datapath system") ? spaces.devices : undefined),
		"Port.qos.queues.*key": fc.integer({ min: 0, max: 61439 }).map(String),
		"Tunnel.name": const_(name("tu", slot)),
		"Tunnel.addresses": addressesOf(name("tu", slot)),
		"Tunnel.mtu": fc.constantFrom(68, 576, 1279, 1280, 1400),
		"Tunnel.remoteIp": fc.oneof(const_(own4(1)), text.spelled6([...own6, 1]), const_("flow")),
		"Tunnel.localIp": fc.oneof(const_("192.0.2.2"), const_("flow"), text.spelled6([0x2001, 0xdb8, 0x64, 0, 0, 0, 0, 1])),
		"Tunnel.group": fc.oneof(const_(`239.1.${high}.${low}`), text.spelled6([0xff0e, 0, 0, 0, 0, 0, 1, slot + 1])),
		"Tunnel.key": fc.oneof(const_(slot + 10), const_(0xff0000 + slot), const_("flow")),
		"Tunnel.inKey": fc.oneof(const_(slot + 10), const_("flow")),
		"Tunnel.outKey": fc.oneof(fc.integer({ min: 0, max: 0xffff }), const_("flow")),
		"Tunnel.remoteCert": fc.constantFrom("/etc/none/c.pem", "/etc/none/the peer's ☃.pem"),
		"Tunnel.dstPort": fc.integer({ min: 1, max: 65535 }).filter((port) => port !== takenUdpPort),
		"Tunnel.vrf": vrf,
		"Tunnel.master": const_(shared.bridge),
		"Tunnel.netns": const_(spaces.devices),
		"Tunnel.options": options,
		"Vtep.options": options,
		"Vtep.name": const_(name("vt", slot)),
		"Vtep.key": fc.oneof(const_(slot + 10), const_("flow")),
		"Vtep.inKey": fc.oneof(const_(slot + 10), const_("flow")),
		"Vtep.outKey": fc.oneof(fc.integer({ min: 0, max: 0xffff }), const_("flow")),
		"Vtep.localIp": fc.oneof(const_("192.0.2.2"), const_("flow")),
		"Vtep.peers": fc.dictionary(text.word, fc.oneof(fc.integer({ min: 1, max: 9 }).map(own4), text.spelled6([...own6, 7])), {
			minKeys: 1,
			maxKeys: 3,
		}),
		"Trunk.name": fc.constantFrom(`tr${slot}`, `trunk-with-a-longer-id.${slot}`),
		"Trunk.integrationBridge": fc.constantFrom(...bridges),
		"Trunk.subports.name": fc.constantFrom("a", "b", "c", "a b", "ü").map((s) => `${slot}${s}`),
		"Link.name": const_(name("lk", slot)),
		"Link.mtu": fc.constantFrom(68, 576, 1279, 1280, 1500),
		"Link.peer.name": const_(name("lp", slot)),
		"Link.peer.vrf": vrf,
		"Link.peer.master": const_(shared.bridge),
		"Link.peer.netns": fc.constantFrom(spaces.devices, spaces.nft),
		"Link.addresses": addressesOf(name("lk", slot)),
		"Link.peer.addresses": addressesOf(
			name("lp", slot),
			ownAddresses.map((cidr) => cidr.replace(/^101\./, "102.").replace(/^2001/, "2002")),
		),
		"Link.bridgeVlans": bridgeVlans,
		"Link.peer.bridgeVlans": bridgeVlans,
		"Tunnel.bridgeVlans": bridgeVlans,
		"Link.vrf": vrf,
		"Link.master": const_(shared.bridge),
		"Link.netns": const_(spaces.devices),
		// A parent has one macvlan alone in the mode passthru, and never macvlans and ipvlans. The others are modes of bonds.
		"Link.mode": fc.constantFrom("bridge", "private", "vepa", ...bondModes),
		// They are multiples of miimon.
		"Link.updelay": fc.constantFrom(0, 100, 200),
		"Link.downdelay": fc.constantFrom(0, 100, 1000),
		"Link.interfaces": const_(undefined),
		"Link.bondPorts": const_(undefined),
		"Link.vlanId": fc.constantFrom(1 + slot, 4094 - slot),
		"Namespace.name": fc.constantFrom(`n${slot}`, `ns-with.a_longer-name-${slot}`),
		"WireGuard.name": const_(name("wg", slot)),
		"WireGuard.privateKey": text.key,
		"WireGuard.listenPort": const_(40000 + slot),
		"WireGuard.peers.publicKey": text.key,
		"WireGuard.peers.presharedKey": text.key,
		"WireGuard.peers.endpoint": fc
			.tuple(
				fc.oneof(
					const_(own4(1)),
					text.spelled6([...own6, 1]).map((ip) => `[${ip}]`),
				),
				fc.integer({ min: 1, max: 65535 }),
			)
			.map(([ip, port]) => `${ip}:${port}`),
		"WireGuard.addresses": addressesOf(name("wg", slot)),
		"WireGuard.mtu": fc.constantFrom(68, 576, 1279, 1280, 1400),
		"WireGuard.vrf": vrf,
		"WireGuard.netns": const_(spaces.devices),
		"VRF.name": const_(name("rf", slot)),
		"VRF.table": fc.constantFrom(5000 + slot, 0xf0000000 + slot),
		"VRF.netns": const_(spaces.vrfs),
		"Route.destination": fc.oneof(
			destination4,
			text.spelled6([...own6, 0]).chain((ip) => fc.constantFrom(`${ip}/64`, `${ip}/49`, `${ip}/128`, ip)),
			fc.constantFrom("default", "0.0.0.0/0", "::/0"),
			wide,
		),
		"Route.table": fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(10000 + slot, 0xe0000000 + slot) },
			{ weight: 1, arbitrary: fc.constantFrom("main", 254, "default", 253, "local", 255, 1 + (slot % 252)) },
		),
		"Route.vrf": vrf,
		"Route.via": fc.oneof(via4, via6),
		"Route.nexthops.via": fc.oneof(via4, via6),
		"Route.dev": const_("od0"),
		"Route.nexthops.dev": const_("od0"),
		"Route.src": fc.oneof(const_("100.64.0.1"), text.spelled6([0x2001, 0xdb8, 0x64, 0, 0, 0, 0, 1])),
		"Route.encap.dst": text.address,
		"Route.encap.src": text.address,
		"Route.nexthops.encap.dst": text.address,
		"Route.nexthops.encap.src": text.address,
		"Route.tos": fc.constantFrom(0, 4, 16, 252, "0x10", "0xFC"),
		"Route.netns": const_(spaces.routes),
		"Routes.name": fc.constantFrom(`rs${slot}`, `a b ü ${slot}`),
		"Rule.tos": fc.constantFrom(0, 4, 16, 28, 252),
		"Rule.priority": fc.constantFrom(1100 + slot, 40000 + slot, 0xf0000000 + slot),
		"Rule.goto": fc.constantFrom(0xf1000000, 50000, 32766),
		"Rule.vrf": vrf,
		"Rule.iif": fc.oneof(device, const_("none9")),
		"Rule.oif": fc.oneof(device, const_("none9")),
		"Rule.netns": const_(spaces.rules),
		"Rule.from": fc.oneof(
			text.network4,
			text.network6,
			text.address4,
			text.address6,
			fc.constantFrom("all", "0.0.0.0/0", "::/0", "0::0/0"),
		),
		"Rule.to": fc.oneof(text.network4, text.network6, text.address4, text.address6, fc.constantFrom("all", "0.0.0.0/0", "::/0")),
		"Rule.ipproto": fc.constantFrom("tcp", "udp", "sctp", "6", 17, "icmp", 1, "58", "ipv6-icmp", 255, "47", "TCP"),
		"Rule.sport": fc.oneof(text.number, text.range, fc.integer({ min: 1, max: 65535 })),
		"Rule.dport": fc.oneof(text.number, text.range, fc.integer({ min: 1, max: 65535 })),
		"Neighbor.address": fc.oneof(
			fc.integer({ min: 1, max: 254 }).map(own4),
			fc.integer({ min: 1, max: 0xffff }).chain((n) => text.spelled6([...own6, n])),
		),
		"Neighbor.lladdr": fc.oneof(text.mac, fc.constantFrom("03:bf:0a:00:00:01", "00:00:00:00:00:00")),
		...{ "Sysctl.key": const_("net.ipv4.ip_forward"), "Sysctl.value": const_("1") },
		"NftTable.netns": const_(spaces.nft),
		"FlowTable.netns": const_(spaces.nft),
		"FlowTable.name": const_(`ft${slot}`),
		"FlowTable.priority": fc.oneof(
			fc.integer({ min: -300, max: 300 }),
			fc.constantFrom("filter", "filter + 5", "filter -10", "0", "007"),
		),
		"FlowTable.expression": nftMatches("inet"),
		"OpenFlowTable.bridge": const_("ob0"),
		"OpenFlowTable.table": const_(slot % 255),
		"OpenFlowTable.name": fc.constantFrom(`of${slot}`, `a/b ${slot}`),
		"OpenFlowTable.flows": fc.array(openFlow, { maxLength: 4 }).map((all) => all.filter((flow) => flow.match !== undefined)),
		"OpenFlowGroup.bridge": const_("ob0"),
		"OpenFlowGroup.groupId": fc.constantFrom(slot + 1, 0xffffff00 - slot),
		"OpenFlowGroup.buckets.actions": bucketActions,
		"OpenFlowGroup.buckets.bucketId": const_(undefined),
		"OpenFlowGroup.buckets.watchGroup": const_(undefined),
		"OpenFlowGroup.fields": fc.oneof(
			fc.subarray(["ip_src", "nw_dst", "tcp_src", "udp_dst", "eth_src", "dl_dst", "vlan_tci"]),
			fc.subarray(["ip_src=255.255.0.0", "ipv6_dst=FFFF:ffff::", "tcp_dst=0xff00", "eth_src=FF:ff:ff:00:00:00", "reg3=255"]),
			fc.constantFrom(["nw_src=255.255.255.255"], ["ip_proto"], ["tun_id", "in_port"]),
		),
		"OpenFlowMeter.bridge": const_("ob0"),
		"OpenFlowMeter.meterId": fc.constantFrom(slot + 1, 100000 - slot),
		// The datapath of the kernel has one band per meter.
		"OpenFlowMeter.bands": fc
			.record({
				rate: fc.integer({ min: 1, max: 0xffffff }),
				burstSize: fc.option(fc.integer({ min: 1, max: 0xffff }), { nil: undefined }),
			})
			.map(({ rate, burstSize }) => [{ rate, ...(burstSize === undefined ? {} : { burstSize }) }]),
		"GeneveOption.bridge": const_("ob0"),
		"GeneveOption.field": const_(`tun_metadata${slot % 64}`),
		"GeneveOption.class": fc.constantFrom(slot, 0xffff - slot),
		"GeneveOption.length": fc.constantFrom(4, 8, 12, 124),
		"Mirror.bridge": const_("ob0"),
		// Open vSwitch 3.1 ignores false.
		"IPFIX.enableInputSampling": const_(true),
		"IPFIX.enableOutputSampling": const_(true),
		"Mirror.name": fc.constantFrom(`m${slot}`, `a mirror "${slot}"`),
		"SFlow.agent": fc.constantFrom("eth0", "192.0.2.2", "2001:DB8:0:0::1"),
		"HostSetup.name": fc.constantFrom(`setup${slot}`, `A_setup-${slot}`),
		// The lab's hosts have these packages and modules. They have no systemd: test/unit/tools/systemctl.test.ts.
		"HostSetup.packages": fc.subarray(["iproute2", "iputils-ping", "kmod", "nftables", "openvswitch-switch", "procps", "sudo"]),
		"HostSetup.modules": fc.subarray(["openvswitch", "nf-tables", "nf_conntrack", "vxlan"]),
		"HostSetup.services": const_(undefined),
		"HostSetup.sudoers.user": fc.constantFrom("guest", "pat", "nobody_here"),
		"Reachability.name": const_(`reach${slot}`),
		"Reachability.to": fc.constantFrom("127.0.0.1", "::1", "0:0:0:0:0:0:0:1"),
		"Reachability.vrf": const_(undefined),
		"Reachability.port": const_(22),
		"Reachability.timeout": const_(1),
		"Reachability.retries": const_(1),
		"Reachability.expect": const_("reachable"),
		"Reachability.netns": const_(spaces.devices),
	};
	// The routes of a Routes have the fields of a Route, which has the table and the namespace itself.
	for (const [path, values] of Object.entries(paths)) {
		const [type, field = ""] = path.split(/\.(.*)/);
		if (type === "Route") paths[`Routes.${["table", "vrf", "netns"].includes(field) ? "" : "routes."}${field}`] = values;
	}
	for (const field of ["objects", "chains", "sets", "maps", "flowtables"]) paths[`NftTable.${field}`] = const_(undefined);
	paths["NftTable.name"] = const_(`t${slot}`);
	const targets = (needsPort: boolean) =>
		fc.array(
			fc
				.tuple(
					fc.oneof(
						text.address4,
						text.address6.map((ip) => `[${ip}]`),
					),
					fc.integer({ min: 1, max: 65535 }),
				)
				.chain(([ip, port]) =>
					needsPort ? const_(`${ip}:${port}`) : fc.constantFrom(ip, `${ip}:${port}`, `${ip}:0${port}`.slice(0, ip.length + 6)),
				),
			{ minLength: 1, maxLength: 3 },
		);
	for (const type of ["SFlow", "IPFIX", "NetFlow"]) paths[`${type}.targets`] = targets(type === "NetFlow");
	const bySort: Record<Reference["sort"], fc.Arbitrary<unknown>> = {
		bridge: fc.constantFrom(...bridges),
		port: fc.constantFrom(...ports),
		device,
		netns: const_(spaces.devices),
		address: ownAddresses,
		group: const_(slot + 1),
		meter: const_(slot + 1),
		"geneve option": const_("tun_metadata0"),
	};
	return {
		at: (path) =>
			paths[path] ?? (path.endsWith(".host") ? const_("host") : path.endsWith(".adopt") ? const_(undefined) : undefined),
		named: ({ sort }) => bySort[sort],
	};
}

/** Ports and ranges that rules can have. */
const port = fc.oneof(
	fc.integer({ min: 1, max: 65534 }),
	fc.integer({ min: 1, max: 60000 }).chain((n) => fc.constantFrom(String(n), `0${n}`.slice(-5), `${n}-${n}`, `${n}-${n + 100}`)),
);

/** Kernel parameters that set others too, or that few people set, with values. They are in a namespace where no others are set. */
export const otherKeysOfSysctl: [key: string, values: (string | number)[]][] = [
	["net.ipv4.ip_forward", [1, "0x1", 0]],
	["net.ipv6.conf.all.forwarding", [1]],
	["net.ipv4.conf.default.rp_filter", [1, "2"]],
	["net.ipv4.neigh.od0.retrans_time_ms", [2000, "0x7d0"]],
	["net.ipv4.neigh.od0.locktime", ["200"]],
	["net.ipv4.tcp_fastopen_key", ["00000001-00000002-00000003-00000004"]],
	["net/ipv4/conf/od.5/rp_filter", [1]],
	["net.ipv4.icmp_ratemask", [6168, "0x1818"]],
	["net.ipv4.ip_unprivileged_port_start", [0, "1024"]],
	["net.ipv6.auto_flowlabels", [2]],
	["net.ipv4.tcp_mtu_probing", ["1"]],
];

/** Kernel parameters, with values in the spellings that people write. */
export const keysOfSysctl: [key: string, values: (string | number)[]][] = [
	["net.ipv4.conf.all.rp_filter", [0, 1, "2", "01"]],
	["net/ipv4/conf/od0/rp_filter", ["1", 2]],
	["net.ipv4.ip_local_reserved_ports", ["8080,9148,8081", "80-80", "1-3,2-5", "8080"]],
	["net.ipv4.fib_multipath_hash_fields", ["0x0037", 55, "0x1"]],
	["net.ipv4.ip_local_port_range", ["32768 60999", "1024\t 65000"]],
	["net.ipv4.ping_group_range", ["0  2147483647", "1 0"]],
	["net.ipv4.tcp_rmem", ["4096 131072 6291456"]],
	["net.ipv4.conf.od1.forwarding", [1, "0"]],
	["net.ipv6.conf.od1.accept_ra", [0, 2]],
	["net.ipv6.conf.default.accept_dad", [0, "2"]],
	["net.ipv4.tcp_congestion_control", ["reno"]],
	["net.ipv4.igmp_max_memberships", ["20", "0x20"]],
	["net.ipv4.neigh.od0.base_reachable_time_ms", [30000, "40000"]],
	["net.ipv4.neigh.od1.gc_stale_time", ["90", "60"]],
	["net.ipv4.fwmark_reflect", [1]],
	["net.ipv6.flowlabel_consistency", ["0"]],
	["net.ipv4.conf.od0.arp_ignore", [1, "+1"]],
	["net.ipv4.tcp_ecn", [1]],
	["net.ipv4.ip_default_ttl", [65, "0100"]],
	["net.ipv4.tcp_fastopen", ["0x1", 3]],
];

const sample = <T>(values: fc.Arbitrary<T>, seed: number): T => fc.sample(values, { numRuns: 1, seed })[0] as T;

/** The value at a path of an input, without the last step if it cannot be left out. */
function without(args: Values, path: string): boolean {
	const steps = path.replace(/\[(\d+)\]/g, ".$1").split(".");
	const at = (depth: number) => steps.slice(0, depth).reduce<Values | undefined>((v, step) => v?.[step], args);
	for (let depth = steps.length; depth > 0; depth--) {
		const holder = at(depth - 1);
		const step = steps[depth - 1] as string;
		if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, step)) continue;
		if (Array.isArray(holder)) holder.splice(Number(step), 1);
		else delete holder[step];
		return true;
	}
	return false;
}

/** Inputs that the kind's checks accept. Fields that they refuse are left out, and fields that they miss are added. */
function valid(kind: Kind, given: Given, seed: number, fixed: Values): Values | undefined {
	const share = sample(fc.constantFrom(0.1, 0.3, 0.5, 0.8), seed);
	const args = { ...structuredClone(sample(objects(kind.schema, kind.type, given, share), seed)), ...fixed } as Values;
	for (let i = 0; i < 60; i++) {
		const [problem] = checkInputs(kind, args).problems;
		if (!problem) return args;
		const field = problem.path.split(/[.[]/)[0] as string;
		if (/is required|needs/.test(problem.message) && args[field] === undefined && kind.schema.shape[field])
			args[field] = sample(inputsOf(kind.schema.shape[field] as never, `${kind.type}.${field}`, given), seed + i);
		else if (fixed[field] !== undefined || !without(args, problem.path)) return undefined;
	}
	return undefined;
}

/**
 * True for a route to everything that no packet takes to a gateway, or that comes before all others. In a table that others use, it hides the
 * networks of their gateways: the kernel looks these up in the table of the route first, and in the local table for all routes
 * (fib_check_nh).
 */
const hidesGateways = ({ type, destination, table }: Values): boolean =>
	(["local", "broadcast", "anycast", "multicast"].includes(type) || ["local", 255].includes(table)) &&
	["default", "0.0.0.0/0", "::/0"].includes(destination);

/** Gateways in no network of the device, so that their routes need `onlink`. */
const outside = ["203.0.113.9", "2001:db8:999::9"];

/** A route that hides gateways gets a table of its own. */
const awayFromGateways =
	(slot: number) =>
	(args: Values): Values => {
		const route = possibleRoute(slot)(args);
		return hidesGateways(route) ? { ...route, table: 10000 + slot, vrf: undefined } : route;
	};

/** The device in whose network a gateway is. Undefined: a gateway that is in no network, or in all. */
function deviceOfGateway(via: unknown): string | undefined {
	const gateway = isStrictAddress(String(via)) ? canonicalAddress(String(via)) : "";
	const i = ["64", "65"].findIndex((part) => gateway.startsWith(`100.${part}.`) || gateway.startsWith(`2001:db8:${part}:`));
	return shared.devices[i];
}

/**
 * A route that the kernel takes, of the parts of two routes. The gateway of one is in no network of the device of the other. A segment of the
 * host has no gateway, and its action may need a VRF with strict_mode.
 */
const possibleRoute =
	(slot: number) =>
	(args: Values): Values => {
		const isSegment = (one: Values) => one.encap?.type === "seg6local";
		const nexthops = args.nexthops?.map((one: Values) => (isSegment(one) ? { ...one, encap: undefined } : one));
		if (isSegment(args)) {
			const action = args.encap.vrfTable === undefined ? args.encap : segmentActions[slot % segmentActions.length];
			return { ...args, ...ofSegment, encap: { type: "seg6local", ...action } };
		}
		const dev = outside.includes(args.via) ? "od1" : args.dev && (deviceOfGateway(args.via) ?? args.dev);
		return { ...args, nexthops, dev, ...(outside.includes(args.via) ? { onlink: true } : {}) };
	};

interface Place {
	/** Settings that all inputs of the object have. */
	fixed: Values;
	/** Settings that other inputs of the object can have otherwise. */
	free?(seed: number): Values;
	/** Fields of other inputs of the object that have a part of those before. Undefined: whole fields, and members of lists and maps. */
	mixed?(before: Values, next: Values, seed: number): Values;
	/** The inputs in place of generated ones, and the inputs of other resources that the resource needs. */
	instead?: (args: Values) => Values;
	more?: (args: Values) => Input[];
}

/** The actions of segments that need no VRF: a host in namespaces may not have any. */
const segmentActions: Values[] = [
	{ action: "End" },
	{ action: "End.X", nh6: "FE80:0::1" },
	{ action: "End.T", table: "main" },
	{ action: "End.T", table: 4_000_000_000 },
	{ action: "End.DX2", oif: "od0" },
	{ action: "End.DX4", nh4: "0.0.0.0" },
	{ action: "End.DX6", nh6: "::" },
	{ action: "End.DT6", table: "local" },
];

/** The fields that a route to a segment of the host does not have, and its device. */
const ofSegment: Values = {
	...{ dev: "od0", nexthops: undefined, via: undefined, src: undefined, tos: undefined, scope: undefined, onlink: undefined },
};

/** A route to a segment of the host. */
const atSegment = (seed: number): Values => ({
	...{ destination: `2001:db8:5e9:${(seed % 0xffff).toString(16)}::/64`, ...ofSegment },
	encap: { type: "seg6local", ...sample(fc.constantFrom(...segmentActions), seed) },
});

/** Ways to a gateway that few routes have. */
const ways: Values[] = [
	{ destination: "4", via: "fe80::1", dev: "od0" },
	{ destination: "4", via: "inet6 FE80:0::1", dev: "od1" },
	{ destination: "6", via: "FE80:0::1", dev: "od1" },
	{ destination: "4", dev: "od1" },
	{ destination: "4", via: "100.65.0.9", dev: "od1" },
	{ destination: "4", via: "203.0.113.9", dev: "od1", onlink: true },
	{ destination: "6", via: "2001:db8:999::9", dev: "od1", onlink: true },
	{ destination: "4", nexthops: [{ via: "fe80::2", dev: "od0" }, { via: "100.65.0.9" }] },
	{
		destination: "6",
		nexthops: [
			{ via: "fe80::2", dev: "od0", weight: 3 },
			{ via: "FE80::2", dev: "od1" },
		],
	},
	{ destination: "4", nexthops: [{ dev: "od1" }, { via: "203.0.113.9", dev: "od0", onlink: true }] },
];

/** A route by one of these ways to a destination of its own. */
function inAnotherWay(slot: number, seed: number): Values {
	const { destination, ...way } = sample(fc.constantFrom(...ways), seed);
	const own =
		destination === "4"
			? `101.${slot >> 8}.${slot & 255}.${(seed % 4) * 64}/26`
			: `2001:db8:${(0x1000 + slot).toString(16)}:${seed % 9}::/64`;
	return {
		...{ type: undefined, via: undefined, dev: undefined, nexthops: undefined, onlink: undefined },
		...{ src: undefined, encap: undefined, scope: undefined },
		destination: own,
		...way,
	};
}

/** A route that adds a header to its packets, of any sort. */
function withHeader(path: string, given: Given, seed: number): Values {
	const type = sample(fc.constantFrom("ip", "ip6", "mpls", "seg6", "seg6local"), seed);
	if (type === "seg6local") return { type: undefined, ...atSegment(seed) };
	const fields = {
		...{ ip: ["id", "dst", "src", "ttl", "tos", "key"], ip6: ["id", "dst", "src", "ttl", "tos", "key"] },
		...{ mpls: ["labels", "ttl"], seg6: ["mode", "segments"] },
	}[type] as string[];
	const schema = encap.shape as Record<string, z.ZodType>;
	const header = Object.fromEntries(
		fields.map((field, i) => {
			const isNeeded = ["dst", "labels", "segments"].includes(field);
			const values = inputsOf(schema[field] as z.ZodType, `${path}.encap.${field}`, given);
			const ofFamily = values.filter(
				(value) => typeof value !== "string" || /^[a-z]/.test(value) || value.includes(":") === (type === "ip6"),
			);
			return [field, isNeeded || (seed >> i) % 2 === 0 ? sample(ofFamily, seed + i) : undefined];
		}),
	);
	return { type: undefined, dev: "od0", nexthops: undefined, encap: { type, ...header } };
}

/** Settings that a kind needs so that its object is the only one of its sort. Undefined: none is left in this batch. */
function placed(type: string, slot: number, seed: number, batch: Batch, given: Given, features: HostFeatures): Place | undefined {
	const possibleTypes = (types: string[]) => {
		const possible = types.filter((one) => features.has(`link ${one}`));
		return fc.constantFrom(...(possible.length > 0 ? possible : types));
	};
	let asked = 0;
	// The same seed gives the same number again.
	const often = (percent: number) => sample(fc.integer({ min: 0, max: 99 }), seed + 1 + 7919 * asked++) < percent;
	switch (type) {
		case "Port": {
			const port = sample(fc.constantFrom("system", "internal", "internal", "internal", "tap", "patch", "bond"), seed);
			if (port === "system") {
				const device = batch.take("system", taken.system);
				return device === undefined ? undefined : { fixed: { type: port, name: device } };
			}
			if (port === "bond") {
				const members = [batch.take("bond", taken.bond), batch.take("bond", taken.bond), batch.take("bond", taken.bond)];
				if (members.includes(undefined)) return undefined;
				const own = often(30) ? { name: `Bond.${slot}-`.padEnd(60, "of-two-") } : {};
				const some = fc.shuffledSubarray(members, { minLength: 2 });
				return {
					fixed: { type: port, ...own },
					free: (n) => ({ interfaces: [...sample(some, n), ...(n % 2 > 0 ? sample(some, n) : [])] }),
				};
			}
			if (port !== "patch") return { fixed: { type: port } };
			const long = (prefix: string, length: number) => `${prefix}.${slot}-`.padEnd(length, "to-the-other-bridge-");
			const ends = often(30) ? { name: long("Patch", 16), peer: long("peer", 200) } : {};
			return {
				fixed: { type: port, ...ends },
				more: (args) => [
					["Port", { type: port, name: args.peer, peer: args.name, bridge: args.bridge === "ob2" ? "ob3" : "ob2" }],
				],
			};
		}
		case "Bridge": {
			const all = often(40) ? [batch.take("uplink", taken.uplink), batch.take("uplink", taken.uplink)] : [];
			// A label of an address has 15 characters at most, with the name of the device.
			const isTooLong = (nic: string) => hasLabel(nic) && name("br", slot).length > 13;
			const nics = all.filter((nic) => nic !== undefined && !isTooLong(nic));
			if (nics.length === 0) return { fixed: {} };
			const uplinks = fc.record({ nic: fc.constantFrom(...nics), takeAddresses: fc.constantFrom(true, false, undefined) });
			return { fixed: {}, free: (n) => ({ uplink: withoutUnset(sample(uplinks, n)) }) };
		}
		case "Tunnel": {
			const onBridge = often(50);
			if (onBridge) return { fixed: { bridge: sample(fc.constantFrom(...bridges), seed) } };
			const external = sample(fc.integer({ min: 0, max: 9 }), seed + 2) === 0 && batch.next("external") === 0;
			if (external) return { fixed: { bridge: undefined, netns: spaces.devices, external } };
			const type = sample(
				possibleTypes(["vxlan", "gre", "geneve", "gretap", "ip6gretap", "ip6gre", "ipip", "sit", "vti", "vti6"]),
				seed,
			);
			if (type === "vxlan" && often(25))
				return {
					fixed: { bridge: undefined, netns: spaces.devices, type, dev: "od0" },
					free: () => ({
						remoteIp: undefined,
						external: undefined,
						group: sample(given.at("Tunnel.group") as never, seed),
					}),
				};
			const six = ["ip6gretap", "ip6gre", "vti6"].includes(type) || (often(50) && ["vxlan", "geneve"].includes(type));
			const remoteIp = (n: number) =>
				six ? `2001:DB8:${(0x1000 + slot).toString(16)}::${1 + (n % 2)}` : `101.${slot >> 8}.${slot & 255}.${1 + (n % 2)}`;
			const localIp = type === "geneve" || often(50) ? undefined : six ? "2001:db8:64::1" : "100.64.0.1";
			return {
				fixed: { bridge: undefined, netns: spaces.devices, type, external: undefined, group: undefined },
				free: (n) => ({ remoteIp: remoteIp(n), localIp: n % 3 > 0 ? localIp : undefined }),
			};
		}
		case "LocalVlans": {
			const bridge = batch.take(type, bridges);
			if (bridge === undefined) return undefined;
			const networks = fc.array(fc.oneof(text.word, text.anyText.filter(Boolean)), { minLength: 1 });
			// A number cannot move to another network within one update.
			const numbers = (n: number, i: number) => (i === 0 ? 4094 - (n % 2000) : 100 + ((n * 37 + i) % 1900));
			return {
				fixed: { bridge },
				free: (n) => {
					const all = sample(networks, n);
					const chosen = sample(fc.subarray([...new Set(all)]), n);
					return { networks: all, vlans: Object.fromEntries(chosen.map((network, i) => [network, numbers(n, i)])) };
				},
			};
		}
		case "SFlow":
		case "NetFlow": {
			const bridge = batch.take(type, bridges);
			return bridge === undefined ? undefined : { fixed: { bridge } };
		}
		case "IPFIX":
			if (often(70)) return { fixed: { collectorSet: slot } };
			return batch.next(type) === 0 ? { fixed: { bridge: "ob3", collectorSet: undefined } } : undefined;
		case "OpenVSwitch":
			return batch.next(type) === 0 ? { fixed: {} } : undefined;
		case "Reachability":
			// Only the host's own namespace has an SSH server.
			return batch.next(type) === 0
				? { fixed: {}, instead: (args) => (args.protocol === "icmp" ? args : { ...args, netns: undefined }) }
				: undefined;
		case "Trunk": {
			const port = batch.take("trunk", taken.trunk);
			const parents = inputsOf(kinds.Trunk?.schema.shape.parent as never, "Trunk.parent", given) as fc.Arbitrary<Values>;
			const integrationBridge = sample(fc.constantFrom(...bridges), seed);
			return port === undefined
				? undefined
				: { fixed: { integrationBridge }, free: (n) => ({ parent: { ...sample(parents, n), port } }) };
		}
		case "Link": {
			const parent = often(12) ? batch.take("parent", taken.parent) : undefined;
			if (parent !== undefined) {
				const own = sample(possibleTypes(["ipvlan", "macvlan", "macvtap"]), seed);
				const mode = sample(own === "ipvlan" ? pick("l2", "l3", "l3s", undefined) : pick("passthru", "source", "passthru"), seed);
				const alone = { vrf: undefined, promisc: undefined, allmulticast: undefined };
				// An ipvlan can't be a port of a Linux bridge. Below a macvlan of mode passthru that is one, the kernel loses count of
				// who wants all multicast packets of the parent (allmulti), which stays at 1 or goes below 0.
				const inNoBridge =
					own === "ipvlan" || mode === "passthru" ? { master: undefined, bridgePort: undefined, bridgeVlans: undefined } : {};
				return { fixed: { type: own, parent, netns: spaces.devices, mode, ...alone, ...inNoBridge } };
			}
			const link = sample(
				fc.oneof(
					{
						weight: 9,
						arbitrary: possibleTypes(["veth", "vlan", "dummy", "bridge", "macvlan", "macvtap", "bond", "tap", "tun"]),
					},
					const_("device"),
				),
				seed,
			);
			if (link === "bond") {
				const interfaces = [batch.take("slave", taken.slave), batch.take("slave", taken.slave)];
				return interfaces.includes(undefined)
					? undefined
					: {
							fixed: { type: link, netns: spaces.vrfs, vrf: undefined },
							free: (n) => {
								const mode = sample(fc.constantFrom(undefined, "802.3ad", ...bondModes), n);
								const used = sample(fc.subarray(interfaces as string[]), n + 1);
								const primary = sample(fc.constantFrom(undefined, ...used), n + 2);
								const isPreferring = ["active-backup", "balance-tlb", "balance-alb"].includes(mode ?? "");
								const named = sample(fc.subarray(used), n + 4);
								const first = sample(fc.constantFrom(0, 1, 15), n + 5);
								const prio = sample(fc.constantFrom(undefined, -(2 ** 31), 0, 2 ** 31 - 1), n + 6);
								const portOf = (name: string, i: number) => [
									name,
									{ queueId: first === 0 ? 0 : first + i, ...(isPreferring && prio !== undefined ? { prio } : {}) },
								];
								const lacpRate = sample(fc.constantFrom(undefined, "slow", "fast"), n + 3);
								return {
									mode,
									interfaces: used,
									...(isPreferring ? { primary } : {}),
									...(named.length > 0 ? { bondPorts: Object.fromEntries(named.map(portOf)) } : {}),
									...(mode === "802.3ad" ? { lacpRate } : {}),
								};
							},
						};
			}
			if (link !== "device") return { fixed: { type: link }, instead: withoutLoop };
			const nic = batch.take("nic", taken.nic);
			return nic === undefined ? undefined : { fixed: { type: link, name: nic, netns: undefined, vrf: undefined } };
		}
		case "VRF": {
			const members = often(50)
				? [batch.take("member", taken.member), batch.take("member", taken.member)].filter((m) => m !== undefined)
				: [];
			const first = batch.next("VRF") === 0;
			return {
				fixed: { netns: spaces.vrfs, ...(first ? {} : { localRuleLast: undefined }) },
				free: (n) => ({
					interfaces: members.length === 0 ? undefined : sample(fc.shuffledSubarray(members, { minLength: 1 }), n),
				}),
			};
		}
		case "Route":
			return {
				fixed: { netns: spaces.routes },
				free: (n) => (n % 4 > 1 ? {} : n % 4 > 0 ? inAnotherWay(slot, n) : withHeader("Route", given, n)),
				instead: awayFromGateways(slot),
			};
		case "Routes":
			return {
				fixed: { netns: spaces.routes },
				instead: (args) => ({
					...args,
					routes: (args.routes ?? []).filter((route: Values) => !hidesGateways(route)).map(possibleRoute(slot)),
				}),
			};
		case "Rule": {
			const ports = (n: number) =>
				sample(
					fc.record({ ipproto: pick<unknown>("tcp", "udp", "sctp", 6), sport: port, dport: port }, { requiredKeys: ["ipproto"] }),
					n,
				);
			const free = (n: number): Values => (n % 3 > 0 ? {} : ports(n));
			if (often(75)) return { fixed: { netns: spaces.rules }, free };
			// Rules of one priority need different matches.
			const from = often(50) ? `101.${slot >> 8}.${slot & 255}.0/24` : `2001:db8:${(0x1000 + slot).toString(16)}::/64`;
			return { fixed: { netns: spaces.rules, family: undefined, to: undefined, priority: 777, from }, free };
		}
		case "Sysctl": {
			const place = batch.next("Sysctl");
			const [keys, netns] = often(70) ? [keysOfSysctl, spaces.devices] : [otherKeysOfSysctl, spaces.nft];
			const found = keys[(place * 7 + (seed % 5)) % keys.length];
			if (!found || place >= 2 * keysOfSysctl.length || batch.next(`sysctl ${found[0]} ${netns}`) > 0) return undefined;
			return { fixed: { key: found[0], netns }, free: (n) => ({ value: sample(fc.constantFrom(...found[1]), n) }) };
		}
		case "NftTable": {
			const family = sample(fc.constantFrom("ip", "ip6", "inet", "inet", "arp", "bridge", "netdev"), seed);
			return {
				fixed: { family, name: `t${slot}`, netns: spaces.nft },
				free: (n) => sample(nftTable(family), n),
				mixed: (before, next, n) => sample(mixedTable(family, before, next), n),
			};
		}
		case "OpenFlowTable": {
			const fixed = { bridge: "ob0", table: batch.next(type) % 250 };
			const instead = (args: Values) => ({ ...args, flows: withoutEqualFlows(args.flows) });
			if (often(70)) return { fixed, instead };
			// Two flows of one table have different matches.
			const [group, meter] = [5000 + slot, 6000 + slot];
			const withObjects = (n: number) => [...sample(flowsWithObjects(group, meter), n), sample(openFlow, n)];
			return {
				...{ fixed, instead },
				free: (n) => ({ flows: withObjects(n) }),
				more: () => [
					["OpenFlowGroup", { bridge: "ob0", groupId: group, type: "all", buckets: [{ actions: "output:mp0" }] }],
					["OpenFlowMeter", { bridge: "ob0", meterId: meter, unit: "kbps", bands: [{ rate: 1000 }] }],
				],
			};
		}
		case "OpenFlowGroup": {
			const watched = 7000 + slot;
			const isWatching = often(25);
			const bucketOf = (args: Values) => (one: Values, i: number) => ({
				...one,
				...(slot % 3 > 0 ? {} : { bucketId: 7 * (i + 1) }),
				...(isWatching && i === 0 && ["ff", "select"].includes(args.type) ? { watchGroup: watched } : {}),
			});
			return {
				fixed: {},
				instead: (args) => ({ ...args, buckets: args.buckets.map(bucketOf(args)) }),
				more: () =>
					isWatching
						? [["OpenFlowGroup", { bridge: "ob0", groupId: watched, type: "indirect", buckets: [{ actions: "output:mp0" }] }]]
						: [],
			};
		}
		case "Mirror":
			// ovs-vswitchd 3.1.0 may abort where its datapath in user space sends shortened copies to tunnels of a VLAN.
			return { fixed: {}, instead: (args) => (args.outputVlan === undefined ? args : { ...args, snaplen: undefined }) };
		case "GeneveOption":
			return batch.next(type) < 8 ? { fixed: {} } : undefined;
		case "FlowTable":
			return { fixed: { netns: spaces.nft } };
		default:
			return { fixed: {} };
	}
}

/** The fields whose value stays on the host after the program has dropped them. */
export const stayingFields = (kind: Kind): string[] =>
	Object.keys(kind.schema.shape).filter((field) => {
		const { description = "", unset, whenUnset = "" } = fieldMeta(kind.schema, field) as FieldMeta & { description?: string };
		return unset === "unmanaged" && (/removed from the program[^.]* stays/.test(description) || /left alone/.test(whenUnset));
	});

/** Fields of new inputs that are as before, and lists and maps of which a part is as before. */
function partlyKept(before: Values, next: Values, kept: Set<string>, seed: number): Values {
	const part = (list: unknown[], n: number) => sample(fc.subarray(list), n);
	const entries = Object.keys({ ...before, ...next }).flatMap((field, i): [string, unknown][] => {
		const [old, own, n] = [before[field], next[field], seed + i];
		const choice = n % 4;
		if (kept.has(field) || choice > 1) return [];
		if (choice === 0 || old === undefined) return old === undefined ? [] : [[field, old]];
		if (Array.isArray(old) && Array.isArray(own)) return [[field, [...part(old, n), ...part(own, n)]]];
		if (isMap(old) && isMap(own))
			return [
				[field, Object.fromEntries([...part(Object.entries(old), n), ...part(Object.entries(own), n)] as [string, unknown][])],
			];
		return [];
	});
	return Object.fromEntries(entries);
}

/** True for the batches whose objects are made anew at the end. The objects of the others are adopted. */
export const isMadeAnew = (batchSeed: number): boolean => batchSeed % 2 === 0;

/** A device keeps an MTU that the program drops, and can't get IPv6 addresses with a small one. */
const withMtuOfIpv6 = (before: Values, next: Values): Values =>
	before.mtu < 1280 && next.mtu === undefined && addressesIn(next.addresses).some(isIpv6) ? { ...next, mtu: 1280 } : next;

/** Other inputs for the same object. Fields whose change would replace it stay. */
function changedInputs(kind: Kind, given: Given, seed: number, args: Values, place: Place, isWhole: boolean): Values | undefined {
	const { values } = checkInputs(kind, args);
	const kept = new Set([...kind.identity.fields, "netns", "peer", ...Object.keys(place.fixed)]);
	for (let i = 0; i < 3; i++) {
		const fixed = Object.fromEntries(
			[...kept].filter((field) => field in kind.schema.shape).map((field) => [field, args[field]]),
		);
		const found = valid(kind, given, seed + i, { ...fixed, ...place.free?.(seed + i), host: args.host, adopt: undefined });
		if (!found) continue;
		const next = withoutUnset(place.instead?.(found) ?? found);
		const staying = Object.fromEntries(
			(isWhole ? stayingFields(kind) : []).flatMap((field) => (field in args ? [[field, args[field]]] : [])),
		);
		const whole = { ...staying, ...next };
		const partly = place.mixed?.(args, next, seed + i) ?? partlyKept(args, next, kept, seed + i);
		const mixed = place.mixed ? { ...fixed, host: args.host, ...partly } : { ...whole, ...partly };
		const other = [place.instead?.(mixed) ?? mixed, whole]
			.map((one) => withMtuOfIpv6(args, one))
			.find((one) => checkInputs(kind, one).problems.length === 0);
		if (other === undefined) continue;
		const wanted = checkInputs(kind, other).values;
		const replaced = [...identityChanges(kind, wanted, values), ...replacedFields(kind, wanted, values)];
		if (replaced.length === 0) return other;
		for (const field of replaced) kept.add(field);
	}
	return undefined;
}

/** True where a host with these features can have these objects. */
export const isPossible = (features: HostFeatures, inputs: Input[]): boolean =>
	inputs.flatMap(featuresOf).every((feature) => features.has(feature));

/** A host and what it has. It gets no inputs that are possible with the features of the other host, which takes them. */
export interface Where {
	host: string;
	features: HostFeatures;
	other?: HostFeatures;
}

/** A pair with only one end in a Linux bridge: two such pairs between the same bridges, or one within a bridge, are a loop. */
const withoutLoop = (args: Values): Values => {
	if (args.master === undefined || args.peer?.master === undefined) return args;
	const { master: _, bridgeVlans: __, bridgePort: ___, ...peer } = args.peer;
	return { ...args, peer };
};

/** Matches of packets without a VLAN tag, which are one match for Open vSwitch. */
const untagged = /\bdl_vlan=0xffff|\bvlan_tci=0(x0000\/0x1fff)?(,|$)/;

const etherTypes: Record<number, string> = { 2048: "ip", 2054: "arp", 34525: "ipv6" };

/** A flow's priority and match in one form: without fields of which no bit counts, and with names of Ethernet types. */
function matchKey({ priority = 32768, match = "" }: Values): string {
	const parts: string[] = match.split(",").flatMap((part: string): string[] => {
		if (/=.*\/(0|0x0+|0\.0\.0\.0|00(:00)+)$/.test(part)) return [];
		const [, type] = /^dl_type=(.*)$/.exec(part) ?? [];
		return [(type !== undefined && etherTypes[Number(type)]) || part];
	});
	return [Number(priority), ...parts.sort()].join(",");
}

/** The flows that can be in a table together. A match that another flow has was left out, and with it what some actions need. */
function withoutEqualFlows(flows: Values[]): Values[] {
	const needsMatch = /strip_vlan|_nw_|ip_dst|ipv6_dst|tcp_src|_tp_|mpls_|dec_ttl|fin_timeout|\bct[(_]/;
	const able = flows.filter(({ match, actions }) => match !== undefined || !needsMatch.test(actions));
	const isUntagged = ({ match = "" }: Values) => untagged.test(match);
	const first = able.find(isUntagged);
	const different = able.filter((flow) => flow === first || !isUntagged(flow));
	return [...new Map([...different].reverse().map((flow) => [matchKey(flow), flow])).values()].reverse();
}

/** A batch of inputs of all kinds, which can be on one host together. The same seed and features give the same batch. */
export function generate({ host, features, other }: Where, seed: number, size: number, only?: string[]): Unit[] {
	const batch = new Batch();
	const isTried = (type: string) =>
		(only?.includes(type) ?? true) && (featureOfKind[type] === undefined || features.has(featureOfKind[type]));
	const types = Object.entries(weights).flatMap(([type, n]) => (isTried(type) ? Array<string>(n).fill(type) : []));
	const order = fc
		.sample(fc.shuffledSubarray(types, { minLength: types.length }), { numRuns: Math.ceil((size * 10) / types.length) + 1, seed })
		.flat();
	const units: Unit[] = [];
	let count = 0;
	for (const [i, type] of order.entries()) {
		if (count >= size) break;
		const kind = kinds[type] as Kind;
		const slot = units.length;
		const own = seed * 1000 + i;
		const given = valuesFor(slot, features);
		const place = placed(type, slot, own, batch, given, features);
		if (!place) continue;
		const found = valid(kind, given, own, { ...place.fixed, ...place.free?.(own), host, adopt: undefined });
		if (!found) continue;
		const args = withoutUnset(place.instead?.(found) ?? found);
		const inputs = [[type, args] as Input, ...(place.more?.(args) ?? []).map(([k, a]): Input => [k, { ...a, host }])];
		if (!isPossible(features, inputs) || (other && isPossible(other, inputs))) continue;
		const provided = (all: Input[]) => all.flatMap(([k, a]) => kinds[k]?.provides(checkInputs(kinds[k], a).values) ?? []);
		const shared = (a: Values) => kind.shares?.(checkInputs(kind, a).values) ?? [];
		if (!batch.isNew(provided(inputs))) continue;
		if (!batch.agrees(shared(args))) continue;
		const unit: Unit = { seed: own, inputs };
		const next = changedInputs(kind, given, own + 500, args, place, isMadeAnew(seed));
		if (
			next &&
			isPossible(features, [[type, next]]) &&
			batch.isNew(provided([[type, next]]).filter((name) => !provided(inputs).includes(name))) &&
			batch.agrees(shared(next))
		)
			unit.changed = next;
		units.push(unit);
		count += inputs.length;
	}
	return units;
}
