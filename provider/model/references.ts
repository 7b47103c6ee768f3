import { z } from "zod";
import type { FieldMeta } from "../base/fields";
import type { FieldReference, Reference } from "../base/references";
import { partsOf, wrapped } from "./schema-parts";

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
	const inner = wrapped(type);
	if (inner) return collect(inner, path, type instanceof z.ZodDefault ? textIn(type.def.defaultValue) : fallback);
	return joined(partsOf(type).map((part) => collect(part.type, [...path, ...part.step], undefined)));
}

const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
