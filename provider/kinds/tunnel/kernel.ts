import { isDeepStrictEqual } from "node:util";
import { isReservedName, reservedNameText } from "../../base/device-name";
import { isAddress, isIpv6, isMulticast } from "../../base/ip-address";
import { isMap, type Values } from "../../base/values";
import type { VariantRule } from "../../base/variants";
import { type Change, type Keep, namedBy, Refused, replacedBy } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Observed } from "../../model/observed";
import { inNetnsText, masterText } from "../../model/requirements";
import { observeBridgePort, planBridgePort } from "../../network/bridge-port";
import {
	addressFault,
	type DeviceChange,
	type DeviceRead,
	entersVrf,
	formerLink,
	masterOf,
	observeDevice,
	planDevice,
	planMaster,
	recreation,
	replacement,
} from "../../network/device";
import { entriesOf, peersOf, planFdb } from "../../network/fdb";
import { planKept } from "../../network/kept-settings";
import { aliasChange, deviceOutputs, planAlias } from "../../network/link-mark";
import { refuseLossOnDevice } from "../../network/others-on-device";
import { checkLocal } from "../../network/ovs-tunnel";
import { familyOf } from "../../network/routing";
import { checkKeys, defaultPorts, isUdp, keysOfDirections } from "../../network/tunnel-key";
import type { FdbEntry } from "../../tools/bridge";
import { option } from "../../tools/call";
import type { Link } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";
import type { Step } from "../../tools/list";

const common = ["remoteIp", "localIp", "key", "ttl", "tos", "csum", "dev", "external"];
const gre = [...common, ...keysOfDirections, "sequence"];
const vti = ["remoteIp", "localIp", "key", ...keysOfDirections, "dev"];

/** The fields that each type of tunnel device has. */
const fieldsByType: Record<string, string[]> = {
	gretap: [...gre, "pathMtuDiscovery", "ignoreDf"],
	gre: [...gre, "pathMtuDiscovery", "ignoreDf"],
	ip6gretap: [...gre, "encapLimit"],
	ip6gre: [...gre, "encapLimit"],
	ipip: ["remoteIp", "localIp", "ttl", "tos", "dev", "external", "pathMtuDiscovery"],
	sit: ["remoteIp", "localIp", "ttl", "tos", "dev", "pathMtuDiscovery"],
	vti,
	vti6: vti,
	vxlan: [...common, "dstPort", "learning", "group", "df"],
	geneve: ["remoteIp", "key", "ttl", "tos", "csum", "external", "dstPort", "df"],
};

/** Settings of the outer packets that a device keeps, where the program does not set them, also when it is created again. */
const outerPacketFields = ["pathMtuDiscovery", "ignoreDf", "encapLimit", "sequence"];

export const kernelFields = [
	"external",
	"vrf",
	"master",
	"bridgeVlans",
	"bridgePort",
	"promisc",
	"allmulticast",
	"dev",
	"learning",
	"group",
	"peers",
	"df",
	...outerPacketFields,
	"mac",
	"mtu",
	"addresses",
	"up",
	"netns",
];
const ovsFields = [
	...["dfDefault", "vlanMode", "tag", "trunks", "cvlans", "protected", "ofportRequest", "options", "externalIds"],
	...["columns", "portColumns", "psk", "remoteCert", "remoteName"],
];

/** The fields that are set when the device is created. A change of one of them recreates the device. */
const creationFields = ["type", ...new Set(Object.values(fieldsByType).flat())];

/** True where the device has another value of a field that is set when it is created. */
const differsIn = (field: string, want: Values, have: Values): boolean =>
	!(want[field] === undefined && outerPacketFields.includes(field)) && !isDeepStrictEqual(want[field], have[field]);

const isRecreated = (want: Values, have: Values): boolean => creationFields.some((field) => differsIn(field, want, have));

/** The largest MTU of each type: what its own headers and that of the outer IPv4 packet leave of 65535 bytes. */
const largestMtu: Record<string, number> = {
	...{ gre: 65511, gretap: 65497, ip6gre: 65523, ipip: 65515, vti: 65515, vti6: 65495, geneve: 65485 },
};
/** The types that carry no Ethernet packets. */
const withoutEthernet = ["gre", "ip6gre", "ipip", "sit", "vti", "vti6"];
/** The types between IPv6 endpoints, and those between IPv4 endpoints. The others are for both. */
const overIpv6 = ["ip6gretap", "ip6gre", "vti6"];
const overIpv4 = ["gretap", "gre", "ipip", "sit", "vti"];

