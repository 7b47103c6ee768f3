import { isDeepStrictEqual } from "node:util";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Keep, namedBy, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type ObserveContext } from "../model/kind";
import { isDeclaredElsewhere } from "../model/program-view";
import { deviceText, inNetnsText } from "../model/provided-name";
import { type Requirement, requiresDevice } from "../model/requirements";
import { netnsFacts, protocolAfter, tableOf } from "../network/routing";
import { mayBeOwn, ourProtocol } from "../tools/ip-route";
import type { KernelRule } from "../tools/ip-rule";
import { kernelRuleWords, ruleWords } from "../tools/ip-rule-words";
import type { IpStep } from "../tools/ip-step";
import type { JournalEntry } from "../tools/journal";
import { allocateRule } from "./rule/allocate";
import { contentFields, hasMatchOf, isNamedBy, isRule, isRuleInPart, isTakenFor, ruleText } from "./rule/content";
import { checkRule, normaliseRule, ruleShape } from "./rule/schema";

export const rule = kind({
	type: "Rule",
	summary:
		"A rule of policy routing, which selects the routing table for matching packets. A rule has one of `table`, `vrf`, `l3mdev`, `goto`, or an `action` other than `lookup`. Rules of this provider have protocol 250.",
	schema: f.object(ruleShape).superRefine(f.issues(checkRule)),
	computed: {},
	identity: {
		fields: ["family", "priority"],
		createFirst: () => true,
		id: {
			form: "<family>/<priority>[/<label>]",
			parts: ({ family, priority, label }: Values) => [family, priority, ...(label === undefined ? [] : [label])],
			parse: ([family, priority, label]) => ({
				...{ family: family as Family, priority: Number(priority) },
				...(label === undefined ? {} : { label }),
			}),
		},
	},
	replaceOn: [],
	ownership: "journal",
	normalise: normaliseRule,
	allocate: allocateRule,
	facts: ({ netns }) => [
		...netnsFacts(netns),
		{ read: "links", netns: netns ?? "" },
		{ read: "rules", netns: netns ?? "" },
		{ read: "journal" },
	],
	provides: (want) => [ruleText(want)],
	requires: (want) => (want.vrf === undefined ? [] : [needsTable(want.vrf, want.netns)]),

	observe(facts, want, context) {
		const { family, priority, netns, vrf } = want;
		const seen = find(facts, want, context);
		if (!seen) return undefined;
		const { rule: found, entry } = seen;
		const inVrf = vrf !== undefined && found.table !== undefined && found.table === tableOf(facts, { netns, vrf });
		return {
			value: {
				...{ family, priority, netns },
				...Object.fromEntries(contentFields.map((field) => [field, found[field] === false ? undefined : found[field]])),
				...(inVrf ? { vrf, table: undefined } : {}),
			},
			computed: {},
			internal: { kernel: found },
			owner: found.protocol === ourProtocol || entry?.previous !== undefined ? entry?.owner : undefined,
			isRecognised: found.protocol === ourProtocol || (entry !== undefined && mayBeOwn(found.protocol)),
			fault: found.more.length > 0 ? `it has settings that Rule has no field for: ${found.more.join(", ")}` : undefined,
		};
	},

	/**
	 * The new rule is added before the old one is deleted: every lookup finds one of them, and a refused rule changes nothing. A new
	 * rule that the kernel takes for the old one ("File exists") is added after the deletion.
	 */
	plan(change) {
		const { facts } = change;
		const at = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
			...{ tool: "ip", phase, netns: at.netns ?? "" },
			...(at.family === "inet6" ? { family: 6 as const } : {}),
			args,
		});
		const there = rulesAt(facts, at);
		// After a change of several rules in place, this one may be what another resource of the program wants now.
		const isOfAnother = (rule: Values) => isDeclaredElsewhere(change.program, ruleText({ ...at, ...rule }));
		const have =
			change.have && change.intent === "apply" && differs(change.want, change.have.value) && isOfAnother(change.have.value)
				? undefined
				: change.have;
		const kernel = have?.internal?.kernel;
		const removal = (phase: IpStep["phase"], rule: KernelRule): IpStep[] =>
			removalLines(rule, there, facts, at).map((words) => step(phase, "rule", ...words));
		if (change.intent === "delete") return kernel && !isOfAnother({ ...have?.value }) ? removal("delete-rules", kernel) : [];
		const { want } = change;
		if (have && kernel?.more.length === 0 && !differs(want, have.value))
			return leftover(change, there).flatMap((rule) => removal("rules", rule));
		if (change.intent === "apply" && change.isAdopted) refuseUnknownSettings(kernel, entriesAt(facts, at));
		const wanted = { ...want, table: tableOf(facts, want) };
		const ofWanted = (before: Facts) => before.rules(at.netns ?? "")?.find((rule) => isRule(rule, wanted))?.protocol;
		const protocol = protocolAfter(change, kernel?.protocol, ofWanted);
		// The rule may be back already: another program or resource has had it too, or it was added again by hand.
		if (change.intent === "release" && kernel && there.some((rule) => rule !== kernel && isRule(rule, wanted)))
			return removal("rules", kernel);
		refuseConflictingRules(
			wanted,
			there.filter((rule) => rule !== kernel),
			{ isWanted: change.intent === "apply", entries: entriesAt(facts, at), facts },
		);
		const addition = step("rules", "rule", "add", ...ruleWords(wanted), "protocol", String(protocol));
		if (!have || !kernel) return [addition];
		const deletion = removal("rules", kernel);
		return isTakenFor(wanted, kernel) ? [...deletion, addition] : [addition, ...deletion];
	},
});

