import { masterText, parseName } from "../../../provider/model/provided-name";
import { withoutHandedOver } from "../../../provider/plan/handed-over";
import { plan } from "../../../provider/plan/plan";
import { showCall } from "../../../provider/tools/call";
import type { Fact } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { kindNamed, operationOf, owner } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { programWith } from "../support/program";

const mark = `pulumi-ovs:${owner}`;
const reads: Fact[] = [{ read: "ovs" }, { read: "links", netns: "" }, { read: "journal" }];

/** The commands of a create beside resources that the program declares: a name in `provides`, and the resource in words. */
function commands(
	type: string,
	want: object,
	facts: CompactFacts,
	declared: Record<string, string> = {},
	changed: string[] = [],
) {
	const { steps } = plan(operationOf(kindNamed(type), { want: { ...want } }), factsOf(reads, facts), {
		program: programWith((name) => declared[name] !== undefined, { holder: (name) => declared[name] }),
		createdHere: (name) => changed.includes(name),
	});
	return calls(steps).map(showCall).join("\n");
}

const bond = (mine = true) => ({
	bridges: { br: { owner, ports: { b: { ...(mine ? { owner } : {}), interfaces: { n1: {}, n2: {}, n3: {} } } } } },
});
const onOvs = { n1: { master: "ovs-system" }, "ovs-system": { kind: "openvswitch" } };
const port = { name: "n1", bridge: "br" };

test("a bond that the program does not declare any more is deleted when a port takes its device", () => {
	expect(commands("Port", port, { ovs: bond(), links: { "": onOvs } })).toMatch(/--if-exists del-port b\n.*add-port br n1/s);
});

test("a bond that stays loses the member alone, or by its own change in the same batch", () => {
	const facts = { ovs: bond(), links: { "": onOvs } };
	const declared = { "OVS port b": "bond (h1/Port/b)" };
	expect(commands("Port", port, facts, declared)).toMatch(/remove Port b interfaces \S+\n.*add-port br n1/s);
	expect(commands("Port", port, facts, declared, ["OVS port b"])).not.toMatch(/del-port|remove/);
});

test("a device leaves the program's Linux bridge before it becomes a port", () => {
	const links = { n1: { master: "lb" }, lb: { kind: "bridge", alias: mark } };
	expect(commands("Port", port, { ovs: { bridges: { br: { owner } } }, links: { "": links } })).toMatch(
		/link set dev n1 nomaster\n.*add-port br n1/s,
	);
});

test.each([
	["a port takes its device", "Port", port],
	["its name goes to another device", "Link", { name: "bo0", type: "dummy" }],
])("a device of the program's kernel bond is up again where %s", (_, type, want) => {
	const links = { n1: { master: "bo0", addresses: ["2001:db8::1/64"] }, bo0: { kind: "bond", alias: mark } };
	expect(commands(type, want, { ovs: { bridges: { br: { owner } } }, links: { "": links } })).toMatch(
		/link set dev n1 nomaster\nlink set dev n1 up\naddr replace 2001:db8::1\/64 dev n1\n[\s\S]*(?:add-port br n1|link del dev bo0)/,
	);
});

/** What has the name "x": the rows of Open vSwitch, the kind of its device, and how it goes. */
const holders = (["system", "netdev"] as const).flatMap((datapath_type) => {
	const inUser = datapath_type === "netdev";
	const of = (type: string) => ({
		bridges: { br: { owner, datapath_type, ports: { x: { owner, interface: { owner, type } } } } },
	});
	return [
		{
			holder: `an internal port (${datapath_type})`,
			ovs: of("internal"),
			kind: inUser ? "tun" : "openvswitch",
			goes: "del-port x",
		},
		{ holder: `a tap port (${datapath_type})`, ovs: of("tap"), kind: "tun", goes: "del-port x" },
		{
			holder: `a bridge (${datapath_type})`,
			ovs: { bridges: { br: { owner }, x: { owner, datapath_type, local: { owner, type: "internal" } } } },
			kind: inUser ? "tun" : "openvswitch",
			goes: "del-br x",
		},
	];
});