/** The fields that each type allows, for tunnels without a bridge. */
export const kernelRules: VariantRule[] = [
	{ excluded: ovsFields, when: { bridge: [null] }, message: "is only for ports of Open vSwitch: set bridge too" },
	...Object.entries(fieldsByType).map(([type, able]) => ({
		excluded: creationFields.slice(1).filter((field) => !able.includes(field)),
		when: { bridge: [null], type: [type] },
		message: 'is not for type "{type}" of the kernel',
	})),
	{
		excluded: ["peers"],
		when: { bridge: [null], type: Object.keys(fieldsByType).filter((type) => type !== "vxlan") },
		message: 'is not for type "{type}" of the kernel',
	},
	{
		excluded: ["mac", "master", "bridgeVlans", "bridgePort"],
		when: { bridge: [null], type: withoutEthernet },
		message: 'is not for type "{type}", which carries no Ethernet',
	},
];

export function checkKernelTunnel(want: Values, issue: (path: string, message: string) => void): void {
	const { type, name } = want;
	checkKeys(want, issue);
	for (const field of ["remoteIp", "localIp", "key", ...keysOfDirections])
		if (want[field] === "flow") issue(field, '"flow" is only for ports of Open vSwitch: set bridge too, or set external: true');
	for (const field of ["remoteIp", "localIp", "key", ...keysOfDirections, "group", "ttl", "tos", "dev"])
		if (want.external && want[field] !== undefined) issue(field, "can't be set with external: each route or flow sets its own");
	if (isUdp(type) && !want.external && want.key === undefined) issue("key", `is required for type "${type}": the VNI`);
	if (type === "geneve" && !want.external && want.remoteIp === undefined) issue("remoteIp", 'is required for type "geneve"');
	if (want.group !== undefined && want.remoteIp !== undefined) issue("group", "can't be set with remoteIp");
	if (want.group !== undefined && want.dev === undefined) issue("dev", "is required with group: the device that joins the group");
	checkMulticast(want, issue);
	checkPeers(want, issue);
	checkOuterPackets(want, issue);
	if (want.master !== undefined && want.vrf !== undefined) issue("vrf", "can't be set with master: a device has only one master");
	if (isReservedName(name)) issue("name", reservedNameText);
	const largest = largestMtu[type] ?? 65535;
	if (want.mtu > largest) issue("mtu", `must be ${largest} at most for type "${type}"`);
	if (type === "sit" && want.mtu < 1280) issue("mtu", 'must be 1280 or more for type "sit", which carries IPv6');
	const six = overIpv6.includes(type) ? 6 : overIpv4.includes(type) ? 4 : undefined;
	for (const field of ["remoteIp", "localIp"])
		if (six && isAddress(want[field]) && familyOf(want[field]) !== six)
			issue(field, `must be an IPv${six} address for type "${type}"`);
	const [remote, what] = want.group === undefined ? [want.remoteIp, "remote endpoint"] : [want.group, "group"];
	if (six === undefined && isAddress(remote) && isAddress(want.localIp) && familyOf(want.localIp) !== familyOf(remote))
		issue("localIp", `must be an IPv${familyOf(remote)} address, as the ${what} is`);
	for (const field of ["vrf", "master", "dev"])
		if (want[field] === name && name !== undefined) issue(field, "must be another device than this one");
}

/** `ip` refuses other addresses with "invalid remote address" (iproute2, ip/iplink_vxlan.c and iplink_geneve.c). */
function checkMulticast(want: Values, issue: (path: string, message: string) => void): void {
	const { type, remoteIp, localIp, group } = want;
	checkLocal(localIp, issue);
	if (isAddress(group) && !isMulticast(group)) issue("group", "must be a multicast address. The address of one peer is remoteIp");
	if (!isMulticast(remoteIp)) return;
	if (type === "vxlan") issue("remoteIp", "must not be a multicast address: a multicast group is set as group, with dev");
	if (type === "geneve") issue("remoteIp", 'must not be a multicast address for type "geneve"');
	if (!["gre", "gretap"].includes(type)) return;
	// "A broadcast tunnel requires a source address" (iproute2, ip/link_gre.c).
	if (localIp === undefined) issue("localIp", "is required with a remoteIp that is a multicast address");
	// There, `ip` takes the group's address in place of each key that is 0 or not given.
	for (const field of keyFields)
		if (want[field] === 0)
			issue(field, "must not be 0 with a remoteIp that is a multicast address: `ip` would take the address as key");
	if (want.key === undefined && (want.inKey === undefined) !== (want.outKey === undefined))
		issue(
			want.inKey === undefined ? "inKey" : "outKey",
			"is required beside the other key with a remoteIp that is a multicast address",
		);
}

