import type { z } from "zod";
import type { Values } from "./values";

/** A value of a deciding field; null: the field is not set. */
export type Decider = string | null;

/** Values of deciding fields, of which each has to be one. */
export type Condition = Record<string, readonly Decider[]>;

export interface VariantRule {
	/** Fields that must be set; an empty list counts as not set. */
	required?: readonly string[];
	/** Fields that must not be set. A deciding field here: such a combination does not exist. */
	excluded?: readonly string[];
	/** Where the rule holds. Default: everywhere. */
	when?: Condition;
	/** Where it does not hold. Default: nowhere. */
	unless?: Condition;
	/** The first of these that is not set is named, in place of the field that is against the rule. */
	blames?: readonly string[];
	/** What is said of a field against the rule. `{type}` stands for the value of the field `type`. */
	message: string;
}

/**
 * Which fields of an object go together, by the values of some of them. It is data for two readers: inputs are checked by it,
 * and `npm run generate` makes a union of TypeScript types and a table of the docs of it.
 */
export interface Variants {
	/** The deciding fields. */
	by: readonly string[];
	rules: readonly VariantRule[];
	/** Names for values of a deciding field that share one TypeScript type, because the same rules hold for them. */
	names?: Record<string, Record<string, readonly Decider[]>>;
}

export function ruleHolds({ when, unless }: VariantRule, deciders: Record<string, Decider>): boolean {
	const meets = (condition: Condition) =>
		Object.entries(condition).every(([field, values]) => values.includes(deciders[field] ?? null));
	return (when === undefined || meets(when)) && !(unless !== undefined && meets(unless));
}

/** Names the fields that are against the rules, each once. */
export function checkVariants({ by, rules }: Variants, want: Values, issue: (field: string, message: string) => void): void {
	const deciders = Object.fromEntries(by.map((field) => [field, want[field] === undefined ? null : String(want[field])]));
	const named = new Set<string>();
	const name = (field: string, message: string) => {
		if (named.has(field)) return;
		named.add(field);
		issue(
			field,
			message.replace(/\{(\w+)\}/g, (_, decider) => String(deciders[decider])),
		);
	};
	for (const rule of rules) {
		if (!ruleHolds(rule, deciders)) continue;
		const blamed = rule.blames?.find((field) => isMissing(want[field]));
		for (const field of rule.required ?? []) if (isMissing(want[field])) name(blamed ?? field, rule.message);
		for (const field of rule.excluded ?? []) if (want[field] !== undefined) name(blamed ?? field, rule.message);
	}
}

const isMissing = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);

/** The schema with these rules: they are checked once each field is right by itself, and stand in its metadata. */
export function withVariants<S extends z.ZodObject>(schema: S, variants: Variants): S {
	return schema
		.superRefine((want, context) =>
			checkVariants(variants, want, (field, message) => context.addIssue({ code: "custom", path: [field], message })),
		)
		.meta({ variants }) as S;
}
