import { proposed } from "../support/events";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// When a device is recreated, enslaved or renamed, the kernel drops routes and addresses. They are restored in the same update,
// although these resources are unchanged for Pulumi. Further tests use --target.
const host = "h3";
const program = ({ type = "gretap", d0 = "red", d1 = "", red = "red", redTable = 101 } = {}) => `
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
const p = new Project("routing-effects");
const urn = (type: string, name: string) => `urn:pulumi:dev::routing-effects::pulumi-nodejs:dynamic/ovs:${type}::${name}`;

/** Expects that an update has only these changes, and that the host has what it would have lost by them. */
async function changes(change: Parameters<typeof program>[0], steps: string[], found: Record<string, RegExp>): Promise<void> {
	const ended = await p.program(program(change)).up();
	expect(proposed(ended)).toEqual(steps);
	for (const [command, pattern] of Object.entries(found)) expect(await onHost(host, command)).toMatch(pattern);
}

/** Expects the same, and that a refresh finds no drift afterwards. */
async function takesNothingAlong(...[change, steps, found]: Parameters<typeof changes>): Promise<void> {
	await changes(change, steps, found);
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
	p.remove();
	await cleanHost(host);
});

test("a tunnel of another type is another device: its VLAN, addresses, routes, those of others too, flowtable and ingress chain are back", async () => {
	await onHost(
		host,
		"ip route add 10.66.0.0/16 via 10.53.0.66 metric 7; ip route add table 79 10.67.0.0/16 dev t0.7 src 10.54.0.1",
	);
	await takesNothingAlong({ type: "vxlan" }, ["update t0"], {
		"ip -d link show dev t0": /vxlan id 5/,
		"ip -br addr show dev t0.7": /10\.54\.0\.1\/24/,
		"sysctl net.ipv4.conf.t0.rp_filter": /= 2$/,
		"ip route show table 78": /10\.53\.0\.8 dev t0[\s\S]*10\.53\.0\.9 dev t0/,
		"ip route": /10\.64\.0\.0\/16 via 10\.54\.0\.9 dev t0\.7[\s\S]*10\.66\.0\.0\/16 via 10\.53\.0\.66 dev t0 metric 7/,
		"ip route show table 79": /10\.67\.0\.0\/16 dev t0\.7 scope link src 10\.54\.0\.1/,
		"nft list flowtables": /\{ d0, d1, t0 \}/,
		"nft list table netdev early": /device(s = \{ t0 \}| "?t0"?)/,
	});
});

test("a device enslaved, and one that goes from one VRF to another, lose their routes and IPv6 addresses: they are back", async () => {
	await takesNothingAlong({ type: "vxlan", d1: "blue", d0: "blue" }, ["update d0", "update d1"], {
		"ip route show table 77": /10\.62\.0\.0\/16 via 10\.52\.0\.9 dev d1/,
		"ip route show table 101": /10\.61\.0\.0\/16 via 10\.51\.0\.9 dev d0/,
		"ip -6 route show table 101": /2001:db8:61::\/48 via 2001:db8:51::9 dev d0/,
		"ip -br addr show dev d0": /2001:db8:51::1\/64/,
	});
	// The next test asks for drift.
	await changes({ type: "vxlan" }, ["update d0", "update d1"], {
		"ip route show table 77": /10\.62\.0\.0\/16/,
		"ip route show table 101": /10\.61\.0\.0\/16 via 10\.51\.0\.9 dev d0/,
		"ip -6 route show table 101": /2001:db8:61::\/48 via 2001:db8:51::9 dev d0/,
	});
});

test("a renamed VRF is another device with the same table: routes by its number are back", async () => {
	await takesNothingAlong(
		{ type: "vxlan", red: "crimson" },
		["create-replacement red", "delete-replaced red", "replace red", "update d0"],
		{
			"ip route show vrf crimson": /10\.61\.0\.0\/16/,
			"ip -6 route show vrf crimson": /2001:db8:61::\/48/,
			"ip -d link show dev d0": /master crimson/,
		},
	);
});

test("--target changes just what it names: what that took along is missing until the next refresh; --target-dependents takes care of it", async () => {
	const onT0 = ["create t0.7", "update early", "update fast", "update loose", "update on-vlan"];
	const t0 = ["--target", urn("Tunnel", "t0")];
	p.program(program({ red: "crimson" }));
	expect(proposed(await p.up(...t0))).toEqual(["update t0"]);
	expect(proposed(await p.up())).toEqual([]);
	expect(proposed(await p.repair())).toEqual(onT0);
	expect(proposed(await p.program(program({ type: "vxlan", red: "crimson" })).up(...t0, "--target-dependents"))).toEqual([
		"update t0",
	]);
	// The next test asks for drift before it changes anything.
});

test("a refused destroy --target changes nothing while others stand on it; with --target-dependents they go too, and the next up makes them again", async () => {
	const destroy = ["destroy", "--yes", "--skip-preview", "--target", urn("Tunnel", "t0")];
	const refused = await p.run(destroy);
	expect(refused.code).not.toBe(0);
	for (const name of ["t0.7", "two-t0", "on-vlan", "fast", "early", "loose"])
		expect(refused.output).toMatch(new RegExp(`::${name}' will be destroyed but was not specified in --target list`));
	expect(proposed(await p.drift())).toEqual([]);
	const gone = ["delete early", "delete fast", "delete loose", "delete on-vlan", "delete t0", "delete t0.7", "delete two-t0"];
	expect(proposed(await p.must([...destroy, "--target-dependents"]))).toEqual(gone);
	expect(proposed(await p.up())).toEqual(gone.map((step) => step.replace("delete", "create")));
	expect(proposed(await p.drift())).toEqual([]);
});

test("destroy leaves the host as it was found", async () => {
	expect((await p.destroy()).changes).toEqual({ delete: count });
	expect(changed(before, await snapshot(host))).toEqual([]);
});
