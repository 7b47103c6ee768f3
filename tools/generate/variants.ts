import { type Decider, ruleHolds, type Variants } from "../../provider/base/variants";
import { capital, type Field } from "./model";

/** One or more combinations of values of the deciding fields for which the same rules hold. */
export interface Case {
	/** The prefix of the interface's name, such as "Patch" or "BridgeVxlan". */
	name: string;
	/** The values of each deciding field. */
	values: Record<string, Decider[]>;
	required: Set<string>;
	/** The fields that must not be set, each with its error message. */
	excluded: Map<string, string>;
}

/** Stands for every value of a deciding field that is not an enum: the field is set. */
export const anyValue = "*";

/** The values of a deciding field that rules can distinguish. A field that is not set has its default, or else null. */
function valuesOf({ json, required, fallback }: Field): Decider[] {
	const literals = json.enum?.map(String) ?? [anyValue];
	return required || fallback !== undefined ? literals : [null, ...literals];
}

const pascal = (text: string) =>
	text
		.split(/[^A-Za-z0-9]/)
		.map(capital)
		.join("");

function caseOf({ by, rules, names }: Variants, values: Decider[]): Case {
	const deciders = Object.fromEntries(by.map((field, i) => [field, values[i] ?? null]));
	const holding = rules.filter((rule) => ruleHolds(rule, deciders));
	const parts = by.map((field) => {
		const value = deciders[field] ?? null;
		const named = Object.entries(names?.[field] ?? {}).find(([, all]) => all.includes(value))?.[0];
		return named ?? (value === anyValue ? capital(field) : pascal(value ?? ""));
	});
	return {
		name: parts.join(""),
		values: Object.fromEntries(by.map((field) => [field, [deciders[field] ?? null]])),
		required: new Set(holding.flatMap((rule) => rule.required ?? [])),
		excluded: new Map(holding.flatMap((rule) => (rule.excluded ?? []).map((field) => [field, rule.message] as const)).reverse()),
	};
}

/** Adds the values of a case to another case of the same name. The same rules must hold for both. */
function addValues(to: Case, one: Case): void {
	const rules = ({ required, excluded }: Case) => `${[...required]} ${[...excluded.keys()]}`;
	if (rules(to) !== rules(one)) throw new Error(`different rules hold for values that are all named ${one.name}`);
	for (const [field, values] of Object.entries(one.values))
		to.values[field] = [...new Set([...(to.values[field] ?? []), ...values])];
}

/** The cases of an object's rules, in the order of the deciding fields' values. */
export function casesOf(fields: Field[], variants: Variants): Case[] {
	const deciding = variants.by.map((name) => fields.find((field) => field.name === name) as Field);
	const combinations = deciding.reduce<Decider[][]>(
		(all, field) => all.flatMap((before) => valuesOf(field).map((value) => [...before, value])),
		[[]],
	);
	const cases = new Map<string, Case>();
	for (const one of combinations.map((values) => caseOf(variants, values))) {
		// A combination that sets an excluded deciding field does not exist.
		if (Object.entries(one.values).some(([field, [value]]) => value !== null && one.excluded.has(field))) continue;
		const same = cases.get(one.name);
		if (!same) cases.set(one.name, one);
		else addValues(same, one);
	}
	return [...cases.values()];
}

/** The fields that the rules name. The deciding fields come first. */
export function decidedFields(fields: Field[], { by }: Variants, cases: Case[]): Field[] {
	const named = (name: string) => cases.some((one) => one.required.has(name) || one.excluded.has(name));
	return [
		...by.flatMap((name) => fields.filter((f) => f.name === name)),
		...fields.filter((f) => !by.includes(f.name) && named(f.name)),
	];
}
