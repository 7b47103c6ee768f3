/** The name of the machine that runs Pulumi. It is reached without a connection. */
export const localHost = "local";

export const sshPort = 22;

/** `host:port`, with brackets around an IPv6 address. */
export const hostAndPort = (host: string, port: number): string => `${host.includes(":") ? `[${host}]` : host}:${port}`;

/** The fields of a connection object that say which host it leads to. In a program, each may be an output. */
interface Addressed {
	name?: unknown;
	host: unknown;
	port?: unknown;
}

/**
 * The identity of a host: its name; for a connection object its `name`, or else host:port. An empty name is none. Undefined where a
 * part is an output, so that it is not known while the program runs.
 */
export function hostNameOf(host: string | Addressed): string | undefined {
	if (typeof host === "string") return host;
	const { name, host: address, port = sshPort } = host;
	if (name) return typeof name === "string" ? name : undefined;
	if (typeof address !== "string" || typeof port !== "number") return undefined;
	return address === localHost ? address : hostAndPort(address, port);
}
