import { onHost } from "../support/hosts";
import type { Ended } from "../support/project";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// What the kernel takes along with a device that is made anew, enslaved or renamed comes back in the same up, though Pulumi
// sees those resources as unchanged; and what --target does about it.
const host = "h3";
const program = ({ type = "gretap", d0 = "red", d1 = "", red = "red", redTable = 101, encapOn = "t0" } = {}) => `
const host = "h3";
new ovs.VRF("red", { host, name: "${red}", table: ${redTable} });
new ovs.VRF("blue", { host, table: 102 });
new ovs.Link("d0", { host, type: "dummy", vrf: "${d0 === "red" ? red : d0}", addresses: ["10.51.0.1/24", "2001:db8:51::1/64"] });
new ovs.Link("d1", { host, type: "dummy", ${d1 ? `vrf: "${d1}",` : ""} addresses: ["10.52.0.1/24", "2001:db8:52::1/64"] });
new ovs.Tunnel("t0", { host, type: "${type}", key: 5, remoteIp: "192.0.2.1", addresses: ["10.53.0.1/24", "2001:db8:53::1/64"] });
new ovs.Link("t0.7", { host, type: "vlan", parent: "t0", vlanId: 7, addresses: ["10.54.0.1/24"] });
new ovs.Tunnel("ext0", { host, type: "gretap", external: true, addresses: ["10.55.0.1/24"] });
new ovs.Route("red-d0", { host, table: ${redTable}, destination: "10.61.0.0/16", via: "10.51.0.9", dev: "d0" });
new ovs.Route("six-d0", { host, table: ${redTable}, destination: "2001:db8:61::/48", via: "2001:db8:51::9", dev: "d0" });
new ovs.Route("main-d1", { host, table: 77, destination: "10.62.0.0/16", via: "10.52.0.9", dev: "d1" });
new ovs.Route("two-t0", { host, destination: "10.63.0.0/16", table: 78, nexthops: [{ via: "10.53.0.8", dev: "t0" }, { via: "10.53.0.9", dev: "t0", weight: 2 }] });
new ovs.Route("on-vlan", { host, destination: "10.64.0.0/16", via: "10.54.0.9", dev: "t0.7" });
new ovs.Route("encap", { host, destination: "10.65.0.7", dev: "ext0", encap: { id: 9, dst: "192.0.2.1", key: true } });
new ovs.Rule("by-mark", { host, priority: 301, fwmark: 5, table: 77 });
new ovs.Sysctl("loose", { host, key: "net.ipv4.conf.t0.rp_filter", value: 2 });
new ovs.FlowTable("fast", { host, devices: ["d0", "d1", "t0"] });
new ovs.NftTable("early", { host, family: "netdev", chains: { in: { type: "filter", hook: "ingress", priority: 0, devices: ["t0"], rules: ["counter accept"] } } });
`;
const count = 17;
const p = new Project("routing-target");
const urn = (type: string, name: string) => `urn:pulumi:dev::routing-target::pulumi-nodejs:dynamic/ovs:${type}::${name}`;

const proposed = ({ steps }: Ended) =>
	steps
		.filter((s) => !["same", "refresh", "read"].includes(s.op))
		.map((s) => `${s.op} ${s.name}`)
		.sort();

/** One up with few changes; all else is the same to Pulumi, and afterwards a refresh finds nothing that is not as wanted. */
async function takesNothingAlong(
	change: Parameters<typeof program>[0],
	steps: string[],
	found: Record<string, RegExp>,
): Promise<void> {
	const ended = await p.program(program(change)).up();
	expect(proposed(ended)).toEqual(steps);
	for (const [command, pattern] of Object.entries(found)) expect(await onHost(host, command)).toMatch(pattern);
	const after = await p.drift();
	expect([proposed(after), after.code]).toEqual([[], 0]);
}
let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, "ip link add dev x type gretap key 1; ip link del x; ip link add dev r type vrf table 9; ip link del r");
	before = await snapshot(host);
	expect((await p.program(program()).up()).changes).toEqual({ create: count });
});

afterAll(async () => {
	await p.remove();
	await cleanHost(host);
});


const look = "ip route show table 78; ip route | grep 10.64; ip -br addr show dev t0.7; nft list flowtables | grep devices; ip route show table 101; ip route show table 77; ip -d link show dev d0 | grep -o 'master [a-z]*'";
const state = async () => { const r = await (await import("../support/hosts")).tryOnHost(host, look); return r.stdout; };
test("x", async () => {
	let log = "START\n" + (await state());
	let e = await p.program(program({ type: "vxlan" })).tryUp("--target", urn("Tunnel", "t0"));
	log += `--- up --target t0 (${e.code}) ${proposed(e)}\n` + (await state());
	e = await p.tryUp();
	log += `--- up (${e.code}) ${proposed(e)} execs ${e.execs}\n` + (await state());
	e = await p.drift();
	log += `--- drift (${e.code}) ${proposed(e)}\n`;
	e = await p.repair();
	log += `--- repair (${e.code}) ${proposed(e)}\n` + (await state());
	e = await p.program(program({ type: "vxlan", redTable: 111 })).tryUp("--target", urn("VRF", "red"));
	log += `--- up --target red with another table (${e.code}) ${proposed(e)}\n${e.code ? e.output.slice(-1500) : ""}` + (await state());
	e = await p.tryUp();
	log += `--- up (${e.code}) ${proposed(e)}\n` + (await state());
	e = await p.drift();
	log += `--- drift (${e.code}) ${proposed(e)}\n`;
	e = await p.repair();
	e = await p.run(["destroy", "--yes", "--skip-preview", "--target", urn("Tunnel", "t0")]);
	log += `--- destroy --target t0 (${e.code}) ${proposed(e)}\n${e.code ? e.output.slice(-1500) : ""}` + (await state());
	e = await p.drift();
	log += `--- drift (${e.code}) ${proposed(e)}\n`;
	e = await p.tryUp();
	log += `--- up (${e.code}) ${proposed(e)}\n${e.code ? e.output.slice(-1500) : ""}` + (await state());
	e = await p.drift();
	log += `--- drift (${e.code}) ${proposed(e)}\n`;
	await p.repair();
	e = await p.run(["destroy", "--yes", "--skip-preview", "--target", urn("VRF", "red")]);
	log += `--- destroy --target red (${e.code}) ${proposed(e)}\n${e.code ? e.output.slice(-1500) : ""}` + (await state());
	e = await p.tryUp();
	log += `--- up (${e.code}) ${proposed(e)}\n${e.code ? e.output.slice(-1500) : ""}` + (await state());
	e = await p.drift();
	log += `--- drift (${e.code}) ${proposed(e)}\n`;
	e = await p.destroy();
	log += `--- destroy ${proposed(e)}\n` + (await onHost(host, "ip -br link; ip route show table all proto 250; nft list ruleset; ls /run/pulumi-ovs/owned"));
	require("node:fs").writeFileSync("/tmp/w/tmp/routing/target.txt", log);
}, 580000);
