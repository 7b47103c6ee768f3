import { hideSecrets } from "./secret-values";

/** An error whose message holds no secret input, and without the stack that Pulumi would print beside it. */
export function plainError(text: string): Error {
	const message = hideSecrets(text);
	const error = new Error(message);
	error.stack = "";
	error.toString = () => message;
	return error;
}

/** Throws the same message without a stack. */
export function rethrow(error: unknown): never {
	throw plainError((error as Error).message);
}
