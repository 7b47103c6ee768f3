import { onHost, restartHost, tryOnHost } from "../support/hosts";
import { create, createAll, deleteAll, type Made, newRun } from "../support/kind";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h3";
const folder = "/etc/pulumi-ovs/boot";
const persist = { "ovs:persist": "true" };

const removed = `rm -rf /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service /etc/systemd/system/multi-user.target.wants/pulumi-ovs.service`;

beforeAll(async () => {
	await cleanHost(host);
	await onHost(host, removed);
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
	// A reboot removes what a failed test has left of the kernel's objects.
	await onHost(host, removed);
	await restartHost(host);
});

const fileOf = async (id: string): Promise<string> =>
	`${folder}/${await onHost(host, `cd ${folder} && ls | grep -- '-${id}[.]'`)}`;

/** Objects of several kinds, which refer to each other. */
const network: [string, Record<string, unknown>][] = [
	["Namespace", { host, name: "blue" }],
	["Bridge", { host, name: "br0", failMode: "secure", addresses: ["10.60.0.1/24"] }],
	[
		"Port",
		{ host, name: "p1", bridge: "br0", type: "internal", netns: "blue", addresses: ["10.60.0.2/24", "2001:db8:60::2/64"] },
	],
	["Tunnel", { host, name: "vx1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.1", key: 60 }],
	["VRF", { host, name: "red", table: 160 }],
	[
		"Link",
		{
			host,
			name: "a1",
			type: "veth",
			vrf: "red",
			addresses: ["10.61.0.1/24"],
			peer: { name: "a2", netns: "blue", addresses: ["10.61.0.2/24"] },
		},
	],
	["Link", { host, name: "eth0.60", type: "vlan", parent: "eth0", vlanId: 60, addresses: ["10.62.0.1/24", "2001:db8:62::1/64"] }],
	["Tunnel", { host, name: "gt0", type: "gretap", key: 60, localIp: "192.0.2.3", vrf: "red", addresses: ["10.63.0.1/24"] }],
	["Route", { host, destination: "10.70.0.0/16", vrf: "red", via: "10.61.0.2" }],
	["Route", { host, destination: "10.71.0.0/16", table: 171, via: "10.62.0.9" }],
	["Route", { host, destination: "default", netns: "blue", via: "10.61.0.1" }],
	["Rule", { host, priority: 171, fwmark: 7, table: 171 }],
	["Rule", { host, priority: 172, iif: "lo", to: "10.70.0.0/16", vrf: "red" }],
	["Sysctl", { host, key: "net.ipv4.ip_forward", value: "1" }],
	["Sysctl", { host, key: "net/ipv4/conf/eth0.60/rp_filter", value: "2" }],
	["Sysctl", { host, key: "net.ipv4.conf.all.forwarding", netns: "blue", value: "1" }],
	[
		"NftTable",
		{
			...{ host, family: "inet", name: "gw" },
			chains: { ways: { type: "filter", hook: "forward", priority: "filter", rules: ["udp dport 9 drop", "jump one"] }, one: {} },
			flowtables: { fast: { devices: ["eth0.60", "br0"] } },
		},
	],
	[
		"OpenFlowTable",
		{
			...{ host, bridge: "br0", name: "all" },
			flows: [
				{ priority: 10, match: "in_port=p1", actions: "output:LOCAL" },
				{ priority: 10, match: "in_port=LOCAL", actions: "output:p1" },
			],
		},
	],
];

const pings = (target: string, netns?: string): string =>
	`${netns === undefined ? "" : `ip netns exec ${netns} `}ping -n -c 1 -W 5 ${target} >/dev/null`;

/** The host's state without what a reboot changes, and without the kernel's own rule for VRFs. */
const lasting = async (): Promise<string[]> =>
	(await snapshot(host)).filter((line) => !/^\d+: (?:mgmt0|eth0)@|lookup \[l3mdev-table\]/.test(line));

