import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { deviceClaim, needsNetns } from "../device";
import * as f from "../fields";
import { isUnknown } from "../inventory/schema";
import { kind, type Need, type Values } from "../kind";
import { previousKey } from "../previous";
import { familyOf, netnsFacts, network, table, tableOf } from "../routing";
import type { IpStep } from "../tools/ip";
import { ourProtocol } from "../tools/routes";
import { type KernelRule, protocolName, protocolNames, protocolNumber } from "../tools/rules";

const family = z
	.union([z.enum(["inet", "inet6", "ipv4", "ipv6"]), z.literal(4), z.literal(6)], { error: 'must be "inet" or "inet6"' })
	.transform((v) => (v === 6 || v === "inet6" || v === "ipv6" ? ("inet6" as const) : ("inet" as const)));

const mark = (what: string) =>
	z
		.union([f.integer(0, 0xffffffff, what), z.string().regex(/^0x[0-9a-fA-F]{1,8}$/, `must be ${what}`)], {
			error: `must be ${what}: a number of 32 bits, or such as "0x10"`,
		})
		.transform(Number);

const ports = z
	.union([f.integer(1, 65535, "a port"), z.string().regex(/^\d{1,5}(-\d{1,5})?$/, "must be a port or a range")], {
		error: 'must be a port, or a range such as "1000-2000"',
	})
	.refine(
		(v) =>
			String(v)
				.split("-")
				.every((p) => Number(p) >= 1 && Number(p) <= 65535),
		"must be of ports from 1 to 65535",
	)
	.transform(String);

const selector = z
	.string()
	.superRefine((s, context) => {
		if (s === "all") return;
		for (const { message } of network.safeParse(s).error?.issues ?? []) context.addIssue({ code: "custom", message });
	})
	.transform((s) => (s === "all" ? undefined : (network.safeParse(s).data ?? s)));

const ipproto = z
	.union([f.integer(1, 255, "an IP protocol"), z.string()])
	.transform((v) => protocolName(String(v)))
	.refine(
		(v) => /^\d+$/.test(v) || protocolNames.includes(v),
		`must be an IP protocol: a number, or one of ${protocolNames.join(", ")}`,
	);

/** Not "all", and not something that is still to be known. */
const isNetwork = (value: unknown): value is string => typeof value === "string" && /[:.]/.test(value);

function check(want: Values, issue: (path: string, message: string) => void): void {
	const ends = [want.table, want.vrf, want.goto, want.action, want.l3mdev || undefined];
	if (ends.every((e) => e === undefined)) issue("table", "is required, or vrf, goto, l3mdev or action: what the rule leads to");
	if (ends.filter((e) => e !== undefined).length > 1)
		issue(
			["table", "vrf", "goto", "action", "l3mdev"].filter((field) => want[field] !== undefined)[1] as string,
			"excludes the other of table, vrf, goto, l3mdev and action",
		);
	if (want.fwmask !== undefined && want.fwmark === undefined) issue("fwmask", "is of fwmark: name it too");
	for (const field of ["from", "to"]) {
		if (!isNetwork(want[field]) || !["inet", "inet6"].includes(want.family)) continue;
		if (familyOf(want[field]) !== (want.family === "inet6" ? 6 : 4)) issue(field, `must be of family "${want.family}"`);
	}
	if (isNetwork(want.from) && isNetwork(want.to) && familyOf(want.from) !== familyOf(want.to))
		issue("to", "must be of the same family as from");
	for (const field of ["sport", "dport"])
		if (want[field] !== undefined && !["tcp", "udp", "sctp"].includes(want.ipproto) && !isUnknown(want.ipproto))
			issue("ipproto", `must be "tcp", "udp" or "sctp" where ${field} is given`);
	if (want.suppressPrefixlength !== undefined && want.table === undefined && want.vrf === undefined)
		issue("suppressPrefixlength", "is of rules that look up a table");
	if (want.goto !== undefined && want.goto <= want.priority) issue("goto", "must be a later priority than the rule's own");
}

