import { LabError } from "../lab/errors";
import { interruptedCode } from "./signals";

/**
 * Prints an error and ends the process with exit code 1, or with the signal's exit code after a signal. A LabError, which the
 * user can correct, is printed without a stack trace.
 */
export function exitWithError(error: unknown): never {
	const interrupted = interruptedCode();
	if (interrupted !== undefined) process.exit(interrupted);
	const text = error instanceof LabError ? error.message : error instanceof Error ? error.stack : String(error);
	process.stderr.write(`pulumi-ovs: ${text}\n`);
	process.exit(1);
}
