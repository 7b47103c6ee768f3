import { retiredFields } from "../../provider/base/fields";
import type { Decider } from "../../provider/base/variants";
import { isPerNetns } from "../../provider/model/identity";
import type { Kind } from "../../provider/model/kind";
import { idForm } from "../../provider/pulumi/ids";
import {
	capital,
	type Field,
	fieldsOf,
	jsonOf,
	type NestedShape,
	nestedName,
	nestedShapes,
	placeOf,
	type Shape,
	typeScript,
	whenUnset,
} from "./model";
import { anyValue, type Case, casesOf } from "./variants";

const banner =
	"<!-- Generated from provider/kinds by `npm run generate`: don't edit. -->\n<!-- biome-ignore-all format: generated -->\n";

/** Text in a cell of a table, where | would end the cell, also in code. */
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

const code = (text: string) => `\`${text}\``;

/** The address of a heading in its page, as GitHub makes it. */
const anchor = (heading: string) =>
	`#${heading
		.toLowerCase()
		.replace(/[^\w -]/g, "")
		.replaceAll(" ", "-")}`;

const link = (heading: string, text = heading) => `[${text}](${anchor(heading)})`;

function tableOf(heads: string[], rows: string[][]): string {
	return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |\n`).join("");
}

/** The type of a field: one code span, which leads to the table of the object in it. */
function typeText(parent: string, { name, json }: Field): string {
	if (name === "host" && json.anyOf) return code("string | Connection");
	const nested = nestedName(parent, name, json);
	const text = code(
		typeScript(json, { leaf: (inner) => inner, object: () => nested }).replace(
			/\{ \[key: string\]: (.*) \}/,
			"Record<string, $1>",
		),
	);
	return text.includes(nested) ? link(nested, text) : text;
}

function fieldTable(parent: string, fields: Field[], more: (field: Field) => string[], heads: string[]): string {
	const rows = fields.map((field) => [
		...[code(field.name), typeText(parent, field), whenUnset(field)],
		...more(field),
		field.help,
	]);
	return tableOf(["Field", "Type", "If not set", ...heads, "Meaning"], rows);
}

const together = "Which fields go together";

/** A value of a deciding field: `"vxlan"`; or, for a field whose value plays no part, whether it is set. */
const deciderText = (field: string, value: Decider): string =>
	value === null ? `without ${code(field)}` : value === anyValue ? `with ${code(field)}` : code(JSON.stringify(value));

/** Some of the cases in as few words as possible: "all", or "all but …" where that is shorter. The fields tell the cases apart. */
function casesText(some: Case[], all: Case[], [field, ...others]: readonly string[]): string {
	if (field === undefined || some.length === 0) return "";
	if (some.length === all.length) return "all";
	const textsOf = (cases: Case[]) => [...new Set(cases.flatMap(({ values }) => values[field] ?? []))];
	if (others.length === 0) {
		const [chosen, left] = [textsOf(some), textsOf(all.filter((one) => !some.includes(one)))];
		const list = (values: Decider[]) => values.map((value) => deciderText(field, value)).join(", ");
		if (left.length === 1 && left[0] === null) return deciderText(field, anyValue);
		return left.length < chosen.length / 2 ? `all but ${list(left)}` : list(chosen);
	}
	const parts = textsOf(all).flatMap((value) => {
		const having = (cases: Case[]) => cases.filter(({ values }) => values[field]?.includes(value));
		const inside = casesText(having(some), having(all), others);
		return inside === "" ? [] : [`${deciderText(field, value)}${inside === "all" ? "" : `: ${inside}`}`];
	});
	return parts.join("; ");
}

/** A table of the fields that only some cases of the rules allow or require: a row for the fields for which they are the same. */
function combinations({ fields, variants }: Shape): string {
	if (!variants) return "";
	const all = casesOf(fields, variants);
	const rows = new Map<string, { names: string[]; cells: string[] }>();
	for (const { name } of fields.filter((field) => !variants.by.includes(field.name))) {
		const allowed = all.filter(({ excluded }) => !excluded.has(name));
		const required = all.filter((one) => one.required.has(name));
		if (allowed.length === all.length && required.length === 0) continue;
		const cells = [allowed, required].map((cases) => casesText(cases, all, variants.by));
		const row = rows.get(cells.join("\n")) ?? { names: [], cells };
		rows.set(cells.join("\n"), { ...row, names: [...row.names, code(name)] });
	}
	const deciders = variants.by.map(code).join(" and ");
	return tableOf(
		["Fields", `Allowed (${deciders})`, "Required"],
		[...rows.values()].map(({ names, cells }) => [names.join(", "), ...cells]),
	);
}

/** The cell "On change": "key" for fields that name the object. A change of a key field or of `replaceOn` is a replacement. */
function onChange(kind: Kind, { name }: Field): string {
	if (name === "host" || kind.identity.fields.includes(name) || (name === "netns" && isPerNetns(kind))) return "key: replaced";
	return Array.isArray(kind.replaceOn) && kind.replaceOn.includes(name) ? "replaced" : "";
}

const firstGroup = "General";

/** The fields by their groups, in the order of the schema. */
function groupsOf(fields: Field[]): [string, Field[]][] {
	const names = [...new Set([firstGroup, ...fields.map(({ json }) => json.group ?? firstGroup)])];
	return names.map((name) => [name, fields.filter(({ json }) => (json.group ?? firstGroup) === name)]);
}

/** A part of a page under a heading. */
interface Section {
	heading: string;
	text: string;
}

const sectionText = ({ heading, text }: Section, level: string) => `${level} ${heading}\n\n${text}`;

/** The table of an object in a field. */
function nestedSection(shape: NestedShape): Section {
	const rules = shape.variants ? `\n${together}:\n\n${combinations(shape)}` : "";
	return {
		heading: shape.name,
		text: `${placeOf(shape)}.\n\n${fieldTable(shape.name, shape.fields, () => [], [])}${rules}`,
	};
}

function readSection(kind: Kind): Section {
	const { type } = kind;
	const heading = "Read an existing one";
	if (kind.ownership === "observer")
		return { heading, text: `The id is \`${idForm(kind)}\`. Nothing on the host has this id, so \`get\` has nothing to read.\n` };
	const inNetns = isPerNetns(kind) ? " `[<netns>/]` is there only for an object in a network namespace." : "";
	return {
		heading,
		text: `The id is \`${idForm(kind)}\`.${inNetns}

\`ovs.${type}.get(name, id)\` reads the object with this id. The program does not own the object, and never changes or deletes it. For a host that is
not in the configuration (\`ovs:hosts\`, ssh_config), pass the connection object: \`ovs.${type}.get(name, id, { host: connection })\`.
`,
	};
}

