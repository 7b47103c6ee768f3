import { chainFacts, dropsOfOthers } from "../../../provider/nft/drops-of-others";
import { parseChains } from "../../../provider/tools/nft-listing";
import { factsOf } from "../support/compact";

const chain = (name: string, hook: string, policy: string) => [
	`  chain ${name} { # handle 1`,
	`    type filter hook ${hook} priority filter; policy ${policy};`,
	"  }",
];
const table = (name: string, ...chains: string[][]) => [`table ${name} {`, ...chains.flat(), "}"];
const mark = ["  chain pulumi_ovs {", "  }"];
const want = (family: string, rule: string, hook = "forward") => ({
	...{ family, name: "gw" },
	chains: { c: { type: "filter", hook, priority: "filter", rules: [rule] } },
});

const nft = {
	"": {
		"inet gw": table("inet gw", chain("c", "forward", "drop"), mark),
		"ip filter": table("ip filter", ["  chain DOCKER {", "  }"], chain("FORWARD", "forward", "drop")),
		"ip6 filter": table("ip6 filter", chain("FORWARD", "forward", "accept"), chain("INPUT", "input", "drop")),
		"inet program": table("inet program", chain("c", "forward", "drop"), mark),
		"bridge filter": table("bridge filter", chain("FORWARD", "forward", "drop")),
	},
};
const facts = factsOf([{ read: "nft-chains", netns: "" }], { nft });

test.each([
	["inet", "accept", ["ip filter"]],
	["ip", 'iifname "eth0" accept', ["ip filter"]],
	["ip6", "accept", []],
	["inet", 'drop comment "accept none"', []],
	["bridge", "accept", []],
])("a table %s with the rule %s is told of %j", (family, rule, tables) => {
	const warnings = dropsOfOthers(want(family, rule), facts);
	expect(warnings).toEqual(tables.map((name) => expect.stringMatching(`^chain FORWARD of the nft table ${name}, `)));
});

test("chains are read only for a table that accepts forwarded packets", () => {
	expect(chainFacts(want("inet", "accept"))).toEqual([{ read: "nft-chains", netns: "" }]);
	expect(chainFacts(want("inet", "accept", "input"))).toEqual([]);
	expect(chainFacts(want("inet", "counter"))).toEqual([]);
	expect(dropsOfOthers(want("inet", "accept"), factsOf([], {}))).toEqual([]);
});

test("chains as nft lists them", () => {
	const text =
		'table inet a {\n\tchain in {\n\t\ttype filter hook ingress devices = { "e0", "e1" } priority -5; policy drop;\n\t}\n\tchain one {\n\t}\n}\ntable ip a {\n}\n';
	expect(parseChains(text)).toEqual([
		{
			...{ family: "inet", table: "a", name: "in" },
			base: { type: "filter", hook: "ingress", priority: "-5", policy: "drop", devices: ["e0", "e1"] },
		},
		{ family: "inet", table: "a", name: "one" },
	]);
});
