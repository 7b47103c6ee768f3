import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HostSession } from "../../../provider/apply/context";
import { carriedOut, type Failure, failureIn, isRefusal, isSilence, reasonOf } from "../../../provider/apply/failure";
import { HostFailures } from "../../../provider/apply/host-failures";
import { rollBack } from "../../../provider/apply/rollback";
import { SideEffectMemory } from "../../../provider/apply/side-effect-memory";
import { SideEffects } from "../../../provider/apply/side-effects";
import type { Values } from "../../../provider/base/values";
import type { Facts } from "../../../provider/model/facts";
import { cookieOf } from "../../../provider/openflow/flows";
import type { Operation } from "../../../provider/plan/operation";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import type { Call } from "../../../provider/tools/call";
import { ipAsFarAsItGoes } from "../../../provider/tools/ip";
import { parseRoutes } from "../../../provider/tools/ip-route";
import { routesAgain } from "../../../provider/tools/ip-route-words";
import type { IpStep } from "../../../provider/tools/ip-step";
import type { Fact, Step } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { lines, op, owner } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { FakeKernel } from "../support/fakekernel";

/**
 * Rolls back a change that stopped when the host was as in `now`. The rollback changes the host to `then`. Its calls that contain
 * the word `refused` fail.
 */
async function back(operation: Operation, origin: CompactFacts, now: CompactFacts, then: CompactFacts, refused?: string) {
	const reads = [...readsBefore(operation), ...readsAfter(operation)];
	const before = factsOf(reads, origin);
	const ran: string[] = [];
	let host = now;
	const session: HostSession & { facts: Facts } = {
		changesSent: 0,
		host: "h1",
		isRemote: false,
		facts: factsOf(reads, now),
		async run(script: Call[], facts: Fact[]) {
			if (script.length > 0) host = then;
			ran.push(...script.flatMap(lines).map((line) => (typeof line === "string" ? line : JSON.stringify(line))));
			session.facts = session.facts.updated(factsOf(facts, host));
			return script.map(({ argv }) =>
				argv.includes(refused ?? "") ? { stdout: "", stderr: "it says no", code: 1 } : { stdout: "", stderr: "", code: 0 },
			);
		},
		runGuarded: ({ changes }, reads) => session.run(changes, reads),
		async readUnknown(facts: Fact[]) {
			const unknown = facts.filter((fact) => !session.facts.has(fact));
			if (unknown.length > 0) await session.run([], unknown);
			return session.facts;
		},
	};
	const { steps, originals } = plan(operation, before);
	const progress = { factsBefore: before, begun: true, hasNewEntry: true, tried: steps, unverifiable: [] };
	const failed = { operation, originals, deletedHere: new Set<string>(), progress };
	const context = {
		...{ session, registry: new Registry("h1"), memory: new SideEffectMemory(), failures: new HostFailures("h1") },
		...{ confirm: { seconds: 0, always: false }, warn: () => {}, effects: new SideEffects(before, false) },
	};
	const { left, unverifiable } = await rollBack(context, failed);
	return { left, unverifiable, ran };
}

const flows = (bundle: boolean): Step[] => [
	{ tool: "ofctl", phase: "flows", bridge: "br0", bundle, lines: ["add actions=drop"] },
];

test.each([
	["a bundle that was refused", true, 1, 0],
	["a bundle that a signal ended", true, 137, 1],
	["flows one by one", false, 1, 1],
])("of %s as many steps count as may have been carried out", (_, bundle, code, count) => {
	expect(carriedOut([flows(bundle)], [{ stdout: "", stderr: "", code }]).size).toBe(count);
});

