import crypto from "node:crypto";
import { factKey, readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Fact } from "../../../provider/tools/list";
import type { Reading } from "../../../provider/tools/tool";

const printed = (stdout: string, code = 0, stderr = ""): Reading => ({ stdout, stderr, code });

const blue = { netns: "blue" };
/** One fact for each sort of read. */
const samples: { [R in Fact["read"]]: Extract<Fact, { read: R }> } = {
	ovs: { read: "ovs" },
	"ovs-rows": { read: "ovs-rows", names: ["p1"] },
	links: { read: "links", ...blue },
	"bridge-vlans": { read: "bridge-vlans", ...blue },
	"bridge-entries": { read: "bridge-entries", ...blue },
	fdb: { read: "fdb", ...blue, device: "vx1" },
	attached: { read: "attached", ...blue, device: "vx1" },
	wireguard: { read: "wireguard", ...blue },
	namespaces: { read: "namespaces" },
	routes: { read: "routes", ...blue },
	"route-tables": { read: "route-tables", ...blue, tables: ["4 254"] },
	"routes-to": { read: "routes-to", ...blue, to: "4 default" },
	rules: { read: "rules", ...blue },
	neighbors: { read: "neighbors", ...blue },
	"daemon-neighbors": { read: "daemon-neighbors", ...blue },
	journal: { read: "journal" },
	"journal-entries": { read: "journal-entries", files: ["Sysctl%2Fa"] },
	"boot-files": { read: "boot-files" },
	sysctl: { read: "sysctl", ...blue, key: "net/ipv4/ip_forward" },
	"sysctl-copies": { read: "sysctl-copies", ...blue, key: "net/ipv4/ip_forward" },
	"nft-tables": { read: "nft-tables", ...blue },
	"nft-chains": { read: "nft-chains", ...blue },
	nft: { read: "nft", ...blue, family: "inet", name: "t" },
	"nft-rendered": { read: "nft-rendered", family: "inet", name: "t", text: "table inet t {\n}\n" },
	"nft-offload": { read: "nft-offload", ...blue, devices: ["d0"] },
	flows: { read: "flows", bridge: "br0", table: 0 },
	"flows-rendered": { read: "flows-rendered", bridge: "br0", text: "table=0,actions=drop\n" },
	groups: { read: "groups", bridge: "br0" },
	meters: { read: "meters", bridge: "br0" },
	"tlv-map": { read: "tlv-map", bridge: "br0" },
	"kept-flows": { read: "kept-flows", bridge: "br0" },
	qdiscs: { read: "qdiscs" },
	"foreign-qdiscs": { read: "foreign-qdiscs" },
	"session-start": { read: "session-start" },
	package: { read: "package", name: "nftables" },
	module: { read: "module", name: "vxlan" },
	service: { read: "service", name: "nftables" },
	"setup-files": { read: "setup-files" },
	probe: { read: "probe", probe: { ...blue, to: "192.0.2.1", protocol: "icmp", retries: 1, timeout: 1 } },
};

/** The value of a fact, as kinds ask for it. */
function value(facts: Facts, fact: Fact): unknown {
	switch (fact.read) {
		case "ovs":
		case "ovs-rows":
			return facts.ovs;
		case "qdiscs":
			return facts.qdiscs;
		case "links":
			return facts.links(fact.netns);
		case "bridge-vlans":
			return facts.bridgeVlans(fact.netns);
		case "wireguard":
			return facts.wireGuard(fact.netns);
		case "namespaces":
			return facts.namespaces;
		case "routes":
		case "route-tables":
			return facts.routes(fact.netns);
		case "routes-to":
			return facts.routesTo(fact.netns, fact.to);
		case "neighbors":
			return facts.neighbors(fact.netns);
		case "bridge-entries":
		case "attached":
		case "foreign-qdiscs":
			return facts.value(fact);
		case "daemon-neighbors":
			return facts.daemonNeighbors(fact.netns);
		case "fdb":
			return facts.fdb(fact.netns, fact.device);
		case "rules":
			return facts.rules(fact.netns);
		case "journal":
		case "journal-entries":
			return facts.journal;
		case "boot-files":
			return facts.bootFiles;
		case "sysctl":
			return facts.sysctl(fact.netns, fact.key);
		case "sysctl-copies":
			return facts.sysctlCopies(fact.netns, fact.key);
		case "nft":
			return facts.nft(fact.netns, fact.family, fact.name);
		case "nft-tables":
			return facts.nftTables(fact.netns);
		case "nft-chains":
			return facts.nftChains(fact.netns);
		case "nft-rendered":
			return facts.nftRendered(fact.family, fact.name, fact.text);
		case "nft-offload":
			return facts.nftOffload(fact.netns, fact.devices);
		case "flows":
			return facts.flows(fact.bridge, fact.table);
		case "flows-rendered":
			return facts.flowsRendered(fact.bridge, fact.text);
		case "groups":
			return facts.groups(fact.bridge);
		case "meters":
			return facts.meters(fact.bridge);
		case "tlv-map":
			return facts.tlvMap(fact.bridge);
		case "package":
			return facts.package(fact.name);
		case "module":
			return facts.isModuleLoaded(fact.name);
		case "service":
			return facts.service(fact.name);
		case "setup-files":
			return facts.setupFiles;
		case "probe":
			return facts.probe(fact.probe);
	}
}