describe("a network with ovs:persist", () => {
	let all: Made[];
	let before: string[];

	beforeAll(async () => {
		before = await lasting();
		await newRun(persist);
		const [first, ...others] = network;
		all = [...(await createAll([first as (typeof network)[0]])), ...(await createAll(others))];
	});

	const comesBack = async (): Promise<void> => {
		await onHost(host, [pings("10.60.0.2"), pings("10.61.0.2", "blue"), pings("10.61.0.1", "blue")].join("\n"));
		await onHost(host, "ip vrf exec red true 2>/dev/null; ping -n -c 1 -W 5 -I red 10.61.0.2 >/dev/null");
		await onHost(host, "[ $(sysctl -n net.ipv4.ip_forward) = 1 ]; nft list table inet gw | grep -q 'udp dport 9 drop'");
		await newRun(persist);
		for (const made of all) {
			await made.refresh();
			expect([made.id, made.state.error, await made.diff()]).toEqual([made.id, undefined, undefined]);
		}
	};

	test("is the same after a refresh, and each file is only root's", async () => {
		await comesBack();
		expect(await onHost(host, `stat -c %a ${folder} ${folder}/[0-9]* | sort -u`)).toBe("600\n700");
	});

	test("is back after a reboot, with packets, before Pulumi runs again", async () => {
		await newRun(persist);
		await restartHost(host);
		expect(await onHost(host, "cat /var/log/pulumi-ovs-boot.log")).toBe("");
		await comesBack();
	});

	test("is the same if its files run again", async () => {
		expect(await tryOnHost(host, `sh ${folder}/run`)).toEqual({ code: 0, stdout: "", stderr: "" });
		await comesBack();
	});

	test("lacks only what a missing device keeps away, and the log names it", async () => {
		const gone = "ovs-vsctl --timeout=20 del-port p1";
		await onHost(host, `${gone}; cp ${await fileOf("Link_eth0.60")} /root/kept`);
		await onHost(host, `f=${await fileOf("Link_eth0.60")}; sed 's/eth0 /eth7 /g' /root/kept >$f`);
		await onHost(host, `sed -i 's/BOOT_WAIT:-60/BOOT_WAIT:-2/' ${folder}/run`);
		await newRun(persist);
		await restartHost(host);
		const said = (await onHost(host, "cat /var/log/pulumi-ovs-boot.log")).split("\n");
		expect(said).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^\d\d-Link_eth0[.]60[.]\w+: device eth7 is not there: skipped$/),
				expect.stringMatching(/^\d\d-Port_p1[.]\w+: device p1 is not there: skipped$/),
			]),
		);
		await onHost(host, `${pings("10.61.0.2", "blue")}; ping -n -c 1 -W 5 -I red 10.61.0.2 >/dev/null; ip rule | grep -q '^171:'`);
		await onHost(host, `cp /root/kept ${await fileOf("Link_eth0.60")}; rm /root/kept`);
		await newRun(persist);
		expect((await Promise.all(all.map((made) => made.refresh()))).filter((isThere) => isThere === false)).toEqual([]);
		const lost = all.filter((made) => made.state.error === "it is gone, and its boot file is there");
		expect(lost.length).toBeGreaterThan(0);
		await newRun(persist);
		await Promise.all(all.map((made) => made.update()));
		await comesBack();
	});

	test("leaves nothing after destroy", async () => {
		await deleteAll(all);
		expect(changed(before, await lasting())).toEqual([]);
		expect(await onHost(host, "ls /etc/pulumi-ovs /etc/systemd/system/pulumi-ovs.service 2>/dev/null || :")).toBe("");
		await newRun(persist);
		await restartHost(host);
		expect(await onHost(host, "ip rule | grep -c 17[12]: || :")).toBe("0");
	});
});

test("drift of a boot file is reported and repaired, and switching off removes the files", async () => {
	await newRun(persist);
	const made = await create("Link", { host, name: "d9", type: "dummy" });
	const file = await fileOf("Link_d9");
	for (const damage of [`rm ${file}`, `echo '# more' >>${file}`, `rm ${folder}/run`]) {
		await onHost(host, damage);
		await newRun(persist);
		await made.refresh();
		expect(made.state.error).toContain(file);
		await repairsWith(made);
	}
	await newRun();
	expect(await made.diff()).toEqual([]);
	await made.update();
	expect(await onHost(host, "ls /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
	expect(await made.diff()).toBeUndefined();
	await newRun(persist);
	expect(await made.diff()).toEqual([]);
	await made.update();
	expect(await onHost(host, `cat ${await fileOf("Link_d9")}`)).toContain("link add dev d9 type dummy");
	await deleteAll([made]);
	expect(await onHost(host, "ls /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
});

async function repairsWith(made: Made): Promise<void> {
	expect(await made.diff()).toEqual([]);
	await made.update();
	await newRun(persist);
	await made.refresh();
	expect([made.state.error, await made.diff()]).toEqual([undefined, undefined]);
}
