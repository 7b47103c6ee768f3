import { isReservedName, reservedNameText } from "../../base/device-name";
import { isAddress, isMulticast } from "../../base/ip-address";
import type { Values } from "../../base/values";
import type { VariantRule } from "../../base/variants";
import { checkLocal } from "../../network/ovs-tunnel";
import { familyOf } from "../../network/routing";
import { checkKeys, isUdp, keysOfDirections } from "../../network/tunnel-key";

const common = ["remoteIp", "localIp", "key", "ttl", "tos", "csum", "dev", "external"];
const gre = [...common, ...keysOfDirections, "sequence"];
const vti = ["remoteIp", "localIp", "key", ...keysOfDirections, "dev"];

/** The fields for keys: one for both directions, or one for each. */
export const keyFields = ["key", ...keysOfDirections];

/** The fields that each type of tunnel device has. */
export const fieldsByType: Record<string, string[]> = {
	gretap: [...gre, "pathMtuDiscovery", "ignoreDf"],
	gre: [...gre, "pathMtuDiscovery", "ignoreDf"],
	ip6gretap: [...gre, "encapLimit"],
	ip6gre: [...gre, "encapLimit"],
	ipip: ["remoteIp", "localIp", "ttl", "tos", "dev", "external", "pathMtuDiscovery"],
	sit: ["remoteIp", "localIp", "ttl", "tos", "dev", "pathMtuDiscovery"],
	vti,
	vti6: vti,
	vxlan: [...common, "dstPort", "learning", "group", "df"],
	geneve: ["remoteIp", "key", "ttl", "tos", "csum", "external", "dstPort", "df"],
};

/** Settings of the outer packets that a device keeps, where the program does not set them, also when it is created again. */
export const outerPacketFields = ["pathMtuDiscovery", "ignoreDf", "encapLimit", "sequence"];

export const kernelFields = [
	"external",
	"vrf",
	"master",
	"bridgeVlans",
	"bridgePort",
	"promisc",
	"allmulticast",
	"dev",
	"learning",
	"group",
	"peers",
	"df",
	...outerPacketFields,
	"mac",
	"mtu",
	"addresses",
	"up",
	"netns",
];
const ovsFields = [
	...["dfDefault", "vlanMode", "tag", "trunks", "cvlans", "protected", "ofportRequest", "options", "externalIds"],
	...["columns", "portColumns", "psk", "remoteCert", "remoteName"],
];

/** The fields that are set when the device is created. A change of one of them recreates the device. */
export const creationFields = ["type", ...new Set(Object.values(fieldsByType).flat())];

/** The largest MTU of each type: what its own headers and that of the outer IPv4 packet leave of 65535 bytes. */
const largestMtu: Record<string, number> = {
	...{ gre: 65511, gretap: 65497, ip6gre: 65523, ipip: 65515, vti: 65515, vti6: 65495, geneve: 65485 },
};

/** The types that carry no Ethernet packets. */
const withoutEthernet = ["gre", "ip6gre", "ipip", "sit", "vti", "vti6"];

/** True for a device of a type with Ethernet. */
export const hasMac = ({ type }: Values): boolean => !withoutEthernet.includes(type);

/** The types between IPv6 endpoints, and those between IPv4 endpoints. The others are for both. */
export const overIpv6 = ["ip6gretap", "ip6gre", "vti6"];
const overIpv4 = ["gretap", "gre", "ipip", "sit", "vti"];

/** The fields that each type allows, for tunnels without a bridge. */
export const kernelRules: VariantRule[] = [
	{ excluded: ovsFields, when: { bridge: [null] }, message: "is only for ports of Open vSwitch: set bridge too" },
	...Object.entries(fieldsByType).map(([type, able]) => ({
		excluded: creationFields.slice(1).filter((field) => !able.includes(field)),
		when: { bridge: [null], type: [type] },
		message: 'is not for type "{type}" of the kernel',
	})),
	{
		excluded: ["peers"],
		when: { bridge: [null], type: Object.keys(fieldsByType).filter((type) => type !== "vxlan") },
		message: 'is not for type "{type}" of the kernel',
	},
	{
		excluded: ["mac", "master", "bridgeVlans", "bridgePort"],
		when: { bridge: [null], type: withoutEthernet },
		message: 'is not for type "{type}", which carries no Ethernet',
	},
];

