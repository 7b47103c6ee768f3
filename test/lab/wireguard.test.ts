import { publicKeyOf } from "../../provider/base/wireguard-key";
import { onHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const [left, right] = ["h1", "h2"] as const;
const keys = {
	[left]: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=",
	[right]: "yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=",
};
const presharedKey = "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE=";
const foreign = { publicKey: "TrMvSoP4jYQlY6RIzBgbssQqY3vxI2Pi+y71lOWWXX0=", allowedIps: ["10.9.0.9/32"] };

const publicKey = (host: keyof typeof keys): string => publicKeyOf(keys[host]);

const device = (host: keyof typeof keys, to: keyof typeof keys, more: object = {}) => ({
	...{ host, name: "wg0", privateKey: keys[host], listenPort: 51820, addresses: [`10.9.0.${host.slice(1)}/24`] },
	peers: [
		{
			...{ publicKey: publicKey(to), presharedKey, endpoint: `192.0.2.${to.slice(1)}:51820` },
			...{ allowedIps: [`10.9.0.${to.slice(1)}/32`, "10.50.0.0/24"] },
		},
	],
	...more,
});
const pair: [string, object][] = [
	["WireGuard", device(left, right)],
	["WireGuard", device(right, left)],
];

const ping = (target = "10.9.0.2") => onHost(left, `ping -n -c 2 -i 0.2 -w 20 ${target} >/dev/null`);
const configured = (host: string) => onHost(host, "wg showconf wg0 | sed '/^ListenPort/d'");
const all = [left, right];
let before: string[][];

beforeAll(async () => {
	await newRun();
	for (const host of all) await cleanHost(host);
	// The kernel does so with the first device that is set up (wg_open), and never undoes it.
	for (const host of all) await onHost(host, "sysctl -qw net.ipv4.conf.all.send_redirects=0");
	before = await Promise.all(all.map(snapshot));
});
afterAll(async () => {
	for (const host of all) await onHost(host, "sysctl -qw net.ipv4.conf.all.send_redirects=1");
});
beforeEach(() => newRun());
afterEach(async () => {
	await newRun();
	for (const host of all) await cleanHost(host);
	expect(await Promise.all(all.map(async (host, i) => changed(before[i] ?? [], await snapshot(host))))).toEqual([[], []]);
});

test("two hosts exchange packets that are encrypted on their way, and a route leads to a network behind a peer", async () => {
	const [one, two] = (await createAll(pair as never)) as [Made, Made];
	expect([one.state.publicKey, two.state.publicKey]).toEqual(all.map((host) => publicKey(host)));
	// 70756c756d69 is "pulumi". Both directions of both pings pass the device, and the first handshake with them.
	const [seen] = await Promise.all([
		onHost(
			right,
			`f=$(mktemp); timeout 15 tcpdump -Uni eth0 -c 6 -w $f.pcap host 192.0.2.1 and not arp >/dev/null 2>$f & p=$!
n=0; until grep -q listening $f; do sleep 0.1; n=$((n+1)); [ $n -lt 100 ]; done; touch /tmp/wg-listens; wait $p || :
tcpdump -nr $f.pcap 2>/dev/null | grep -c '192.0.2.[12].51820 > 192.0.2.[12].51820: UDP'
tcpdump -nr $f.pcap 2>/dev/null | grep -vc UDP || :
grep -c pulumi $f.pcap || :; rm -f $f $f.pcap /tmp/wg-listens`,
		),
		until("tcpdump listens", async () => (await onHost(right, "[ ! -e /tmp/wg-listens ] || echo 1")) === "1").then(() =>
			onHost(left, "ping -n -c 2 -i 0.2 -p 70756c756d69 -w 20 10.9.0.2 >/dev/null"),
		),
	]);
	expect(seen).toBe("6\n0\n0");
	await onHost(right, "ip link add behind type dummy; ip addr add 10.50.0.1/24 dev behind; ip link set behind up");
	const route = await create("Route", { host: left, destination: "10.50.0.0/24", dev: "wg0" });
	await ping("10.50.0.1");
	await expectConverged([one, two, route]);
	await deleteAll([route, one, two]);
	await onHost(right, "ip link del behind");
});

test("a new peer leaves the session of another one as it is, and so does an endpoint that the kernel has learned", async () => {
	const [one, two] = (await createAll(pair as never)) as [Made, Made];
	await ping();
	const session = () => onHost(left, "wg show wg0 latest-handshakes | grep -v '\t0$'");
	const begun = await session();
	await onHost(right, "wg set wg0 listen-port 4711; ping -n -c 1 -w 20 10.9.0.1 >/dev/null");
	const endpoint = () => onHost(left, "wg show wg0 endpoints | awk '$2 != \"(none)\" { print $2 }'");
	expect(await endpoint()).toBe("192.0.2.2:4711");
	await expectConverged([one]);
	const peers = device(left, right).peers;
	await one.update(device(left, right, { peers: [...peers, foreign] }) as never);
	expect([await session(), await endpoint()]).toEqual([begun, "192.0.2.2:4711"]);
	await one.update(device(left, right, { peers }) as never);
	expect([await session(), await onHost(left, "wg show wg0 peers | wc -l")]).toEqual([begun, "1"]);
	// The program names another endpoint. The peer does not send from there, and may have sent again since.
	const moved = device(left, right, { peers: [{ ...peers[0], endpoint: "192.0.2.2:4712" }] });
	await newRun();
	expect(await one.diff(moved as never)).toEqual([]);
	await one.update(moved as never);
	expect(["192.0.2.2:4711", "192.0.2.2:4712"]).toContain(await endpoint());
	await repairs(two);
	expect(await onHost(right, "wg show wg0 listen-port")).toBe("51820");
	await deleteAll([one, two]);
});

test("what was changed by hand is drift, without any key in clear, and is repaired", async () => {
	const made = await create("WireGuard", { ...device(left, right), fwmark: 51 });
	const wanted = await configured(left);
	const peer = publicKey(right);
	for (const damage of [
		`wg genkey | wg set wg0 private-key /dev/stdin; wg genpsk | wg set wg0 peer ${peer} preshared-key /dev/stdin`,
		`wg set wg0 private-key /dev/null; wg set wg0 peer ${peer} preshared-key /dev/null`,
		`wg set wg0 fwmark 9 peer ${peer} endpoint 192.0.2.77:1 persistent-keepalive 9 allowed-ips 10.9.0.7/32`,
		`wg set wg0 listen-port 9 peer ${peer} remove; ip addr flush dev wg0
wg genpsk | wg set wg0 peer ${foreign.publicKey} preshared-key /dev/stdin allowed-ips 10.9.0.9/32`,
	]) {
		await onHost(left, damage);
		const found = (await onHost(left, "wg show wg0 private-key; wg show wg0 preshared-keys")).match(/\S{43}=/g) ?? [];
		await newRun();
		await made.refresh();
		const known = [keys[left], presharedKey, peer, foreign.publicKey];
		for (const key of found.filter((one) => !known.includes(one))) expect(JSON.stringify(made.state)).not.toContain(key);
		await repairs(made);
		expect(await configured(left)).toBe(wanted);
	}
	await newRun();
	const { fwmark, listenPort, peers, addresses, ...least } = { ...device(left, right), fwmark: 0 };
	await made.update(least);
	expect(await onHost(left, "wg showconf wg0; ip -br addr show wg0")).toBe(
		`[Interface]\nListenPort = 51820\nPrivateKey = ${keys[left]}\n\nwg0              UNKNOWN        `.trimEnd(),
	);
	await deleteAll([made]);
});

test("a change that the kernel refuses goes back to the peers before, with their preshared keys", async () => {
	const made = await create("WireGuard", device(left, right));
	const [shown, were] = [await configured(left), await snapshot(left)];
	await newRun();
	const bad = { ...device(left, right), privateKey: keys[right], peers: [foreign], addresses: ["::1/128"] };
	await expect(made.update(bad)).rejects.toThrow(/Cannot assign requested address\); the change was undone$/);
	expect(await configured(left)).toBe(shown);
	expect(changed(were, await snapshot(left))).toEqual([]);
	expect(await made.diff()).toBeUndefined();
	await deleteAll([made]);
});

