import { LabError } from "../lab/errors";
import { interruptedCode } from "./interrupt";

/** Prints why a command failed, without a stack trace when it is something the user can act on, and ends with exit 1. */
export function failed(error: unknown): never {
	const interrupted = interruptedCode();
	if (interrupted !== undefined) process.exit(interrupted);
	const text = error instanceof LabError ? error.message : error instanceof Error ? error.stack : String(error);
	process.stderr.write(`pulumi-ovs: ${text}\n`);
	process.exit(1);
}