const read = (fact: Fact, reading: Reading) => value(new Facts().updated(Facts.of([[fact, reading]])), fact);

describe("a program that is missing", () => {
	const programs: Partial<Record<Fact["read"], [string, string]>> = {
		ovs: ["ovs-vsctl", "openvswitch-switch (on RHEL: dnf install openvswitch)"],
		"ovs-rows": ["ovs-vsctl", "openvswitch-switch"],
		links: ["ip", "iproute2 (on RHEL: dnf install iproute)"],
		namespaces: ["ip", "iproute2"],
		routes: ["ip", "iproute2"],
		"route-tables": ["ip", "iproute2"],
		rules: ["ip", "iproute2"],
		sysctl: ["sysctl", "procps (on RHEL: dnf install procps-ng)"],
		nft: ["nft", "nftables"],
		"nft-rendered": ["unshare", "util-linux"],
		"nft-offload": ["nft", "nftables"],
		flows: ["ovs-ofctl", "openvswitch-switch"],
		"flows-rendered": ["ovs-ofctl", "openvswitch-switch"],
		groups: ["ovs-ofctl", "openvswitch-switch"],
		meters: ["ovs-ofctl", "openvswitch-switch"],
		"tlv-map": ["ovs-ofctl", "openvswitch-switch"],
		wireguard: ["wg", "wireguard-tools"],
		probe: ["ping", "iputils-ping (on RHEL: dnf install iputils)"],
	};

	test.each(Object.entries(programs) as [Fact["read"], [string, string]][])("%s", (name, [program, packages]) => {
		const expected = `${program} is not installed on this host: apt install ${packages}`;
		expect(() => read(samples[name], printed("", 127))).toThrow(expected);
		expect(() => read(samples[name], printed("", 127, `sh: 1: ${program}: not found`))).toThrow(expected);
		expect(() => read(samples[name], printed("", 127, `bash: line 7: ${program}: command not found`))).toThrow(expected);
	});

	test.each(["sysctl", "nft", "nft-offload"] as const)("%s, in a network namespace", (name) => {
		const [program = ""] = programs[name] ?? [];
		for (const code of [1, 255])
			expect(() => read(samples[name], printed("", code, `exec of "${program}" failed: No such file or directory`))).toThrow(
				`${program} is not installed on this host: apt install`,
			);
		expect(() => read(samples[name], printed("", 127, "sh: 3: ip: not found"))).toThrow(
			"ip is not installed on this host: apt install iproute2",
		);
	});

	test("nft in the namespace that a table is checked in", () => {
		expect(() => read(samples["nft-rendered"], printed("", 127, "sh: 1: nft: not found"))).toThrow(
			"nft is not installed on this host",
		);
	});
});

describe("a host on which root may not create or enter network namespaces", () => {
	// No kind asks for the entries of Linux bridges, or for what is attached to a device: a host that can't list them is not known to have any.
	const isAsked = ({ read }: Fact) => read !== "bridge-entries" && read !== "attached";
	const inNamespaces = Object.values(samples).filter(
		(fact) => isAsked(fact) && "netns" in fact && readCall(fact).argv.includes("blue"),
	);

	test.each([
		...inNamespaces.map((fact) => [fact.read, 'setting the network namespace "blue" failed: Operation not permitted'] as const),
		["nft-rendered", "unshare: unshare failed: Operation not permitted"] as const,
	])("%s", (name, stderr) => {
		for (const code of [1, 255])
			expect(() => read(samples[name], printed("", code, stderr))).toThrow(
				/ \(.* failed: Operation not permitted\): network namespaces need the capability CAP_SYS_ADMIN: .*--cap-add SYS_ADMIN/,
			);
	});
});

