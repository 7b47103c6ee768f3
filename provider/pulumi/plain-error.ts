import { hideSecrets } from "./secret-values";

/** An error without secret inputs in its message, and without the stack trace that Pulumi would print beside it. */
export function plainError(text: string): Error {
	const message = hideSecrets(text);
	const error = new Error(message);
	error.stack = "";
	error.toString = () => message;
	return error;
}

/** Throws the same message without a stack trace. */
export function rethrow(error: unknown): never {
	throw plainError((error as Error).message);
}
