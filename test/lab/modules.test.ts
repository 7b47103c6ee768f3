import { onHost } from "../support/hosts";
import { create, deleteAll, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
const others = ["h1", "h3", "cl", "t1", "t2", "t3", "gw"];
const modules = ["macvlan", "ip6_gre", "nft_numgen", "sch_hfsc", "br_netfilter", "mpls_iptunnel"];

/** The kernel finds no module that is not loaded yet. Modules that use one of these are unloaded too, such as macvtap. */
const withoutModules = () =>
	onHost(
		"lab",
		`echo /bin/false >/proc/sys/kernel/modprobe
unload() ( for user in $(ls /sys/module/$1/holders 2>/dev/null); do unload $user; done; rmmod $1 2>/dev/null )
for m in ${modules.join(" ")}; do unload $m || :; done`,
	);
const withModules = () => onHost("lab", "echo /sbin/modprobe >/proc/sys/kernel/modprobe");

// All hosts share the kernel of the lab, where a device that another test left keeps its module in use.
beforeAll(() => Promise.all(others.map(cleanHost)));
beforeEach(async () => {
	await newRun();
	await cleanHost(host);
});
afterAll(async () => {
	await withModules();
	await newRun();
	await cleanHost(host);
});

const rules = ["numgen inc mod 2 0 accept"];
const wanted: [kind: string, args: Record<string, unknown>, module: string][] = [
	["Link", { host, name: "mv0", type: "macvlan", parent: "eth0" }, "macvlan"],
	["Tunnel", { host, name: "g6", type: "ip6gretap", localIp: "2001:db8::1", remoteIp: "2001:db8::2", key: 5 }, "ip6_gre"],
	["NftTable", { host, name: "mt", family: "ip", chains: { c: { rules } } }, "nft_numgen"],
	["Port", { host, name: "p0", bridge: "br0", type: "internal", qos: { type: "linux-hfsc", maxRate: 1_000_000 } }, "sch_hfsc"],
	["Route", { host, destination: "10.77.0.0/16", via: "192.0.2.1", encap: { type: "mpls", labels: [100] } }, "mpls_iptunnel"],
	["Sysctl", { host, key: "net.bridge.bridge-nf-call-iptables", value: 0 }, "br_netfilter"],
];

test("a module that is missing is named with its modprobe, and with the module the same resource is created", async () => {
	const bridge = await create("Bridge", { host, name: "br0" });
	const before = await snapshot(host);
	await withoutModules();
	const messages: Record<string, string> = {};
	for (const [kind, args] of wanted)
		messages[kind] = await create(kind, args).then(
			() => "it was created",
			(refused: Error) => refused.message,
		);
	expect(messages).toEqual(
		Object.fromEntries(
			wanted.map(([kind, , module]) => [kind, expect.stringContaining(`load the module (modprobe ${module}). `)]),
		),
	);
	// The port itself works. The state has it, and so would the next update.
	await onHost(host, "ovs-vsctl clear Port p0 qos; ovs-vsctl del-port p0; ovs-vsctl --all destroy QoS");
	expect(changed(before, await snapshot(host))).toEqual([]);
	await withModules();
	await onHost("lab", "modprobe br_netfilter");
	await newRun();
	for (const [kind, args] of wanted) await deleteAll([await create(kind, args)]);
	await deleteAll([bridge]);
});
