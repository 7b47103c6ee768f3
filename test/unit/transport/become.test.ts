import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { results, script } from "../../../provider/tools/script";
import { LocalTransport } from "../../../provider/transport/local";
import { findTool, libraries, tellSkipped } from "../support/host-tools";
import { closeHosts, closeServers, failure, haveEnded, open, programs, scratch, startServer } from "./ssh/server";

afterEach(async () => {
	await closeHosts();
	await closeServers();
});

const timeoutMs = 60_000;
const SECRET = "becomeSecret-2291";
/** The options of the fake sudos: -n, -S, and -p with its argument. */
const FLAGS = "ask=; while :; do case $1 in -n) shift;; -S) ask=1; shift;; -p) shift 2;; *) break;; esac; done";
const sudo = {
	free: `${FLAGS}; exec "$@"`,
	asks: `${FLAGS}; [ "$ask" ] || { echo "sudo: a password is required" >&2; exit 1; }
for try in 1 2 3; do IFS= read -r given || { echo "sudo: no password was provided" >&2; echo "sudo: 1 incorrect password attempt" >&2; exit 1; }
[ "$given" = ${SECRET} ] && exec "$@"; echo "Sorry, try again." >&2; echo x >> "$0.wrong"; done; exit 1`,
	forbids: `echo "ops is not in the sudoers file." >&2; exit 1`,
	useless: `${FLAGS}; shift; exec sh "$@"`,
};
const become = (text: string, fields = {}) => {
	const path = programs({ sudo: text, id: 'echo "$FAKE_UID" | sed "s/^$/0/"' });
	return { path, fields: { become: true, ...fields } };
};

test("sudo without a password", async () => {
	const { path, fields } = become(sudo.free);
	const server = await startServer({ path });
	const transport = open(server.port, fields);
	expect((await transport.script({ stdin: "echo as root", timeoutMs })).stdout).toBe("as root\n");
	await transport.script({ stdin: "echo again", timeoutMs });
	expect(server.commands.filter((c) => c.includes("sudo -n"))).toHaveLength(3); // one check, two scripts
});

