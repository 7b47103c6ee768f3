import { onHost, tryOnHost } from "../support/hosts";
import { create, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// A set and a map with many elements: the statements that a change of one element sends, and the size of the state.
const host = "h3";
const many = Number(process.env.ELEMENTS ?? 1000);

beforeAll(async () => {
	await cleanHost(host);
	await newRun();
});
afterAll(async () => {
	await newRun();
	await tryOnHost(host, "nft flush ruleset");
	await cleanHost(host);
});

const count = (what: string) =>
	onHost(host, `nft list ${what} inet many ${what[0]} | tr ',' '\\n' | grep -c '10\\.'`).then((n) => Number(n));

const address = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

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
