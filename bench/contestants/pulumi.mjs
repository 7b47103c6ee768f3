// A Pulumi project with a file backend in a folder of its own, and timed commands in it.
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../tools/pulumi/cache.mjs";
import { timed } from "../timed.mjs";

const stack = "bench";
const options = {
	up: ["--yes", "--skip-preview"],
	preview: [],
	refresh: ["--yes", "--skip-preview"],
	destroy: ["--yes", "--skip-preview"],
};

/** `env` has the lab's environment; `parallelism` undefined: the engine's default. */
export class Project {
	constructor(folder, env, parallelism) {
		this.folder = folder;
		this.log = path.join(folder, "commands.log");
		const { PULUMI_PARALLEL: _, ...others } = env;
		this.env = {
			...others,
			PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
			PULUMI_OVS_EXEC_LOG: this.log,
			// The text of the floor's resources requires the program's file by name.
			NODE_PATH: folder,
			...(parallelism === undefined ? {} : { PULUMI_PARALLEL: String(parallelism) }),
		};
	}

	write(file, text) {
		writeFileSync(path.join(this.folder, file), text);
	}

	async init() {
		mkdirSync(path.join(this.folder, "node_modules/@pulumi"), { recursive: true });
		mkdirSync(path.join(this.folder, "state"));
		symlinkSync(root, path.join(this.folder, "node_modules/pulumi-ovs"));
		symlinkSync(path.join(root, "node_modules/@pulumi/pulumi"), path.join(this.folder, "node_modules/@pulumi/pulumi"));
		this.write("Pulumi.yaml", "name: bench\nruntime: nodejs\n");
		this.write("package.json", '{"main":"index.js"}');
		await this.pulumi(["stack", "init", "--stack", stack]);
	}

	pulumi(args) {
		return timed("pulumi", args, { cwd: this.folder, env: this.env });
	}

	/** Runs a command of the engine. Returns its measurement. */
	async run(verb) {
		rmSync(this.log, { force: true });
		const seconds = await this.pulumi([verb, ...options[verb], "--non-interactive", "--stack", stack]);
		const commands = existsSync(this.log) ? readFileSync(this.log, "utf8").trim().split("\n").length : 0;
		const resources = this.resources();
		const bytes = resources.length === 0 ? 0 : Math.round(JSON.stringify(resources).length / resources.length);
		return { seconds, commands, ...(verb === "up" ? { bytes } : {}) };
	}

	/** The program's resources in the state, without the stack and the engine's providers. */
	resources() {
		const file = path.join(this.folder, "state/.pulumi/stacks", stack, `${stack}.json`);
		const { latest } = JSON.parse(readFileSync(file, "utf8")).checkpoint;
		return (latest?.resources ?? []).filter(({ type }) => !/^pulumi:(pulumi:Stack|providers:)/.test(type));
	}
}