describe("why a call failed", () => {
	const sysctl: Step = { tool: "sysctl", phase: "sysctl", netns: "blue", key: "net/x", value: "1" };
	const nft: Step = {
		tool: "nft",
		phase: "nft",
		netns: "blue",
		statements: ["add table inet t", 'add rule inet t c comment "s3cret"'],
	};
	const ip: Step = { tool: "ip", phase: "links", netns: "", args: ["link", "add", "dev", "t", "type", "gre", "key", "77123"] };
	const meaning =
		"device t, or another gre device with remoteIp not set, localIp not set, key 77123, exists already: choose another name, or other endpoints";
	const ovs: Step = { tool: "ovs", phase: "rows", op: "insert", table: "Bridge", name: "br0" };
	const failed = (step: Step, code: number, stderr: string): Failure => {
		const script = calls([step]);
		const failure = failureIn(script, [{ stdout: "", stderr, code }]);
		if (!failure) throw new Error("it failed");
		return failure;
	};

	test.each<[string, Step, number, string]>([
		["nft", nft, 1, 'exec of "nft" failed: No such file or directory'],
		["sysctl", sysctl, 255, 'exec of "sysctl" failed: No such file or directory'],
		["ip", nft, 127, "sh: 12: ip: not found"],
		["ovs-vsctl", ovs, 127, "sh: 12: ovs-vsctl: not found"],
	])("a missing %s is named, and the package that brings it", (program, step, code, stderr) => {
		const failure = failed(step, code, stderr);
		expect(reasonOf(failure, "it was undone")).toMatch(
			new RegExp(`^${program} is not installed on this host: apt install .*; it was undone$`),
		);
		expect([isRefusal(failure), isSilence(failure)]).toEqual([true, false]);
	});

	test("the reason ends in the tool's own message", () => {
		const end = "it was undone";
		expect(reasonOf(failed(nft, 1, "Error: bad\nadd x\n    ^"), end)).toBe(
			"nft refuses it, and it was undone:\nError: bad\nadd x\n    ^",
		);
		expect(reasonOf(failed(ip, 1, "RTNETLINK answers: File exists\nCommand failed -:1"), end)).toBe(
			`${meaning} (ip link add dev t type gre key 77123: RTNETLINK answers: File exists); it was undone`,
		);
		expect(reasonOf(failed(ovs, 1, "ovs-vsctl: no\nmore"), end)).toBe("ovs-vsctl: no; more; it was undone");
		expect(reasonOf(failed(ovs, 1, "ovs-vsctl: no."), end)).toBe("ovs-vsctl: no; it was undone");
		expect(reasonOf(failed(ovs, 142, ""), end)).toMatch(/^ovs-vswitchd did not apply the change within 30 seconds/);
		expect(reasonOf(failed(sysctl, 1, ""))).toBe("sysctl ended with status 1");
	});

	test("a failing line of ip's batch is quoted", () => {
		const call = ipAsFarAsItGoes([ip as IpStep]);
		const result = { stdout: "", stderr: "RTNETLINK answers: File exists\nCommand failed -:1", code: 1 };
		expect(reasonOf({ call, result })).toBe(`${meaning} (ip link add dev t type gre key 77123: RTNETLINK answers: File exists)`);
	});

	test("a daemon that does not answer, or that reports an error, is not a refusal", () => {
		const judged = (code: number, stderr = "") => {
			const failure = failed(ovs, code, stderr);
			return [isRefusal(failure), isSilence(failure)];
		};
		expect([judged(1), judged(65), judged(142), judged(1, "Alarm clock")]).toEqual([
			[true, false],
			[false, false],
			[false, true],
			[false, true],
		]);
	});
});

const place = { bridge: "br0", table: 0, name: "t" };
const cookie = cookieOf(owner, place);
const arp = { priority: 5, match: "arp", actions: "NORMAL" };
const ip = { priority: 10, match: "ip", actions: "drop" };
const udp = { priority: 7, match: "udp", actions: "group:5" };
const table = (...there: (typeof arp)[]): CompactFacts => ({
	ovs: { bridges: { br0: { fail_mode: "secure", protocols: ["OpenFlow10"] } } },
	flows: { "br0 0": there.map((f) => `cookie=${cookie}, priority=${f.priority},${f.match} actions=${f.actions}`) },
});

test("flows that were set one by one are restored", async () => {
	const was = { ...place, flows: [ip, arp], cookie, __owner: owner };
	const refused = op("OpenFlowTable", { name: "t", bridge: "br0", flows: [ip, arp, udp] }, was);
	const { left, ran } = await back(refused, table(ip, arp), table(ip, arp, udp), table(ip, arp));
	expect(left).toEqual([]);
	expect(ran.filter((line) => /^(add|delete|modify)/.test(line))).toEqual([
		`delete_strict cookie=${cookie}/-1,table=0,priority=7,udp`,
	]);
});

test("an adopted flow is restored where its adoption fails", async () => {
	const beforeAdoption = (): CompactFacts => {
		const { ovs } = table();
		return {
			ovs,
			flows: { "br0 0": [`cookie=${cookie}, priority=10,ip actions=drop`, "cookie=0x77, priority=5,arp actions=drop"] },
		};
	};
	const was = { ...place, flows: [ip], cookie, __owner: owner };
	const refused = op("OpenFlowTable", { name: "t", bridge: "br0", adopt: true, flows: [ip, arp, udp] }, was);
	const { left, ran } = await back(refused, beforeAdoption(), table(ip, arp), beforeAdoption());
	expect(left).toEqual([]);
	expect(ran.filter((line) => /^(add|delete|modify)/.test(line))).toEqual([
		"add cookie=0x77,table=0,priority=5,arp,actions=drop",
	]);
});

