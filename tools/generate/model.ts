import { z } from "zod";
import { type FieldMeta, fieldMeta } from "../../provider/base/fields";
import type { FieldReference } from "../../provider/base/references";
import type { Variants } from "../../provider/base/variants";
import type { Kind } from "../../provider/model/kind";
import { referencesOf } from "../../provider/model/references";
import { secretFieldsOf } from "../../provider/model/secrets";

/** The parts of JSON Schema that the kinds' schemas use. */
interface Json extends FieldMeta {
	type?: string | string[];
	description?: string;
	default?: unknown;
	enum?: unknown[];
	const?: unknown;
	anyOf?: Json[];
	items?: Json;
	properties?: Record<string, Json>;
	additionalProperties?: Json | false;
	required?: string[];
	variants?: Variants;
	/** In the schema of a kind: the fields of earlier versions, which inputs may still have. */
	retired?: Record<string, string>;
}

export interface Field {
	name: string;
	json: Json;
	help: string;
	/** True where the program must set the field. */
	required: boolean;
	/** True where the outputs always have the field. */
	present: boolean;
	/** The default, in the syntax of TypeScript. */
	fallback?: string;
}

/** An object type: the arguments of a kind, or an object nested in them. */
export interface Shape {
	name: string;
	fields: Field[];
	/** The rules about which fields can be set together. */
	variants?: Variants;
}

/** A shape in a field of another one. */
export interface NestedShape extends Shape {
	/** The field, such as `qos.queues`. */
	path: string;
	/** The field holds one object, a list of objects, or a map with objects as its values. */
	in: "object" | "list" | "map";
}

/** The place of a nested shape, such as "An item of `controllers`". */
export const placeOf = (shape: NestedShape): string =>
	`${{ object: "The object in", list: "An item of", map: "A value of" }[shape.in]} \`${shape.path}\``;

export const namedByResource = (kind: Kind) => fieldMeta(kind.schema, "name").isResourceName === true;

/** The references of a kind's fields, as TypeScript. The SDK derives a resource's dependencies from them. */
export function referencesText(kind: Kind): string {
	const { refers, makes } = referencesOf(kind.schema);
	const list = (all: FieldReference[]) => `[${all.map((one) => JSON.stringify(one)).join(", ")}]`;
	return `refers: ${list(refers)},\n\tmakes: ${list(makes)},`;
}

/** The paths of fields that are always secret, as TypeScript. */
export function secretsText({ schema }: Kind): string {
	const paths = secretFieldsOf(schema).map(({ path }) => JSON.stringify(path));
	return paths.length === 0 ? "" : `\n\tsecrets: [${paths.join(", ")}],`;
}

export const jsonOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Json;

export function fieldsOf(json: Json): Field[] {
	return Object.entries(json.properties ?? {}).map(([name, field]) => {
		const help = field.description ?? "";
		const present = (json.required?.includes(name) ?? false) || field.default !== undefined;
		const fallback = field.default === undefined ? undefined : JSON.stringify(field.default);
		return {
			name,
			json: field,
			help,
			present,
			fallback,
			required: present && field.default === undefined && !field.isResourceName,
		};
	});
}

/** The docs' words for what happens where the program does not set the field. */
export function whenUnset({ required, fallback, json }: Field): string {
	if (required) return "required";
	if (fallback !== undefined) return `\`${fallback}\``;
	if (json.whenUnset !== undefined) return json.whenUnset;
	if (json.toolDefault !== undefined) return `\`${JSON.stringify(json.toolDefault)}\``;
	return json.unset === "unmanaged" ? "left alone" : "not set";
}

const isObject = (json: Json): boolean => json.properties !== undefined;

const singular = (field: string) =>
	field
		.replace(/sses$/, "ss")
		.replace(/ies$/, "y")
		.replace(/([^s])s$/, "$1");
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const camel = (text: string) => text.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** The objects nested in a shape. The name of each is built from its path. */
export function nestedShapes(parent: string, fields: Field[], above = ""): NestedShape[] {
	return fields.flatMap(({ name, json }) => {
		const object = objectIn(json);
		if (!object) return [];
		const path = `${above}${name}`;
		const place = isObject(json) ? "object" : json.items ? "list" : "map";
		const shape = {
			name: nestedName(parent, name, json),
			fields: fieldsOf(object),
			variants: object.variants,
			path,
			in: place,
		} as const;
		return [shape, ...nestedShapes(shape.name, shape.fields, `${path}.`)];
	});
}

export const nestedName = (parent: string, field: string, json: Json) =>
	`${parent}${capital(camel(isObject(json) ? field : singular(field)))}`;

function objectIn(json: Json): Json | undefined {
	if (isObject(json)) return json;
	if (json.anyOf) return json.anyOf.find(isObject);
	const inner = json.items ?? (json.additionalProperties || undefined);
	return inner && objectIn(inner);
}

/** Functions for the parts of a type: `leaf` wraps every value below the top, `object` names a nested shape. */
export interface Writer {
	leaf(type: string): string;
	object(): string;
}

/** The TypeScript type of a value. */
export function typeScript(json: Json, write: Writer): string {
	const inner = (part: Json) => write.leaf(typeScript(part, write));
	if (json.enum) return json.enum.map((value) => JSON.stringify(value)).join(" | ");
	if (json.const !== undefined) return JSON.stringify(json.const);
	if (json.anyOf) return [...new Set(json.anyOf.map((part) => typeScript(part, write)))].join(" | ");
	if (Array.isArray(json.type)) return json.type.map((type) => typeScript({ type }, write)).join(" | ");
	if (isObject(json)) return write.object();
	switch (json.type) {
		case "array": {
			const item = inner(json.items ?? {});
			return / /.test(item) && !/^pulumi\.Input<.*>$/.test(item) ? `(${item})[]` : `${item}[]`;
		}
		case "object":
			return `{ [key: string]: ${inner(json.additionalProperties || {})} }`;
		case "integer":
			return "number";
		case undefined:
			return "unknown";
		default:
			return json.type;
	}
}
