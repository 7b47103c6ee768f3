import * as pulumi from "@pulumi/pulumi";

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