const takers: [taker: string, type: string, want: object, comes: string][] = [
	["a dummy", "Link", { name: "x", type: "dummy" }, "link add dev x type dummy"],
	["a Linux bridge", "Link", { name: "x", type: "bridge" }, "link add dev x type bridge"],
	["a veth pair", "Link", { name: "x", type: "veth", peer: { name: "y" } }, "link add dev x type veth"],
	["the other end of a veth pair", "Link", { name: "y", type: "veth", peer: { name: "x" } }, "link add dev y type veth"],
	["a VRF", "VRF", { name: "x", table: 10 }, "link add dev x type vrf"],
	["a tunnel of the kernel", "Tunnel", { name: "x", type: "vxlan", key: 7, remoteIp: "192.0.2.1" }, "link add dev x type vxlan"],
];

test.each(holders.flatMap((holder) => takers.map(([taker, type, want, comes]) => ({ ...holder, taker, type, want, comes }))))(
	"the name of $holder goes to $taker",
	({ ovs, kind, goes, type, want, comes }) => {
		const said = commands(type, want, { ovs, links: { "": { x: { kind } } } });
		expect(said).toContain(goes);
		expect(said.indexOf(goes)).toBeLessThan(said.indexOf(comes));
	},
);

test.each(holders)("the name of $holder stays its own where the program declares it", ({ ovs, kind, goes }) => {
	const taken = goes === "del-br x" ? "bridge x" : "OVS port x";
	const facts = { ovs, links: { "": { x: { kind } } } };
	expect(() => commands("Link", { name: "x", type: "dummy" }, facts, { [taken]: "its resource" })).toThrow(
		"is in use by its resource",
	);
});

test("the tap of a virtual machine that is on a port of the program does not make way", () => {
	const ovs = { bridges: { br: { owner, ports: { x: { owner, interface: { type: "" } } } } } };
	expect(() => commands("Link", { name: "x", type: "dummy" }, { ovs, links: { "": { x: { kind: "tun" } } } })).toThrow();
});

test.each([
	["Bridge", { name: "x" }],
	["Bridge", { name: "x", datapathType: "netdev", adopt: true }],
	["Port", { name: "x", bridge: "br", type: "internal" }],
	["Port", { name: "x", bridge: "br", type: "tap" }],
])("a %s is refused where another's device has the name of its own, whatever that device is: %j", (type, want) => {
	for (const kind of ["bridge", "dummy", "tun", undefined]) {
		const create = (device: object) =>
			commands(type, want, { ovs: { bridges: { br: { owner } } }, links: { "": { x: { kind, ...device } } } });
		expect(() => create({})).toThrow(
			"device x exists already and does not belong to this program (no mark pulumi-ovs=demo/dev). Choose another name, or remove that device first",
		);
		expect(() => create({ alias: "pulumi-ovs:other/dev" })).toThrow("belongs to the program other/dev");
		expect(create({ alias: mark })).toMatch(/^link del dev x$/m);
	}
});

test("a port of a device, a patch port and a tunnel need no name of a device of their own", () => {
	const facts = { ovs: { bridges: { br: { owner } } }, links: { "": { x: { kind: "dummy" } } } };
	for (const more of [{}, { type: "patch", peer: "y" }])
		expect(commands("Port", { name: "x", bridge: "br", ...more }, facts)).toContain("add-port br x");
	expect(commands("Tunnel", { name: "x", bridge: "br", type: "gre", remoteIp: "192.0.2.1" }, facts)).toContain("add-port br x");
});

