import { hideSecrets } from "./secret-values";

/** The lines that Pulumi's dynamic provider prints for errors of `read` and `delete`, beside the errors that the engine shows. */
const doubled = new Set<string>();
let isFiltered = false;

/** Keeps these lines away from standard error: the engine would show each error once more, at the stack. */
export function dropDoubledLines(stream: Pick<NodeJS.WriteStream, "write">): void {
	if (isFiltered) return;
	isFiltered = true;
	const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
	stream.write = (text: unknown, ...rest: unknown[]) => (doubled.has(String(text)) ? true : write(text, ...rest));
}

/** An error without secret inputs in its message, and without the stack trace that Pulumi would print beside it. */
export function plainError(text: string): Error {
	const message = hideSecrets(text);
	const error = new Error(message);
	error.stack = "";
	error.toString = () => message;
	doubled.add(`${message}: \n`);
	return error;
}

/** Throws the same message without a stack trace. */
export function rethrow(error: unknown): never {
	throw plainError((error as Error).message);
}
