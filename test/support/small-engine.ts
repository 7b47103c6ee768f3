import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Values } from "../../provider/base/values";

// The part of Pulumi's engine that disturbed runs need: it calls the provider, keeps a state, and replaces. Unlike the real one it starts in
// less than a second. It trusts what the provider answers, and runs with the built provider, in a process that a test can end at any moment.

/** The resources of a program by their names. */
export type Program = Record<string, [kind: string, args: Values]>;

/** A resource in the state. */
export interface Kept {
	kind: string;
	id: string;
	outs: Values;
	/** True for one whose change failed: the next run changes it again. */
	isHalfMade?: true;
}

export type State = Record<string, Kept>;

/** The order to the process: the program that it carries out. */
export interface Order {
	config: Record<string, string>;
	program: Program;
	state: State;
	/** True: the state is read from the hosts first. */
	refreshes: boolean;
	/** True: after the run, another one looks for drift. */
	looks: boolean;
}

/** A message of the process: a resource's new state (null: it is gone), or the end. */
export type Said = { name: string; kept: Kept | null } | { errors: string[]; drift: string[] };

/** A run that goes on. */
export interface Running {
	/** Ends the provider at once. */
	killProvider(): void;
	/** Does what happens to the provider when the engine is killed: nobody listens any more, and the pipe from the engine closes. */
	killEngine(): void;
	/** Does what Pulumi does after Ctrl-C: the provider gets SIGINT, and what it still answers counts. */
	interrupt(): void;
}

export interface Ended {
	/** Undefined: the process has ended before it was done. */
	errors: string[] | undefined;
	/** The resources that a refresh after the run would change. */
	drift: string[];
}

const root = join(__dirname, "../..");

/** A stack that has the results of all of its runs. */
export class SmallEngine {
	private state: State = {};

	constructor(private readonly config: Record<string, string>) {}

	/** Carries a program out; {} destroys all. `onStart` gets the run before its first byte. */
	async run(
		program: Program,
		{ refreshes = false, looks = false, onStart }: { refreshes?: boolean; looks?: boolean; onStart?(run: Running): void } = {},
	): Promise<Ended> {
		const words = ["--require", join(root, "tools/typescript.cjs"), join(__dirname, "engine-process.ts")];
		const child = spawn(process.execPath, words, { stdio: ["pipe", "ignore", "pipe", "pipe"] });
		let isEngineAlive = true;
		let ended: Ended = { errors: undefined, drift: [] };
		let stderr = "";
		child.stderr?.setEncoding("utf8").on("data", (text) => {
			stderr += text;
		});
		// The provider may be killed before it has read all.
		child.stdin?.on("error", () => {});
		createInterface(child.stdio[3] as Readable).on("line", (line) => {
			const said: Said = JSON.parse(line);
			if (!isEngineAlive) return;
			if ("errors" in said) ended = said;
			else if (said.kept) this.state[said.name] = said.kept;
			else delete this.state[said.name];
		});
		const order: Order = { config: this.config, program, state: this.state, refreshes, looks };
		child.stdin?.write(`${JSON.stringify(order)}\n`);
		let isDisturbed = false;
		const disturbing = (act: () => void) => () => {
			isDisturbed = true;
			act();
		};
		onStart?.({
			killProvider: disturbing(() => child.kill("SIGKILL")),
			killEngine: disturbing(() => {
				isEngineAlive = false;
				child.stdin?.end();
			}),
			interrupt: disturbing(() => child.kill("SIGINT")),
		});
		await new Promise((closed) => child.on("close", closed));
		if (ended.errors === undefined && !isDisturbed) throw new Error(`the run ended before it was done:\n${stderr}`);
		return ended;
	}
}
