import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { allVlans, type BridgeStep, type BridgeVlan, rangeText, vlanLines, withoutVlans } from "../tools/bridge";
import type { Link } from "../tools/ip-link";
import type { BridgePortWord } from "../tools/ip-link-options";
import type { IpStep } from "../tools/ip-step";
import type { Fact } from "../tools/list";
import { eachIn, flagsText, inRanges, listOf, type VlanFlags, vlanList, vlansIn, withTaken } from "./bridge-vlan-list";
import type { DeviceChange } from "./device-change";
import { portPhase } from "./device-membership";

interface PortOption {
	/** The word of `ip link set type bridge_slave`, which is also the name in the output of `ip`. */
	word: BridgePortWord;
	/** The kernel's value for a new port. Undefined: it depends on the device. */
	byDefault?: number | boolean;
	schema: z.ZodType;
}

const onOff = (word: BridgePortWord, byDefault: boolean, help: string): PortOption => ({
	...{ word, byDefault },
	schema: f.unmanaged(z.boolean(), `${help} The kernel's default is \`${byDefault}\`.`),
});

const portOptions: Record<string, PortOption> = {
	isolated: onOff("isolated", false, "Send no packets between this port and other isolated ports."),
	hairpin: onOff("hairpin", false, "Send packets back out of the port that they came from."),
	learning: onOff("learning", true, "Learn MAC addresses from received packets."),
	flood: onOff("flood", true, "Send packets to unknown MAC addresses out of this port."),
	mcastFlood: onOff("mcast_flood", true, "Send multicast packets without known receivers out of this port."),
	bcastFlood: onOff("bcast_flood", true, "Send broadcast packets out of this port."),
	mcastToUnicast: onOff("mcast_to_unicast", false, "Send multicast packets as unicast packets to each receiver."),
	fastleave: onOff("fastleave", false, "End a multicast group on this port as soon as a receiver leaves it."),
	neighSuppress: onOff(
		"neigh_suppress",
		false,
		"Answer ARP requests and neighbor solicitations from the bridge's table, and do not flood them.",
	),
	proxyArp: onOff("proxy_arp", false, "Answer ARP requests on behalf of devices behind other ports."),
	guard: onOff("guard", false, "BPDU guard: block the port if it receives a packet of the spanning tree protocol."),
	rootBlock: onOff("root_block", false, "Root guard: the port never leads to the root bridge."),
	cost: {
		word: "cost",
		schema: f.unmanaged(
			f.integer(1, 65535, "a path cost"),
			"Path cost of the port in the spanning tree, 1 to 65535. The kernel derives its default from the device's speed. If the field is removed from the program, the cost stays.",
		),
	},
	priority: {
		word: "priority",
		byDefault: 32,
		schema: f.unmanaged(
			f.integer(0, 63, "a port priority"),
			"Priority of the port in the spanning tree, 0 to 63. A lower number is preferred. The kernel's default is 32.",
		),
	},
};

/**
 * Further options of ports, which no field sets. `listed`: the name in the output of `ip`, where it is another one than the word.
 * `byDefault`: the kernel's value for a new port, as `ip` lists it.
 */
const otherOptions: { word: string; listed?: string; byDefault?: unknown }[] = [
	...["proxy_arp_wifi", "neigh_vlan_suppress", "vlan_tunnel", "locked", "mab"].map((word) => ({ word, byDefault: false })),
	{ word: "mcast_router", listed: "multicast_router", byDefault: 1 },
	{ word: "group_fwd_mask", byDefault: "0" },
	{ word: "backup_port" },
	{ word: "backup_nhid", byDefault: 0 },
];

/**
 * The cost that the kernel derives for devices of this kind (port_cost in its net/bridge/br_if.c). A veth pair says that it has 10 Gbit/s.
 */
const costOf = (kind: string | undefined): number => (kind === "veth" ? 2 : 100);