/** The kernel sets the don't-fragment bit where a TTL is given (ip_tunnel_newlink), and refuses to ignore it elsewhere (ip_gre.c). */
function checkOuterPackets(want: Values, issue: (path: string, message: string) => void): void {
	const { pathMtuDiscovery, ignoreDf, ttl, external } = want;
	for (const field of outerPacketFields)
		if (external && want[field] !== undefined)
			issue(field, "can't be set with external: the kernel decides for each route or flow");
	if (pathMtuDiscovery === false && typeof ttl === "number")
		issue("pathMtuDiscovery", "must be true with a ttl that is a number");
	if (ignoreDf === true && pathMtuDiscovery !== false) issue("ignoreDf", "needs pathMtuDiscovery: false");
}

/** The kernel refuses a peer of another family than the device has, which is IPv4 unless an endpoint says otherwise (vxlan_core.c). */
function checkPeers({ peers, remoteIp, localIp, group, external }: Values, issue: (path: string, message: string) => void): void {
	if (!Array.isArray(peers)) return;
	if (external) issue("peers", "can't be set with external: each route or flow sets its own");
	const own = [remoteIp, localIp, group].find(isAddress);
	const family = own === undefined ? 4 : familyOf(own);
	for (const [i, peer] of peers.filter(isAddress).entries()) {
		if (familyOf(peer) !== family)
			issue(
				`peers[${i}]`,
				`must be an IPv${family} address${own === undefined ? ", unless localIp is one of IPv6" : `, as ${own} is`}`,
			);
		if (isMulticast(peer)) issue(`peers[${i}]`, "must not be a multicast address: a multicast group is set as group, with dev");
		if (peer === remoteIp) issue(`peers[${i}]`, "is remoteIp, which receives these packets in any case: name it in one field");
		if (peer === localIp) issue(`peers[${i}]`, "must be another address than localIp");
	}
}

/** A description of the fields by which the kernel distinguishes tunnels. It refuses a second one with "File exists". */
function distinctFields(want: Values): string {
	const { type, external, key = 0, inKey = key, localIp = "any address", remoteIp = "any address" } = want;
	const port = isUdp(type) ? ` on port ${want.dstPort ?? defaultPorts[type]}` : "";
	// The kernel has one such device for both types of GRE over IPv6.
	if (external) return `${type === "ip6gre" ? "ip6gretap" : type} tunnel with external${port}`;
	if (type === "vxlan") return `vxlan tunnel with VNI ${key}${port}`;
	if (type === "geneve") return `geneve tunnel to ${remoteIp} with VNI ${key}${port}`;
	const ends = `${type} tunnel to ${remoteIp} from ${localIp}`;
	// vti6_locate() in the kernel's net/ipv6/ip6_vti.c compares the addresses alone.
	if (type === "vti6") return ends;
	const over = want.dev === undefined ? "" : ` over ${want.dev}`;
	// ip_tunnel_find() in its net/ipv4/ip_tunnel.c compares keys only where a tunnel is set to have one, which is never said of vti.
	return type === "vti" ? `${ends}${over}` : `${ends}${over} with key ${inKey}`;
}

/** A VXLAN device learns endpoints, unless each route or flow sets them (vxlan_parse_opt in iproute2, ip/iplink_vxlan.c). */
const learnsByDefault = ({ external }: Values): boolean => external !== true;

/** The inputs without `learning` where that says what the device does anyway. */
export const withoutDefaultLearning = <T extends Values>({ learning, ...want }: T): T =>
	({ ...want, ...(learning === learnsByDefault(want) ? {} : { learning }) }) as unknown as T;

