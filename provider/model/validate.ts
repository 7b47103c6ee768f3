import { z } from "zod";
import * as f from "../base/fields";
import { allowed } from "../base/issue-text";
import { nearest } from "../base/nearest";
import { holdsUnknown } from "../base/unknown";
import { isMap, ownValue, type Problem, type Values, withoutUnset } from "../base/values";
import type { Kind } from "./kind";
import { meantBy } from "./other-words";
import { partsOf, wrapped } from "./schema-parts";

/** Inputs in normal form, and their errors. */
export interface Checked {
	values: Values;
	problems: Problem[];
}

/**
 * Checks inputs by a kind's schema. Values that are not known yet are accepted unchanged. Setting an output is an error. `was`: the
 * inputs in the state.
 */
export function checkInputs(kind: Kind, given: Values, was?: Values): Checked {
	const isOutput = (field: string) => Object.hasOwn(kind.computed, field);
	const retired = f.retiredFields(kind.schema);
	const isInput = (field: string) => !isOutput(field) && !Object.hasOwn(retired, field);
	const args = Object.fromEntries(Object.entries(given).filter(([field]) => isInput(field)));
	const outputs = Object.keys(given).filter((field) => isOutput(field) && (given[field] ?? undefined) !== undefined);
	const checked = checkFields(kind, args, was);
	if (outputs.length === 0) return checked;
	const refused = outputs.map((path) => ({ path, message: `is an output of ${kind.type}, and can't be set: leave it out` }));
	return { values: args, problems: [...checked.problems, ...refused] };
}

/**
 * The greatest length of a text, in characters. Linux takes at most 128 KiB per argument of a program (MAX_ARG_STRLEN, execve(2)),
 * a character takes up to three bytes, and the quotes of Open vSwitch more.
 */
const longestText = 40_000;

/** Texts that JavaScript and Pulumi make of values that are no texts, the value in words, and the advice for the program. */
const misplaced: [text: RegExp, value: string, remedy: string][] = [
	[/Calling \[toString\] on an \[Output<T>\]/, "an Output", "write pulumi.interpolate before the backticks of the text"],
	[/Calling \[toJSON\] on an \[Output<T>\]/, "an Output", "use pulumi.jsonStringify in place of JSON.stringify"],
	[/\[object Promise\]/, "a Promise", "wait for its value with await"],
	[/\[object Object\]/, "an object", "write the field of the object that is meant, such as its name"],
];

/** The value that has got into a text by mistake, and the remedy. */
function misplacedIn(text: string): string | undefined {
	// Most texts are addresses and names, of which a set may have many thousands.
	if (!text.includes("[")) return undefined;
	const [, value, remedy] = misplaced.find(([made]) => made.test(text)) ?? [];
	return value && `${value} where a text is needed: ${remedy}`;
}

/**
 * The errors of texts that no program on the host could be given, of texts that were made of other values by mistake, and of keys that
 * an object of JavaScript has without being given them.
 */
function unusable(value: unknown, path: PropertyKey[] = []): Problem[] {
	const problem = { path: propertyPath(path), message: `must be at most ${longestText} characters long` };
	if (typeof value === "string") {
		if (value.length > longestText) return [problem];
		const mistake = misplacedIn(value);
		return mistake ? [{ ...problem, message: `has ${mistake}` }] : [];
	}
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const step = Array.isArray(value) ? Number(key) : key;
		if (key.length > longestText) return [{ ...problem, message: `has a key of more than ${longestText} characters` }];
		const mistake = misplacedIn(key);
		if (mistake) return [{ ...problem, message: `has a key with ${mistake}` }];
		if (f.isInherited(key)) return [{ ...problem, message: `has the key ${key}, ${f.inheritedReason}` }];
		return unusable(inner, [...path, step]);
	});
}

function checkFields(kind: Kind, args: Values, was?: Values): Checked {
	const outright = unusable(args);
	if (outright.length > 0) return { values: args, problems: outright };
	const parsed = kind.schema.safeParse(args);
	if (parsed.success) return { values: withoutUnset(kind.normalise?.(parsed.data, was) ?? parsed.data), problems: [] };
	const problems = parsed.error.issues
		.filter((issue) => issue.code === "unrecognized_keys" || !holdsUnknown(at(args, issue.path)))
		.flatMap((issue) => inWords(kind, args, issue));
	return { values: problems.length > 0 ? args : fieldByField(kind, args, was), problems };
}

function fieldByField(kind: Kind, args: Values, was?: Values): Values {
	const fields = Object.entries(kind.schema.shape).map(([field, type]) => {
		const parsed = (type as z.ZodType).safeParse(args[field]);
		return [field, parsed.success ? parsed.data : args[field]];
	});
	const values = Object.fromEntries(fields);
	return withoutUnset(kind.normalise?.(values, was) ?? values);
}

const at = (value: unknown, path: PropertyKey[]): unknown =>
	path.reduce<unknown>((v, key) => (v as Record<PropertyKey, unknown> | undefined)?.[key], value);

