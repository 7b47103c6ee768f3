import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { observe } from "../../../provider/plan/observe";
import { operationOf } from "../support/cases";
import { factsOf } from "../support/compact";

const tunnel = kinds.Tunnel as Kind;
const vtep = kinds.Vtep as Kind;

const problemsOf = (type: string, options: Record<string, string>, remoteIp = "192.0.2.2") => [
	checkInputs(tunnel, { host: "h", name: "t", bridge: "br0", type, remoteIp, options }).problems,
	checkInputs(vtep, { host: "h", name: "t", bridge: "br0", type, peers: { a: remoteIp }, options }).problems,
];

/** Values that Open vSwitch refuses, or takes for another one without an error. */
test.each([
	["vxlan", { seq: "true" }, 'is only for type "gre"'],
	["geneve", { exts: "gbp" }, 'is only for type "vxlan"'],
	["vxlan", { exts: "gpb" }, "must be"],
	["vxlan", { exts: "" }, "must be"],
	["gre", { seq: "yes" }, "must be"],
	["gre", { egress_pkt_mark: "0x10" }, "must be a decimal number"],
	["gre", { egress_pkt_mark: "4294967296" }, "must be a decimal number"],
	["vxlan", { in_key: "5" }, "has its own field: inKey"],
	["gre", { packet_type: "legacy" }, "must be"],
	["vxlan", { packet_type: "legacy_l3" }, "only for type"],
	["geneve", { packet_type: "legacy_l3" }, "only for type"],
])("%s refuses the options %j", (type, options, message) => {
	const path = `options.${Object.keys(options)[0]}`;
	for (const problems of problemsOf(type, options))
		expect(problems).toEqual([{ path, message: expect.stringContaining(message) }]);
});

test("a tunnel of GRE over IPv6 carries no packets without Ethernet", () => {
	for (const problems of problemsOf("gre", { packet_type: "legacy_l3" }, "2001:db8::2"))
		expect(problems.map(({ path }) => path)).toEqual(["options.packet_type"]);
});

test.each([
	["gre", { seq: "true", packet_type: "legacy_l3" }],
	["vxlan", { exts: "gpe,gbp", packet_type: "legacy_l3", egress_pkt_mark: "05" }],
	["geneve", { packet_type: "ptap", ipsec_anything: "at all" }],
])("%s accepts the options %j", (type, options) => {
	expect(problemsOf(type, options)).toEqual([[], []]);
});

test("tunnels with an extension and without it do not share a UDP port", () => {
	const usesOf = (options?: Record<string, string>) =>
		tunnel.shares({ host: "h", name: "t", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2", ...(options ? { options } : {}) });
	expect(usesOf({ exts: "gpe" })).toEqual([{ name: "UDP port 4789", use: "for vxlan with exts gpe" }]);
	expect(usesOf({ exts: "gbp" })).toEqual([{ name: "UDP port 4789", use: "for vxlan with exts gbp" }]);
});

test.each(["vxlan", "geneve"])("a %s device of the kernel with external has its UDP port alone", (type) => {
	const wayOf = (more: object) => tunnel.shares({ host: "h", name: "t", type, ...more }).at(-1);
	const [external, keyed, other] = [
		{ external: true },
		{ key: 5, remoteIp: "2001:db8::1" },
		{ key: 6, remoteIp: "192.0.2.1" },
	].map(wayOf);
	expect(external?.name).toBe(keyed?.name);
	expect(external?.use).not.toBe(keyed?.use);
	expect(other).toEqual(keyed);
	const port = type === "vxlan" ? 4789 : 6081;
	const onBridge = tunnel.shares({ host: "h", name: "t", bridge: "br0", type, remoteIp: "192.0.2.2" });
	expect(onBridge.map(({ name }) => name)).toEqual([`UDP port ${port}`]);
});

test("a device without a ToS has none, also where the program wants one", () => {
	const data = { id: 5, remote: "192.0.2.2", ttl: 0, df: "unset", port: 6081, udp_csum: false };
	const facts = factsOf([{ read: "links", netns: "" }], { links: { "": { gv: { kind: "geneve", data } } } });
	const want = { name: "gv", type: "geneve", key: 5, remoteIp: "192.0.2.2", tos: "0x50" };
	expect(observe(operationOf(tunnel, { want }), facts)?.value.tos).toBeUndefined();
});
