import { z } from "zod";
import * as f from "../../base/fields";
import { isUnknown } from "../../base/unknown";
import type { Values } from "../../base/values";
import { familyOf, mark, network, table } from "../../network/routing";
import { protocolName, protocolNames } from "../../tools/ip-rule";
import { allotted } from "./allocate";

const family = z
	.union([z.enum(["inet", "inet6", "ipv4", "ipv6"]), z.literal(4), z.literal(6)], { error: 'must be "inet" or "inet6"' })
	.transform((v) => (v === 6 || v === "inet6" || v === "ipv6" ? ("inet6" as const) : ("inet" as const)));

/** The kernel takes no rule for port 65535 (fib_rule_port_range_valid() in include/net/fib_rules.h). */
const lastPort = 65534;

const ports = z
	.union([f.integer(1, lastPort, "a port"), z.string().regex(/^\d{1,5}(-\d{1,5})?$/, { abort: true })], {
		error: 'must be a port, or a range such as "1000-2000"',
	})
	.refine(
		(v) =>
			String(v)
				.split("-")
				.every((p) => Number(p) >= 1 && Number(p) <= lastPort),
		`must be ports from 1 to ${lastPort}`,
	)
	.refine((v) => {
		const [first, last = first] = String(v).split("-").map(Number);
		return Number(first) <= Number(last);
	}, "must be a range from the lower to the higher port")
	.transform((v) => [...new Set(String(v).split("-").map(Number))].join("-"));

/** The kernel has no user with the id 4294967295 (INVALID_UID). */
const lastUid = 4_294_967_294;

const uids = z
	.union([f.integer(0, lastUid, "a user id"), z.string().regex(/^\d{1,10}(-\d{1,10})?$/, { abort: true })], {
		error: 'must be a user id, or a range such as "1000-1999"',
	})
	.refine(
		(v) =>
			String(v)
				.split("-")
				.every((id) => Number(id) <= lastUid),
		`must be user ids from 0 to ${lastUid}`,
	)
	.refine((v) => {
		const [first, last = first] = String(v).split("-").map(Number);
		return Number(first) <= Number(last);
	}, "must be a range from the lower to the higher id")
	.transform((v) => [...new Set(String(v).split("-").map(Number))].join("-"));

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

/** True for a network or an address. False for "all" and for a value that is not known yet. */
const isNetwork = (value: unknown): value is string => typeof value === "string" && /[:.]/.test(value);

/** True for a rule that is known to be of IPv4. */
function isOfIPv4({ family, from, to }: Values): boolean {
	if (family !== undefined) return family === "inet";
	return [from, to].every((end) => !isUnknown(end) && !(isNetwork(end) && familyOf(end) === 6));
}

export function checkRule(want: Values, issue: (path: string, message: string) => void): void {
	const drops = want.l3mdev && ["blackhole", "unreachable", "prohibit"].includes(want.action);
	const ends = [want.table, want.vrf, want.goto, want.action, (!drops && want.l3mdev) || undefined];
	if (ends.every((e) => e === undefined))
		issue("table", "is required, unless vrf, goto, l3mdev or action is set: a rule does one of them");
	if (ends.filter((e) => e !== undefined).length > 1)
		issue(
			["table", "vrf", "goto", "action", "l3mdev"].filter((field) => want[field] !== undefined)[1] as string,
			"can't be set with another of table, vrf, goto, l3mdev and action: a rule does one of them. Only l3mdev goes with the actions blackhole, unreachable and prohibit",
		);
	if (want.fwmask !== undefined && want.fwmark === undefined) issue("fwmask", "needs fwmark");
	for (const field of ["from", "to"]) {
		if (!isNetwork(want[field]) || !["inet", "inet6"].includes(want.family)) continue;
		if (familyOf(want[field]) !== (want.family === "inet6" ? 6 : 4)) issue(field, `must be of family "${want.family}"`);
	}
	if (isNetwork(want.from) && isNetwork(want.to) && familyOf(want.from) !== familyOf(want.to))
		issue("to", "must be of the same family as from");
	for (const field of ["sport", "dport"])
		if (want[field] !== undefined && !["tcp", "udp", "sctp"].includes(want.ipproto) && !isUnknown(want.ipproto))
			issue("ipproto", `must be "tcp", "udp" or "sctp" if ${field} is set`);
	if (want.suppressPrefixlength !== undefined && want.table === undefined && want.vrf === undefined)
		issue("suppressPrefixlength", "is only for rules that look up a table");
	if (typeof want.tos === "number" && want.tos & 3)
		issue("tos", "must leave the two lowest bits 0: they are for congestion (ECN)");
	// fib4_rule_configure() in the kernel's net/ipv4/fib_rules.c refuses bits that IPTOS_TOS_MASK does not have.
	else if (typeof want.tos === "number" && want.tos > 28 && isOfIPv4(want))
		issue("tos", "must be at most 28 for IPv4: the kernel's rules compare no higher bits of the ToS");
	if (want.adopt && want.priority === undefined)
		issue("priority", "is required with adopt: a rule without one gets a free number, at which there is no rule to take over");
	if (want.goto !== undefined && want.goto <= (want.priority ?? allotted.last))
		issue("goto", "must be a later priority than the rule's own");
}

