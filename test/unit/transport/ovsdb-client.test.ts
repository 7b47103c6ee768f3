import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { JsonMessages } from "../../../provider/transport/json-messages";
import { NoAnswer, OvsdbClient, StreamBroken } from "../../../provider/transport/ovsdb-client";
import { temporaryFolder } from "../../support/temporary";

describe("messages of a stream", () => {
	const messages = [
		{ id: 1, result: [{ rows: [{ name: 'a "quoted" } ] [ { \\ name, ☃' }] }], error: null },
		[["set", []], "]", '\\"'],
		{},
	];
	const bytes = Buffer.from(messages.map((message) => JSON.stringify(message)).join("\n"));

	test.each([1, 2, 3, 7, bytes.length])("in parts of %d bytes", (size) => {
		const splitter = new JsonMessages();
		const found: unknown[] = [];
		for (let from = 0; from < bytes.length; from += size) found.push(...splitter.push(bytes.subarray(from, from + size)));
		expect(found).toEqual(messages);
	});

	test("that are too long, or no JSON, are refused", () => {
		expect(() => new JsonMessages(10).push(Buffer.from('{"a":"0123456789"}'))).toThrow("longer than 10 bytes");
		const splitter = new JsonMessages(10);
		for (const part of ['{"a":', '"01', "23"]) splitter.push(Buffer.from(part));
		expect(() => splitter.push(Buffer.from("4"))).toThrow("longer than 10 bytes");
		for (const text of ["nc: no such file", "}", '{"a":1} x', '"a"'])
			expect(() => new JsonMessages().push(Buffer.from(text))).toThrow("something else than JSON");
		expect(() => new JsonMessages().push(Buffer.from("{a}"))).toThrow();
	});
});

describe("a client", () => {
	let server: Server;
	let path = "";
	const sockets: Socket[] = [];
	/** Answers a message of the client. */
	let answer: (message: { method?: string; id: unknown; params: unknown[] }, socket: Socket) => void = () => {};

	beforeEach(async () => {
		path = join(temporaryFolder("ovsdb-client"), "sock");
		server = createServer((socket) => {
			sockets.push(socket);
			const splitter = new JsonMessages();
			socket.on("data", (part: Buffer) => {
				for (const message of splitter.push(part)) answer(message as Parameters<typeof answer>[0], socket);
			});
		}).listen(path);
		await once(server, "listening");
	});

	afterEach(async () => {
		for (const socket of sockets.splice(0)) socket.destroy();
		await new Promise((resolve) => server.close(resolve));
	});

	async function client(): Promise<OvsdbClient> {
		const socket = connect(path);
		await once(socket, "connect");
		return new OvsdbClient(socket);
	}

	test("sends transactions at once, and gets their answers", async () => {
		const seen: unknown[] = [];
		answer = ({ method, id, params }, socket) => {
			seen.push([method, params]);
			if (seen.length === 2)
				socket.write(`{"id":${id},"result":[{"rows":[]}],"error":null}{"id":1,"result":[{"count":1}],"error":null}`);
		};
		const results = await (await client()).transact([[{ op: "a" }], [{ op: "b" }]], 5000);
		expect(results).toEqual([[{ count: 1 }], [{ rows: [] }]]);
		expect(seen).toEqual([
			["transact", ["Open_vSwitch", { op: "a" }]],
			["transact", ["Open_vSwitch", { op: "b" }]],
		]);
	});

	test.each([true, false])("cancels the transactions after one that has failed, answered: %s", async (isAnswered) => {
		const canceled: unknown[] = [];
		answer = ({ method, id, params }, socket) => {
			if (method === "cancel") {
				canceled.push(params);
				if (isAnswered) socket.write(JSON.stringify({ id: params[0], result: null, error: "canceled" }));
			} else if (id !== 2) socket.write(JSON.stringify({ id, result: id === 1 ? [{ error: "timed out" }] : [], error: null }));
		};
		const one = await client();
		expect(await one.transact([[], []], 5000)).toEqual([[{ error: "timed out" }], undefined]);
		expect(await one.transact([[]], 5000)).toEqual([[]]);
		expect(canceled).toEqual([[2]]);
	});

	test("answers the server's question whether it is there", async () => {
		const echoed = new Promise((resolve) => {
			answer = (message) => {
				if (message.id === "echo") resolve(message);
			};
		});
		const one = await client();
		const [socket] = sockets;
		socket?.write('{"method":"echo","params":["a",1],"id":"echo"}');
		expect(await echoed).toEqual({ id: "echo", result: ["a", 1], error: null });
		one.close();
	});

	test("gives a server up that never answers", async () => {
		const one = await client();
		await expect(one.transact([[]], 20)).rejects.toThrow(NoAnswer);
		expect(one.isClosed).toBe(true);
		await expect(one.transact([[]], 20)).rejects.toThrow(StreamBroken);
	});

	test.each<[string, (socket: Socket) => void]>([
		["ends", (socket) => socket.end()],
		["breaks", (socket) => socket.destroy()],
		["holds something else", (socket) => socket.write("nc: no such file\n")],
		["ends within a message", (socket) => socket.end('{"id":1,')],
	])("rejects where the stream %s before the answer", async (_, act) => {
		answer = (_message, socket) => act(socket);
		const one = await client();
		await expect(one.transact([[]], 5000)).rejects.toThrow(StreamBroken);
		expect(one.isClosed).toBe(true);
	});

	test("rejects where the server refuses the request", async () => {
		answer = ({ id }, socket) => socket.write(JSON.stringify({ id, result: null, error: { error: "unknown database" } }));
		await expect((await client()).transact([[]], 5000)).rejects.toThrow("unknown database");
	});
});
