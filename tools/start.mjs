// `npm start` takes a fresh clone to three hosts with an overlay network, and sends a ping across it.
import { asStep, Failed, main, openly, quietly } from "./commands.mjs";
import { drawNetwork, networkOf } from "./drawing.mjs";
import { ensureEngine } from "./pulumi/engine.mjs";
import { duration } from "./pulumi/progress.mjs";
import { build, checkMachine, cli, installPackages, labEnvironment, withOnPath } from "./setup.mjs";

const stack = "lab";
const say = (text = "") => process.stdout.write(`${text}\n`);

async function mustSucceed(title, program, args, options) {
	const started = Date.now();
	say(`— ${title}`);
	const end = await openly(program, args, options);
	if (end !== 0) throw new Failed(`${title} (ended with ${end})`);
	say(`✓ ${title} (${duration(Date.now() - started)})`);
}

async function labAndEnvironment(engine) {
	await mustSucceed("Lab: three hosts", process.execPath, [cli, "lab", "up", "--install"]);
	return withOnPath(engine, await labEnvironment(process.env));
}

async function deploy(env) {
	await asStep("Stack", async () => {
		await quietly("pulumi", ["stack", "select", "--create", "--stack", stack], { env });
		return stack;
	});
	// The lab's hosts are empty after a restart, which the state does not know without a refresh.
	const up = ["up", "--refresh", "--yes", "--skip-preview", "--non-interactive", "--stack", stack];
	await mustSucceed("Quickstart: pulumi up", "pulumi", up, { env });
}

async function pulumiJson(env, ...args) {
	return JSON.parse(await quietly("pulumi", [...args, "--stack", stack], { env }));
}

function changesOf(history) {
	const changes = Object.entries(history[0]?.resourceChanges ?? {}).filter(([kind]) => kind !== "same");
	return changes.map(([kind, count]) => `${count} ${kind}d`).join(", ");
}

async function ping(from, address, env) {
	// The first packets after a host's start may be lost during neighbour discovery, so there are three tries.
	const command = [cli, "lab", "exec", from, "--", "ping", "-c1", "-W2", address];
	for (let tries = 3; ; tries--) {
		try {
			const output = await quietly(process.execPath, command, { env });
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

async function portOf(host, env) {
	const script = "ovs-vsctl list-ports $(ovs-vsctl list-br | head -n1) | head -n1";
	return quietly(process.execPath, [cli, "lab", "exec", host, "--", "sh", "-c", script], { env }).catch(() => "");
}

async function nextCommands(hosts, env) {
	const [one, two = one] = hosts;
	const port = (await portOf(two, env)).trim() || "PORT";
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

await main("npm start", async () => {
	const started = Date.now();
	checkMachine();
	await installPackages();
	await build();
	const engine = await ensureEngine();
	const env = await labAndEnvironment(engine);
	await deploy(env);
	const overlay = await pulumiJson(env, "stack", "output", "overlay", "--json");
	await pingAll(overlay, env);
	const { deployment } = await pulumiJson(env, "stack", "export");
	say();
	for (const line of drawNetwork(networkOf(deployment.resources ?? []), process.stdout.columns)) say(line);
	say();
	await nextCommands(Object.keys(overlay), env);
	say();
	const changes = changesOf(await pulumiJson(env, "stack", "history", "--json", "--page-size", "1"));
	say(`✓ ${changes ? `Done (${changes})` : "Everything was up already; nothing changed"}, in ${duration(Date.now() - started)}`);
	return 0;
});
