/** Pulumi prints an error's stack beside its message; a person has no use for it. */
export function plainError(message: string): Error {
	const error = new Error(message);
	error.stack = "";
	error.toString = () => message;
	return error;
}

/** Throws the same message without a stack. */
export function rethrow(error: unknown): never {
	throw plainError((error as Error).message);
}
