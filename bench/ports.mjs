// node bench/ports.mjs [COUNT…] - measures N VXLAN ports with keys on one bridge of a lab host, in three ways: with this provider; with
// dynamic resources that do nothing ("engine only"), which shows the time of Pulumi itself; and with one shell script over one ssh.
// BENCH_PARALLEL sets one parallelism in place of 64 and Pulumi's default. BENCH_HOST sets the host in place of h1.
// A lab must run (npx pulumi-ovs lab up), with its environment set (eval "$(npx pulumi-ovs lab env)"). The output is Markdown.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const counts = process.argv.slice(2).map(Number);
const host = process.env.BENCH_HOST ?? "h1";
const config = process.env.PULUMI_OVS_SSH_CONFIG;
if (!config) throw new Error('No lab is set: run `npx pulumi-ovs lab up`, then eval "$(npx pulumi-ovs lab env)".');

const programs = {
	provider: (n) => `const ovs = require("pulumi-ovs");
const b = new ovs.Bridge("br-bench", { host: "${host}" });
for (let i = 0; i < ${n}; i++) new ovs.Tunnel("t" + i, { host: "${host}", bridge: b.name, type: "vxlan", remoteIp: "192.0.2.250", key: i });`,
	engineOnly: (n) => `const pulumi = require("@pulumi/pulumi");
const shell = 'exports.handler=()=>require("./noop").shell';
class Noop extends pulumi.CustomResource {
	constructor(name, args) { super("pulumi-nodejs:dynamic/bench:Noop", name, { ...args, __provider: shell, __kind: "Tunnel", __v: 1, __owner: "bench/bench" }); }
}
new Noop("br-bench", { host: "${host}", name: "br-bench" });
for (let i = 0; i < ${n}; i++) new Noop("t" + i, { host: "${host}", name: "t" + i, bridge: "br-bench", type: "vxlan", remoteIp: "192.0.2.250", key: i });`,
};
const noop = `exports.shell = {
	check: async (olds, news) => ({ inputs: news }),
	diff: async () => ({ changes: false }),
	create: async (inputs) => ({ id: inputs.name, outs: { ...inputs, ofport: 1 } }),
	read: async (id, props) => ({ id, props }),
	update: async (id, olds, news) => ({ outs: news }),
	delete: async () => {},
};`;

function project(kind, n) {
	const dir = mkdtempSync(join(tmpdir(), `bench-${kind}-`));
	mkdirSync(join(dir, "node_modules/@pulumi"), { recursive: true });
	mkdirSync(join(dir, "state"));
	symlinkSync(root, join(dir, "node_modules/pulumi-ovs"));
	symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(dir, "node_modules/@pulumi/pulumi"));
	writeFileSync(join(dir, "Pulumi.yaml"), `name: bench\nruntime: nodejs\n`);
	writeFileSync(join(dir, "package.json"), `{"main":"index.js"}`);
	writeFileSync(join(dir, "index.js"), programs[kind](n));
	writeFileSync(join(dir, "noop.js"), noop);
	return dir;
}

function timed(work) {
	const start = performance.now();
	work();
	return (performance.now() - start) / 1000;
}

function pulumi(dir, args, parallel) {
	const env = {
		...process.env,
		PULUMI_BACKEND_URL: `file://${dir}/state`,
		PULUMI_OVS_EXEC_LOG: join(dir, "exec.log"),
		NODE_PATH: dir,
	};
	if (parallel) env.PULUMI_PARALLEL = String(parallel);
	else delete env.PULUMI_PARALLEL;
	rmSync(join(dir, "exec.log"), { force: true });
	const done = spawnSync("pulumi", [...args, "--stack", "bench"], { cwd: dir, env, encoding: "utf8" });
	if (done.status !== 0) throw new Error(`pulumi ${args.join(" ")}: ${done.stdout}${done.stderr}`);
	return existsSync(join(dir, "exec.log")) ? readFileSync(join(dir, "exec.log"), "utf8").trim().split("\n").length : 0;
}

const verbs = {
	up: ["up", "--yes", "--skip-preview"],
	"up again": ["up", "--yes", "--skip-preview"],
	preview: ["preview"],
	refresh: ["refresh", "--yes", "--skip-preview"],
	destroy: ["destroy", "--yes", "--skip-preview"],
};

function run(kind, n, parallel) {
	const dir = project(kind, n);
	pulumi(dir, ["stack", "init"], parallel);
	const figures = {};
	for (const [verb, args] of Object.entries(verbs)) {
		let execs = 0;
		const seconds = timed(() => {
			execs = pulumi(dir, args, parallel);
		});
		figures[verb] = { seconds, execs };
		if (verb === "up") figures.bytes = stateBytes(dir);
	}
	rmSync(dir, { recursive: true });
	return figures;
}

/** Bytes of state per port, from the checkpoint of the file backend. */
function stateBytes(dir) {
	const state = JSON.parse(readFileSync(join(dir, "state/.pulumi/stacks/bench/bench.json"), "utf8"));
	const ports = state.checkpoint.latest.resources.filter((r) => /dynamic\/.*:(Tunnel|Noop)$/.test(r.type));
	return Math.round(JSON.stringify(ports).length / ports.length);
}

function script(n) {
	const ssh = (text) => execFileSync("ssh", ["-F", config, host, "sh -s"], { input: text });
	const ports = Array.from(
		{ length: n },
		(_, i) => `-- add-port br-bench t${i} -- set Interface t${i} type=vxlan options:remote_ip=192.0.2.250 options:key=${i}`,
	);
	return {
		up: timed(() => ssh(`ovs-vsctl add-br br-bench ${ports.join(" ")}\n`)),
		destroy: timed(() => ssh("ovs-vsctl del-br br-bench\n")),
	};
}

const s = (x) => `${x.toFixed(1)} s`;
for (const n of counts.length > 0 ? counts : [100, 500]) {
	const plain = script(n);
	console.log(`\n${n} VXLAN ports on one bridge; one script over one ssh: up ${s(plain.up)}, destroy ${s(plain.destroy)}\n`);
	console.log(
		"| parallelism | | engine only | provider | provider / (engine only + script) | execs | state bytes per port (engine only) |\n|---|---|---|---|---|---|---|",
	);
	for (const parallel of process.env.BENCH_PARALLEL ? [Number(process.env.BENCH_PARALLEL)] : [64, undefined]) {
		const engineOnly = run("engineOnly", n, parallel);
		const provider = run("provider", n, parallel);
		for (const verb of Object.keys(verbs)) {
			const base = engineOnly[verb].seconds + (plain[verb] ?? 0);
			const bytes = verb === "up" ? `${provider.bytes} (${engineOnly.bytes})` : "";
			console.log(
				`| ${parallel ?? "default"} | ${verb} | ${s(engineOnly[verb].seconds)} | ${s(provider[verb].seconds)} | ${(provider[verb].seconds / base).toFixed(2)} | ${provider[verb].execs} | ${bytes} |`,
			);
		}
	}
}
