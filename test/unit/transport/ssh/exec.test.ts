import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { closeHosts, closeServers, failure, haveEnded, open, scratch, startServer } from "./server";

afterEach(async () => {
	await closeHosts();
	await closeServers();
});
const timeoutMs = 60_000;

test("output, errors, status, signal and UTF-8 come back as they are", async () => {
	const server = await startServer();
	const transport = open(server.port);
	expect(await transport.script({ stdin: "echo Grüße; echo bad >&2; exit 7", timeoutMs })).toEqual({
		stdout: "Grüße\n",
		stderr: "bad\n",
		code: 7,
	});
	expect(await transport.script({ stdin: "", timeoutMs })).toEqual({ stdout: "", stderr: "", code: 0 });
	expect((await transport.script({ stdin: "# only a comment", timeoutMs })).code).toBe(0);
	expect((await transport.script({ stdin: "\n\nnosuchprogram", timeoutMs })).stderr).toMatch(/3.*nosuchprogram/);
	expect((await transport.script({ stdin: "cat", timeoutMs })).stdout).toBe("");
});

test("megabytes of input and output arrive whole", async () => {
	const server = await startServer();
	const line = `${"ä".repeat(499)}\n`;
	const data = line.repeat(4000); // 4 MB
	const result = await open(server.port).script({ stdin: `cat <<'END'\n${data}END`, timeoutMs });
	expect(result.stdout.length).toBe(data.length);
	expect(result.stdout === data).toBe(true);
});

test("a script that arrives only in part is not run at all", async () => {
	const server = await startServer();
	const mark = join(scratch(), "ran");
	// The braces protect the script: a shell that reads only the first brace runs nothing.
	const { scriptInvocation } = await import("../../../../provider/transport/become");
	const { command, stdin } = scriptInvocation(`touch ${mark}\nsleep 0\n`);
	const { spawnSync } = await import("node:child_process");
	for (let cut = 1; cut < stdin.indexOf("}"); cut += 3) spawnSync("sh", ["-c", command], { input: stdin.slice(0, cut) });
	expect(existsSync(mark)).toBe(false);
	spawnSync("sh", ["-c", command], { input: stdin });
	expect(existsSync(mark)).toBe(true);
	await server.close();
});

test("a script on a lost connection fails and is not repeated, and the next script connects again", async () => {
	const server = await startServer();
	const transport = open(server.port);
	const runs = join(scratch(), "runs");
	const work = failure(transport.script({ stdin: `echo x >> ${runs}; echo y; sleep 30`, timeoutMs }));
	await server.busy();
	while (!existsSync(runs)) await new Promise(setImmediate);
	server.drop();
	const error = await work;
	expect(error).toMatchObject({ kind: "lost", host: "h1" });
	expect((await transport.script({ stdin: "echo again", timeoutMs })).stdout).toBe("again\n");
	expect(readFileSync(runs, "utf8")).toBe("x\n");
	expect(transport.stats()).toEqual({ execs: 2, connections: 2 });
});

test("a connection lost between two scripts is opened again silently", async () => {
	const server = await startServer();
	const transport = open(server.port);
	for (const word of ["one", "two", "three"]) {
		expect((await transport.script({ stdin: `echo ${word}`, timeoutMs })).stdout).toBe(`${word}\n`);
		server.drop();
	}
	expect(server.logins).toBe(3);
});

describe("a connection that a firewall on the way has forgotten", () => {
	// Only the intervals stand still: scripts run on this machine.
	beforeEach(() => {
		jest.useFakeTimers({
			doNotFake: [
				...(["Date", "hrtime", "nextTick", "performance", "queueMicrotask"] as const),
				...(["setImmediate", "clearImmediate", "setTimeout", "clearTimeout"] as const),
			],
		});
	});
	afterEach(() => void jest.useRealTimers());

	/** A minute, in which the connection asks the server four times whether it is there. */
	const minute = () => jest.advanceTimersByTime(60_000);

	test("is given up after a minute: its script may have run, and the next one connects again", async () => {
		const server = await startServer();
		const transport = open(server.port);
		const begun = join(scratch(), "begun");
		const work = failure(transport.script({ stdin: `touch ${begun}; sleep 30`, timeoutMs }));
		while (!existsSync(begun)) await new Promise(setImmediate);
		server.freeze();
		minute();
		expect(await work).toMatchObject({ kind: "lost" });
		expect((await transport.script({ stdin: "echo again", timeoutMs })).stdout).toBe("again\n");
		expect(server.logins).toBe(2);
	});

	test("is opened again where no script ran on it, and nobody hears of it", async () => {
		const server = await startServer();
		const transport = open(server.port);
		await transport.script({ stdin: "echo one", timeoutMs });
		server.freeze();
		minute();
		expect((await transport.script({ stdin: "echo two", timeoutMs })).stdout).toBe("two\n");
		expect(server.logins).toBe(2);
	});

	test("is another thing than one on which the server only has nothing to say", async () => {
		const server = await startServer();
		const transport = open(server.port);
		for (let i = 0; i < 8; i++) {
			await transport.script({ stdin: "echo still here", timeoutMs });
			jest.advanceTimersByTime(15_000);
		}
		expect(server.logins).toBe(1);
	});
});

