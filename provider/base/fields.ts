import { z } from "zod";
import { isReservedName, nameOfDevice, notDevice, reservedNameText } from "./device-name";
import { canonicalAddress, isStrictAddress, isStrictCidr, octetProblem } from "./ip-address";
import { isMarkKey } from "./mark";
import { memoize } from "./memoize";
import type { ObjectSort, Reference } from "./references";
import { holdsUnknown } from "./unknown";
import { vlansOf } from "./vlan-ids";

/**
 * The metadata of a schema's field. The tool's default is wanted where an "enforced" field is not set.
 * The value on the host stays where an "unmanaged" field is not set.
 */
export interface FieldMeta {
	unset?: "enforced" | "unmanaged";
	/** True for a map of which the resource manages only the keys that the program names. Other keys stay. */
	keys?: boolean;
	/** The objects of other resources that the field names. */
	refers?: Reference[];
	/** The objects named by the field that the resource itself creates. */
	makes?: Reference[];
	/** True where the resource's name is the default. */
	isResourceName?: boolean;
	/** True for a list on an adopted object: members that the program does not name belong to others and stay. */
	shared?: boolean;
	/** A form of the value in which two values that mean the same are equal. */
	compared?: (value: unknown) => unknown;
	/**
	 * For a list that the program names a part of: the original value with what the program did not name before. `have`: the part
	 * that the program names now.
	 */
	withTaken?: (lists: { originals: unknown[]; was: unknown[]; have: unknown[] }) => unknown[];
	/**
	 * The fields with whose change the host loses this one, such as a port's VLANs with its bridge: where the program manages such a
	 * field alone, this one has an original value too, and gets it back together with that field.
	 */
	lostWith?: string[];
	/**
	 * Adoption is refused where the host has another value in this field than the program. `what` says in the error what the
	 * object belongs to, `remedy` what the user can do.
	 */
	sameOnAdoption?: { what: string; remedy: string };
	/** Adoption is refused where the default would replace the host's value of this field. The text says what would be lost. */
	lossByDefault?: string;
	/** The tool's default, for the docs. */
	toolDefault?: string | number | boolean;
	/** The docs' words for what happens where the field is not set, if `unset` and `toolDefault` do not say it. */
	whenUnset?: string;
	/** True where the resource can have a value that follows from other fields, or is chosen, where the program sets none. */
	filledIn?: true;
	/** Words that are no values of this field, with the resource or value that makes such a thing. It ends the question "did you mean". */
	otherKinds?: Record<string, string>;
	/** True for a secret: no message shows the value, it reaches no argument of a program, and the state has it encrypted. */
	secret?: true;
	/** Words that are no fields of this object, and the error for each. */
	elsewhere?: Record<string, string>;
	/** The group of the docs' tables that the field is in. Fields without one are in the first group. */
	group?: string;
}

export const required = <T extends z.ZodType>(type: T, help: string) => type.meta({ description: help });

/** The bridge of a port. A port that the program does not own is never moved from its bridge. */
export const sameBridgeOnAdoption = <T extends z.ZodType>(type: T): T =>
	type.meta({
		...type.meta(),
		sameOnAdoption: { what: "a port of bridge", remedy: "Delete it there first (ovs-vsctl del-port)" },
	}) as T;

/** Refuses the adoption of an object where the default would replace the host's value. `loss`: what would be lost, in words. */
export const noDefaultOnAdoption = <T extends z.ZodType>(type: T, loss: string): T =>
	type.meta({ ...type.meta(), lossByDefault: loss }) as T;

/** The field with words that are no values of it, and the resource or value that makes such a thing. */
export const withOtherKinds = <T extends z.ZodType>(type: T, otherKinds: Record<string, string>): T =>
	type.meta({ ...type.meta(), otherKinds }) as T;

/** Words that are no fields of a type of resource, and the error for each: by the way to say what they mean. */
export const noFieldsOf = (type: string, words: Record<string, string[]>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(words).flatMap(([way, all]) => all.map((word) => [word, `is not a field of ${type}: ${way}`])),
	);