/** The device as it was read. */
export interface TunnelRead extends DeviceRead {
	/** The static entries of a VXLAN device's forwarding database. */
	fdb?: FdbEntry[];
}

/** A tunnel as a device of the kernel. */
export const onKernel = {
	provides(want: Values): string[] {
		return [
			`the kernel's ${distinctFields(want)}${inNetnsText(want.netns)}`,
			...((want.master ?? want.vrf) === undefined ? [] : [masterText(want.name, want.netns)]),
		];
	},

	observe(facts: Facts, want: Values, was?: Values): Observed<Values, TunnelRead> | undefined {
		const links = facts.links(want.netns ?? "");
		const found = links?.get(want.name);
		if (!found) return undefined;
		const fdb = entriesOf(facts, want.netns ?? "", found);
		const value: Values = {
			...{ name: want.name, netns: want.netns },
			...tunnelValues(found, want),
			...masterOf(links, found),
			...observeBridgePort(facts, want.netns ?? "", found, want, was, want.adopt),
			...observeDevice(found, want, was),
			...(fdb ? { peers: peersOf(fdb) } : {}),
		};
		return {
			value,
			...deviceOutputs(found),
			...(isRecreated(want, value) ? { recreates: [{ name: found.name, netns: want.netns ?? "" }] } : {}),
			internal: { link: found, fdb },
			fault: addressFault(found, want),
		};
	},

	plan(change: Change<Values, TunnelRead>): Step[] {
		const { name, netns = "" } = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
		if (change.intent === "delete") {
			refuseLossOnDevice(change, name, netns);
			return [step("delete-links", "link", "del", "dev", name)];
		}
		const { want, have } = change;
		const recreated = have !== undefined && isRecreated(want, have.value);
		const now: DeviceChange = recreated ? recreation(change) : replacement(change, change);
		const former = now.have ? undefined : formerDevice(change);
		if (recreated && change.intent !== "rollback") refuseLossOnDevice(change, name, netns, "recreated");
		if (recreated && change.intent === "apply" && change.isAdopted) refuseLoss(former?.link);
		return [
			...(recreated ? [step("delete-links", "link", "del", "dev", want.name)] : []),
			...(now.have
				? []
				: [step("links", ...addWords(want), ...outerPacketWords(want, former?.link), ...keptWords(want, former?.link))]),
			...planAlias(name, netns, { ...aliasChange(change), link: have?.internal?.link, isNew: !now.have }),
			...planKept(netns, former?.link, want, now.was, former ? placeWords(change, former.link) : []),
			...planMaster(now, step),
			...planBridgePort(name, netns, now),
			...planFdb(name, netns, {
				...{ want, was: now.was },
				...(now.have ? { have: have?.internal?.fdb ?? [] } : { former: former?.fdb }),
			}),
			...planDevice(want.name, netns, { ...now, isCreatedWithMac: !now.have && hasMac(want) }, { losesIpv6: entersVrf(now) }),
		];
	},
};

const hasMac = ({ type }: Values): boolean => !withoutEthernet.includes(type);

const numberOfDottedQuad = (quad: unknown): number =>
	String(quad)
		.split(".")
		.reduce((sum, part) => sum * 256 + Number(part), 0);

const unlessAny = (address: unknown) => (address === "any" || address === "0.0.0.0" || address === "::" ? undefined : address);

const keyFields = ["key", ...keysOfDirections];

/** The keys of a device. Two equal ones are `key`, unless the program sets `inKey` or `outKey`. */
function keysOf({ id, ikey, okey, external, remote }: Link["data"], type: string, want: Values): Values {
	if (isUdp(type)) return { key: external ? undefined : id };
	// `ip` gives a GRE device to a multicast group the group's address as key, if none is given (iproute2, ip/link_gre.c).
	if (isMulticast(remote) && ikey === remote && okey === remote && keyFields.every((field) => want[field] === undefined))
		return {};
	// A vti device without a key has key 0, and `ip` prints no key that is 0: a key 0 of the program counts as there.
	const keyOf = (quad: unknown, wanted: unknown) =>
		quad !== undefined ? numberOfDottedQuad(quad) : wanted === 0 && type.startsWith("vti") ? 0 : undefined;
	const isPair = ikey !== okey || want.inKey !== undefined || want.outKey !== undefined;
	return isPair ? { inKey: keyOf(ikey, want.inKey), outKey: keyOf(okey, want.outKey) } : { key: keyOf(ikey, want.key) };
}

