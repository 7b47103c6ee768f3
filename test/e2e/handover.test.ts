import { onHost, tryOnHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Things go from one resource of a program to another one in a single `up` of the real engine. test/soak/handover.test.ts tries all pairs.
const host = "h3";
const numbers = [1, 2, 3, 4];
const p = new Project("handover");

/** Devices by hand: k1 to k4 lead to a namespace each, which has the address 10.44.N.2. */
const devices = numbers
	.map(
		(n) => `ip netns add p${n}; ip link add k${n} type veth peer name p netns p${n}; ip link set k${n} up
ip -n p${n} link set p up; ip -n p${n} addr add 10.44.${n}.2/24 dev p; ip -n p${n} -6 addr add 2001:db8:44:${n}::2/64 dev p nodad
ip addr add 10.44.${n}.1/24 dev k${n}; ip -6 addr add 2001:db8:44:${n}::1/64 dev k${n} nodad`,
	)
	.join("\n");

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, devices);
});
afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

const up = (body: string) => p.program(`const host = ${JSON.stringify(host)};\n${body}`).up();

/** Expects that a second run has nothing to do, also by what the host has. */
const hasNothingToDo = () => p.repair("--expect-no-changes");

const vrfs = (members: Record<string, number[]>) =>
	Object.entries(members)
		.map(
			([name, list], i) =>
				`new ovs.VRF("${name}", { host, table: ${100 + i}, interfaces: ${JSON.stringify(list.map((n) => `k${n}`))} });`,
		)
		.join("\n");

/** The numbers of the namespaces that answer from a VRF, by both families. */
async function answers(vrf: string): Promise<number[]> {
	const reached = await Promise.all(
		numbers.map(async (n) => {
			const four = `ping -qc1 -W2 -I ${vrf} 10.44.${n}.2`;
			const { code } = await tryOnHost(host, `${four} && ping -6 -qc1 -W2 -I ${vrf} 2001:db8:44:${n}::2`);
			return code === 0 ? [n] : [];
		}),
	);
	return reached.flat();
}

test("the members of four VRFs change places, and packets reach each member through its new VRF", async () => {
	const programs = [
		{ a: [1], b: [2], c: [3], d: [4] },
		{ a: [2], b: [3], c: [4], d: [1] },
		{ a: [], b: [4, 1], c: [], d: [2, 3] },
	];
	for (const program of programs) {
		await up(vrfs(program));
		for (const [vrf, members] of Object.entries(program)) expect([vrf, await answers(vrf)]).toEqual([vrf, members.sort()]);
	}
	await hasNothingToDo();
});

test("devices go from VRFs to ports, a bond and a Linux bridge, and back; a name changes its kind", async () => {
	const base = 'new ovs.Bridge("br", { host }); new ovs.Link("lb", { host, type: "bridge" });';
	const programs = [
		`${base} new ovs.Port("k1", { host, bridge: "br" }); new ovs.Port("k2", { host, bridge: "br" }); new ovs.Link("k3", { host, type: "device", master: "lb" }); new ovs.Link("one", { host, name: "x", type: "bridge" });`,
		`${base} new ovs.Port("b", { host, bridge: "br", type: "bond", interfaces: ["k1", "k3"] }); new ovs.Link("k2", { host, type: "device", master: "lb" }); new ovs.Bridge("two", { host, name: "x" });`,
		`${base} new ovs.Port("k3", { host, bridge: "br" }); new ovs.VRF("three", { host, name: "x", table: 100, interfaces: ["k1", "k2"] });`,
	];
	for (const program of [...programs, programs[0] ?? ""]) {
		await up(program);
		await hasNothingToDo();
	}
	expect(await onHost(host, "ovs-vsctl list-ports br; ls /sys/class/net/lb/brif")).toBe("k1\nk2\nk3");
	await p.destroy();
	expect(
		await onHost(host, "ovs-vsctl list-br; ls -d /sys/class/net/*/master 2>/dev/null || true; ip -br link show type dummy"),
	).toBe("");
});

