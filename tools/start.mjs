// `npm start` takes a fresh clone to three hosts with an overlay network, and sends a ping across it.
import { existsSync } from "node:fs";
import path from "node:path";
import { asStep, Failed, main, openly, quietly, together } from "./commands.mjs";
import { drawNetwork, networkOf } from "./drawing.mjs";
import { ensureEngine } from "./pulumi/engine.mjs";
import { duration } from "./pulumi/progress.mjs";
import { build, checkMachine, installPackages, isLabRunning, labEnvironment, ovsCommand, withOnPath } from "./setup.mjs";

const project = "pulumi-ovs-quickstart";
const stack = "lab";
const say = (text = "") => process.stdout.write(`${text}\n`);

async function startLab() {
	await asStep("Lab of three hosts", async (progress) => {
		if (isLabRunning()) return "running already";
		const [program, ...args] = ovsCommand();
		let stage = "";
		const onLine = (line) => {
			// The lines of listr2 outside a terminal: a stage's begin, its details, its end with its duration.
			const [, mark, text] = /^([❯›✔]) (.*?)(?: \[\S+\])?$/u.exec(line) ?? [];
			if (mark === "❯") stage = text;
			if (mark === "✔") progress.note(`${text}: done`);
			else if (mark) progress.update(mark === "›" ? `${stage}: ${text}` : stage);
			return !mark;
		};
		await quietly(program, [...args, "lab", "up", "--install"], { onLine });
		return "started";
	});
}

/** Creates the stack if the local backend has none. Its hosts undo a change that cuts their SSH connection. */
async function createStack(env) {
	const state = path.join(new URL(env.PULUMI_BACKEND_URL).pathname, ".pulumi/stacks", project, `${stack}.json`);
	if (existsSync(state)) return;
	await asStep("Stack", async () => {
		await quietly("pulumi", ["stack", "select", "--create", "--stack", stack], { env });
		await quietly("pulumi", ["config", "set", "ovs:commitConfirm", "30", "--stack", stack], { env });
		return stack;
	});
}

async function deploy(env) {
	const title = "Quickstart: pulumi up";
	const started = Date.now();
	say(`— ${title}`);
	// The lab's hosts are empty after a restart, which the state does not know without a refresh.
	const up = ["up", "--refresh", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
	const end = await openly("pulumi", up, { env });
	if (end !== 0) throw new Failed(`${title} (ended with ${end})`);
	say(`✓ ${title} (${duration(Date.now() - started)})`);
}

async function pulumiJson(env, ...args) {
	return JSON.parse(await quietly("pulumi", [...args, "--stack", stack], { env }));
}

/** Runs a command on a host of the lab. */
function onHost(host, command, env) {
	return quietly("ssh", ["-F", env.PULUMI_OVS_SSH_CONFIG, "-T", host, "--", command], { env });
}

function changesOf(history) {
	const changes = Object.entries(history[0]?.resourceChanges ?? {}).filter(([kind]) => kind !== "same");
	return changes.map(([kind, count]) => `${count} ${kind}d`).join(", ");
}

async function ping(from, address, env) {
	// The first packets after a host's start may be lost during neighbour discovery, so there are three tries.
	for (let tries = 3; ; tries--) {
		try {
			const output = await onHost(from, `ping -c1 -W2 ${address}`, env);
			return `${/time=(\S+)/.exec(output)?.[1] ?? "?"} ms`;
		} catch (error) {
			if (tries === 1) throw new Failed(`${from} does not reach ${address}\n${error.message}`);
		}
	}
}

async function pingAll(overlay, env) {
	const hosts = Object.keys(overlay);
	const pairs = hosts.flatMap((from, i) => hosts.slice(i + 1).map((to) => ({ from, to })));
	if (pairs.length === 0) throw new Failed("the stack's output `overlay` names no two hosts");
	await asStep("Overlay: ping", async () => {
		const times = await Promise.all(pairs.map(({ from, to }) => ping(from, overlay[to], env)));
		return pairs.map(({ from, to }, i) => `${from} ↔ ${to} ${times[i]}`).join(", ");
	});
}

function portOf(host, env) {
	return onHost(host, "ovs-vsctl list-ports $(ovs-vsctl list-br | head -n1) | head -n1", env).catch(() => "");
}

function nextCommands([one, two = one], port) {
	say("What next? In this folder, once per shell:");
	say(`    eval "$(npx pulumi-ovs lab env)"`);
	say("Look at a host:");
	say(`    npx pulumi-ovs lab ssh ${one}      and there: ovs-vsctl show`);
	say("Cause drift, see it, repair it:");
	say(`    npx pulumi-ovs lab exec ${two} -- ovs-vsctl set Port ${port} tag=7`);
	say(`    pulumi preview --refresh --diff --stack ${stack}`);
	say(`    pulumi up --refresh --yes --stack ${stack}`);
	say("Tear down:");
	say(`    pulumi destroy --yes --stack ${stack} && npx pulumi-ovs lab down`);
}

/** Gets all that the quickstart needs, side by side, and returns the environment for it. */
async function prepare() {
	const packages = installPackages();
	const built = packages.then(build);
	const engine = ensureEngine();
	const deployable = Promise.all([engine, built]).then(async ([folder]) => {
		const env = withOnPath(folder, labEnvironment(process.env));
		await createStack(env);
		return env;
	});
	const [env] = await together(deployable, packages.then(startLab), built, engine);
	return env;
}

/** Looks at what is there after the update, side by side. */
async function look(env) {
	const [history, { deployment }] = await together(
		pulumiJson(env, "stack", "history", "--json", "--page-size", "1"),
		pulumiJson(env, "stack", "export"),
	);
	const resources = deployment.resources ?? [];
	const overlay = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs?.overlay ?? {};
	const hosts = Object.keys(overlay);
	const [, port] = await together(pingAll(overlay, env), portOf(hosts[1] ?? hosts[0], env));
	return { resources, hosts, port: port.trim() || "PORT", changes: changesOf(history) };
}

await main("npm start", async () => {
	const started = Date.now();
	checkMachine();
	const env = await prepare();
	await deploy(env);
	const { resources, hosts, port, changes } = await look(env);
	say();
	for (const line of drawNetwork(networkOf(resources), process.stdout.columns)) say(line);
	say();
	nextCommands(hosts, port);
	say();
	say(`✓ ${changes ? `Done (${changes})` : "Everything was up already; nothing changed"}, in ${duration(Date.now() - started)}`);
	return 0;
});
