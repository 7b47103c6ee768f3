import { HostError } from "../base/host-error";
import { type Operation, operationError, resourceLabel } from "../plan/operation";

/**
 * The failures of one host, each of which ends many operations: the host is down, or a script broke. The error of the first
 * operation has the whole reason, and the errors of the others refer to it.
 */
export class HostFailures {
	/** The label of the operation that has shown a reason. */
	private readonly shownBy = new Map<string, string>();

	constructor(private readonly host: string) {}

	/** The error of one operation. A failure of the host is its cause. */
	errorOf(operation: Operation, error: unknown): Error {
		if (!(error instanceof HostError)) return operationError(this.host, operation, (error as Error).message);
		const told = this.errorOfHost(operation, error);
		told.cause = error;
		return told;
	}

	private errorOfHost(operation: Operation, error: HostError): Error {
		const { message } = error;
		const label = resourceLabel(this.host, operation);
		const first = this.shownBy.get(message) ?? label;
		this.shownBy.set(message, first);
		if (first === label) return operationError(this.host, operation, message);
		const what = error.hasNoConnection
			? "there is no connection to the host"
			: error.kind === "busy"
				? "another run changes the host"
				: "a script on the host failed";
		return operationError(this.host, operation, `${what}: see the error of ${first}`);
	}
}
