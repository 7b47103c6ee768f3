import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const tools = resolve(__dirname, "../../../tools/pulumi");
const version = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(tools, "go.mod"), "utf8"))?.[1];

let folder: string;
let server: Server | undefined;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-engine-"));
	mkdirSync(join(folder, "bin"));
});
afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
	rmSync(folder, { recursive: true, force: true });
});

/** Puts a program of this name on the PATH: a script for node. */
function onPath(name: string, script: string): void {
	writeFileSync(join(folder, "bin", name), `#!${process.execPath}\n${script}\n`, { mode: 0o755 });
}

/** Listens on the loopback interface in place of the server of Pulumi's releases. Returns its address. */
async function serve(answer: RequestListener): Promise<string> {
	const listening = createServer(answer);
	server = listening;
	await new Promise<void>((done) => listening.listen(0, "127.0.0.1", done));
	return `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`;
}

/** An npm that installs a package `pulumi`, which downloads from `url` when it first runs, as the real one does. */
function npmWithPackage(url: string): void {
	const run = `
const fs = require("fs");
const path = require("path");
const bin = path.join(process.env.PULUMI_HOME, "versions", process.env.PULUMI_VERSION, "bin");
fetch(${JSON.stringify(url)}).then((answer) => answer.text()).then((text) => {
	fs.mkdirSync(bin, { recursive: true });
	for (const name of ["pulumi", "pulumi-language-nodejs"]) fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 });
}).catch((error) => {
	process.stderr.write("pulumi: " + error.message + "\\n");
	process.exit(1);
});`;
	onPath(
		"npm",
		`const fs = require("fs");
if (process.argv[2] !== "ci" || !JSON.parse(fs.readFileSync("package-lock.json")).packages["node_modules/pulumi"]) process.exit(9);
fs.mkdirSync("node_modules/pulumi", { recursive: true });
fs.writeFileSync("node_modules/pulumi/run.js", ${JSON.stringify(run)});`,
	);
}

/** A Go that writes a text as the engine. */
const goWithText = (text: string, release = "go1.26.1") =>
	onPath(
		"go",
		`const [verb, ...args] = process.argv.slice(2);
if (verb === "env") console.log(${JSON.stringify(release)});
const fs = require("fs");
const folder = args[args.indexOf("-o") + 1];
if (verb === "build") for (const name of ["pulumi", "language-host"]) fs.writeFileSync(folder + "/" + name, ${JSON.stringify(text)}, { mode: 0o755 });`,
	);

interface End {
	code: number | null;
	stdout: string;
	stderr: string;
}

function ended(child: ChildProcess): Promise<End> {
	const said = { stdout: "", stderr: "" };
	for (const name of ["stdout", "stderr"] as const)
		child[name]?.setEncoding("utf8").on("data", (text) => {
			said[name] += text;
		});
	return new Promise((done) => child.on("close", (code) => done({ code, ...said })));
}

const environment = () => ({ PATH: join(folder, "bin"), PULUMI_OVS_CACHE: join(folder, "cache"), HOME: folder });
const engine = () => ended(spawn(process.execPath, [join(tools, "engine.mjs")], { env: environment() }));
const got = () => join(folder, "cache/pulumi/bin");