test("a bond of this program is no original master of a device, also where the device had no master in the program before", () => {
	const links = { n1: { master: "kb" }, kb: { kind: "bond", alias: mark }, lb: { kind: "bridge" } };
	const was = { name: "n1", type: "device", mtu: 1500, __previous: { name: "n1", type: "device", mtu: 1500 } };
	const operation = operationOf(kindNamed("Link"), { want: { name: "n1", type: "device", mtu: 1500, master: "lb" }, was });
	const originals = (alias?: string) =>
		plan(operation, factsOf(reads, { links: { "": { ...links, kb: { kind: "bond", alias } } } })).originals;
	expect(originals(mark)?.master).toBeUndefined();
	expect(originals()?.master).toBe("kb");
});

test.each<[string, string, object, CompactFacts, Record<string, string>, RegExp]>([
	[
		"a bridge of somebody else",
		"Port",
		port,
		{ ovs: { bridges: { br: { owner } } }, links: { "": { n1: { master: "lb" }, lb: { kind: "bridge" } } } },
		{},
		/^device n1 is in the bridge lb, which does not belong to this program .*: ip link set dev n1 nomaster$/,
	],
	[
		"a port of somebody else",
		"VRF",
		{ name: "v", table: 10, interfaces: ["n1"] },
		{ ovs: bond(false), links: { "": onOvs } },
		{},
		/^device n1 is on OVS port b of bridge br, which does not belong to this program .*: ovs-vsctl del-port b$/,
	],
	[
		"a port that another resource declares",
		"Port",
		{ name: "b", bridge: "br", type: "bond", interfaces: ["n1", "n2"] },
		{ ovs: { bridges: { br: { owner, ports: { n1: { owner } } } } }, links: { "": onOvs } },
		{ "OVS port n1": "uplink (h1/Port/n1)" },
		/^device n1 is on OVS port n1 of bridge br, which uplink \(h1\/Port\/n1\) declares: remove one of the two resources/,
	],
	[
		"an adopted device",
		"VRF",
		{ name: "x", table: 10 },
		{
			links: { "": { x: { kind: "dummy", alias: mark } } },
			journal: { "Link/x": { owner, previous: { mtu: 1400 } } },
		},
		{},
		/^device x was adopted as Link\/x by this program, and is to be given back: first run `pulumi up` with neither/,
	],
	[
		"a bridge with ports of somebody else",
		"Link",
		{ name: "x", type: "dummy" },
		{
			ovs: { bridges: { x: { owner, ports: { p: {} } } } },
			links: { "": { x: { kind: "openvswitch" } } },
		},
		{},
		/^bridge x of this program has the name, and ports that do not belong to this program: p\. Delete them first/,
	],
])("%s is not taken, and the message names it and the way out", (_, type, want, facts, declared, message) => {
	expect(() => commands(type, want, facts, declared)).toThrow(message);
});

test.each<[string, string, object, object, string, object]>([
	["a link's VRF", "Link", { name: "n1", type: "device" }, { vrf: "v" }, "n1", {}],
	["a link's bridge", "Link", { name: "n1", type: "device" }, { master: "lb" }, "n1", {}],
	["a member of a VRF", "VRF", { name: "v", table: 10 }, { interfaces: ["n1", "n2"] }, "n1", { interfaces: ["n2"] }],
])("%s that another resource declares by now is not undone", (_, type, want, held, device, left) => {
	const operation = operationOf(kindNamed(type), { want: { ...want }, was: { ...want, ...held, __previous: held } });
	const { was } = withoutHandedOver(
		operation,
		programWith((name) => name === masterText(device)),
	);
	expect(JSON.parse(JSON.stringify(was))).toMatchObject({ ...left, __previous: left });
	for (const field of Object.keys(held))
		if (!(field in left)) expect([was?.[field], was?.__previous[field]]).toEqual([undefined, undefined]);
	expect(withoutHandedOver(operation, programWith()).was).toEqual(operation.was);
});

