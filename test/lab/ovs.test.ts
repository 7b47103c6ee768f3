import { onHost } from "../support/hosts";
import { create, createAll, deleteAll, expectConverged, Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const get = (what: string) => onHost(host, `ovs-vsctl ${what}`);

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("a port goes through all VLAN modes and back, and each is read back as it was given", async () => {
	await create("Bridge", { host, name: "br" });
	const port = await create("Port", { host, bridge: "br", name: "p", type: "internal" });
	const modes = [
		{ tag: 5 },
		{ vlanMode: "access", tag: 0 },
		{ vlanMode: "trunk", trunks: [7, 6] },
		{ trunks: [4095] },
		{ vlanMode: "native-tagged", tag: 5, trunks: [5, 6] },
		{ vlanMode: "native-untagged", tag: 9 },
		{ vlanMode: "dot1q-tunnel", tag: 8, cvlans: [3, 2] },
		{},
	];
	for (const mode of modes) {
		await port.update({ host, bridge: "br", name: "p", type: "internal", ...mode });
		expect(await port.diff()).toBeUndefined();
	}
	expect(await get("get Port p tag trunks vlan_mode cvlans")).toBe("[]\n[]\n[]\n[]");
	await get("set Port p vlan_mode=native-tagged tag=3 trunks=3,4");
	await repairs(port);
	await newRun();
	await port.delete();
	expect(await get("list-ports br")).toBe("");
});

test("bonds, patch ports, controllers and protocols are made, changed, repaired and deleted", async () => {
	await onHost(host, "for d in d1 d2 d3; do ip link add dev $d type dummy; ip link set $d up; done");
	const [a, b, pa, pb, bond] = (await createAll([
		["Bridge", { host, name: "br-a", protocols: ["OpenFlow13"], controllers: [{ target: "tcp:192.0.2.250:6653" }] }],
		[
			"Bridge",
			{
				...{ host, name: "br-b", failMode: "secure", mcastSnooping: true, disableInBand: true },
				columns: { flow_tables: { 3: { flow_limit: 1, overflow_policy: "refuse" } }, auto_attach: { mappings: { 110: 10 } } },
			},
		],
		["Port", { host, bridge: "br-a", name: "pa", type: "patch", peer: "pb", columns: { bfd: { enable: "true" } } }],
		["Port", { host, bridge: "br-b", name: "pb", type: "patch", peer: "pa" }],
		[
			"Port",
			{
				host,
				bridge: "br-a",
				name: "bond",
				type: "bond",
				interfaces: ["d1", "d2"],
				bondMode: "balance-slb",
				lacp: "off",
				bondUpdelay: 100,
			},
		],
	])) as [Made, Made, Made, Made, Made];
	expect(
		await get(
			"get Interface pa options:peer; ovs-vsctl get Port bond bond_mode bond_updelay; ovs-vsctl get Bridge br-a protocols",
		),
	).toBe("pb\nbalance-slb\n100\n[OpenFlow13]");
	// The columns without a field have their effect: the table takes one flow, and BFD runs on the port.
	const flows = "for n in 1 2; do ovs-ofctl add-flow br-b table=3,priority=$n,actions=drop || true; done 2>&1";
	expect(await onHost(host, `${flows}; ovs-appctl bfd/show pa`)).toMatch(/OFPFMFC_TABLE_FULL[\s\S]*Local Session State/);
	const uuid = await get("get Interface d1 _uuid");
	await bond.update({ ...bond.args, interfaces: ["d3", "d1"], bondUpdelay: undefined });
	expect(await get("get Interface d1 _uuid")).toBe(uuid);
	expect(await get("--columns=name list Interface | grep -c d2 || true")).toBe("0");
	await a.update({
		...a.args,
		controllers: [{ target: "tcp:192.0.2.251:6653", connectionMode: "out-of-band" }],
		protocols: undefined,
	});
	expect(await get("get Bridge br-a protocols; ovs-vsctl get-controller br-a")).toBe("[]\ntcp:192.0.2.251:6653");
	await get(
		"set-fail-mode br-b standalone -- set Interface pb options:peer=nobody -- set-controller br-a tcp:192.0.2.9:1 -- set Port bond bond_mode=active-backup -- remove Bridge br-b flow_tables 3 -- set Interface pa bfd:enable=false",
	);
	for (const made of [a, b, pb, pa, bond]) await repairs(made);
	await newRun();
	await Promise.all([a, b, pa, pb, bond].map((made) => made.delete()));
	expect(await get("list-br")).toBe("br");
});

test("a port of DPDK is refused on a host without DPDK in plain words, and deleted again", async () => {
	await create("Bridge", { host, name: "br-d", datapathType: "netdev" });
	const args = { host, bridge: "br-d", ofportRequest: 7, mtu: 1500 };
	const ports = [
		{ ...args, name: "d0", type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0", n_rxq: "2" } },
		{ ...args, name: "d1", type: "dpdkvhostuserclient", options: { "vhost-server-path": "/run/d1.sock" }, ofportRequest: 8 },
		{ ...args, name: "d2", type: "dpdkvhostuser", ofportRequest: 9 },
	];
	for (const values of ports) {
		const error = await create("Port", values).catch((e) => e);
		expect(error.message).toMatch(/Port\/d\d\): .*Open vSwitch has no DPDK on this host, or has not started it/);
		expect(await get(`get Interface ${values.name} type ofport`)).toBe(`${values.type}\n-1`);
		await newRun();
		await Made.fromError("Port", values, error).delete();
	}
	expect(await get("list-ports br-d")).toBe("");
	const port = await create("Port", { host, bridge: "br-d", name: "dpdk3", type: "internal" });
	await newRun();
	await expect(port.update({ host, bridge: "br-d", name: "dpdk3", type: "dpdkvhostuser" })).rejects.toThrow(
		"has no DPDK on this host",
	);
	await newRun();
	await port.update({ host, bridge: "br-d", name: "dpdk3", type: "internal" });
	expect(await get("get Interface dpdk3 type error")).toBe("internal\n[]");
	await newRun();
	await port.delete();
	await get("del-br br-d");
});

test("what OVS itself refuses is an error with its words, the port stays in the state, and the update repairs it", async () => {
	await create("Bridge", { host, name: "br-e" });
	await get("add-port br theirs -- set Interface theirs type=vxlan options:remote_ip=192.0.2.2 options:key=9");
	const args = { host, bridge: "br-e", name: "mine", type: "vxlan", remoteIp: "192.0.2.2", key: 9 };
	const error = await create("Tunnel", args).catch((e) => e);
	expect(error.message).toMatch(/Tunnel\/mine\): .*File exists/);
	expect(error.id).toBe("h1/Tunnel/mine");
	// The engine needs __provider to read or delete the resource.
	expect(error.properties.__provider).toBe("x");
	const half = Made.fromError("Tunnel", args, error);
	await get("del-port theirs");
	await newRun();
	await half.update();
	expect(half.state.ofport).toBeGreaterThan(0);
	await newRun();
	await half.delete();
	expect(await get("list-ports br-e")).toBe("");
});