/** The settings of a device as a port of a Linux bridge. */
export const bridgePortFields = f.group("Port of a Linux bridge", {
	bridgeVlans: f
		.unmanaged(
			vlanList,
			'VLANs of a port of a Linux bridge (needs `master`), or of a Linux bridge itself: ids, ranges such as "20-30", and objects with flags. The VLANs have an effect if the bridge has `vlanFiltering`. A new port has only these VLANs, and not the bridge\'s `vlanDefaultPvid`. On a NIC and on an adopted device, VLANs that the program does not name stay, except the one of untagged packets. `[]` removes all VLANs. If the field is removed from the program, the port has `vlanDefaultPvid` again.',
			"left alone; a new port has the bridge's `vlanDefaultPvid`",
		)
		.meta({ withTaken, lostWith: ["master", "vrf"] }),
	bridgePort: f
		.unmanaged(
			z.strictObject(Object.fromEntries(Object.entries(portOptions).map(([field, { schema }]) => [field, schema]))),
			"Options of a port of a Linux bridge (needs `master`). Options that the program does not set stay as they are. An option that is removed from the program gets the kernel's default.",
		)
		.meta({ keys: true, lostWith: ["master", "vrf"] }),
});

/** The rules across the fields of a port. `at`: the path of the object that has the fields, such as `peer.`. */
export function checkBridgePort(want: Values, issue: (path: string, message: string) => void, at = ""): void {
	if (want.type === "bridge") return;
	for (const field of ["bridgeVlans", "bridgePort"])
		if (want[field] !== undefined && want.master === undefined)
			issue(`${at}master`, `is required with ${field}: the Linux bridge that the device is a port of`);
}

/** A port that the program has not created may have VLANs on the bridge that it leaves. */
export const bridgePortFacts = (want: Values): Fact[] =>
	want.bridgeVlans === undefined && ((want.master ?? want.vrf) === undefined || !isThereBefore(want))
		? []
		: [{ read: "bridge-vlans", netns: want.netns ?? "" }];

const isThereBefore = ({ type, adopt }: Values): boolean => type === "device" || adopt === true;

const vlansOn = (facts: Facts | undefined, netns: string, name: string): BridgeVlan[] | undefined =>
	facts?.has({ read: "bridge-vlans", netns }) ? (facts.bridgeVlans(netns)?.get(name) ?? []) : undefined;

/** The inputs of a port, now and of last time. */
interface PortInputs {
	want: Values;
	was?: Values;
	/** True for a device that the program has not created, on which others may have VLANs too. */
	isShared?: boolean;
}

/**
 * The settings of a port, in the form of bridgePortFields. On a device that the program has not created, VLANs count that the
 * program names or did name, and the one of untagged packets.
 */
export function observeBridgePort(
	facts: Facts,
	netns: string,
	link: Link,
	{ want, was = {}, isShared = false }: PortInputs,
): Values {
	// The VLANs and options that the device loses with the bridge that it leaves are seen, so that they can be restored.
	const master = want.vrf ?? want.master;
	const leaves = isShared && link.bridgePort !== undefined && master !== undefined && link.master !== master;
	const isNamed = leaves || want.bridgeVlans !== undefined || was.bridgeVlans !== undefined;
	const found = isNamed ? vlansOn(facts, netns, link.name) : undefined;
	// On another bridge, all VLANs are those of before.
	const hasOthers = isShared && link.master === want.master && want.bridgeVlans?.length !== 0;
	const ids = eachIn([...vlansIn(want.bridgeVlans), ...vlansIn(was.bridgeVlans)]);
	const isSeen = ([id, { pvid }]: [number, VlanFlags]) => !hasOthers || pvid || ids.has(id);
	const names = Object.keys(leaves ? portOptions : (want.bridgePort ?? {}));
	const named = names.map((field) => [field, link.bridgePort?.[portOptions[field]?.word ?? ""]]);
	const options = [...named, ...(leaves ? otherOptionsOf(link) : [])];
	return {
		...(found ? { bridgeVlans: listOf(new Map([...eachIn(found)].filter(isSeen))) } : {}),
		...(link.bridgePort && (leaves || want.bridgePort) ? { bridgePort: Object.fromEntries(options) } : {}),
	};
}

