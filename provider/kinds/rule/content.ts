import { sha256 } from "../../base/sha256";
import type { Values } from "../../base/values";
import { option } from "../../tools/call";
import type { KernelRule } from "../../tools/ip-rule";
import { ruleWords } from "../../tools/ip-rule-words";

const matchFields = [
	...(["from", "to", "iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "tos", "uidrange", "not"] as const),
];

const actionFields = ["l3mdev", "suppressPrefixlength", "goto", "table", "action"] as const;

/** The fields that tell rules of one family and priority apart, beside `vrf`, which stands for a table. */
export const contentFields = [...matchFields, ...actionFields];

/** The rule in words, for messages and as the name under which a resource provides the rule. */
export const ruleText = ({ family, vrf, netns, ...rule }: Values): string =>
	[
		`${family} rule ${ruleWords(rule).join(" ").replace("pref ", "")}`,
		...option("vrf", vrf),
		...(netns === undefined ? [] : [`in netns ${netns}`]),
	].join(" ");

/** Tells a resource's rule from others of the same family and priority in ids, also after the rule was changed in place. */
export const labelOf = (name: string, want: Values): string => sha256(`${name}\n${ruleText(want)}`).slice(0, 8);

type Compared = (typeof contentFields)[number];

/** The match and the action of a rule: as listed, as inputs or as observed. */
type Content = Partial<Record<Compared, unknown>>;

/** A flag that is false and one that is not set are the same. */
const setValue = (rule: Content, field: Compared): unknown => (rule[field] === false ? undefined : rule[field]);

const same = (field: Compared, a: Content, b: Content): boolean => setValue(a, field) === setValue(b, field);

/** True for a rule with exactly these fields. `table`: the number of the wanted table, also where a VRF selects it. */
export const isRule = (rule: KernelRule, want: Content): boolean =>
	rule.more.length === 0 && contentFields.every((field) => same(field, rule, want));

/** True for a rule with exactly the match of these fields. */
export const hasMatchOf = (rule: KernelRule, want: Content): boolean => matchFields.every((field) => same(field, rule, want));

/** True for a rule with the match or the action of these fields: it may be their rule, changed by hand. */
export const isRuleInPart = (rule: KernelRule, want: Content): boolean =>
	hasMatchOf(rule, want) || actionFields.every((field) => same(field, rule, want));

/** The selectors that the kernel compares only where the new rule, or the words that name the rule to delete, have them. */
const ifSet = ["from", "to", "tos"] as const;

/** The parts of two rules of one priority that the kernel compares when it adds one. It does not compare `not` and the target of `goto`. */
const always = [
	...(["iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "uidrange", "l3mdev"] as const),
	...(["suppressPrefixlength", "table", "action"] as const),
];

const sameOnesSet = (fields: readonly Compared[], named: Content, other: Content): boolean =>
	fields.every((field) => setValue(named, field) === undefined || same(field, named, other));

const sameSort = (a: Content, b: Content): boolean => same("action", a, b) && (a.goto === undefined) === (b.goto === undefined);

/**
 * True where the kernel takes a new rule for an old one of the same priority, and refuses the new one ("File exists"): rule_exists() in
 * its net/core/fib_rules.c, fib4_rule_compare() in net/ipv4/fib_rules.c. It compares realms only where the new rule has them.
 */
export const isTakenFor = (added: Content, old: KernelRule): boolean =>
	old.more.every((setting) => setting === "realms") &&
	always.every((field) => same(field, added, old)) &&
	sameSort(added, old) &&
	sameOnesSet(ifSet, added, old);

/** A rule's mark and mask as a deletion compares them: the mark 0 like none, and every mark with a mask. */
const asDeleted = ({ fwmark, fwmask, ...rule }: KernelRule): Content => ({
	...rule,
	fwmark: fwmark || undefined,
	fwmask: fwmark === undefined ? undefined : (fwmask ?? 0xffffffff),
});

/** True where the words for one rule's deletion fit another one of the same priority too: rule_find() in net/core/fib_rules.c. */
export const isNamedBy = (deleted: KernelRule, other: KernelRule): boolean =>
	deleted.protocol === other.protocol &&
	sameSort(deleted, other) &&
	sameOnesSet([...always, ...ifSet], asDeleted(deleted), asDeleted(other));
