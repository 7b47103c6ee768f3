import { createServer, type Server } from "node:net";

function bind(port: number): Promise<Server | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(undefined));
		server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
	});
}

/** A free loopback port for each name; the `wished` ones (of the last time) where they are still free. */
export async function freePorts(
	names: readonly string[],
	wished: Readonly<Record<string, number>> = {},
): Promise<Record<string, number>> {
	const servers: Server[] = [];
	const ports: Record<string, number> = {};
	try {
		// All are held until the last one is found: else the same one could come twice.
		for (const name of names) {
			const server = (wished[name] ? await bind(wished[name]) : undefined) ?? (await bind(0));
			const address = server?.address();
			if (!server || address === null || typeof address !== "object") throw new Error("no free loopback port");
			servers.push(server);
			ports[name] = address.port;
		}
		return ports;
	} finally {
		await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
	}
}