/**
 * `ip -j` prints no TTL for a VXLAN or Geneve device that inherits it, and 0 for an automatic one (vxlan_print_opt,
 * geneve_print_opt of iproute2). For the other types 0 or no TTL is `inherit`.
 */
function ttlOf(type: string, { ttl, external }: Link["data"]): unknown {
	if (external) return undefined;
	if (!isUdp(type)) return ttl || "inherit";
	return ttl === 0 ? undefined : (ttl ?? "inherit");
}

/** Over IPv6, Geneve has checksums whatever is said, and `ip` lists no setting of them (geneve_fill_info). */
function hasChecksums(type: string, { ocsum, udp_csum, udp_zero_csum6_tx }: Link["data"], want: Values): boolean {
	if (!isUdp(type)) return ocsum === true;
	return udp_csum === undefined && udp_zero_csum6_tx === false ? want.csum === true : udp_csum === true;
}

function tunnelValues({ kind, data }: Link, want: Values): Values {
	const type = kind ?? "device";
	// A default value of the kernel counts as not set unless the program sets the field.
	const unlessDefault = (value: unknown, field: string, byDefault: unknown) =>
		value === byDefault && want[field] === undefined ? undefined : value;
	const listedTos = data.tos ?? data.tclass;
	const tos = Number(listedTos ?? 0);
	// For GRE over IPv6, `ip` prints this flag in the place of "tclass".
	const inheritsTos = data.ip6_tnl_f_use_orig_tclass === true;
	return {
		type,
		external: data.external === true || undefined,
		remoteIp: unlessAny(data.remote ?? data.remote6),
		localIp: unlessAny(data.local ?? data.local6),
		group: unlessAny(data.group ?? data.group6),
		...keysOf(data, type, want),
		dstPort: isUdp(type) ? unlessDefault(data.port, "dstPort", defaultPorts[type]) : undefined,
		ttl: isUdp(type)
			? ttlOf(type, data)
			: unlessDefault(ttlOf(type, data), "ttl", ["ip6gretap", "ip6gre"].includes(type) ? 64 : "inherit"),
		// The kernel encodes "inherit" as 1, and `ip` prints that number for GRE.
		tos:
			data.tos === "inherit" || tos === 1 || inheritsTos
				? "inherit"
				: tos === Number(want.tos ?? 0)
					? want.tos
					: listedTos === undefined
						? undefined
						: String(listedTos),
		csum: hasChecksums(type, data, want) || undefined,
		dev: data.link,
		...outerPacketsOf(type, data),
		learning: type === "vxlan" && data.learning !== learnsByDefault(data) ? data.learning : undefined,
		df: data.df === "unset" ? undefined : data.df,
	};
}

/** The device that is created again, as it was before. A device of another type has nothing that the new one keeps. */
function formerDevice(change: Keep<Values, TunnelRead>): TunnelRead | undefined {
	const { netns = "" } = change.want;
	const before = change.intent === "rollback" ? change.factsBefore : undefined;
	const link = formerLink(change);
	if (link === undefined || link.kind !== change.want.type) return undefined;
	return { link, fdb: before ? entriesOf(before, netns, link) : (change.have ?? replacedBy(change)?.have)?.internal?.fdb };
}

/**
 * The MAC address and MTU of somebody's device that is created again, where the program leaves them alone. The MTU follows another way of
 * the packets.
 */
function placeWords(change: Keep<Values, TunnelRead>, former: Link | undefined): string[] {
	const { want, have } = change;
	const isOthers = change.intent === "release" || (change.intent === "apply" && change.isAdopted);
	if (!isOthers || former === undefined || have === undefined) return [];
	const wayOf = ({ dev, remoteIp, localIp, group }: Values) => [dev, [remoteIp, localIp, group].filter(isAddress).map(isIpv6)[0]];
	const isSameWay = isDeepStrictEqual(wayOf(want), wayOf(have.value));
	return [
		...(want.mac === undefined && hasMac(want) ? ["address", former.mac] : []),
		...(want.mtu === undefined && isSameWay ? ["mtu", String(former.mtu)] : []),
	];
}

