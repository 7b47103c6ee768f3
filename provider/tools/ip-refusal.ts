import { byWord } from "../base/values";
import { loadText, moduleOfDevice } from "./kernel-modules";
import { namespacesDenied } from "./output";

const tableNames = byWord<string>({ 253: "default", 254: "main", 255: "local" });

/** A line of `ip -batch` that was refused, as its words. */
class Line {
	readonly words: string[];

	constructor(readonly text: string) {
		this.words = text.match(/"[^"]*"|\S+/g)?.map((word) => word.replace(/^"(.*)"$/, "$1")) ?? [];
	}

	/** The word after a keyword, such as the address after "via". */
	after(keyword: string): string | undefined {
		const at = this.words.indexOf(keyword, 1);
		return at < 0 ? undefined : this.words[at + 1];
	}

	/** All words after a keyword that may come several times. A gateway of the other family has its family before it. */
	allAfter(keyword: string): string[] {
		return this.words.flatMap((word, i) => {
			const next = this.words[i + 1];
			return word !== keyword || next === undefined ? [] : [/^inet6?$/.test(next) ? (this.words[i + 2] ?? next) : next];
		});
	}

	/** The device that the line is about. */
	get device(): string {
		return `device ${this.after("dev") ?? this.words[2] ?? ""}`;
	}

	/** The routing table of a route: its VRF, or its table. */
	get routingTable(): string {
		const vrf = this.after("vrf");
		const table = this.after("table") ?? "254";
		return vrf === undefined ? `table ${tableNames[table] ?? table}` : `VRF ${vrf}`;
	}

	/** The devices by which a route in this table can reach its gateway. */
	get devices(): string {
		return this.routingTable === "table main" ? "no device" : `no device in ${this.routingTable}`;
	}

	get route(): string {
		const destination = this.words.slice(2).find((word) => word === "default" || /[.:]/.test(word)) ?? "";
		return `route ${destination} of ${this.routingTable}`;
	}
}

/** The kernel's or ip's words about a sort of line, and the meaning in the words of the resources' fields. */
interface Meaning {
	/** The beginning of the line. */
	of: RegExp;
	said: RegExp;
	text(line: Line, found: RegExpExecArray): string;
}

/** A gateway must be a neighbor: the kernel looks for an address whose subnet has it, unless the route is onlink. */
function gateway(line: Line): string {
	const [first = "", ...more] = line.allAfter("via");
	const device = line.after("dev");
	if (more.length > 0)
		return `one of the gateways ${[first, ...more].join(", ")} (nexthops) of ${line.route} can't be reached: ${line.devices} has an address in that gateway's subnet. Give a device such an address (addresses)`;
	return device === undefined
		? `gateway ${first} (via) of ${line.route} can't be reached: ${line.devices} has an address in the gateway's subnet. Give a device such an address (addresses), or set dev and onlink: true`
		: `gateway ${first} (via) of ${line.route} can't be reached: ${line.device} has no address in the gateway's subnet. Give ${device} such an address (addresses), or set onlink: true`;
}

const tunnelEnds = (line: Line): string => {
	const type = line.after("type");
	const port = line.after("dstport");
	const on = port === undefined ? "" : ` on port ${port} (dstPort)`;
	if (line.words.includes("external")) return `another ${type} device with external: true${on}`;
	const id = line.after("id");
	if (type === "vxlan") return `another vxlan device with VNI ${id} (key)${on}`;
	const ends = [`remoteIp ${line.after("remote") ?? "not set"}`];
	if (type !== "geneve") ends.push(`localIp ${line.after("local") ?? "not set"}`);
	return `another ${type} device with ${[...ends, `key ${id ?? line.after("key") ?? "not set"}`].join(", ")}${on}`;
};

const isTunnel = ({ words }: Line): boolean =>
	["vxlan", "gre", "geneve", "gretap", "ip6gretap", "ip6gre", "ipip", "sit", "vti", "vti6"].some((type) => words.includes(type));

