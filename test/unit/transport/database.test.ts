import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { JsonMessages } from "../../../provider/transport/json-messages";
import { NoAnswer } from "../../../provider/transport/ovsdb-client";
import { NoDatabase } from "../../../provider/transport/transport";
import { closeHosts, closeServers, failure, open, scratch, startServer } from "./ssh/server";

/** A server of a database in this process. */
async function startDatabase(answer: (socket: Socket, id: unknown) => void = reply) {
	const path = join(scratch(), "db.sock");
	const sockets: Socket[] = [];
	const server: Server = createServer((socket) => {
		sockets.push(socket);
		const messages = new JsonMessages();
		socket.on("error", () => {});
		socket.on("data", (part: Buffer) => {
			for (const message of messages.push(part)) answer(socket, (message as { id: unknown }).id);
		});
	}).listen(path);
	await once(server, "listening");
	databases.push(server);
	return { path, sockets };
}

const reply = (socket: Socket, id: unknown) => socket.write(JSON.stringify({ id, result: [{ rows: [] }], error: null }));
const databases: Server[] = [];
const request = { transactions: [[{ op: "select" }]], timeoutMs: 5000 };

afterEach(async () => {
	await closeHosts();
	await closeServers();
	for (const server of databases.splice(0)) server.close();
});

test("requests go over one stream of the connection that is there", async () => {
	const { path, sockets } = await startDatabase();
	const server = await startServer({ socketFor: () => path });
	const transport = open(server.port);
	await transport.script({ stdin: "true", timeoutMs: 5000 });
	expect(await transport.transact(request)).toEqual([[{ rows: [] }]]);
	expect(await transport.transact(request)).toEqual([[{ rows: [] }]]);
	expect([server.logins, server.forwards, sockets.length]).toEqual([1, ["/run/openvswitch/db.sock"], 1]);
	expect(transport.stats()).toEqual({ execs: 3, connections: 1 });
});

test("the other place of the socket is tried, and a host without one is told", async () => {
	const { path } = await startDatabase();
	const server = await startServer({ socketFor: (name) => (name.startsWith("/var/") ? path : undefined) });
	expect(await open(server.port).transact(request)).toEqual([[{ rows: [] }]]);
	const none = await startServer();
	const transport = open(none.port);
	await expect(transport.transact(request)).rejects.toThrow(NoDatabase);
	expect(transport.stats()).toEqual({ execs: 0, connections: 1 });
});

test("a stream or a connection that broke between two requests is opened again", async () => {
	const { path, sockets } = await startDatabase();
	const server = await startServer({ socketFor: () => path });
	const transport = open(server.port);
	await transport.transact(request);
	sockets[0]?.destroy();
	await once(sockets[0] as Socket, "close");
	// The client learns of it by the connection.
	await transport.script({ stdin: "true", timeoutMs: 5000 });
	expect(await transport.transact(request)).toEqual([[{ rows: [] }]]);
	server.drop();
	while (transport.stats().connections < 2) await transport.script({ stdin: "true", timeoutMs: 5000 }).catch(() => {});
	expect(await transport.transact(request)).toEqual([[{ rows: [] }]]);
	expect(sockets).toHaveLength(3);
});

test("a request whose stream breaks is not repeated, and the error says that it may have been made", async () => {
	const { path, sockets } = await startDatabase((socket) => socket.destroy());
	const server = await startServer({ socketFor: () => path });
	const error = await failure(open(server.port).transact(request));
	expect(error).toMatchObject({ kind: "lost", message: expect.stringContaining("may have been made or not") });
	expect(sockets).toHaveLength(1);
});

test("a server that never answers is given up", async () => {
	const { path } = await startDatabase(() => {});
	const server = await startServer({ socketFor: () => path });
	await expect(open(server.port).transact({ ...request, timeoutMs: 50 })).rejects.toThrow(NoAnswer);
});

test("the exec log has a line for each request, without its content", async () => {
	const { path } = await startDatabase();
	const server = await startServer({ socketFor: () => path });
	const file = join(scratch(), "log");
	process.env.PULUMI_OVS_EXEC_LOG = file;
	try {
		await open(server.port).transact({ ...request, transactions: [[{ op: "select", table: "secret-in-request" }]] });
	} finally {
		delete process.env.PULUMI_OVS_EXEC_LOG;
	}
	const text = readFileSync(file, "utf8");
	expect(JSON.parse(text)).toMatchObject({ host: "h1", stdinBytes: 47, stdoutBytes: 15, code: 0 });
	expect(text).not.toContain("secret");
});

test("an idle stream does not keep the process alive", async () => {
	const { path } = await startDatabase();
	const program = `
		const { LocalTransport } = require("./provider/transport/local");
		const { OvsdbClient } = require("./provider/transport/ovsdb-client");
		class Test extends LocalTransport { openSocket() { return super.openSocket(${JSON.stringify(path)}); } }
		new Test("local").transact(${JSON.stringify(request)}).then((results) => console.log(JSON.stringify(results)));`;
	const child = spawn(process.execPath, ["--require", "./tools/typescript.cjs", "-e", program], { stdio: "pipe" });
	let [said, wrong] = ["", ""];
	child.stdout.on("data", (part) => {
		said += part;
	});
	child.stderr.on("data", (part) => {
		wrong += part;
	});
	const [code] = await once(child, "close");
	expect({ code, said, wrong }).toEqual({ code: 0, said: '[[{"rows":[]}]]\n', wrong: "" });
});
