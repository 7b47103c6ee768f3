import { isDeepStrictEqual } from "node:util";
import { isAddress, isIpv6, isMulticast } from "../../base/ip-address";
import type { Values } from "../../base/values";
import { type Change, type Keep, namedBy, replacedBy } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Observed } from "../../model/observed";
import { inNetnsText, masterText } from "../../model/provided-name";
import { observeBridgePort, planBridgePort } from "../../network/bridge-port";
import { observeDevice, planDevice } from "../../network/device";
import { addressFault, refuseLossOfIpv6 } from "../../network/device-addresses";
import type { DeviceChange, DeviceRead } from "../../network/device-change";
import { entersVrf, masterOf } from "../../network/device-master";
import { planMaster, withoutGoneDevices } from "../../network/device-membership";
import { formerLink, recreation, replacement } from "../../network/device-recreation";
import { entriesOf, peersOf, planFdb } from "../../network/fdb";
import { planKept } from "../../network/kept-settings";
import { aliasChange, deviceOutputs, planAlias } from "../../network/link-mark";
import { refuseLossOnDevice } from "../../network/others-on-device";
import { defaultPorts, isUdp } from "../../network/tunnel-key";
import type { FdbEntry } from "../../tools/bridge";
import { option } from "../../tools/call";
import type { Link } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";
import type { Step } from "../../tools/list";
import { keptWords, outerPacketsOf, outerPacketWords, refuseLoss } from "./kernel-kept";
import { creationFields, hasMac, keyFields, learnsByDefault, outerPacketFields } from "./kernel-schema";

/** True where the device has another value of a field that is set when it is created. */
const differsIn = (field: string, want: Values, have: Values): boolean =>
	!(want[field] === undefined && outerPacketFields.includes(field)) && !isDeepStrictEqual(want[field], have[field]);

const isRecreated = (want: Values, have: Values): boolean => creationFields.some((field) => differsIn(field, want, have));

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
			...observeBridgePort(facts, want.netns ?? "", found, { want, was, isShared: want.adopt }),
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

	plan(given: Change<Values, TunnelRead>): Step[] {
		const change = withoutGoneDevices(given);
		const { name, netns = "" } = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
		if (change.intent === "delete") return [step("delete-links", "link", "del", "dev", name)];
		const { want, have } = change;
		const recreated = have !== undefined && isRecreated(want, have.value);
		if (change.intent === "apply") refuseLossOfIpv6(change);
		const now: DeviceChange = recreated ? recreation(change) : replacement(change, change);
		const former = now.have ? undefined : formerDevice(change);
		if (recreated && change.intent !== "rollback") refuseLossOnDevice(change, { name, netns }, { verb: "recreated" });
		if (recreated && change.intent === "apply" && change.isAdopted) refuseLoss(former?.link);
		return [
			...(recreated ? [step("delete-links", "link", "del", "dev", want.name)] : []),
			...(now.have
				? []
				: [step("links", ...addWords(want), ...outerPacketWords(want, former?.link), ...keptWords(want, former?.link))]),
			...planAlias(name, netns, { ...aliasChange(change), link: have?.internal?.link, isNew: !now.have }),
			...planKept(netns, former?.link, { want, was: now.was, more: former ? placeWords(change, former.link) : [] }),
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

const numberOfDottedQuad = (quad: unknown): number =>
	String(quad)
		.split(".")
		.reduce((sum, part) => sum * 256 + Number(part), 0);

const unlessAny = (address: unknown) => (address === "any" || address === "0.0.0.0" || address === "::" ? undefined : address);

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