function adoptSection(kind: Kind, fields: Field[]): Section[] {
	const adopt = fields.find(({ name }) => name === "adopt");
	const retired = retiredFields(kind.schema).adopt;
	const how =
		adopt &&
		`${adopt.help.replace(/^Take over/, "Set `adopt: true` to take over")}

If the object belongs to somebody else and \`adopt\` is not set, the update fails and changes nothing.`;
	const none =
		retired && `No field is needed. ${retired} A program for an earlier version may still set \`adopt\`: the value is ignored.`;
	const why = how ?? none;
	return why === undefined ? [] : [{ heading: "Adopt an existing one", text: `${why}\n` }];
}

/** The sections of a page after its example. */
function sectionsOf(kind: Kind): { groups: [string, Field[]][]; fields: Field[]; more: Section[]; nested: Section[] } {
	const { type, computed, schema } = kind;
	const json = jsonOf(schema);
	const fields = fieldsOf(json);
	const outputs = Object.entries(computed).map(([name, { type: result, help }]) => [code(name), code(result), help]);
	const rules = combinations({ name: type, fields, variants: json.variants });
	return {
		groups: groupsOf(fields),
		fields,
		nested: nestedShapes(type, fields).map(nestedSection),
		more: [
			...(rules === "" ? [] : [{ heading: together, text: rules }]),
			...(outputs.length === 0
				? []
				: [
						{
							heading: "Outputs",
							text: `Every field is an output too. Further outputs:\n\n${tableOf(["Output", "Type", "Meaning"], outputs)}`,
						},
					]),
			readSection(kind),
			...adoptSection(kind, fields),
		],
	};
}

