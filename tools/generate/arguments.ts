import { type Field, nestedName, type Shape, typeScript, type Writer, whenUnset } from "./model";
import { anyValue, type Case, casesOf, decidedFields } from "./variants";

/** A doc comment. */
export function comment(text: string, indent = "\t"): string {
	const lines = text.split("\n");
	if (lines.length === 1) return `${indent}/** ${text} */\n`;
	return `${indent}/**\n${lines.map((line) => `${`${indent} * ${line}`.trimEnd()}\n`).join("")}${indent} */\n`;
}

/** The help of a field, with what happens where the field is not set as a tag. */
export function helpOf(field: Field): string {
	const words = whenUnset(field);
	return ["required", "not set"].includes(words) ? field.help : `${field.help}\n\n@default ${words.replace(/^`([^`]*)`$/, "$1")}`;
}

const inputWriter = (parent: string, { name, json }: Field): Writer => ({
	leaf: (type) => `pulumi.Input<${type}>`,
	object: () => `${nestedName(parent, name, json)}Args`,
});

const outputWriter = (parent: string, { name, json }: Field): Writer => ({
	leaf: (type) => type,
	object: () => nestedName(parent, name, json),
});

/** True for the host of a resource. The host of a connection object is an address. */
const isHost = ({ name, json }: Field) => name === "host" && json.anyOf !== undefined;

function argument(parent: string, field: Field): string {
	const type = isHost(field) ? "string | Connection" : typeScript(field.json, inputWriter(parent, field));
	return `${comment(helpOf(field))}\t${field.name}${field.required ? "" : "?"}: pulumi.Input<${type}>;\n`;
}

/** The TypeScript type of an output. */
export function plainType(parent: string, field: Field): string {
	return isHost(field) ? "string | pulumi.Unwrap<Connection>" : typeScript(field.json, outputWriter(parent, field));
}

/** An interface in which each of these fields is an input. */
export const argsInterface = (name: string, parent: string, fields: Field[]) =>
	`export interface ${name} {\n${fields.map((field) => argument(parent, field)).join("")}}\n`;

/** The arguments of an object: an interface, or a union with an interface for each case of its rules. */
export function argsType({ name, fields, variants }: Shape, about: string): string {
	if (!variants) return `${comment(about, "")}${argsInterface(`${name}Args`, name, fields)}`;
	const cases = casesOf(fields, variants);
	const decided = decidedFields(fields, variants, cases);
	const common = fields.filter((field) => !decided.includes(field));
	const heads = decided.filter((field) => variants.by.includes(field.name) && field.json.enum);
	const any = {
		name: "Any",
		about: `${heads.map((field) => code(field.name)).join(" and ")} as an output: the fields that go together are checked when its value is known.`,
		lines: decided.map((field) =>
			heads.includes(field) ? outputOnly(name, field) : argument(name, { ...field, required: false }),
		),
	};
	const all = [
		...cases.map((one) => ({
			name: one.name,
			about: caseAbout(one),
			lines: decided.map((field) => caseArgument(name, field, one)),
		})),
		// Whether a field is set is known while the program is written, whatever its value.
		...(heads.length > 0 ? [any] : []),
	];
	const interfaces = all.map(
		(one) =>
			`${comment(`The arguments of ${name}: ${one.about}`, "")}export interface ${one.name}${name}Args extends Common${name}Args {\n${one.lines.join("")}}\n`,
	);
	return `${comment(`The arguments of ${name} that are the same in every case.`, "")}${argsInterface(`Common${name}Args`, name, common)}
${interfaces.join("\n")}
${comment(about, "")}export type ${name}Args =
${all.map((one) => `\t| ${one.name}${name}Args`).join("\n")};
`;
}

const code = (text: string) => `\`${text}\``;

function caseAbout({ values }: Case): string {
	const parts = Object.entries(values).map(([field, all]) => {
		if (all.includes(anyValue)) return `with ${code(field)}`;
		const literals = all.filter((value) => value !== null).map((value) => JSON.stringify(value));
		return literals.length === 0 ? `without ${code(field)}` : `${code(field)} ${literals.join(", ")}`;
	});
	return `${parts.join(", ")}.`;
}

/** A field of one case of the rules. */
function caseArgument(parent: string, field: Field, { values, required, excluded }: Case): string {
	const { name } = field;
	const decided = values[name];
	if (excluded.has(name) || decided?.every((value) => value === null))
		return `${comment(excluded.has(name) ? `Not allowed here: it ${excluded.get(name)?.replace(/\{(\w+)\}/g, (_, by) => (values[by] ?? []).join('", "'))}.` : "Not set in this case.")}\t${name}?: undefined;\n`;
	if (!decided || decided.includes(anyValue))
		return argument(parent, { ...field, required: field.required || required.has(name) || decided !== undefined });
	const optional =
		!field.required && (decided.includes(null) || decided.some((value) => JSON.stringify(value) === field.fallback));
	const literals = decided.filter((value) => value !== null).map((value) => JSON.stringify(value));
	return `${comment(optional ? helpOf(field) : field.help)}\t${name}${optional ? "?" : ""}: ${literals.join(" | ")};\n`;
}

/** A deciding field whose value is an output, so that the compiler does not know it. */
function outputOnly(parent: string, field: Field): string {
	const type = plainType(parent, field);
	return `${comment(field.help)}\t${field.name}: pulumi.Output<${type}> | Promise<${type}>;\n`;
}
