// node bench/simulation/run.mjs PROGRAM LATENCY [PARALLEL] - one life of a large program on simulated hosts, without the engine.
// PROGRAM: mesh:100 is a full VXLAN mesh of 100 hosts, tunnels:200x50 is 200 hosts with a bridge and 50 keyed tunnels each.
// LATENCY: milliseconds of one round trip to a host. PARALLEL: resources that are changed at once (default: 64).
// The output is JSON: what each step took, on all hosts together.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [program, latency, parallel = "64"] = process.argv.slice(2);
process.env.SIMULATION_LATENCY = latency;
const { hosts } = require("./simulate.cjs");
const { shell } = require(join(root, "dist/provider/index.js"));

const inputs = JSON.parse(
	execFileSync(process.execPath, [join(dirname(fileURLToPath(import.meta.url)), "inputs.mjs"), program], {
		maxBuffer: 2 ** 30,
	}),
);

/** The checked inputs of all resources. `before`: those of the last run. */
async function checked(before = []) {
	const all = [];
	for (const [i, given] of inputs.entries()) {
		const { inputs: normal, failures } = await shell.check(before[i]?.inputs ?? {}, given);
		if (failures.length > 0) throw new Error(`${given.name}: ${JSON.stringify(failures)}`);
		all.push({ inputs: normal });
	}
	return all;
}

/** Changes resources as the engine does: `parallel` at once, and a bridge before what is on it (`isLast`: after it). */
async function inOrder(resources, work, isLast = false) {
	const isBridge = ({ inputs }) => inputs.__kind === "Bridge";
	const ready = new Map();
	const queue = [...resources].sort((a, b) => Number(isBridge(b)) - Number(isBridge(a)));
	if (isLast) queue.reverse();
	const done = new Map(queue.map((one) => [one, new Promise((resolve) => ready.set(one, resolve))]));
	const bridgeOf = new Map(queue.filter(isBridge).map((one) => [one.inputs.host, one]));
	let next = 0;
	const worker = async () => {
		while (next < queue.length) {
			const one = queue[next++];
			const bridge = bridgeOf.get(one.inputs.host);
			if (!isLast && bridge && bridge !== one) await done.get(bridge);
			await work(one);
			ready.get(one)();
		}
	};
	await Promise.all(Array.from({ length: Number(parallel) }, worker));
}

/** The round trips to all hosts together. */
const roundTrips = () => [...hosts.values()].reduce((all, host) => all + host.roundTrips, 0);
const taken = { resources: inputs.length };

async function step(name, work) {
	for (const host of hosts.values()) host.roundTrips = 0;
	const [started, before] = [performance.now(), process.cpuUsage()];
	await work();
	const { user, system } = process.cpuUsage(before);
	taken[name] = {
		seconds: (performance.now() - started) / 1000,
		cpuSeconds: (user + system) / 1e6,
		roundTrips: roundTrips(),
		memoryMB: process.memoryUsage().rss / 1e6,
	};
}

const begin = () => shell.configure({ config: { get: () => undefined } });
await begin();
let all;
await step("check", async () => {
	all = await checked();
});
await step("create", () =>
	inOrder(all, async (one) => {
		const { id, outs } = await shell.create(one.inputs);
		Object.assign(one, { id, outs });
	}),
);
taken.hosts = hosts.size;
taken.stateMB = all.reduce((bytes, { inputs: given, outs }) => bytes + JSON.stringify({ given, outs }).length, 0) / 1e6;
await step("no change", async () => {
	await begin();
	const again = await checked(all);
	for (const [i, { inputs: news }] of again.entries()) {
		const { changes } = await shell.diff(all[i].id, all[i].outs, news);
		if (changes) throw new Error(`${all[i].id} has changed`);
	}
});
await step("refresh", async () => {
	await begin();
	await inOrder(all, async (one) => {
		const { props } = await shell.read(one.id, one.outs);
		if (!props) throw new Error(`${one.id} is gone`);
	});
});
await step("destroy", async () => {
	await begin();
	await inOrder(all, (one) => shell.delete(one.id, one.outs), true);
});
process.stdout.write(JSON.stringify(taken));
