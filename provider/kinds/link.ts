import { z } from "zod";
import * as f from "../base/fields";
import { originalsIn } from "../base/state-fields";
import type { Values } from "../base/values";
import { type Variants, withVariants } from "../base/variants";
import { markAfter, namedBy, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import type { NamedDevice } from "../model/observed";
import { deviceText, emptyDeviceText, masterText } from "../model/provided-name";
import { requiresDevice, requiresMtu } from "../model/requirements";
import { bridgeIpv6Uses, bridgeMtuWarnings } from "../network/bridge-mtu";
import { bridgePortFacts, bridgePortFields, checkBridgePort, observeBridgePort, planBridgePort } from "../network/bridge-port";
import { observeDevice, planDevice, upByDefault } from "../network/device";
import { addressFault, refuseLossOfIpv6 } from "../network/device-addresses";
import type { DeviceChange } from "../network/device-change";
import { checkDevice, memberFields, receivingFields } from "../network/device-fields";
import { entersVrf, masterOf } from "../network/device-master";
import { planMaster, withoutGoneDevices } from "../network/device-membership";
import { formerLink, recreation, replacement } from "../network/device-recreation";
import { planKept } from "../network/kept-settings";
import { isKernelTunnel, isWireGuard } from "../network/kernel-tunnel";
import { aliasChange, deviceOutputs, planAlias } from "../network/link-mark";
import { type MarkedLink, markedLinks } from "../network/marked";
import { notOfLink } from "../network/other-kinds";
import { refuseLossOnDevice } from "../network/others-on-device";
import { trunkMarks } from "../network/trunk-marks";
import { endsOf, otherEndOf } from "../network/veth";
import { vlansWithoutFiltering } from "../network/without-effect";
import { option } from "../tools/call";
import type { Link } from "../tools/ip-link";
import { receivingModes } from "../tools/ip-link-options";
import type { IpStep } from "../tools/ip-step";
import type { Fact, Step } from "../tools/list";
import { knownOvs } from "../tools/ovs-listing";
import {
	bondFields,
	bondModes,
	bondRules,
	checkBond,
	newBondWords,
	observeBond,
	planBond,
	refusalToAdoptBond,
} from "./link/bond";
import { planFreedMembers, planLeftDown, requiresEmptyDevice, takenByBond } from "./link/bond-members";
import { bridgeFields, bridgeRules, bridgeWords, checkBridge, keptBridgeWords, observeBridge, planBridge } from "./link/bridge";
import { isOtherEnd, observePeer, peerChange, peerField, peerOf, planPeerAlias } from "./link/peer";

const types = ["veth", "vlan", "dummy", "bridge", "macvlan", "macvtap", "ipvlan", "bond", "tap", "tun", "device"] as const;

/** The modes of macvlan, macvtap, ipvlan and bond devices, the default of this provider first. */
const modes: Record<string, readonly string[]> = {
	macvlan: ["bridge", "private", "vepa", "passthru", "source"],
	macvtap: ["bridge", "private", "vepa", "passthru", "source"],
	ipvlan: ["l3", "l2", "l3s"],
	bond: bondModes,
};

/** The types whose devices are on top of another one. */
const stacked = ["vlan", "macvlan", "macvtap", "ipvlan"];

/** The mode of a device; undefined for the default of its type. */
const modeUnlessDefault = (type: string, mode: string | undefined) => (mode === modes[type]?.[0] ? undefined : mode);

const variants: Variants = {
	by: ["type"],
	rules: [
		{ required: ["peer"], when: { type: ["veth"] }, message: 'is required for type "veth": a pair has two ends' },
		{ excluded: ["peer"], unless: { type: ["veth"] }, message: 'is only for type "veth"' },
		{ required: ["vlanId"], when: { type: ["vlan"] }, message: 'is required for type "vlan"' },
		{ excluded: ["vlanId"], unless: { type: ["vlan"] }, message: 'is only for type "vlan"' },
		{
			excluded: ["vlanProtocol"],
			unless: { type: ["vlan", "bridge"] },
			message: 'is only for types "vlan" and "bridge"',
		},
		{ required: ["parent"], when: { type: stacked }, message: 'is required for type "{type}"' },
		{
			excluded: ["parent"],
			unless: { type: stacked },
			message: 'is only for types "vlan", "macvlan", "macvtap" and "ipvlan"',
		},
		{
			excluded: ["mode"],
			unless: { type: Object.keys(modes) },
			message: 'is only for types "macvlan", "macvtap", "ipvlan" and "bond"',
		},
		...bondRules,
		...bridgeRules,
		{
			excluded: ["mac"],
			when: { type: ["ipvlan"] },
			message: 'is not for type "ipvlan", which has the MAC address of its parent',
		},
		{ excluded: ["mac", "master"], when: { type: ["tun"] }, message: 'is not for type "tun", which carries no Ethernet' },
		{
			excluded: ["master"],
			when: { type: ["macvtap"] },
			message: 'is not for type "macvtap": the kernel hands its packets to the program that reads /dev/tapN only',
		},
		{
			excluded: ["master"],
			when: { type: ["bridge"] },
			message: 'is not for type "bridge": a Linux bridge can\'t be in another one',
		},
	],
};

function check(want: Values, issue: (path: string, message: string) => void): void {
	const { name } = want;
	checkDevice(want, issue);
	checkDevice(want.peer ?? {}, issue, "peer.");
	checkMaster(want, issue);
	checkMaster(want.peer ?? {}, issue, "peer.");
	checkBond(want, issue);
	checkBridge(want, issue);
	checkBridgePort(want, issue);
	checkBridgePort(want.peer ?? {}, issue, "peer.");
	const known = modes[want.type];
	if (known && typeof want.mode === "string" && !known.includes(want.mode))
		issue("mode", `must be one of ${known.map((mode) => `"${mode}"`).join(", ")} for type "${want.type}"`);
	if (want.peer?.name === name && (want.peer?.netns ?? want.netns) === want.netns)
		issue("peer.name", "must differ from the link's own name in the same namespace");
	// A pair with both ends in one bridge sends each broadcast round and round.
	if (want.master !== undefined && want.peer?.master === want.master && (want.peer.netns ?? want.netns) === want.netns)
		issue("peer.master", "must be another Linux bridge than the link's own: both ends of a pair in one bridge are a loop");
	if (want.parent === name) issue("parent", "must be another device than this one");
}

function checkMaster({ name, master, vrf }: Values, issue: (path: string, message: string) => void, at = ""): void {
	if (master !== undefined && vrf !== undefined) issue(`${at}vrf`, "can't be set with master: a device has only one master");
	for (const [field, value] of Object.entries({ master, vrf }))
		if (value !== undefined && value === name) issue(`${at}${field}`, "must be another device than this one");
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ports = knownOvs(facts)?.ports;
	const all = markedLinks(facts).filter(
		({ link }) =>
			link.kind !== "vrf" && !isKernelTunnel(link) && !isWireGuard(link) && trunkMarks(ports?.get(link.name)) === undefined,
	);
	const otherEnd = ({ link }: MarkedLink) =>
		link.kind === "veth" ? all.find((other) => isOtherEnd(link, other.link)) : undefined;
	// Both ends of a veth pair have the mark. The kernel creates the end that the program names as the peer first.
	const isPeer = ({ link }: MarkedLink, { link: other }: MarkedLink) =>
		link.elsewhere ? link.name > other.name : link.index < other.index;
	return all.flatMap((one) => {
		const { owner, link, identity } = one;
		const other = otherEnd(one);
		if (other && isPeer(one, other)) return [];
		return [{ owner, want: { ...identity, type: typeOf(link), ...(other ? { peer: other.identity } : {}) } }];
	});
}

/**
 * The modes that a deleted VLAN or ipvlan would leave on for the device below: kernels with "net: vlan: don't propagate flags on open"
 * take them back only when they are taken from the device.
 */
const modesLeft = (link: Link | undefined): string[] =>
	link?.kind === "vlan" || link?.kind === "ipvlan" ? receivingModes.filter((mode) => link[mode]) : [];

/** Things of a device that other resources and fields have. */
const declaredElsewhere = f.noFieldsOf("Link", {
	"the devices of a bond are its interfaces, and each port of a Linux bridge names the bridge in its own field master": ["ports"],
	"declare a Route with the name of the device in its field dev": ["route", "routes"],
});

/** The numbers of the modes of a bond (Documentation/networking/bonding.rst), and another word for one. */
const otherModes = Object.fromEntries([...bondModes.entries(), ["lacp", "802.3ad"]].map(([word, mode]) => [word, `"${mode}"`]));

export const link = kind({
	type: "Link",
	summary:
		"A network device of the kernel: veth pair, VLAN, macvlan, macvtap, ipvlan, bond, dummy, Linux bridge, tap or tun; or the settings of an existing NIC (type `device`). At destroy, a NIC gets its former settings back.",
	schema: withVariants(
		f
			.object({
				name: f.resourceName(f.making(f.newDeviceName, { sort: "device" }), "Name of the device."),
				type: f.required(
					f.withOtherKinds(z.enum(types), notOfLink),
					"Type of the device. `device`: an existing NIC, which is never created or deleted. `bridge`: a Linux bridge. `macvtap`: a macvlan whose packets a virtual machine reads from /dev/tapN, where N is `ifindex`. The other types are those of `ip link` and `ip tuntap`.",
				),
				...f.group("Pair, VLAN, macvlan, macvtap, ipvlan and bond", {
					peer: peerField,
					parent: f.enforced(
						f.nameOf("device"),
						"Device below a VLAN, macvlan, macvtap or ipvlan, in the same network namespace.",
					),
					vlanId: f.enforced(f.integer(1, 4094, "a VLAN id"), "VLAN id of a VLAN device, 1 to 4094."),
					vlanProtocol: f.enforced(
						z.enum(["802.1Q", "802.1ad"]),
						"Protocol of the tags of a VLAN device, or of a Linux bridge with `vlanFiltering`. `802.1ad`: service tags, outside of customer tags (Q-in-Q).",
						{ whenUnset: "vlan: `802.1Q`; bridge: left alone" },
					),
					mode: f.enforced(
						f.withOtherKinds(z.enum(Object.values(modes).flat() as [string, ...string[]]), otherModes),
						"Way in which a macvlan, macvtap or ipvlan shares its parent with its siblings, or a bond its devices. macvlan and macvtap: `bridge`, packets go from one to the other; `private`, no packets between them; `vepa`, packets between them go through the switch outside; `passthru`, the parent has only this one, and receives no packets itself; `source`, packets of listed sources only. ipvlan: `l3`, the parent routes; `l2`, the parent switches; `l3s`, as `l3`, with connection tracking. bond: the modes of `ip link`. To change the mode, the provider takes the devices out of the bond and sets it down for a moment. Devices on top of the bond, such as VLANs, then lose their IPv6 addresses. Only addresses that the program declares are added again.",
						{ whenUnset: "macvlan and macvtap: `bridge`; ipvlan: `l3`; bond: `balance-rr`" },
					),
				}),
				...bondFields,
				...bridgeFields,
				...bridgePortFields,
				...f.group("Device", {
					master: f.unmanaged(f.nameOf("device"), "Linux bridge that the device is a port of.").meta({ lostWith: ["vrf"] }),
					vrf: f
						.unmanaged(f.nameOf("device"), "VRF that the device is in. Not together with `master`.")
						.meta({ lostWith: ["master"] }),
				}),
				...receivingFields,
				...memberFields,
				netns: f.inNetns("the device"),
				adopt: f.adopt(
					"an existing device of this type",
					"the device stays, and the settings that the program manages get their former values back. For type `device`, `adopt` has no effect, because the NIC exists in any case",
				),
			})
			.superRefine(f.issues(check))
			.meta({ elsewhere: declaredElsewhere }),
		variants,
	),
	computed: {
		ifindex: { type: "number", help: "Interface index of the device in the kernel.", identifies: true },
		macAddress: {
			type: "string | undefined",
			help: "MAC address of a device with Ethernet; that of the hardware for a NIC in a bond. Linux bridges and bonds do not have this output: their address follows that of their ports.",
		},
	},
	identity: { fields: ["name"], listMarked },
	replaceOn: (want, was) =>
		[
			...["type", "parent", "vlanId"],
			...(want.type === "bridge" ? [] : ["vlanProtocol"]),
			...(want.type === "bond" ? [] : ["mode"]),
		].filter((field) => (want as Values)[field] !== was[field]),
	ownership: (want) => (want.type === "device" ? "preexisting" : "mark"),
	takes: {
		mayTake: ({ type, interfaces = [] }) => type === "bond" && interfaces.length > 0,
		after: takenByBond,
		giveBack: planLeftDown,
	},
	normalise: ({ mode, vlanProtocol, ...rest }, was = {}) => {
		const isDefault = vlanProtocol === undefined || (rest.type === "vlan" && vlanProtocol === "802.1Q");
		const want = {
			...rest,
			...(mode === undefined ? {} : { mode: modeUnlessDefault(rest.type, mode) }),
			...(isDefault ? {} : { vlanProtocol }),
		};
		return upByDefault(want.peer ? { ...want, peer: upByDefault(want.peer, was.peer) } : want, was);
	},
	facts(want): Fact[] {
		const namespaces = [...new Set([want.netns ?? "", want.peer?.netns ?? want.netns ?? ""])];
		return [
			...(namespaces.some((p) => p !== "") ? [{ read: "namespaces" } as const] : []),
			...namespaces.map((netns) => ({ read: "links", netns }) as const),
			...bridgePortFacts(want),
			...bridgePortFacts({ ...otherEndOf(want), adopt: want.adopt }),
		];
	},
	provides(want) {
		const at = want.netns ?? "";
		const ends = endsOf(want);
		return [
			...ends.flatMap(({ name, netns, master, vrf }) => ((master ?? vrf) === undefined ? [] : [masterText(name, netns)])),
			...(want.interfaces ?? []).map((member) => masterText(member, at)),
			...(want.vlanId === undefined || want.parent === undefined
				? []
				: [
						`VLAN ${want.vlanId}${want.vlanProtocol === undefined ? "" : ` (${want.vlanProtocol})`} of ${deviceText(want.parent, at)}`,
					]),
			...(want.type === "device" && want.addresses?.length === 0 ? [emptyDeviceText(want.name, want.netns)] : []),
			...ends.flatMap(bridgeIpv6Uses),
		];
	},
	remarks: {
		warnings: (want, declared) => [
			...endsOf(want).flatMap((end) => bridgeMtuWarnings(end, declared)),
			...vlansWithoutFiltering(want, declared),
		],
	},
	requires: (want) => [
		...(want.type === "device" ? [{ ...requiresDevice(want.name, want.netns), property: "name" }] : []),
		...(want.interfaces ?? []).map((member) => requiresEmptyDevice(member, want.netns)),
		...(want.parent === undefined || want.mtu === undefined ? [] : [requiresMtu(want.parent, want.netns ?? "", want.mtu)]),
	],

	observe(facts, want, { was }) {
		const links = facts.links(want.netns ?? "");
		const found = links?.get(want.name);
		if (!found) return undefined;
		const type = want.type === "device" ? "device" : typeOf(found);
		const other = type === "veth" ? peerOf(facts, want, found) : undefined;
		const peer = type === "veth" ? { peer: observePeer(facts, want, found, other, was) } : {};
		return {
			value: {
				name: want.name,
				type,
				netns: want.netns,
				...(type === "vlan" ? vlanOf(found) : {}),
				...peer,
				...(modes[type] ? { parent: found.parent, mode: modeUnlessDefault(type, found.data.mode as string | undefined) } : {}),
				...(type === "bond" ? observeBond(links, found, want, was) : {}),
				...(type === "bridge" ? observeBridge(found, want) : {}),
				...masterOf(links, found),
				...observeBridgePort(facts, want.netns ?? "", found, { want, was, isShared: want.type === "device" || want.adopt }),
				...observeDevice(found, want, was),
			},
			...deviceOutputs(found),
			internal: { link: found, peerLink: other },
			fault: addressFault(found, want) ?? addressFault(other, want.peer),
			...(hasOtherPeer(want, peer) ? { recreates: bothEnds({ ...want, ...peer }) } : {}),
			...(type === "bond" ? { shared: ["interfaces"] } : {}),
			insteadOfAdoption: refusalToAdopt(want, type) ?? (type === "bond" ? refusalToAdoptBond(found) : undefined),
		};
	},

	plan(given): Step[] {
		const change = withoutGoneDevices(given);
		const { name, netns = "" } = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
		if (change.intent === "delete") {
			const freed = change.was.type === "bond" ? planFreedMembers(change) : [];
			return [
				...freed,
				...modesLeft(change.have.internal?.link).map((mode) => step("delete-links", "link", "set", "dev", name, mode, "off")),
				step("delete-links", "link", "del", "dev", name),
			];
		}
		const { want, have } = change;
		const owner = markAfter(change);
		const remade = have !== undefined && owner !== undefined && hasOtherPeer(want, have.value);
		if (remade && (have.owner !== owner || originalsIn(change.was) !== undefined))
			throw new Refused(
				`its other end is ${have.value.peer?.name ?? "a device in a namespace that was not read"}, wanted ${want.peer?.name}: pulumi-ovs did not create the pair and does not recreate it. Name the peer that it has (and its netns), or delete the pair first (ip link del ${name})`,
			);
		if (remade && change.intent !== "rollback")
			for (const end of bothEnds({ ...want, peer: have.value.peer })) refuseLossOnDevice(change, end, { verb: "recreated" });
		if (change.intent === "apply") {
			refuseLossOfIpv6(change);
			if (want.peer) refuseLossOfIpv6(peerChange(change, false));
		}
		const now: DeviceChange = remade ? recreation(change) : replacement(change, change);
		const former = now.have ? undefined : formerLink(change);
		// At boot, the host itself may have created a bridge that the program has adopted.
		const isAtBoot = change.intent === "apply" && change.atBoot === true && change.isAdopted;
		const marked = aliasChange(change);
		// A call that was killed after the line that creates the pair has left both ends without marks.
		const isHalfMade = now.have?.internal?.link?.intendedAlias !== undefined;
		const bond = want.type === "bond" ? planBond(change, step) : { steps: [], resets: false };
		return [
			...(remade ? [step("delete-links", "link", "del", "dev", name)] : []),
			...(now.have ? [] : [step("links", ...addWords(want), ...(want.type === "bridge" ? keptBridgeWords(change) : []))]),
			...(want.type === "device" ? [] : planAlias(name, netns, { ...marked, link: have?.internal?.link, isNew: !now.have })),
			...(want.peer && (!now.have || isHalfMade) ? planPeerAlias(want, netns, { owner, isNew: !now.have }) : []),
			...planKept(netns, former, { want, was: now.was }),
			...planMaster(now, step),
			...planBridgePort(name, netns, now, { isBridge: want.type === "bridge" }),
			...bond.steps,
			...(want.type === "bridge" && (have || isAtBoot) ? planBridge(want, change.was, have?.internal?.link, netns) : []),
			...planDevice(
				name,
				netns,
				{ ...now, isCreatedWithMac: !now.have && isCreatedWithMac(want) },
				{ losesIpv6: entersVrf(now) || bond.resets },
			),
			...(want.peer ? planPeer({ ...peerChange(change, !now.have), isCreatedWithMac: !now.have }, want.peer.netns ?? netns) : []),
		];
	},
});

/** True where the pair is to have another other end than it has. The kernel can't change one alone. */
const hasOtherPeer = ({ peer }: Values, have: Values): boolean =>
	peer !== undefined && (have.peer?.name !== peer.name || have.peer?.netns !== peer.netns);

const bothEnds = (pair: Values): NamedDevice[] => endsOf(pair).map(({ name, netns = "" }) => ({ name, netns }));

/** The settings of a pair's other end, after those of the link. */
function planPeer(change: DeviceChange, netns: string): Step[] {
	const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({ tool: "ip", phase, netns, args });
	return [
		...planKept(netns, change.former?.internal?.link, { want: change.want ?? {}, was: change.was }),
		...planMaster(change, step, "peer."),
		...planBridgePort(change.want?.name, netns, change),
		...planDevice(change.want?.name, netns, change, { losesIpv6: entersVrf(change) }),
	];
}

const vlanOf = ({ parent, data }: Link): Values => ({
	...{ parent, vlanId: Number(data.id) },
	vlanProtocol: data.protocol === undefined || data.protocol === "802.1Q" ? undefined : data.protocol,
});

/** A device keeps its type for life, so that a Link of another type can't take it over. */
function refusalToAdopt({ type: wanted, name }: Values, type: string): string | undefined {
	if (wanted === undefined || wanted === type) return undefined;
	return `The device ${name} is not a ${wanted}${type === "device" ? "" : `, but a ${type}`}, and can't become one. To set up the device as it is, declare type: "device"`;
}

function typeOf(found: Link): string {
	if (found.kind === "tun") return String(found.data.type ?? "tun");
	return found.kind ?? "device";
}

/**
 * True for a device that gets its MAC address from the line that creates it. `ip tuntap` has no word for it, and a macvlan of mode
 * passthru takes that of its parent (macvlan_common_newlink).
 */
const isCreatedWithMac = ({ type, mode }: Values): boolean => type !== "tap" && type !== "tun" && mode !== "passthru";

function addWords(want: Values): string[] {
	const add = ["link", "add", "dev", want.name, ...(isCreatedWithMac(want) ? option("address", want.mac) : [])];
	switch (want.type) {
		case "veth": {
			const { peer } = want;
			const elsewhere = peer.netns !== undefined && peer.netns !== want.netns;
			const other = ["peer", "name", peer.name, ...option("address", peer.mac), ...(elsewhere ? ["netns", peer.netns] : [])];
			return [...add, "type", "veth", ...other];
		}
		case "vlan":
			return [...add, "link", want.parent, "type", "vlan", ...option("protocol", want.vlanProtocol), "id", String(want.vlanId)];
		case "macvlan":
		case "macvtap":
		case "ipvlan":
			return [...add, "link", want.parent, "type", want.type, "mode", want.mode ?? (modes[want.type]?.[0] as string)];
		case "bond":
			return [...add, "type", "bond", ...newBondWords(want)];
		case "bridge":
			return [...add, "type", "bridge", ...bridgeWords(want)];
		case "tap":
		case "tun":
			return ["tuntap", "add", "dev", want.name, "mode", want.type];
		default:
			return [...add, "type", want.type];
	}
}
