/** A failure the user can act on: the message is a whole sentence saying what to do. Printed without a stack trace. */
export class LabError extends Error {
	override name = "LabError";
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
