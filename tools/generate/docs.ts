import type { Decider } from "../../provider/base/variants";
import { isPerNetns } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import { idForm } from "../../provider/pulumi/ids";
import { type Field, fieldsOf, jsonOf, nestedName, nestedShapes, type Shape, typeScript } from "./model";
import { anyValue, casesOf } from "./variants";

const banner =
	"<!-- Generated from provider/kinds by `npm run generate`: don't edit. -->\n<!-- biome-ignore-all format: generated -->\n";

/** Text in a cell of a table. */
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const code = (text: string) => `\`${text}\``;

function typeName(parent: string, field: Field): string {
	if (field.name === "host" && field.json.anyOf) return "string or Connection";
	const type = typeScript(field.json, { leaf: (inner) => inner, object: () => nestedName(parent, field.name, field.json) });
	return type
		.split(" | ")
		.map((part) => code(part.replace(/\{ \[key: string\]: (.*) \}/, "{…: $1}")))
		.join(", ");
}

/** The cell "When unset": what happens where the program does not set the field. */
function whenUnset({ name, required, fallback, json, present }: Field): string {
	if (required) return "required";
	if (fallback !== undefined) return code(fallback);
	if (name === "name" && present) return "the resource's name";
	if (json.keys) return "left alone, like keys that it doesn't name";
	if (name === "netns") return "the host's own";
	if (json.toolDefault === false) return code("false");
	if (json.toolDefault !== undefined) return `the tool's default, ${code(JSON.stringify(json.toolDefault))}`;
	if (json.unset === "enforced") return "the tool's default";
	return "left alone";
}

function table(parent: string, fields: Field[], more: (field: Field) => string[], heads: string[]): string {
	const rows = fields.map((field) => [code(field.name), typeName(parent, field), whenUnset(field), ...more(field), field.help]);
	const all = [
		["Field", "Type", "When unset", ...heads, "Meaning"],
		["---", "---", "---", ...heads.map(() => "---"), "---"],
		...rows,
	];
	return all.map((row) => `| ${row.map(cell).join(" | ")} |\n`).join("");
}

/** A table of the fields that can be set together: a row for each case of the rules. */
function combinations({ fields, variants }: Shape): string {
	if (!variants) return "";
	const others = fields.map((field) => field.name).filter((name) => !variants.by.includes(name));
	const list = (has: (name: string) => boolean) => others.filter(has).map(code).join(", ");
	const valueText = (value: Decider) => (value === null ? "not set" : value === anyValue ? "set" : code(JSON.stringify(value)));
	const rows = casesOf(fields, variants).map(({ values, required, excluded }) => [
		...variants.by.map((field) => (values[field] ?? []).map(valueText).join(", ")),
		...[list((name) => required.has(name)), list((name) => excluded.has(name))],
	]);
	const heads = [...variants.by.map(code), "Required", "Not allowed"];
	const all = [heads, heads.map(() => "---"), ...rows];
	return `\nWhich fields go together:\n\n${all.map((row) => `| ${row.map(cell).join(" | ")} |\n`).join("")}`;
}

/** The cell "On change": "key" for fields that name the object. A change of a key field or of `replaceOn` is a replacement. */
function onChange(kind: Kind, { name }: Field): string {
	if (name === "host" || kind.identity.fields.includes(name) || (name === "netns" && isPerNetns(kind))) return "key: replaced";
	return Array.isArray(kind.replaceOn) && kind.replaceOn.includes(name) ? "replaced" : "";
}

/** docs/resources/<Kind>.md */
export function kindPage(kind: Kind, example: string): string {
	const { type, summary, computed, schema } = kind;
	const json = jsonOf(schema);
	const fields = fieldsOf(json);
	const nested = nestedShapes(type, fields);
	const outputs = Object.entries(computed).map(
		([name, { type: result, help }]) => `| ${code(name)} | ${code(result)} | ${cell(help)} |\n`,
	);
	return `${banner}
# ${type}

${summary}

\`\`\`ts
${example.trim()}
\`\`\`

## Fields

${table(type, fields, (field) => [onChange(kind, field)], ["On change"])}${combinations({ name: type, fields, variants: json.variants })}${nested
	.map((shape) => `\n### ${shape.name}\n\n${table(shape.name, shape.fields, () => [], [])}${combinations(shape)}`)
	.join("")}
${outputs.length === 0 ? "" : `## Outputs\n\nAll fields, and:\n\n| Output | Type | Meaning |\n| --- | --- | --- |\n${outputs.join("")}\n`}## Id

\`${idForm(kind)}\`

\`ovs.${type}.get(name, id, state?, opts?)\` reads one that is on a host already, without owning it. \`state\` says what else is known of it, such as
the connection object of a \`host\` that is in no inventory.
`;
}

/** docs/resources/README.md */
export function indexPage(kinds: Kind[]): string {
	const rows = kinds.map(({ type, summary }) => `| [${type}](${type}.md) | ${cell(summary)} |\n`);
	return `${banner}
# Resources

| Resource | What it is |
| --- | --- |
${rows.join("")}
Every resource takes \`host\`: the name of a host, or a connection object.

What a table says of an unset field:

- *the tool's default*, or \`false\`: that is what the host gets. A value set there by hand is drift, and the next \`pulumi up --refresh\` undoes it.
- *left alone*: whatever is on the host stays. A field that was in the program and is gone from it is reset once.

*Replaced* means that the object is deleted and recreated. All other changes are made in place.
`;
}
