import fc from "fast-check";
import { z } from "zod";
import type { Reference } from "../../provider/base/references";
import * as text from "./text";

/** Supplies the values that a schema alone cannot say. */
export interface Given {
	/** The generator for a field's path, such as `Route.nexthops.via`. Undefined: it follows from the schema. */
	at(path: string): fc.Arbitrary<unknown> | undefined;
	/** The names of objects that are on the host, or that the resource itself makes. */
	named(reference: Reference, path: string): fc.Arbitrary<unknown>;
}

/** Pools of strings. A field without a regular expression gets values from the pools that its schema accepts. */
const pools: fc.Arbitrary<string>[] = [
	...[text.address4, text.address6, text.cidr4, text.cidr6, text.network4, text.network6, text.mac, text.number, text.range],
	...[text.word, text.anyText, fc.constantFrom("all", "default", "inherit", "flow", "any")],
];

const accepts = (schema: z.ZodType, value: unknown): boolean => {
	try {
		return schema.safeParse(value).success;
	} catch {
		return false;
	}
};

/** The strings of each path: they are the same for every resource. */
const known = new Map<string, fc.Arbitrary<unknown>>();

function stringsAt(schema: z.ZodString, path: string): fc.Arbitrary<unknown> {
	const found = known.get(path) ?? strings(schema, path);
	known.set(path, found);
	return found;
}

/** The strings of a schema: from its regular expression, or else from the pools. */
function strings(schema: z.ZodString, path: string): fc.Arbitrary<unknown> {
	const isValid = (value: string) => accepts(schema, value);
	const usable = pools.filter((pool) => fc.sample(pool, { numRuns: 60, seed: 1 }).filter(isValid).length >= 3);
	const fromPools = usable.map((pool) => pool.filter(isValid));
	const patterns = [...(schema._zod.bag.patterns ?? [])].filter((pattern) => !/\(\?|\\p/.test(pattern.source));
	const fromPattern = patterns.slice(0, 1).map((pattern) => fc.stringMatching(pattern).filter(isValid));
	if (fromPools.length + fromPattern.length === 0)
		throw new Error(`${path}: no pool has a string that its schema accepts: give it a generator`);
	return fc.oneof(...fromPattern, ...fromPools);
}

function numbers(schema: z.ZodNumber): fc.Arbitrary<number> {
	const min = Math.max(schema.minValue ?? 0, Number.MIN_SAFE_INTEGER);
	const max = Math.min(schema.maxValue ?? 1000, Number.MAX_SAFE_INTEGER);
	return fc.oneof(
		fc.constantFrom(min, max, Math.min(min + 1, max)),
		fc.integer({ min, max: Math.min(max, min + 5000) }),
		fc.integer({ min, max }),
	);
}

/** A list in any order. Some of its members are there twice. */
const lists = (item: fc.Arbitrary<unknown>) =>
	fc.oneof(
		{ weight: 5, arbitrary: fc.array(item, { maxLength: 4 }) },
		{ weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength: 3 }).map((all) => [...all, all[0]]) },
	);

/** Objects with all required fields, and each optional one with the chance `share`. */
export function objects(schema: z.ZodObject, path: string, given: Given, share: number): fc.Arbitrary<Record<string, unknown>> {
	const fields = Object.entries(schema.shape).map(([field, type]) => {
		const values = inputsOf(type as z.ZodType, `${path}.${field}`, given);
		const isOptional = accepts(type as z.ZodType, undefined);
		const percent = Math.round(share * 100);
		const rarely = fc.integer({ min: 0, max: 99 }).chain((n) => (n < percent ? values : fc.constant(undefined)));
		return [field, isOptional ? rarely : values] as const;
	});
	return fc
		.record(Object.fromEntries(fields))
		.map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

/** A generator of values that a schema accepts as inputs. Checks that concern several fields are left to the caller. */
export function inputsOf(schema: z.ZodType, path: string, given: Given): fc.Arbitrary<unknown> {
	const own = given.at(path);
	if (own) return own;
	const [reference] = (schema.meta()?.refers ?? []) as Reference[];
	if (reference && reference.within === undefined) return given.named(reference, path);
	if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
		return inputsOf(schema.unwrap() as z.ZodType, path, given);
	if (schema instanceof z.ZodPipe) return inputsOf(schema.in as z.ZodType, path, given).filter((v) => accepts(schema, v));
	if (schema instanceof z.ZodString) return stringsAt(schema, path);
	if (schema instanceof z.ZodNumber) return numbers(schema).filter((v) => accepts(schema, v));
	if (schema instanceof z.ZodBoolean) return fc.boolean();
	if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options);
	if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values);
	if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map((one) => inputsOf(one as z.ZodType, path, given)));
	if (schema instanceof z.ZodArray) return lists(inputsOf(schema.element as z.ZodType, path, given));
	if (schema instanceof z.ZodRecord)
		return fc
			.dictionary(
				inputsOf(schema.keyType as z.ZodType, `${path}.*key`, given) as fc.Arbitrary<string>,
				inputsOf(schema.valueType as z.ZodType, `${path}.*`, given),
				{ maxKeys: 3 },
			)
			.filter((v) => accepts(schema, v));
	if (schema instanceof z.ZodObject) return objects(schema, path, given, 0.4);
	if (schema instanceof z.ZodAny) return fc.jsonValue();
	throw new Error(`${path}: there is no generator for ${schema.def.type}`);
}
