import { addressesIn, addressOf } from "../base/device-address";
import type { Values } from "../base/values";
import { type Keep, replacedBy } from "../model/change";
import type { Link } from "../tools/ip-link";
import { addressesToRemove, addressOrder, ofOthers, restorableAddressesOf } from "./device-addresses";
import type { DeviceChange, DeviceRead } from "./device-change";
import { masterIn } from "./device-master";

/**
 * The change that recreates a device. Settings that the program leaves alone keep their values, and addresses with a lifetime keep the
 * rest of it. Membership is kept for VRFs and Linux bridges, the masters that `ip` can set.
 */
export function recreation<C extends DeviceChange>(change: C): C & { want: Values; have: undefined } {
	const { want = {}, have, was = {}, facts } = change;
	const { up, vrf, master, addresses } = have?.value ?? {};
	const leaving = [...addressesToRemove(change), ...addressesIn(want.addresses)];
	const kept = [...addressesIn(addresses), ...ofOthers(have)].filter((cidr) => !leaving.includes(cidr));
	const order = addressOrder(addressesIn(want.addresses), restorableAddressesOf(have));
	const positionOf = (one: unknown) => order.indexOf(String(addressOf(one)));
	const all = [...(want.addresses ?? []), ...kept].sort((a, b) => positionOf(a) - positionOf(b));
	const isFree = (masterIn(want) ?? masterIn(was)) === undefined;
	const isBridge = master !== undefined && facts?.links(want.netns ?? "")?.get(master)?.kind === "bridge";
	const member = isFree ? { vrf, ...(isBridge ? { master } : {}) } : {};
	const left = { ...member, ...(all.length > 0 ? { addresses: all } : {}) };
	return { ...change, want: { ...want, up: want.up ?? up, ...left }, have: undefined, former: have };
}

/**
 * The change of a device that comes in place of one which this run has deleted: it gets what others had set on that one, as if the change
 * itself recreated it. A device of another type can be in no master that the program does not name. `now`: the change, with what others
 * have added to it.
 */
export function replacement<C extends DeviceChange>(change: Keep<Values, DeviceRead>, now: C): C {
	const replaced = replacedBy(change);
	if (now.have || !replaced) return now;
	const { have, was, facts } = replaced;
	const { master: _, vrf: __, ...withoutMaster } = have.value;
	const value = have.value.type === change.want.type ? have.value : withoutMaster;
	return recreation({ ...now, have: { ...have, value }, was, formerFacts: facts });
}

/** The device that a change creates again, as it was before. */
export function formerLink(change: Keep<Values, DeviceRead>): Link | undefined {
	if (change.intent === "rollback") return change.factsBefore.knownLinks(change.want.netns ?? "").get(change.want.name);
	if (change.have) return change.have.internal?.link;
	const before = replacedBy(change)?.have;
	return before?.value.type === change.want.type ? before?.internal?.link : undefined;
}
