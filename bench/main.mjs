// `npm run bench [-- topic …]` measures pulumi-ovs beside other ways to the same network, on hosts of its own lab, and writes the tables
// and the plot of docs/performance.md.
import { mkdirSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { asStep, interruption, main, quietly } from "../tools/commands.mjs";
import { cacheFolder } from "../tools/pulumi/cache.mjs";
import { ensureEngine } from "../tools/pulumi/engine.mjs";
import { duration } from "../tools/pulumi/progress.mjs";
import { build, checkMachine, installPackages, withOnPath } from "../tools/setup.mjs";
import { computed } from "./computed/index.mjs";
import { contestants } from "./contestants/index.mjs";
import { endLab, labText } from "./lab.mjs";
import { race } from "./race.mjs";
import { writePages } from "./report/pages.mjs";
import { table, topicText } from "./report/tables.mjs";
import { results, saveResult } from "./results.mjs";
import { topics } from "./topics/index.mjs";

const say = (text) => process.stdout.write(`${text}\n`);

function numbers(text) {
	const all = text.split(",").map(Number);
	if (all.every((one) => Number.isInteger(one) && one > 0)) return all;
	throw new InvalidArgumentError("whole numbers with commas between them, such as 10,100");
}

const works = [...topics, ...computed];
const command = new Command("npm run bench --")
	.description("measure pulumi-ovs beside other ways, and write the tables of docs/performance.md")
	.addArgument(new Argument("[topic...]", "what is measured; without one, all topics").choices(works.map(({ name }) => name)))
	.option("--rounds <N>", "rounds, of which the medians are written; at least 3", (text) => Math.max(3, ...numbers(text)), 3)
	.option("--quick", "one round, which is shown and not written")
	.option("--sizes <N,N>", "other sizes, with --quick", numbers)
	.addOption(new Option("--without <NAMES...>", "contestants that are left out").choices(contestants.map(({ name }) => name)))
	.option("--render", "measure nothing: write the tables again from bench/results.json")
	.addHelpText(
		"after",
		`\nTopics:\n${works.map(({ name, sizes, unit, about }) => `  ${name.padEnd(9)} ${sizes ? `${sizes.join(", ")} ${unit}: ` : ""}${about}`).join("\n")}

Contestants: ${contestants.map(({ name }) => name).join(", ")}. The floor is the engine alone: the same resources, which do nothing.
Each topic's result is kept in bench/results.json, so topics can be measured at different times. Run nothing else meanwhile.`,
	);

async function version(program, args, env) {
	return (await quietly(program, args, { env })).trim().replace(/^v/, "");
}

/** The machine of the measurement, in general words. */
async function machineText(env) {
	const memory = Math.round(totalmem() / 2 ** 30);
	const engine = await version("pulumi", ["version"], env);
	return `${cpus().length} processors, ${memory} GB of memory, ${labText()}, Pulumi ${engine}, Node ${process.versions.node}`;
}

/** The contestants that can take part, and the reasons of those that can't. */
async function prepared(chosen, env) {
	const able = [];
	const notes = [];
	for (const one of chosen) {
		try {
			await one.prepare?.(env);
			able.push(one);
		} catch (error) {
			if (interruption.signal) throw error;
			const reason = error.message.split("\n")[0];
			notes.push({ one, text: `${one.name} was not measured: ${reason}` });
			say(`– ${notes.at(-1).text}`);
		}
	}
	return { able, notes };
}

/** Measures a topic. `failed`: how many contestants did, which is said in the text too. */
async function measure(topic, { able, absent, options, progress: { update, note } }) {
	const rounds = options.quick ? 1 : options.rounds;
	const raced = await race(topic, { contestants: able, rounds, sizes: options.sizes, update, note });
	const missing = absent.filter(({ one }) => one.steps(topic, topic.sizes[0]).length > 0);
	const notes = [...raced.notes, ...missing.map(({ text }) => text)];
	const date = new Date().toISOString().slice(0, 10);
	const result = { date, machine: await machineText(process.env), rounds, notes, measurements: raced.measurements };
	return { result, text: topicText(topic, result), failed: raced.notes.length };
}

async function compute(work) {
	const tables = await work.tables();
	const texts = Object.values(tables).map(({ head, rows }) => table(head, rows));
	return { result: { tables }, text: texts.join("\n\n"), failed: 0 };
}

/** Does a topic's work as a step. Returns how much of it failed. */
async function doStep(work, title, settings) {
	let done;
	await asStep(title, async (progress) => {
		done = await (topics.includes(work) ? measure : compute)(work, { ...settings, progress });
		if (settings.options.quick) return "shown, not written";
		await saveResult(work.name, done.result);
		writePages(topics, computed, results());
		return "written";
	});
	say(`\n${done.text}\n`);
	return done.failed;
}

await main("npm run bench", async () => {
	command.exitOverride((error) => process.exit(error.exitCode)).parse();
	const options = command.opts();
	if (options.sizes && !options.quick) command.error("error: --sizes needs --quick: the tables have the sizes of the topics");
	const chosen = works.filter(({ name }) => command.args.length === 0 || command.args.includes(name));
	if (options.render) {
		writePages(topics, computed, results());
		return 0;
	}
	const started = Date.now();
	checkMachine();
	mkdirSync(cacheFolder(), { recursive: true });
	await installPackages();
	await build();
	process.env.PATH = withOnPath(await ensureEngine(), process.env).PATH;
	const takesPart = (one) => chosen.some((topic) => topics.includes(topic) && one.steps(topic, topic.sizes[0]).length > 0);
	const wanted = contestants.filter((one) => !options.without?.includes(one.name) && takesPart(one));
	const { able, notes } = await prepared(wanted, process.env);
	let failed = 0;
	try {
		for (const [i, work] of chosen.entries()) {
			const title = `${work.name} (${i + 1} of ${chosen.length} topics)`;
			failed += await doStep(work, title, { able, absent: notes, options }).catch((error) => {
				if (interruption.signal) throw error;
				return 1;
			});
		}
	} finally {
		await endLab();
	}
	say(`All took ${duration(Date.now() - started)}${failed > 0 ? `; ${failed} failed` : ""}`);
	return failed > 0 ? 1 : 0;
});
