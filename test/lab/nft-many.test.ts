import { isListedAsWritten } from "../../provider/nft/normal-elements";
import { onHost, tryOnHost } from "../support/hosts";
import { create, expectConverged, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// A set and a map with many elements: the statements that a change of one element sends, and the size of the state.
const host = "h3";
const many = Number(process.env.ELEMENTS ?? 1000);

beforeAll(() => cleanHost(host));
beforeEach(() => newRun());
afterAll(async () => {
	await newRun();
	await tryOnHost(host, "nft flush ruleset");
	await cleanHost(host);
});

const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

test("elements that are compared as they are written are listed by nft as they are written", async () => {
	const spread = (step: number, suffix = "") => Array.from({ length: 300 }, (_, i) => `${address(1 + i * step)}${suffix}`);
	const sets = {
		addresses: { type: "ipv4_addr", elements: [...spread(1), "0.0.0.0", "255.255.255.255"] },
		macs: { type: "ether_addr", elements: ["02:00:00:00:00:0a", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"] },
		ports: { type: "inet_service", elements: ["0", "22", "80", "59999"] },
		both: { type: "ipv4_addr . inet_service", elements: ["10.0.0.1 . 22", "192.0.2.255 . 443"] },
		networks: { type: "ipv4_addr", flags: ["interval"], elements: [...spread(2), "192.0.2.0/24", "192.0.4.0/31", "64.0.0.0/2"] },
		merged: { type: "ipv4_addr", flags: ["interval"], autoMerge: true, elements: ["10.0.0.0/25", "10.0.1.0/24", "10.0.3.7"] },
	};
	for (const set of Object.values(sets)) expect(isListedAsWritten(set)).toBe(true);
	const made = await create("NftTable", { host, family: "inet", name: "many", sets });
	for (const [name, { elements }] of Object.entries(sets)) {
		const [, listed = ""] = /elements = \{ ([^}]*) \}/.exec(await onHost(host, `nft -s list set inet many ${name}`)) ?? [];
		expect([name, listed.split(/,\s*/).sort()]).toEqual([name, [...elements].sort()]);
	}
	await expectConverged([made]);
	await onHost(host, "nft add element inet many networks { 198.51.100.0/24 }; nft delete element inet many ports { 80 }");
	await repairs(made);
	await made.delete();
});

const count = (what: string) =>
	onHost(host, `nft list ${what} inet many ${what[0]} | tr ',' '\\n' | grep -c '10\\.'`).then((n) => Number(n));

test(`${many} elements of a set and of a map come in one transaction; a change of one changes one`, async () => {
	const addresses = Array.from({ length: many }, (_, i) => address(i));
	const figures: string[] = [];
	const timed = async <T>(what: string, work: () => Promise<T>) => {
		const start = performance.now();
		const result = await work();
		figures.push(`${what} ${Math.round(performance.now() - start)} ms`);
		return result;
	};
	const args = (elements: string[]) => ({
		...{ host, family: "inet", name: "many" },
		sets: { s: { type: "ipv4_addr", elements } },
		maps: {
			m: { type: "ipv4_addr", value: "mark", elements: Object.fromEntries(elements.map((e, i) => [e, String(i % 1000)])) },
		},
		chains: { c: { rules: ["ip saddr @s meta mark set ip saddr map @m"] } },
	});
	const made = await timed("create", () => create("NftTable", args(addresses)));
	expect([await count("set"), await count("map")]).toEqual([many, many]);
	await newRun();
	await timed("refresh", () => made.refresh());
	expect(await made.diff()).toBeUndefined();
	figures.push(`state ${JSON.stringify(made.state).length} bytes`);
	await newRun();
	await timed("one element changed", () => made.update(args(addresses.map((e, i) => (i === 7 ? "10.255.0.1" : e)))));
	expect([await count("set"), await count("map")]).toEqual([many, many]);
	expect(await onHost(host, "nft get element inet many s '{ 10.255.0.1 }'")).toContain("10.255.0.1");
	await newRun();
	await timed("delete", () => made.delete());
	expect(await onHost(host, "nft list tables")).toBe("");
	if (process.env.ELEMENTS) console.log(figures.join(", "));
}, 600_000);
