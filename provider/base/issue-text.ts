import type { z } from "zod";

/** The requirement that a value does not meet, in words. */
export function allowed(issue: z.core.$ZodIssue): string {
	if (issue.code === "invalid_type" && issue.message.startsWith("Invalid input")) return `must be ${article(issue.expected)}`;
	if (issue.code === "invalid_value") return `must be ${oneOf(issue.values.map((v) => JSON.stringify(v)))}`;
	if (issue.code === "invalid_union" && issue.message.startsWith("Invalid input"))
		return [...new Set(issue.errors.flat().map(allowed))].join(" or ").replaceAll(" or must be ", " or ");
	if (issue.code === "too_small" && issue.message.startsWith("Too small"))
		return issue.origin === "number" || issue.origin === "int" ? `must be at least ${issue.minimum}` : "must not be empty";
	if (issue.code === "too_big" && issue.message.startsWith("Too big")) return `must be at most ${issue.maximum}`;
	return issue.message;
}

const oneOf = (values: string[]) => (values.length === 1 ? `${values[0]}` : `one of ${values.join(", ")}`);

const article = (type: string) => `${/^[aeiou]/.test(type) ? "an" : "a"} ${type === "record" ? "map" : type}`;