/** True for a network that contains all addresses of its family, which the kernel lists as no selector. */
const isEverything = (value: unknown): boolean => isNetwork(value) && value.endsWith("/0");

/** The family is that of `from` or `to`, also where these are networks of all addresses, which are left out. */
export function normaliseRule<T extends Values>(want: T): T {
	const family = want.family ?? (familyOf(want.from ?? want.to ?? "") === 6 ? "inet6" : "inet");
	const narrow = (value: unknown) => (isEverything(value) ? undefined : value);
	return { ...want, family, from: narrow(want.from), to: narrow(want.to) };
}

/** The default of a match. */
const any = { whenUnset: "any" };

export const ruleShape = {
	family: f.filledIn(
		f.unmanaged(
			family,
			"Address family: `inet` (IPv4) or `inet6` (IPv6).",
			"the family of `from` or `to`; `inet` if neither is set",
		),
	),
	priority: f.filledIn(
		f.unmanaged(
			f.integer(1, 0xffffffff, "a priority"),
			`Priority, 1 to 4294967295. Rules are tried in order, the lowest number first. Several rules can have one priority; the order among them is not kept, so that rules that match the same packets need priorities of their own. If the priority changes, the new rule is added before the old one is deleted. Required with \`adopt\`.`,
			`a number from ${allotted.first} to ${allotted.last} that no rule of the program has yet, which the rule keeps`,
		),
	),
	...f.group("Match", {
		from: f.enforced(selector, "Source of the packets: a network, an address or `all`.", "all"),
		to: f.enforced(selector, "Destination of the packets: a network, an address or `all`.", "all"),
		iif: f.enforced(f.deviceName, "Device on which the packets arrive.", any),
		oif: f.enforced(f.deviceName, "Device that a local socket is bound to.", any),
		fwmark: f.enforced(mark("a mark"), "Firewall mark of the packets: a number of 32 bits, also as text such as `0x10`.", any),
		fwmask: f.enforced(
			mark("a mask")
				.refine(
					(v) => v !== 0,
					"must not be 0: with such a mask the rule applies to all packets. For all packets, leave fwmark out",
				)
				.transform((v) => (v === 0xffffffff ? undefined : v)),
			"Bits of the mark that are compared. Needs `fwmark`.",
			{ whenUnset: "all bits" },
		),
		ipproto: f.enforced(ipproto, "IP protocol: a name or a number.", any),
		sport: f.enforced(ports, "Source port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.", any),
		dport: f.enforced(ports, "Destination port or range, such as `1000-2000`. Needs `ipproto` tcp, udp or sctp.", any),
		tos: f.enforced(
			f.unlessZero(f.integer(0, 252, "a ToS")),
			"ToS (traffic class) of the packets, in steps of 4: 4 to 28 for IPv4, 4 to 252 for IPv6. The two lowest bits are for congestion (ECN). 0 means any.",
			any,
		),
		uidrange: f.enforced(
			uids,
			"User id, or range of user ids such as `1000-1999`, of the local socket that sends the packets, 0 to 4294967294.",
			any,
		),
		not: f.flag(
			"Invert the match as a whole: the rule applies to packets that do not match all of the fields. With `from` and `iif`, it applies also to packets from this network on another device.",
		),
	}),
	...f.group("Action", {
		table: f.enforced(
			table,
			"Routing table to look up: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255).",
		),
		vrf: f.enforced(f.nameOf("device", { orderOnly: true }), "VRF whose table to look up."),
		l3mdev: f.flag(
			"Look up the table of the packet's VRF. With `action` blackhole, unreachable or prohibit: do this to packets of any VRF instead, such as those that have found no route in the VRF's table.",
		),
		goto: f.enforced(
			f.integer(1, 0xffffffff, "a priority"),
			"Continue at the rule with this priority, which must be a later one.",
		),
		action: f.enforced(
			z.enum(["lookup", "blackhole", "unreachable", "prohibit", "nop"]).transform((a) => (a === "lookup" ? undefined : a)),
			"Action in place of a look-up. `blackhole`: drop the packet. `unreachable` and `prohibit`: drop the packet with an ICMP error. `nop`: continue with the next rule.",
			"lookup",
		),
		suppressPrefixlength: f.enforced(
			f.integer(0, 128, "a prefix length"),
			"Ignore found routes whose prefix length is this or shorter, 0 to 128. Only with `table` or `vrf`.",
		),
	}),
	netns: f.inNetns("the rule"),
	adopt: f.adopt(
		"an existing rule of this family and priority with the same match and action; or the only one with the same match, whose action is changed. A rule with another match stays",
		"the rule stays with its own protocol number, and the settings that the program manages get their former values back",
	),
};
