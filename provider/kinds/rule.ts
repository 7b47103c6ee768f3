import { isDeepStrictEqual } from "node:util";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { namedBy } from "../model/change";
import { kind } from "../model/kind";
import { deviceText, type Requirement, requiresDevice } from "../model/requirements";
import { keepsProtocol, netnsFacts, tableOf } from "../network/routing";
import { option } from "../tools/call";
import type { IpStep } from "../tools/ip";
import { ourProtocol } from "../tools/ip-route";
import { protocolNumber } from "../tools/ip-rule";
import { checkRule, normaliseRule, ruleShape } from "./rule/schema";

export const rule = kind({
	type: "Rule",
	summary:
		"A rule of policy routing, which selects the routing table for matching packets. A rule has one of `table`, `vrf`, `l3mdev`, `goto`, or an `action` other than `lookup`. Rules of this provider have protocol 250.",
	schema: f.object(ruleShape).superRefine(f.issues(checkRule)),
	computed: {},
	identity: { fields: ["family", "priority"] },
	replaceOn: [],
	ownership: "journal",
	normalise: normaliseRule,
	facts: ({ netns }) => [
		...netnsFacts(netns),
		{ read: "links", netns: netns ?? "" },
		{ read: "rules", netns: netns ?? "" },
		{ read: "journal" },
	],
	provides: (want) => [`${want.family} rule ${want.priority}${want.netns === undefined ? "" : ` in netns ${want.netns}`}`],
	requires: (want) => (want.vrf === undefined ? [] : [needsTable(want.vrf, want.netns)]),

	observe(facts, want) {
		const same = (facts.rules(want.netns ?? "") ?? []).filter(
			(r) => r.family === (want.family === "inet6" ? 6 : 4) && r.priority === want.priority,
		);
		const found = same.find((r) => r.protocol === ourProtocol) ?? same[0];
		if (!found) return undefined;
		const noted = facts.journal.get(`${want.netns === undefined ? "" : `${want.netns}/`}Rule/${want.family}/${want.priority}`);
		const { family, priority, netns, vrf } = want;
		const inVrf = vrf !== undefined && found.table !== undefined && found.table === tableOf(facts, { netns, vrf });
		return {
			value: {
				...{ family, priority, netns },
				...Object.fromEntries(fields.map((field) => [field, found[field] === false ? undefined : found[field]])),
				...(inVrf ? { vrf, table: undefined } : {}),
			},
			computed: {},
			internal: { kernel: found },
			owner: found.protocol === ourProtocol || noted?.previous !== undefined ? noted?.owner : undefined,
			marked: found.protocol === ourProtocol || noted !== undefined,
			fault: found.more.length > 0 ? `it has settings that Rule has no field for: ${found.more.join(", ")}` : undefined,
		};
	},

	/**
	 * The new rule is added before the old one is deleted: every lookup finds one of them, and a refused rule changes nothing. A new
	 * rule that the kernel takes for the old one ("File exists") is added after the deletion.
	 */
	plan(change) {
		const { have, facts } = change;
		const at = namedBy(change);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
			...{ tool: "ip", phase, netns: at.netns ?? "" },
			...(at.family === "inet6" ? { family: 6 as const } : {}),
			args,
		});
		const kernel = have?.internal?.kernel;
		const oldWords = kernel ? ruleWords({ ...kernel }, kernel.protocol) : [];
		if (change.intent === "delete") return [step("delete-rules", "rule", "del", ...oldWords)];
		const { want } = change;
		const same = (field: (typeof fields)[number] | "vrf") => isDeepStrictEqual(want[field], have?.value[field]);
		if (have && kernel?.more.length === 0 && [...fields, "vrf" as const].every(same)) return [];
		const protocol = (keepsProtocol(change) ? kernel?.protocol : undefined) ?? ourProtocol;
		const addition = step("rules", "rule", "add", ...ruleWords({ ...want, table: tableOf(facts, want) }, protocol));
		if (!have) return [addition];
		const deletion = step("rules", "rule", "del", ...oldWords);
		return isTakenFor(want, have.value) ? [deletion, addition] : [addition, deletion];
	},
});

/** `ip rule` takes no VRF's name. The number of its table must be known, so the VRF is created in an earlier batch. */
const needsTable = (vrf: string, netns?: string): Requirement => ({
	what: `VRF ${vrf}${netns === undefined ? "" : ` in netns ${netns}`}`,
	from: deviceText(vrf, netns),
	there: (facts) => tableOf(facts, { vrf, netns }) !== undefined,
	hint: requiresDevice(vrf, netns).hint,
});

/**
 * True where the kernel may take a new rule for an old one of the same priority. It does not compare `not` and the target of `goto`,
 * and `from`, `to` and `tos` only where the new rule has them: rule_exists() in its net/core/fib_rules.c, fib4_rule_compare() in
 * net/ipv4/fib_rules.c.
 */
const isTakenFor = (want: Values, have: Values): boolean =>
	["not", "goto"].some((field) => want[field] !== have[field]) ||
	["from", "to", "tos"].some((field) => want[field] === undefined && have[field] !== undefined);

const fields = [
	...(["from", "to", "iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "tos", "uidrange"] as const),
	...(["l3mdev", "not"] as const),
	...(["suppressPrefixlength", "goto", "table", "action"] as const),
];

/** `ip` takes only ranges of user ids. */
const uidRange = (uids: string | undefined) => (uids === undefined || uids.includes("-") ? uids : `${uids}-${uids}`);

function ruleWords(want: Values, protocol: number): string[] {
	const hex = (n: number) => `0x${n.toString(16)}`;
	// The kernel compares the mark 0 only if a mask is given; without one the rule applies to all packets.
	const bits = want.fwmask ?? (want.fwmark === 0 ? 0xffffffff : undefined);
	const mask = bits === undefined ? "" : `/${hex(bits)}`;
	return [
		...(want.not ? ["not"] : []),
		...["pref", String(want.priority), "from", want.from ?? "all"],
		...option("to", want.to),
		...option("iif", want.iif),
		...option("oif", want.oif),
		...(want.fwmark === undefined ? [] : ["fwmark", `${hex(want.fwmark)}${mask}`]),
		...option("ipproto", want.ipproto === undefined ? undefined : protocolNumber(want.ipproto)),
		...option("sport", want.sport),
		...option("dport", want.dport),
		...option("tos", want.tos === undefined ? undefined : hex(want.tos)),
		...option("uidrange", uidRange(want.uidrange)),
		...(want.l3mdev ? ["l3mdev"] : []),
		...option("suppress_prefixlength", want.suppressPrefixlength),
		...option("goto", want.goto),
		...option("table", want.table),
		...(want.action === undefined ? [] : [want.action]),
		...["protocol", String(protocol)],
	];
}
