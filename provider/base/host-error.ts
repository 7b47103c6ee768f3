/** Why talking to a host failed; the kinds are closed, so that policy (retry or not) sits on the error. */
export type HostErrorKind =
	| "unreachable" // no TCP connection, or no SSH banner
	| "hostkey" // the host's key is unknown or has changed
	| "auth" // the host refused our keys and passwords
	| "become" // no root: sudo missing, forbidden, or it wants a password
	| "timeout" // the script did not end in time
	| "lost" // the connection broke while the script ran
	| "config"; // the connection's description can't work (no such key file, unreadable known_hosts …)

/** A failure of the way to a host. The message names the host and says what to do. */
export class HostError extends Error {
	constructor(
		readonly host: string,
		readonly kind: HostErrorKind,
		message: string,
	) {
		super(`${host}: ${message}`);
		this.name = "HostError";
	}

	/** The same error with a remark at the end of its message. */
	with(remark: string): HostError {
		return new HostError(this.host, this.kind, this.message.slice(this.host.length + 2) + remark);
	}
}