/** True for a field in which the schema puts the default where the program does not set it. */
export const isDefaulted = (schema: z.ZodObject, field: string): boolean => schema.shape[field] instanceof z.ZodDefault;

/** A field to which the kind gives a value where the program sets none. */
export const filledIn = <T extends z.ZodType>(type: T): T => type.meta({ ...type.meta(), filledIn: true }) as T;

/** True for a field that a resource can have although its program does not set it. */
export const isFilledIn = (schema: z.ZodObject, field: string): boolean =>
	isDefaulted(schema, field) || fieldMeta(schema, field).filledIn === true;

/** The value of a field that the program does not set. Undefined: the tool has none. */
export const defaultOf = (schema: z.ZodObject, field: string): unknown =>
	isDefaulted(schema, field) ? (schema.shape[field] as z.ZodDefault).def.defaultValue : fieldMeta(schema, field).toolDefault;

/** The name of the object. The resource's name is the default. */
export const resourceName = <T extends z.ZodType>(type: T, help: string) =>
	type.meta({ ...type.meta(), description: help, isResourceName: true, whenUnset: "the resource's name" });

/** `byDefault`: the tool's default, or the docs' words for it. Where it is not given, nothing is set on the host. */
export function enforced<T extends z.ZodType>(
	type: T,
	help: string,
	byDefault?: FieldMeta["toolDefault"] | Pick<FieldMeta, "whenUnset">,
) {
	const words = typeof byDefault === "object" ? byDefault : byDefault === undefined ? {} : { toolDefault: byDefault };
	return type.optional().meta({ description: help, unset: "enforced", ...words });
}

export const unmanaged = <T extends z.ZodType>(type: T, help: string, whenUnset?: string) =>
	type.optional().meta({ description: help, unset: "unmanaged", ...(whenUnset === undefined ? {} : { whenUnset }) });

/** A boolean whose default is false: false and not set are the same. */
export const flag = (help: string) =>
	z
		.boolean()
		.transform((on) => on || undefined)
		.optional()
		.meta({ description: help, unset: "enforced", toolDefault: false });

export const defaulted = <T extends z.ZodType>(type: T, value: z.util.NoUndefined<z.output<T>>, help: string) =>
	type.default(value as never).meta({ description: help });

/** Fields that the docs show under one heading. */
export const group = <S extends z.ZodRawShape>(name: string, shape: S): S =>
	Object.fromEntries(
		Object.entries(shape).map(([field, type]) => [
			field,
			(type as z.ZodType).meta({ ...(type as z.ZodType).meta(), group: name }),
		]),
	) as unknown as S;

/** A map of which the resource manages only the keys that the program names. */
export const ownKeys = (help: string) =>
	z
		.record(text, text)
		.superRefine((map, context) => {
			for (const key of Object.keys(map))
				if (isMarkKey(key))
					context.addIssue({ code: "custom", path: [key], message: "is reserved: pulumi-ovs marks its objects with this key" });
		})
		.optional()
		.meta({ description: `${help} Keys that the program does not name stay as they are.`, unset: "unmanaged", keys: true });

/** A map that the resource manages as a whole: an empty map and not set are the same. */
export const wholeMap = (help: string) =>
	enforced(
		z.record(text, text).transform((map) => (Object.keys(map).length > 0 ? map : undefined)),
		help,
	);

const metaOf = memoize((type: z.ZodType): FieldMeta => (type.meta() ?? {}) as FieldMeta);

export function fieldMeta(schema: z.ZodObject, field: string): FieldMeta {
	const type = schema.shape[field] as z.ZodType | undefined;
	return type ? metaOf(type) : {};
}

export const text = z
	.string()
	.refine((s) => !s.includes("\0"), { error: "must not contain a NUL character" })
	.refine((s) => !/\p{Surrogate}/u.test(s), { error: "must be valid unicode: it contains half a surrogate pair" });

/** True for a name that every object of JavaScript has, such as "constructor": a lookup finds it although no value was given for it. */
export const isInherited = (name: string): boolean => name in Object.prototype;

export const inheritedReason = "a name that every object of JavaScript has: choose another one";