test("a Vtep takes and loses peers, and a bridge that carries foreign ports isn't deleted", async () => {
	const bridge = await create("Bridge", { host, name: "br-v" });
	const args = {
		host,
		bridge: "br-v",
		name: "vx",
		type: "vxlan",
		key: 3,
		peers: { a: "192.0.2.2", "a long name of a peer": "192.0.2.3" },
	};
	const vtep = await create("Vtep", args);
	expect(Object.keys(vtep.state.ports).sort()).toEqual(Object.keys(args.peers).sort());
	await vtep.update({ ...args, peers: { a: "192.0.2.2", b: "192.0.2.4" }, key: 4 });
	expect(await get("list-ports br-v")).toBe("vx-a\nvx-b");
	await get("set Interface vx-b options:key=5 -- del-port vx-a");
	await repairs(vtep);
	await newRun();
	await get("add-port br-v foreign -- set Interface foreign type=internal");
	await vtep.delete();
	await expect(bridge.delete()).rejects.toThrow(/foreign.*del-port/);
	await get("del-port foreign");
	await newRun();
	await bridge.delete();
	expect(await get("list-br")).not.toContain("br-v");
});

test("the root row's keys come and go, those of others stay, and a former value comes back", async () => {
	await get("set Open_vSwitch . external_ids:theirs=1 external_ids:both=before");
	const root = await create("OpenVSwitch", {
		host,
		externalIds: { both: "ours", mine: "x" },
		otherConfig: { "vlan-limit": "2" },
		columns: { manager_options: [{ target: "ptcp:6655:127.0.0.1", inactivity_probe: 0 }] },
	});
	expect(root.state.ovsVersion).toMatch(/^\d/);
	expect(await onHost(host, "ovs-vsctl --db=tcp:127.0.0.1:6655 get-manager")).toBe("ptcp:6655:127.0.0.1");
	await get("set Open_vSwitch . external_ids:mine=y -- set-manager ptcp:6656");
	await repairs(root);
	await newRun();
	await root.delete();
	expect(
		await get(
			"get Open_vSwitch . external_ids:both external_ids:theirs; ovs-vsctl get Open_vSwitch . other_config external_ids | grep -cE 'vlan-limit|mine' || true",
		),
	).toBe('before\n"1"\n0');
});

