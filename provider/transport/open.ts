import type { ResolvedHost } from "../inventory/connection";
import { LocalTransport } from "./local";
import type { ManagedTransport } from "./managed-transport";
import { SshTransport } from "./ssh-transport";
import type { TransportOptions } from "./transport";

export { closeAll } from "./managed-transport";

/** Returns a new transport to a host, which connects at its first script. Use one transport per host. */
export function openTransport({ name, connection }: ResolvedHost, options: TransportOptions = {}): ManagedTransport {
	return connection.type === "local" ? new LocalTransport(name, connection) : new SshTransport(name, connection, options);
}