function inWords(kind: Kind, args: Values, issue: z.core.$ZodIssue): Problem[] {
	const path = propertyPath(issue.path);
	const value = at(args, issue.path);
	if (issue.code === "unrecognized_keys") {
		const fields = fieldsAt(kind.schema, issue.path);
		const { elsewhere } = (unwrap(schemaAt(kind.schema, issue.path))?.meta() ?? {}) as f.FieldMeta;
		return issue.keys.map((key) => {
			const known: string | undefined = ownValue(elsewhere, key);
			if (known !== undefined) return { path: propertyPath([...issue.path, key]), message: known };
			const near = meantBy(key, fields) ?? nearest(key, fields);
			const hint = near === undefined ? `: the fields are ${fields.join(", ")}` : `: did you mean "${near}"?`;
			return { path: propertyPath([...issue.path, key]), message: `is not a field of ${path === "" ? kind.type : path}${hint}` };
		});
	}
	const inside = issue.code === "invalid_union" && isMap(value) ? objectIssues(issue) : undefined;
	if (inside) return inside.flatMap((one) => inWords(kind, args, one));
	if (issue.code === "invalid_key") return [{ path, message: `its name ${issue.issues.map(allowed).join(" and ")}` }];
	if (value === undefined && issue.code !== "custom")
		return [{ path, message: `is required. ${helpAt(kind.schema, issue.path)}` }];
	// The message must not contain the value, which may be a secret.
	const hint = `${form(kind.schema, issue)}${guess(kind, issue, value)}${otherType(kind.schema, issue.path, value)}`;
	return [{ path, message: `${allowed(issue)}${hint}` }];
}

/** The way to write a list, a map or an object, as the end of a message. */
function form(schema: z.ZodObject, issue: z.core.$ZodIssue): string {
	if (issue.code !== "invalid_type") return "";
	if (issue.expected === "array") return ": write [ … ], also for one value";
	if (issue.expected === "record") return ": write { name: value, … }";
	const fields = issue.expected === "object" ? fieldsAt(schema, issue.path) : [];
	return fields.length === 0 ? "" : ` with the fields ${fields.join(", ")}`;
}

/** The end of a message about a value that would be right if it were of another type, such as a number from a file that has texts. */
function otherType(schema: z.ZodType, path: PropertyKey[], value: unknown): string {
	const type = schemaAt(schema, path);
	const fits = (other: unknown) => type?.safeParse(other).success === true;
	if (fits(value)) return "";
	if (typeof value === "number" || typeof value === "boolean")
		return fits(String(value)) ? ". Write it as a text, in quotes" : "";
	if (typeof value !== "string" || value.trim() === "") return "";
	if (fits(Number(value))) return ". The value is a text: write it without quotes, or convert it to a number";
	const isBoolean = ["true", "false"].includes(value) && fits(value === "true");
	return isBoolean ? ". The value is a text: write it without quotes, or convert it to true or false" : "";
}

/** The allowed value that a misspelt one most likely means, or the kind that has the value, as the end of a message. */
function guess(kind: Kind, issue: z.core.$ZodIssue, value: unknown): string {
	if (issue.code !== "invalid_value" || !["string", "number"].includes(typeof value)) return "";
	const word = String(value);
	const { otherKinds } = (unwrap(schemaAt(kind.schema, issue.path))?.meta() ?? {}) as f.FieldMeta;
	const other: string | undefined = ownValue(otherKinds, word);
	if (other !== undefined) return `: did you mean ${other}?`;
	const words = issue.values.filter((one) => typeof one === "string");
	const near = nearest(word, words) ?? onlyWith(word, words);
	return near === undefined ? "" : `: did you mean "${near}"?`;
}

/** The only candidate that has the word as a part, as "linux-htb" has "htb". */
function onlyWith(word: string, candidates: string[]): string | undefined {
	const found = word.length < 3 ? [] : candidates.filter((one) => one.toLowerCase().includes(word.toLowerCase()));
	return found.length === 1 ? found[0] : undefined;
}

/** The issues inside an object, where one form of the value is an object and the other forms are not. */
function objectIssues({ path, errors }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] | undefined {
	const isOfForm = ({ path: inner, code }: z.core.$ZodIssue) => inner.length === 0 && /^invalid_(type|union)$/.test(code);
	const fitting = errors.filter((all) => !all.some(isOfForm));
	const [only] = fitting;
	return fitting.length === 1 ? only?.map((one) => ({ ...one, path: [...path, ...one.path] })) : undefined;
}

const propertyPath = (path: PropertyKey[]): string =>
	path.map((key, i) => (typeof key === "number" ? `[${key}]` : `${i === 0 ? "" : "."}${String(key)}`)).join("");

/** The schema at a path, without its wrappers (optional, default, transform). */
function schemaAt(schema: z.ZodType, path: PropertyKey[]): z.ZodType | undefined {
	return path.reduce<z.ZodType | undefined>((type, key) => {
		const inner = unwrap(type);
		return inner && partsOf(inner).find(({ step: [step] }) => step === String(key) || step === "*")?.type;
	}, schema);
}

/** The type below all wrappers; of a union, the form that is an object. */
function unwrap(schema: z.ZodType | undefined): z.ZodType | undefined {
	const inner = schema && wrapped(schema);
	if (inner) return unwrap(inner);
	if (!(schema instanceof z.ZodUnion)) return schema;
	return (
		partsOf(schema)
			.map(({ type }) => unwrap(type))
			.find((type) => type instanceof z.ZodObject) ?? schema
	);
}

function fieldsAt(schema: z.ZodObject, path: PropertyKey[]): string[] {
	const inner = unwrap(schemaAt(schema, path));
	return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

const helpAt = (schema: z.ZodObject, path: PropertyKey[]): string =>
	schemaAt(schema, path)?.meta()?.description ?? "it has no default";