test("maxSessions limits the scripts at once, on one connection", async () => {
	const server = await startServer();
	const transport = open(server.port, {}, 3);
	const all = await Promise.all(Array.from({ length: 12 }, (_, i) => transport.script({ stdin: `echo ${i}`, timeoutMs })));
	expect(all.map((r) => r.stdout.trim())).toEqual(Array.from({ length: 12 }, (_, i) => String(i)));
	expect(server.peak).toBeLessThanOrEqual(3);
	expect(transport.stats()).toEqual({ execs: expect.any(Number), connections: 1 });
});

test.each([1, 2])("a server with the lower limit of %i is obeyed", async (maxSessions) => {
	const server = await startServer({ maxSessions });
	const transport = open(server.port, {}, 8);
	const all = await Promise.all(Array.from({ length: 10 }, (_, i) => transport.script({ stdin: `echo ${i}`, timeoutMs })));
	expect(all.every((r) => r.code === 0)).toBe(true);
	expect(server.peak).toBe(maxSessions);
});

test("a server that starts nothing at all is unreachable after bounded tries", async () => {
	const server = await startServer({ maxSessions: 0 });
	const error = await failure(open(server.port).script({ stdin: "echo", timeoutMs }));
	expect(error).toMatchObject({ kind: "unreachable", message: expect.stringContaining("MaxSessions") });
});

test("a script that does not end is a timeout; the connection still serves", async () => {
	const server = await startServer();
	const transport = open(server.port);
	const file = join(scratch(), "pids");
	const error = await failure(transport.script({ stdin: `sleep 60 & echo $! $$ > ${file}; wait`, timeoutMs: 500 }));
	expect(error).toMatchObject({ kind: "timeout", message: expect.stringContaining("0.5 s") });
	expect((await transport.script({ stdin: "echo ok", timeoutMs })).stdout).toBe("ok\n");
	expect(server.logins).toBe(1);
	await haveEnded(file);
});

test("a script that the server is slow to start is not sent any more once it was given up", async () => {
	const late: (() => void)[] = [];
	const server = await startServer({ onExec: (_command, _client, go) => server.commands.length === 1 && late.push(go) > 0 });
	const mark = join(scratch(), "ran");
	const error = await failure(open(server.port).script({ stdin: `touch ${mark}`, timeoutMs: 300 }));
	expect(error).toMatchObject({ kind: "timeout" });
	expect(late).toHaveLength(1);
	late[0]?.();
	while (server.sessions > 0) await new Promise(setImmediate);
	expect(existsSync(mark)).toBe(false);
});

test("a program left in the background does not hold the script up", async () => {
	const server = await startServer();
	const result = await open(server.port).script({ stdin: "sleep 3 & echo started", timeoutMs });
	expect(result).toMatchObject({ stdout: "started\n", code: 0 });
});

test("the exec log has figures and no script", async () => {
	const server = await startServer();
	const file = join(scratch(), "log");
	process.env.PULUMI_OVS_EXEC_LOG = file;
	try {
		await open(server.port).script({ stdin: "echo secret-in-script; exit 4", timeoutMs });
	} finally {
		delete process.env.PULUMI_OVS_EXEC_LOG;
	}
	const text = readFileSync(file, "utf8");
	expect(JSON.parse(text)).toEqual({ host: "h1", ms: expect.any(Number), stdinBytes: 29, stdoutBytes: 17, code: 4 });
	expect(text).not.toContain("secret");
});
