import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../provider/base/nearest";
import type { Connection } from "../connection";
import { hostName } from "../hosts";

/** What is wrong with a component's arguments, and where. */
export class ArgumentError extends Error {
	constructor(
		/** Path of the argument, such as "links[2]". */
		readonly path: string,
		message: string,
	) {
		super(message);
	}
}

/** Says which component an error is of. */
export function named<T>(name: string, work: () => T): T {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof ArgumentError)) throw error;
		throw new pulumi.RunError(`${name}: ${error.path}: ${error.message}`);
	}
}

/** The arguments of a kind, in each of their cases, without those that a component decides. */
export type Without<Args, Field extends string> = Args extends unknown ? Omit<Args, Field> : never;

/** The fields of a type, each one: the compiler sees to it. */
export const fieldsOf = <T extends object>(all: Record<keyof T, true>): string[] => Object.keys(all);

/** Refuses fields that are not known: a misspelt one would be left out without a word. `path`: "" for the arguments themselves. */
export function checkFields(path: string, value: object, fields: readonly string[]): void {
	for (const field of Object.keys(value)) {
		if (fields.includes(field)) continue;
		const near = nearest(field, fields);
		throw new ArgumentError(
			path === "" ? field : `${path}.${field}`,
			near === undefined ? `is no field here: there are ${fields.join(", ")}` : `is no field here: did you mean ${near}?`,
		);
	}
}

export function checkWhole(path: string, value: unknown, least: number, most: number, what: string): void {
	if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
	throw new ArgumentError(path, `must be ${what}: a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
}

/** The name of a host, by which its resources are named. */
export function plainName(path: string, host: string | Connection): string {
	const found = hostName(host);
	if (found !== undefined) return found;
	throw new ArgumentError(path, "needs a plain `name`: its address is not known before the program has run");
}

/** What no two may have, and the argument that says it. */
export interface Claim {
	path: string;
	value: string;
}

/** Refuses what is claimed twice. */
export function checkDistinct<C extends Claim>(claims: C[], problem: (second: C, first: C) => string): void {
	const taken = new Map<string, C>();
	for (const claim of claims) {
		const first = taken.get(claim.value);
		if (first) throw new ArgumentError(claim.path, problem(claim, first));
		taken.set(claim.value, claim);
	}
}

/** Refuses two resources of one name, such as those of host "a" with port "b-c" and of host "a-b" with port "c". */
export const checkResourceNames = (claims: Claim[]): void =>
	checkDistinct(
		claims,
		({ value }, { path }) => `its resource would be named …-${value}, as that of ${path} is: choose another name`,
	);

/** An address without its prefix length. */
export const bare = (cidr: string): string => cidr.split("/")[0] ?? "";

/** Whether a value holds no output and no promise. */
export const isPlain = (value: unknown): boolean =>
	Array.isArray(value) ? value.every(isPlain) : typeof value !== "object" || value === null;
