// Measures a topic: in each round, each contestant takes all steps, so that ratios are of one time.
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { Failed, interruption } from "../tools/commands.mjs";
import { cacheFolder } from "../tools/pulumi/cache.mjs";
import { newLab, runOnHost } from "./lab.mjs";
import { steps } from "./steps.mjs";

const scratch = path.join(cacheFolder(), "bench");

/** @typedef {{ contestant: import("./contestants/index.mjs").Contestant, parallelism: number | undefined }} Entrant */

const labelOf = ({ contestant, parallelism }) => `${contestant.name}${parallelism === undefined ? "" : ` at ${parallelism}`}`;

/** Contestants that do nothing but Pulumi's work at each parallelism, and the others once. */
function entrantsOf(topic, contestants) {
	return contestants.flatMap((contestant) =>
		(contestant.isPulumi ? topic.parallelism : [undefined]).map((parallelism) => ({ contestant, parallelism })),
	);
}

/** The runs of one size, round by round, in their order. */
function plan(topic, size, contestants, rounds) {
	return Array.from({ length: rounds }, (_, i) => i + 1).flatMap((round) =>
		entrantsOf(topic, contestants).flatMap((entrant) => {
			const names = entrant.contestant.steps(topic, size);
			const own = entrant.contestant.rounds?.(topic, size, rounds) ?? rounds;
			return names.length > 0 && round <= own
				? [{ round, entrant, steps: steps.filter(({ name }) => names.includes(name)) }]
				: [];
		}),
	);
}

/** The measurements of a topic: one of each size, contestant, parallelism and step, with the values of all rounds. */
class Measurements {
	list = [];

	add({ size, entrant: { contestant, parallelism = null }, step }, { seconds, commands, bytes }) {
		const key = { size, contestant: contestant.name, parallelism, step };
		const isSame = (one) => Object.entries(key).every(([name, value]) => one[name] === value);
		let one = this.list.find(isSame);
		if (!one) {
			one = { ...key, seconds: [] };
			this.list.push(one);
		}
		one.seconds.push(Number(seconds.toFixed(3)));
		// Rounds differ in the number of commands: the last one stands for them.
		if (commands !== undefined) one.commands = commands;
		if (bytes) one.bytes = bytes;
	}
}

/** Starts new hosts with what the topic has on them before. Returns the environment in which programs reach them. */
async function newHosts(topic, size) {
	const env = await newLab(topic.hosts(size));
	mkdirSync(scratch, { recursive: true });
	for (const [host, text] of Object.entries(topic.before?.(size) ?? {})) await runOnHost(host, text, { env, folder: scratch });
	return env;
}

/**
 * Measures a topic. A contestant that fails at a size is left out of the rest of it, and the hosts are started again. `update` shows a
 * detail of the progress, and `note` a line that stays.
 */
export async function race(topic, { contestants, rounds, sizes = topic.sizes, update, note }) {
	const measurements = new Measurements();
	const notes = [];
	const plans = sizes.map((size) => ({ size, plan: plan(topic, size, contestants, rounds) }));
	const total = plans.flatMap((one) => one.plan).reduce((sum, { steps: own }) => sum + own.length, 0);
	let done = 0;
	for (const { size, plan: parts } of plans) {
		update(`starting the lab's hosts; ${total - done} of ${total} measurements left`);
		let env = await newHosts(topic, size);
		const recordings = new Map();
		const failed = new Set();
		for (const { round, entrant, steps: own } of parts) {
			const label = labelOf(entrant);
			if (failed.has(label)) {
				done += own.length;
				continue;
			}
			const folder = path.join(scratch, label.replaceAll(" ", "-"));
			rmSync(folder, { recursive: true, force: true });
			mkdirSync(folder, { recursive: true });
			let name = "start";
			const before = done;
			try {
				const work = await entrant.contestant.start(topic, size, {
					env,
					folder,
					recordings,
					parallelism: entrant.parallelism,
				});
				for (const step of own) {
					name = step.name;
					const left = total - done;
					update(`${size} ${topic.unit}, round ${round} of ${rounds}, ${label}: ${name}; ${left} of ${total} measurements left`);
					measurements.add({ size, entrant, step: name }, await work.run(step));
					done++;
				}
			} catch (error) {
				if (interruption.signal) throw error;
				done = before + own.length;
				failed.add(label);
				notes.push(`${label} failed at ${size} ${topic.unit}, ${name}`);
				note(`${label}, ${size} ${topic.unit}, ${name}: ${error instanceof Failed ? error.message : error.stack}`);
				env = await newHosts(topic, size);
			}
		}
	}
	rmSync(scratch, { recursive: true, force: true });
	return { measurements: measurements.list, notes };
}
