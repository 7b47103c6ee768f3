import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import os, { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveHost } from "../../../provider/inventory/resolve";
import { openTransport } from "../../../provider/transport/open";
import { NoDatabase } from "../../../provider/transport/transport";
import { newKey } from "./ssh/newkey";
import {
	closeHosts,
	closeServers,
	failure,
	freePort,
	haveEnded,
	hostKey,
	openHosts,
	programs,
	scratch,
	startServer,
	userKey,
} from "./ssh/server";

// The `ssh` of this machine against an SSH server in this process.
afterEach(async () => {
	await closeHosts();
	await closeServers();
});
const timeoutMs = 60_000;

interface Around {
	known?: string;
	key?: string;
	/** More lines of the Host section. */
	lines?: string[];
	entry?: Record<string, unknown>;
}

/** A transport to `h1` by an ssh_config of the test. */
function open(port: number, { known = hostKey.public, key = userKey.private, lines = [], entry = {} }: Around = {}) {
	const folder = scratch();
	const path = (name: string) => join(folder, name);
	writeFileSync(path("known hosts"), `[127.0.0.1]:${port} ${known}\n`);
	writeFileSync(path("key"), key);
	chmodSync(path("key"), 0o600);
	const options = [
		...["HostName 127.0.0.1", `Port ${port}`, "User ops", `IdentityFile "${path("key")}"`, "IdentitiesOnly yes", ...lines],
		`UserKnownHostsFile "${path("known hosts")}"`,
	];
	writeFileSync(path("config"), ["Host h1", ...options].join("\n"));
	const settings = { hosts: { h1: entry }, sshConfig: path("config"), sshClient: "openssh" as const, env: { HOME: folder } };
	const transport = openTransport(resolveHost("h1", settings));
	openHosts.push(transport);
	return transport;
}

const controlFolders = () => readdirSync(tmpdir()).filter((name) => /^pulumi-ovs-[A-Za-z0-9]{6}$/.test(name));

test("scripts share one login, and come back with their output, errors and status", async () => {
	const server = await startServer();
	const before = controlFolders();
	const transport = open(server.port);
	expect(await transport.script({ stdin: "echo Grüße; echo bad >&2; exit 7", timeoutMs })).toEqual({
		stdout: "Grüße\n",
		stderr: "bad\n",
		code: 7,
	});
	const data = `${"ä".repeat(499)}\n`.repeat(2000);
	const results = await Promise.all(
		["", "cat", `cat <<'END'\n${data}END`].map((stdin) => transport.script({ stdin, timeoutMs })),
	);
	expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
	expect(results[2]?.stdout === data).toBe(true);
	expect(server.logins).toBe(1);
	await transport.close();
	expect(controlFolders()).toEqual(before);
});

test("a folder for temporary files whose path is too long for a socket is not used", async () => {
	const server = await startServer();
	const folder = join(scratch(), "x".repeat(80));
	mkdirSync(folder);
	const temporary = jest.spyOn(os, "tmpdir").mockReturnValue(folder);
	expect((await open(server.port).script({ stdin: "exit 7", timeoutMs })).code).toBe(7);
	temporary.mockRestore();
});

test("a ProxyCommand of the configuration is the way to the host", async () => {
	const server = await startServer();
	const port = await freePort();
	const pass = `${process.execPath} -e 'const s=require("net").connect(${server.port},"127.0.0.1");process.stdin.pipe(s).pipe(process.stdout)'`;
	const transport = open(port, { lines: [`ProxyCommand ${pass}`] });
	expect((await transport.script({ stdin: "echo through", timeoutMs })).stdout).toBe("through\n");
	expect((await transport.script({ stdin: "echo again", timeoutMs })).stdout).toBe("again\n");
	expect(server.logins).toBe(1);
});

