// node fabric.mjs up|preview|drift|destroy [STACK…] - runs the stacks of this folder: all sites in parallel, and the core.
// FABRIC_AT_ONCE sets how many stacks run at the same time (default: 4).
// The exit code is 1 if a stack failed, and 2 if `drift` has found a host that is not as its stack left it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CommandError, LocalWorkspace } from "@pulumi/pulumi/automation/index.js";

const workDir = fileURLToPath(new URL(".", import.meta.url));
const sites = Object.keys(JSON.parse(readFileSync(new URL("fabric.json", import.meta.url), "utf8")));
const atOnce = Number(process.env.FABRIC_AT_ONCE ?? 4);
/** Milliseconds. */
const progressEvery = 5000;

const verbs = {
	up: { run: (stack, options) => stack.up(options), coreIs: "last" },
	preview: { run: (stack, options) => stack.preview(options), coreIs: "last" },
	// A preview with a refresh compares the hosts with the state, and changes neither.
	drift: { run: (stack, options) => stack.preview({ ...options, refresh: true }), coreIs: "last" },
	destroy: { run: (stack, options) => stack.destroy(options), coreIs: "first" },
};

const [verb, ...named] = process.argv.slice(2);
if (!verbs[verb] || named.some((name) => name !== "core" && !sites.includes(name))) {
	console.error(`usage: node fabric.mjs ${Object.keys(verbs).join("|")} [${[...sites, "core"].join("|")} …]`);
	process.exit(1);
}

/** The word for one resource that differs between the program and the hosts. */
const noun = verb === "drift" ? "difference" : "change";
const startedAt = Date.now();
const say = (name, text) => console.log(`${String(Math.round((Date.now() - startedAt) / 1000)).padStart(4)} s  ${name}: ${text}`);
/** Steps of the engine that change nothing on a host. */
const quiet = ["same", "read", "refresh"];
const counted = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** The reason of a failure: what pulumi has printed as errors. */
function reasonOf(error) {
	if (!(error instanceof CommandError)) return error.message;
	const lines = error.message.split("\n").filter((line) => /error/i.test(line));
	return lines.length > 0 ? lines.join("\n") : error.message;
}

/** The kind and the name of a resource. */
const nameOf = ({ type, urn }) => `${type.split(":").at(-1)} ${urn.split("::").at(-1)}`;

/** The differences of a resource: that the host does not have it, or the properties. A refresh says in the property error what is wrong. */
function differenceOf({ op, old, detailedDiff }) {
	if (op === "create") return ["is missing"];
	const { error } = old?.inputs ?? {};
	return error === undefined ? Object.keys(detailedDiff ?? {}) : [error];
}

/** Runs one stack, and says what it does. Returns the resources that differ: the names, each with the properties. */
async function runStack(name) {
	const differing = new Map();
	const done = new Set();
	const onEvent = ({ resourcePreEvent, resOutputsEvent, diagnosticEvent }) => {
		const before = resourcePreEvent?.metadata;
		// A component has no provider, and nothing on a host.
		if (before?.provider && !quiet.includes(before.op)) differing.set(nameOf(before), differenceOf(before));
		const after = resOutputsEvent?.metadata;
		if (after?.provider && !quiet.includes(after.op)) done.add(nameOf(after));
		if (diagnosticEvent?.severity === "warning") say(name, diagnosticEvent.message.trim());
	};
	say(name, "begins");
	const isChanging = ["up", "destroy"].includes(verb);
	const timer = setInterval(() => say(name, isChanging ? `${counted(done.size, noun)} so far` : "reads"), progressEvery);
	try {
		const stack = await LocalWorkspace.createOrSelectStack({ stackName: name, workDir });
		await verbs[verb].run(stack, { onEvent, color: "never" });
	} finally {
		clearInterval(timer);
	}
	return differing;
}

const results = new Map();

/** Runs some stacks, at most `atOnce` at the same time. One that fails does not stop the others. */
async function runStacks(names) {
	const waiting = [...names];
	const worker = async () => {
		for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
			try {
				const differing = await runStack(name);
				results.set(name, differing.size);
				say(name, differing.size === 0 ? `no ${noun}` : counted(differing.size, noun));
				if (verb === "drift")
					for (const [resource, properties] of differing) say(name, `  ${resource}: ${properties.join(", ")}`);
			} catch (error) {
				results.set(name, error);
				say(name, `failed: ${reasonOf(error)}`);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, worker));
}

const chosen = named.length > 0 ? named : [...sites, "core"];
const steps = [chosen.filter((name) => name !== "core"), chosen.filter((name) => name === "core")];
if (verbs[verb].coreIs === "first") steps.reverse();
for (const names of steps) {
	// The core needs what the sites say of themselves, and the sites must not go before it.
	const failed = [...results].filter(([, result]) => result instanceof Error);
	if (failed.length > 0)
		for (const name of names) say(name, `left out, because ${failed.map(([other]) => other).join(", ")} failed`);
	else await runStacks(names);
}
const all = [...results.values()];
const hasFailed = all.some((result) => result instanceof Error);
process.exitCode = hasFailed ? 1 : verb === "drift" && all.some((count) => count > 0) ? 2 : 0;