/** The settings in outerPacketFields, of types that have them. */
function outerPacketsOf(type: string, { pmtudisc, ignore_df, encap_limit, ...data }: Link["data"]): Values {
	const has = (field: string) => !data.external && fieldsByType[type]?.includes(field) === true;
	return {
		...(has("pathMtuDiscovery") ? { pathMtuDiscovery: pmtudisc !== false } : {}),
		...(has("ignoreDf") ? { ignoreDf: ignore_df === true } : {}),
		...(has("encapLimit") ? { encapLimit: data.ip6_tnl_f_ign_encap_limit ? "none" : (encap_limit ?? 4) } : {}),
		...(has("sequence") ? { sequence: data.iseq === true && data.oseq === true } : {}),
	};
}

const wordIf = (condition: unknown, ...words: string[]): string[] => (condition ? words : []);

/** Settings that no field sets, in the words of `ip link add`: a device that is created again keeps them. */
function keptWords(want: Values, former: Link | undefined): string[] {
	if (former === undefined) return [];
	const { data } = former;
	if (want.type === "vxlan") return keptOfVxlan(data);
	if (want.type === "geneve")
		return [
			...keptFlowLabel(data.label),
			// With checksums of the program, the kernel would not take this from the former device.
			...wordIf(data.udp_csum === undefined && data.udp_zero_csum6_tx && !want.csum, "udp6zerocsumtx"),
			...wordIf(data.inner_proto_inherit, "innerprotoinherit"),
		];
	if (data.external) return keptEncapsulation(data);
	const mark = data.ip6_tnl_f_use_orig_fwmark ? ["fwmark", "inherit"] : option("fwmark", data.fwmark);
	return [
		...(!overIpv6.includes(want.type) || want.type === "vti6"
			? []
			: [
					...(data.ip6_tnl_f_use_orig_flowlabel ? ["flowlabel", "inherit"] : keptFlowLabel(data.flowlabel)),
					...wordIf(data.ip6_tnl_f_rcv_dscp_copy, "dscp", "inherit"),
					...wordIf(data.ip6_tnl_f_allow_local_remote, "allow-localremote"),
				]),
		// `ip` says "any" of a device that it creates without this word.
		...option("mode", data.proto === "any" ? undefined : data.proto),
		...wordIf(data.icsum && !data.ocsum && !want.csum, "icsum"),
		...mark,
		...keptEncapsulation(data),
	];
}

const keptFlowLabel = (label: unknown): string[] => (Number(label ?? 0) === 0 ? [] : ["flowlabel", String(label)]);

/** The UDP header around the packets of a tunnel (FOU and GUE): tnl_print_encap() in iproute2, ip/tunnel.c. */
function keptEncapsulation({ encap }: Link["data"]): string[] {
	if (!isMap(encap) || encap.type === null) return [];
	return [
		...["encap", String(encap.type)],
		...["encap-sport", encap.sport ? String(encap.sport) : "auto"],
		...["encap-dport", String(encap.dport)],
		...wordIf(encap.csum, "encap-csum"),
		...wordIf(encap.csum6, "encap-udp6-csum"),
		...wordIf(encap.remcsum, "encap-remcsum"),
	];
}

/** The settings of a device, by the names of `ip`, that fields or the words above write, or that follow from others. */
const writable = new Set([
	...[
		"id",
		"remote",
		"remote6",
		"local",
		"local6",
		"group",
		"group6",
		"link",
		"link_index",
		"port",
		"ttl",
		"tos",
		"df",
		"external",
	],
	...["learning", "ageing", "limit", "port_range", "label", "udp_csum", "udp_zero_csum6_tx", "udp_zero_csum6_rx"],
	...["remcsum_tx", "remcsum_rx", "proxy", "rsc", "l2miss", "l3miss", "gbp", "gpe", "vnifilter", "localbypass"],
	// The kernel derives them from the extensions (vxlan_nl2conf in its drivers/net/vxlan/vxlan_core.c). `ip` lists them from 6.14 on.
	"reserved_bits",
	...[
		"inner_proto_inherit",
		"proto",
		"pmtudisc",
		"ignore_df",
		"encap_limit",
		"tclass",
		"flowlabel",
		"fwmark",
		"encap",
		"hoplimit",
	],
	...["ikey", "okey", "iseq", "oseq", "icsum", "ocsum", "ip6_tnl_f_ign_encap_limit", "ip6_tnl_f_use_orig_tclass"],
	...["ip6_tnl_f_use_orig_flowlabel", "ip6_tnl_f_use_orig_fwmark", "ip6_tnl_f_rcv_dscp_copy", "ip6_tnl_f_allow_local_remote"],
]);