test("the words of what resources provide are read back", () => {
	const named = { sort: "device", name: "eth0", netns: "gw" };
	expect(parseName(masterText("eth0", "gw"))).toEqual({ ...named, isMembership: true });
	expect(parseName("device eth0 in netns gw")).toEqual({ ...named, isMembership: false });
	expect(parseName("VLAN 7 of device eth0")).toBeUndefined();
});

describe("the endpoints of tunnels of Open vSwitch", () => {
	const interfaceOf = (remote_ip: string) => ({ owner, type: "vxlan", options: { remote_ip, key: "7" } });
	const tunnels = (mark = owner) => ({
		ovs: {
			bridges: {
				br: {
					owner,
					ports: { t1: { owner: mark, interface: interfaceOf("192.0.2.1") }, t2: { owner, interface: interfaceOf("192.0.2.2") } },
				},
			},
		},
	});
	const vtep = { bridge: "br", name: "vx", type: "vxlan", key: 7, peers: { h1: "192.0.2.1" } };

	test("a Vtep takes those that the program does not declare any more", () => {
		const said = commands("Vtep", vtep, tunnels());
		expect(said).toMatch(/--if-exists del-port t1\n.*add-port br vx-h1/s);
		expect(said).not.toContain("t2");
	});

	test("tunnels of others, and those that the program declares, stay", () => {
		expect(commands("Vtep", vtep, tunnels("other/stack"))).not.toContain("del-port");
		expect(commands("Vtep", vtep, tunnels(), { "OVS port t1": "tunnel (h1/Tunnel/t1)" })).not.toContain("del-port");
	});

	test("a tunnel takes those of a former Vtep", () => {
		const tunnel = { bridge: "br", name: "new", type: "vxlan", key: 7, remoteIp: "192.0.2.1" };
		expect(commands("Tunnel", tunnel, tunnels())).toMatch(/--if-exists del-port t1\n.*add-port br new/s);
	});
});

describe("the OpenFlow port number of a port", () => {
	const numbered = (more: object = {}, mark = owner) => ({
		ovs: {
			bridges: { br: { owner, ports: { old: { owner: mark, interface: { owner, type: "internal", ofport: 5, ...more } } } } },
		},
	});
	const want = { bridge: "br", name: "new", type: "internal", ofportRequest: 5 };
	const declared = { "OVS port old": "old (h1/Port/old)" };

	test("is freed where the program does not declare the port any more", () => {
		expect(commands("Port", want, numbered())).toMatch(/--if-exists del-port old\n.*add-port br new/s);
		expect(commands("Port", { ...want, ofportRequest: 6 }, numbered())).not.toContain("del-port");
	});

	test("is refused where the port is on a device that exists without Open vSwitch", () => {
		expect(() => commands("Port", want, numbered({ type: "" }))).toThrow(
			"OpenFlow port number 5 of bridge br is that of OVS port old, which this program does not declare any more: first run `pulumi up` without this ofportRequest, or choose another number",
		);
	});

	test("is refused where Open vSwitch chose it for another port of the program", () => {
		expect(() => commands("Port", want, numbered(), declared)).toThrow(
			"OpenFlow port number 5 of bridge br is that of old (h1/Port/old), which sets no ofportRequest: Open vSwitch would create that port again with another number. Choose another ofportRequest, or set one there too",
		);
		expect(() =>
			commands(
				"Tunnel",
				{ bridge: "br", name: "new", type: "vxlan", remoteIp: "192.0.2.1", ofportRequest: 5 },
				numbered(),
				declared,
			),
		).toThrow("set one there too");
	});

	test("is left to Open vSwitch where the other port gets another number in the same batch, or had requested it", () => {
		expect(commands("Port", want, numbered(), declared, ["OVS port old"])).not.toContain("del-port");
		expect(commands("Port", want, numbered({ ofport_request: 5 }), declared)).not.toContain("del-port");
	});

	describe("that moves to another bridge with its number", () => {
		const moved = { bridge: "br", name: "mover", type: "internal", ofportRequest: 5 };
		const moving = (more: object = {}, mark = owner) => {
			const { br } = numbered(more, mark).ovs.bridges;
			const there = { owner, interface: { owner, type: "internal", ofport: 5, ofport_request: 5 } };
			return { ovs: { bridges: { br, br2: { owner, ports: { mover: there } } } } };
		};

		test("is freed, refused or left to Open vSwitch there as for a new port", () => {
			expect(commands("Port", moved, moving())).toMatch(/--if-exists del-port old\n[\s\S]*add Bridge br ports/);
			expect(() => commands("Port", moved, moving({ type: "" }))).toThrow("choose another number");
			expect(() => commands("Port", moved, moving(), declared)).toThrow("which sets no ofportRequest");
			expect(commands("Port", moved, moving(), declared, ["OVS port old"])).not.toContain("del-port");
			expect(() => commands("Port", moved, moving({}, "other/stack"))).toThrow(
				"OpenFlow port number 5 is that of port old on br, which does not belong to this program",
			);
		});

		test("is not that of a port of the bridge that it leaves", () => {
			const facts = moving();
			const { br, br2 } = facts.ovs.bridges;
			const both = { ovs: { bridges: { br: { owner }, br2: { ...br2, ports: { ...br2.ports, ...br.ports } } } } };
			expect(commands("Port", moved, both)).not.toContain("del-port");
		});
	});

	test("is that of any member of a bond", () => {
		const n2 = { ofport: 5 };
		const facts = { ovs: { bridges: { br: { owner, ports: { old: { owner, interfaces: { n1: { ofport: 4 }, n2 } } } } } } };
		expect(() => commands("Port", want, facts)).toThrow("OpenFlow port number 5 of bridge br is that of OVS port old");
	});
});

