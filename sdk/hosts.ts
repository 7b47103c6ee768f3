import { configuredHosts } from "./config";
import type { Connection } from "./connection";

const defaultPort = 22;

/**
 * The identity of a host: its name; of a connection object `name`, else host:port. The provider's inventory has the same rule.
 * undefined: it isn't known before the program has run.
 */
export function hostName(host: string | Connection): string | undefined {
	if (typeof host === "string") return host;
	const { name, host: address, port = defaultPort } = host;
	if (name !== undefined) return typeof name === "string" ? name : undefined;
	if (typeof address !== "string" || typeof port !== "number") return undefined;
	if (address === "local") return address;
	return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** The names that a host had before, by stack config `ovs:hosts.<name>.formerly`. */
export function formerNames(name: string): string[] {
	const { formerly } = Object(configuredHosts()[name]) as { formerly?: unknown };
	return Array.isArray(formerly) ? formerly : [];
}