test("keys of the root row stay where Open vSwitch starts again, and writes keys of its own", async () => {
	const root = await create("OpenVSwitch", { host, externalIds: { mine: "1" }, otherConfig: { "vlan-limit": "2" } });
	await onHost(host, "lab-ovs stop && lab-ovs start");
	await expectConverged([root]);
	await deleteAll([root]);
	expect(await get("get Open_vSwitch . external_ids other_config")).not.toMatch(/mine|vlan-limit/);
	await newRun();
});

test("entries of ovn-bridge-mappings come and go beside those of others", async () => {
	await get("set Open_vSwitch . external_ids:ovn-bridge-mappings=theirs:br-x,net2:br-y");
	const mappings = () => get("get Open_vSwitch . external_ids:ovn-bridge-mappings");
	const root = await create("OpenVSwitch", { host, ovnBridgeMappings: { net1: "br1", net2: "br2" } });
	expect(await mappings()).toBe('"theirs:br-x,net2:br2,net1:br1"');
	await get("set Open_vSwitch . external_ids:ovn-bridge-mappings=theirs:br-x,net1:br9,more:br-z");
	await repairs(root);
	expect(await mappings()).toBe('"theirs:br-x,net1:br1,more:br-z,net2:br2"');
	await root.update({ host, ovnBridgeMappings: { net2: "br2" } });
	expect(await mappings()).toBe('"theirs:br-x,more:br-z,net2:br2"');
	await expectConverged([root]);
	await root.delete();
	expect(await mappings()).toBe('"theirs:br-x,more:br-z,net2:br-y"');
	await get("remove Open_vSwitch . external_ids ovn-bridge-mappings");
	await newRun();
});

test("a trunk with the tag 0 has no tag", async () => {
	const made = (await createAll([
		["Bridge", { host, name: "br-t" }],
		["Port", { host, bridge: "br-t", name: "tr0", type: "internal", vlanMode: "trunk", tag: 0, trunks: [10] }],
	])) as [Made, Made];
	await expectConverged(made);
	await get("set Port tr0 tag=0");
	await repairs(made[1]);
	await newRun();
	for (const one of made.reverse()) await one.delete();
});

