import { overlappingElements } from "../../provider/nft/intervals";
import { onHost, tryOnHost } from "../support/hosts";
import { create, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";

const look = () => onHost(host, "nft -s list ruleset; ls /run/pulumi-ovs/owned 2>/dev/null || true");
const clean = () => tryOnHost(host, "nft flush ruleset; rm -rf /run/pulumi-ovs");

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

const base = { type: "filter", hook: "forward", priority: 0 };
const interval = { type: "ipv4_addr", flags: ["interval"] };

/** A table with a set and two verdict maps of intervals, whose elements lead to the chain of this name. */
const table = (chain: string, set: string[], byAddress: Record<string, string>) => ({
	...{ host, family: "inet", name: "gw" },
	sets: { s: { ...interval, elements: set } },
	maps: {
		m: { ...interval, value: "verdict", elements: byAddress },
		links: { type: "ifname", flags: ["interval"], value: "verdict", elements: { "tap*": `jump ${chain}`, wg0: "drop" } },
	},
	chains: {
		base: { ...base, rules: ["ip saddr @s counter", "tcp dport 22 counter", "ip saddr vmap @m", "iifname vmap @links"] },
		[chain]: { rules: ["accept"] },
	},
});

test("maps of intervals lead to chains of the same update, and `*` comes and goes", async () => {
	const made = await create("NftTable", table("one", ["10.0.0.0/8"], { "10.0.0.0/8": "jump one" }));
	for (const args of [
		table("one", ["10.0.0.0/8", "*"], { "10.0.0.0/8": "jump one", "*": "drop" }),
		table("two", ["11.0.0.0/8", "*"], { "10.0.0.0/8": "jump two", "*": "drop" }),
		table("three", ["*"], { "10.0.0.0/7": "jump three", "*": "jump three" }),
		table("three", ["*", "12.0.0.0/8"], { "*": "drop" }),
		table("two", ["12.0.0.0/8"], { "1.0.0.0/8": "jump two" }),
	]) {
		await made.update(args);
		await newRun();
		await made.refresh();
		expect(await made.diff(args)).toBeUndefined();
	}
	expect(await onHost(host, "nft list chain inet gw base | grep -c vmap")).toBe("2");
	await made.delete();
	expect(await look()).toBe("");
});

test("an adopted table with such maps is given back", async () => {
	const text = `table inet gw {
	set s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, * } }
	set only { type ipv4_addr; flags interval; elements = { * } }
	map m { type ipv4_addr : verdict; flags interval; elements = { 10.0.0.0/8 : jump sub, * : drop } }
	map links { type ifname : verdict; flags interval; elements = { "tap*" : jump sub } }
	chain sub { tcp dport 22 accept; }
	chain base { type filter hook input priority 5; ip saddr @s accept; ip saddr @only accept; ip saddr vmap @m; iifname vmap @links; }
}`;
	await onHost(host, `nft -f - <<'END'\n${text}\nEND`);
	const found = (await look()).split("\n").sort();
	for (const args of [
		{ host, family: "inet", name: "gw", chains: { base: { ...base, hook: "input", rules: ["accept"] } } },
		table("sub", ["10.0.0.0/8"], { "10.0.0.0/8": "drop" }),
	]) {
		const made = await create("NftTable", { ...args, adopt: true });
		await newRun();
		await made.refresh();
		expect(await made.diff()).toBeUndefined();
		await made.delete();
		await newRun();
		expect((await look()).split("\n").sort()).toEqual(found);
	}
});

test("elements are refused as overlapping where nft refuses them, and only there", async () => {
	const elements: [string, string[]][] = [
		[
			"ipv4_addr",
			["10.0.0.0/8", "10.0.0.0-10.255.255.255", "10.1.0.0/16", "9.0.0.0-10.0.0.0", "11.0.0.0", "10.255.255.255/7", "0.0.0.0/0"],
		],
		["ipv6_addr", ["2001:DB8::/32", "2001:db8::5", "2001:db7::-2001:db8::", "fe80::/10", "::/0", "::1"]],
		["inet_service", ["80", "80-90", "90-100", "91", "0-65535", "0x50"]],
		["mark", ["0x10-0x20", "17", "32", "33"]],
		["ether_addr", ["02:00:00:00:00:01", "02:00:00:00:00:02"]],
	];
	const pairs = elements.flatMap(([type, all]) =>
		all.flatMap((one, i) => all.slice(i + 1).flatMap((other) => [[type, one, other] as const, [type, other, one] as const])),
	);
	const textOf = ([type, ...two]: (typeof pairs)[0]) =>
		`add table inet t; add set inet t s { type ${type}; flags interval; }; add element inet t s { ${two.join(", ")} }`;
	const answers = await onHost(
		host,
		pairs.map((pair) => `unshare -n nft '${textOf(pair)}' 2>&1 | grep -m1 Error || echo taken`).join("\n"),
	);
	const seen = answers
		.trim()
		.split("\n")
		.map((answer) => (answer === "taken" ? "taken" : answer.replace(/^.*Error: /, "")));
	const ours = pairs.map(([type, ...two]) =>
		overlappingElements({ sets: { s: { type, flags: ["interval"], elements: two } } }).length > 0
			? "conflicting intervals specified"
			: "taken",
	);
	expect(pairs.map((pair, i) => [...pair, ours[i]])).toEqual(pairs.map((pair, i) => [...pair, seen[i]]));
});
