import { rulesAtWrongHooks } from "../../../provider/nft/hooks";
import { referencesIn } from "../../../provider/nft/references";
import { nameProblem, ruleProblem } from "../../../provider/nft/syntax";
import { devicesNeeded } from "../../../provider/tools/nft-devices";

/** Words for which rules are searched. */
const keywords = [
	...["masquerade", "snat", "dnat", "redirect", "tproxy", "synproxy", "flow", "reject", "socket", "fib", "ipsec", "meta", "rt"],
	...["meter", "jump", "goto", "iif", "oif", "fwd", "dup", "counter", "quota", "limit", "ct", "map", "type"],
];

/** Names of chains, sets and devices that have such a word in them. */
const namesWith = (word: string): string[] => [
	`do-${word}`,
	`no.${word}`,
	`a/${word}`,
	`my_${word}`,
	`${word}-1`,
	`${word}.100`,
	`${word}/x`,
];

/**
 * Rules with a name at each place that a rule has for one, and what they refer to. The second word of a statement follows, where it can.
 */
const rulesWith = (name: string): [string, string[]][] => [
	[`jump ${name}`, [`chain ${name}`]],
	[`ip saddr { 10.0.0.1, 10.0.0.2 } goto ${name}`, [`chain ${name}`]],
	[`ip saddr vmap { 10.0.0.1 : jump ${name}, 10.0.0.2 : drop }`, [`chain ${name}`]],
	[`ip saddr @${name} drop`, [`set or map ${name}`]],
	[`ip saddr @${name} mark set 5`, [`set or map ${name}`]],
	[`update @${name} { ip saddr limit rate 1/second }`, [`set or map ${name}`]],
	[`ip saddr vmap @${name} comment "${name} to x"`, [`set or map ${name}`]],
	[`counter name ${name}`, [`object counter ${name}`]],
	[`counter name "${name}" accept`, [`object counter ${name}`]],
	[`udp dport 5060 ct helper set "${name}"`, [`object ct helper ${name}`]],
	[`iifname ${name} mark set 5`, []],
	[`iifname ${name} add @s { ip saddr }`, ["set or map s"]],
	[`iifname { ${name}, eth0 } accept`, []],
	[`iifname != "${name} to"`, []],
];

const bases = ["prerouting", "input", "forward", "output", "postrouting"].flatMap((hook) =>
	["filter", "nat"].map((type) => ({ type, hook, priority: "0" })),
);

test.each(keywords.flatMap((word) => namesWith(word).map((name) => [name, word])))("%s is a name and not %s", (name) => {
	expect(nameProblem(name)).toBeUndefined();
	for (const [rule, references] of rulesWith(name)) {
		expect([rule, ruleProblem(rule), devicesNeeded(rule)]).toEqual([rule, undefined, []]);
		expect([rule, ...referencesIn(rule).map((one) => `${one.sort} ${one.name}`)]).toEqual([rule, ...references]);
		for (const base of bases)
			expect(rulesAtWrongHooks({ family: "inet", name: "t", chains: { base: { ...base, rules: [rule] } } })).toEqual([]);
	}
});

test.each(keywords)("%s* stands for devices, and quoted words are text", (word) => {
	for (const rule of [`iifname ${word}* mark set 5`, `iifname "${word}" accept`, `accept comment "${word} to x ${word}"`]) {
		expect([rule, ruleProblem(rule), devicesNeeded(rule), referencesIn(rule)]).toEqual([rule, undefined, [], []]);
		for (const base of bases)
			expect(rulesAtWrongHooks({ family: "inet", name: "t", chains: { base: { ...base, rules: [rule] } } })).toEqual([]);
	}
});

test.each([
	["iif eth0 accept", "must say iifname"],
	["meta oif eth0 accept", "must say oifname"],
	["ip saddr @do-oif oif eth0 accept", "must say oifname"],
	["meter m { ip saddr limit rate 1/second }", "must not have a meter"],
	["iifname my-meter meter m size 9 { ip saddr limit rate 1/second }", "must not have a meter"],
	["ip saddr 10.0.0.1 jump { accept }", "must name the chain"],
])("the words themselves are found: %s", (rule, message) => {
	expect(ruleProblem(rule)).toContain(message);
});
