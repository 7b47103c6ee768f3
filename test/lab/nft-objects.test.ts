import { onHost, tryOnHost } from "../support/hosts";
import { create, deleteAll, expectConverged, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h3";
const clean = () => tryOnHost(host, "nft flush ruleset; rm -rf /run/pulumi-ovs");
const nft = (words: string) => onHost(host, `nft ${words}`);
const list = () => nft("list table inet gw");

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

const objects = {
	"counter web": "",
	"counter noted": 'comment "a; b"',
	"counter start": "packets 5 bytes 70",
	"quota guests": "over 25 mbytes",
	"limit l1": "rate over 400/minute burst 9 packets",
	"ct helper ftp": 'type "ftp" protocol tcp; l3proto ip',
	"ct timeout t1": "protocol tcp; l3proto ip; policy = { established : 120, close : 20 }",
	"ct expectation e1": "protocol udp; dport 9876; timeout 120s; size 12; l3proto ip",
	"synproxy s1": "mss 1460; wscale 7; timestamp sack-perm",
};

const table = {
	...{ host, family: "inet", name: "gw", objects },
	maps: {
		by: { type: "ipv4_addr", value: "counter", elements: { "127.0.0.8": "noted", "127.0.0.7": '"web"' } },
		rates: { type: "ipv4_addr", value: "limit", flags: ["interval"], elements: { "172.16.0.0/12": "l1" } },
	},
	chains: {
		out: {
			...{ type: "filter", hook: "output", priority: 0 },
			rules: [
				'ip daddr 127.0.0.9 counter name web quota name "guests" drop',
				"counter name ip daddr map @by",
				"limit name ip daddr map @rates drop",
				"counter name ip daddr map { 127.0.0.6 : start }",
			],
		},
		pre: {
			...{ type: "filter", hook: "prerouting", priority: 0 },
			rules: ["tcp dport 21 ct helper set ftp", "tcp dport 99 ct timeout set t1", 'udp dport 98 ct expectation set "e1"'],
		},
		in: { type: "filter", hook: "input", priority: 0, rules: ["tcp dport 8081 synproxy name s1"] },
	},
};

const ping = (address: string) => onHost(host, `ping -c1 -W1 ${address} >/dev/null; :`);
const packets = async (counter: string) => Number(/packets (\d+)/.exec(await nft(`list counter inet gw ${counter}`))?.[1]);

test("objects of each sort converge, and keep their state while other things of the table change", async () => {
	const made = await create("NftTable", table);
	await expectConverged([made]);
	expect(await packets("start")).toBe(5);
	await ping("127.0.0.9");
	await ping("127.0.0.8");
	expect([await packets("web"), await packets("noted")]).toEqual([1, 1]);
	expect(await nft("list quota inet gw guests")).toMatch(/used 84 bytes/);
	await expectConverged([made]);
	const { "counter start": _, ...fewer } = objects;
	const { in: __, ...chains } = table.chains;
	await made.update({
		...table,
		objects: { ...fewer, "quota guests": "over 50 mbytes", "synproxy s1": "mss 1400; wscale 3", "counter more": "" },
		chains: { ...chains, out: { ...chains.out, rules: [...chains.out.rules.slice(0, 3), "counter name more"] } },
	} as never);
	expect([await packets("web"), await packets("noted")]).toEqual([1, 1]);
	expect(await nft("list quota inet gw guests")).toMatch(/over 50 mbytes used 84 bytes/);
	await expectConverged([made]);
	// These can't be changed in place: what uses them is added again in the same transaction.
	await made.update({
		...table,
		objects: {
			...objects,
			"counter noted": 'comment "c"',
			"limit l1": "rate 10 mbytes/second",
			"ct helper ftp": 'type "sip" protocol udp',
			"ct timeout t1": "protocol udp; policy = { replied : 99 }",
			"ct expectation e1": "protocol tcp; dport 9; timeout 1m; size 2; l3proto ip",
		},
		chains: {
			...table.chains,
			pre: { ...table.chains.pre, rules: ["udp dport 21 ct helper set ftp", "udp dport 99 ct timeout set t1"] },
		},
	});
	expect([await packets("web"), await packets("noted")]).toEqual([1, 0]);
	await expectConverged([made]);
	await made.update({ ...table, objects: {}, maps: {}, chains: {} });
	await expectConverged([made]);
	expect(await nft("-s list table inet gw")).not.toMatch(/counter|quota|limit|helper|timeout|expectation|synproxy/);
	await deleteAll([made]);
	expect(await nft("list ruleset")).toBe("");
});

test("objects that somebody adds, changes or deletes are drift; a table with objects is adopted and given back", async () => {
	const made = await create("NftTable", table);
	await nft(
		"'add counter inet gw theirs; delete rule inet gw in handle '$(nft -a list chain inet gw in | sed -n 's/.*synproxy.* # handle //p')'; delete synproxy inet gw s1; add quota inet gw guests { 1 mbytes ; }'",
	);
	await repairs(made);
	await deleteAll([made]);
	await onHost(
		host,
		`nft -f - <<'END'
table inet gw {
	counter c1 { comment "theirs" packets 7 bytes 70 }
	quota q1 { over 9 mbytes used 5 bytes }
	set s { type ipv4_addr ; size 9 ; comment "set" ; }
	chain c { comment "chain"
		ip saddr @s counter name c1 quota name q1 drop
	}
}
END`,
	);
	const before = await nft("-s list table inet gw");
	await newRun();
	const taken = await create("NftTable", { ...table, adopt: true });
	await expectConverged([taken]);
	await deleteAll([taken]);
	expect(await nft("-s list table inet gw")).toBe(before);
});

test("properties of sets, maps and chains converge and change; elements of live maps stay", async () => {
	const sets = {
		merged: { type: "ipv4_addr", flags: ["interval"], autoMerge: true, elements: ["10.0.0.0/25", "10.0.0.128/25", "10.0.0.7"] },
		live: { type: "ipv4_addr", flags: ["dynamic", "timeout"], timeout: "1h", gcInterval: "90s", size: 100, comment: "who, when" },
		ranges: {
			type: "ipv4_addr . inet_service",
			flags: ["interval"],
			size: 50,
			elements: ["10.0.0.0/24 . 80-90", "10.1.0.1 . 22"],
		},
	};
	const maps = {
		marks: {
			...{ type: "ipv4_addr", value: "mark", flags: ["interval", "timeout"], timeout: "1h", size: 10, comment: "marks" },
			elements: { "10.0.0.0/24": 5, "10.1.0.1 timeout 5m": "0x7" },
		},
		learned: { type: "ipv4_addr", value: "ipv4_addr", flags: ["dynamic", "timeout"], timeout: "5m", size: 64 },
		verdicts: {
			type: "ipv4_addr . inet_service",
			value: "verdict",
			flags: ["interval"],
			elements: { "10.0.0.0/24 . 80-90": "accept" },
		},
	};
	const chains = {
		out: {
			...{ type: "filter", hook: "output", priority: 0, comment: "what goes out" },
			rules: [
				"ip daddr 127.0.0.8 update @learned { ip daddr : ip saddr }",
				"ip daddr 127.0.0.8 update @live { ip daddr timeout 10m limit rate 5/second }",
				"meta mark set ip saddr map @marks",
				"ip saddr . tcp dport vmap @verdicts",
				"ip saddr @merged drop",
				"ip saddr . tcp dport @ranges drop",
			],
		},
		plain: { comment: "no hook" },
	};
	const args = { host, family: "inet", name: "gw", sets, maps, chains };
	const made = await create("NftTable", args);
	await expectConverged([made]);
	await ping("127.0.0.8");
	expect(await list()).toMatch(/127\.0\.0\.8 .*: 127\.0\.0\.1/);
	const more = {
		...args,
		sets: { ...sets, merged: { ...sets.merged, elements: ["10.0.0.0/26", "10.0.0.128/25", "10.2.0.1-10.2.0.9"] } },
		maps: { ...maps, marks: { ...maps.marks, elements: { "10.0.0.0/25": 6, "10.1.0.1 timeout 5m": "0x7" } } },
	};
	await made.update(more);
	await expectConverged([made]);
	expect(await list()).toMatch(/127\.0\.0\.8 .*: 127\.0\.0\.1/);
	const others = {
		...more,
		sets: {
			...more.sets,
			live: { ...sets.live, size: 200, gcInterval: "30s", comment: "other" },
			merged: { ...sets.merged, autoMerge: false, elements: ["10.9.0.0/24"] },
		},
		maps: { ...more.maps, marks: { ...more.maps.marks, size: 20 }, learned: { ...maps.learned, timeout: "6m" } },
		chains: { out: { ...chains.out, comment: "changed" }, plain: {} },
	};
	await made.update(others);
	await expectConverged([made]);
	await nft(
		"'add element inet gw merged { 10.10.0.0/16 }; add element inet gw marks { 10.77.0.0/16 : 9 }; delete element inet gw verdicts { 10.0.0.0/24 . 80-90 }'",
	);
	await repairs(made);
	await deleteAll([made]);
	expect(await nft("list ruleset")).toBe("");
});

test("what nft refuses of an object changes nothing, and names it", async () => {
	await expect(
		create("NftTable", { host, family: "inet", name: "gw", objects: { "counter ok": "", "quota bad": "25 parsecs" } }),
	).rejects.toThrow(/refuses objects\["quota bad"\]/);
	expect(await nft("list ruleset")).toBe("");
});
