import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Variants, withVariants } from "../base/variants";
import { checkedText } from "./checked-text";
import { objects } from "./objects";
import { markChain } from "./statements";
import { elementProblem, nameProblem, ruleProblem, tableNameProblem } from "./syntax";

export const families = ["ip", "ip6", "inet", "arp", "bridge", "netdev"] as const;

export const tableName = checkedText(tableNameProblem);
const objectName = checkedText(nameProblem);
const chainName = checkedText((name) =>
	name === markChain ? "is reserved for the chain that holds pulumi-ovs's mark" : nameProblem(name),
);
export const rule = checkedText(ruleProblem);

/** An element may be given as a number or as text. */
const element = z.union([checkedText(elementProblem), z.number().int().transform(String)]);

const mapOf = <T extends z.ZodType>(key: z.ZodType<string, string>, value: T) => f.emptyAsUnset(z.record(key, value));

const priorityForm = /^(-?\d+|(raw|mangle|dstnat|filter|security|srcnat|out)( ?[+-] ?\d+)?)$/;

export const priority = z
	.union([z.number().int(), z.string().regex(priorityForm, 'must be a number, or a name as in "filter" or "dstnat - 5"')])
	.transform((p) => String(p).replace(/(\w) ?([+-]) ?(\d)/, "$1 $2 $3"));

const setType = z
	.string()
	.regex(
		/^(typeof ([a-z0-9 ._-]|@(ll|nh|th|ih),\d+,\d+)+|[a-z0-9_]+( \. [a-z0-9_]+)*)$/,
		'must be types joined by " . ", such as "ipv4_addr . inet_service", or expressions such as "typeof ip saddr . tcp dport"',
	)
	.refine((type) => !/\biface_index\b/.test(type), "must be ifname instead of iface_index: a recreated device has another index");

/** In a map whose type begins with "typeof", the value is an expression too, such as "ct zone". */
const valueType = z.string().regex(/^[a-z0-9_][a-z0-9_-]*( (\. )?[a-z0-9_-]+)*$/, 'must be types joined by " . ", or "verdict"');

const timeout = z.string().regex(/^(\d+(ms|[dhms]))+$/, 'must be a time such as "30s" or "1h"');

