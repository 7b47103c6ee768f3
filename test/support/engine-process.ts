import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Values } from "../../provider/base/values";
import type { shell as Shell } from "../../provider/index";
import type { endWithEngine as EndWithEngine } from "../../provider/pulumi/engine-end";
import type { Kept, Order, Said } from "./small-engine";

// The process of a run of SmallEngine. It gets its order on standard input, and says on its fourth pipe what the state becomes.

const { shell }: { shell: typeof Shell } = require("../../dist/provider/index.js");
const { endWithEngine }: { endWithEngine: typeof EndWithEngine } = require("../../dist/provider/pulumi/engine-end.js");

const say = (said: Said): void => void writeSync(3, `${JSON.stringify(said)}\n`);

createInterface(process.stdin).once("line", (line) => {
	endWithEngine(process.stdin);
	void run(JSON.parse(line));
});

async function run({ config, program, state, refreshes, looks }: Order): Promise<void> {
	const errors: string[] = [];
	const begin = () => shell.configure({ config: { get: (key) => config[key] } });
	const each = <T>(all: T[], work: (one: T) => Promise<void>) =>
		Promise.all(all.map((one) => work(one).catch((error: Error) => void errors.push(error.message))));
	const keep = (name: string, kept: Kept | null): void => {
		if (kept) state[name] = kept;
		else delete state[name];
		say({ name, kept });
	};

	async function inputsOf(name: string): Promise<{ kind: string; inputs: Values }> {
		const [kind, args] = program[name] ?? ["", {}];
		const envelope = { __provider: "x", __kind: kind, __v: 1, __owner: "lab/small", __resource: name };
		const { inputs, failures } = await shell.check(state[name]?.outs ?? {}, { ...args, ...envelope });
		if (failures.length > 0) throw new Error(failures.map((f) => `${f.property} ${f.reason}`).join("; "));
		return { kind, inputs: { ...inputs, __provider: "x" } };
	}

	/** Keeps what a failed change has left on the host. */
	const half = (name: string, kind: string) => (error: Values) => {
		if (error.properties) keep(name, { kind, id: error.id, outs: error.properties, isHalfMade: true });
		throw error;
	};

	async function create(name: string, kind: string, inputs: Values): Promise<void> {
		const { id, outs } = await shell.create(inputs).catch(half(name, kind));
		keep(name, { kind, id, outs: { ...outs, __provider: "x" } });
	}

	async function remove(name: string): Promise<void> {
		const { id, outs } = state[name] as Kept;
		await shell.delete(id, outs);
		keep(name, null);
	}

	async function bring(name: string): Promise<void> {
		const { kind, inputs } = await inputsOf(name);
		const old = state[name];
		if (!old) return create(name, kind, inputs);
		const { changes, replaces, deleteBeforeReplace } = await shell.diff(old.id, old.outs, inputs);
		if (changes === false && !old.isHalfMade) return;
		if (replaces.length === 0) {
			const { outs } = await shell.update(old.id, old.outs, inputs).catch(half(name, kind));
			keep(name, { kind, id: old.id, outs: { ...outs, __provider: "x" } });
			return;
		}
		if (deleteBeforeReplace) await remove(name);
		try {
			await create(name, kind, inputs);
		} finally {
			// The old object is deleted at the end of the run, or of the next one, also where the new one is half made.
			if (!deleteBeforeReplace && state[name] !== old) keep(`the old ${name}`, old);
		}
	}

	async function refresh(name: string): Promise<void> {
		const old = state[name] as Kept;
		const { id, props } = await shell.read(old.id, { ...old.outs, __provider: "x" });
		keep(name, id && props ? { ...old, outs: { ...props, __provider: "x" } } : null);
	}

	await begin();
	if (refreshes) await each(Object.keys(state), refresh);
	await each(Object.keys(program), bring);
	await each(
		Object.keys(state).filter((name) => !(name in program)),
		remove,
	);

	const drift: string[] = [];
	if (looks) {
		await begin();
		await each(Object.keys(state), refresh);
		await each(Object.keys(program), async (name) => {
			const [old, { inputs }] = [state[name], await inputsOf(name)];
			if (!old || (await shell.diff(old.id, old.outs, inputs)).changes !== false) drift.push(name);
		});
	}
	say({ errors, drift });
	process.exit();
}
