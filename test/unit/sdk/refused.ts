import { ArgumentError } from "../../../sdk/components/arguments";

/** The path and message of the ArgumentError that `work` throws. */
export function refused(work: () => unknown): string {
	try {
		work();
	} catch (error) {
		if (error instanceof ArgumentError) return `${error.path}: ${error.message}`;
		throw error;
	}
	throw new Error("was not refused");
}
