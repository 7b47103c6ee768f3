import { configuredHosts } from "./config";

/** The former names of a host, by the stack configuration `ovs:hosts.<name>.formerly`. */
export function formerNames(name: string): string[] {
	const { formerly } = Object(configuredHosts()[name]) as { formerly?: unknown };
	return Array.isArray(formerly) ? formerly : [];
}
