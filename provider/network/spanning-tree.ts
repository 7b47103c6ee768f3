import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { DeclaredResources } from "../model/kind";

/**
 * A warning where an internal port is on a bridge that runs STP or RSTP. Such a port takes no part in the protocol
 * (port_configure_rstp in vswitchd/bridge.c), and Open vSwitch does not flood to a port without a state of the protocol, if the port
 * was added after the protocol was turned on (bundle_update in ofproto/ofproto-dpif.c).
 */
export function spanningTreeWarnings({ name, bridge, type }: Values, declared: DeclaredResources): string[] {
	if (type !== "internal" || holdsUnknown([name, bridge])) return [];
	const on = declared.ofType("Bridge").find((one) => one.name === bridge && (one.rstp || one.stp));
	if (!on) return [];
	const protocol = on.rstp ? "rstp" : "stp";
	return [
		`bridge ${bridge} has ${protocol}: Open vSwitch floods no packets to an internal port that is added while this runs, so that ARP and other broadcasts do not reach ${name}. Use one end of a veth pair (Link) as a system port in its place, or leave ${protocol} out`,
	];
}
