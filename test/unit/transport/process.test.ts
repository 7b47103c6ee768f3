import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { closeServers, hostKey, scratch, startServer, userKey } from "./ssh/server";

afterEach(() => closeServers());

const root = join(__dirname, "../../..");

/** Starts a Node process that runs `body` with a transport `t` to the server. */
function child(port: number, body: string) {
	const file = join(scratch(), "child.ts");
	const host = { name: "h1", host: "127.0.0.1", port, user: "ops", privateKey: userKey.private, hostKey: hostKey.public };
	writeFileSync(
		file,
		`const { openTransport, closeAll } = require(${JSON.stringify(join(root, "provider/transport/open.ts"))});
const { resolveHost } = require(${JSON.stringify(join(root, "provider/inventory/resolve.ts"))});
const t = openTransport(resolveHost(${JSON.stringify(host)}, {}));
(async () => { ${body} })();`,
	);
	const hook = join(__dirname, "ssh/swc-hook.js");
	return spawn(process.execPath, ["-r", hook, file], { stdio: ["ignore", "pipe", "inherit"] });
}

test("an idle connection lets the process end", async () => {
	const server = await startServer();
	const started = child(server.port, `await t.script({stdin: "echo hi", timeoutMs: 5000}); console.log("done");`);
	await once(started.stdout, "data");
	const [code] = await once(started, "exit");
	expect(code).toBe(0);
	expect(server.logins).toBe(1);
});

test("a signal between two scripts is not lost", async () => {
	const server = await startServer();
	const count = `console.log(process.listenerCount("SIGINT"), process.listenerCount("SIGTERM"));`;
	const started = child(
		server.port,
		`await t.script({stdin: "echo hi", timeoutMs: 5000}); ${count} setInterval(() => {}, 1000);`,
	);
	const [said] = await once(started.stdout, "data");
	expect(`${said}`).toBe("1 1\n");
	started.kill("SIGINT");
	expect(await once(started, "exit")).toEqual([null, "SIGINT"]);
});

test("SIGINT lets the running script end, starts no other, then ends the process", async () => {
	const server = await startServer();
	const dir = scratch();
	const go = join(dir, "go");
	const script = `until [ -e ${go} ]; do sleep 0.02; done; touch ${dir}/finished`;
	const started = child(
		server.port,
		`t.script({stdin: ${JSON.stringify(script)}, timeoutMs: 5000}).then(() => t.script({stdin: "touch ${dir}/second", timeoutMs: 5000})).catch(() => console.log("no second"));
		const probe = setInterval(() => t.script({stdin: "true", timeoutMs: 5000}).catch((e) => { clearInterval(probe); console.log(e.message); }), 20);`,
	);
	let output = "";
	started.stdout.on("data", (chunk) => {
		output += chunk;
	});
	await server.busy();
	started.kill("SIGINT");
	// The first script ends only after the process has seen the signal.
	while (!output.includes("being stopped")) await once(started.stdout, "data");
	writeFileSync(go, "");
	const [code, signal] = await once(started, "exit");
	expect([code, signal]).toEqual([null, "SIGINT"]);
	expect(existsSync(join(dir, "finished"))).toBe(true);
	expect(existsSync(join(dir, "second"))).toBe(false);
	expect(output).toMatch(/^(h1: no script was started, because Pulumi is being stopped \(SIGINT\)\n)+(no second\n)?$/);
});