test("a rule whose priority changes is always there, also where another rule is alike", async () => {
	const rule = (priorities: number[]) =>
		priorities.map((n, i) => `new ovs.Rule("r${i}", { host, priority: ${n}, to: "10.44.1.0/24", table: 254 });`).join("\n");
	const rules = () => onHost(host, "ip rule show to 10.44.1.0/24 | cut -d: -f1 | xargs");
	await up(rule([700, 702]));
	await onHost(host, "ip monitor rule >/run/rules.log 2>&1 & echo $! >/run/rules.pid");
	await up(rule([690, 700]));
	await onHost(host, "kill $(cat /run/rules.pid)");
	expect(await rules()).toBe("690 700");
	// At each moment, there are at least two rules.
	const changes = (await onHost(host, "grep 10.44.1.0/24 /run/rules.log; rm /run/rules.*")).split("\n");
	let count = 2;
	let least = count;
	for (const line of changes) {
		count += line.startsWith("Deleted") ? -1 : 1;
		least = Math.min(least, count);
	}
	expect([least, count]).toEqual([2, 2]);
	await hasNothingToDo();
	await up(rule([700, 690]));
	expect(await rules()).toBe("690 700");
	await hasNothingToDo();
	await p.destroy();
	expect(await rules()).toBe("");
});

test("flows go to a resource of another name, and between two resources, and are there at each moment", async () => {
	const bridge = 'new ovs.Bridge("of", { host, failMode: "secure" });';
	const table = (name: string, flows: string[], more = "") =>
		`new ovs.OpenFlowTable("${name}", { host, bridge: "of", ${more} flows: [${flows.map((match) => `{ priority: 9, match: "${match}", actions: "NORMAL" }`).join(", ")}] });`;
	const flows = () => onHost(host, "ovs-ofctl --no-stats dump-flows of | sed 's/^ *cookie=//; s/, priority.*,/ /' | sort -k2");
	const cookies = async () => new Set((await flows()).split("\n").map((line) => line.split(" ")[0])).size;
	await up(bridge);
	await onHost(host, "ovs-ofctl add-flow of cookie=0xbb,priority=9,arp,actions=drop");
	await up(bridge + table("old", ["tcp", "udp"]));
	await onHost(host, "ovs-ofctl monitor of watch: >/run/flows.log 2>&1 & echo $! >/run/flows.pid");
	await up(bridge + table("new", ["tcp", "udp"]));
	await hasNothingToDo();
	await up(bridge + table("new", ["tcp"]) + table("other", ["udp"]));
	await up(bridge + table("new", ["udp"]) + table("other", ["tcp"]));
	await hasNothingToDo();
	await up(bridge + table("new", ["udp"], 'name: "newer",') + table("other", ["tcp"]));
	await onHost(host, "kill $(cat /run/flows.pid)");
	const events = await onHost(host, "cat /run/flows.log; rm /run/flows.*");
	expect([events.includes("event=ADDED") || events.includes("event=MODIFIED"), events.includes("event=DELETED")]).toEqual([
		true,
		false,
	]);
	expect([await cookies(), (await flows()).split("\n").length]).toEqual([3, 3]);
	// What belongs to others is taken over and comes back, and what was the program's does not.
	await up(bridge + table("last", ["udp", "tcp", "arp"], "adopt: true,"));
	await hasNothingToDo();
	expect(await cookies()).toBe(1);
	await up(bridge + table("very last", ["udp", "arp"], "adopt: true,"));
	await up(bridge);
	expect(await flows()).toMatch(/^0xbb \S*arp actions=drop$/);
	await p.destroy();
});

test("routes go from a Routes to a Route, to another Routes, and back", async () => {
	const link = 'new ovs.Link("d0", { host, type: "dummy", addresses: ["192.0.2.65/26"] });';
	const to = (via: string) => `destination: "default", via: "192.0.2.${via}", dev: "d0"`;
	const many = (name: string, routes: string[]) =>
		`new ovs.Routes("${name}", { host, table: 1201, routes: [${routes.map((one) => `{ ${one} }`).join(", ")}] }, { dependsOn: d0 });`;
	const one = (name: string, via: string) => `new ovs.Route("${name}", { host, table: 1201, ${to(via)} }, { dependsOn: d0 });`;
	const other = 'destination: "10.0.0.0/8", type: "throw"';
	const programs = [
		many("d", [to("66"), other]),
		one("d1", "67"),
		many("e", [to("68"), other]),
		many("f", [to("69")]),
		many("f", [to("69"), other]),
		one("d1", "70") + many("g", [other]),
	];
	for (const program of programs) {
		await up(`const d0 = ${link}\n${program}`);
		const [, number] = /192\.0\.2\.(6[6-9]|70)"/.exec(program) ?? [];
		const throwing = program.includes(other) ? "\nthrow 10.0.0.0/8 proto 250" : "";
		expect((await onHost(host, "ip route show table 1201 | sed 's/ *$//'")).trim()).toBe(
			`default via 192.0.2.${number} dev d0 proto 250${throwing}`,
		);
		await hasNothingToDo();
	}
	await p.destroy();
	expect(await onHost(host, "ip route show table 1201 2>/dev/null; ls /run/pulumi-ovs 2>/dev/null || true")).toBe("");
});