/** nft has no escapes in strings, and comments of at most 127 bytes. */
const comment = z
	.string()
	.refine((s) => Buffer.byteLength(s) <= 127, "must have at most 127 bytes")
	.regex(/^[^"\\\p{Cc}]+$/u, "must be text without quotes, backslashes and control characters");

/** The properties that sets and maps have in common. */
const ofSets = (what: string) => ({
	flags: f.enforced(
		f.emptySetAsUnset(z.enum(["constant", "dynamic", "interval", "timeout"])),
		`Flags of the ${what}. \`constant\`: elements never change. \`dynamic\`: rules add elements. \`interval\`: elements may be ranges. \`timeout\`: elements may expire.`,
	),
	timeout: f.enforced(timeout, "Default lifetime of an element, such as `30s` or `1h`.", { whenUnset: "elements do not expire" }),
	size: f.enforced(f.integer(1, 0xffffffff, "a number of elements"), "Maximum number of elements.", {
		whenUnset: "no limit; with the flag dynamic 65535",
	}),
	comment: f.enforced(comment, `Comment on the ${what}.`),
});

const ofBaseChains = {
	blames: ["type", "hook", "priority"],
	message:
		"is required: a base chain has type, hook and priority; a chain without a hook has none of them, no policy and no devices",
};
const onDevice = ["ingress", "egress"];
const hooks = ["prerouting", "input", "forward", "output", "postrouting", "ingress", "egress"] as const;

const chainVariants: Variants = {
	by: ["hook"],
	rules: [
		{ excluded: ["type", "priority", "policy", "devices"], when: { hook: [null] }, ...ofBaseChains },
		{ required: ["type", "priority"], unless: { hook: [null] }, ...ofBaseChains },
		{ required: ["devices"], when: { hook: onDevice }, message: "is required at hook {hook}" },
		{ excluded: ["devices"], unless: { hook: onDevice }, message: "is only for the hooks ingress and egress" },
	],
	names: { hook: { Regular: [null], Base: hooks.filter((hook) => !onDevice.includes(hook)), Device: onDevice } },
};

const chain = withVariants(
	z.strictObject({
		type: f.enforced(
			z.enum(["filter", "nat", "route"]),
			"Type of a base chain. `filter`: accept or drop packets. `nat`: translate addresses. `route`: route packets again after a change.",
		),
		hook: f.enforced(z.enum(hooks), "Hook at which packets enter a base chain.", {
			whenUnset: "the chain is entered only by jump and goto",
		}),
		priority: f.enforced(
			priority,
			"Priority of a base chain among the chains of its hook: a number, or a name such as `dstnat - 5`. Chains with lower numbers see packets first.",
		),
		policy: f.enforced(z.enum(["accept", "drop"]), "What happens to packets that match no rule of a base chain.", "accept"),
		devices: f.enforced(f.emptySetAsUnset(f.nameOf("device")), "Devices of a base chain at the hook ingress or egress."),
		comment: f.enforced(comment, "Comment on the chain."),
		rules: f.enforced(
			f.emptyAsUnset(z.array(rule)) as unknown as z.ZodArray<z.ZodString>,
			"Rules in order, each in nft syntax. Use `iifname` and `oifname` for devices other than lo, and sets with the flag `dynamic` for `meter`. Different spellings of a rule are no difference: rules are compared in the form that nft prints.",
		),
	}),
	chainVariants,
);

const set = z.strictObject({
	type: f.required(setType, "Type of the elements, such as `ipv4_addr`, `ifname . inet_service`, or `typeof ip saddr`."),
	...ofSets("set"),
	gcInterval: f.enforced(timeout, "Time between two removals of expired elements, such as `1m`. Needs the flag timeout.", {
		whenUnset: "the kernel decides",
	}),
	autoMerge: f.flag("Merge elements that overlap or are next to each other. Needs the flag interval."),
	elements: f.enforced(
		f.emptySetAsUnset(element as unknown as z.ZodString),
		"Elements of the set. In a set with the flag dynamic or timeout, elements that rules have added stay.",
	),
});

const map = z.strictObject({
	type: f.required(setType, "Type of the keys, such as `ipv4_addr`, or `typeof ip saddr`."),
	value: f.required(
		valueType,
		"Type of the values, such as `verdict`, `ipv4_addr`, `mark` or `counter`. If `type` begins with `typeof`: an expression such as `ct zone`.",
	),
	...ofSets("map"),
	elements: f.enforced(
		mapOf(checkedText(elementProblem), element) as unknown as z.ZodRecord<z.ZodString, z.ZodString>,
		'Elements of the map. In a map with the flag dynamic or timeout, elements that rules have added stay. Example: `{ "192.0.2.4": "jump tenant1" }`.',
	),
});

const flowtable = z.strictObject({
	priority: f.enforced(priority, "Priority of the flowtable at the ingress hook: a number or a name.", "filter"),
	devices: f.enforced(f.emptySetAsUnset(f.nameOf("device")), "Devices between which flows are offloaded."),
	hardwareOffload: f.flag("Let the devices' hardware forward the flows. The update fails if a device does not support this."),
	counter: f.flag("Count the packets of offloaded flows in conntrack."),
});

export const tableFields = {
	objects,
	chains: f.enforced(
		mapOf(chainName, chain) as unknown as z.ZodRecord<z.ZodString, typeof chain>,
		"Chains of the table, by name.",
	),
	sets: f.enforced(mapOf(objectName, set) as unknown as z.ZodRecord<z.ZodString, typeof set>, "Sets of the table, by name."),
	maps: f.enforced(
		mapOf(objectName, map) as unknown as z.ZodRecord<z.ZodString, typeof map>,
		"Maps and verdict maps of the table, by name.",
	),
	flowtables: f.enforced(
		mapOf(objectName, flowtable) as unknown as z.ZodRecord<z.ZodString, typeof flowtable>,
		"Flowtables of the table, by name.",
	),
};

/** The checks that concern several fields of a table. */
export function checkTable(want: Values, issue: (path: string, message: string) => void): void {
	for (const name of Object.keys(want.maps ?? {}))
		if (want.sets?.[name]) issue(`maps.${name}`, "is also the name of a set: sets and maps of a table need different names");
}