test("a change that cuts the connection is undone by the host, which keeps keys that the program does not have", async () => {
	const made = await create("WireGuard", device(left, right));
	await onHost(left, `wg genpsk | wg set wg0 peer ${publicKey(right)} preshared-key /dev/stdin`);
	const shown = await configured(left);
	await newRun({ "ovs:commitConfirm": "5" });
	const results = await Promise.allSettled([
		made.update({ ...device(left, right), peers: [foreign] } as never),
		create("NftTable", {
			...{ host: left, name: "wall", family: "inet" },
			chains: { in: { type: "filter", hook: "input", priority: 0, policy: "drop" } },
		}),
	]);
	expect(results.map((result) => (result.status === "rejected" ? result.reason.message : ""))).toEqual([
		expect.stringContaining("the host undid it by itself"),
		expect.stringContaining("the host undid it by itself"),
	]);
	expect(await configured(left)).toBe(shown);
	await deleteAll([made]);
});

test("an adopted device gets its peers back at destroy, and one whose keys are not known is not adopted", async () => {
	await onHost(
		left,
		`ip link add wg0 type wireguard; ip link set wg0 up; ip link set wg0 down
wg syncconf wg0 /dev/stdin <<'END'
[Interface]
PrivateKey = ${keys[left]}
ListenPort = 4711
FwMark = 0x9
[Peer]
PublicKey = ${foreign.publicKey}
Endpoint = 192.0.2.9:51820
AllowedIPs = 10.9.0.9/32
PersistentKeepalive = 25
END`,
	);
	const were = await snapshot(left);
	const shown = await onHost(left, "wg showconf wg0");
	const wanted = { ...device(left, right), fwmark: 8, adopt: true };
	await expect(create("WireGuard", device(left, right))).rejects.toThrow("it exists already");
	await newRun();
	await expect(create("WireGuard", { ...wanted, privateKey: keys[right], peers: [] })).rejects.toThrow(
		`its public key is ${publicKey(left)}. Set privateKey to the key that it has`,
	);
	await newRun();
	const { fwmark: _, ...unmarked } = wanted;
	await expect(create("WireGuard", unmarked)).rejects.toThrow("fwmark from 9 to the default 0");
	await newRun();
	await expect(create("WireGuard", { ...wanted, peers: undefined })).rejects.toThrow("The device has a peer");
	await newRun();
	const made = await create("WireGuard", wanted);
	expect(await onHost(left, "wg show wg0 peers")).toBe(publicKey(right));
	await expectConverged([made]);
	expect(await onHost(left, "find /run/pulumi-ovs -type f -exec stat -c %a {} + | sort -u")).toContain("600");
	await deleteAll([made]);
	expect(await onHost(left, "wg showconf wg0")).toBe(shown);
	expect(changed(were, await snapshot(left))).toEqual([]);
	await onHost(left, "ip link del wg0");
});

