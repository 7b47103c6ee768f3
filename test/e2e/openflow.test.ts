import { onHost, tryOnHost } from "../support/hosts";
import { Lesson } from "../support/lesson";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// Scenario 2: flows that answer pings, with drift, updates and other owners' flows.
const host = "h1";
const lesson = new Lesson("openflow-lesson");
const p = new Project("flows");
let before: string[];

const ping = (to = "10.77.0.2") => tryOnHost(host, `ip netns exec a ping -q -c2 -i0.2 -w3 ${to}`).then(({ code }) => code === 0);
const dump = (what = "") => onHost(host, `ovs-ofctl --no-stats dump-flows br-int ${what}`);

beforeAll(async () => {
	await cleanHost(host);
	before = await snapshot(host);
});

afterAll(async () => {
	p.remove();
	await lesson.remove();
	await cleanHost(host);
});

test("the lesson runs as its README prints it: flows are missed, repaired, and follow a port's number", async () => {
	await lesson.learn();
	expect((await lesson.project.drift()).code).toBe(0);
	// The lesson adds this flow, which is not the program's.
	expect(await dump("cookie=0/-1")).toContain("udp");
	expect(await lesson.tearDown()).toEqual([]);
	expect(changed(before, await snapshot(host))).toEqual([]);
});

const flows = (icmp: string, more = "") => `
const host = "h1";
const bridge = new ovs.Bridge("br-int", { host, failMode: "secure" });
for (const [i, end] of ["a", "b"].entries()) {
	new ovs.Namespace(end, { host });
	new ovs.Link("to-" + end, { host, type: "veth", up: true, peer: { name: "eth0", netns: end, addresses: ["10.77.0." + (i + 1) + "/24"] } });
	new ovs.Port("to-" + end, { host, bridge: "br-int" });
}
new ovs.OpenFlowTable("arp", { host, bridge: "br-int", flows: [{ priority: 20, match: "arp", actions: "FLOOD" }] });
new ovs.OpenFlowTable("ping", { host, bridge: "br-int", flows: [
	{ priority: 10, match: "in_port=to-a,icmp", actions: "to-b" },
	{ priority: 10, match: "in_port=to-b,icmp", actions: "to-a" },
	${icmp}
] });
${more}`;

test("while flows beside it change, a running ping loses nothing", async () => {
	await p.program(flows('{ match: "tcp,tcp_dst=80", actions: "drop" },')).up();
	expect(await ping()).toBe(true);
	const running = onHost(host, "ip netns exec a ping -q -i 0.05 -c 240 10.77.0.2 | grep -o '[0-9.]*% packet loss'");
	const { changes } = await p
		.program(flows('{ match: "tcp,tcp_dst=81", actions: "to-b" }, { priority: 3, actions: "drop" },'))
		.up();
	expect(changes).toMatchObject({ update: 1 });
	expect(await running).toBe("0% packet loss");
});

test("a bad action installs nothing, and says where", async () => {
	const was = await dump();
	const { code, output } = await p
		.program(flows('{ match: "tcp,tcp_dst=81", actions: "mod_dl_src:zz" }, { match: "udp", actions: "drop" },'))
		.tryUp();
	expect(code).not.toBe(0);
	expect(output).toMatch(/flows\[2\]\.actions.*mod_dl_src:zz/s);
	expect(await dump()).toBe(was);
});

test("a bridge that is made anew in an update gets its flows back", async () => {
	await onHost(host, "ovs-vsctl del-br br-int");
	await p.program(flows('{ match: "udp", actions: "drop" },')).repair();
	expect(await ping()).toBe(true);
	expect((await p.drift()).code).toBe(0);
});

test("another name is a replacement; destroy leaves the host empty", async () => {
	const { changes } = await p
		.program(flows('{ match: "udp", actions: "drop" },').replace('"ping", {', '"ping", { name: "other",'))
		.up();
	expect(changes).toMatchObject({ replace: 1 });
	expect(await ping()).toBe(true);
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