/** docs/resources/<Kind>.md */
export function kindPage(kind: Kind, example: string): string {
	const { type, summary } = kind;
	const { groups, nested, more } = sectionsOf(kind);
	const isLong = groups.length > 1;
	const table = (fields: Field[]) => fieldTable(type, fields, (field) => [onChange(kind, field)], ["On change"]);
	const tables = isLong
		? groups.map(([heading, fields]) => sectionText({ heading, text: table(fields) }, "###")).join("\n")
		: groups.map(([, fields]) => table(fields)).join("");
	const contents = [...groups.map(([name]) => name), ...[...nested, ...more].map(({ heading }) => heading)];
	return `${banner}
# ${type}

${summary}
${isLong ? `\nOn this page: ${contents.map((heading) => link(heading)).join(" · ")}\n` : ""}
\`\`\`ts
${example.trim()}
\`\`\`

## Fields

[How to read the tables](README.md${anchor(howTo)})

${tables}
${nested.map((section) => `${sectionText(section, "###")}\n`).join("")}${more.map((section) => sectionText(section, "##")).join("\n")}`;
}

const howTo = "How to read the tables";

/** A row of the README's table of resources: a group, or a resource or component of the group. */
interface ReadmeRow {
	name: string;
	text: string;
	/** The page, by its path in the repository. Not set for a group. */
	page?: string;
}

function rowsOf(readme: string): ReadmeRow[] {
	const table = readme.split("\n## Resources\n")[1]?.split("\n## ")[0] ?? "";
	return [...table.matchAll(/^\| (?:\*\*(.+?)\*\*|\[(\w+)\]\((.+?)\)) +\| (.*?) *\|$/gm)].map(
		([, group = "", name = group, page, text = ""]) => ({ name, page, text }),
	);
}

/** The first sentence of a kind's summary. */
const firstSentence = (summary: string) => /^.*?\.(?= [A-Z`]|$)/s.exec(summary)?.[0] ?? summary;

/** A text with links of the README, as a page in docs/resources has it. */
const fromResources = (text: string) => text.replaceAll("](docs/", "](../");

/** docs/resources/README.md, in the groups of the README */
export function indexPage(kinds: Kind[], readme: string): string {
	const rows = rowsOf(readme);
	const groups = rows.filter(({ page }) => page === undefined);
	const textOf = ({ name, text }: ReadmeRow) => {
		const kind = kinds.find(({ type }) => type === name);
		return kind ? firstSentence(kind.summary) : `${capital(text)}.`;
	};
	const tables = groups.map((group, i) => {
		const next = groups[i + 1];
		const members = rows.slice(rows.indexOf(group) + 1, next && rows.indexOf(next));
		const cells = members.map((row) => [
			`[${row.name}](${(row.page ?? "").replace("docs/resources/", "").replace("docs/", "../")})`,
			textOf(row),
		]);
		return `## ${group.name}\n\n${group.text === "" ? "" : `See the ${fromResources(group.text)}.\n\n`}${tableOf(["Resource", "What it is"], cells)}`;
	});
	return `${banner}
# Resources

${tables.join("\n")}
## ${howTo}

Every resource has a field \`host\`: the name of a host, or a connection object.

*If not set* says what happens where the program does not set the field:

- A value such as \`64\`, or words: the host gets this default. A value that somebody sets by hand is drift. The next \`pulumi up --refresh\` restores
  the default.
- *not set*: nothing is set on the host. A value that somebody sets by hand is drift. The next \`pulumi up --refresh\` removes that value.
- *left alone*: what is on the host stays. If the field is removed from the program, the next \`up\` resets it once. *Meaning* names the exceptions.

*On change* says what a change of the field does:

- *key: replaced*: the field identifies the object. A change deletes the object and creates another one. For a Rule, OpenFlowGroup,
  OpenFlowMeter and GeneveOption, and for another \`name\` of an OpenFlowTable, the new object is created before the old one is deleted.
- *replaced*: a change deletes the object and creates the object again.
- Empty: the object is changed in place.
`;
}
