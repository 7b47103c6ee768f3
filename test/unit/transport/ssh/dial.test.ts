import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../../../../provider/base/clock";
import type { SshConnection } from "../../../../provider/inventory/connection";
import { resolveHost } from "../../../../provider/inventory/resolve";
import type { OpenConnection } from "../../../../provider/transport/open-connection";
import { openConnection } from "../../../../provider/transport/ssh/jump-hosts";
import { newKey } from "./newkey";
import { closeServers, failure, freePort, hostKey, startServer, userKey } from "./server";

/** The longest wait for the first answer of a server, in milliseconds. */
const silence = 10_000;

/** A clock whose pauses end at once. A wait for an answer ends by `pass` alone. */
function stoppedClock() {
	const pauses: number[] = [];
	const waits: { ms: number; pass(): void }[] = [];
	let now = 1_000_000;
	const clock: Clock = {
		now: () => now,
		sleep(ms) {
			if (ms < silence) {
				pauses.push(ms);
				now += ms;
				return { over: Promise.resolve(), end: () => {} };
			}
			let pass = () => {};
			const over = new Promise<void>((resolve) => {
				pass = resolve;
			});
			waits.push({ ms, pass });
			return { over, end: pass };
		},
	};
	return { clock, pauses, waits, elapsed: () => now - 1_000_000 };
}

const sockets = new Set<Socket>();
const listeners: Server[] = [];

/** The port of a server that calls `meet` for each connection, and sends nothing by itself. */
async function listen(meet: (socket: Socket) => void): Promise<number> {
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => {});
		meet(socket);
	});
	listeners.push(server);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return (server.address() as AddressInfo).port;
}

const opened: OpenConnection[] = [];

afterEach(async () => {
	for (const connection of opened.splice(0)) await connection.end();
	for (const socket of sockets) socket.destroy();
	for (const server of listeners.splice(0)) server.close();
	await closeServers();
});

const login = { host: "127.0.0.1", user: "ops", privateKey: userKey.private, hostKey: hostKey.public };

async function dial(port: number, more: object, clock: Clock): Promise<OpenConnection> {
	const host = resolveHost({ ...login, name: "h1", port, ...more }, { env: { HOME: "/nonexistent" } });
	const connection = await openConnection("h1", host.connection as SshConnection, clock);
	opened.push(connection);
	return connection;
}

test("a refused connection is tried once, and the message says how to wait for a host that is booting", async () => {
	const { clock, pauses } = stoppedClock();
	const port = await freePort();
	const error = await failure(dial(port, {}, clock));
	expect(error.kind).toBe("unreachable");
	expect(error.message).toMatch(`h1: no SSH connection to 127.0.0.1:${port} as ops: the connection was refused (`);
	expect(error.message).toMatch(/ECONNREFUSED.*\)\. Check that the host is up.* set dialErrorLimit/);
	expect(pauses).toEqual([]);
});

test("a refused connection is tried dialErrorLimit times, with growing pauses", async () => {
	const { clock, pauses } = stoppedClock();
	const error = await failure(dial(await freePort(), { dialErrorLimit: 4 }, clock));
	expect(error.message).toMatch(/ECONNREFUSED.*\(4 tries in .* s\)/);
	expect(error.message).not.toMatch(/dialErrorLimit/);
	expect(pauses.length).toBe(3);
	expect([...pauses].sort((a, b) => a - b)).toEqual(pauses);
});

test("with dialErrorLimit, a server that comes up in the meantime is reached", async () => {
	const { clock } = stoppedClock();
	const port = await freePort();
	const late: Clock = {
		...clock,
		sleep(ms) {
			const over = ms < silence ? startServer({}, port).then(() => undefined) : new Promise<void>(() => {});
			return { over, end: () => {} };
		},
	};
	expect((await dial(port, { dialErrorLimit: 2 }, late)).client.closed).toBe(false);
});

test("a server that never answers is given up after 10 s", async () => {
	const { clock, waits, pauses } = stoppedClock();
	const port = await listen(() => waits[0]?.pass());
	const error = await failure(dial(port, {}, clock));
	expect(error.kind).toBe("unreachable");
	expect(error.message).toMatch(`127.0.0.1:${port} as ops: it did not answer within 10 s. Check that`);
	expect([waits.map(({ ms }) => ms), pauses]).toEqual([[silence], []]);
});

test("perDialTimeout is the time for a try, and dialErrorLimit their number", async () => {
	const { clock, waits } = stoppedClock();
	const port = await listen(() => waits.at(-1)?.pass());
	const error = await failure(dial(port, { dialErrorLimit: 2, perDialTimeout: 60 }, clock));
	expect(error.message).toMatch("it did not answer within 60 s (2 tries in ");
	expect(waits.map(({ ms }) => ms)).toEqual([60_000, 60_000]);
});

