import { z } from "zod";

/** A type inside another one. */
interface Part {
	/** The step of the path that leads to it; none for a form of a union. "*" is each item or value, "*key" each key of a map. */
	step: string[];
	type: z.ZodType;
}

/** The type below a wrapper (optional, default, transform). Undefined for a type without one. */
export function wrapped(type: z.ZodType): z.ZodType | undefined {
	if (type instanceof z.ZodOptional || type instanceof z.ZodDefault) return type.unwrap() as z.ZodType;
	return type instanceof z.ZodPipe ? (type.in as z.ZodType) : undefined;
}

/** The types inside a type without a wrapper: the forms of a union, items, values and fields. */
export function partsOf(type: z.ZodType): Part[] {
	const part = (inner: unknown, ...step: string[]): Part => ({ step, type: inner as z.ZodType });
	if (type instanceof z.ZodUnion) return type.options.map((option) => part(option));
	if (type instanceof z.ZodArray) return [part(type.element, "*")];
	if (type instanceof z.ZodRecord) return [part(type.keyType, "*key"), part(type.valueType, "*")];
	return type instanceof z.ZodObject ? Object.entries(type.shape).map(([field, inner]) => part(inner, field)) : [];
}
