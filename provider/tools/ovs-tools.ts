import { longestCall } from "./call";
import type { Package, Reading } from "./tool";

/** The package of Open vSwitch's tools. */
export const ovsPackage: Package = {
	debian: "openvswitch-switch",
	redhat: "openvswitch",
	otherwise: "If Open vSwitch is in a container or a snap, set ovsCommand in the connection",
};

/** Seconds after which a tool of Open vSwitch gives a read up. A daemon that is stuck accepts connections and never answers. */
export const readTimeout = 10;

/**
 * The same for a read of a bridge. After each change of the host's routes, ovs-vswitchd reads all of them (lib/route-table.c), and answers
 * nobody meanwhile: on a slow processor beside 100,000 routes, that takes 20 seconds.
 */
export const bridgeTimeout = 30;

/** Seconds after which a tool of Open vSwitch gives a change up. */
export const changeTimeout = 30;

/**
 * The same for a change that adds or deletes many ports: ovs-vswitchd looks at all others for each one, and a switch with thousands of
 * ports on a slow processor deletes a few in a second.
 */
export const changeTimeoutFor = (ports: number): number =>
	Math.min(longestCall / 1000, changeTimeout + Math.ceil(Math.max(0, ports - 100) / 5));

/** True where a tool of Open vSwitch has ended itself by its option --timeout: the daemon did not answer. */
export const hasTimedOut = ({ code, stderr }: Pick<Reading, "code" | "stderr">): boolean =>
	code === 142 || stderr.includes("Alarm clock");