test("a rollback that can't make the ports flood is reported as failed", async () => {
	const bridge = (rstp: boolean): CompactFacts => ({
		ovs: { bridges: { br0: { external_ids: { "pulumi-ovs": owner }, rstp_enable: rstp, ports: { p1: {} } } } },
	});
	const refused = op("Bridge", { name: "br0", rstp: true }, { name: "br0", __owner: owner });
	expect((await back(refused, bridge(false), bridge(true), bridge(false))).left).toEqual([]);
	const { left, unverifiable } = await back(refused, bridge(false), bridge(true), bridge(false), "flood");
	expect(left).toEqual(["it says no"]);
	expect(unverifiable).toMatchObject([{ tool: "flood", phase: "flows", bridge: "br0" }]);
});

test("a value that is no valid input is named, and the journal entry stays", async () => {
	const adopted = op("Port", { name: "p", bridge: "br0", type: "internal", adopt: true, addresses: ["10.0.0.1/24"] });
	const port = (qos: string | undefined, owner?: string): CompactFacts => ({
		ovs: {
			bridges: {
				br0: {
					ports: {
						p: {
							...(qos ? { qos } : {}),
							...(owner ? { external_ids: { "pulumi-ovs": owner } } : {}),
							interface: { type: "internal" },
						},
					},
				},
			},
			qos: { q: { type: "linux-sfq" } },
		},
		links: { "": { p: { kind: "openvswitch", up: true } } },
	});
	const { left, ran } = await back(adopted, port("q"), port(undefined, owner), port(undefined));
	expect(left).toEqual(['qos is not set, wanted {"type":"linux-sfq"}']);
	expect(ran.join("\n")).toContain("pulumi-ovs");
	expect(ran.join("\n")).not.toContain("journal: forget");
	const whole = await back(adopted, port("q"), port("q", owner), port("q"));
	expect(whole.left).toEqual([]);
	expect(whole.ran).toContain("journal: forget Port/p demo/dev");
});

test("a port taken over from a trunk is given back to the trunk, or the error says that it was not", async () => {
	const operation = op("Port", { name: "tap1", bridge: "tbr-vm1", type: "internal", addresses: ["10.0.0.1/24"] });
	const port = (marks: Values, type = "system"): CompactFacts => ({
		ovs: {
			bridges: { "tbr-vm1": { ports: { tap1: { external_ids: { "pulumi-ovs": owner, ...marks }, interface: { type } } } } },
		},
		links: { "": { tap1: { kind: "tun", up: true } } },
	});
	const marks = { "pulumi-ovs-trunk": "vm1", "pulumi-ovs-parent": "tap1" };
	const whole = await back(operation, port(marks), port({}, "internal"), port(marks));
	expect(whole.left).toEqual([]);
	expect(whole.ran[0]).toContain("external_ids:pulumi-ovs-trunk=vm1 external_ids:pulumi-ovs-parent=tap1");
	const { left } = await back(operation, port(marks), port({}, "internal"), port({}));
	expect(left).toEqual([
		'another resource\'s ownership mark on it is not set, wanted {"pulumi-ovs-trunk":"vm1","pulumi-ovs-parent":"tap1"}',
	]);
});

test("an object that can't be read is reported, and other jobs continue", async () => {
	const refused = op("OpenFlowTable", { name: "t", bridge: "br0", flows: [ip] }, { ...place, flows: [arp], __owner: owner });
	const silent = { ...table(arp), ovs: { silent: "the database is gone" } };
	expect((await back(refused, table(arp), table(ip, arp), silent)).left).toEqual([
		expect.stringContaining("the database is gone"),
	]);
});