test("a port that is in use is refused with the field's name", async () => {
	await onHost(left, "ip link add vx type vxlan id 9 dstport 51820; ip link set vx up");
	await expect(create("WireGuard", device(left, right))).rejects.toThrow(
		/device wg0 can't be set up, because another program or device uses its UDP port: .*listenPort.*Address already in use\); .*undone$/,
	);
	expect(await onHost(left, "ip link show wg0 2>/dev/null || :")).toBe("");
	await onHost(left, "ip link del vx");
});

test("a preshared key that leaves the program is removed, and comes back where the change is undone", async () => {
	const made = await create("WireGuard", device(left, right));
	const [named] = device(left, right).peers;
	const { presharedKey: _, ...peer } = named ?? {};
	await newRun();
	await made.update(device(left, right, { peers: [peer] }));
	expect(await onHost(left, "wg show wg0 preshared-keys")).toBe(`${publicKey(right)}\t(none)`);
	await expectConverged([made]);
	const were = await configured(left);
	const bad = { ...device(left, right), addresses: ["::1/128"] };
	await newRun();
	await expect(made.update(bad)).rejects.toThrow(/the change was undone$/);
	expect(await configured(left)).toBe(were);
	// The host undoes a change that cuts the connection by itself.
	await newRun({ "ovs:commitConfirm": "5" });
	const wall = { type: "filter", hook: "input", priority: 0, policy: "drop" };
	await Promise.allSettled([
		made.update(device(left, right)),
		create("NftTable", { ...{ host: left, name: "wall", family: "inet" }, chains: { in: wall } }),
	]);
	expect(await configured(left)).toBe(were);
	await deleteAll([made]);
});

test("two devices exchange their ports, and a new one has that of one that leaves", async () => {
	const port = (name: string, listenPort: number, host: keyof typeof keys): [string, object] => [
		"WireGuard",
		{ host: left, name, listenPort, privateKey: keys[host], up: true },
	];
	const ports = () => onHost(left, "for d in $(wg show interfaces); do echo $d $(wg show $d listen-port); done | sort");
	const made = (await createAll([port("wga", 51820, left), port("wgb", 51821, right)])) as [Made, Made];
	await newRun();
	await Promise.all([made[0].update(port("wga", 51821, left)[1]), made[1].update(port("wgb", 51820, right)[1])]);
	expect(await ports()).toBe("wga 51821\nwgb 51820");
	await expectConverged(made);
	await newRun();
	await made[0].update(port("wga", 51820, left)[1]);
	await made[1].update(port("wgb", 51821, right)[1]);
	expect(await ports()).toBe("wga 51820\nwgb 51821");
	await newRun();
	const next = await create(...port("wgc", 51821, right));
	await made[1].delete();
	expect(await ports()).toBe("wga 51820\nwgc 51821");
	await expectConverged([made[0], next]);
	await deleteAll([made[0], next]);
});
