import { onHost, tryOnHost, until } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
const versions = "-O OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";
const ofctl = (words: string) => onHost(host, `ovs-ofctl ${versions} ${words}`);
const bridge = "brg";
const clean = () =>
	tryOnHost(host, `ovs-vsctl --if-exists del-br ${bridge}; for n in a b c; do ip netns del $n; done; rm -rf /run/pulumi-ovs`);

/** Three namespaces on a bridge in fail mode secure: a with the address 10.32.0.1, b and c each with 10.32.0.2. */
const world = (datapath: string) =>
	onHost(
		host,
		`ovs-vsctl add-br ${bridge} -- set Bridge ${bridge} fail_mode=secure datapath_type=${datapath}
for n in a b c; do
ovs-vsctl add-port ${bridge} p$n -- set Interface p$n type=internal
ip netns add $n && ip link set p$n netns $n && ip -n $n link set p$n up
done
ip -n a addr add 10.32.0.1/24 dev pa
for n in b c; do
ip -n $n addr add 10.32.0.2/24 dev p$n && ip -n $n link set p$n address 02:00:00:00:00:02
ip -n $n neigh add 10.32.0.1 lladdr $(ip netns exec a cat /sys/class/net/pa/address) dev p$n
done
ip -n a neigh add 10.32.0.2 lladdr 02:00:00:00:00:02 dev pa`,
	);

const got = async (name: string) =>
	Number(await onHost(host, `ip netns exec ${name} cat /sys/class/net/p${name}/statistics/rx_packets`));

/** The packets that reach b and c of ten that a sends, each to another UDP port. */
async function shares(): Promise<[b: number, c: number]> {
	const before = [await got("b"), await got("c")];
	await onHost(
		host,
		"ip netns exec a bash -c 'for n in $(seq 10); do echo x >/dev/udp/10.32.0.2/$((5000 + n)); done' 2>/dev/null; :",
	);
	await until("all packets arrive", async () => (await got("b")) + (await got("c")) >= (before[0] ?? 0) + (before[1] ?? 0) + 10);
	return [(await got("b")) - (before[0] ?? 0), (await got("c")) - (before[1] ?? 0)];
}

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await clean();
});
afterAll(async () => {
	await newRun();
	await clean();
	await cleanHost(host);
});

const group = (more: object) => ({ host, bridge, groupId: 7, ...more });
const toB = { actions: "output:pb" };
const toC = { actions: "output:pc" };
const flows = (actions: string, more: object[] = []) => ({
	...{ host, bridge, name: "f" },
	flows: [{ priority: 9, match: "in_port=pa,udp", actions }, ...more],
});

test("a group of each type sends packets to its ports, and is changed in place under its flows", async () => {
	await world("system");
	const both = group({ type: "all", buckets: [toB, toC] });
	const [table, made] = (await createAll([
		["OpenFlowTable", flows("group:7")],
		["OpenFlowGroup", both],
	])) as [Made, Made];
	expect(await shares()).toEqual([10, 10]);
	await expectConverged([table, made]);
	await made.update(group({ type: "indirect", buckets: [toC] }));
	expect(await shares()).toEqual([0, 10]);
	const select = { type: "select", selectionMethod: "hash", fields: ["ip_src", "udp_dst"] };
	await made.update(group({ ...select, buckets: [toB, { ...toC, weight: 1 }] }));
	const [b, c] = await shares();
	expect([b > 0, c > 0, b + c]).toEqual([true, true, 10]);
	await made.update(group({ type: "select", buckets: [toB, { ...toC, weight: 0 }] }));
	expect(await shares()).toEqual([10, 0]);
	const failover = {
		type: "ff",
		buckets: [
			{ ...toB, watchPort: "pb" },
			{ ...toC, watchPort: "pc" },
		],
	};
	await made.update(group(failover));
	expect(await shares()).toEqual([10, 0]);
	await onHost(host, "ip -n b link set pb down");
	await until("the port is down", async () => (await onHost(host, "ovs-vsctl get Interface pb link_state")) === "down");
	expect(await shares()).toEqual([0, 10]);
	await expectConverged([table, made]);
	expect(await ofctl(`--no-stats dump-flows ${bridge}`)).toContain("actions=group:7");
	await deleteAll([table, made]);
	expect(await ofctl(`dump-groups ${bridge}`)).not.toContain("group_id");
	expect(await ofctl(`--no-stats dump-flows ${bridge}`)).not.toContain("actions");
	expect(await onHost(host, "ls /run/pulumi-ovs/owned 2>/dev/null || :")).toBe("");
});