describe("the rule for the local table, which a VRF moved", () => {
	const vrf = (name: string, alias = mark) => ({
		[name]: { kind: "vrf", alias, up: true, data: { table: name === "red" ? 101 : 102 } },
	});
	const last = [4, 6].map((family) => ({ family, priority: 32765, src: "all", table: "255", protocol: "250" }));
	const red = { name: "red", table: 101 };
	const dropped = operationOf(kindNamed("VRF"), { want: red, was: { ...red, localRuleLast: true } });
	const deleted = operationOf(kindNamed("VRF"), { want: null, was: { ...red, localRuleLast: true } });
	const said = (op: typeof dropped, blue: object, declares = true, rules: object[] = last) => {
		const facts = factsOf([...reads, { read: "rules", netns: "" }], {
			links: { "": { ...vrf("red"), ...blue } },
			rules: { "": rules },
		} as never);
		return calls(plan(op, facts, { program: programWith((name) => declares && name === "device blue") }).steps)
			.map(showCall)
			.join("\n");
	};

	test("moves back beside another VRF of the program that does not ask for its place", () => {
		expect(said(dropped, vrf("blue"))).toMatch(/whoever 'red\|blue'/);
		expect(said(deleted, vrf("blue"))).toMatch(/whoever 'red\|blue'/);
	});

	test("stays beside a VRF of which the program is not known to need it or not", () => {
		expect(said(dropped, vrf("blue"), false)).toBe("");
		expect(said(dropped, vrf("blue", "pulumi-ovs:other/stack"))).toBe("");
	});

	test("stays while another VRF of the program asks for its place", () => {
		const isHeld = (name: string) => name === "the rule for the local table";
		for (const op of [dropped, deleted]) {
			const left = withoutHandedOver(op, programWith(isHeld));
			expect(left.was?.localRuleLast).toBeUndefined();
			// Its own VRF is the only one that the script leaves out of what it looks for on the host.
			expect(said(left, vrf("blue"))).not.toMatch(/first (?!red$)/m);
		}
	});

	test("moves back with the last VRF, also where that one does not ask for its place", () => {
		const deleted = operationOf(kindNamed("VRF"), { want: null, was: red });
		expect(said(deleted, {})).toMatch(/first red$/m);
	});

	test("stays beside a VRF that has not asked for its place, where somebody else has moved it", () => {
		const others = last.map(({ protocol: _, ...rule }) => rule);
		const plain = operationOf(kindNamed("VRF"), { want: null, was: red });
		expect(said(plain, {}, true, others)).not.toMatch(/first|whoever/);
		const placed = operationOf(kindNamed("VRF"), { want: { ...red, localRuleLast: false }, was: red });
		expect(said(placed, {}, true, others)).toMatch(/whoever red$/m);
	});

	test("moves back with a VRF of an earlier version, which has not marked it", () => {
		const others = last.map(({ protocol: _, ...rule }) => rule);
		for (const op of [dropped, deleted]) expect(said(op, {}, true, others)).toMatch(/whoever red$/m);
	});
});