describe("missing objects, and unreadable ones", () => {
	const noNetns = 'Cannot open network namespace "blue": No such file or directory';

	test.each([
		"links",
		"fdb",
		"wireguard",
		"routes",
		"route-tables",
		"routes-to",
		"rules",
		"neighbors",
		"sysctl",
		"sysctl-copies",
		"nft",
	] as const)("%s of a missing namespace", (name) => {
		expect(read(samples[name], printed("", 1, noNetns))).toBeUndefined();
	});

	test.each<[Fact["read"], string]>([
		["sysctl", "sysctl: cannot stat /proc/sys/net/ipv4/ip_forward: No such file or directory"],
		["sysctl", "sysctl: error: 'net/ipv4/ip_forward' is an unknown key"],
		["nft", "Error: No such file or directory\nlist table inet t\n                ^"],
		["nft", "Error: No such file or directory; did you mean table 'x' in family inet?"],
		["nft", "Error: Could not process rule: No such file or directory"],
		["flows", "ovs-ofctl: br0 is not a bridge or a socket"],
		["groups", "ovs-ofctl: br0 is not a bridge or a socket"],
		["meters", "ovs-ofctl: br0 is not a bridge or a socket"],
		["tlv-map", "ovs-ofctl: br0 is not a bridge or a socket"],
	])("%s: %s", (name, stderr) => {
		expect(read(samples[name], printed("", 1, stderr))).toBeUndefined();
	});

	test.each<[Fact["read"], string]>([
		["ovs", "ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)"],
		["links", "ip: cannot open /etc/iproute2/x: No such file or directory"],
		["namespaces", "Failed to open /run/netns: No such file or directory"],
		["routes", "mount of /sys failed: No such file or directory"],
		["routes-to", "mount of /sys failed: No such file or directory"],
		["route-tables", "mount of /sys failed: No such file or directory"],
		["rules", "RTNETLINK answers: No such file or directory"],
		["sysctl", "mount of /sys failed: No such file or directory"],
		["nft", "internal:0:0-0: Error: Could not open file: No such file or directory"],
		["flows", "ovs-ofctl: br0: failed to connect to socket (Connection refused)"],
		["flows", "ovs-ofctl: /run/openvswitch/br0.mgmt: No such file or directory"],
		["nft-offload", "netlink: Error: cache initialization failed: Operation not permitted"],
		["journal", "sh: 1: cd: can't cd to /run/pulumi-ovs/owned"],
	])("%s: %s", (name, stderr) => {
		expect(() => read(samples[name], printed("", 1, stderr))).toThrow(stderr);
	});
});

describe("odd output", () => {
	test.each<[Fact["read"], string, string]>([
		["ovs", "up\nUnable to init server\n", "ovs-vsctl"],
		["links", '[{"ifindex":1,"ifname":"lo"}]', "ip"],
		["namespaces", "blue (id: 0)\n", "ip"],
		["routes", "default via 10.0.0.1 dev eth0\n", "ip"],
		["rules", "family 4\n[]\nfamily 6\n[{]\n", "ip"],
	])("of %s makes that fact unreadable, and no other", (name, stdout, program) => {
		const odd = `${stdout}${"much more of it ".repeat(50)}`;
		const facts = Facts.of([
			[samples[name], printed(odd)],
			[samples.flows, printed(" cookie=0x1, priority=5 actions=drop\n")],
		]);
		let message = "";
		try {
			value(facts, samples[name]);
		} catch (error) {
			message = (error as Error).message;
		}
		expect(message).toContain(`${program} printed something that can't be understood`);
		expect(message).toContain(stdout.trim().split("\n")[0]);
		expect(message).not.toContain("\n");
		expect(message.length).toBeLessThan(300);
		expect(facts.flows("br0", 0)).toHaveLength(1);
	});
});

describe("keys", () => {
	const text = Array.from(
		{ length: 5000 },
		(_, i) => `table=0,priority=${i},ip,nw_dst=10.${i >> 8}.${i & 255}.0/24,actions=drop\n`,
	).join("");
	const many: Fact = { read: "flows-rendered", bridge: "br0", text };

	test("of thousands of flows, of hundreds of rows and devices are short, and differ", () => {
		const names = Array.from({ length: 500 }, (_, i) => `port${i}`);
		const facts: Fact[] = [
			many,
			{ ...many, text: `${text}\n` },
			{ read: "nft-rendered", family: "inet", name: "t", text },
			{ read: "ovs-rows", names },
			{ read: "nft-offload", netns: "", devices: names },
		];
		const keys = facts.map(factKey);
		for (const key of keys) expect(key.length).toBeLessThan(300);
		expect(new Set(keys).size).toBe(facts.length);
	});

	test("are not hashed again at each look-up", () => {
		const facts = Facts.of([[many, printed("")]]);
		const [hash, stringify, parse] = [jest.spyOn(crypto, "createHash"), jest.spyOn(JSON, "stringify"), jest.spyOn(JSON, "parse")];
		for (let i = 0; i < 10; i++) {
			facts.flowsRendered("br0", text);
			facts.updated(facts).without((fact) => fact.read === "links");
		}
		const longest = Math.max(...stringify.mock.results.map((result) => String(result.value).length));
		const counts = [hash.mock.calls.length, parse.mock.calls.length];
		jest.restoreAllMocks();
		expect(longest).toBeLessThan(300);
		expect(counts).toEqual([0, 0]);
	});
});

test("all reads of a namespace name it, those of others don't", () => {
	const named = Object.values(samples).filter((fact) => readCall(fact).argv.includes("blue"));
	expect(named.map((fact) => fact.read)).toEqual([
		"links",
		"bridge-vlans",
		"bridge-entries",
		"fdb",
		"attached",
		"wireguard",
		"routes",
		"route-tables",
		"routes-to",
		"rules",
		"neighbors",
		"daemon-neighbors",
		"sysctl",
		"sysctl-copies",
		"nft-tables",
		"nft-chains",
		"nft",
		"nft-offload",
		"probe",
	]);
});
