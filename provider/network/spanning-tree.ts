import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { DeclaredResources } from "../model/kind";

/**
 * The error of a patch port between two bridges that run RSTP. ovs-vswitchd sends a packet of RSTP while it holds the lock of the protocol.
 * A patch port hands the packet to the other bridge at once, which needs the same lock, so that ovs-vswitchd ends itself
 * (rstp_mutex in lib/rstp.c). The settings are in the database, and it does so again at each start.
 */
export function rstpOverPatchPorts({ name, bridge, type, peer }: Values, declared: DeclaredResources): string[] {
	if (type !== "patch" || holdsUnknown([name, bridge, peer])) return [];
	const other = declared.ofType("Port").find((one) => one.type === "patch" && one.name === peer && one.peer === name);
	const runsRstp = (on: string) => declared.ofType("Bridge").some((one) => one.name === on && one.rstp === true);
	if (!other || !runsRstp(bridge) || !runsRstp(other.bridge)) return [];
	return [
		`bridges ${bridge} and ${other.bridge} have rstp, and the patch ports ${name} and ${peer} join them: ovs-vswitchd would crash, and again at each start. Use stp on both bridges, leave rstp out on one of them, or join them by a veth pair (Link)`,
	];
}

/** The same for a bridge that the program declares after the patch ports. */
export function rstpOnBothSides(want: Values, declared: DeclaredResources): string[] {
	if (want.rstp !== true || holdsUnknown(want.name)) return [];
	const others = declared.ofType("Bridge").filter(({ name }) => name !== want.name);
	const all = { ofType: (type: string) => (type === "Bridge" ? [...others, want] : declared.ofType(type)) };
	const own = declared.ofType("Port").filter(({ bridge }) => bridge === want.name);
	return own.flatMap((port) => rstpOverPatchPorts(port, all)).slice(0, 1);
}

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