export function checkKernelTunnel(want: Values, issue: (path: string, message: string) => void): void {
	const { type, name } = want;
	checkKeys(want, issue);
	for (const field of ["remoteIp", "localIp", "key", ...keysOfDirections])
		if (want[field] === "flow") issue(field, '"flow" is only for ports of Open vSwitch: set bridge too, or set external: true');
	for (const field of ["remoteIp", "localIp", "key", ...keysOfDirections, "group", "ttl", "tos", "dev"])
		if (want.external && want[field] !== undefined) issue(field, "can't be set with external: each route or flow sets its own");
	if (isUdp(type) && !want.external && want.key === undefined) issue("key", `is required for type "${type}": the VNI`);
	if (type === "geneve" && !want.external && want.remoteIp === undefined) issue("remoteIp", 'is required for type "geneve"');
	if (want.group !== undefined && want.remoteIp !== undefined) issue("group", "can't be set with remoteIp");
	if (want.group !== undefined && want.dev === undefined) issue("dev", "is required with group: the device that joins the group");
	checkMulticast(want, issue);
	checkPeers(want, issue);
	checkOuterPackets(want, issue);
	if (want.master !== undefined && want.vrf !== undefined) issue("vrf", "can't be set with master: a device has only one master");
	if (isReservedName(name)) issue("name", reservedNameText);
	const largest = largestMtu[type] ?? 65535;
	if (want.mtu > largest) issue("mtu", `must be ${largest} at most for type "${type}"`);
	if (type === "sit" && want.mtu < 1280) issue("mtu", 'must be 1280 or more for type "sit", which carries IPv6');
	const six = overIpv6.includes(type) ? 6 : overIpv4.includes(type) ? 4 : undefined;
	for (const field of ["remoteIp", "localIp"])
		if (six && isAddress(want[field]) && familyOf(want[field]) !== six)
			issue(field, `must be an IPv${six} address for type "${type}"`);
	const [remote, what] = want.group === undefined ? [want.remoteIp, "remote endpoint"] : [want.group, "group"];
	if (six === undefined && isAddress(remote) && isAddress(want.localIp) && familyOf(want.localIp) !== familyOf(remote))
		issue("localIp", `must be an IPv${familyOf(remote)} address, as the ${what} is`);
	for (const field of ["vrf", "master", "dev"])
		if (want[field] === name && name !== undefined) issue(field, "must be another device than this one");
}

/** `ip` refuses other addresses with "invalid remote address" (iproute2, ip/iplink_vxlan.c and iplink_geneve.c). */
function checkMulticast(want: Values, issue: (path: string, message: string) => void): void {
	const { type, remoteIp, localIp, group } = want;
	checkLocal(localIp, issue);
	if (isAddress(group) && !isMulticast(group)) issue("group", "must be a multicast address. The address of one peer is remoteIp");
	if (!isMulticast(remoteIp)) return;
	if (type === "vxlan") issue("remoteIp", "must not be a multicast address: a multicast group is set as group, with dev");
	if (type === "geneve") issue("remoteIp", 'must not be a multicast address for type "geneve"');
	if (!["gre", "gretap"].includes(type)) return;
	// "A broadcast tunnel requires a source address" (iproute2, ip/link_gre.c).
	if (localIp === undefined) issue("localIp", "is required with a remoteIp that is a multicast address");
	// There, `ip` takes the group's address in place of each key that is 0 or not given.
	for (const field of keyFields)
		if (want[field] === 0)
			issue(field, "must not be 0 with a remoteIp that is a multicast address: `ip` would take the address as key");
	if (want.key === undefined && (want.inKey === undefined) !== (want.outKey === undefined))
		issue(
			want.inKey === undefined ? "inKey" : "outKey",
			"is required beside the other key with a remoteIp that is a multicast address",
		);
}

/** The kernel sets the don't-fragment bit where a TTL is given (ip_tunnel_newlink), and refuses to ignore it elsewhere (ip_gre.c). */
function checkOuterPackets(want: Values, issue: (path: string, message: string) => void): void {
	const { pathMtuDiscovery, ignoreDf, ttl, external } = want;
	for (const field of outerPacketFields)
		if (external && want[field] !== undefined)
			issue(field, "can't be set with external: the kernel decides for each route or flow");
	if (pathMtuDiscovery === false && typeof ttl === "number")
		issue("pathMtuDiscovery", "must be true with a ttl that is a number");
	if (ignoreDf === true && pathMtuDiscovery !== false) issue("ignoreDf", "needs pathMtuDiscovery: false");
}

/** The kernel refuses a peer of another family than the device has, which is IPv4 unless an endpoint says otherwise (vxlan_core.c). */
function checkPeers({ peers, remoteIp, localIp, group, external }: Values, issue: (path: string, message: string) => void): void {
	if (!Array.isArray(peers)) return;
	if (external) issue("peers", "can't be set with external: each route or flow sets its own");
	const own = [remoteIp, localIp, group].find(isAddress);
	const family = own === undefined ? 4 : familyOf(own);
	for (const [i, peer] of peers.filter(isAddress).entries()) {
		if (familyOf(peer) !== family)
			issue(
				`peers[${i}]`,
				`must be an IPv${family} address${own === undefined ? ", unless localIp is one of IPv6" : `, as ${own} is`}`,
			);
		if (isMulticast(peer)) issue(`peers[${i}]`, "must not be a multicast address: a multicast group is set as group, with dev");
		if (peer === remoteIp) issue(`peers[${i}]`, "is remoteIp, which receives these packets in any case: name it in one field");
		if (peer === localIp) issue(`peers[${i}]`, "must be another address than localIp");
	}
}

/** A VXLAN device learns endpoints, unless each route or flow sets them (vxlan_parse_opt in iproute2, ip/iplink_vxlan.c). */
export const learnsByDefault = ({ external }: Values): boolean => external !== true;

/** The inputs without `learning` where that says what the device does anyway. */
export const withoutDefaultLearning = <T extends Values>({ learning, ...want }: T): T =>
	({ ...want, ...(learning === learnsByDefault(want) ? {} : { learning }) }) as unknown as T;