/** A text that is the key of a map somewhere. */
export const keyText = text.refine((name) => !isInherited(name), { error: `must not be ${inheritedReason}` });

export const deviceName = z.string().regex(nameOfDevice, notDevice);

/**
 * Names of ports of Open vSwitch. A patch port and a bond have no device of the kernel, and with it no limit of 15 characters.
 * Open vSwitch itself has no limit: this one is that of file names.
 */
export const portName = z
	.string()
	.regex(
		/^(?!\.{1,2}$)[A-Za-z0-9_][A-Za-z0-9_.-]{0,254}$/,
		"must be a port's name: 1 to 255 of the characters A-Z a-z 0-9 _ . - (not starting with . or -)",
	);

/** The name of a device that the resource creates. */
export const newDeviceName = deviceName.refine((name) => !isReservedName(name), reservedNameText);

export const netnsName = z
	.string()
	.regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, "must be a network namespace's name: 1 to 64 of the characters A-Z a-z 0-9 _ . -");

/** The name of an object that another resource may create. */
export const nameOf = (sort: Exclude<ObjectSort, "address">, more: Omit<Reference, "sort"> = {}) =>
	referring(sort === "netns" ? netnsName : sort === "port" ? portName : deviceName, { sort, ...more });

/** A value that names an object of another resource. */
export const referring = <T extends z.ZodType>(type: T, ...refers: Reference[]): T => type.meta({ refers }) as T;

/** A secret: no message shows the value, and the state has it encrypted. */
export const secret = <T extends z.ZodType>(type: T): T => type.meta({ ...type.meta(), secret: true }) as T;

/** A value that names an object that the resource itself creates. */
export const making = <T extends z.ZodType>(type: T, ...makes: Reference[]): T => type.meta({ makes }) as T;

const macText = /^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}$/;

/** True for a MAC address, also one of multicast. */
export const isMac = (s: string): boolean => macText.test(s);

export const mac = z
	.string()
	.regex(macText, "must be a MAC address such as 02:00:00:00:00:01")
	.refine((s) => (Number.parseInt(s.slice(0, 2), 16) & 1) === 0, "must not be a multicast address: a device can't have it")
	.overwrite((s) => s.toLowerCase());

/** A check for superRefine of a text that may hold addresses. */
export function noWrongOctets(text: string, context: z.RefinementCtx): void {
	const message = octetProblem(text);
	if (message) context.addIssue({ code: "custom", message });
}

export const address = z
	.string()
	.refine(isStrictAddress, "must be an IPv4 or IPv6 address without a prefix length, such as 192.0.2.1")
	.overwrite((s) => (isStrictAddress(s) ? canonicalAddress(s) : s));

export const cidr = z
	.string()
	.refine(isStrictCidr, "must be an address with its prefix length, such as 10.0.0.1/24")
	.overwrite((s) => (isStrictCidr(s) ? s.replace(/^[^/]+/, canonicalAddress) : s));

export const vlan = integer(0, 4095, "a VLAN id");

export const mtu = integer(68, 65535, "an MTU in bytes");

export const bool = z.boolean();

export const tunnelKey = z.union([integer(0, 0xffffffff, "a tunnel key"), z.literal("flow")], {
	error: 'must be a tunnel key: a whole number (VXLAN and Geneve: to 16777215; GRE: to 4294967295), or "flow"',
});

export function integer(from: number, to: number, what: string) {
	const error = `must be ${what}: a whole number from ${from} to ${to}`;
	return z.number({ error }).int(error).min(from, error).max(to, error);
}

/** A list in which order and repetition have no meaning. */
export function setOf<T extends z.ZodType<string | number>>(item: T) {
	return z.array(item).overwrite((list) =>
		// The place of a value that is not known yet is known only with it.
		holdsUnknown(list)
			? list
			: [...new Set(list)].sort((a, b) =>
					typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1,
				),
	);
}

/** A setOf for an enforced field: an empty list and not set are the same. */
export const emptySetAsUnset = <T extends z.ZodType<string | number>>(item: T) => emptyAsUnset(setOf(item));