describe("login shells whose start-up files print lines", () => {
	const home = scratch();
	const noise = `sh -c 'echo "{ welcome"; echo "{ to this host" >&2'\n`;
	mkdirSync(join(home, ".config/fish"), { recursive: true });
	for (const file of [".bashrc", ".cshrc", ".config/fish/config.fish"]) writeFileSync(join(home, file), noise);
	const variables = Object.entries({ HOME: home, BASH_ENV: join(home, ".bashrc"), ...libraries });
	const shells = [
		{ name: "rbash", program: findTool("bash"), options: ["-r"] },
		{ name: "tcsh", program: findTool("tcsh"), options: [] },
		{ name: "fish", program: findTool("fish"), options: [] },
	].flatMap(({ name, program, options }) => {
		if (program === undefined) tellSkipped(name, name);
		return program === undefined
			? []
			: { name, shell: ["env", ...variables.map(([key, value]) => `${key}=${value}`), program, ...options] };
	});

	test.each(shells)("$name runs scripts, with sudo and without", async ({ shell }) => {
		const { path, fields } = become(sudo.asks, { becomePassword: SECRET });
		const server = await startServer({ path, shell });
		for (const more of [{}, fields]) {
			const calls = [{ argv: ["sh", "-c", "cd /; pwd; echo no >&2; exit 4"] }];
			const { stdout, stderr } = await open(server.port, more).script({ stdin: script(calls, calls, "M4rk"), timeoutMs });
			expect([stdout, stderr]).toEqual([expect.stringMatching(/^{ welcome\n/), expect.stringMatching(/^{ to this host\n/)]);
			expect(results(stdout, stderr, 2, "M4rk")).toEqual([
				{ stdout: "", stderr: "/\nno", code: 4 },
				{ stdout: "/\n", stderr: "no", code: 4 },
			]);
		}
	});

	test("a script over its time limit is ended", async () => {
		const overLimit = async ({ shell }: (typeof shells)[number]) => {
			const transport = open((await startServer({ shell })).port);
			const pid = join(scratch(), "pid");
			// A script that a busy machine has not begun within the limit gets a longer one.
			for (let limit = 500; !existsSync(pid); limit *= 2)
				expect(await failure(transport.script({ stdin: `echo $$ >${pid}; sleep 600`, timeoutMs: limit }))).toMatchObject({
					kind: "timeout",
				});
			await haveEnded(pid);
		};
		await Promise.all(shells.map(overLimit));
	});
});

test("sudo that reads the password; it is in no command line", async () => {
	const { path, fields } = become(sudo.asks, { becomePassword: SECRET });
	const server = await startServer({ path });
	const result = await open(server.port, fields).script({ stdin: 'read x; echo "[$x]"', timeoutMs });
	expect(result.stdout).toBe("[]\n");
	expect(server.commands.join("\n")).not.toContain(SECRET);
});

test("sudo that does not read the password: it's skipped, never run, never shown", async () => {
	const { path, fields } = become(sudo.free, { becomePassword: `touch ${join(scratch(), "pwned")}; #` });
	const server = await startServer({ path });
	const result = await open(server.port, fields).script({ stdin: "echo ran", timeoutMs });
	expect(result).toEqual({ stdout: "ran\n", stderr: "", code: 0 });
	expect(existsSync((fields as { becomePassword?: string }).becomePassword?.split(" ")[1]?.replace(";", "") ?? "")).toBe(false);
});

test("a wrong password is one failed try, and no script line is offered as a password", async () => {
	const { path, fields } = become(sudo.asks, { becomePassword: "wrong-3310" });
	const server = await startServer({ path });
	const mark = join(scratch(), "ran");
	const error = await failure(open(server.port, fields).script({ stdin: `touch ${mark}`, timeoutMs }));
	expect(error).toMatchObject({
		kind: "become",
		host: "h1",
		message: expect.stringContaining("does not accept becomePassword for user ops"),
	});
	expect(error.message).not.toContain("wrong-3310");
	expect(readFileSync(join(path, "sudo.wrong"), "utf8")).toBe("x\n");
	expect(existsSync(mark)).toBe(false);
});

test.each([
	["wants a password that wasn't given", sudo.asks, {}, /sudo asks user ops for a password.*Set becomePassword/],
	["isn't allowed", sudo.forbids, {}, /user ops is not allowed to use sudo/],
	[
		"needs a terminal",
		'echo "sudo: sorry, you must have a tty to run sudo" >&2; exit 1',
		{},
		/sudo runs only in a terminal on this host .requiretty.[\s\S]*Defaults:ops !requiretty/,
	],
	["isn't there", "exit 0", { become: "nosuchsudo" }, /there is no nosuchsudo on the host/],
	[
		"does not make us root",
		`export FAKE_UID=1000; ${sudo.free}`,
		{},
		/sudo runs commands as uid 1000, not as root\. Set become to/,
	],
	["fails otherwise", "echo broken >&2; exit 9", {}, /`sudo` as user ops failed with exit status 9: broken/],
])("sudo that %s", async (_, text, extra, message) => {
	const { path, fields } = become(text, extra);
	const server = await startServer({ path });
	const mark = join(scratch(), "ran");
	const error = await failure(open(server.port, fields).script({ stdin: `touch ${mark}`, timeoutMs }));
	expect(error).toMatchObject({ kind: "become" });
	expect(error.message).toMatch(message);
	expect(existsSync(mark)).toBe(false);
});

test("once sudo is mended the next script works", async () => {
	const { path, fields } = become(`[ -e "$0.ok" ] || exit 1; ${sudo.free}`);
	const server = await startServer({ path });
	const transport = open(server.port, fields);
	expect(await failure(transport.script({ stdin: ":", timeoutMs }))).toMatchObject({ kind: "become" });
	writeFileSync(join(path, "sudo.ok"), "");
	expect((await transport.script({ stdin: "echo ok", timeoutMs })).stdout).toBe("ok\n");
});

test("root needs no sudo", async () => {
	const { path, fields } = become(sudo.forbids);
	const server = await startServer({ path });
	expect((await open(server.port, { ...fields, user: "root" }).script({ stdin: "echo ok", timeoutMs })).code).toBe(0);
});

describe("this machine", () => {
	test("scripts, megabytes, timeout", async () => {
		const local = new LocalTransport("local");
		expect(await local.script({ stdin: "echo hi; echo no >&2; exit 5", timeoutMs })).toEqual({
			stdout: "hi\n",
			stderr: "no\n",
			code: 5,
		});
		const data = "0123456789abcde\n".repeat(200_000);
		expect((await local.script({ stdin: `cat <<'END'\n${data}END`, timeoutMs })).stdout === data).toBe(true);
		const pid = join(scratch(), "pid");
		const error = await failure(local.script({ stdin: `echo $$ >${pid}; sleep 60`, timeoutMs: 2000 }));
		await haveEnded(pid);
		expect(error).toMatchObject({ kind: "timeout", host: "local" });
		expect(local.stats()).toEqual({ execs: 3, connections: 0 });
	});
});