test("the user's own pulumi goes first", async () => {
	onPath("pulumi", `console.log("v3.300.0")`);
	expect(await engine()).toEqual({ code: 0, stdout: "", stderr: expect.stringMatching(/^✓ Pulumi engine: yours, 3\.300\.0 \(/) });
});

test("then the release, by the npm package; it is fetched once", async () => {
	onPath("pulumi", `console.log("v3.100.0")`);
	npmWithPackage(await serve((_request, response) => response.end("a release")));
	const first = await engine();
	expect(first).toMatchObject({ code: 0, stdout: `${got()}\n` });
	expect(first.stderr).toContain(
		`✓ Pulumi engine: ${version}, Pulumi's release, fetched by the npm package pulumi; yours, 3.100.0, is older than 3.216.0`,
	);
	expect(readFileSync(join(got(), "pulumi"), "utf8")).toBe("a release");
	expect(readFileSync(join(got(), "pulumi-language-nodejs"), "utf8")).toBe("a release");
	expect(readdirSync(join(folder, "cache/pulumi"))).toEqual(["bin"]);

	rmSync(join(folder, "bin/npm"));
	const second = await engine();
	expect(second).toMatchObject({ code: 0, stdout: `${got()}\n` });
	expect(second.stderr).toContain(`✓ Pulumi engine: ${version}, Pulumi's release, fetched before`);
});

test("then the build from the Go module, with this repository's language host; it is built once", async () => {
	const closed = await serve(() => {});
	server?.close();
	npmWithPackage(closed);
	goWithText("a build");
	const first = await engine();
	expect(first).toMatchObject({ code: 0, stdout: `${got()}\n` });
	expect(first.stderr).toContain("the release can't be fetched (pulumi: fetch failed), so the engine is built from source");
	expect(first.stderr).toContain(`✓ Pulumi engine: ${version}, built with Go 1.26.1`);
	expect(readFileSync(join(got(), "pulumi"), "utf8")).toBe("a build");
	expect(readFileSync(join(got(), "pulumi-language-nodejs"), "utf8")).toContain(
		`exec '${got()}/language-host' --preloads '${join(tools, "language-host")}' "$@"`,
	);
	expect(readFileSync(join(got(), "language-host"), "utf8")).toBe("a build");
	expect(readdirSync(join(folder, "cache/pulumi"))).toEqual(["bin"]);
	expect(existsSync(join(got(), "pulumi-resource-pulumi-nodejs"))).toBe(true);

	for (const name of ["npm", "go"]) rmSync(join(folder, "bin", name));
	expect((await engine()).stderr).toContain(`✓ Pulumi engine: ${version}, built before`);
});

test("without npm or its registry, the engine is built", async () => {
	goWithText("a build");
	expect((await engine()).stderr).toContain("the release can't be fetched (npm can't fetch the package pulumi)");
});

test.each([
	["no Go", undefined, "there is no Go here"],
	["an old Go", "go1.21.0", "Go 1.21.0 is too old"],
])("with no way to an engine and %s, each way says why", async (_what, release, reason) => {
	onPath("pulumi", `console.log("v3.100.0")`);
	if (release) goWithText("", release);
	const { code, stdout, stderr } = await engine();
	expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
	expect(stderr).toContain("✗ Pulumi engine: no way to a Pulumi engine. Install Pulumi's command line, 3.216.0 or newer");
	expect(stderr).toContain("On the PATH: yours, 3.100.0, is older than 3.216.0.");
	expect(stderr).toContain("Release: npm can't fetch the package pulumi.");
	expect(stderr).toContain(`Build: ${reason}; it needs Go 1.24 or newer.`);
});

/** Calls fetchRelease in a process of its own, because Jest does not load ES modules. Resolves to what it throws. */
function fetchRelease(patience: { first: number; later: number }): Promise<End> {
	const target = join(got());
	const script = `import { fetchRelease } from ${JSON.stringify(join(tools, "released.mjs"))};
const progress = { update: () => {} };
await fetchRelease({ version: "1.2.3", target: ${JSON.stringify(target)}, progress, patience: ${JSON.stringify(patience)} })
	.then(() => console.log("fetched"), (error) => console.log(error.message));`;
	return ended(spawn(process.execPath, ["--input-type=module", "-e", script], { env: environment() }));
}

test("a server that never answers is given up, and nothing is left behind", async () => {
	npmWithPackage(await serve(() => {}));
	expect(await fetchRelease({ first: 200, later: 60_000 })).toMatchObject({
		code: 0,
		stdout: "the server of Pulumi's releases does not answer\n",
	});
	expect(readdirSync(join(folder, "cache/pulumi"))).toEqual([]);
});

test("npm is given up if it hangs, and nothing is left behind", async () => {
	onPath("npm", "setInterval(() => {}, 1000);");
	expect(await fetchRelease({ first: 60_000, later: 200 })).toMatchObject({
		code: 0,
		stdout: "npm can't fetch the package pulumi\n",
	});
	expect(readdirSync(join(folder, "cache/pulumi"))).toEqual([]);
});

test("by default, a server that does not answer is given up after 5 s", async () => {
	const script = `import { usualPatience } from ${JSON.stringify(join(tools, "released.mjs"))};
console.log(JSON.stringify(usualPatience));`;
	const { stdout } = await ended(spawn(process.execPath, ["--input-type=module", "-e", script], { env: environment() }));
	expect(JSON.parse(stdout)).toEqual({ first: 5_000, later: 20_000 });
});

test("a signal ends the build and all that it started", async () => {
	const started = await serve((request, response) => {
		response.end();
		if (request.url === "/") child.kill("SIGINT");
	});
	// This Go has a child of its own that would live on. Both hold the pipes, so the command ends only when both have ended.
	onPath(
		"go",
		`if (process.argv[2] === "env") console.log("go1.26.1");
else {
	require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
	fetch(${JSON.stringify(started)});
	setInterval(() => {}, 1000);
}`,
	);
	const child = spawn(process.execPath, [join(tools, "engine.mjs")], { env: environment() });
	const { code, stdout, stderr } = await ended(child);
	expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
	expect(stderr).toContain("– Pulumi engine: interrupted");
});
