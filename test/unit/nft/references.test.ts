import { missingReferences, referencesIn } from "../../../provider/nft/references";

test.each<[string, string[]]>([
	["iifname eth0 jump tenant1", ["chain tenant1"]],
	['ip saddr @block drop comment "jump @nowhere"', ["set or map block"]],
	["ip daddr . tcp dport vmap @ports", ["set or map ports"]],
	["ip saddr vmap { 10.0.0.1 : jump a, 10.0.0.2 : goto b }", ["chain a", "chain b"]],
	["ct state established flow add @fast", ["flowtable fast"]],
	["meta l4proto tcp flow offload @fast", ["flowtable fast"]],
	["add @seen { ip saddr timeout 5s }", ["set or map seen"]],
	["@th,16,16 80 accept", []],
	["@nh , 0, 8 1 accept", []],
	["tcp dport 22 accept", []],
])("%s names %j", (rule, expected) => {
	expect(referencesIn(rule).map(({ sort, name }) => `${sort} ${name}`)).toEqual(expected);
});

const table = {
	chains: { forward: { rules: ["jump tenant1", "ip saddr @block drop", "ip saddr vmap @ways", "flow add @fast"] }, tenant1: {} },
	sets: { block: { type: "ipv4_addr" } },
	maps: { ways: { type: "ipv4_addr", value: "verdict", elements: { "10.0.0.1": "goto tenant1" } } },
	flowtables: { fast: {} },
};

test("a table that has all that it names is accepted", () => {
	expect(missingReferences(table)).toEqual([]);
});

test.each([
	["chains", "tenant1", ["chains forward rules 0", "maps ways elements 10.0.0.1"], "chain", "chains"],
	["sets", "block", ["chains forward rules 1"], "set or map", "sets and maps"],
	["maps", "ways", ["chains forward rules 2"], "set or map", "sets and maps"],
	["flowtables", "fast", ["chains forward rules 3"], "flowtable", "flowtables"],
] as const)("of %s, each name of %s is looked up", (field, name, paths, sort, fields) => {
	const { [name]: object, ...others } = table[field] as Record<string, object>;
	const near = missingReferences({ ...table, [field]: { ...others, [`${name}x`]: object } });
	const found = near.filter(({ path }) => paths.includes(path.join(" ") as never));
	expect(found.map(({ path }) => path.join(" "))).toEqual(paths);
	for (const { message } of found)
		expect(message).toBe(`names the ${sort} "${name}", which is not in ${fields} of this table: did you mean "${name}x"?`);
	const [none] = missingReferences({ ...table, [field]: others }).filter(({ path }) => paths.includes(path.join(" ") as never));
	expect(none?.message).toContain(`of this table: declare it in ${fields.replace("and", "or")}`);
});
