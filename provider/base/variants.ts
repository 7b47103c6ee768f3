import type { z } from "zod";
import type { Values } from "./values";

/** A value of a deciding field, or null where the field is not set. */
export type Decider = string | null;

/** A condition that holds where each of these deciding fields has one of its listed values. */
export type Condition = Record<string, readonly Decider[]>;

export interface VariantRule {
	/** Fields that must be set; an empty list counts as not set. */
	required?: readonly string[];
	/** Fields that must not be set. A deciding field in this list means that the combination does not exist. */
	excluded?: readonly string[];
	/** The condition under which the rule holds. Default: always. */
	when?: Condition;
	/** The condition under which the rule does not hold. Default: never. */
	unless?: Condition;
	/** The error is reported on the first of these fields that is not set, instead of on the field that breaks the rule. */
	blames?: readonly string[];
	/** The error for a field that breaks the rule. `{type}` stands for the value of the field `type`. */
	message: string;
}

/**
 * Which fields of an object can be set together, depending on the values of the deciding fields. Inputs are checked by these
 * rules, and `npm run generate` makes a union of TypeScript types and a table in the docs from them.
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

/** Reports each field that breaks a rule, once. */
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

/** The schema with these rules. Rules are checked after each field has the right type, and are kept in the schema's metadata. */
export function withVariants<S extends z.ZodObject>(schema: S, variants: Variants): S {
	return schema
		.superRefine((want, context) =>
			checkVariants(variants, want, (field, message) => context.addIssue({ code: "custom", path: [field], message })),
		)
		.meta({ variants }) as S;
}

/** The fields that decide which case of the rules holds. */
export const decidersOf = (schema: z.ZodObject): readonly string[] => (schema.meta()?.variants as Variants | undefined)?.by ?? [];
