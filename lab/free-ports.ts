import { createServer, type Server } from "node:net";

function bind(port: number): Promise<Server | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(undefined));
		server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
	});
}

/** Finds a free loopback port for each name: the port in `preferred` if it is free, else any other. */
export async function freePorts(
	names: readonly string[],
	preferred: Readonly<Record<string, number>> = {},
): Promise<Record<string, number>> {
	const servers: Server[] = [];
	const ports: Record<string, number> = {};
	try {
		// All ports stay bound until the last one is found, so that no port is found twice.
		for (const name of names) {
			const server = (preferred[name] ? await bind(preferred[name]) : undefined) ?? (await bind(0));
			const address = server?.address();
			if (!server || address === null || typeof address !== "object") throw new Error("There is no free port on 127.0.0.1.");
			servers.push(server);
			ports[name] = address.port;
		}
		return ports;
	} finally {
		await Promise.all(servers.map((s) => new Promise((resolve) => s.close(resolve))));
	}
}
