// node bench/tenants.mjs [COUNT…] - measures a Gateway with N tenants on one lab host: up, preview, refresh, a change of one tenant, an
// added tenant and destroy. "Engine only" is the time for the same number of dynamic resources that do nothing.
// BENCH_HOST sets the host in place of h1. A lab must run, with its environment set (see bench/ports.mjs). The output is Markdown.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const counts = process.argv.slice(2).map(Number);
const host = process.env.BENCH_HOST ?? "h1";

const withProvider = (n, more) => `const ovs = require("pulumi-ovs");
const tenant = (i) => ({ name: "user" + i, tunnel: "tun" + i, key: i, table: i < 250 ? i : i + 10, floatingIp: "2.2." + (i >> 8) + "." + (i & 255),
	address: "10.0.0.7", tunnelRemote: "192.0.2.250", allow: ["tcp/22", "icmp"${more ? ', ...(i === 1 ? ["tcp/80"] : [])' : ""}], deny: ["tcp/25"] });
new ovs.Gateway("gw", { host: "${host}", underlay: "192.0.2.1", outside: "1.1.1.11/24", inside: "10.0.0.1/24",
	clients: [{ address: "1.1.1.7", tunnelRemote: "192.0.2.251" }], tenants: Array.from({ length: ${n} }, (_, i) => tenant(i + 1)), offload: true });`;

const engineOnly = (n, more) => `const pulumi = require("@pulumi/pulumi");
class Noop extends pulumi.CustomResource {
	constructor(name, args, opts) {
		super("pulumi-nodejs:dynamic/bench:Noop", name, { ...args, __provider: 'exports.handler=()=>require("./noop").shell', __kind: "Route" }, opts);
	}
}
const table = new Noop("table", { changed: ${more} });
const devices = [];
for (let i = 0; i < ${n}; i++) {
	const vrf = new Noop("vrf" + i, { host: "h", table: i });
	devices.push(new Noop("tun" + i, { host: "h", key: i, vrf: vrf.table }, { dependsOn: [table] }));
	for (const to of ["a", "b"]) new Noop("route" + i + to, { host: "h", dev: devices[i].key, destination: "1.1.1.7" });
}
new Noop("flow", { devices: devices.map((d) => d.key) });`;
const noop = `exports.shell = {
	check: async (olds, news) => ({ inputs: news }),
	diff: async (id, olds, news) => ({ changes: JSON.stringify([olds.changed, olds.devices]) !== JSON.stringify([news.changed, news.devices]) }),
	create: async (inputs) => ({ id: Math.random().toString(36), outs: inputs }),
	read: async (id, props) => ({ id, props }),
	update: async (id, olds, news) => ({ outs: news }),
	delete: async () => {},
};`;

function pulumi(dir, args) {
	const log = join(dir, "exec.log");
	rmSync(log, { force: true });
	const env = { ...process.env, PULUMI_BACKEND_URL: `file://${dir}/state`, PULUMI_OVS_EXEC_LOG: log, PULUMI_PARALLEL: "64" };
	const start = performance.now();
	const done = spawnSync("pulumi", [...args, "--stack", "bench"], { cwd: dir, env, encoding: "utf8" });
	if (done.status !== 0) throw new Error(`pulumi ${args.join(" ")}: ${done.stdout}${done.stderr}`);
	const execs = existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
	return { seconds: (performance.now() - start) / 1000, execs };
}

const up = ["up", "--yes", "--skip-preview"];
const verbs = [
	["up", 0, false, up],
	["preview", 0, false, ["preview"]],
	["refresh", 0, false, ["refresh", "--yes", "--skip-preview"]],
	["one tenant changed", 0, true, up],
	["one tenant added", 1, true, up],
	["destroy", 1, true, ["destroy", "--yes", "--skip-preview"]],
];

function run(program, n) {
	const dir = mkdtempSync(join(tmpdir(), "bench-tenants-"));
	mkdirSync(join(dir, "node_modules/@pulumi"), { recursive: true });
	mkdirSync(join(dir, "state"));
	symlinkSync(root, join(dir, "node_modules/pulumi-ovs"));
	symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(dir, "node_modules/@pulumi/pulumi"));
	const files = { "Pulumi.yaml": "name: bench\nruntime: nodejs\n", "package.json": '{"main":"index.js"}', "noop.js": noop };
	for (const [file, text] of Object.entries(files)) writeFileSync(join(dir, file), text);
	pulumi(dir, ["stack", "init"]);
	const figures = verbs.map(([, extra, more, args]) => {
		writeFileSync(join(dir, "index.js"), program(n + extra, more));
		return pulumi(dir, args);
	});
	rmSync(dir, { recursive: true });
	return figures;
}

const s = (x) => `${x.toFixed(1)} s`;
for (const n of counts.length > 0 ? counts : [10, 50, 200]) {
	const [engineTimes, providerTimes] = [run(engineOnly, n), run(withProvider, n)];
	console.log(`\n${n} tenants, ${4 * n + 7} resources\n\n| | engine only | provider | execs |\n|---|---|---|---|`);
	verbs.forEach(([verb], i) => {
		console.log(`| ${verb} | ${s(engineTimes[i].seconds)} | ${s(providerTimes[i].seconds)} | ${providerTimes[i].execs} |`);
	});
}
