import { quote } from "../../provider/base/shell-quote";
import { parse, type ReadingCall, readingCalls, readingsOf } from "../../provider/model/fact";
import { showCall } from "../../provider/tools/call";
import type { Fact } from "../../provider/tools/list";
import type { ListedFlow } from "../../provider/tools/ovs-ofctl-flows";
import { gone } from "../support/gone";
import { onHost, tryOnHost, until } from "../support/hosts";
import { create, createAll, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
const all = "-O OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14,OpenFlow15";
const clean = () => tryOnHost(host, "ovs-vsctl --if-exists del-br brf; rm -rf /run/pulumi-ovs");

/** The flows of a table, with "ours" in place of a cookie that is a hash. With OpenFlow 1.0, every listed flow has reset_counts. */
const dump = (table = 0) =>
	onHost(
		host,
		`ovs-ofctl ${all} --no-names --no-stats dump-flows brf table=${table} | sed 's/^ *//; s/cookie=0x[0-9a-f]\\{12,16\\}, /ours /; s/table=[0-9]*, //; s/reset_counts //' | sort`,
	);

beforeAll(() => cleanHost(host));
beforeEach(async () => {
	await newRun();
	await clean();
	await onHost(
		host,
		"ovs-vsctl add-br brf -- set-fail-mode brf secure -- add-port brf p1 -- set Interface p1 type=internal ofport_request=11 -- add-port brf p2 -- set Interface p2 type=internal ofport_request=12",
	);
});
afterAll(async () => {
	await newRun();
	await clean();
	await cleanHost(host);
});

const table = (flows: unknown[], more: object = {}) => ({ host, bridge: "brf", name: "a", flows, ...more });

async function settled(made: Made): Promise<void> {
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
}

/** Flows that Open vSwitch lists with another spelling. */
const odd = [
	{ priority: 10, match: "in_port=p1,dl_type=0x0800,nw_src=10.1.2.3/24", actions: "mod_vlan_vid:5,p2,normal" },
	{ priority: 11, match: "tcp_dst=0x50,tcp", actions: "drop" },
	{
		priority: 12,
		match: "arp",
		actions: "resubmit(p1,3),resubmit:p1,enqueue:p2:1,enqueue(p2,2),local,output(port=p2,max_len=64)",
	},
	{ priority: 13, match: 'in_port="p2" dl_vlan=5', actions: "strip_vlan, output:p1" },
	{ priority: 14, match: "vlan_tci=0x1005/0x1fff", actions: "pop_vlan,set_tunnel:100,11" },
	{
		priority: 15,
		match: "in_port=brf",
		actions: "output:brf,brf,clone(p1,mod_dl_dst:02:00:00:00:00:02),bundle(eth_src,50,hrw,ofport,members:p1,p2)",
	},
	{
		priority: 16,
		match: "in_port=p1,dl_vlan=7",
		actions:
			"learn(table=9,priority=10,hard_timeout=300,in_port=p2,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),p2",
	},
	{
		priority: 17,
		match: "ct_state=+trk+est,ipv6,ipv6_dst=2001:DB8::1/64",
		actions: "ct(commit,zone=5,exec(load:1->NXM_NX_CT_MARK[]))",
	},
	{ priority: 18, match: "dl_dst=01:00:00:00:00:00/01:00:00:00:00:00", actions: "FLOOD" },
	{ priority: 19, match: "icmp,icmp_type=8,reg0=0x5", actions: "set_field:10.0.0.5->ip_dst,dec_ttl,output:reg1" },
	{ match: "tun_id=0x64,udp,tp_src=0x0400/0xfc00", actions: "write_actions(p2),goto_table:4", idleTimeout: 600, hardTimeout: 0 },
	{ priority: 0, actions: "controller" },
];

test.each(["[]", "OpenFlow10", "OpenFlow13", "OpenFlow14", "OpenFlow10,OpenFlow15"])(
	"no spelling is drift on a bridge that speaks %s",
	async (protocols) => {
		await onHost(host, `ovs-vsctl set Bridge brf protocols=${protocols}`);
		// OpenFlow 1.0 does not support all of these flows.
		const made = await create(
			"OpenFlowTable",
			table(protocols === "OpenFlow10" ? odd.filter((f) => !/clone|write_/.test(f.actions)) : odd),
		);
		await settled(made);
		await made.delete();
		expect(await dump()).toBe("");
	},
);

/** The output of a call on the host. */
async function reading({ call }: ReadingCall) {
	const { stdout, stderr, code } = await tryOnHost(host, showCall(call));
	return { stdout, stderr, code: code ?? 1 };
}

test.each([
	["many tables and texts", ["ip,actions=mod_vlan_vid:5,1", "in_port=2,actions=write_actions(set_field:1->reg0),goto_table:7"]],
	["a refused line", ["ip,actions=1", "ip,nw_src=10.0.0.1,actions=nonsense", "arp,actions=2"]],
	["a refused match", ["tcp_dst=x,actions=1", "arp,actions=2"]],
	["a report without a line", ["arp,actions=2", "ip,nw_src=10.0.0.1,actions=set_field:1->tcp_dst", "udp,actions=3"]],
])("what is read together is what is read alone: %s", async (_, lines) => {
	for (const flow of ["table=0,priority=7,ip,actions=drop", "table=3,arp,actions=resubmit(,4)", "table=30,actions=NORMAL"])
		await onHost(host, `ovs-ofctl add-flow brf ${quote(flow)}`);
	const facts: Fact[] = [
		...[0, 3, 4, 30].map((n): Fact => ({ read: "flows", bridge: "brf", table: n })),
		...lines.map((line, i): Fact => ({ read: "flows-rendered", bridge: "brf", text: `table=${i},${line}\n` })),
	];
	const [together, ...more] = readingCalls(facts) as [ReadingCall, ...ReadingCall[]];
	expect(more).toEqual([]);
	const values = readingsOf(together, await reading(together)).map(([fact, read]) => parse(fact, read));
	const alone: unknown[] = [];
	for (const fact of facts) for (const one of readingCalls([fact])) alone.push(parse(fact, await reading(one)));
	expect(values).toEqual(alone);
	expect(values.slice(0, 4).map((flows) => (flows as ListedFlow[]).length)).toEqual([1, 1, 0, 1]);
});

test("a packet adds a flow to the table that learn names, which is no drift and stays", async () => {
	const learn = "learn(table=9,priority=10,hard_timeout=300,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])";
	const made = await create("OpenFlowTable", table([{ priority: 5, match: "in_port=LOCAL", actions: `${learn},NORMAL` }]));
	expect(await dump(9)).toBe("");
	await onHost(host, "ip link set brf up; ip addr add 10.77.0.1/24 dev brf; ping -c 1 -W 1 10.77.0.2 >/dev/null || :");
	const mac = (await onHost(host, "cat /sys/class/net/brf/address")).trim();
	await until("a flow was learned", () => dump(9));
	const learned = expect.stringMatching(new RegExp(`priority=10,dl_dst=${mac} actions=(output:)?(LOCAL|65534)$`));
	expect((await dump(9)).split("\n")).toEqual([learned]);
	await settled(made);
	await made.delete();
	expect([await dump(), await dump(9)]).toEqual(["", learned]);
});

test("drift of any sort is seen flow by flow, and repaired; flows of others stay", async () => {
	await onHost(host, "ovs-ofctl -O OpenFlow14 add-flow brf cookie=0xbb,priority=77,ip,actions=drop");
	const flows = [
		{ priority: 3, match: "in_port=p1", actions: "p2" },
		{ priority: 2, match: "udp", actions: "drop" },
		{ priority: 1, match: "arp", actions: "normal" },
		{ priority: 1, match: "in_port=LOCAL", actions: "p2" },
	];
	const made = await create("OpenFlowTable", table(flows));
	const { cookie } = made.state;
	await onHost(
		host,
		`ovs-ofctl --bundle add-flows brf - <<'END'
delete_strict priority=2,udp
modify_strict priority=1,arp,actions=drop
add cookie=${cookie},priority=9,tcp,tp_dst=22,actions=output:p1
END`,
	);
	await newRun();
	const { flows: seen } = (await made.refresh()) as { flows: unknown[] };
	expect(seen).toEqual([
		flows[0],
		{},
		{ ...flows[2], actions: "drop" },
		flows[3],
		{ priority: 9, match: "tcp,tp_dst=22", actions: "output:p1" },
	]);
	await repairs(made);
	expect(await dump()).toBe(
		[
			"cookie=0xbb, priority=77,ip actions=drop",
			"ours priority=1,arp actions=NORMAL",
			"ours priority=1,in_port=LOCAL actions=output:12",
			"ours priority=2,udp actions=drop",
			"ours priority=3,in_port=11 actions=output:12",
		].join("\n"),
	);
	await made.delete();
	expect(await dump()).toBe("cookie=0xbb, priority=77,ip actions=drop");
});

test("several resources share a table; a change of one flow leaves the counters of the others", async () => {
	const [a, b] = (await createAll([
		[
			"OpenFlowTable",
			table([
				{ priority: 3, match: "in_port=LOCAL", actions: "p2" },
				{ priority: 9, match: "arp", actions: "drop" },
			]),
		],
		["OpenFlowTable", table([{ priority: 4, match: "udp", actions: "p2" }], { name: "b" })],
	])) as [Made, Made];
	await onHost(
		host,
		"ip link set brf up; ip addr add 10.9.0.1/24 dev brf; ip link set p2 up; ping -c2 -i0.2 -W1 10.9.0.2 >/dev/null || true",
	);
	const counted = () => onHost(host, "ovs-ofctl dump-flows brf arp").then((s) => Number(/n_packets=(\d+)/.exec(s)?.[1]));
	const before = await counted();
	expect(before).toBeGreaterThan(0);
	await newRun();
	await a.refresh();
	await a.update(
		table([
			{ priority: 3, match: "in_port=LOCAL", actions: "p1" },
			{ priority: 9, match: "dl_type=0x806", actions: "drop" },
		]),
	);
	expect(await counted()).toBeGreaterThanOrEqual(before);
	await b.delete();
	expect(await dump()).toBe("ours priority=3,in_port=LOCAL actions=output:11\nours priority=9,arp actions=drop");
	await settled(a);
});

test("packets add flows to the table that learn names, and these are no drift", async () => {
	const learn = "learn(table=9,priority=10,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[]),p2";
	const made = await create("OpenFlowTable", table([{ priority: 16, match: "in_port=p1", actions: learn }]));
	const packet = "in_port=p1,dl_src=02:00:00:00:00:31,dl_dst=02:00:00:00:00:32,dl_type=0x88b5";
	await onHost(host, `ovs-appctl ofproto/trace brf ${packet} -generate`);
	expect(await dump(9)).toMatch(/^priority=10,dl_dst=02:00:00:00:00:31 actions=output:11$/);
	await settled(made);
	await made.delete();
	expect(await dump()).toBe("");
});

test("a flow of somebody else's is taken over only with adopt, and put back at destroy and where it leaves the program", async () => {
	await onHost(
		host,
		"ovs-ofctl --bundle add-flows brf - <<'END'\nadd cookie=0xbb,priority=7,tcp,tp_dst=80,actions=drop\nadd cookie=0xbc,priority=8,udp,actions=output:11\nEND",
	);
	const before = await dump();
	const flows = [
		{ priority: 7, match: "tcp,tcp_dst=80", actions: "p1" },
		{ priority: 8, match: "udp", actions: "p2" },
		{ priority: 9, match: "arp", actions: "p2" },
	];
	await expect(create("OpenFlowTable", table(flows))).rejects.toThrow(
		/flows\[0\]: a flow of this priority and match exists already.*cookie 0xbb.*adopt/,
	);
	expect(await dump()).toBe(before);
	await newRun();
	const made = await create("OpenFlowTable", table(flows, { adopt: true }));
	expect(await dump()).toBe(
		"ours priority=7,tcp,tp_dst=80 actions=output:11\nours priority=8,udp actions=output:12\nours priority=9,arp actions=output:12",
	);
	await settled(made);
	await newRun();
	await made.refresh();
	await made.update(table(flows.slice(1), { adopt: true }));
	expect(await dump()).toContain("cookie=0xbb, priority=7,tcp,tp_dst=80 actions=drop");
	await settled(made);
	await made.delete();
	expect(await dump()).toBe(before);
});

test("what an update takes over is put back at destroy too, beside what was taken over before", async () => {
	await onHost(host, "ovs-ofctl add-flow brf cookie=0xbb,priority=7,tcp,actions=drop");
	await onHost(host, "ovs-ofctl add-flow brf cookie=0xbc,priority=8,udp,actions=output:11");
	const before = await dump();
	const flows = [
		{ priority: 9, match: "arp", actions: "p2" },
		{ priority: 7, match: "tcp", actions: "p1" },
		{ priority: 8, match: "udp", actions: "p2" },
	];
	const made = await create("OpenFlowTable", table(flows.slice(0, 1)));
	await expect(made.update(table(flows))).rejects.toThrow(
		/flows\[1\]: a flow of this priority and match exists already.*cookie 0xbb.*adopt/,
	);
	await made.update(table(flows.slice(0, 2), { adopt: true }));
	await newRun();
	await made.refresh();
	await made.update(table(flows, { adopt: true }));
	expect(await dump()).not.toContain("cookie=");
	await settled(made);
	await made.delete();
	expect(await dump()).toBe(before);
});

test("what was given back is its owner's, and a note of another program is no reason not to give back the rest", async () => {
	await onHost(
		host,
		"ovs-ofctl --bundle add-flows brf - <<'END'\nadd cookie=0xbb,priority=7,tcp,actions=drop\nadd cookie=0xbc,priority=8,udp,actions=output:11\nEND",
	);
	const flows = [
		{ priority: 7, match: "tcp", actions: "p1" },
		{ priority: 8, match: "udp", actions: "p2" },
	];
	const made = await create("OpenFlowTable", table(flows, { adopt: true }));
	await newRun();
	await made.refresh();
	await made.update(table(flows.slice(1)));
	await onHost(host, "ovs-ofctl add-flow brf cookie=0xbb,priority=7,tcp,actions=output:12");
	const note = JSON.stringify({ id: "OpenFlowTable/brf/0/a", owner: "other/dev", previous: { flows: [] } });
	await onHost(host, `printf '%s\\n' '${note}' >/run/pulumi-ovs/owned/other`);
	await newRun();
	await made.refresh();
	await made.delete();
	expect(await dump()).toBe("cookie=0xbb, priority=7,tcp actions=output:12\ncookie=0xbc, priority=8,udp actions=output:11");
	expect(await onHost(host, "ls /run/pulumi-ovs/owned")).toBe("other");
});

test.each([0, 1])("on a secure bridge a NORMAL flow without a cookie in table %d is somebody's", async (number) => {
	await onHost(host, `ovs-ofctl add-flow brf table=${number},priority=0,actions=NORMAL`);
	const before = await dump(number);
	const drop = [{ priority: 0, actions: "drop" }];
	await expect(create("OpenFlowTable", table(drop, { table: number }))).rejects.toThrow(/cookie 0x0, actions=NORMAL.*adopt/);
	expect(await dump(number)).toBe(before);
	await newRun();
	const made = await create("OpenFlowTable", table(drop, { table: number, adopt: true }));
	expect(await dump(number)).toBe("ours priority=0 actions=drop");
	await settled(made);
	await made.delete();
	expect(await dump(number)).toBe(before);
});

test("a flow that had its time is no drift, a changed one is put again", async () => {
	const short = { priority: 5, match: "tcp", actions: "p1", hardTimeout: 1 };
	const made = await create("OpenFlowTable", table([{ priority: 4, match: "udp", actions: "p1" }, short]));
	await until("the flow has gone", async () => !(await dump()).includes("priority=5"));
	await settled(made);
	await newRun();
	await made.refresh();
	await made.update(table([{ priority: 4, match: "udp", actions: "p2" }, short]));
	expect(await dump()).toBe("ours priority=4,udp actions=output:12");
	await newRun();
	await made.update(
		table([
			{ priority: 4, match: "udp", actions: "p2" },
			{ ...short, hardTimeout: 500 },
		]),
	);
	expect(await dump()).toContain("ours hard_timeout=500, priority=5,tcp actions=output:11");
	await onHost(host, "ovs-ofctl --strict mod-flows brf priority=5,tcp,actions=drop");
	await repairs(made);
	await made.delete();
	expect(await dump()).toBe("");
});

test("a table whose flows have expired is converged, and so is one without flows", async () => {
	const made = await create("OpenFlowTable", table([{ match: "tcp", actions: "p1", hardTimeout: 1 }]));
	await until("the flow has gone", async () => (await dump()) === "");
	await settled(made);
	await newRun();
	await made.update(table([]));
	await settled(made);
	await made.delete();
});

test("a flow that was changed by hand and lost its cookie over it is drift, not somebody else's", async () => {
	const made = await create("OpenFlowTable", table([{ priority: 3, match: "in_port=p1", actions: "p2" }]));
	await onHost(host, "ovs-ofctl --strict mod-flows brf priority=3,in_port=11,actions=drop");
	expect(await dump()).not.toContain("ours");
	await newRun();
	expect(await made.refresh()).toMatchObject({ flows: [{ priority: 3, match: "in_port=p1", actions: "drop", cookie: "0x0" }] });
	await repairs(made);
	expect(await dump()).toBe("ours priority=3,in_port=11 actions=output:12");
	await onHost(
		host,
		"ovs-ofctl --strict mod-flows brf priority=3,in_port=11,actions=drop; ovs-ofctl add-flow brf priority=4,actions=drop",
	);
	await newRun();
	await made.delete();
	expect(await dump()).toBe("priority=4 actions=drop");
	await onHost(host, "ovs-ofctl del-flows brf");
});

test("somebody else's flow in the place of one of ours is not overwritten, and stays at destroy", async () => {
	const made = await create("OpenFlowTable", table([{ priority: 3, match: "in_port=p1", actions: "p2" }]));
	await onHost(host, "ovs-ofctl add-flow brf cookie=0xcc,priority=3,in_port=11,actions=drop");
	await newRun();
	await made.refresh();
	await expect(made.update(table([{ priority: 3, match: "in_port=p1", actions: "p2" }]))).rejects.toThrow(
		/flows\[0\]: a flow of this priority and match exists already and does not belong to this program \(cookie 0xcc/,
	);
	await made.delete();
	expect(await dump()).toBe("cookie=0xcc, priority=3,in_port=11 actions=drop");
	await onHost(host, "ovs-ofctl del-flows brf");
});

test("a port that is made anew with another number: drift, repaired", async () => {
	const made = await create("OpenFlowTable", table([{ priority: 3, match: "in_port=p1", actions: "p2" }]));
	await onHost(host, "ovs-vsctl del-port brf p2 -- add-port brf p2 -- set Interface p2 type=internal ofport_request=22");
	await repairs(made);
	expect(await dump()).toBe("ours priority=3,in_port=11 actions=output:22");
	await made.delete();
});

test("a port that this run makes anew: the flows that name it follow, unasked", async () => {
	const port = await create("Port", { host, bridge: "brf", name: "p3", type: "internal", ofportRequest: 33 });
	const made = await create("OpenFlowTable", table([{ priority: 3, match: "in_port=p3", actions: "p2" }]));
	await newRun();
	await port.delete();
	await create("Port", { host, bridge: "brf", name: "p3", type: "internal", ofportRequest: 34 });
	expect(await made.diff()).toBeUndefined();
	expect(await dump()).toBe("ours priority=3,in_port=34 actions=output:12");
	await made.delete();
});

test("what OVS refuses or would widen installs nothing, and says which flow", async () => {
	const good = { priority: 1, match: "arp", actions: "drop" };
	const trying = async (flow: object) => {
		await newRun();
		return create("OpenFlowTable", table([good, { priority: 2, ...flow }])).then(
			() => "made",
			(error: Error) => error.message,
		);
	};
	expect(await trying({ match: "ip,nw_dts=10.0.0.1", actions: "drop" })).toMatch(
		/flows\[1\]\.match: has the field "nw_dts".* did you mean "nw_dst"/,
	);
	expect(await trying({ match: "ip", actions: "set_field:5->foo" })).toMatch(/flows\[1\]\.actions.*foo/);
	expect(await trying({ match: "ip", actions: "nromal" })).toMatch(/it needs OVS port nromal/);
	expect(await trying({ match: "icmp6,nd_target=::1", actions: "drop" })).toMatch(/normalization changed/);
	expect(await trying({ match: "tcp", actions: "push_vlan:0x88a8,set_field:5->vlan_vid" })).toMatch(
		/flows\[1\]\.actions.*BAD_SET_ARGUMENT/,
	);
	expect(await trying({ match: "ip", actions: "group:9" })).toMatch(/it needs group 9 of bridge brf/);
	expect(await trying({ match: "dl_type=0x806", actions: "p1", priority: 1 })).toMatch(/flows\[0\]/);
	expect(await dump()).toBe("");
});

test("ovs-vswitchd loses all flows when it restarts: they are put back", async () => {
	const made = await create("OpenFlowTable", table([{ priority: 3, match: "in_port=p1", actions: "p2" }]));
	await onHost(host, "ovs-ofctl del-flows brf");
	await newRun();
	expect(await made.refresh()).toMatchObject({ error: gone });
	await made.update();
	expect(await dump()).toBe("ours priority=3,in_port=11 actions=output:12");
	await onHost(host, "ovs-ofctl del-flows brf");
	await newRun();
	await made.refresh();
	await made.delete();
	expect(await onHost(host, "find /run/pulumi-ovs -name '*OpenFlowTable*' 2>/dev/null || :")).toBe("");
});

test("OVS's own flow of a bridge without a controller goes for ours, and comes back after it", async () => {
	await onHost(
		host,
		"ovs-vsctl del-fail-mode brf; ovs-ofctl del-flows brf; ovs-ofctl -O OpenFlow14 add-flow brf priority=0,actions=normal",
	);
	const before = await dump();
	const made = await create(
		"OpenFlowTable",
		table([
			{ priority: 0, actions: "drop" },
			{ priority: 5, match: "arp", actions: "normal" },
		]),
	);
	expect(await dump()).toBe("ours priority=0 actions=drop\nours priority=5,arp actions=NORMAL");
	await newRun();
	await made.delete();
	expect(await dump()).toBe(before);
});

test("without ovsdb-server, ovs-vswitchd accepts questions about flows and never answers: a read ends all the same", async () => {
	const made = await create("OpenFlowTable", table([{ priority: 3, actions: "drop" }]));
	const dummy = await create("Link", { host, name: "d1", type: "dummy" });
	await onHost(host, "lab-ovs stop ovsdb");
	try {
		await newRun();
		const [flows, link] = await Promise.allSettled([made.refresh(), dummy.refresh()]);
		expect(flows).toMatchObject({ reason: { message: expect.stringMatching(/Open vSwitch's database doesn't answer/) } });
		expect(link).toMatchObject({ status: "fulfilled", value: { name: "d1" } });
	} finally {
		await onHost(host, "lab-ovs start ovsdb");
	}
	await dummy.delete();
	await settled(made);
	await made.delete();
});
