import { leftFacts } from "../../../provider/nft/left-elements";
import { refusal, renderingKey } from "../../../provider/nft/rendered";

const named = { family: "ip", name: "t" };
const interval = { type: "ipv4_addr", flags: ["interval"] };

// nft 1.0.6 crashes where a statement adds `*` to a set of intervals, and where one adds others to it in the same transaction.
test.each<[string, object, boolean]>([
	["a set of intervals", { sets: { s: { ...interval, elements: ["*", "10.0.0.0/8"] } } }, true],
	[
		"a map of intervals",
		{ maps: { s: { ...interval, value: "mark", elements: { '* comment "x"': "5", "10.0.0.0/8": "6" } } } },
		true,
	],
	["a set of an expression", { sets: { s: { type: "typeof ip6 saddr", flags: ["interval"], elements: ["*"] } } }, true],
	["a concatenation", { sets: { s: { type: "typeof ip saddr . tcp dport", flags: ["interval"], elements: ["*"] } } }, false],
	[
		"a map of pairs",
		{ maps: { s: { ...interval, value: "ipv4_addr . inet_service", elements: { "*": "10.0.0.1 . 80" } } } },
		true,
	],
	["a set of addresses", { sets: { s: { type: "ipv4_addr", elements: ["*"] } } }, false],
	["intervals without it", { sets: { s: { ...interval, elements: ["10.0.0.0/8"] } } }, false],
])("the elements of %s: is `*` in the statement that creates it?", (_, table, isInBody) => {
	const lines = renderingKey({ ...named, ...table }).split("\n");
	expect(lines.some((line) => /^add (?:set|map) .* elements = \{/.test(line))).toBe(isInBody);
	expect(lines.some((line) => line.startsWith("add element"))).toBe(!isInBody && lines.length > 3);
});

test("an element that left a live set is rendered in the same way", () => {
	const set = { ...interval, timeout: "1h", elements: ["*", "10.0.0.0/8"] };
	const [fact] = leftFacts({ ...named, sets: { s: { ...set, elements: undefined } } }, { ...named, sets: { s: set } });
	expect(fact?.text).toBe(
		"add table ip pulumi_ovs_t\nadd set ip pulumi_ovs_t s { type ipv4_addr; flags interval; timeout 1h; elements = { *, 10.0.0.0/8 }; }\n",
	);
});

test.each([
	["elements", "maps.s.elements", "10.0.0.x"],
	["type", "maps.s", "verdic"],
])("an error in the %s names %s", (_, path, word) => {
	const maps = { s: { ...interval, value: "verdic", elements: { "*": "drop", "10.0.0.x": "drop" } } };
	const [, statement = ""] = renderingKey({ ...named, maps }).split("\n");
	const marks = `${" ".repeat(statement.indexOf(word))}${"^".repeat(word.length)}`;
	const { message } = refusal({ ...named, maps }, `/dev/stdin:2:1-9: Error: syntax error\n${statement}\n${marks}\n`);
	expect(message).toMatch(new RegExp(`^nft on this host refuses ${path.replaceAll(".", "\\.")}, `));
});
