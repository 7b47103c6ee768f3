import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ip } from "../../../provider/tools/ip";
import { meaningOf } from "../../../provider/tools/ip-refusal";
import type { IpStep } from "../../../provider/tools/ip-step";

const recorded = readFileSync(join(__dirname, "../../recorded/ip-refusals.txt"), "utf8")
	.split(/^\$ ip /m)
	.slice(1)
	.map((block): [string, string] => {
		const [line = "", ...said] = block.trim().split("\n");
		return [line, said.join("\n")];
	});

const of = (start: string): string[] =>
	recorded.flatMap(([line, said]) => (line.startsWith(start) ? (meaningOf(line, said) ?? []) : []));

test.each(recorded)("ip %s: the refusal has a meaning", (line, said) => {
	expect(meaningOf(line, said)).toMatch(/^(?!.*\bundefined\b)./);
});

test.each<[string, string[]]>([
	[
		"route add 10.1.0.0/16 via 10.9.9.9 dev d1",
		[
			"gateway 10.9.9.9 (via) of route 10.1.0.0/16 of table main can't be reached: device d1 has no address in the gateway's subnet. Give d1 such an address (addresses), or set onlink: true",
		],
	],
	[
		"route add 10.61.0.0/16 vrf r1",
		[
			"gateway 10.0.0.9 (via) of route 10.61.0.0/16 of VRF r1 can't be reached: no device in VRF r1 has an address in the gateway's subnet. Give a device such an address (addresses), or set dev and onlink: true",
		],
	],
	[
		"route add 2001:db8:2::/48",
		[
			"one of the gateways 2001:db8::5, 2001:db8:77::1 (nexthops) of route 2001:db8:2::/48 of table main can't be reached: no device has an address in that gateway's subnet. Give a device such an address (addresses)",
		],
	],
	[
		"link add dev vx2 type vxlan id 5",
		[
			"another vxlan device with VNI 5 (key) on port 4789 (dstPort) exists already in this network namespace: the kernel can't tell the two apart",
		],
	],
	[
		"link add dev g2",
		[
			"device g2, or another gretap device with remoteIp 192.0.2.1, localIp 10.0.0.1, key 5, exists already: choose another name, or other endpoints",
		],
	],
	[
		"link add dev v100b",
		["VLAN 100 (vlanId) of device d1 (parent) exists already under another name: delete that device, or choose another vlanId"],
	],
	[
		"link set dev d1.5 up",
		["device d1.5 can't be up while the device below it is down: set up: true on the resource of that device too"],
	],
])("ip %s is explained in the words of the fields", (start, texts) => {
	expect(of(start)).toEqual(texts);
});

describe("the reason of a batch", () => {
	const step = (...args: string[]): IpStep => ({ tool: "ip", phase: "links", netns: "", args });
	const call = ip.call([step("link", "add", "dev", "a", "type", "dummy"), step("link", "set", "dev", "b", "netns", "blue")]);
	const reason = (stderr: string) => ip.refusal?.({ stdout: "", stderr, code: 1 }, call).text;

	test("ends in the tool's own words", () => {
		expect(reason("RTNETLINK answers: File exists\nCommand failed -:1")).toBe(
			"device a exists already: choose another name (ip link add dev a type dummy: RTNETLINK answers: File exists)",
		);
	});

	test("finds the line of a wrong word, for which ip gives no number", () => {
		expect(reason('Error: argument "blue" is wrong: Invalid "netns" value\n')).toMatch(
			/^network namespace blue \(netns\) of device b does not exist: .* \(ip link set dev b netns blue: Error: /,
		);
	});

	test("is the tool's own where its meaning is not known", () => {
		expect(reason("RTNETLINK answers: Stale file handle\nCommand failed -:1")).toBe(
			"ip link add dev a type dummy: RTNETLINK answers: Stale file handle",
		);
	});
});

test("a route that is added beside others of its key is refused with the same words", () => {
	const all = recorded.filter(([line]) => line.startsWith("route add "));
	expect(all.length).toBeGreaterThan(5);
	for (const [line, said] of all)
		expect(meaningOf(line.replace("route add ", "route append "), said)).toBe(meaningOf(line, said));
});

test.each([
	[
		"link add dev b0 type bridge vlan_filtering 1",
		"the host's kernel does not support a bridge device with these settings: vlan_filtering 1",
	],
	[
		"link set dev b0 type bridge vlan_filtering 1",
		"the host's kernel does not support a bridge device with these settings: vlan_filtering 1",
	],
	["link add dev t type ipip", "the host's kernel has no devices of type ipip"],
])("%s: an option that the kernel does not have is told from a type", (line, meaning) => {
	expect(meaningOf(line, "RTNETLINK answers: Operation not supported")).toContain(meaning);
});