test("a bridge learns addresses in all VLANs but floodVlans, and what somebody changes there is repaired", async () => {
	const args = { host, name: "br-f", floodVlans: [5] };
	const port = { host, bridge: "br-f", type: "internal" };
	const made = await createAll([
		["Bridge", args],
		["Port", { ...port, name: "f5", tag: 5 }],
		["Port", { ...port, name: "f6", tag: 6 }],
	]);
	const [bridge] = made as [Made, Made, Made];
	/** The VLANs in which a packet taught the bridge its source. */
	const learnt = () =>
		onHost(
			host,
			`for n in 5 6; do ovs-appctl ofproto/trace br-f in_port=f$n,dl_src=02:00:00:00:00:0$n,dl_dst=02:00:00:00:00:99 -generate >/dev/null; done
ovs-appctl fdb/show br-f | awk '$3 ~ /^02:00:00:00:00:0[56]$/ { print $2 }' | sort`,
		);
	expect(await learnt()).toBe("6");
	await bridge.update({ ...args, floodVlans: [6, 7] });
	expect(await learnt()).toBe("5");
	await get("set Bridge br-f flood_vlans=5,6");
	await repairs(bridge);
	expect(await learnt()).toBe("5");
	await bridge.update({ host, name: "br-f" });
	expect(await get("get Bridge br-f flood_vlans")).toBe("[]");
	expect(await learnt()).toBe("5\n6");
	await newRun();
	await Promise.all(made.map((one) => one.delete()));
});

test("two ports with one number swap their bridges, and a port takes no number of another port there", async () => {
	const [one, two] = ["br-w1", "br-w2"];
	const bridges = await Promise.all([one, two].map((name) => create("Bridge", { host, name, failMode: "secure" })));
	const args = (name: string, bridge: string) => ({
		...{ host, bridge, name, type: "internal", ofportRequest: 9, addresses: [`10.50.2.${name.slice(-1)}/24`] },
	});
	const ports = await Promise.all([create("Port", args("w1", one)), create("Port", args("w2", two))]);
	const [first, second] = ports as [(typeof ports)[0], (typeof ports)[0]];
	await newRun();
	await Promise.all([...bridges, ...ports].map(async (made) => expect(await made.diff()).toBeUndefined()));
	await newRun();
	await Promise.all([first.update(args("w1", two)), second.update(args("w2", one))]);
	expect(await get("list-ports br-w1 -- list-ports br-w2 -- get Interface w1 ofport -- get Interface w2 ofport")).toBe(
		"w2\nw1\n9\n9",
	);
	expect(await onHost(host, "ip -o -4 addr show dev w1; ip -o -4 addr show dev w2")).toMatch(
		/10[.]50[.]2[.]1[\s\S]*10[.]50[.]2[.]2/,
	);
	await newRun();
	for (const made of [...bridges, ...ports]) {
		await made.refresh();
		expect([made.id, await made.diff()]).toEqual([made.id, undefined]);
	}
	await onHost(host, "ovs-vsctl add-br br-w3 -- add-port br-w3 w3 -- set Interface w3 type=internal ofport_request=9");
	await newRun();
	await expect(first.update(args("w1", "br-w3"))).rejects.toThrow(/OpenFlow port number 9 is that of port w3 on br-w3/);
	await onHost(host, "ovs-vsctl del-br br-w3");
});

test("a port that requests another number keeps its addresses and flows, and no other port loses its number", async () => {
	const args = { host, bridge: "br-n", type: "internal" };
	const addressed = { ...args, name: "n1", addresses: ["10.50.1.1/24"] };
	await create("Bridge", { host, name: "br-n", failMode: "secure" });
	const port = await create("Port", addressed);
	const flows = await create("OpenFlowTable", {
		host,
		bridge: "br-n",
		name: "t",
		flows: [{ match: "in_port=n1", actions: "drop" }],
	});
	await newRun();
	for (const made of [port, flows]) expect(await made.diff()).toBeUndefined();
	await expect(create("Port", { ...args, name: "n2", ofportRequest: port.state.ofport })).rejects.toThrow(
		/is that of Port \(h1\/Port\/n1\), which sets no ofportRequest/,
	);
	await port.update({ ...addressed, ofportRequest: 77 });
	expect(await onHost(host, "ip -o -4 addr show dev n1")).toContain("10.50.1.1/24");
	expect(port.state.ofport).toBe(77);
	expect(await onHost(host, "ovs-ofctl --names --no-stats dump-flows br-n")).toContain("in_port=n1");
	await newRun();
	for (const made of [port, flows]) {
		await made.refresh();
		expect([made.id, await made.diff()]).toEqual([made.id, undefined]);
	}
});
