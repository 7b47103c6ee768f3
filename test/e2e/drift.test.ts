import { expectDrift } from "../support/events";
import { goneInDiff } from "../support/gone";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// Objects are changed by hand on a host. These tests check what a refresh reports, and what the next update repairs.
const host = "h2";
const p = new Project("drift").program(`
const host = "h2";
new ovs.Bridge("br-d", { host, addresses: ["10.20.0.1/24"], externalIds: { site: "one" } });
new ovs.Bridge("br-gone", { host });
new ovs.Port("g1", { host, bridge: "br-gone", type: "internal", tag: 3 });
new ovs.Tunnel("g2", { host, bridge: "br-gone", type: "vxlan", remoteIp: "192.0.2.1", key: 5 });
new ovs.Port("acc", { host, bridge: "br-d", type: "internal", tag: 10 });
new ovs.Port("del", { host, bridge: "br-d", type: "internal" });
new ovs.Port("ok", { host, bridge: "br-d", type: "internal", tag: 9 });
new ovs.Tunnel("tun", { host, bridge: "br-d", type: "vxlan", remoteIp: "192.0.2.1", key: 100 });
new ovs.Vtep("vt", { host, name: "vt", bridge: "br-d", type: "geneve", key: 7, peers: { h1: "192.0.2.1", h3: "192.0.2.3" } });
new ovs.Namespace("drift", { host });
new ovs.Link("nv", { host, type: "veth", up: true, peer: { name: "nvp", netns: "drift", addresses: ["10.20.2.2/24"] } });
new ovs.Link("dum", { host, type: "dummy", addresses: ["10.20.1.1/24", "10.20.1.2/24"] });
new ovs.Link("ve", { host, type: "veth", up: true, peer: { name: "vep", up: true } });
new ovs.Sysctl("fwd", { host, key: "net.ipv4.ip_forward", value: 1 });
`);
const count = 14;

/** Drift that is repaired. What an earlier repair had left would be reported too, so only the last test asks for drift after its repair. */
async function drifts(script: string, expected: Record<string, RegExp[]>) {
	const repaired = await p.drifts(host, script, expected);
	expect(repaired.changes.same).toBe(count - Object.keys(expected).length);
}

