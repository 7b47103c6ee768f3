import { kernelTypes } from "./kernel-tunnel";
import { ovsTunnelTypes } from "./ovs-tunnel-rows";

/*
 * Types of devices and ports, and what makes them where the field `type` of a kind does not have them: another kind of resource, or
 * another value. The texts end the question "did you mean".
 */

const all = (types: readonly string[], text: string): Record<string, string> =>
	Object.fromEntries(types.map((type) => [type, text]));

const linkTypes = ["veth", "vlan", "macvlan", "macvtap", "ipvlan", "dummy", "bridge", "bond", "tap", "tun"];
const nicTypes = ["nic", "eth", "ether", "ethernet", "physical"];

const special: Record<string, string> = {
	...all(["wireguard", "wg"], "the resource WireGuard"),
	vrf: "the resource VRF",
	...all(["netns", "namespace"], "the resource Namespace"),
};

const ofOpenVSwitch: Record<string, string> = {
	...all(["internal", "patch"], "the resource Port"),
	...all(["openvswitch", "ovs"], "the resource Bridge"),
};

/** For the types of a Link. */
export const notOfLink: Record<string, string> = {
	...all(ovsTunnelTypes, "the resource Tunnel, with bridge"),
	...all(kernelTypes, "the resource Tunnel, without bridge"),
	...special,
	...ofOpenVSwitch,
	...all([...nicTypes, "system"], '"device"'),
	team: '"bond"',
	tuntap: '"tap" or "tun"',
};

/** For the types of a Tunnel. */
export const notOfTunnel: Record<string, string> = { ...all(linkTypes, "the resource Link"), ...special, ...ofOpenVSwitch };

/** For the types of a Vtep. */
export const notOfVtep: Record<string, string> = {
	...notOfTunnel,
	...all([...kernelTypes, ...ovsTunnelTypes], "the resource Tunnel"),
};

/** For the types of a Port. */
export const notOfPort: Record<string, string> = {
	...all(linkTypes, '"system", with the name of a device that a Link creates'),
	...all(kernelTypes, '"system", with the name of a device that a Tunnel without bridge creates'),
	...all(ovsTunnelTypes, "the resource Tunnel, with bridge"),
	...all([...nicTypes, "device"], '"system"'),
};
