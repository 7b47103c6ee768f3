import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "../../tools/pulumi/cache.mjs";
import { floor } from "../contestants/floor.mjs";
import { stateKey } from "../contestants/ours.mjs";
import { Project } from "../contestants/pulumi.mjs";
import { steps as benchSteps } from "../steps.mjs";

const folder = path.join(root, "bench/simulation");
const parallelism = 64;
const latencies = [1, 20, 100];
const large = [
	{ name: "full mesh of 100 hosts", program: "mesh:100" },
	{ name: "full mesh of 300 hosts", program: "mesh:300" },
	{ name: "200 hosts with 50 tunnels each", program: "tunnels:200x50" },
];
/** Networks that are small enough for the engine to create them in minutes. */
const withEngine = [
	{ name: "full mesh of 100 hosts", program: "mesh:100" },
	{ name: "full mesh of 300 hosts", program: "mesh:300" },
	{ name: "10 hosts with 50 tunnels each", program: "tunnels:10x50" },
];
const engineLatency = 20;

const seconds = (value) => `${value.toFixed(1)} s`;
const counted = (value) => Math.round(value).toLocaleString("en-US");
const head = ["Network", "Resources"];

/** One life of a program with the provider alone, at one latency. */
async function lifeOf(program, latency) {
	const args = [path.join(folder, "run.mjs"), program, String(latency), String(parallelism)];
	const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 24 });
	return JSON.parse(stdout);
}

const steps = ["create", "no change", "refresh", "destroy"];

/** The processor time that the provider needs, which does not depend on the latency. */
async function processorRow({ name, program }) {
	const life = await lifeOf(program, latencies[0]);
	const perHost = (step) => (life[step].roundTrips / life.hosts).toFixed(1);
	return [
		...[name, counted(life.resources), ...steps.map((step) => seconds(life[step].cpuSeconds))],
		...[`${perHost("create")} / ${perHost("refresh")} / ${perHost("destroy")}`, `${counted(life.create.memoryMB)} MB`],
		`${life.stateMB.toFixed(1)} MB`,
	];
}

/** The seconds that pass, by latency. */
async function latencyRows({ name, program }) {
	const rows = [];
	for (const latency of latencies) {
		const life = await lifeOf(program, latency);
		rows.push([rows.length === 0 ? name : "", `${latency} ms`, ...steps.map((step) => seconds(life[step].seconds))]);
	}
	return rows;
}

/** The seconds of an `up` that creates all, with the engine: on simulated hosts, and of the engine alone. */
async function engineRow({ name, program }) {
	const create = benchSteps.find((step) => step.name === "create");
	const own = mkdtempSync(path.join(tmpdir(), "simulation-"));
	const floors = mkdtempSync(path.join(tmpdir(), "simulation-floor-"));
	try {
		const env = {
			...process.env,
			PULUMI_CONFIG_PASSPHRASE: "bench",
			NODE_OPTIONS: `--require=${path.join(folder, "preload.cjs")}`,
			SIMULATION_LATENCY: String(engineLatency),
		};
		const project = new Project(own, env, parallelism);
		await project.init();
		project.write("index.js", `require(${JSON.stringify(path.join(folder, "programs.cjs"))})(${JSON.stringify(program)});\n`);
		const { seconds: whole } = await project.run("up");
		const recordings = new Map([[stateKey(create.state), project.resources()]]);
		const { NODE_OPTIONS: _, ...plain } = env;
		const engine = await floor.start(undefined, undefined, { env: plain, folder: floors, recordings, parallelism });
		const { seconds: least } = await engine.run(create);
		return [name, counted(project.resources().length), seconds(least), seconds(whole), (whole / least).toFixed(2)];
	} finally {
		for (const each of [own, floors]) rmSync(each, { recursive: true, force: true });
	}
}

const titles = ["Create", "No change", "Refresh", "Destroy"];

/** @type {import("./index.mjs").Computed} */
export const simulation = {
	name: "simulation",
	about: "The provider's processor time for large networks on simulated hosts, which other work on the machine hardly changes.",
	page: "docs/scale.md",
	async tables() {
		const rows = [];
		for (const one of large) rows.push(await processorRow(one));
		const trips = "Round trips per host: create / refresh / destroy";
		return { simulation: { head: [...head, ...titles, trips, "Memory", "State"], rows } };
	},
};

/** @type {import("./index.mjs").Computed} */
export const latency = {
	name: "latency",
	about: "The time that passes for large networks on simulated hosts: by latency, and with the engine.",
	page: "docs/scale.md",
	async tables() {
		const rows = [];
		for (const one of large) rows.push(...(await latencyRows(one)));
		const engine = [];
		for (const one of withEngine) engine.push(await engineRow(one));
		return {
			latency: { head: ["Network", "Latency", ...titles], rows },
			"latency engine": { head: [...head, "Engine alone", "`up`", "Ratio"], rows: engine },
		};
	},
};
