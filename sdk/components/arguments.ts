import * as pulumi from "@pulumi/pulumi";
import { hostNameOf } from "../../provider/base/host-name";
import { nearest } from "../../provider/base/nearest";
import type { Connection } from "../connection";

/** An error in a component's arguments. */
export class ArgumentError extends Error {
	constructor(
		/** Path of the argument, such as "links[2]". */
		readonly path: string,
		message: string,
	) {
		super(message);
	}
}

/** The components, by their classes. */
type Component = "Gateway" | "OverlayNetwork" | "VxlanMesh";

/** Runs `work`. An ArgumentError becomes a RunError with the component's type and name. */
export function withComponentName<T>(type: Component, name: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof ArgumentError)) throw error;
		throw new pulumi.RunError(`${type} ${name}: ${error.path}: ${error.message}`);
	}
}

/** The arguments of a kind, in each of their cases, without the fields that a component sets. */
export type Without<Args, Field extends string> = Args extends unknown ? Omit<Args, Field> : never;

/** The names of all fields of a type. The compiler refuses an argument that lacks a field or has others. */
export const fieldsOf = <T extends object>(all: Record<keyof T, true>): string[] => Object.keys(all);

/**
 * Refuses unknown fields, because JavaScript programs have no type check that finds a misspelt one.
 * @param path path of `value` in the arguments; "" for the arguments themselves
 */
export function checkFields(path: string, value: object, fields: readonly string[]): void {
	for (const field of Object.keys(value)) {
		if (fields.includes(field)) continue;
		const near = nearest(field, fields);
		throw new ArgumentError(
			path === "" ? field : `${path}.${field}`,
			near === undefined
				? `is not a known field: the fields are ${fields.join(", ")}`
				: `is not a known field: did you mean "${near}"?`,
		);
	}
}

export function checkInteger(path: string, value: unknown, min: number, max: number, what: string): void {
	if (Number.isInteger(value) && Number(value) >= min && Number(value) <= max) return;
	throw new ArgumentError(path, `must be ${what}: a whole number from ${min} to ${max}, not ${JSON.stringify(value)}`);
}

/** The name of a host, which the names of its resources contain. */
export function plainHostName(path: string, host: string | Connection): string {
	const name = hostNameOf(host);
	if (name !== undefined) return name;
	throw new ArgumentError(
		path,
		"needs a `name` that is a plain string, because its address is an output, which is not known yet",
	);
}

/** A value that may occur only once, and the path of its argument. */
export interface UniqueValue {
	path: string;
	value: string;
}

/** Refuses a value that occurs twice, with the message that `problem` returns. */
export function checkUnique<C extends UniqueValue>(values: C[], problem: (second: C, first: C) => string): void {
	const seen = new Map<string, C>();
	for (const second of values) {
		const first = seen.get(second.value);
		if (first) throw new ArgumentError(second.path, problem(second, first));
		seen.set(second.value, second);
	}
}

/**
 * Refuses two resources with the same name. The values are the ends of the names, such as "a-b-c" for the port "b-c" of the host
 * "a", and also for the port "c" of the host "a-b".
 */
export const checkResourceNames = (values: UniqueValue[]): void =>
	checkUnique(
		values,
		({ value }, { path }) =>
			`its resource would have the name …-${value}, which the resource of ${path} has already: choose another name`,
	);

/** An address without its prefix length. */
export const withoutPrefixLength = (cidr: string): string => cidr.split("/")[0] ?? "";

/** True if a value is plain in Pulumi's sense: it contains no Output and no Promise, so it is known before resources exist. */
export const isPlain = (value: unknown): boolean =>
	Array.isArray(value) ? value.every(isPlain) : typeof value !== "object" || value === null;