type Family = "inet" | "inet6";

const differs = (want: Values, have: Values): boolean =>
	[...contentFields, "vrf"].some((field) => !isDeepStrictEqual(want[field], have[field]));

/** The rules of a family and priority, in the kernel's order. */
const rulesAt = (facts: Facts, { family, priority, netns }: Values): KernelRule[] =>
	(facts.rules(netns ?? "") ?? []).filter((r) => r.family === (family === "inet6" ? 6 : 4) && r.priority === priority);

/** The entries of the journal for rules of this family and priority. */
function entriesAt(facts: Facts, { family, priority, netns }: Values): JournalEntry[] {
	const id = `${netns === undefined ? "" : `${netns}/`}Rule/${family}/${priority}`;
	return facts.journal.all.filter((entry) => entry.id === id || entry.id.startsWith(`${id}/`));
}

const isRuleOfEntry = (rule: KernelRule, { sets }: JournalEntry, facts: Facts, { netns }: Values): boolean =>
	sets !== undefined && isRule(rule, { ...sets, table: tableOf(facts, { netns, ...sets }) });

/** True for an entry of an earlier version, which does not say which rule of the priority it is about. */
const isUnclear = ({ sets, id }: JournalEntry, { priority }: Values): boolean =>
	sets === undefined && id.split("/").at(-1) === String(priority);

/**
 * The resource's rule among those of its priority, with its entry in the journal: the wanted one, the one of last time, or the one of the
 * entry. A rule with this provider's protocol that none of the others' entries is about is that of the own entry, changed by hand, if it is
 * the only such rule.
 */
function find(
	facts: Facts,
	want: Values,
	{ id, was, owners, program }: ObserveContext,
): { rule: KernelRule; entry?: JournalEntry } | undefined {
	const rules = rulesAt(facts, want);
	const entries = entriesAt(facts, want);
	const own = owners.flatMap((owner) => facts.journal.own(id, owner) ?? [])[0];
	const others = entries.filter((entry) => entry !== own);
	const isOthers = (rule: KernelRule) => others.some((entry) => isRuleOfEntry(rule, entry, facts, want));
	const left = rules.filter((rule) => !isOthers(rule));
	const withTable = (values: Values) => ({ ...values, table: tableOf(facts, { netns: want.netns, ...values }) });
	const equal = (some: KernelRule[], values: Values | undefined) =>
		values && some.find((rule) => isRule(rule, withTable(values)));
	const ofProgram = left.filter(({ protocol }) => protocol === ourProtocol || own?.previous !== undefined);
	const isNamedById = contentFields.every((field) => want[field] === undefined) && want.vrf === undefined;
	// Entries of earlier versions do not say which rule of the priority they are about.
	const isClear = others.every(({ sets }) => sets !== undefined);
	// An adopted rule has a protocol that rules of others have too: one with another match and another action is not the adopted one.
	const adoptedAs = own?.previous && withTable(own.sets ?? was ?? own.previous);
	const candidates = adoptedAs ? left.filter((rule) => isRuleInPart(rule, adoptedAs)) : ofProgram;
	const changed = own && isClear && candidates.length === 1 ? candidates : [];
	const isOfAnother = (rule: KernelRule) =>
		isDeclaredElsewhere(program, ruleText({ ...rule, family: want.family, netns: want.netns }));
	// Rules of others with another match may be at the same priority for many addresses.
	const mayBeAdopted = want.adopt && !adoptedAs ? left.filter((rule) => hasMatchOf(rule, want) && !isOfAnother(rule)) : [];
	const adopted = mayBeAdopted.length === 1 ? mayBeAdopted : [];
	const rule =
		equal(rules, want) ??
		equal(ofProgram, was) ??
		equal(ofProgram, own?.sets) ??
		equal(ofProgram, own?.previous) ??
		changed[0] ??
		(isNamedById ? (ofProgram[0] ?? (own ? undefined : (left[0] ?? rules[0]))) : adopted[0]);
	if (!rule) return undefined;
	const entry =
		own ?? others.find((other) => isRuleOfEntry(rule, other, facts, want)) ?? others.find((other) => isUnclear(other, want));
	return { rule, entry };
}