test("a script on a lost connection fails and is not repeated, and the next script logs in again", async () => {
	const server = await startServer();
	const transport = open(server.port);
	const runs = join(scratch(), "runs");
	const work = failure(transport.script({ stdin: `echo x >> ${runs}; echo y; sleep 30`, timeoutMs }));
	await server.busy();
	while (!existsSync(runs)) await new Promise((done) => setTimeout(done, 20));
	server.drop();
	expect(await work).toMatchObject({ kind: "lost" });
	expect((await transport.script({ stdin: "echo z", timeoutMs })).stdout).toBe("z\n");
	expect(readFileSync(runs, "utf8")).toBe("x\n");
	expect(server.logins).toBe(2);
});

test.each(["as the user", "by sudo"])("a script that ends with status 255 is no lost connection: %s", async (way) => {
	const path = programs({
		sudo: `shift; exec "$@"`,
		id: "echo 0",
		talkative: 'echo "{ welcome"; echo "{ to this host" >&2; exec sh "$@"',
	});
	const server = await startServer({ path, shell: [join(path, "talkative")] });
	const transport = open(server.port, { entry: way === "by sudo" ? { become: true } : {} });
	expect(await transport.script({ stdin: "echo out; printf end; echo err >&2; exit 255", timeoutMs })).toEqual({
		...{ stdout: "{ welcome\nout\nend", stderr: "{ to this host\nerr\n", code: 255 },
	});
	expect(await transport.script({ stdin: "exit 3", timeoutMs })).toMatchObject({ stdout: "{ welcome\n", code: 3 });
	expect(server.logins).toBe(1);
});

test("a connection that ended between two scripts is opened again", async () => {
	const server = await startServer();
	const transport = open(server.port);
	expect((await transport.script({ stdin: "echo 1", timeoutMs })).stdout).toBe("1\n");
	server.drop();
	expect((await transport.script({ stdin: "echo 2", timeoutMs })).stdout).toBe("2\n");
});

test("a script over its time limit is ended on the host", async () => {
	const server = await startServer();
	const transport = open(server.port);
	const mark = join(scratch(), "pid");
	expect(await failure(transport.script({ stdin: `echo $$ > ${mark}; sleep 60`, timeoutMs: 3000 }))).toMatchObject({
		kind: "timeout",
	});
	await haveEnded(mark);
});

test("one session at a time, where the server allows no more", async () => {
	const server = await startServer({ maxSessions: 1 });
	const transport = open(server.port);
	const all = [1, 2, 3].map((n) => transport.script({ stdin: `echo ${n}`, timeoutMs }));
	expect((await Promise.all(all)).map(({ stdout }) => stdout)).toEqual(["1\n", "2\n", "3\n"]);
	expect([server.logins, server.peak]).toEqual([1, 1]);
});

test("Open vSwitch's database answers over the connection, and a host without it is told apart", async () => {
	const path = join(scratch(), "db.sock");
	const database = createServer((socket) => {
		socket.on("error", () => {});
		socket.on("data", (data) => {
			for (const text of data.toString().split(/(?<=\})(?=\{)/)) {
				const { id, method } = JSON.parse(text);
				socket.write(JSON.stringify({ id, error: null, result: method === "echo" ? [] : [{ rows: [] }] }));
			}
		});
	}).listen(path);
	const server = await startServer({ socketFor: (asked) => (asked === "/run/openvswitch/db.sock" ? path : undefined) });
	const transport = open(server.port);
	expect(await transport.transact({ transactions: [[{ op: "select" }]], timeoutMs })).toEqual([[{ rows: [] }]]);
	expect(await transport.transact({ transactions: [[{ op: "select" }]], timeoutMs })).toEqual([[{ rows: [] }]]);
	expect(server.forwards).toEqual(["/run/openvswitch/db.sock"]);
	await transport.close();
	database.close();

	const without = await startServer();
	expect(await failure(open(without.port).transact({ transactions: [[]], timeoutMs }))).toBeInstanceOf(NoDatabase);
});