/** The steps for a port of a Linux bridge, after those for its master. `isBridge`: the device is a bridge, with VLANs of its own. */
export function planBridgePort(
	name: string,
	netns: string,
	change: DeviceChange,
	{ isBridge = false } = {},
): (IpStep | BridgeStep)[] {
	const { want = {}, have, was = {} } = change;
	if (!isBridge && want.master === undefined) return [];
	const isNew = have === undefined || (!isBridge && have.value.master !== want.master);
	const phase = portPhase(change);
	const words = isBridge
		? []
		: [
				...optionWords(want.bridgePort, was.bridgePort, isNew ? undefined : have?.internal?.link?.bridgePort),
				...(isNew ? keptOptionWords(change, portBefore(name, netns, change)) : []),
			];
	const set: IpStep = { tool: "ip", phase, netns, args: ["link", "set", "dev", name, "type", "bridge_slave", ...words] };
	return [...(words.length > 0 ? [set] : []), ...planVlans(name, netns, change, { isNew, isBridge })];
}

function optionWords(want: Values = {}, was: Values = {}, have: Link["bridgePort"]): string[] {
	const ofFields = Object.entries(portOptions).flatMap(([field, { word, byDefault }]) => {
		const value = want[field] ?? (was[field] !== undefined && have ? byDefault : undefined);
		return value === undefined || value === have?.[word] ? [] : wordsFor(word, value);
	});
	const others = otherOptions.flatMap(({ word, listed = word }) =>
		want[word] === undefined || want[word] === have?.[listed] ? [] : wordsFor(word, want[word]),
	);
	return [...ofFields, ...others];
}

/** The options that no field sets and that are no defaults, by their words. Only original values have them. */
const otherOptionsOf = ({ bridgePort }: Link): [string, unknown][] =>
	otherOptions.flatMap(({ word, listed = word, byDefault }): [string, unknown][] => {
		const value = bridgePort?.[listed];
		return value === undefined || value === byDefault ? [] : [[word, value]];
	});

const wordsFor = (word: string, value: unknown): string[] => [
	word,
	typeof value === "boolean" ? (value ? "on" : "off") : String(value),
];

/**
 * The device before a change that creates it again, or that is undone, where it is a bridge or comes into the bridge again that it was in.
 */
function portBefore(
	name: string,
	netns: string,
	{ want, former, factsBefore }: DeviceChange,
	isBridge = false,
): Link | undefined {
	const link = factsBefore ? factsBefore.knownLinks(netns).get(name) : former?.internal?.link;
	const isThere = isBridge ? link?.kind === "bridge" : link?.bridgePort !== undefined && link.master === want?.master;
	return isThere ? link : undefined;
}

/** The words for options that the port had, and that the program leaves alone. A dropped option has the kernel's default on a new port. */
function keptOptionWords({ want, was, factsBefore }: DeviceChange, before: Link | undefined): string[] {
	if (before === undefined) return [];
	const isDropped = (field: string, byDefault: unknown) =>
		factsBefore === undefined && byDefault !== undefined && was?.bridgePort?.[field] !== undefined;
	const left: typeof otherOptions = Object.entries(portOptions).flatMap(([field, { word, byDefault }]) =>
		want?.bridgePort?.[field] !== undefined || isDropped(field, byDefault)
			? []
			: [{ word, byDefault: word === "cost" ? costOf(before.kind) : byDefault }],
	);
	const others = otherOptions.filter(({ word }) => want?.bridgePort?.[word] === undefined);
	return [...left, ...others].flatMap(({ word, listed = word, byDefault }) => {
		const value = before.bridgePort?.[listed];
		return value === undefined || value === byDefault ? [] : wordsFor(word, value);
	});
}