/** A list or map for which the tool prints an empty one where the value is not set. */
export const emptyAsUnset = <T extends z.ZodType<object>>(type: T) =>
	type.transform((all) => ((Array.isArray(all) ? all : Object.keys(all)).length > 0 ? all : undefined));

/**
 * A list that Open vSwitch, where it is empty, takes as everything: an empty one is refused. `everything`: in words, such as "all VLANs".
 */
export const nonEmpty = <T extends z.ZodType<unknown[]>>(list: T, everything: string) =>
	list.refine((all) => all.length > 0, emptyIsEverything(everything));

const notVlans = 'must be a VLAN id from 0 to 4095, or a range such as "300-310"';

const vlanOrRange = z.union([vlan, z.string().refine((text) => vlansOf(text) !== undefined, notVlans)], notVlans);

/** VLAN ids and ranges of them, as ovs-vsctl takes them. The checked value is the list of all ids, in which order has no meaning. */
export const vlans = z.array(vlanOrRange).overwrite((list) => {
	const ids = list.flatMap((item) => vlansOf(item) ?? []);
	return list.some((item) => vlansOf(item) === undefined) ? list : [...new Set(ids)].sort((a, b) => a - b);
});

export const emptyIsEverything = (everything: string): string =>
	`must not be empty: Open vSwitch takes an empty list as ${everything}. To select ${everything}, leave the field out`;

/** A number for which the tool prints 0 where the value is not set. */
export const unlessZero = (number: z.ZodNumber) => number.transform((n) => n || undefined);

/** Compares objects by these fields, the first field first, as Array.sort wants it. */
export function by(...fields: string[]) {
	const text = (value: object, field: string) => String((value as Record<string, unknown>)[field] ?? "");
	return (a: object, b: object): number => {
		const field = fields.find((f) => text(a, f) !== text(b, f));
		return field === undefined ? 0 : text(a, field) < text(b, field) ? -1 : 1;
	};
}

/** A list of objects whose order has no meaning, sorted so that two such lists can be compared. */
export function sorted<T extends z.ZodArray<z.ZodObject>>(order: (a: object, b: object) => number, list: T) {
	return list.overwrite((all) => [...all].sort(order) as typeof all);
}

/** The schema of a kind: `host`, which every resource has, and the kind's own fields. */
export function object<S extends z.ZodRawShape>(shape: S) {
	return z.strictObject({
		host: required(
			z.union([z.string().min(1, "must name a host"), z.record(z.string(), z.unknown())]),
			"The host: a name or a connection object.",
		),
		...shape,
	});
}

/** The field `adopt`, for kinds whose object may exist before the program creates it. */
export const adopt = (what: string, atDestroy: string) => flag(`Take over ${what}. At destroy, ${atDestroy}.`);

/**
 * The schema of a kind of which earlier versions had these fields. The fields did nothing. Inputs may still have them, and they
 * are left out. Each value says why the field went.
 */
export const withoutFields = <S extends z.ZodObject>(schema: S, retired: Record<string, string>): S =>
	schema.meta({ ...schema.meta(), retired }) as S;

/** The fields that earlier versions of a kind had, with the reason why they went. */
export const retiredFields = (schema: z.ZodObject): Record<string, string> =>
	(schema.meta()?.retired ?? {}) as Record<string, string>;

/** The parts of a path that is written as in `options.peer` or `nexthops[0].via`. */
const partsOf = (path: string): (string | number)[] =>
	path.split(".").flatMap((part) => {
		const [, name, index] = /^(.+)\[(\d+)\]$/.exec(part) ?? [];
		return name === undefined ? [part] : [name, Number(index)];
	});

/** Rules across fields, for superRefine. A path is written as in `options.peer` or `nexthops[0].via`. */
export const issues =
	<Want>(check: (want: Want, issue: (path: string, message: string) => void) => void) =>
	(want: Want, context: z.RefinementCtx): void =>
		check(want, (path, message) => context.addIssue({ code: "custom", path: partsOf(path), message }));

export const inNetns = (of: string) => unmanaged(nameOf("netns"), `Network namespace of ${of}.`, "the host's own namespace");
