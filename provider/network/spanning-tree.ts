import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { DeclaredResources } from "../model/kind";

/**
 * A warning where an internal port or a bond is on a bridge that runs STP or RSTP. Neither takes part in the protocol
 * (port_configure_stp and port_configure_rstp in vswitchd/bridge.c). Open vSwitch does not flood to an internal port without a state of
 * the protocol, if the port was added after the protocol was turned on (bundle_update in ofproto/ofproto-dpif.c).
 */
export function spanningTreeWarnings({ name, bridge, type }: Values, declared: DeclaredResources): string[] {
	if (!["internal", "bond"].includes(type) || holdsUnknown([name, bridge])) return [];
	const on = declared.ofType("Bridge").find((one) => one.name === bridge && (one.rstp || one.stp));
	if (!on) return [];
	const protocol = on.rstp ? "rstp" : "stp";
	if (type === "bond")
		return [
			`bridge ${bridge} has ${protocol}: Open vSwitch does not run it on bonds, so that a loop by the bond ${name} is not cut. Make sure that no loop goes by ${name}, or use a port with one interface in its place`,
		];
	return [
		`bridge ${bridge} has ${protocol}: Open vSwitch floods no packets to an internal port that is added while this runs, so that ARP and other broadcasts do not reach ${name}. Use one end of a veth pair (Link) as a system port in its place, or leave ${protocol} out`,
	];
}
