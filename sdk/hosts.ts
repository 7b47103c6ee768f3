import { configuredHosts } from "./config";
import type { Connection } from "./connection";

const defaultPort = 22;

/**
 * The identity of a host: its name; for a connection object its `name`, or else host:port. The provider's inventory has the same
 * rule. Undefined where it is an output, so that it is not known while the program runs.
 */
export function hostName(host: string | Connection): string | undefined {
	if (typeof host === "string") return host;
	const { name, host: address, port = defaultPort } = host;
	if (name !== undefined) return typeof name === "string" ? name : undefined;
	if (typeof address !== "string" || typeof port !== "number") return undefined;
	if (address === "local") return address;
	return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}

/** The former names of a host, by the stack configuration `ovs:hosts.<name>.formerly`. */
export function formerNames(name: string): string[] {
	const { formerly } = Object(configuredHosts()[name]) as { formerly?: unknown };
	return Array.isArray(formerly) ? formerly : [];
}