beforeAll(async () => {
	await cleanHost(host);
	await p.up();
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("values changed by hand are named with what they were and are, at preview too, and set right", async () => {
	await onHost(
		host,
		`ovs-vsctl set Port acc tag=77 -- set Interface tun options:key=999 options:ttl=9 -- set Bridge br-d external_ids:site=two
ip addr del 10.20.1.2/24 dev dum; ip addr add 10.20.0.99/24 dev br-d; ip link set dev ve down; sysctl -qw net.ipv4.ip_forward=0`,
	);
	const drift = {
		"update acc": [/~ tag\s*: 77 => 10/],
		"update tun": [/~ key\s*: 999 => 100/, /- ttl\s*: 9/],
		"update br-d": [/~ site: "two" => "one"/, /10\.20\.0\.99\/24/],
		"update dum": [/\+ \[1\]: "10\.20\.1\.2\/24"/],
		"update ve": [/~ up\s*: false => true/],
		"update fwd": [/~ value\s*: "0" => "1"/],
	};
	const seen = await p.drift();
	expect(seen.code).not.toBe(0);
	expectDrift(seen, drift);
	await drifts("true", drift);
	expect(
		await onHost(
			host,
			"ovs-vsctl get Port acc tag; ovs-vsctl get Interface tun options; ip -br addr show dum; ip -br addr show br-d",
		),
	).toMatch(/^10\n\{key="100", remote_ip="192\.0\.2\.1"\}\ndum .*10\.20\.1\.2\/24.*\nbr-d .* 10\.20\.0\.1\/24(?!.*0\.99)/);
});

test("what was deleted by hand is made again, with what hung on it", async () => {
	const uuid = await onHost(host, "ovs-vsctl get Port ok _uuid");
	await drifts(`ovs-vsctl del-br br-gone -- del-port del; ip link del dev ve; ip netns del drift`, {
		"create br-gone": [],
		"create g1": [/\+ .*Port: \(create\)/],
		"create g2": [],
		"create del": [],
		"create ve": [],
		"update drift": [goneInDiff],
		"create nv": [],
	});
	expect(await onHost(host, "ovs-vsctl get Port ok _uuid")).toBe(uuid);
	expect(
		await onHost(host, "ovs-vsctl list-ports br-gone; cat /sys/class/net/ve/operstate; ip -n drift -br addr show nvp"),
	).toMatch(/^g1\ng2\nup\nnvp.* 10\.20\.2\.2\/24/);
});

test("a tunnel too many or too few among a Vtep's is named by its peer; a moved port comes back; foreign ports stay", async () => {
	await drifts(
		`ovs-vsctl del-port vt-h3 -- add-port br-d stray -- set Interface stray type=geneve options:remote_ip=192.0.2.77 options:key=7 \
  -- set Port stray external_ids:pulumi-ovs=drift/dev external_ids:pulumi-ovs-vtep=vt external_ids:pulumi-ovs-peer=h9 \
  -- add-br br-other -- add-port br-d foreign -- set Interface foreign type=internal \
  -- del-port acc -- add-port br-other acc -- set Interface acc type=internal -- set Port acc tag=10 external_ids:pulumi-ovs=drift/dev`,
		{
			"update vt": [/\+ h3: "192\.0\.2\.3"/, /- h9: "192\.0\.2\.77"/],
			"update acc": [/~ bridge: "br-other" => "br-d"/],
		},
	);
	const [ports, acc, foreign] = (
		await onHost(host, "ovs-vsctl list-ports br-d | xargs; ovs-vsctl port-to-br acc; ovs-vsctl port-to-br foreign")
	).split("\n");
	expect(ports).not.toContain("stray");
	expect([acc, foreign]).toEqual(["br-d", "br-d"]);
	await onHost(host, "ovs-vsctl del-br br-other -- del-port foreign");
});

test("a mark that was taken off is warned of, since no property shows it, and put back; in another's place nothing is touched", async () => {
	await drifts("ovs-vsctl remove Bridge br-d external_ids pulumi-ovs; ip link set dev dum alias ''", {
		"update br-d": [/warning: br-d \(h2\/Bridge\/br-d\): its ownership mark was removed: the next update sets it again/],
		"update dum": [/warning: dum \(h2\/Link\/dum\): its ownership mark/],
	});
	await onHost(host, "ip link del dev dum; ip link add dev dum type dummy; ip link set dev dum alias pulumi-ovs:other/dev");
	const { output } = await p.tryUp("--refresh");
	expect(output).toMatch(/warning: dum \(h2\/Link\/dum\): an object that belongs to other\/dev has taken its place/);
	expect(output).toMatch(/h2\/Link\/dum\): it exists already and belongs to the program other\/dev/);
	await onHost(host, "ip link del dev dum");
	await p.repair();
});

test("another's object that came in the place of ours stays, whatever a refresh has seen of it", async () => {
	const theirs = "ip -br addr show dum; ip link del dev dum 2>/dev/null";
	await onHost(host, "ip link del dev dum; ip link add dum type dummy; ip addr add 10.5.5.5/24 dev dum");
	for (let refreshes = 0; refreshes < 2; refreshes++)
		expect((await p.run(["refresh", "--yes", "--skip-preview"])).output).toMatch(
			/warning: dum \(h2\/Link\/dum\): an object without an ownership mark has taken its place/,
		);
	expect((await p.tryUp()).output).toMatch(/h2\/Link\/dum\): it exists already and does not belong to this program/);
	const { urn = "" } = p.resources().get("dum") ?? {};
	await p.run(["destroy", "--yes", "--skip-preview", "--target", urn]);
	expect(await onHost(host, theirs)).toMatch(/10\.5\.5\.5\/24/);
	await p.up();
	expect((await p.drift()).code).toBe(0);
});
