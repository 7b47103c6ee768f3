import { z } from "zod";
import { inComparedOrder } from "../../base/address-order";
import * as f from "../../base/fields";
import { originalsIn, previousKey } from "../../base/state-fields";
import { isMap, type Values } from "../../base/values";
import { type Keep, replacedBy } from "../../model/change";
import type { Facts } from "../../model/facts";
import { bridgePortFields, observeBridgePort } from "../../network/bridge-port";
import { observeDevice } from "../../network/device";
import type { DeviceChange } from "../../network/device-change";
import { memberFields, receivingFields } from "../../network/device-fields";
import { masterOf } from "../../network/device-master";
import { recreation } from "../../network/device-recreation";
import { type AliasChange, planAlias } from "../../network/link-mark";
import type { Link } from "../../tools/ip-link";
import type { IpStep } from "../../tools/ip-step";

/** Addresses of the other end are compared as those of the link. */
const peerInComparedOrder = (one: unknown): unknown =>
	isMap(one) && one.addresses !== undefined ? { ...one, addresses: inComparedOrder(one.addresses) } : one;

const peer = z.strictObject({
	name: f.required(f.making(f.newDeviceName, { sort: "device" }), "Name of the other end's device."),
	netns: f.unmanaged(f.nameOf("netns"), "Network namespace of the other end.", "the namespace of the link"),
	master: f.unmanaged(f.nameOf("device"), "Linux bridge that the other end is a port of, in its namespace."),
	vrf: f.unmanaged(f.nameOf("device"), "VRF that the other end is in, in its namespace. Not together with `master`."),
	...bridgePortFields,
	...receivingFields,
	...memberFields,
});

export const peerField = f.enforced(peer, "Other end of a veth pair.").meta({ compared: peerInComparedOrder });

/**
 * The veth's other end, if its namespace was read. Interface indexes are unique only within a namespace, so an end in another
 * namespace is found by the indexes of both ends.
 */
export function peerOf(facts: Facts, want: Values, { index, parent, parentIndex, elsewhere }: Link): Link | undefined {
	const netns = want.peer?.netns ?? want.netns ?? "";
	const links = facts.knownLinks(netns);
	if (!elsewhere) return links.get(parent ?? "");
	return [...links.values()].find((l) => l.index === parentIndex && l.kind === "veth" && l.parentIndex === index);
}

export const isOtherEnd = (link: Link, other: Link): boolean =>
	other.kind === "veth" &&
	(link.elsewhere ? other.index === link.parentIndex && other.parentIndex === link.index : link.parent === other.name);

/** The settings of the other end, limited to the fields that the program sets. */
export function observePeer(
	facts: Facts,
	want: Values,
	{ parent }: Link,
	other: Link | undefined,
	was?: Values,
): Values | undefined {
	if (!other) return parent === undefined ? undefined : { name: parent };
	const all = allOfPeer(facts, want, other, was);
	const said = [...Object.keys(want.peer ?? { name: "" }), ...lostByPeer(want, other, was)];
	return Object.fromEntries(Object.entries(all).filter(([field, value]) => said.includes(field) && value !== undefined));
}

/** The fields whose original values an adopted pair's other end loses, because it leaves the bridge or VRF that it was in. */
function lostByPeer({ adopt, peer }: Values, { master }: Link, was: Values = {}): string[] {
	const inMaster = (end: Values | undefined) => end?.vrf ?? end?.master;
	const former = inMaster(was.peer);
	const isAsBefore = former === undefined || former === inMaster(was[previousKey]?.peer);
	const leaves = adopt === true && master !== undefined && inMaster(peer) !== undefined && inMaster(peer) !== master;
	return leaves && isAsBefore ? ["master", "vrf", "bridgeVlans", "bridgePort"] : [];
}

const allOfPeer = (facts: Facts, { peer, netns = "", adopt }: Values, link: Link, was?: Values): Values => ({
	...{ name: link.name, netns: peer?.netns },
	...masterOf(facts.links(peer?.netns ?? netns), link),
	...observeBridgePort(facts, peer?.netns ?? netns, link, { want: peer ?? {}, was: was?.peer, isShared: adopt }),
	...observeDevice(link, peer, was?.peer),
});

/** The mark of a new pair's other end. In another namespace, a call creates the end that may run after that namespace's links. */
export function planPeerAlias({ peer }: Values, netns: string, { owner, isNew }: Pick<AliasChange, "owner" | "isNew">): IpStep[] {
	const peerNetns = peer.netns ?? netns;
	return planAlias(peer.name, peerNetns, { owner, isNew: isNew && peerNetns === netns });
}

/**
 * The change of a pair's other end, with all settings that the end has: also those that the program does not set any more. `isNew`: the
 * pair is created, or created again.
 */
export function peerChange(change: Keep<Values, { peerLink?: Link }>, isNew: boolean): DeviceChange {
	const { want, facts } = change;
	const replaced = replacedBy(change);
	const { have, was } = replaced ?? change;
	const netns = want.peer.netns ?? want.netns;
	const before = isNew && change.intent === "rollback" ? change.factsBefore : undefined;
	const link = before ? before.knownLinks(netns ?? "").get(want.peer.name) : have?.internal?.peerLink;
	const value = { ...have?.value.peer, ...(link ? allOfPeer(before ?? replaced?.facts ?? facts, want, link, was) : {}) };
	const peer: DeviceChange = {
		want: { ...want.peer, ...(netns === undefined ? {} : { netns }) },
		...((isNew ? link : have?.value.peer) ? { have: { value, internal: { link } } } : {}),
		was: { ...was?.peer, [previousKey]: originalsIn(was)?.peer },
		facts,
		...(replaced ? { formerFacts: replaced.facts } : {}),
		...(change.intent === "rollback" ? { factsBefore: change.factsBefore } : {}),
		...(change.intent === "apply"
			? {
					...{ atBoot: change.atBoot, isAdopted: change.isAdopted, originals: change.originals?.peer },
					createdHere: change.createdHere,
				}
			: {}),
	};
	if (!isNew || peer.have === undefined) return peer;
	// In another namespace there is nothing of what the end had.
	const isSamePlace = before !== undefined || have?.value.peer?.netns === want.peer.netns;
	return isSamePlace ? recreation(peer) : { ...peer, have: undefined };
}