function planVlans(
	name: string,
	netns: string,
	change: DeviceChange,
	{ isNew, isBridge }: { isNew: boolean; isBridge: boolean },
): BridgeStep[] {
	const { want = {}, have, was = {}, facts } = change;
	const add = (vlans: Map<number, VlanFlags>) => vlanLines(netns, name, inRanges(vlans), isBridge);
	const remove = (range: string) => withoutVlans(netns, name, range, isBridge);
	if (change.atBoot && change.isAdopted) return vlansAtBoot(want, change.originals, isBridge, { add, remove });
	if (isNew) {
		const vlans = vlansOfNewPort(name, netns, change, isBridge);
		return vlans === undefined ? [] : [remove(allVlans), ...add(vlans)];
	}
	if (have?.value.bridgeVlans === undefined) return [];
	const there = eachIn(vlansIn(have.value.bridgeVlans));
	const isDropped = want.bridgeVlans === undefined;
	const current = defaultPvid(facts, netns, isBridge ? name : want.master);
	const asked = want.vlanDefaultPvid ?? (was.vlanDefaultPvid === undefined ? current : 1);
	const byDefault = isBridge ? Number(asked) : current;
	const [first] = ofUntagged(byDefault);
	const target = eachIn(isDropped ? ofUntagged(byDefault) : vlansIn(want.bridgeVlans));
	const removable = isDropped ? eachIn(vlansIn(was.bridgeVlans)) : there;
	// With another default VLAN, the kernel may have changed any of the bridge's own VLANs right before.
	const differs = ([id, flags]: [number, VlanFlags]) =>
		byDefault !== current || flagsText(flags) !== flagsText(there.get(id) ?? { pvid: false, untagged: false }) || !there.has(id);
	if (byDefault !== current && first !== undefined) there.set(byDefault, first);
	const gone = [...there]
		.filter(([id]) => !target.has(id) && removable.has(id))
		.map(([id]): [number, VlanFlags] => [id, { pvid: false, untagged: false }]);
	return [
		...add(new Map([...target].filter(differs))),
		...inRanges(new Map(gone)).map(({ first: from, last }) => remove(rangeText(from, last))),
	];
}

const defaultPvid = (facts: Facts | undefined, netns: string, bridge: string): number =>
	Number(facts?.knownLinks(netns).get(bridge)?.data.vlan_default_pvid ?? 0);

/** The VLAN that the kernel gives a new port for untagged packets. 0: none. */
const ofUntagged = (id: number): BridgeVlan[] => (id === 0 ? [] : [{ first: id, last: id, pvid: true, untagged: true }]);

/** The VLANs of a port that is new in its bridge, where they are others than the kernel gives it. Those of others come back with it. */
function vlansOfNewPort(
	name: string,
	netns: string,
	change: DeviceChange,
	isBridge: boolean,
): Map<number, VlanFlags> | undefined {
	const { want = {}, was = {}, facts, factsBefore, formerFacts = facts } = change;
	const wanted = want.bridgeVlans && eachIn(vlansIn(want.bridgeVlans));
	const port = portBefore(name, netns, change, isBridge);
	if (factsBefore) {
		const before = vlansOn(factsBefore, netns, name);
		return before && ((port && !isBridge) || before.length > 0) ? eachIn(before) : wanted;
	}
	const isShared = want.adopt === true || was.adopt === true;
	const listed = formerFacts?.value({ read: "bridge-vlans", netns });
	if (!listed || !port || wanted?.size === 0 || (wanted && !isShared)) return wanted;
	const all = eachIn(listed.get(port.name) ?? []);
	const ofBridge = Number(want.vlanDefaultPvid ?? port.data.vlan_default_pvid ?? 0);
	const byDefault = eachIn(ofUntagged(isBridge ? ofBridge : defaultPvid(facts, netns, want.master)));
	if (!wanted && was.bridgeVlans === undefined) return isDeepStrictEqual(inRanges(all), inRanges(byDefault)) ? undefined : all;
	const named = eachIn(vlansIn(was.bridgeVlans));
	const ofOthers = [...all].filter(([id, { pvid }]) => !pvid && !named.has(id));
	return new Map([...ofOthers, ...(wanted ?? byDefault)]);
}

/**
 * The lines at boot for a device that another program may have put into the bridge before, with VLANs of its own. They remove only
 * what the program has taken from it.
 */
function vlansAtBoot(
	{ bridgeVlans, master }: Values,
	originals: Values = {},
	isBridge: boolean,
	{ add, remove }: { add(vlans: Map<number, VlanFlags>): BridgeStep[]; remove(range: string): BridgeStep },
): BridgeStep[] {
	if (bridgeVlans === undefined) return [];
	const target = eachIn(vlansIn(bridgeVlans));
	const isJoining = !isBridge && originals.master !== master;
	if (target.size === 0 || isJoining) return [remove(allVlans), ...add(target)];
	const taken = [...eachIn(vlansIn(originals.bridgeVlans))].filter(([id]) => !target.has(id));
	return [...add(target), ...inRanges(new Map(taken)).map(({ first, last }) => remove(rangeText(first, last)))];
}