test("a login that the server cuts off is tried again for 4 s", async () => {
	const { clock, pauses, elapsed } = stoppedClock();
	let met = 0;
	const port = await listen((socket) => {
		met++;
		socket.destroy();
	});
	const error = await failure(dial(port, {}, clock));
	expect(error.message).toMatch(/the (server closed the )?connection.*\(\d tries in .* s\)/);
	expect(met).toBe(pauses.length + 1);
	expect(met).toBeGreaterThan(2);
	expect(elapsed()).toBeLessThanOrEqual(4000);
});

describe("through a jump host", () => {
	const proxy = (port: number) => ({ ...login, name: "bastion", port });

	test("a refused connection is tried once", async () => {
		const { clock, pauses } = stoppedClock();
		const jump = await startServer({ forwarding: true });
		const error = await failure(dial(await freePort(), { proxy: proxy(jump.port) }, clock));
		expect(error.message).toMatch(/as ops through bastion: the jump host got no connection to it \(.+\)\. Check/);
		expect(pauses).toEqual([]);
	});

	test("a server that never answers is given up after 10 s", async () => {
		const { clock, waits } = stoppedClock();
		const jump = await startServer({ forwarding: true });
		const port = await listen(() => waits.at(-1)?.pass());
		const error = await failure(dial(port, { proxy: proxy(jump.port) }, clock));
		expect(error.message).toMatch(/through bastion: (it did not answer|the jump host got no connection to it) within 10 s/);
	});

	test("a jump host that never answers is given up after 10 s, and named", async () => {
		const { clock, waits } = stoppedClock();
		const port = await listen(() => waits.at(-1)?.pass());
		const error = await failure(dial(22, { proxy: proxy(port) }, clock));
		expect(error.message).toMatch(/^h1: its jump host bastion: no SSH connection to .* did not answer within 10 s/);
	});
});

test("hosts are dialled side by side", async () => {
	const { clock, waits } = stoppedClock();
	let met = 0;
	const port = await listen(() => {
		// Each waits for its own answer. All of them are there before the first is given up.
		if (++met === 3) for (const { pass } of waits) pass();
	});
	const errors = await Promise.all([1, 2, 3].map(() => failure(dial(port, {}, clock))));
	expect(errors.map(({ kind }) => kind)).toEqual(["unreachable", "unreachable", "unreachable"]);
});

/** The ten lists of names in the first packet of a client (SSH_MSG_KEXINIT, RFC 4253, section 7.1), once they have come. */
function offers(received: Buffer): string[][] | undefined {
	const packet = received.subarray(received.indexOf("\r\n") + 2);
	if (packet.length < 4 || packet.length < 4 + packet.readUInt32BE(0)) return undefined;
	let at = 4 + 1 + 1 + 16;
	return Array.from({ length: 10 }, () => {
		const start = at + 4;
		at = start + packet.readUInt32BE(at);
		return packet.toString("latin1", start, at).split(",").filter(Boolean);
	});
}

test("no algorithm is offered that OpenSSH's client does not offer", async () => {
	const { clock } = stoppedClock();
	let lists: string[][] | undefined;
	const port = await listen((socket) => {
		let received = Buffer.alloc(0);
		socket.write("SSH-2.0-test\r\n");
		socket.on("data", (data) => {
			received = Buffer.concat([received, data]);
			lists = offers(received);
			if (lists) socket.destroy();
		});
	});
	await failure(dial(port, { hostKey: newKey("rsa").public }, clock));
	const options = execFileSync("ssh", ["-G", "-F", "none", "h1"], { encoding: "utf8" });
	const known = (name: string) => new RegExp(`^${name} (.*)$`, "m").exec(options)?.[1]?.split(",") ?? [];
	const [ciphers, macs] = [known("ciphers"), known("macs")];
	// OpenSSH has group 14, but not the stronger 15 and 17. The last two are no algorithms, but say what the client understands.
	const exchanges = [
		...known("kexalgorithms"),
		...["diffie-hellman-group15-sha512", "diffie-hellman-group17-sha512"],
		...["ext-info-c", "kex-strict-c-v00@openssh.com"],
	];
	const compressions = ["none", "zlib@openssh.com", "zlib"];
	const openssh = [exchanges, known("hostkeyalgorithms"), ciphers, ciphers, macs, macs, compressions, compressions, [], []];
	const weaker = lists?.map((names, i) => names.filter((name) => !openssh[i]?.includes(name)));
	expect(weaker).toEqual(Array.from({ length: 10 }, () => []));
	expect(lists?.slice(0, 8).every((names) => names.length > 0)).toBe(true);
});
