import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { kinds } from "../../../provider/kinds";
import { Facts } from "../../../provider/model/facts";
import { interfaceFault } from "../../../provider/network/ovs-port";
import { qdiscFault } from "../../../provider/network/qos";
import { ip } from "../../../provider/tools/ip";
import { meaningOf } from "../../../provider/tools/ip-refusal";
import { datapathModules, moduleOfDevice, moduleOfNft, moduleOfParameter } from "../../../provider/tools/kernel-modules";
import { nft } from "../../../provider/tools/nft";
import { caseKinds, caseNames, caseOf } from "../support/cases";

const recording = (name: string): string => readFileSync(join(__dirname, "../../recorded", name), "utf8");

/** The modules of Debian 12's kernel. */
const modules = recording("kernel-modules.txt").trim().split("\n");

/** Blocks of the module, the command and its error. */
const blocks = recording("missing-modules.txt")
	.split(/^# /m)
	.slice(1)
	.map((block) => {
		const [module = "", command = "", ...said] = block.trimEnd().split("\n");
		return { module, command: command.slice(2), said };
	});

/** The message for a recorded error. */
function explained(command: string, lines: string[]): string | undefined {
	const [tool, ...words] = command.split(" ");
	const said = lines.filter((line) => !line.startsWith("> ")).join("\n");
	if (tool === "ip") return meaningOf(words.join(" "), said);
	if (tool === "ovs") return interfaceFault({ _uuid: "", type: words[0] ?? "", error: said });
	if (words[0] === "list") {
		const fact = { read: "nft", netns: "", family: "inet", name: "t" } as const;
		const facts = Facts.of([[fact, { stdout: "", stderr: said, code: 1 }]]);
		return thrown(() => facts.nft("", "inet", "t"));
	}
	const statements = lines.flatMap((line) => (line.startsWith("> ") ? [line.slice(2)] : []));
	const call = nft.call([{ tool: "nft", phase: "nft", netns: "", statements }]);
	return nft.refusal?.({ stdout: "", stderr: said, code: 1 }, call).text;
}

function thrown(run: () => unknown): string {
	try {
		return String(run());
	} catch (error) {
		return (error as Error).message;
	}
}

test.each(blocks)("$module: the error of `$command` names its modprobe ($#)", ({ module, command, said }) => {
	const text = explained(command, said);
	expect(text).toContain(`load the module (modprobe ${module}). `);
	expect(text).not.toMatch(/undefined|did you mean/);
});

test("every module that a message names is one of the kernel's", () => {
	expect(blocks.map(({ module }) => module).filter((module) => !modules.includes(module))).toEqual([]);
	expect(Object.values(datapathModules).filter((module) => !modules.includes(module))).toEqual([]);
});

test("every type of device that a program can declare has a module of the kernel", () => {
	const created = caseKinds().flatMap((type) =>
		caseNames(type).flatMap((name) =>
			(caseOf(type, name).commands ?? []).map(String).filter((line) => /^(?:link|tuntap) add /.test(line)),
		),
	);
	const lacking = created.filter((line) => {
		const call = ip.call([{ tool: "ip", phase: "links", netns: "", args: line.split(" ") }]);
		const said = "Error: Unknown device type.\nCommand failed -:1";
		const module = /modprobe ([\w]+)\)/.exec(ip.refusal?.({ stdout: "", stderr: said, code: 1 }, call).text ?? "")?.[1];
		return module === undefined || !modules.includes(module);
	});
	expect(created.length).toBeGreaterThan(30);
	expect(lacking).toEqual([]);
	const link = kinds.Link?.schema.shape.type as z.ZodType;
	const types = (z.toJSONSchema(link, { unrepresentable: "any", io: "input" }).enum as string[]).filter((t) => t !== "device");
	expect(types.length).toBeGreaterThan(5);
	expect(types.map(moduleOfDevice).filter((module) => !modules.includes(module))).toEqual([]);
});

test("a word of nft that has no module of its own is not blamed on one", () => {
	for (const words of ["jump one", "counter name x", "limit name x", "ct helper set x", "@addresses accept", "meta mark set 5"])
		expect(moduleOfNft(words, "ip")).toBeUndefined();
	// A flowtable whose devices are named may lack one of these.
	expect(moduleOfNft('add flowtable inet t f { hook ingress priority 0; devices = { "eth0" }; }', "inet")).toBeUndefined();
});

test.each([
	["net/bridge/bridge-nf-call-iptables", "br_netfilter"],
	["net/netfilter/nf_conntrack_max", "nf_conntrack"],
	["net/nf_conntrack_max", "nf_conntrack"],
	["net/netfilter/nf_flowtable_tcp_timeout", "nf_flow_table"],
	["net/vrf/strict_mode", "vrf"],
	["net/mpls/platform_labels", "mpls_router"],
	["net/ipv4/vs/conntrack", "ip_vs"],
	["net/sctp/rto_min", "sctp"],
	["net/tipc/tipc_rmem", "tipc"],
	["net/ipv4/ip_forward", undefined],
])("parameter %s is of module %s", (key, module) => {
	expect(moduleOfParameter(key)).toBe(module);
	if (module !== undefined) expect(modules).toContain(module);
});

test("a Sysctl needs the module of its parameter, and says so", () => {
	const [needed] = kinds.Sysctl?.requires({ key: "net.bridge.bridge-nf-call-iptables", value: "0" }) ?? [];
	const fact = { read: "sysctl", netns: "", key: "net/bridge/bridge-nf-call-iptables" } as const;
	const said = "sysctl: cannot stat /proc/sys/net/bridge/bridge-nf-call-iptables: No such file or directory";
	expect(needed?.there(Facts.of([[fact, { stdout: "", stderr: said, code: 255 }]]))).toBe(false);
	expect(needed?.there(Facts.of([[fact, { stdout: "1\n", stderr: "", code: 0 }]]))).toBe(true);
	expect(needed?.remedy).toContain("modprobe br_netfilter");
	expect(kinds.Sysctl?.requires({ key: "net.ipv4.ip_forward", value: "1" })).toEqual([]);
});

describe("queueing disciplines", () => {
	const qdiscs = new Map([
		["p1", ["noqueue"]],
		["p2", ["htb", "ingress"]],
	]);

	test("that the kernel lacks are named", () => {
		expect(qdiscFault(qdiscs, ["p1"], { qos: { type: "linux-htb" } })).toContain("(modprobe sch_htb)");
		expect(qdiscFault(qdiscs, ["p2", "p1"], { qos: { type: "linux-hfsc" } })).toContain("(modprobe sch_hfsc)");
		expect(qdiscFault(qdiscs, ["p1"], { ingressPolicingRate: 1000 })).toContain("(modprobe sch_ingress)");
		expect(qdiscFault(qdiscs, ["down"], { qos: { type: "linux-htb" } })).toContain("device down ");
	});

	test("that are there, that nobody wants, or that can't be read, are no fault", () => {
		expect(qdiscFault(qdiscs, ["p2"], { qos: { type: "linux-htb" }, ingressPolicingRate: 1000 })).toBeUndefined();
		expect(qdiscFault(qdiscs, ["p1"], {})).toBeUndefined();
		expect(qdiscFault(undefined, ["p1"], { qos: { type: "linux-htb" } })).toBeUndefined();
		const withoutTc = Facts.of([[{ read: "qdiscs" }, { stdout: "", stderr: "sh: 1: tc: not found", code: 127 }]]);
		expect(withoutTc.qdiscs).toBeUndefined();
	});
});
