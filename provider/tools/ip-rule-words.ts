import type { Values } from "../base/values";
import { option } from "./call";
import { type KernelRule, protocolNumber } from "./ip-rule";

/** `ip` takes only ranges of user ids. */
const uidRange = (uids: string | undefined) => (uids === undefined || uids.includes("-") ? uids : `${uids}-${uids}`);

/** The words of a rule without its protocol, as in `ip rule add`. */
export function ruleWords(want: Values): string[] {
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
	];
}

/** The words that add or delete a rule of the kernel. */
export const kernelRuleWords = (rule: KernelRule): string[] => [...ruleWords({ ...rule }), "protocol", String(rule.protocol)];

const flags = ["not", "l3mdev", "blackhole", "unreachable", "prohibit", "nop"];

/** The words of a rule, each with its value. */
const parts = ([word, value, ...rest]: string[]): string[] => {
	if (word === undefined) return [];
	return flags.includes(word)
		? [word, ...parts([value, ...rest].flatMap((one) => one ?? []))]
		: [`${word} ${value}`, ...parts(rest)];
};

/** True where the kernel may delete the other rule by these words: it compares only what they name, and neither `not` nor a mark of 0. */
export function mayDelete(words: string[], other: string[]): boolean {
	const there = new Set(parts(other));
	return parts(words).every(
		(part) => there.has(part) || part === "from all" || part === "not" || /^(?:goto|fwmark 0x0\/)/.test(part),
	);
}
