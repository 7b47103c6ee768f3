import { z } from "zod";
import type { FieldMeta } from "../base/fields";
import type { FieldReference, Reference } from "../base/references";

/** The objects of other resources that the fields of a schema name (`refers`), and those that the resource creates (`makes`). */
export interface References {
	refers: FieldReference[];
	makes: FieldReference[];
}

const known = new WeakMap<z.ZodObject, References>();

export function referencesOf(schema: z.ZodObject): References {
	const found = known.get(schema) ?? collect(schema, [], undefined);
	known.set(schema, found);
	return found;
}

const none: References = { refers: [], makes: [] };

const joined = (all: References[]): References => ({
	refers: all.flatMap((one) => one.refers),
	makes: all.flatMap((one) => one.makes),
});

function collect(type: z.ZodType, path: string[], fallback: string | undefined): References {
	const { refers = [], makes = [] } = (type.meta() ?? {}) as FieldMeta;
	const placed = (reference: Reference): FieldReference => ({
		...reference,
		path,
		...(fallback === undefined ? {} : { fallback }),
	});
	return joined([{ refers: refers.map(placed), makes: makes.map(placed) }, inside(type, path, fallback)]);
}

/** The references inside a type: below its wrappers (optional, default, transform), and in lists, maps and objects. */
function inside(type: z.ZodType, path: string[], fallback: string | undefined): References {
	if (type instanceof z.ZodOptional) return collect(type.unwrap() as z.ZodType, path, fallback);
	if (type instanceof z.ZodDefault) {
		const value = type.def.defaultValue;
		return collect(type.unwrap() as z.ZodType, path, typeof value === "string" ? value : undefined);
	}
	if (type instanceof z.ZodPipe) return collect(type.in as z.ZodType, path, fallback);
	if (type instanceof z.ZodUnion) return joined(type.options.map((option) => collect(option as z.ZodType, path, undefined)));
	if (type instanceof z.ZodArray) return collect(type.element as z.ZodType, [...path, "*"], undefined);
	if (type instanceof z.ZodObject)
		return joined(Object.entries(type.shape).map(([field, inner]) => collect(inner as z.ZodType, [...path, field], undefined)));
	if (type instanceof z.ZodRecord)
		return joined([
			collect(type.keyType as z.ZodType, [...path, "*key"], undefined),
			collect(type.valueType as z.ZodType, [...path, "*"], undefined),
		]);
	return none;
}
