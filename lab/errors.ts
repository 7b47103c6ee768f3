/** A failure that the user can correct. The message is a sentence that says what to do; it is printed without a stack trace. */
export class LabError extends Error {
	override name = "LabError";
}

/** The message of a thrown value, which need not be an Error. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