export const rule = kind({
	type: "Rule",
	summary: "A rule of policy routing: which packets look up which table. Ours bear protocol 250.",
	schema: f
		.object({
			family: f.unmanaged(family, '"inet" or "inet6". Default: that of `from` or `to`, else "inet".'),
			priority: f.required(f.integer(1, 0xffffffff, "a priority"), "Place in the order of rules; with the family, its name."),
			from: f.enforced(selector, "Source: a network or an address. Default: all."),
			to: f.enforced(selector, "Destination: a network or an address. Default: all."),
			iif: f.enforced(f.deviceName, "The device that packets came in by."),
			oif: f.enforced(f.deviceName, "The device that a local socket is bound to."),
			fwmark: f.enforced(mark("a mark"), "Mark of the packets."),
			fwmask: f.enforced(
				mark("a mask").transform((v) => (v === 0xffffffff ? undefined : v)),
				"Which bits of the mark count. Default: all.",
			),
			ipproto: f.enforced(ipproto, "IP protocol: a name or a number."),
			sport: f.enforced(ports, "Source port, or a range of them."),
			dport: f.enforced(ports, "Destination port, or a range of them."),
			l3mdev: f.flag("The table is that of the packet's VRF."),
			not: f.flag("For the packets that it does not match."),
			suppressPrefixlength: f.enforced(
				f.integer(0, 128, "a prefix length"),
				"Routes of this prefix length or shorter don't count.",
			),
			goto: f.enforced(f.integer(1, 0xffffffff, "a priority"), "Go on at the rule with this priority."),
			table: f.enforced(table, "The table to look up."),
			vrf: f.enforced(f.deviceName, "The VRF whose table to look up."),
			action: f.enforced(
				z.enum(["lookup", "blackhole", "unreachable", "prohibit", "nop"]).transform((a) => (a === "lookup" ? undefined : a)),
				"What is done instead of a lookup.",
			),
			netns: f.unmanaged(f.netnsName, "Network namespace. Default: the host's own."),
		})
		.superRefine(f.issues(check)),
	computed: {},
	key: ["family", "priority"],
	fixed: [],
	mark: "journal",
	normalise: (want) => ({ ...want, family: want.family ?? (familyOf(want.from ?? want.to ?? "") === 6 ? "inet6" : "inet") }),
	facts: ({ netns }) => [
		...netnsFacts(netns),
		{ read: "links", netns: netns ?? "" },
		{ read: "rules", netns: netns ?? "" },
		{ read: "journal" },
	],
	claims: (want) => [`${want.family} rule ${want.priority}${want.netns === undefined ? "" : ` in netns ${want.netns}`}`],
	needs: (want) => [...needsNetns(want.netns), ...(want.vrf === undefined ? [] : [needsTable(want.vrf, want.netns)])],

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
			} as unknown as typeof want,
			computed: { kernel: found },
			owner: found.protocol === ourProtocol || noted?.previous !== undefined ? noted?.owner : undefined,
			marked: found.protocol === ourProtocol || noted !== undefined,
			fault: found.more.length > 0 ? `it says more than this resource can: ${found.more.join(", ")}` : undefined,
		};
	},

	/** The new one comes before the old one goes: a lookup finds one of them at any moment, and one that is refused changes nothing. */
	plan({ want, have, was, owner, facts }) {
		const at = want ?? (was as Values);
		const step = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
			...{ tool: "ip", phase, netns: at.netns ?? "" },
			...(at.family === "inet6" ? { family: 6 as const } : {}),
			args,
		});
		const kernel = have?.computed.kernel as KernelRule | undefined;
		const gone = kernel ? ruleWords({ ...kernel }, kernel.protocol) : [];
		if (!want) return [step("delete-rules", "rule", "del", ...gone)];
		const same = (field: string) => isDeepStrictEqual(want[field as never], have?.value[field as never]);
		if (have && kernel?.more.length === 0 && [...fields, "vrf"].every(same)) return [];
		// Another's rule that is adopted, or given back, keeps its protocol.
		const theirs = kernel && (was === undefined || previousKey in was || owner === undefined);
		const protocol = theirs ? kernel.protocol : ourProtocol;
		return [
			step("rules", "rule", "add", ...ruleWords({ ...want, table: facts && tableOf(facts, want) }, protocol)),
			...(have ? [step("rules", "rule", "del", ...gone)] : []),
		];
	},
});

/** A rule has no word for a VRF: its table's number has to be known, so that the VRF is made in a batch before. */
const needsTable = (vrf: string, netns?: string): Need => ({
	what: `the VRF ${deviceClaim(vrf, netns)}`,
	there: (facts) => tableOf(facts, { vrf, netns }) !== undefined,
});

const fields = [
	...(["from", "to", "iif", "oif", "fwmark", "fwmask", "ipproto", "sport", "dport", "l3mdev", "not"] as const),
	...(["suppressPrefixlength", "goto", "table", "action"] as const),
];

function ruleWords(want: Values, protocol: number): string[] {
	const word = (name: string, value: unknown) => (value === undefined ? [] : [name, String(value)]);
	const hex = (n: number) => `0x${n.toString(16)}`;
	const mask = want.fwmask === undefined ? "" : `/${hex(want.fwmask)}`;
	return [
		...(want.not ? ["not"] : []),
		...["pref", String(want.priority), "from", want.from ?? "all"],
		...word("to", want.to),
		...word("iif", want.iif),
		...word("oif", want.oif),
		...(want.fwmark === undefined ? [] : ["fwmark", `${hex(want.fwmark)}${mask}`]),
		...word("ipproto", want.ipproto === undefined ? undefined : protocolNumber(want.ipproto)),
		...word("sport", want.sport),
		...word("dport", want.dport),
		...(want.l3mdev ? ["l3mdev"] : []),
		...word("suppress_prefixlength", want.suppressPrefixlength),
		...word("goto", want.goto),
		...word("table", want.table),
		...(want.action === undefined ? [] : [want.action]),
		...["protocol", String(protocol)],
	];
}