test.each(["system", "netdev"])("a meter drops packets above its rate: datapath %s", async (datapath) => {
	await world(datapath);
	const meter = { host, bridge, meterId: 3, unit: "pktps", bands: [{ rate: 5, burstSize: 5 }] };
	const [table, made] = (await createAll([
		["OpenFlowTable", flows("meter:3,output:pb")],
		["OpenFlowMeter", meter],
	])) as [Made, Made];
	const count = async () => {
		const before = await got("b");
		await onHost(host, "ip netns exec a bash -c 'for n in $(seq 200); do echo x >/dev/udp/10.32.0.2/5001; done' 2>/dev/null; :");
		return (await got("b")) - before;
	};
	// A part of a meter's first second may pass beside the rate.
	expect(await count()).toBeLessThan(100);
	await expectConverged([table, made]);
	await made.update({ ...meter, bands: [{ rate: 100_000, burstSize: 100_000 }] });
	await until("all packets pass", async () => (await count()) === 200);
	await made.update({ ...meter, unit: "kbps", bands: [{ rate: 10_000 }], stats: true });
	await expectConverged([table, made]);
	expect(await ofctl(`--no-stats dump-flows ${bridge}`)).toContain("meter:3");
	await deleteAll([table, made]);
	expect(await ofctl(`dump-meters ${bridge}`)).not.toContain("rate=");
});

/** Buckets that Open vSwitch lists with another spelling. */
const odd = [
	"mod_dl_dst:02:00:00:00:00:09,pb",
	"dec_ttl,normal",
	"mod_nw_dst:10.0.0.1,output:pb",
	"set_field:80->tcp_dst,pc",
	"strip_vlan,pc",
	"push_vlan:0x8100,set_field:4101->vlan_vid,pb",
	"set_field:2001:db8::1->ipv6_dst,pb",
	"set_field:5->ip_dscp,pb",
	"ct(commit,zone=5,nat(dst=10.0.0.1:80))",
	"ct(commit,nat(src=2001:db8::1))",
	"resubmit(,5)",
	"set_field:7->tun_id,controller",
	"move:NXM_OF_IP_SRC[]->NXM_OF_IP_DST[],in_port",
	"load:0x50->NXM_OF_TCP_DST[],clone(pb,mod_dl_src:02:00:00:00:00:08),pc",
	"drop",
	"group:8",
].map((actions) => ({ actions }));

test.each(["[]", "OpenFlow10", "OpenFlow12", "OpenFlow13"])(
	"no spelling of a bucket is drift on a bridge that speaks %s",
	async (protocols) => {
		await world("system");
		await onHost(host, `ovs-vsctl set Bridge ${bridge} protocols=${protocols}`);
		// OpenFlow 1.0 has no push_vlan.
		const buckets = odd.filter(({ actions }) => protocols !== "OpenFlow10" || !actions.startsWith("push_vlan"));
		const made = await createAll([
			["OpenFlowGroup", group({ type: "all", buckets })],
			["OpenFlowGroup", group({ groupId: 8, type: "all", buckets: [] })],
		]);
		await expectConverged(made);
		await deleteAll(made);
	},
);

test("a group of somebody else is refused, adopted, and given back; flows of others keep a group", async () => {
	await world("system");
	await ofctl(`add-group ${bridge} group_id=7,type=all,bucket=bucket_id:4,actions=output:pc`);
	const before = await ofctl(`--no-names dump-groups ${bridge} | tail -n 1`);
	const args = group({ type: "all", buckets: [toB] });
	await expect(create("OpenFlowGroup", args)).rejects.toThrow(/it exists already.*adopt: true/);
	await newRun();
	const made = await create("OpenFlowGroup", { ...args, adopt: true });
	expect(await ofctl(`--no-names dump-groups ${bridge} | tail -n 1`)).not.toBe(before);
	await expectConverged([made]);
	await deleteAll([made]);
	expect(await ofctl(`--no-names dump-groups ${bridge} | tail -n 1`)).toBe(before);
	await newRun();
	const own = await create("OpenFlowGroup", group({ ...args, groupId: 9 }));
	await ofctl(`add-flow ${bridge} cookie=0x55,table=4,priority=3,arp,actions=group:9`);
	await newRun();
	await expect(own.delete()).rejects.toThrow(
		/not this program's still uses it.*cookie=0x55,table=4,priority=3,arp,actions=group:9.*Delete or change them first/,
	);
	expect(await ofctl(`--no-stats dump-flows ${bridge} table=4`)).toContain("group:9");
	await ofctl(`del-flows ${bridge} table=4`);
	await deleteAll([own]);
});

test("a flow that goes with a group of somebody else is drift, and an update that can't add it names the group and the flow", async () => {
	await world("system");
	const addGroup = () => ofctl(`add-group ${bridge} group_id=7,type=all,bucket=actions=output:pb`);
	await addGroup();
	const table = await create("OpenFlowTable", flows("group:7", [{ priority: 1, match: "", actions: "NORMAL" }]));
	await ofctl(`del-groups ${bridge}`);
	await newRun();
	await table.refresh();
	expect(table.state.flows).toEqual([{}, expect.objectContaining({ priority: 1, actions: "NORMAL" })]);
	expect(await table.diff()).toBeDefined();
	await expect(table.update()).rejects.toThrow(/group 7 of bridge brg \(property flows\[0\]\)/);
	expect(await ofctl(`--no-stats dump-flows ${bridge}`)).toMatch(/priority=1 actions=NORMAL/);
	await addGroup();
	await newRun();
	await table.update();
	await expectConverged([table]);
	await deleteAll([table]);
});

