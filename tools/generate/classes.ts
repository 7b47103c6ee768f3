import type { z } from "zod";
import { isFilledIn, retiredFields } from "../../provider/base/fields";
import type { Kind } from "../../provider/model/kind";
import { idForm } from "../../provider/pulumi/ids";
import { argsInterface, argsType, comment, helpOf, plainType } from "./arguments";
import { type Field, fieldsOf, jsonOf, namedByResource, nestedShapes, placeOf, referencesText, secretsText } from "./model";

const banner = `// Generated from provider/kinds by \`npm run generate\`: don't edit.
// biome-ignore-all format: generated
`;

function outputInterface(name: string, fields: Field[]): string {
	const lines = fields.map(
		(field) => `${comment(helpOf(field))}\t${field.name}${field.present ? "" : "?"}: ${plainType(name, field)};\n`,
	);
	return `export interface ${name} {\n${lines.join("")}}\n`;
}

function output(parent: string, field: Field): string {
	const type = plainType(parent, field) + (field.present ? "" : " | undefined");
	return `${comment(helpOf(field))}\tdeclare readonly ${field.name}: pulumi.Output<${type}>;\n`;
}

const list = (names: string[]) => `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;

/** Arguments that programs for earlier versions have: without them, the compiler would refuse such a program. */
const retiredArguments = ({ schema }: Kind): Field[] =>
	Object.entries(retiredFields(schema)).map(([name, why]) => ({
		...{ name, help: `${why}\n\n@deprecated Remove this field: it has no effect.`, required: false, present: false },
		json: { type: "boolean", unset: "enforced" },
	}));

/** sdk/kinds/<Kind>.ts */
export function classFile(kind: Kind): string {
	const { type, summary, computed } = kind;
	const json = jsonOf(kind.schema);
	const fields = fieldsOf(json);
	const nested = nestedShapes(type, fields);
	const retired = retiredArguments(kind);
	const computedFields = Object.entries(computed).map(
		([name, { type: result, help }]) => `${comment(help)}\tdeclare readonly ${name}: pulumi.Output<${result}>;\n`,
	);
	const shape = `{
	kind: "${type}",
	inputs: ${list([...fields, ...retired].map((f) => f.name))},
	computed: ${list(Object.keys(computed))},
	filledIn: ${list(Object.keys(kind.schema.shape).filter((field) => isFilledIn(kind.schema, field)))},
	namedByResource: ${namedByResource(kind)},
	${referencesText(kind)}${secretsText(kind)}
}`;
	return `${banner}
import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

${nested.map((s) => `${argsType(s, `${placeOf(s)} of ${type}.`)}\n${comment(`${placeOf(s)} of ${type}, as an output.`, "")}${outputInterface(s.name, s.fields)}\n`).join("")}${argsType({ name: type, fields: [...fields, ...retired], variants: json.variants }, `The arguments of ${type}.`)}
/** The fields that a program can pass to ${type}.get. */
export type ${type}State = Partial<${type}Args>;

const shape: Shape = ${shape};

${comment(summary, "")}export class ${type} extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: \`${idForm(kind)}\`.
	 * @param state Fields that are known besides the id, such as \`host\` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ${type}State, opts?: pulumi.CustomResourceOptions): ${type};
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): ${type};
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): ${type} {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new ${type}(name, state as ${type}Args, opts);
	}

	/** True if a value is a ${type}, even one from another copy of this package. */
	static override isInstance(value: unknown): value is ${type} {
		return isKind(value, "${type}");
	}

${fields.map((field) => output(type, field)).join("")}${computedFields.join("")}
	constructor(name: string, args: ${type}Args, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
`;
}

/** sdk/connection.ts */
export function connectionFile(schema: z.ZodObject): string {
	const fields = fieldsOf(jsonOf(schema));
	const nested = nestedShapes("Connection", fields);
	const about =
		"The connection to a host. It has the fields of `ConnectionArgs` of @pulumi/command, so that the same object can be used for both packages, and further fields.";
	const interfaces = [{ name: "Connection", fields }, ...nested].map((shape) => {
		const lines = argsInterface(shape.name, shape.name, shape.fields).replace(/ConnectionProxyArgs/g, "ConnectionProxy");
		return `${comment(shape.name === "Connection" ? about : "A host to connect through.", "")}${lines}`;
	});
	return `${banner.replace("provider/kinds", "provider/inventory")}
import type * as pulumi from "@pulumi/pulumi";

${interfaces.join("\n")}`;
}

/** sdk/kinds/index.ts */
export function indexFile(kinds: Kind[]): string {
	return `${banner}\n${kinds
		.map(({ type }) => `export * from "./${type}";\n`)
		.sort()
		.join("")}`;
}