test.each<[string, string, Around, RegExp]>([
	[
		"auth",
		"a key that the server does not accept",
		{ key: newKey().private },
		/^h1: OpenSSH's client got no connection: .*Permission denied.* Try it: ssh -F .*config -o ConnectTimeout=15 -- h1 true$/,
	],
	[
		"hostkey",
		"a host key that has changed",
		{ known: newKey().public },
		/got no connection: The fingerprint .*SHA256:.*ssh-keygen -f .*Host key verification failed/,
	],
	[
		"unreachable",
		"a ProxyCommand that fails",
		{ lines: ["ProxyCommand echo no tunnel today >&2; false"] },
		/This shows what its ProxyCommand says: ssh -F/,
	],
])("%s: %s", async (kind, _what, around, message) => {
	const server = await startServer();
	const error = await failure(open(server.port, around).script({ stdin: "true", timeoutMs }));
	expect(error).toMatchObject({ kind });
	expect(error.message).toMatch(message);
});

test("a login that the server cuts off is tried again", async () => {
	const server = await startServer();
	let cut = 0;
	const gate = createServer((socket) => {
		if (cut++ < 2) return socket.destroy();
		const inner = connect(server.port, "127.0.0.1");
		for (const one of [socket, inner]) one.on("error", () => {});
		socket.pipe(inner).pipe(socket);
	}).listen(0, "127.0.0.1");
	await once(gate, "listening");
	const transport = open((gate.address() as AddressInfo).port);
	expect((await transport.script({ stdin: "echo in", timeoutMs })).stdout).toBe("in\n");
	expect([cut, server.logins]).toEqual([3, 1]);
	await transport.close();
	gate.close();
});

test("a host that is down", async () => {
	const error = await failure(open(await freePort()).script({ stdin: "true", timeoutMs }));
	expect(error).toMatchObject({ kind: "unreachable" });
	expect(error.message).toMatch(/Connection refused/);
});

test("nothing of the configuration runs beside the connection, or changes what a script gives and gets", async () => {
	const path = join(scratch(), "db.sock");
	const database = createServer((socket) => {
		socket.on("error", () => {});
		socket.once("data", () => socket.destroy());
	}).listen(path);
	const server = await startServer({ forwarding: true, socketFor: () => path });
	const mark = join(scratch(), "ran");
	const taken = await freePort();
	const transport = open(server.port, {
		lines: [
			...[`LocalForward 127.0.0.1:${taken} 127.0.0.1:1`, "ExitOnForwardFailure yes", "PermitLocalCommand yes", "LogLevel QUIET"],
			...[`LocalCommand touch ${mark}`, "RemoteCommand echo wrong", "RequestTTY force", "StdinNull yes"],
		],
	});
	expect((await transport.script({ stdin: "echo right", timeoutMs })).stdout).toBe("right\n");
	expect(await failure(transport.transact({ transactions: [[]], timeoutMs }))).toBeInstanceOf(NoDatabase);
	expect(existsSync(mark)).toBe(false);
	const refused = await new Promise((done) => connect(taken, "127.0.0.1").once("error", done));
	expect(refused).toMatchObject({ code: "ECONNREFUSED" });
	server.drop();
	expect((await transport.script({ stdin: "echo again", timeoutMs })).stdout).toBe("again\n");
	server.drop();
	await failure(transport.transact({ transactions: [[]], timeoutMs }));
	expect(server.logins).toBe(3);
	database.close();
});

test("become counts where the OpenSSH configuration says who logs in", async () => {
	const sudo = programs({ sudo: `shift; echo by sudo; exec "$@"`, id: "echo 0" });
	const server = await startServer({ path: sudo });
	const transport = open(server.port, { lines: ['Match exec "true"', "User ops"], entry: { become: true } });
	expect((await transport.script({ stdin: "echo ran", timeoutMs })).stdout).toContain("by sudo");
});
