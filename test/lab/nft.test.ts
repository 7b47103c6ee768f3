import { onHost, tryOnHost } from "../support/hosts";
import { create, createAll, type Made, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";

/** The state of the host that this kind can change. */
const look = () => onHost(host, "nft -s list ruleset; ip netns list; ls /run/pulumi-ovs/owned 2>/dev/null || true");
const clean = () =>
	tryOnHost(
		host,
		"nft flush ruleset; ip netns del nf 2>/dev/null; rm -rf /run/pulumi-ovs; for d in f1 f2; do ip link del $d 2>/dev/null; done; :",
	);

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

const handlesOf = async (chain: string) =>
	(await onHost(host, `nft -a list chain inet gw ${chain}`))
		.split("\n")
		.flatMap((line) => / # handle (\d+)$/.exec(line)?.slice(1) ?? []);
const packets = async (what: string) =>
	Number(/packets (\d+)/.exec(await onHost(host, `nft list chain inet gw out | grep '${what}'`))?.[1]);

const table = {
	host,
	family: "inet",
	name: "gw",
	sets: {
		seen: { type: "ipv4_addr", flags: ["dynamic", "timeout"], timeout: "1h" },
		nets: { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.0/8", "192.0.2.128-192.0.2.255"] },
		ports: { type: "inet_service", elements: ["ssh", "8080"] },
	},
	maps: {
		by: {
			type: "ipv4_addr . inet_service",
			value: "verdict",
			elements: { "10.0.0.7 . 22": "jump one", "10.0.0.7 . http": "accept" },
		},
	},
	chains: {
		out: {
			...{ type: "filter", hook: "output", priority: 0, policy: "accept" },
			rules: [
				"ip daddr 127.0.0.9 counter accept",
				"ip daddr 127.0.0.8 update @seen { ip daddr } counter",
				"tcp dport {80, 22} ct state established,related accept",
				"ip daddr . tcp dport vmap @by",
			],
		},
		// The table must not block the SSH connection to the host.
		fw: { type: "filter", hook: "forward", priority: "filter", policy: "accept" },
		one: { rules: ['tcp dport 0x17 log prefix "a; { b" counter drop', "ip saddr @nets tcp sport @ports accept"] },
		pre: {
			type: "nat",
			hook: "prerouting",
			priority: "dstnat+5",
			rules: ["iifname tun1 ip daddr 2.2.2.11 tcp dport 2222 dnat ip to 10.0.0.7:22"],
		},
	},
};

test("a table converges whatever its spelling, and one changed rule leaves counters and dynamic elements alone", async () => {
	const made = await create("NftTable", table);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await onHost(host, "ping -c2 -i0.2 -W1 127.0.0.9 >/dev/null; ping -c1 -W1 127.0.0.8 >/dev/null; :");
	expect(await packets("127.0.0.9")).toBe(2);
	const handles = await handlesOf("out");
	const { out } = table.chains;
	const rules = out.rules.map((rule) => (rule.includes("80") ? "tcp dport { 22, 80, 443 } accept" : rule));
	const chains = { ...table.chains, out: { ...out, rules: [...rules, "counter"] } };
	await made.update({ ...table, chains });
	expect(await packets("127.0.0.9")).toBe(2);
	expect(await packets("127.0.0.8")).toBe(1);
	expect(await onHost(host, "nft list set inet gw seen")).toMatch(/127\.0\.0\.8/);
	const after = await handlesOf("out");
	expect(after.slice(0, handles.length)).toEqual(handles);
	expect(after).toHaveLength(handles.length + 1);
	await made.update();
	expect(await packets("127.0.0.9")).toBe(2);
	await newRun();
	await made.delete();
	expect(await look()).toBe("");
});

// nft 1.0.6 crashes there at a rule that names another one.
test("rules come to both ends of a chain and change beside a list of a field that is no whole byte, also of others", async () => {
	await onHost(host, "nft add table ip theirs; nft add chain ip theirs c; nft add rule ip theirs c ip dscp '{ 5, 6 }' drop");
	const args = (rules: string[]) => ({ host, family: "inet", name: "gw", chains: { out: { rules } } });
	const made = await create("NftTable", args(["ip dscp { 5, 6 } counter", "tcp dport 80 accept"]));
	const last = (await handlesOf("out")).at(-1);
	await made.update(args(["tcp dport 1 drop", "tcp dport 2 drop", "ip dscp { 5, 7 } counter", "tcp dport 80 accept", "drop"]));
	expect((await handlesOf("out")).at(-2)).toBe(last);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.delete();
	await onHost(host, "nft delete table ip theirs");
});

/** Each line has several spellings of the same rule. */
const spellings = [
	["tcp dport 80 accept", "tcp dport http accept", "tcp dport { 80 } accept", "tcp dport 0x50 accept"],
	["tcp dport {22,80}", "tcp dport { 80, 22 }", "tcp dport { ssh, http }"],
	["ct state {established,related} accept", "ct state { related, established } accept"],
	["ct state related,established accept", "ct state established,related accept"],
	["ip saddr 10.1.2.3/8 drop", "ip saddr 10.0.0.0/8 drop"],
	["ip saddr 10.0.0.0-10.255.255.255 drop"],
	["meta mark set 0x0000001f", "meta mark set 31", "mark set 31"],
	["meta mark set meta mark & 0xf0 | 1", "meta mark set mark and 0xf0 or 0x1", "meta mark set (meta mark and 240) or 1"],
	["icmp type 8 accept", "icmp type echo-request accept"],
	["ip protocol icmp icmp type echo-request accept"],
	['iifname {"a","b"} accept', "meta iifname { b, a } accept"],
	["limit rate 10/second burst 5 packets accept", "limit rate 10/second accept"],
	["ip daddr 1.2.3.4 counter", "ip daddr 1.2.3.4 counter packets 0 bytes 0"],
	["reject", "reject with icmpx port-unreachable", "reject with icmpx type port-unreachable"],
];

test("rules spelled in any way are no drift, and a change of spelling alone changes nothing", async () => {
	const chains = (all: string[]) => ({ c: { rules: [...all, "counter"] } });
	const args = { host, family: "inet", name: "spell", chains: chains(spellings.flat()) };
	const made = await create("NftTable", args);
	await newRun();
	await made.refresh();
	expect(made.state.chains).toEqual(args.chains);
	expect(await made.diff()).toBeUndefined();
	const handles = await onHost(host, "nft -a list table inet spell");
	await made.update({ ...args, chains: chains(spellings.flatMap((group) => group.map(() => group[0] ?? ""))) });
	expect(await onHost(host, "nft -a list table inet spell")).toBe(handles);
	await made.delete();
});

test("what nft refuses stops before anything is changed, with nft's mark under it", async () => {
	const made = await create("NftTable", table);
	const found = await look();
	const bad = { ...table, chains: { ...table.chains, one: { rules: ["ip saddr 1.2.3.4 accept", "tcp dprt 22 accept"] } } };
	const error = await made.update(bad).catch((e) => e);
	expect(error.message).toMatch(
		/\S+ \(h2\/NftTable\/inet\/gw\): nft on this host refuses chains\.one\.rules\[1\], .*:\nsyntax error.*\ntcp dprt 22 accept\n +\^/,
	);
	const missing = { ...table, chains: { ...table.chains, one: { rules: ["jump nowhere"] } } };
	await newRun();
	await expect(made.update(missing)).rejects.toThrow(/names the chain "nowhere", which is not in chains of this table/);
	expect(await look()).toBe(found);
	await newRun();
	const both = await Promise.allSettled([
		create("NftTable", { ...bad, name: "bad" }),
		create("NftTable", { host, family: "ip", name: "good", chains: { c: {} } }),
	]);
	expect(both.map((b) => b.status)).toEqual(["rejected", "fulfilled"]);
	expect(await onHost(host, "nft list tables")).toBe("table inet gw\ntable ip good");
});

test("drift by hand is shown property by property, and just that is put back", async () => {
	const made = await create("NftTable", table);
	await onHost(
		host,
		"ping -c1 -W1 127.0.0.9 >/dev/null; nft 'flush chain inet gw one; insert rule inet gw out counter; delete element inet gw ports { 22 }; add element inet gw ports { 23 }; add chain inet gw theirs; add counter inet gw c1; delete element inet gw by { 10.0.0.7 . 80 }; add element inet gw by { 10.0.0.7 . 80 : drop }'",
	);
	await newRun();
	await made.refresh();
	const { state } = made;
	expect(state.chains.one).toEqual({});
	expect(state.chains.theirs).toEqual({});
	expect(state.chains.out.rules).toEqual(["counter", ...table.chains.out.rules]);
	expect(state.chains.pre).toEqual({ ...table.chains.pre, priority: "dstnat + 5" });
	expect(state.sets.ports.elements).toEqual(["23", "8080"]);
	expect(state.sets.nets).toEqual(table.sets.nets);
	expect(state.maps.by.elements).toEqual({ "10.0.0.7 . 22": "jump one", "10.0.0.7 . http": "drop" });
	await repairs(made);
	expect(await packets("127.0.0.9")).toBe(1);
	await onHost(host, "nft flush table inet gw");
	await repairs(made);
	for (const more of ["delete chain inet gw fw", "chain inet gw fw '{ policy drop; }'", "list tables"]) {
		await onHost(host, `nft 'add table inet gw { flags dormant; }'; nft ${more}`);
		await repairs(made);
		expect(await onHost(host, "nft list table inet gw")).not.toMatch(/dormant/);
	}
	await onHost(host, "nft 'chain inet gw fw { policy drop; }'");
	await repairs(made);
	await onHost(host, "nft delete table inet gw");
	await newRun();
	expect(await made.refresh()).toBe(false);
	expect(await onHost(host, "nft list tables")).toBe("");
});

test("chains, sets and maps that change their nature are made anew, with the rules that hold on to them, and others keep theirs", async () => {
	const made = await create("NftTable", table);
	await onHost(host, "ping -c1 -W1 127.0.0.9 >/dev/null");
	const changedTable = {
		...table,
		sets: { nets: { type: "ipv4_addr", elements: ["10.0.0.1"] }, seen: { ...table.sets.seen, timeout: "2h" } },
		maps: { by: { type: "ipv4_addr . inet_service", value: "verdict", elements: { "10.0.0.7 . 22": "jump two" } } },
		chains: {
			out: table.chains.out,
			two: { rules: ["ip saddr @nets accept"] },
			pre: { ...table.chains.pre, priority: -7 },
		},
	};
	await made.update(changedTable);
	expect(await packets("127.0.0.9")).toBe(1);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.update(table);
	expect(await packets("127.0.0.9")).toBe(1);
});

test("a table that is not ours is refused, adopted, and released as it was; others are never touched", async () => {
	await onHost(
		host,
		"nft 'add table ip other; add chain ip other c; add rule ip other c counter; add table inet gw; add chain inet gw c { type filter hook input priority 5; }; add rule inet gw c tcp dport 99 accept; add set inet gw s { type ipv4_addr; elements = { 1.2.3.4 }; }'",
	);
	const found = await look();
	await expect(create("NftTable", table)).rejects.toThrow(/does not belong to this program .*Set adopt: true/);
	await newRun();
	await onHost(host, "nft 'add table inet gw { flags dormant; }'");
	await expect(create("NftTable", { ...table, adopt: true })).rejects.toThrow(/could not restore flags dormant/);
	await onHost(host, "nft add table inet gw");
	await newRun();
	const made = await create("NftTable", { ...table, adopt: true });
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.delete();
	expect(await look()).toBe(found);
});

test("a table is adopted and released whose note is longer than any word of a command may be", async () => {
	const elements = Array.from({ length: 10_000 }, (_, i) => `172.30.${100 + Math.floor(i / 100)}.${100 + (i % 100)}`);
	const set = `set s { type ipv4_addr; elements = { ${elements.join(",\n")} }; }`;
	await onHost(host, `nft -f - <<'END'\ntable inet gw {\n${set}\n}\nEND`);
	const found = await look();
	const made = await create("NftTable", {
		...{ host, family: "inet", name: "gw", adopt: true },
		sets: { s: { type: "ipv4_addr", elements: ["10.0.0.1"] } },
	});
	const longestWord = 128 * 1024;
	expect(Number(await onHost(host, "cat /run/pulumi-ovs/owned/* | wc -c"))).toBeGreaterThan(longestWord);
	expect(await onHost(host, "nft list set inet gw s | grep -c 172.30 || true")).toBe("0");
	await newRun();
	await made.delete();
	expect(await look()).toBe(found);
});

test("in a namespace, with flowtables whose devices come and go", async () => {
	const args = {
		...{ host, netns: "nf", family: "inet", name: "gw" },
		flowtables: { fb: { devices: ["f1", "f2"] } },
		chains: { fwd1: { type: "filter", hook: "forward", priority: "filter", rules: ["ip protocol tcp flow add @fb", "counter"] } },
	};
	const all = (await createAll([
		["NftTable", args],
		["Link", { host, netns: "nf", name: "f1", type: "dummy" }],
		["Link", { host, netns: "nf", name: "f2", type: "dummy" }],
		["Namespace", { host, name: "nf" }],
	])) as [Made, Made, Made, Made];
	const [made, , f2] = all;
	const devices = () => onHost(host, "ip netns exec nf nft list flowtables | grep devices || true");
	expect(await devices()).toMatch(/\{ f1, f2 \}/);
	const handles = await onHost(host, "ip netns exec nf nft -a list chain inet gw fwd1");
	await newRun();
	await made.update({ ...args, flowtables: { fb: { devices: ["f1"] } } });
	expect(await devices()).toMatch(/\{ f1 \}/);
	await made.update(args);
	expect(await devices()).toMatch(/\{ f1, f2 \}/);
	expect(await onHost(host, "ip netns exec nf nft -a list chain inet gw fwd1")).toBe(handles);
	await onHost(host, "ip -n nf link del f2");
	await newRun();
	expect((await made.refresh()) && made.state.flowtables.fb.devices).toEqual(["f1"]);
	await newRun();
	await f2.refresh();
	await Promise.all([made.update(), create("Link", f2.args)]);
	expect(await devices()).toMatch(/\{ f1, f2 \}/);
	await newRun();
	await expect(made.update({ ...args, flowtables: { fb: { devices: ["f1"], hardwareOffload: true } } })).rejects.toThrow(
		/not supported/,
	);
	await newRun();
	await made.delete();
	expect(await onHost(host, "ip netns exec nf nft list ruleset")).toBe("");
});

test("devices whose names are numbers or words of nft", async () => {
	const names = ["6in4", "mark"];
	const chains = { early: { type: "filter", hook: "ingress", priority: "filter", devices: names } };
	const [table, flows] = (await createAll([
		["NftTable", { host, netns: "nf", family: "inet", name: "gw", chains, flowtables: { fb: { devices: names } } }],
		["FlowTable", { host, netns: "nf", name: "fast", devices: names }],
		...names.map((name): [string, Record<string, unknown>] => ["Link", { host, netns: "nf", name, type: "dummy" }]),
		["Namespace", { host, name: "nf" }],
	])) as [Made, Made];
	for (const made of [table, flows]) {
		await newRun();
		await made.refresh();
		expect(await made.diff()).toBeUndefined();
	}
});

test("a FlowTable takes established flows between its devices, in software where the hardware can't, and is repaired", async () => {
	await onHost(host, "ip link add dev f1 type dummy; ip link add dev f2 type dummy");
	const args = {
		host,
		name: "fast",
		devices: ["f2", "f1"],
		hardwareOffload: true,
		counter: true,
		ctZone: 7,
		expression: "ip saddr 10.0.0.0/8",
	};
	const made = await create("FlowTable", args);
	expect(made.state.offload).toMatch(/^software: not all/);
	const listed = await onHost(host, "nft list table inet fast");
	expect(listed).toMatch(/devices = \{ f1, f2 \}\n\t\tcounter/);
	expect(listed).toMatch(/meta l4proto \{ tcp, udp \} ct zone 7 ip saddr 10\.0\.0\.0\/8 ct state established flow add @fast/);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.update({ ...args, protocols: ["tcp"], devices: ["f1"], expression: undefined });
	expect(await onHost(host, "nft list table inet fast")).toMatch(
		/\{ f1 \}[\s\S]*meta l4proto tcp ct zone 7 ct state established flow add/,
	);
	await made.update(args);
	for (const damage of [
		"nft flush chain inet fast forward",
		"ip link del f2; ip link add dev f2 type dummy",
		"nft add rule inet fast forward counter",
		"nft add chain inet fast theirs",
		"nft flush table inet fast",
	]) {
		await onHost(host, damage);
		await repairs(made);
	}
	await newRun();
	await made.delete();
	expect(await look()).toBe("");
});

test("a wire between devices: rules that forward and copy to devices, which may be created with the table or again", async () => {
	const link = (name: string): [string, Record<string, unknown>] => ["Link", { host, name, type: "dummy", up: true }];
	const rules = ["numgen random mod 100 < 5 drop", 'dup to "f2"', "fwd to f2"];
	const chains = { ac: { type: "filter", hook: "ingress", priority: 1, devices: ["f1"], rules } };
	const checks = {
		pre: {
			type: "filter",
			hook: "prerouting",
			priority: "raw",
			rules: ['fib saddr . iif oif != "f1" accept', "dup to 192.0.2.9 device f2"],
		},
	};
	const [wire, check, f1, f2] = (await createAll([
		["NftTable", { host, name: "wire", family: "netdev", chains }],
		["NftTable", { host, name: "check", family: "ip", chains: checks }],
		link("f1"),
		link("f2"),
	])) as [Made, Made, Made, Made];
	for (const made of [wire, check]) {
		await newRun();
		await made.refresh();
		expect(await made.diff()).toBeUndefined();
	}
	await onHost(host, "ip link del f2; ip link add f2 type dummy; ip link set f2 up");
	for (const made of [wire, check]) await repairs(made);
	expect(await onHost(host, "nft list table netdev wire; nft list table ip check")).toMatch(
		/dup to "f2"[\s\S]*fwd to "f2"[\s\S]*device "f2"/,
	);
	await newRun();
	await Promise.all([wire, check].map((made) => made.delete()));
	await Promise.all([f1, f2].map((made) => made.delete()));
});