/** The rule that a change in place has left because it was cut off. */
function leftover(change: Keep, there: KernelRule[]): KernelRule[] {
	const { was, facts, program, want } = change;
	if (
		change.intent !== "apply" ||
		!was ||
		!program ||
		!differs(want, was) ||
		isDeclaredElsewhere(program, ruleText({ ...want, ...withoutContent, ...was }))
	)
		return [];
	const entries = entriesAt(facts, want);
	const values = { ...was, table: tableOf(facts, { netns: want.netns, ...was }) };
	return there.filter(
		(rule) =>
			rule.protocol === ourProtocol &&
			isRule(rule, values) &&
			!entries.some(({ owner, ...entry }) => owner !== change.owner && isRuleOfEntry(rule, { owner, ...entry }, facts, want)),
	);
}

const withoutContent = Object.fromEntries([...contentFields, "vrf"].map((field) => [field, undefined]));

/** Throws where a rule is taken over that has settings which a later release could not restore. */
function refuseUnknownSettings(rule: KernelRule | undefined, entries: JournalEntry[]): void {
	if (!rule || rule.more.length === 0 || entries.some(({ previous }) => previous !== undefined)) return;
	throw new Refused(
		`the existing rule can't be taken over, because it has settings that Rule has no field for: ${rule.more.join(", ")}. Remove adopt, and choose another priority or delete that rule by hand`,
	);
}

/** Throws where the kernel would take the new rule for another one. */
function refuseConflictingRules(
	wanted: Values,
	others: KernelRule[],
	{ isWanted, entries, facts }: { isWanted: boolean; entries: JournalEntry[]; facts: Facts },
): void {
	const same = others.find((other) => isTakenFor(wanted, other));
	const entry =
		same && (entries.find((one) => isRuleOfEntry(same, one, facts, wanted)) ?? entries.find(({ sets }) => sets === undefined));
	const whose = entry && same?.protocol === ourProtocol ? ` of ${entry.owner}` : "";
	if (same)
		throw new Refused(
			`the kernel takes it for another rule${whose} of this priority, ${wordsOf(same)}: ${isWanted ? "choose another priority" : "delete that one first"}`,
		);
}

/** A rule as somebody would add it. The protocol 0 is that of a rule for which none was given. */
const wordsOf = (rule: KernelRule): string =>
	`\`ip rule add ${(rule.protocol === 0 ? ruleWords({ ...rule }) : kernelRuleWords(rule)).join(" ")}\`${rule.more.length === 0 ? "" : ` with ${rule.more.join(", ")}`}`;

/**
 * The words that delete a rule. The kernel deletes the first rule that has all that is named. Where a narrower rule of this provider comes
 * before, it goes too, and is added again.
 */
function removalLines(rule: KernelRule, there: KernelRule[], facts: Facts, at: Values): string[][] {
	const before = there.slice(0, Math.max(0, there.indexOf(rule))).filter((other) => isNamedBy(rule, other));
	const entries = entriesAt(facts, at);
	const hasEntry = (one: KernelRule) => entries.some((entry) => isRuleOfEntry(one, entry, facts, at));
	// An entry of an earlier version is about the narrower rule where another entry is about this one.
	const unclear = hasEntry(rule) ? entries.filter((entry) => isUnclear(entry, at)) : [];
	const isOwn = (one: KernelRule) => hasEntry(one) || (unclear.length > 0 && one.protocol === ourProtocol);
	const foreign = before.find((other) => other.more.length > 0 || !isOwn(other));
	if (foreign)
		throw new Refused(
			`the kernel would delete another rule of this priority in its place, ${wordsOf(foreign)}: delete that one first`,
		);
	return [
		...before.map(() => ["del", ...kernelRuleWords(rule)]),
		...before.map((other) => ["add", ...kernelRuleWords(other)]),
		["del", ...kernelRuleWords(rule)],
	];
}

/** `ip rule` takes no VRF's name. The number of its table must be known, so the VRF is created in an earlier batch. */
const needsTable = (vrf: string, netns?: string): Requirement => ({
	name: `VRF ${vrf}${inNetnsText(netns)}`,
	from: deviceText(vrf, netns),
	there: (facts) => tableOf(facts, { vrf, netns }) !== undefined,
	hint: requiresDevice(vrf, netns).hint,
	property: "vrf",
});