/** Throws where somebody's device would be created again without settings that it has and that can't be written. */
function refuseLoss(former: Link | undefined): void {
	const isSet = ([name, value]: [string, unknown]) => !writable.has(name) && value !== false && value !== 0 && value !== "";
	const data = former?.data ?? {};
	// The kernel gives this prefix for 6rd to every sit device (ipip6_tunnel_clone_6rd in its net/ipv6/sit.c).
	const byDefault = data.prefix === "2002::" && data.prefixlen === 16 ? ["prefix", "prefixlen"] : [];
	const lost = Object.entries(data)
		.filter(isSet)
		.map(([name]) => name)
		.filter((name) => !byDefault.includes(name));
	if (lost.length > 0)
		throw new Refused(
			`the adopted device must be created again for this change, and would lose settings that pulumi-ovs can't write: ${lost.join(", ")}. Declare the device with the values that it has, or create it again by hand without these settings`,
		);
}

/** The words for the settings in outerPacketFields: those of the program, and else those that the device had. */
function outerPacketWords(want: Values, former: Link | undefined): string[] {
	const kept = former ? outerPacketsOf(want.type, former.data) : {};
	const value = (field: string): unknown => want[field] ?? kept[field];
	const limit = value("encapLimit");
	// A device of others can number packets in one direction alone.
	const isOneWay = former !== undefined && want.sequence === undefined && kept.sequence === false;
	return [
		...wordIf(value("pathMtuDiscovery") === false, "nopmtudisc"),
		...wordIf(value("ignoreDf"), "ignore-df"),
		...(limit === undefined || limit === 4 ? [] : ["encaplimit", String(limit)]),
		...wordIf(value("sequence"), "seq"),
		...(isOneWay ? [...wordIf(former.data.iseq, "iseq"), ...wordIf(former.data.oseq, "oseq")] : []),
	];
}

function keptOfVxlan(data: Link["data"]): string[] {
	const { low = 0, high = 0 } = (data.port_range ?? {}) as { low?: number; high?: number };
	return [
		...keptFlowLabel(data.label),
		...(data.ageing === undefined || data.ageing === 300 ? [] : ["ageing", String(data.ageing)]),
		...option("maxaddress", data.limit),
		...wordIf(low + high > 0, "srcport", String(low), String(high)),
		// The two extensions have the value null from iproute2 6.4 on, and true before.
		...["proxy", "rsc", "l2miss", "l3miss", "gbp", "gpe", "vnifilter"].filter((word) => word in data && data[word] !== false),
		...wordIf(data.udp_zero_csum6_tx, "udp6zerocsumtx"),
		...wordIf(data.udp_zero_csum6_rx, "udp6zerocsumrx"),
		...wordIf(data.remcsum_tx, "remcsumtx"),
		...wordIf(data.remcsum_rx, "remcsumrx"),
		...wordIf(data.localbypass === false, "nolocalbypass"),
	];
}

function addWords(want: Values): string[] {
	const { type, external } = want;
	const udp = isUdp(type);
	return [
		...["link", "add", "dev", want.name, ...(hasMac(want) ? option("address", want.mac) : []), "type", type],
		...(external ? ["external"] : option(udp ? "id" : "key", want.key)),
		...option("ikey", want.inKey),
		...option("okey", want.outKey),
		...option("remote", want.remoteIp),
		...option("local", want.localIp),
		...option("group", want.group),
		...option("dev", want.dev),
		...option("ttl", want.ttl),
		...(want.tos === undefined ? [] : ["tos", want.tos === "inherit" ? "inherit" : `0x${Number(want.tos).toString(16)}`]),
		...(udp ? ["dstport", String(want.dstPort ?? defaultPorts[type])] : []),
		...(want.learning === undefined ? [] : [want.learning ? "learning" : "nolearning"]),
		...option("df", want.df),
		...(udp ? [want.csum ? "udpcsum" : "noudpcsum"] : want.csum ? ["csum"] : []),
	];
}
