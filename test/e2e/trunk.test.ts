import { onHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// A trunk and its integration bridge with the engine. test/lab/trunk-packets.test.ts takes trunks through their life.
const host = "h1";
const subports = [
	{ name: "one", segmentationId: 100, tag: 6 },
	{ name: "a subport with a long name, no. 2", segmentationId: 200, tag: 7 },
];
/** Workloads in the parent's network and in the subports' networks, and a trunk. */
const p = new Project("trunk").program(`
const host = "${host}";
new ovs.Bridge("br-int", { host });
for (const [i, name] of ["a", "b", "c"].entries()) {
	const netns = new ovs.Namespace(name, { host, name });
	const addresses = [\`10.0.\${i}.2/24\`];
	new ovs.Port("p" + name, { host, bridge: "br-int", type: "internal", tag: 5 + i, netns: netns.name, addresses });
}
exports.bridge = new ovs.Trunk("vm1", ${JSON.stringify({ host, parent: { port: "tap1", tag: 5 }, subports, force: true })}).bridge;`);

/** The workload with its device, which a hypervisor would create. */
const workload = `
ip netns add w; ip link add dev tap1 type veth peer name eth0 netns w
ip link set dev tap1 up; ip -n w link set dev eth0 up; ip -n w addr add 10.0.0.1/24 dev eth0
for n in 1 2; do
  ip -n w link add link eth0 dev eth0.\${n}00 type vlan id \${n}00; ip -n w link set dev eth0.\${n}00 up
  ip -n w addr add 10.0.$n.1/24 dev eth0.\${n}00
done`;

const ping = (to: string) => onHost(host, `ip netns exec w ping -c1 -W1 ${to} >/dev/null && echo yes || echo no`);
const allAnswer = () =>
	until("all networks answer", async () =>
		(await Promise.all(["10.0.0.2", "10.0.1.2", "10.0.2.2"].map(ping))).every((said) => said === "yes"),
	);
let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, workload);
	// The kernel adds the routes of IPv6 addresses once it has checked these.
	const unchecked = "ip -6 addr show tentative; ip -n w -6 addr show tentative";
	await until("all addresses are checked", async () => (await onHost(host, unchecked)) === "");
	before = await snapshot(host);
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("the workload reaches its networks", async () => {
	await p.up();
	expect(p.outputs()).toEqual({ bridge: "tbr-vm1" });
	await allAnswer();
});

test("an integration bridge that is made anew gets the trunk's ports back in the same run", async () => {
	const urn = p.resources().get("br-int")?.urn ?? "";
	await p.up("--replace", urn);
	await allAnswer();
	expect((await p.drift()).code).toBe(0);
});

test("destroy leaves the host as it was found", async () => {
	await p.destroy();
	expect(changed(before, await snapshot(host))).toEqual([]);
});