/** On the host of the recording these lines restored the same output of `ip route show` as before. */
test("routes of others are restored exactly, or recognised as routes that can't be restored", () => {
	const all = parseRoutes(readFileSync(join(__dirname, "../../recorded/routes-of-others.txt"), "utf8")).filter(
		(r) => r.protocol !== 2,
	);
	expect(
		all.flatMap(({ destination, unsupported }) => (unsupported ? [`${destination} ${unsupported.join(" ")}`] : [])).sort(),
	).toEqual(["10.5.0.0/16 nhid nh_info", "2001:db8:7a::/48 expires"]);
	const again = calls(
		routesAgain(
			"",
			all.filter((r) => !r.unsupported),
		),
	);
	expect(again.map((call) => call.stdin?.trimEnd().split("\n"))).toEqual([
		[
			"route add 10.2.0.0/16 table 254 proto 4 scope global nexthop dev s1 weight 1 nexthop dev s2 weight 3",
			"route add 10.1.0.0/16 table 254 proto 186 via inet6 2001:db8:9::9 dev s1 scope global",
			"route add 10.3.0.0/16 table 254 proto 4 scope global nexthop via 10.2.9.8 dev s1 weight 1 nexthop via inet6 2001:db8:8::9 dev s2 weight 1",
			"route add 10.4.0.0/16 table 254 proto 3 via 10.2.9.9 dev s1 scope global mtu 1400 advmss 1300",
			"route add 10.6.0.0/16 table 254 proto 3 encap mpls 100 via 10.2.9.9 dev s1 scope global",
		],
		[
			"route add unreachable 2001:db8:79::/48 table 254 metric 1024 proto 3",
			"route add 2001:db8:7b::/48 table 254 metric 1024 proto 3 dev s1 from 2001:db8:1::/48",
			"route add 2001:db8:77::/48 table 254 metric 1024 proto 4 nexthop via 2001:db8:9::5 dev s1 weight 1 nexthop via 2001:db8:8::5 dev s2 weight 1",
			"route add 2001:db8:78::/48 table 254 metric 1024 proto 3 via 2001:db8:9::5 dev s1 pref high",
		],
	]);
});

test.each<[string, Values, string[] | undefined]>([
	["all that we know", { metrics: [{ mtu: 1400 }], flags: ["linkdown"], pref: "medium", error: -113 }, undefined],
	["a nexthop object", { nhid: 7 }, ["nhid"]],
	["other metrics, realms and a preference", { metrics: [{ mtu: 1400, rtt: 13 }], flow: { to: "5" }, pref: "high" }, undefined],
	["a metric that we do not know", { metrics: [{ tcp_usec_ts: null }] }, ["tcp_usec_ts"]],
	["a window that is not locked", { metrics: [{ cwnd: 20 }] }, ["cwnd without lock"]],
	["a header of another sort", { encap: { encap_type: "bpf", out: {} } }, ["encap bpf"]],
	[
		"a header with more in it, of a next hop",
		{ nexthops: [{ encap: { encap_type: "seg6", mode: "encap", segs: [], hmac: "0x7" } }] },
		["hmac"],
	],
])("a route with %s", (_, more, unsaid) => {
	expect(parseRoutes(`family 4\n${JSON.stringify([{ dst: "10.1.0.0/16", ...more }])}\nfamily 6\n[]\n`)[0]?.unsupported).toEqual(
		unsaid,
	);
});

describe("a device that can't be recreated", () => {
	const tunnel = (key: number, was?: Values) =>
		op("Tunnel", { name: "t1", type: "gretap", key, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"] }, was);
	const was = { name: "t1", type: "gretap", key: 5, remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], up: true };
	const other = { dst: "10.8.0.0/16", table: "77", proto: "3", type: "unicast", dev: "t1" };

	async function refused(route: typeof other & { nhid?: number }, ...words: string[]): Promise<string> {
		const fake = new FakeKernel("h1");
		await fake.submit(tunnel(5));
		fake.routes.push(route);
		fake.host.session.facts = fake.host.session.facts.without(({ read }) => read === "routes");
		for (const word of ["key 6", ...words]) fake.refusedWords.add(word);
		return fake.submit(tunnel(6, was)).then(
			() => "ok",
			(error) => error.message,
		);
	}

	test("is restored with the routes of others", async () => {
		expect(await refused(other)).toMatch(/the change was undone$/);
	});

	test("is restored with the routes of others where another change of the batch is refused too", async () => {
		const fake = new FakeKernel("h1");
		await fake.submit(tunnel(5));
		fake.routes.push(other);
		fake.host.session.facts = fake.host.session.facts.without(({ read }) => read === "routes");
		for (const word of ["key 6", "dev bad"]) fake.refusedWords.add(word);
		const bad = op("Link", { name: "bad", type: "dummy" });
		const [ofTunnel] = await Promise.allSettled([fake.submit(tunnel(6, was)), fake.submit(bad)]);
		expect(ofTunnel).toMatchObject({ reason: { message: expect.stringMatching(/the change was undone$/) } });
		expect(fake.routes).toEqual([other]);
	});

	test("names the route that the kernel refuses, and the reason", async () => {
		expect(await refused(other, "10.8.0.0/16")).toMatch(
			/could not be undone: route 10\.8\.0\.0\/16 of table 77 with metric 0, tos 0 \(dev t1\) is missing; ip route add 10\.8.*: .*Invalid argument$/,
		);
	});

	test("names the route that can't be restored exactly", async () => {
		expect(await refused({ ...other, nhid: 7 })).toMatch(
			/could not be undone: route 10\.8\.0\.0\/16 of table 77 .* is missing \(it can't be restored with these settings: nhid\)$/,
		);
	});
});
