import type { z } from "zod";
import type { FieldMeta } from "../base/fields";
import { memoize } from "../base/memoize";
import { partsOf, wrapped } from "./schema-parts";

/** A field that is always secret. "*" in the path is each item of a list and each value of a map. */
interface SecretField {
	path: string[];
	type: z.ZodType;
}

export const secretFieldsOf = memoize((schema: z.ZodObject): SecretField[] => collect(schema, []));

function collect(type: z.ZodType, path: string[]): SecretField[] {
	const { secret } = (type.meta() ?? {}) as FieldMeta;
	if (secret) return [{ path, type }];
	const inner = wrapped(type);
	if (inner) return collect(inner, path);
	return partsOf(type).flatMap((part) => collect(part.type, [...path, ...part.step]));
}
