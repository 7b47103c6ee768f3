import type { ResolvedHost } from "../inventory/resolve";
import { LocalTransport } from "./local";
import type { ManagedTransport } from "./managed-transport";
import { SshTransport } from "./ssh-transport";

export { closeAll, type TransportStats } from "./managed-transport";

export interface OpenOptions {
	/** Maximum number of scripts that run at the same time on one host (stack config ovs:maxSessions). Default 8. */
	maxSessions?: number;
}

/** Returns a new transport to a host, which connects at its first script. Use one transport per host. */
export function openTransport({ name, connection }: ResolvedHost, options: OpenOptions = {}): ManagedTransport {
	return connection.type === "local" ? new LocalTransport(name, connection) : new SshTransport(name, connection, options);
}
