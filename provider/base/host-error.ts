/** The reason why a host was not reached or a script did not end. Callers decide by it whether to try again. */
type HostErrorKind =
	| "unreachable" // no TCP connection, or no SSH banner
	| "hostkey" // the host's key is unknown or has changed
	| "auth" // the host refused all keys and passwords that were tried
	| "become" // no root: sudo is missing, forbidden, or asks for a password
	| "timeout" // the script did not end in time
	| "lost" // the connection broke while the script ran
	| "busy" // another run changes the host
	| "config"; // the configuration of the connection is wrong (no such key file, unreadable known_hosts …)

/** A failure to reach a host. The message names the host and says what to do. */
export class HostError extends Error {
	constructor(
		readonly host: string,
		readonly kind: HostErrorKind,
		message: string,
	) {
		super(`${host}: ${message}`);
		this.name = "HostError";
	}

	/** True where no connection was opened, or no command can run as root: nothing was sent to the host. */
	get hasNoConnection(): boolean {
		return !["timeout", "lost", "busy"].includes(this.kind);
	}

	/** The same error with a remark, which is a sentence, at the end of its message. */
	with(remark: string): HostError {
		const message = this.message.slice(this.host.length + 2).replace(/\.$/, "");
		return new HostError(this.host, this.kind, `${message}. ${remark}`);
	}
}
