import fc from "fast-check";
import type { Values } from "../../../provider/base/values";
import type { Operation } from "../../../provider/plan/operation";
import { type PlanContext, type Planned, plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { planUndo } from "../../../provider/plan/undo";
import { problems } from "../../../provider/plan/verify";
import { ovsTables } from "../../../provider/tools/ovs-listing";
import { calls } from "../../../provider/tools/script";
import { kindNamed, operationOf } from "../support/cases";
import type { CompactFacts } from "../support/compact";
import { Database, describeWithDatabase } from "../support/ovsdb";
import { programWith } from "../support/program";

const devices: CompactFacts = { links: { "": { p1: {}, eth1: {}, eth2: {}, eth3: {} } } };

/** Creates, changes and deletes one resource in the real database. Returns the problems after each step. */
describeWithDatabase("against OVSDB itself", () => {
	let database: Database;
	beforeAll(() => {
		database = new Database();
		database.vsctl("add-br", "br0", "--", "set", "Bridge", "br0", "external_ids:pulumi-ovs=demo/dev");
		database.vsctl("add-br", "br1", "--", "set", "Bridge", "br1", "external_ids:pulumi-ovs=demo/dev");
	});
	afterAll(() => database?.close());

	function apply(operation: Operation): string[] {
		const reads = [...readsBefore(operation), ...readsAfter(operation)];
		const before = database.run([], reads, devices).facts;
		const planned = plan(operation, before);
		const { facts, failed } = database.run(calls(planned.steps), reads, devices);
		return [...failed, ...problems(operation, facts, planned)];
	}

	/** The steps without the notes, because there is no journal here. */
	const steps = (operation: Operation) =>
		plan(operation, database.run([], [...readsBefore(operation), ...readsAfter(operation)], devices).facts).steps.filter(
			({ tool }) => tool !== "journal",
		);

	const tables = Object.keys(ovsTables).filter((table) => table !== "Open_vSwitch");
	const everything = () => database.vsctl("--format=json", ...tables.flatMap((table) => ["--", "list", table]));

	function life(type: string, first: Values, ...later: Values[]): void {
		const kind = kindNamed(type);
		const untouched = everything();
		let was: Values | undefined;
		for (const want of [first, ...later, first]) {
			const operation = operationOf(kind, { want, was });
			expectWayBack(operation);
			expect(apply(operation)).toEqual([]);
			expect(steps({ ...operation, mode: "update", was: operation.want })).toEqual([]);
			was = operation.want;
		}
		const deletion = operationOf(kind, { want: null, was });
		expectWayBack(deletion);
		expect(apply(deletion)).toEqual([]);
		expect(everything()).toBe(untouched);
	}

	/** The rows of all tables by UUID. */
	function allRows(): Map<string, { table: string; cells: [string, unknown][] }> {
		const lines = everything().split("\n").filter(Boolean);
		return new Map(
			lines.flatMap((line, i) => {
				const { headings, data } = JSON.parse(line) as { headings: string[]; data: unknown[][] };
				return data.map((row) => {
					const cells = headings.map((heading, at): [string, unknown] => [heading, row[at]]);
					const [, uuid] = row[headings.indexOf("_uuid")] as [string, string];
					return [uuid, { table: tables[i] ?? "", cells: cells.filter(([heading]) => heading !== "_uuid") }] as const;
				});
			}),
		);
	}

	/** All that bridges lead to, as sorted lines without UUIDs and without columns that are not set. */
	function content(): string[] {
		const rows = allRows();
		// The type "system" is the same as none.
		const empty = ['["set",[]]', '["map",[]]', "0", "false", '""', '"system"'];
		const linesOf = (uuid: string, path: string): string[] =>
			(rows.get(uuid)?.cells ?? []).flatMap(([column, cell]) => {
				const text = JSON.stringify(cell);
				if (empty.includes(text)) return [];
				const uuids = [...text.matchAll(/\["uuid","([^"]+)"\]/g)].map(([, one = ""]) => one);
				const name = (one: string) => rows.get(one)?.cells.find(([heading]) => heading === "name")?.[1] ?? "";
				const [, pairs] = Array.isArray(cell) && cell[0] === "map" ? (cell as [string, [unknown, unknown][]]) : ["", []];
				const keys = pairs.map(([key, value]) => (uuids.length > 0 ? String(key) : JSON.stringify([key, value]))).sort();
				if (uuids.length === 0) return [`${path} ${column} ${keys.length > 0 ? keys : text}`];
				const isPlain = path.split("/").length > 4 || (path.includes("mirrors") && column.includes("port"));
				return uuids.flatMap((one, at) => {
					const deeper = `${path}/${column}:${name(one)}${keys[at] ?? ""}`;
					return isPlain ? [deeper] : linesOf(one, deeper);
				});
			});
		return [...rows].flatMap(([uuid, { table }]) => (table === "Bridge" ? linesOf(uuid, "") : [])).sort();
	}

	/** Removes rows of root tables to which nothing refers: a host can't find a new one by itself. */
	function removeUnused(): void {
		const rows = allRows();
		const texts = [...rows.values()].map(({ cells }) => JSON.stringify(cells));
		const unused = [...rows].filter(
			([uuid, { table }]) => ["QoS", "Queue", "IPFIX"].includes(table) && !texts.some((text) => text.includes(uuid)),
		);
		for (const [uuid, { table }] of unused) database.vsctl("destroy", table, uuid);
		if (unused.length > 0) removeUnused();
	}

	/** The way back leads from the change to what was before, and changes nothing where the change did not come about. */
	function expectWayBack(operation: Operation): void {
		// Collector sets are rows of a root table that only the program's next run finds.
		if (operation.want.collectorSet !== undefined) return;
		const before = content();
		for (const isMade of [true, false]) {
			const facts = database.run([], [...readsBefore(operation), ...readsAfter(operation)], devices).facts;
			const planned = plan(operation, facts);
			const undo = planUndo([{ operation, factsBefore: facts, ...planned }], facts);
			const changes = isMade ? calls(planned.steps) : [];
			expect(database.run(changes, [{ read: "ovs" }], devices).failed).toEqual([]);
			database.run(undo.calls, [{ read: "ovs" }], devices);
			expect(content()).toEqual(before);
		}
		removeUnused();
	}

	test("a bridge is made, changed in every column, changed back and deleted", () =>
		life(
			"Bridge",
			{ name: "b1" },
			{
				...{ name: "b1", datapathType: "netdev", failMode: "secure", protocols: ["OpenFlow10", "OpenFlow13"], stp: true },
				...{ mcastSnooping: true, floodVlans: [0, 4095], hwaddr: "02:00:00:00:00:01", disableInBand: true, mtu: 1400 },
				controllers: [{ target: "tcp:192.0.2.9:6653", connectionMode: "out-of-band" }, { target: "ptcp:6634" }],
				...{ otherConfig: { "mac-aging-time": "60" }, externalIds: { a: "b" } },
				columns: {
					flow_tables: {
						0: { flow_limit: 0, overflow_policy: "evict", groups: ["", "NXM_OF_IN_PORT[]"], external_ids: { "a b": "☃" } },
						254: { name: "last", prefixes: ["ip_dst", "ip_src"] },
					},
					auto_attach: { system_name: "s", mappings: { 0: 0, 16777215: 4095 } },
				},
			},
			{ name: "b1", columns: { flow_tables: { 0: { flow_limit: 5 }, 7: {} }, auto_attach: {} } },
			{
				name: "b1",
				controllers: [
					{
						target: "ptcp:6634",
						columns: {
							...{ inactivity_probe: 0, enable_async_messages: false, local_ip: "192.0.2.1" },
							external_ids: { a: "b" },
						},
					},
				],
			},
			{
				name: "b1",
				protocols: ["OpenFlow14"],
				rstp: true,
				floodVlans: [7],
				controllers: [{ target: "ptcp:6634" }],
				externalIds: { c: "d" },
			},
		));

	test("the root row gets SSL and managers, others, and what it had before", () => {
		database.vsctl("set-manager", "ptcp:6640:127.0.0.1", "ptcp:6641");
		database.vsctl("set", "Manager", "ptcp:6641", "inactivity_probe=7");
		const root = () =>
			database.vsctl("--format=csv", "--columns=target,inactivity_probe,external_ids", "list", "Manager").split("\n").sort();
		const untouched = root();
		const kind = kindNamed("OpenVSwitch");
		const ssl = { private_key: "/etc/a b.pem", certificate: "/c", ca_cert: "/d" };
		let was: Values | undefined;
		for (const columns of [
			{ ssl, manager_options: [{ target: "ptcp:6640:127.0.0.1" }, { target: "ptcp:6641", inactivity_probe: 0 }] },
			{ ssl: { ...ssl, bootstrap_ca_cert: true, external_ids: { a: "b" } }, system_type: 'x "y"', manager_options: [] },
			{ ssl: { ...ssl, ca_cert: "/e" }, manager_options: [{ target: "ptcp:6642" }, { target: "ptcp:6641" }] },
		]) {
			const operation = operationOf(kind, { want: { columns }, was });
			const before = database.run([], [...readsBefore(operation), ...readsAfter(operation)], devices).facts;
			const { originals } = plan(operation, before);
			expect(apply(operation)).toEqual([]);
			was = { ...operation.want, __previous: originals };
			expect(steps({ ...operation, mode: "update", was })).toEqual([]);
		}
		expect(apply(operationOf(kind, { want: null, was }))).toEqual([]);
		expect(root()).toEqual(untouched);
		expect(database.vsctl("--columns=_uuid", "list", "SSL")).toBe("");
		expect(database.vsctl("get", "Open_vSwitch", ".", "system_type").trim()).toBe("[]");
		database.vsctl("del-manager");
	});

	test("a port is made, changed in every column, changed back and deleted", () => {
		const port = { name: "p1", bridge: "br0", type: "internal" };
		life(
			"Port",
			port,
			{
				...{ ...port, vlanMode: "native-untagged", tag: 0, trunks: [0, 1, 4095], mac: "02:00:00:00:00:02", mtu: 1400 },
				...{ ofportRequest: 9, protected: true, ingressPolicingRate: 1000, ingressPolicingBurst: 100 },
				...{ options: { a: "b" }, otherConfig: { c: "d" }, externalIds: { e: "f" } },
				...{ portOtherConfig: { g: "h" }, portExternalIds: { i: "j" } },
				columns: { bfd: { enable: "true", bfd_dst_mac: "a, b=c" }, cfm_mpid: -5, lldp: {} },
				portColumns: { mac: "02:00:00:00:00:03", bond_fake_iface: true },
			},
			{ ...port, columns: { bfd: { min_tx: "5" }, cfm_mpid: 0 }, portColumns: { bond_fake_iface: false } },
			{ ...port, vlanMode: "dot1q-tunnel", tag: 5, cvlans: [7], trunks: [], options: {}, externalIds: {} },
			{ ...port, vlanMode: "access", tag: 4095 },
			{ ...port, bridge: "br1", tag: 5 },
			{ ...port, type: "tap" },
			{ ...port, type: "patch", peer: "p2" },
			{ name: "p1", bridge: "br0", type: "system", ingressPolicingRate: 0 },
			{ name: "p1", bridge: "br0", type: "bond", interfaces: ["eth1", "eth2"], bondUpdelay: 0 },
			{ name: "p1", bridge: "br0", type: "bond", interfaces: ["eth2", "eth3"], bondMode: "balance-slb", lacp: "active" },
		);
	});

	test("fake bridges that ovs-vsctl makes are told apart from ports, and nothing takes them or their parent away", () => {
		const refused = (type: string, change: { want: Values | null; was?: Values }) => {
			const before = everything();
			const operation = operationOf(kindNamed(type), change);
			let said = "";
			try {
				apply(operation);
			} catch (error) {
				said = (error as Error).message;
			}
			expect(everything()).toBe(before);
			return said;
		};
		database.vsctl("add-br", "fake", "br0", "100", "--", "add-port", "fake", "on-it");
		const name = "fake";
		const isFake = /^fake is a fake bridge of br0 \(VLAN 100\), and no resource manages fake bridges: delete it first/;
		for (const adopt of [undefined, true]) {
			expect(refused("Bridge", { want: { name, adopt } })).toMatch(isFake);
			expect(refused("Port", { want: { name, bridge: "br0", type: "internal", tag: 100, adopt } })).toMatch(isFake);
			expect(refused("Tunnel", { want: { name, bridge: "br1", type: "gre", remoteIp: "192.0.2.2", adopt } })).toMatch(isFake);
		}
		expect(refused("Port", { want: { name: "p1", bridge: "fake", type: "internal" } })).toMatch(
			/^bridge: fake is a fake bridge of br0 \(VLAN 100\), and no resource can be on one: name br0 in its place/,
		);
		const withBoth = refused("Bridge", { want: null, was: { name: "br0" } });
		for (const part of ["fake (fake bridge with VLAN 100, no mark)", "(ovs-vsctl del-port on-it, ovs-vsctl del-br fake)"])
			expect(withBoth).toContain(part);
		database.vsctl("del-port", "on-it");
		expect(refused("Bridge", { want: null, was: { name: "br0" } })).toBe(
			"it can't be deleted, because ports on it do not belong to this program: fake (fake bridge with VLAN 100, no mark). Delete them first (ovs-vsctl del-br fake)",
		);
		// The commands of the message work, and a port with the tag on the parent stands in for a port of the fake bridge.
		database.vsctl("del-br", "fake");
		life("Port", { name: "p1", bridge: "br0", type: "internal", tag: 100 });
	});

	test("a tunnel is made, changed in every column, changed back and deleted", () => {
		const tunnel = { name: "t1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2" };
		life(
			"Tunnel",
			tunnel,
			{
				...{ ...tunnel, localIp: "192.0.2.1", key: 0xffffff, dstPort: 4790, ttl: 5, tos: "0x1c", csum: true },
				...{ dfDefault: false, tag: 5, protected: true, ofportRequest: 5, options: { exts: "gbp" }, externalIds: { a: "b" } },
			},
			{ ...tunnel, remoteIp: "2001:db8::2", key: "flow", dfDefault: true },
			{ ...tunnel, columns: { bfd: { enable: "true" }, other_config: { a: "b" } }, portColumns: { external_ids: { c: "d" } } },
			{ ...tunnel, type: "gre", key: 0xffffffff, psk: "swordfish" },
			{ ...tunnel, inKey: 0, outKey: "flow" },
			{ ...tunnel, psk: "it's a \"}{\\ ☃".replaceAll('"', ""), options: { ipsec_ike: "aes256" } },
			{ ...tunnel, remoteCert: "/etc/keys/remote cert.pem" },
			{ ...tunnel, remoteName: "CN of the peer, ☃" },
			{ ...tunnel, type: "erspan", key: 1023, erspanVersion: 1, erspanIndex: 0xfffff },
			{ ...tunnel, type: "erspan", remoteIp: "2001:db8::2", erspanVersion: 2, erspanDirection: "egress", erspanHardwareId: 63 },
			{ ...tunnel, type: "erspan", erspanVersion: 2, erspanDirection: "flow", erspanHardwareId: "flow" },
			{ ...tunnel, type: "erspan", remoteIp: "flow", key: "flow", erspanVersion: "flow" },
			{ ...tunnel, type: "geneve", remoteIp: "flow", localIp: "flow", key: 0 },
		);
	});

	test("a port of DPDK is created, changed in every option, changed into a port of a VM and back, and deleted", () => {
		const nic = { name: "d0", bridge: "br0", type: "dpdk", options: { "dpdk-devargs": "0000:01:00.0" } };
		life(
			"Port",
			nic,
			{
				...nic,
				options: { ...nic.options, n_rxq: "4", n_rxq_desc: "2048", "rx-flow-ctrl": "true" },
				mtu: 9000,
				ofportRequest: 7,
			},
			{ ...nic, type: "dpdkvhostuserclient", options: { "vhost-server-path": "/run/a b, c.sock" }, ingressPolicingRate: 100 },
			{ ...nic, type: "dpdkvhostuser", options: undefined, otherConfig: { "pmd-rxq-affinity": "0:3,1:7" } },
		);
	});

	test("a Vtep is created, gets more and fewer peers, and is deleted", () => {
		const vtep = { bridge: "br0", name: "vx", type: "vxlan", key: 7, peers: { h2: "192.0.2.2", h3: "192.0.2.3" } };
		life(
			"Vtep",
			vtep,
			{ ...vtep, key: 8, protected: false, localIp: "192.0.2.1", options: { egress_pkt_mark: "9" }, psk: "swordfish" },
			{ ...vtep, key: undefined, inKey: 7, outKey: 8 },
			{ ...vtep, peers: { h3: "192.0.2.33", 'a long name, with "quotes" = $(id)': "2001:db8::4" } },
		);
	});

	test("a port and a bond get queues, other queues and fewer, and a delete removes them all", () => {
		const port = { name: "p1", bridge: "br0", type: "internal" };
		const queues = { 0: { minRate: 1, maxRate: 2 ** 40, burst: 9, priority: 3, dscp: 46 }, 61439: {} };
		life(
			"Port",
			{ ...port, qos: { type: "linux-htb", queues: { 5: {} } } },
			port,
			{ ...port, qos: { type: "linux-htb", maxRate: 2 ** 50, otherConfig: { "a b": 'c, "d"=e' }, queues } },
			{ ...port, qos: { type: "linux-hfsc", queues: { 1: { maxRate: 5 }, 61439: { dscp: 0 } } } },
			{ ...port, bridge: "br1", qos: { type: "linux-hfsc", maxRate: 5 } },
			{ name: "p1", bridge: "br0", type: "bond", interfaces: ["eth1", "eth2"], qos: { type: "linux-htb", queues } },
			{ ...port },
			{ ...port, qos: { type: "linux-htb", queues: { 0: {} } } },
		);
	});

	test("a port's queues are deleted once where the port and its bridge are deleted together", () => {
		const bridge = { name: "bq", datapathType: "system" };
		const port = { name: "pq", bridge: "bq", type: "internal", qos: { type: "linux-htb", queues: { 1: { maxRate: 5 } } } };
		const untouched = everything();
		expect(apply(operationOf(kindNamed("Bridge"), { want: bridge }))).toEqual([]);
		expect(apply(operationOf(kindNamed("Port"), { want: port }))).toEqual([]);
		const both = [
			operationOf(kindNamed("Port"), { want: null, was: port }),
			operationOf(kindNamed("Bridge"), { want: null, was: bridge }),
		];
		const { failed } = database.run(calls(both.flatMap(steps)), [{ read: "ovs" }], devices);
		expect(failed).toEqual([]);
		expect(everything()).toBe(untouched);
	});

	test("a trunk and the program's port on its bridge are created together and deleted together", () => {
		const untouched = everything();
		const trunk = { name: "vm1", mode: "bridge", integrationBridge: "br0", parent: { port: "eth1", tag: 5 }, subports: [] };
		const port = { name: "eth1", bridge: "tbr-vm1", vlanMode: "trunk", trunks: [0, 7] };
		const both = (make: boolean) => [
			operationOf(kindNamed("Trunk"), make ? { want: trunk } : { want: null, was: trunk }),
			operationOf(kindNamed("Port"), make ? { want: port } : { want: null, was: port }),
		];
		for (const make of [true, false]) {
			const operations = both(make);
			const reads = operations.flatMap((o) => [...readsBefore(o), ...readsAfter(o)]);
			const before = database.run([], reads, devices).facts;
			const planned = operations.map((o) =>
				plan(o, before, { createdHere: (name) => name === "OVS port eth1", program: programWith(() => make) }),
			);
			const { facts, failed } = database.run(calls(planned.flatMap((p) => p.steps)), reads, devices);
			expect(failed).toEqual([]);
			expect(operations.flatMap((o, i) => problems(o, facts, planned[i] as Planned))).toEqual([]);
		}
		expect(everything()).toBe(untouched);
	});

	test("a mirror is created, changed in every column, changed back and deleted; mirrors of others stay", () => {
		database.vsctl("--may-exist", "add-port", "br0", "m1", "--", "--may-exist", "add-port", "br0", "m2");
		database.vsctl(
			"--id=@m",
			"create",
			"Mirror",
			"name=theirs",
			"select_all=true",
			"--",
			"add",
			"Bridge",
			"br0",
			"mirrors",
			"@m",
		);
		const mirror = { bridge: "br0", name: 'a "mirror" = {}, ☃' };
		life(
			"Mirror",
			{ ...mirror, selectAll: true, outputPort: "m2" },
			{ ...mirror, selectSrcPorts: ["m1", "br0"], selectVlans: [0, 4095], outputPort: "m2", snaplen: 14 },
			{ ...mirror, selectDstPorts: ["m1"], outputVlan: 4095, snaplen: 65535, columns: { external_ids: { a: "b" } } },
			{ ...mirror, selectSrcPorts: ["m1"], selectDstPorts: ["br0"], outputPort: "m2" },
		);
	});

	test("the way back of a new mirror keeps those that others add meanwhile, and those of its name on other bridges", () => {
		for (const name of ["br5", "br6"])
			database.vsctl("add-br", name, "--", "set", "Bridge", name, "external_ids:pulumi-ovs=demo/dev");
		const add = (bridge: string, name: string) =>
			database.vsctl("--id=@m", "create", "Mirror", `name=${name}`, "--", "add", "Bridge", bridge, "mirrors", "@m");
		const named = (bridge: string) => {
			const rows = database.vsctl("get", "Bridge", bridge, "mirrors").match(/[0-9a-f-]{36}/g) ?? [];
			return rows.map((row) => database.vsctl("get", "Mirror", row, "name").trim()).sort();
		};
		add("br6", "new");
		const operation = operationOf(kindNamed("Mirror"), { want: { bridge: "br5", name: "new", selectAll: true, outputVlan: 5 } });
		const facts = database.run([], [...readsBefore(operation), ...readsAfter(operation)], devices).facts;
		const planned = plan(operation, facts);
		const undo = planUndo([{ operation, factsBefore: facts, ...planned }], facts);
		add("br5", "before");
		expect(database.run(calls(planned.steps), [{ read: "ovs" }], devices).failed).toEqual([]);
		add("br5", "after");
		expect(named("br5")).toEqual(["after", "before", "new"]);
		database.run(undo.calls, [{ read: "ovs" }], devices);
		expect([named("br5"), named("br6")]).toEqual([["after", "before"], ["new"]]);
		database.vsctl("del-br", "br5", "--", "del-br", "br6");
	});

	test("an sFlow is made, changed in every column, changed back and deleted", () => {
		const sflow = { bridge: "br0", targets: ["192.0.2.9"] };
		life(
			"SFlow",
			sflow,
			{ ...sflow, agent: "2001:db8::1", header: 65535, sampling: 2 ** 31 - 1, polling: 0 },
			{ ...sflow, columns: { external_ids: { a: "b" } } },
			{ ...sflow, targets: ["[2001:db8::9]:1", "192.0.2.9:65535"], agent: "192.0.2.1" },
		);
	});

	test("a NetFlow is made, changed in every column, changed back and deleted", () => {
		const netflow = { bridge: "br0", targets: ["192.0.2.9:2055"] };
		life(
			"NetFlow",
			netflow,
			{ ...netflow, activeTimeout: 2 ** 31 - 1, engineId: 255, engineType: 255 },
			{ ...netflow, activeTimeout: 0, engineId: 127, engineType: 0, addIdToInterface: true },
			{ ...netflow, targets: ["[2001:db8::9]:1", "192.0.2.9:65535"], activeTimeout: 1, engineId: 0 },
		);
	});

	test("an IPFIX of a bridge is made, changed in every column, changed back and deleted", () => {
		const ipfix = { bridge: "br0", targets: ["192.0.2.9"] };
		life(
			"IPFIX",
			ipfix,
			{
				...{ ...ipfix, sampling: 2 ** 32 - 1, obsDomainId: 2 ** 32 - 1, obsPointId: 2 ** 32 - 1, cacheActiveTimeout: 4200 },
				...{ cacheMaxFlows: 2 ** 32 - 1, virtualObsId: 'a "name" = {}, ☃', enableTunnelSampling: false },
			},
			{ ...ipfix, virtualObsId: "x", columns: { other_config: { a: "b" }, external_ids: { c: "d" } } },
			{ ...ipfix, sampling: 1, obsDomainId: 0, obsPointId: 0, enableInputSampling: false, enableOutputSampling: false },
			{ ...ipfix, targets: ["[2001:db8::9]:1", "192.0.2.9:65535"], cacheActiveTimeout: 0, cacheMaxFlows: 0, virtualObsId: "é" },
		);
	});

	test("IPFIX collector sets are made beside others', changed in every column, changed back and deleted with their rows", () => {
		const set = (name: string, id: number) => [
			"--id=@b",
			"get",
			"Bridge",
			name,
			"--",
			"create",
			"Flow_Sample_Collector_Set",
			`id=${id}`,
			"bridge=@b",
		];
		// Others' of that id on another bridge, and of another id on this one.
		const theirs = [set("br1", 0), set("br0", 1)].map((words) => database.vsctl(...words).trim());
		const ipfix = { bridge: "br0", collectorSet: 0, targets: ["192.0.2.9"] };
		life(
			"IPFIX",
			ipfix,
			{ ...ipfix, cacheActiveTimeout: 1, cacheMaxFlows: 1, enableTunnelSampling: false, virtualObsId: "x" },
			{ ...ipfix, targets: ["[2001:db8::9]:1", "192.0.2.9:65535"], cacheActiveTimeout: 0 },
		);
		life("IPFIX", { bridge: "br0", collectorSet: 2 ** 32 - 1, targets: ["192.0.2.9"] });
		// A set that others have made, without IPFIX, gets one and loses it.
		life("IPFIX", { bridge: "br0", collectorSet: 1, targets: ["192.0.2.9"] });
		for (const uuid of theirs) database.vsctl("destroy", "Flow_Sample_Collector_Set", uuid);
	});

	test("a bridge and its collector set are made in one go, and go in one, whichever comes first", () => {
		const untouched = everything();
		const bridge = { name: "bi", datapathType: "system" };
		const ipfix = { bridge: "bi", collectorSet: 3, targets: ["192.0.2.9"] };
		const context: PlanContext = { createdHere: (name) => name === "bridge bi" };
		for (const turned of [false, true])
			for (const make of [true, "again", false]) {
				// So ovs-vsctl leaves the bridge's row behind, because the set refers to it.
				if (make === "again") database.vsctl("del-br", "bi");
				const both = [
					operationOf(kindNamed("Bridge"), make ? { want: bridge } : { want: null, was: bridge }),
					operationOf(kindNamed("IPFIX"), make ? { want: ipfix } : { want: null, was: ipfix }),
				];
				if (turned) both.reverse();
				const reads = both.flatMap((o) => [...readsBefore(o), ...readsAfter(o)]);
				const before = database.run([], reads, devices).facts;
				const planned = both.map((o) => plan(o, before, context));
				const { facts, failed } = database.run(calls(planned.flatMap((p) => p.steps)), reads, devices);
				expect(failed).toEqual([]);
				expect(both.flatMap((o, i) => problems(o, facts, planned[i] as Planned))).toEqual([]);
			}
		expect(everything()).toBe(untouched);
	});

	const words = fc.string({ unit: fc.constantFrom(..."ab09_-.:=,;'\"\\$`(){}[]<>|&!?*#%@~^/ \n\t\u0001ü☃😀"), maxLength: 12 });

	test("any text in keys and values is read back unchanged", () => {
		const kind = kindNamed("Port");
		const maps = fc.dictionary(words, words, { maxKeys: 12 });
		fc.assert(
			fc.property(maps, maps, maps, (externalIds, options, otherConfig) => {
				delete options.peer;
				const want = { name: "x1", bridge: "br0", type: "internal", externalIds, options, portExternalIds: otherConfig };
				const operation = operationOf(kind, { want });
				expect(apply(operation)).toEqual([]);
				expect(steps({ ...operation, mode: "update", was: operation.want })).toEqual([]);
				expect(apply(operationOf(kind, { want: { name: "x1", bridge: "br0", type: "internal" }, was: operation.want }))).toEqual(
					[],
				);
				expect(apply(operationOf(kind, { want: null, was: operation.want }))).toEqual([]);
			}),
			{ numRuns: 15 },
		);
	});

	test("a change that fails leaves nothing behind, and says why", () => {
		const { failed, facts } = database.run(
			[{ argv: ["ovs-vsctl", "--", "add-port", "br0", "q1", "--", "set", "Port", "q1", "nonsense=1"] }],
			[{ read: "ovs" }],
			{},
		);
		expect(failed).toEqual([expect.stringContaining("nonsense")]);
		expect(facts.ovs.ports.has("q1")).toBe(false);
	});

	test("keys of others on the program's port stay through its changes", () => {
		const kind = kindNamed("Port");
		const want = { name: "k1", bridge: "br0", type: "internal", externalIds: { a: "1" } };
		expect(apply(operationOf(kind, { want }))).toEqual([]);
		database.vsctl("set", "Interface", "k1", "external_ids:theirs=x");
		const less = { name: "k1", bridge: "br0", type: "internal" };
		expect(apply(operationOf(kind, { want: less, was: want }))).toEqual([]);
		expect(database.vsctl("get", "Interface", "k1", "external_ids").trim()).toBe('{pulumi-ovs="demo/dev", theirs=x}');
		expect(apply(operationOf(kind, { want: null, was: less }))).toEqual([]);
	});
});
