import { deviceNameOf } from "./device-name";

/** What resources name on a host. An address stands for the network that a device has it in. */
export type Thing = "bridge" | "port" | "device" | "netns" | "address";

/** What the value of a field names. */
export interface Reference {
	thing: Thing;
	/** It counts where another top-level field has one of these values, or none of them; null: it is not set. */
	when?: { field: string; is: (string | null)[] } | { field: string; not: (string | null)[] };
	/** It orders resources; whether it is on the host is the kind's own business. */
	soft?: boolean;
	/** An address in its place names nothing. */
	unless?: "address";
	/** The value is a text in which names stand, in this language. */
	within?: "openflow" | "sysctl";
	/** The name is derived of this and the value (deviceNameOf); `field`: of the value of a top-level field. */
	prefix?: string | { field: string };
}

/** The same with the way to the field: "*" is each item of a list and each value of a map, "*key" each key of a map. */
export interface FieldReference extends Reference {
	path: string[];
	/** What the field is where it is not set. */
	fallback?: string;
}

/** Something that a resource names or makes. */
export interface NamedThing {
	thing: Thing;
	name: string;
	/** The namespace of a device or an address, "" for the host's own; undefined: it is not known yet. */
	netns: string | undefined;
	soft: boolean;
}

/** Finds the names in a text. */
export type Readers = Record<NonNullable<Reference["within"]>, (value: unknown) => string | string[]>;

type Args = Record<string, unknown>;

const isObject = (value: unknown): value is Args => typeof value === "object" && value !== null;

/** What the fields of these inputs name, as far as it is known. */
export function namedThings(references: FieldReference[], args: Args, readers?: Readers): NamedThing[] {
	return references.flatMap((reference) => {
		const { thing, soft = false, within, unless, fallback } = reference;
		if (!counts(reference, args) || (within && !readers)) return [];
		const found = valuesAt(args, reference.path, netnsOf(args, ""));
		const all = found.length === 0 && fallback !== undefined ? [{ value: fallback, netns: "" }] : found;
		return all.flatMap(({ value, netns }) => {
			const names = within && readers ? [readers[within](value)].flat() : typeof value === "string" ? [value] : [];
			const kept = unless === "address" ? names.filter((name) => !/:|^\d+(\.\d+){3}$/.test(name)) : names;
			return kept.flatMap((name) => fullName(reference, args, name) ?? []).map((name) => ({ thing, name, netns, soft }));
		});
	});
}

function counts({ when }: Reference, args: Args): boolean {
	if (!when) return true;
	const value = args[when.field] ?? null;
	const isIn = (list: (string | null)[]) => list.includes(value as string | null);
	return "is" in when ? isIn(when.is) : !isIn(when.not);
}

/** Undefined: what it is derived of is not known yet. */
function fullName({ prefix }: Reference, args: Args, name: string): string | undefined {
	if (prefix === undefined) return name;
	const before = typeof prefix === "string" ? prefix : args[prefix.field];
	return typeof before === "string" ? deviceNameOf(before, name) : undefined;
}

/** The namespace that an object says, else the one that it is in. */
function netnsOf({ netns }: Args, outer: string | undefined): string | undefined {
	return netns === undefined ? outer : typeof netns === "string" ? netns : undefined;
}

interface Found {
	value: unknown;
	netns: string | undefined;
}

function valuesAt(value: unknown, [step, ...rest]: string[], netns: string | undefined): Found[] {
	if (value === undefined || value === null) return [];
	if (step === undefined) return [{ value, netns }];
	if (!isObject(value)) return [];
	if (step === "*key") return Object.keys(value).map((key) => ({ value: key, netns }));
	if (step === "*") return Object.values(value).flatMap((item) => valuesAt(item, rest, netns));
	return valuesAt(value[step], rest, Array.isArray(value) ? netns : netnsOf(value, netns));
}