const withoutType = (type: string): string =>
	`the host's kernel has no devices of type ${type}: ${loadText(moduleOfDevice(type))}`;

/** Only the headers of MPLS are in a module. The others are a part of the kernel, or left out of it. */
function withoutEncap(line: Line): string {
	const types = [...new Set(line.allAfter("encap"))];
	const has = `the host's kernel has no encap of type ${types.join(" or ")} for ${line.route}`;
	return types.includes("mpls")
		? `${has}: ${loadText("mpls_iptunnel")}`
		: `${has}: the kernel is built without it. Use a kernel that has it, or leave encap out`;
}

/** The kernel turns a protocol off on a device whose MTU is too small for it. */
const tooSmall = (line: Line): string =>
	`${line.device} can't have the address ${line.words[2]} (addresses): its mtu is too small (IPv4 needs 68 bytes, IPv6 1280), or the protocol is off`;

/** The errors of iproute2 6.1 and of Linux 6.1 to 6.18 that a program can meet. The first that fits counts. */
const meanings: Meaning[] = [
	{
		of: /^link set dev \S+ up$/,
		said: /Network is down/,
		text: (line) =>
			`${line.device} can't be up while the device below it is down: set up: true on the resource of that device too`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Nexthop has invalid gateway|Network is unreachable|No route to host/,
		text: (line) => gateway(line),
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /lwt encapsulation type not supported|LWTUNNEL is not enabled/,
		text: (line) => withoutEncap(line),
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Gateway can not be a local address/,
		text: (line) => `gateway ${line.after("via")} (via) of ${line.route} is an address of this host: name another gateway`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Egress device not specified/,
		text: (line) =>
			`gateway ${line.after("via")} (via) of ${line.route} is a link-local address, which every link may have: set dev`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /(?:Nexthop device|Device for nexthop) is not up|Network is down/,
		text: (line) => `${line.device} of ${line.route} is down: set up: true on the resource of the device`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Invalid (?:prefsrc|source) address/,
		text: (line) =>
			`address ${line.after("src")} (src) of ${line.route} is not on this host: ${line.devices} has it. Give a device this address (addresses), or leave src out`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Route with host scope can not have a gateway/,
		text: (line) => `${line.route} has a gateway (via), which a route of scope host or of type local can't have: leave via out`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /Invalid VRF/,
		text: (line) => `${line.routingTable} of the route does not exist: declare it as VRF, or correct vrf`,
	},
	{
		of: /^route (?:add|append|replace)/,
		said: /File exists/,
		text: (line) =>
			`${line.route} exists already, with the same metric and tos: choose another metric, or delete the other route`,
	},
	{
		of: /^route del/,
		said: /No such process/,
		text: (line) => `${line.route} does not exist any more: run again with --refresh`,
	},
	{
		of: /^rule add/,
		said: /File exists/,
		text: (line) => `a rule with priority ${line.after("pref")} and the same selectors exists already: delete the other rule`,
	},
	{
		of: /^rule add/,
		said: /Backward goto/,
		text: (line) => `rule ${line.after("pref")} can continue only at a later rule: goto must be more than priority`,
	},
	{
		of: /^rule del/,
		said: /No such file or directory/,
		text: (line) => `rule ${line.after("pref")} does not exist any more: run again with --refresh`,
	},
	{
		of: /./,
		said: /Cannot find device "([^"]*)"/,
		text: (_, [, name]) => `device ${name} does not exist: declare it, or correct the name`,
	},
	{
		of: /^link set/,
		said: /argument "([^"]*)" is wrong: Device does not exist/,
		text: (line, [, name]) =>
			`device ${name}, the master (interfaces, vrf or master) of ${line.device}, does not exist: declare it, or correct the name`,
	},
	{
		of: /^link (?:add|set)/,
		said: /argument "([^"]*)" is wrong: Invalid "netns" value/,
		text: (line, [, name]) =>
			`network namespace ${name} (netns) of ${line.device} does not exist: declare it as Namespace, or correct the name`,
	},
	{
		of: /^link add/,
		said: /A VXLAN device with the specified VNI already exists|only one externally controlled device|Device or resource busy/,
		text: (line) => `${tunnelEnds(line)} exists already in this network namespace: the kernel can't tell the two apart`,
	},
	{
		of: /^link add/,
		said: /VLAN device already exists/,
		text: (line) =>
			`VLAN ${line.after("id")} (vlanId) of device ${line.after("link")} (parent) exists already under another name: delete that device, or choose another vlanId`,
	},
	{
		of: /^(?:link|tuntap) add/,
		said: /File exists|TUNSETIFF\): Device or resource busy/,
		text: (line) =>
			isTunnel(line)
				? `${line.device}, or ${tunnelEnds(line)}, exists already: choose another name, or other endpoints`
				: `${line.device}${line.after("peer") === undefined ? "" : `, or its other end ${line.allAfter("name").at(-1)} (peer),`} exists already: choose another name`,
	},
	{
		of: /^(?:link|tuntap) add/,
		said: /Unknown device type|open: No such (?:file or directory|device)/,
		text: (line) => withoutType(line.after("type") ?? line.after("mode") ?? ""),
	},
	{
		// Kernels without further words say this of an unknown type too.
		of: /^(?:(?:link|tuntap) add|link set .* type bridge )/,
		said: /Operation not supported/,
		text: (line) => {
			const type = line.after("type") ?? line.after("mode") ?? "";
			return settingsOf(line) === ""
				? withoutType(type)
				: `the host's kernel does not support a ${type} device ${settings(line)}`;
		},
	},
	{
		of: /^link add/,
		said: /Invalid VRF table id|VRF table id is missing/,
		text: (line) => `VRF ${line.after("dev")} has no valid table: set table to a number of 1 or more`,
	},
	{
		of: /^link add/,
		said: /Required attributes not provided|Invalid argument/,
		text: (line) => `the kernel refuses a ${line.after("type")} device ${settings(line)}`,
	},
	{
		of: /^link set .* up$/,
		said: /Address already in use/,
		text: (line) =>
			`${line.device} can't be set up, because another program or device uses its UDP port: choose another port (listenPort, or dstPort of a tunnel)`,
	},
	{
		of: /^link set .* mtu /,
		said: /mtu (greater|less) than device (maximum|minimum)|Invalid argument|Numerical result out of range/,
		text: (line, [, which]) =>
			`${line.device} can't have mtu ${line.after("mtu")}: this is ${which === "less" ? "less than its type allows" : which === "greater" ? "more than its type allows" : "out of the range of its type, or more than the mtu of its parent"}`,
	},
	{
		of: /^link (?:add|set) .* address /,
		said: /Cannot assign requested address|Invalid address length|Device or resource busy|Operation not supported/,
		text: (line) =>
			`${line.device} can't have mac ${line.after("address")}: the address is not a unicast one, or the device has no MAC address that can change`,
	},
	{
		of: /^link set .* master /,
		said: /can not be enslaved while up/,
		text: (line) =>
			`${line.device} is up, and a bond takes in only devices that are down: name the device in interfaces of the bond, instead of the bond in master`,
	},
	{
		of: /^link set .* master /,
		said: /Can not enslave ([^.]+)/,
		text: (line, [, what]) =>
			`${line.device} can't be a member of ${line.after("master")} (interfaces, vrf or master): the kernel can't put ${what?.replace(" to ", " into ")}`,
	},
	{
		of: /^link set .* master /,
		said: /Invalid argument|Operation not supported|Device or resource busy/,
		text: (line) =>
			`${line.device} can't be a member of ${line.after("master")} (interfaces, vrf or master): ${line.after("master")} must be a VRF, a Linux bridge or a bond, and the member must have Ethernet and no other master`,
	},
	{
		of: /^link set .* bond_slave queue_id /,
		said: /Operation not permitted/,
		text: (line) =>
			`${line.device} can't have queue ${line.after("queue_id")} of its bond (bondPorts, queueId): another device of the bond has it, or the bond has fewer queues (16, unless the module's option tx_queues says another number). If neither is so, log in as root, or set become: true`,
	},
	{
		of: /^link set .* bond_slave prio /,
		said: /Operation not supported|Invalid argument|Unknown|garbage/i,
		text: (line) => `${line.device} can't have a priority in its bond (bondPorts, prio): that needs Linux 6.0 and iproute2 6.0`,
	},
	{
		of: /^link set .* netns /,
		said: /Invalid argument/,
		text: (line) =>
			`${line.device} can't move to network namespace ${line.after("netns")} (netns): devices of its type stay in theirs`,
	},
	{
		of: /^addr (?:add|replace)/,
		said: /(?:ddress already assigned|File exists)/,
		text: (line) => `${line.device} has the address ${line.words[2]} (addresses) already`,
	},
	{
		of: /^addr (?:add|replace)/,
		said: /Permission denied/,
		text: (line) =>
			`${line.device} takes no IPv6 addresses such as ${line.words[2]}, because IPv6 is disabled there: set sysctl net.ipv6.conf.${line.after("dev")}.disable_ipv6 to 0`,
	},
	{
		of: /^(?:addr|route)/,
		said: /No such device/,
		text: (line) =>
			`${line.device} has no IPv4 or no IPv6: its mtu is too small (IPv4 needs 68 bytes, IPv6 1280), or the protocol is off`,
	},
	{
		of: /^addr (?:add|replace) (?:ff|22[4-9]\.|23\d\.)/i,
		said: /Invalid argument|Cannot assign requested address|multicast/i,
		text: (line) => `${line.words[2]} (addresses) is a multicast address, which a device can't have: name another`,
	},
	{
		of: /^addr (?:add|replace) ::1\//,
		said: /Cannot assign requested address/,
		text: (line) => `${line.words[2]} (addresses) is the loopback address, which only lo and VRFs can have: name another`,
	},
	{
		of: /^addr (?:add|replace) \S*:/,
		said: /Invalid argument/,
		text: (line) => tooSmall(line),
	},
	{
		of: /^addr (?:add|replace)/,
		said: /No buffer space available/,
		text: (line) => tooSmall(line),
	},
	{
		of: /^addr del/,
		said: /ddress not found|Cannot assign requested address/,
		text: (line) => `${line.device} does not have the address ${line.words[2]} any more: run again with --refresh`,
	},
	{
		of: /^netns add/,
		said: /File exists/,
		text: (line) => `network namespace ${line.words[2]} exists already: choose another name`,
	},
	{
		of: /^netns del/,
		said: /No such file or directory/,
		text: (line) => `network namespace ${line.words[2]} does not exist any more: run again with --refresh`,
	},
	{ of: /./, said: namespacesDenied.said, text: () => namespacesDenied.advice },
	{
		of: /./,
		said: /Operation not permitted/,
		text: () => "changes of the network need root: log in as root, or set become: true",
	},
];

/** The settings of a device: the words after its type. */
const settingsOf = ({ words }: Line): string => (words.includes("type") ? words.slice(words.indexOf("type") + 2).join(" ") : "");

const settings = (line: Line): string => {
	const set = settingsOf(line);
	return set === "" ? "without further settings" : `with these settings: ${set}`;
};

/** The meaning of a refusal in the words of the resources' fields. Undefined: the tool's own words are all that is known. */
export function meaningOf(command: string, said: string): string | undefined {
	const line = new Line(command);
	for (const { of, said: form, text } of meanings) {
		const found = of.test(command) ? form.exec(said) : null;
		if (found) return text(line, found);
	}
	return undefined;
}