test("what somebody has deleted or changed, and what a restart has lost, is drift, and repaired with its flows", async () => {
	await world("system");
	const made = await createAll([
		["OpenFlowGroup", group({ type: "all", buckets: [toB] })],
		["OpenFlowMeter", { host, bridge, meterId: 3, unit: "pktps", bands: [{ rate: 5 }] }],
		["GeneveOption", { host, bridge, field: "tun_metadata2", class: 0x102, type: 0x80, length: 8 }],
		["OpenFlowTable", flows("meter:3,set_field:1->tun_metadata2,group:7")],
	]);
	const [first] = made as [Made];
	await expectConverged(made);
	await ofctl(`mod-group ${bridge} group_id=7,type=all,bucket=actions=output:pc`);
	await repairs(first);
	const lose = [
		`ovs-ofctl ${versions} del-groups ${bridge}; ovs-ofctl ${versions} del-meters ${bridge}`,
		"lab-ovs stop && lab-ovs start",
	];
	for (const script of lose) {
		await newRun();
		await onHost(host, script);
		await until(
			"the switch answers",
			async () => (await tryOnHost(host, `ovs-ofctl ${versions} dump-flows ${bridge}`)).code === 0,
		);
		await newRun();
		const states = await Promise.all(made.map((one) => one.refresh()));
		const isGone = (state: (typeof states)[number]) => state === false || /^the object is gone/.test(state.error ?? "");
		expect(states.filter(isGone).length).toBeGreaterThanOrEqual(2);
		await newRun();
		const again = await Promise.all(
			made.map((one, i) => (states[i] === false ? create(one.kind, one.args) : one.update(one.args).then(() => one))),
		);
		await expectConverged(again);
		made.splice(0, made.length, ...again);
	}
	await deleteAll(made);
	expect(await ofctl(`dump-tlv-map ${bridge}`)).not.toContain("tun_metadata");
});

test("a mapping of a Geneve option carries a value to the other host, and a mapping of somebody else stays", async () => {
	await world("system");
	await ofctl(`add-tlv-map ${bridge} "{class=0x9,type=1,len=4}->tun_metadata9"`);
	const option = { host, bridge, field: "tun_metadata0", class: 0x102, type: 0x80, length: 4 };
	const theirs = { ...option, field: "tun_metadata9", type: 3 };
	await expect(create("GeneveOption", theirs)).rejects.toThrow(/a mapping of an option with class 9/);
	await newRun();
	const made = await createAll([
		["OpenFlowTable", flows("set_field:7->tun_metadata0,resubmit(,1)")],
		["OpenFlowTable", { host, bridge, name: "g", table: 1, flows: [{ match: "tun_metadata0=7", actions: "pb" }] }],
		["GeneveOption", option],
	]);
	expect((await shares())[0]).toBe(10);
	await expectConverged(made);
	await expect((made[2] as Made).delete()).rejects.toThrow(/flows of the bridge still match or set the field/);
	await deleteAll(made);
	expect(await ofctl(`dump-tlv-map ${bridge}`)).toMatch(/0x9 +0x1 +4 +tun_metadata9\s*$/);
});

test("what Open vSwitch refuses changes nothing, and names the property", async () => {
	await world("system");
	const refused = async (kind: string, args: object, message: RegExp) => {
		await newRun();
		await expect(create(kind, { host, bridge, ...args })).rejects.toThrow(message);
	};
	const buckets = [toB];
	await refused("OpenFlowGroup", { groupId: 1, type: "all", buckets: [{ actions: "output:nowhere" }] }, /OVS port nowhere/);
	await refused(
		"OpenFlowGroup",
		{ groupId: 1, type: "all", buckets: [{ actions: "set_field:x->reg0" }] },
		/buckets\[0\]\.actions/,
	);
	await refused(
		"OpenFlowTable",
		{
			name: "t",
			flows: [
				{ match: "arp", actions: "NORMAL" },
				{ match: "ip", actions: "group:77" },
			],
		},
		/group 77 of bridge brg \(property flows\[1\]\).*declare an OpenFlowGroup/s,
	);
	await refused("OpenFlowMeter", { meterId: 2, unit: "kbps", bands: [{ rate: 1 }, { rate: 9 }] }, /fewer bands per meter/);
	await onHost(host, `ovs-vsctl set Bridge ${bridge} protocols=OpenFlow12`);
	await refused("OpenFlowMeter", { meterId: 2, unit: "kbps", bands: [{ rate: 1 }] }, /OpenFlow 1\.3 or later.*"OpenFlow13"/s);
	await refused(
		"OpenFlowGroup",
		{ groupId: 1, type: "select", selectionMethod: "dp_hash", buckets },
		/OpenFlow 1\.5.*"OpenFlow15"/s,
	);
	expect(await ofctl(`dump-groups ${bridge}`)).not.toContain("group_id");
});
