import { z } from "zod";
import type { FieldMeta } from "../base/fields";
import { memoize } from "../base/memoize";

/** A field that is always secret. "*" in the path is each item of a list and each value of a map. */
export interface SecretField {
	path: string[];
	type: z.ZodType;
}

export const secretFieldsOf = memoize((schema: z.ZodObject): SecretField[] => collect(schema, []));

function collect(type: z.ZodType, path: string[]): SecretField[] {
	const { secret } = (type.meta() ?? {}) as FieldMeta;
	if (secret) return [{ path, type }];
	if (type instanceof z.ZodOptional || type instanceof z.ZodDefault) return collect(type.unwrap() as z.ZodType, path);
	if (type instanceof z.ZodPipe) return collect(type.in as z.ZodType, path);
	if (type instanceof z.ZodUnion) return type.options.flatMap((option) => collect(option as z.ZodType, path));
	if (type instanceof z.ZodArray) return collect(type.element as z.ZodType, [...path, "*"]);
	if (type instanceof z.ZodRecord) return collect(type.valueType as z.ZodType, [...path, "*"]);
	if (type instanceof z.ZodObject)
		return Object.entries(type.shape).flatMap(([field, inner]) => collect(inner as z.ZodType, [...path, field]));
	return [];
}
