import { byWord } from "../base/values";

/** The fields that a word of another tool, or of the field's language, may mean. */
const otherWords = byWord<readonly string[]>({
	vlan: ["tag", "vlanId"],
	vid: ["tag", "vlanId"],
	vlans: ["trunks"],
	vni: ["key"],
	id: ["key", "vlanId"],
	remote: ["remoteIp"],
	local: ["localIp"],
	gateway: ["via"],
	gw: ["via"],
	nexthop: ["via", "nexthops"],
	to: ["destination"],
	target: ["to"],
	dst: ["destination"],
	network: ["destination"],
	prefix: ["destination"],
	device: ["dev", "parent"],
	interface: ["dev", "parent", "interfaces"],
	link: ["parent", "dev"],
	members: ["interfaces"],
	slaves: ["interfaces"],
	ports: ["interfaces"],
	priority: ["metric"],
	preference: ["priority", "metric"],
	mark: ["fwmark"],
	mask: ["fwmask"],
	ip: ["addresses", "address"],
	address: ["addresses"],
	namespace: ["netns"],
	hwaddr: ["mac"],
	mac: ["lladdr", "hwaddr"],
	tag: ["vlanId"],
	lookup: ["table"],
	name: ["key"],
	policing: ["ingressPolicingRate"],
});

/** The field that somebody who knows another tool may have meant by a word. */
export const meantBy = (word: string, fields: readonly string[]): string | undefined =>
	otherWords[word]?.find((field) => fields.includes(field));