test("a batch looks at each tunnel of the host once, and not for each tunnel that it creates", () => {
	const readsOfSecond = (count: number): number => {
		const each = Array.from({ length: count }, (_, i) => [
			`t${i}`,
			{ owner, interface: { owner, type: "vxlan", options: { remote_ip: "192.0.2.2", key: String(i) } } },
		]);
		const facts = factsOf(reads, { ovs: { bridges: { br: { owner, ports: Object.fromEntries(each) } } }, links: { "": {} } });
		let lookups = 0;
		for (const rows of [facts.ovs.interfaces, facts.ovs.ports])
			for (const [name, row] of rows) {
				const get = (target: typeof row, key: string) => {
					lookups++;
					return target[key];
				};
				rows.set(name, new Proxy(row, { get: get as ProxyHandler<typeof row>["get"] }));
			}
		const create = (key: number): void => {
			const want = { name: `new${key}`, bridge: "br", type: "vxlan", remoteIp: "192.0.2.2", key };
			plan(operationOf(kindNamed("Tunnel"), { want }), facts, { program: programWith(() => true, { holder: (name) => name }) });
		};
		create(1000);
		lookups = 0;
		create(1001);
		return lookups;
	};
	expect(readsOfSecond(200)).toBe(readsOfSecond(50));
});

test("a fake bridge that somebody has made of a port or on a bridge of the program does not make way", () => {
	const fake = { tag: 5, fake_bridge: true, interface: { type: "internal" } };
	const text =
		/^p1 is a fake bridge of br \(VLAN 5(?:, mark pulumi-ovs=demo\/dev)?\), and no resource manages fake bridges: delete it first/;
	const ofPort = (type: string, mine: boolean) => ({
		ovs: { bridges: { br: { owner, ports: { p1: { ...fake, ...(mine ? { owner } : {}), interface: { type } } } } } },
		links: { "": { p1: { kind: "openvswitch", master: "ovs-system" }, lb: { kind: "bridge" } } },
	});
	expect(() => commands("Link", { name: "p1", type: "dummy" }, ofPort("internal", true))).toThrow(text);
	const endpoints = { type: "gre", remoteIp: "192.0.2.2" };
	const tunnel = {
		bridges: {
			br: { owner, ports: { p1: { ...fake, owner, interface: { type: "gre", options: { remote_ip: "192.0.2.2" } } } } },
		},
	};
	expect(() => commands("Tunnel", { name: "p2", bridge: "br", ...endpoints }, { ovs: tunnel })).toThrow(text);
	for (const mine of [true, false])
		expect(() => commands("Link", { name: "p1", type: "device", master: "lb" }, ofPort("internal", mine))).toThrow(text);
	const onBridge = {
		ovs: { bridges: { br: { owner, ports: { p1: fake, p2: {} } } } },
		links: { "": { br: { kind: "openvswitch" } } },
	};
	expect(() => commands("Link", { name: "br", type: "dummy" }, onBridge)).toThrow(
		"ports that do not belong to this program: p1, p2. Delete them first (ovs-vsctl del-port p2, ovs-vsctl del-br p1)",
	);
});
