import type { Values } from "../base/values";
import { type Change, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { deviceText } from "../model/provided-name";
import type { Link } from "../tools/ip-link";
import type { IpStep } from "../tools/ip-step";
import { restoreIpv6Addresses } from "./device-addresses";
import type { DeviceChange } from "./device-change";
import { kindText, masterIn } from "./device-master";

/** The step by which a device leaves its master, before any device joins one. */
export const leaving = (netns: string, name: string): IpStep => ({
	...{ tool: "ip", phase: "leaves", netns },
	args: ["link", "set", "dev", name, "nomaster"],
});

/**
 * The kernel sets a device down that leaves a bond. These steps set it up again where it was up, with its IPv6 addresses.
 * `before`: the facts that tell whether it was up.
 */
export const upAgain = (before: Facts, netns: string, name: string): IpStep[] =>
	before.knownLinks(netns).get(name)?.up
		? [
				{ tool: "ip", phase: "leaves", netns, args: ["link", "set", "dev", name, "up"] },
				...restoreIpv6Addresses(before, netns, name, "leaves"),
			]
		: [];

export const leavingBond = (before: Facts, netns: string, name: string): IpStep[] => [
	leaving(netns, name),
	...upAgain(before, netns, name),
];

export const leavingVrf = (facts: Facts, netns: string, name: string): IpStep[] => [
	leaving(netns, name),
	...restoreIpv6Addresses(facts, netns, name, "leaves"),
];

/** A port joins its bridge before it is set up, if it has VLANs or options of its own, or gets those of before. */
export const portPhase = ({ want, former, factsBefore }: DeviceChange): "masters" | "settings" =>
	want?.bridgeVlans !== undefined ||
	want?.bridgePort !== undefined ||
	former?.internal?.link?.bridgePort !== undefined ||
	factsBefore?.has({ read: "bridge-vlans", netns: want?.netns ?? "" })
		? "masters"
		: "settings";

/** Refuses a VRF in the field `master`, and another device in the field `vrf`: it would read back in the other field. */
function checkMasterKind({ want, facts, createdHere }: DeviceChange, at: string): void {
	const netns = want?.netns ?? "";
	// Undefined for a device that does not exist, and for one whose name goes to a new device in this batch.
	const device = (name: string | undefined): Link | undefined =>
		name === undefined || createdHere?.(deviceText(name, netns)) !== false ? undefined : facts?.knownLinks(netns).get(name);
	const [master, vrf] = [device(want?.master), device(want?.vrf)];
	if (master?.kind === "vrf") throw new Refused(`${at}master: ${master.name} is a VRF: name it in ${at}vrf`);
	if (vrf && vrf.kind !== "vrf")
		throw new Refused(
			`${at}vrf: ${vrf.name} is not a VRF but ${kindText(vrf)}${vrf.kind === "bridge" ? `: name it in ${at}master` : ""}`,
		);
}

/**
 * The steps for a device's master. A VRF is set before addresses, because entering it removes them.
 * Throws Refused where the master is of another type than its field says. `at`: the path to the device's fields in the inputs.
 */
export function planMaster(
	change: DeviceChange,
	step: (phase: "leaves" | "masters" | "settings", ...args: string[]) => IpStep,
	at = "",
): IpStep[] {
	const { want, have, was, facts } = change;
	const current = masterIn(have?.value);
	const links = facts?.knownLinks(want?.netns ?? "");
	checkMasterKind(change, at);
	// The kernel sets a device down that leaves a bond.
	const isUpInBond = links?.get(current ?? "")?.kind === "bond" && have?.value.up === true;
	const up = isUpInBond && want?.up !== false ? [step("settings", "link", "set", "dev", want?.name, "up")] : [];
	const phase = (want?.vrf ?? was?.vrf ?? have?.value.vrf) ? "masters" : portPhase(change);
	if (masterIn(want) !== undefined && masterIn(want) !== current)
		return [step(phase, "link", "set", "dev", want?.name, "master", masterIn(want) as string), ...up];
	// A master that is another one by now was set by somebody else, or by another resource of the program.
	if (masterIn(want) === undefined && current !== undefined && masterIn(was) === current)
		return [step(phase === "masters" ? "leaves" : phase, "link", "set", "dev", want?.name, "nomaster"), ...up];
	return [];
}

/**
 * A release without masters and members that are gone by now. A device whose master is gone stays in none: to put it back would fail, and
 * so would each destroy.
 */
export function withoutGoneDevices<C extends { intent: Change["intent"]; facts: Facts; want?: Values }>(change: C): C {
	const { intent, want, facts } = change;
	return intent === "release" && want ? { ...change, want: ofExisting(want, facts) } : change;
}

function ofExisting(want: Values, facts: Facts): Values {
	const netns: string = want.netns ?? "";
	const isGone = (name: unknown) =>
		typeof name === "string" && facts.has({ read: "links", netns }) && !facts.knownLinks(netns).has(name);
	const fields = ["master", "vrf", "primary"].filter((field) => isGone(want[field]));
	return {
		...want,
		...Object.fromEntries(fields.map((field) => [field, undefined])),
		...(want.interfaces ? { interfaces: want.interfaces.filter((name: string) => !isGone(name)) } : {}),
		...(want.peer ? { peer: { ...want.peer, ...ofExistingPeer(want, facts) } } : {}),
	};
}

function ofExistingPeer({ peer, netns }: Values, facts: Facts): Values {
	const { master, vrf } = ofExisting({ master: peer.master, vrf: peer.vrf, netns: peer.netns ?? netns }, facts);
	return { master, vrf };
}
