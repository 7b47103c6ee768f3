import { addressesIn } from "../base/device-address";
import { isIpv6 } from "../base/ip-address";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { DeclaredResources } from "../model/kind";
import { deviceText } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import { endsIpv6, leastMtuOfIpv6 } from "./device-addresses";

/** A Linux bridge without an MTU of its own has the least one of its ports. */
const lowers = (want: Values): boolean => want.master !== undefined && endsIpv6(want);

/** IPv6 on a Linux bridge: its own IPv6 addresses need it, and a port with a small MTU ends it. */
export function bridgeIpv6Uses(want: Values): SharedUse[] {
	const { name, type, mtu, master, netns } = want;
	const addresses = type === "bridge" && mtu === undefined ? addressesIn(want.addresses) : [];
	const six = addresses.find(isIpv6);
	const own = { name: `IPv6 on ${deviceText(name, netns)}`, use: "for its addresses", detail: ` (${six})` };
	const port = {
		name: `IPv6 on ${deviceText(master, netns)}`,
		use: "in no way",
		detail: `, because its mtu of ${mtu} lowers that of the bridge, and the kernel has IPv6 only from ${leastMtuOfIpv6} on. Set mtu: ${leastMtuOfIpv6} or more here, or an mtu on the bridge`,
	};
	return [...(six === undefined ? [] : [own]), ...(lowers(want) ? [port] : [])];
}

/** A warning where a port ends IPv6 on a Linux bridge, unless the program sets the bridge's MTU. */
export function bridgeMtuWarnings(want: Values, declared: DeclaredResources): string[] {
	const { master, mtu, netns } = want;
	if (holdsUnknown([master, mtu, netns]) || !lowers(want)) return [];
	const isBridge = (one: Values) => one.name === master && one.netns === netns && one.mtu !== undefined;
	if (declared.ofType("Link").some(isBridge)) return [];
	return [
		`mtu ${mtu} lowers the MTU of the Linux bridge ${master} too, and below ${leastMtuOfIpv6} the kernel takes IPv6 off the bridge. Set an mtu on the bridge if it needs IPv6`,
	];
}
