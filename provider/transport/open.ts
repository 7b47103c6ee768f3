import type { ResolvedHost } from "../inventory/resolve";
import { LocalTransport } from "./local";
import type { ManagedTransport } from "./managed-transport";
import { SshTransport } from "./ssh/transport";

export { closeAll, type TransportStats } from "./managed-transport";

export interface OpenOptions {
	/** Scripts at once on one host (stack config ovs:maxSessions). Default 8. */
	maxSessions?: number;
}

/** The transport to a host. Nothing is connected before the first script; make one a host and keep it. */
export function openTransport({ name, connection }: ResolvedHost, options: OpenOptions = {}): ManagedTransport {
	return connection.type === "local" ? new LocalTransport(name, connection) : new SshTransport(name, connection, options);
}
