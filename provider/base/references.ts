import { deviceNameOf } from "./device-name";
import { isObject } from "./values";

/** The sorts of objects that resources name on a host. An address stands for the subnet in which a device has it. */
export type ObjectSort = "bridge" | "port" | "device" | "netns" | "address" | SortInFlows;

/** The sorts of objects of a bridge that flows name: a group or a meter by its number, and a field that stands for a Geneve option. */
export type SortInFlows = "group" | "meter" | "geneve option";

/** Says that the value of a field names an object. */
export interface Reference {
	sort: ObjectSort;
	/** Limits the reference to inputs where another top-level field has one of these values (`is`) or none (`not`). Null: not set. */
	when?: { field: string; is: (string | null)[] } | { field: string; not: (string | null)[] };
	/** Limits the reference to inputs in which this top-level field is not true. */
	unlessTrue?: string;
	/** True where the reference only orders resources, and does not require the object to be on the host. */
	orderOnly?: boolean;
	/** What the object has to be, in words for the message that it is missing. */
	hint?: string;
	/** A value that is a key of this top-level map is not a reference. */
	unlessKeyOf?: string;
	/** A value that is an address is not a reference. */
	unless?: "address";
	/** The language of a text that contains names. Without it the value itself is the name. */
	within?: "openflow" | "openflow groups" | "openflow meters" | "openflow options" | "sysctl";
	/** True for an object that is a part of the bridge in the field `bridge`: the bridge belongs to its name. */
	ofBridge?: true;
	/** The first argument of deviceNameOf, which makes the name from the value; `field`: the value of this top-level field. */
	prefix?: string | { field: string };
}

/** A reference with the path to its field. "*" is each item of a list and each value of a map, "*key" each key of a map. */
export interface FieldReference extends Reference {
	path: string[];
	/** The default of the field. */
	fallback?: string;
}

/** An object that a resource names or creates. */
export interface NamedObject {
	sort: ObjectSort;
	name: string;
	/** The network namespace of a device or address, "" for the host's own. Undefined while it is not known. */
	netns: string | undefined;
	orderOnly: boolean;
	hint?: string;
	/** The property that names it, such as "interfaces[]": the schema has sorted some lists, so that an index would be another one. */
	property: string;
}

/** Functions that find the names in a text of each language. */
export type Readers = Record<NonNullable<Reference["within"]>, (value: unknown) => string | string[]>;

type Args = Record<string, unknown>;

/** The objects that the fields of these inputs name, as far as they are known. */
export function namedObjects(references: FieldReference[], args: Args, readers?: Readers): NamedObject[] {
	return references.flatMap((reference) => {
		const { sort, orderOnly = false, within, unless, unlessKeyOf, fallback, hint } = reference;
		const map = unlessKeyOf === undefined ? undefined : args[unlessKeyOf];
		if (!applies(reference, args) || (within && !readers)) return [];
		const found = foundAt(args, reference.path, netnsOf(args, ""));
		const all =
			found.length === 0 && fallback !== undefined ? [{ value: fallback, netns: "", property: reference.path.join(".") }] : found;
		return all.flatMap(({ value, netns, property }) => {
			const names =
				within && readers
					? [readers[within](value)].flat()
					: typeof value === "string" || typeof value === "number"
						? [String(value)]
						: [];
			const kept = unless === "address" ? names.filter((name) => !/:|^\d+(\.\d+){3}$/.test(name)) : names;
			const full = kept
				.filter((name) => !isObject(map) || !Object.hasOwn(map, name))
				.flatMap((name) => fullName(reference, args, name) ?? []);
			return full.map((name) => ({ sort, name, netns, orderOnly, hint, property }));
		});
	});
}

function applies({ when, unlessTrue }: Reference, args: Args): boolean {
	if (unlessTrue !== undefined && args[unlessTrue] === true) return false;
	if (!when) return true;
	const value = args[when.field] ?? null;
	const isIn = (list: (string | null)[]) => list.includes(value as string | null);
	return "is" in when ? isIn(when.is) : !isIn(when.not);
}

/** The full name of the object; undefined while its prefix or bridge is not known. */
function fullName({ prefix, ofBridge }: Reference, args: Args, name: string): string | undefined {
	if (ofBridge) return typeof args.bridge === "string" ? `${name} of bridge ${args.bridge}` : undefined;
	if (prefix === undefined) return name;
	const before = typeof prefix === "string" ? prefix : args[prefix.field];
	return typeof before === "string" ? deviceNameOf(before, name) : undefined;
}

/** The namespace in the object's own field `netns`, or else that of the object around it. */
function netnsOf({ netns }: Args, outer: string | undefined): string | undefined {
	return netns === undefined ? outer : typeof netns === "string" ? netns : undefined;
}

interface Found {
	value: unknown;
	netns: string | undefined;
	property: string;
}

function foundAt(value: unknown, [step, ...rest]: string[], netns: string | undefined, property = ""): Found[] {
	if (value === undefined || value === null) return [];
	if (step === undefined) return [{ value, netns, property }];
	if (!isObject(value)) return [];
	const inside = (key: string) => (Array.isArray(value) ? `${property}[]` : property === "" ? key : `${property}.${key}`);
	if (step === "*key") return Object.keys(value).map((key) => ({ value: key, netns, property: inside(key) }));
	if (step === "*") return Object.entries(value).flatMap(([key, item]) => foundAt(item, rest, netns, inside(key)));
	return foundAt(value[step], rest, Array.isArray(value) ? netns : netnsOf(value, netns), inside(step));
}
