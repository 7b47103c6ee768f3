import type { SysctlStep } from "../tools/sysctl";
import { changesOthers } from "../tools/sysctl-effects";
import type { WayIn } from "../tools/way-in";
import { endsOf } from "./way-in-names";

/** Parameters of devices that decide nothing about packets of the host itself (Documentation/networking/ip-sysctl.rst). */
const harmless = ["forwarding", "force_forwarding", "mc_forwarding", "bc_forwarding", "send_redirects", "log_martians"];

/** Parameters of the whole host by which the kernel may refuse packets or connections of the host itself. */
const ofHost: [key: RegExp, counts: (wayIn: WayIn) => boolean][] = [
	// A server that is in no VRF hears of connections over a VRF only with these (Documentation/networking/vrf.rst).
	[/^net\/ipv4\/(tcp|udp)_l3mdev_accept$/, ({ vrfs }) => vrfs.length > 0],
	[/^net\/ipv4\/(tcp_fwmark_accept|tcp_mem)$/, () => true],
	[/^net\/ipv6\/route\/max_size$/, (wayIn) => endsOf(wayIn, 6).length > 0],
	// nf_conntrack-sysctl.rst
	[/^net\/(netfilter\/)?nf_conntrack_(max|buckets|tcp_\w+)$/, () => true],
	[/^net\/bridge\/bridge-nf-/, ({ linuxBridges }) => linuxBridges.length > 0],
];

/** The kernel parameter, if it decides about packets of the connection. */
export function byParameter(step: SysctlStep, wayIn: WayIn): string | undefined {
	const isOfHost = ofHost.some(([key, counts]) => key.test(step.key) && counts(wayIn));
	return isOfHost || isOfWay(step, wayIn) ? `sysctl ${step.key}` : undefined;
}

function isOfWay({ key, value }: SysctlStep, wayIn: WayIn): boolean {
	const { devices, isAdvertised } = wayIn;
	const [, version, , device = "", name = ""] = /^net\/ipv([46])\/(conf|neigh)\/([^/]+)\/(.*)$/.exec(key) ?? [];
	if (version === undefined || endsOf(wayIn, version === "6" ? 6 : 4).length === 0) return false;
	// On whichever device forwarding is set, the kernel removes the default routes of router advertisements from all.
	if (version === "6" && name === "forwarding" && isAdvertised) return device !== "default" && value !== "0";
	if (harmless.includes(name)) return false;
	// Only the strict check of the source refuses packets of a host with one way to the client (ip-sysctl.rst).
	if (name === "rp_filter" && value !== "1") return false;
	return device === "all" || devices.includes(device) || (device === "default" && changesOthers(key));
}
