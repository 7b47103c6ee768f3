import * as pulumi from "@pulumi/pulumi";
import { nearest } from "../../provider/inventory/nearest";

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

/** Whether a value holds no output and no promise. */
export const isPlain = (value: unknown): boolean =>
	Array.isArray(value) ? value.every(isPlain) : typeof value !== "object" || value === null;
