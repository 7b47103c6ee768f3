import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { engineFolder } from "../../lab/folders";
import { type Events, expectDrift, parseEvents } from "./events";
import { onHost } from "./hosts";
import { installed } from "./package";
import { makeStack } from "./stack-files";

export interface Ended extends Events {
	code: number;
	/** stdout and stderr. */
	output: string;
	/** The host of each script that was run. */
	execs: string[];
}

export interface Resource {
	urn: string;
	type: string;
	id?: string;
	// biome-ignore lint/suspicious/noExplicitAny: the state's own shape
	inputs: any;
	// biome-ignore lint/suspicious/noExplicitAny: the state's own shape
	outputs: any;
	initErrors?: string[];
	protect?: boolean;
}

const preamble = 'const pulumi = require("@pulumi/pulumi");\nconst ovs = require("pulumi-ovs");\n';

/** A Pulumi project with one stack, in a folder outside the repository. Its node_modules has the packed package. */
export class Project {
	readonly folder: string;
	private runs = 0;
	/** True if the stack `dev` exists. */
	private hasStack = false;

	constructor(
		readonly name: string,
		files: Record<string, string> = {},
		private readonly more: NodeJS.ProcessEnv = {},
	) {
		this.folder = mkdtempSync(join(tmpdir(), `pulumi-ovs-${name}-`));
		mkdirSync(join(this.folder, ".state"));
		symlinkSync(installed(), join(this.folder, "node_modules"));
		this.write({
			"Pulumi.yaml": `name: ${name}\nruntime: {name: nodejs, options: {typescript: false}}\n`,
			"package.json": "{}",
			...files,
		});
	}

	write(files: Record<string, string>): void {
		for (const [file, text] of Object.entries(files)) writeFileSync(join(this.folder, file), text);
	}

	/** Writes a CommonJS program with the variables `ovs` and `pulumi`. */
	program(body: string): this {
		this.write({ "index.js": preamble + body });
		return this;
	}

	/** The environment of `pulumi`. Each project has its own backend, so projects do not wait for each other's locks. */
	get env(): NodeJS.ProcessEnv {
		return {
			PULUMI_PARALLEL: "64",
			...process.env,
			PATH: `${engineFolder()}${delimiter}${process.env.PATH}`,
			PULUMI_BACKEND_URL: `file://${join(this.folder, ".state")}`,
			PULUMI_CONFIG_PASSPHRASE: "test",
			PULUMI_SKIP_UPDATE_CHECK: "true",
			// The option --event-log needs this variable.
			PULUMI_DEBUG_COMMANDS: "true",
			PULUMI_NODEJS_TRANSPILE_ONLY: "true",
			...this.more,
		};
	}

	/** The environment of commands on the stack `dev`, without `pulumi stack select`. */
	get stackEnv(): NodeJS.ProcessEnv {
		return { ...this.env, PULUMI_STACK: "dev" };
	}

	/** Writes the stack's configuration, as `pulumi config set` does. */
	configure(config: object): this {
		this.makeStack();
		const file = "Pulumi.dev.yaml";
		const salt = /^encryptionsalt: .*$/m.exec(this.read(file))?.[0];
		this.write({ [file]: `${salt}\nconfig: ${JSON.stringify(config)}\n` });
		return this;
	}

	private read(file: string): string {
		return readFileSync(join(this.folder, file), "utf8");
	}

	private makeStack(): void {
		if (!this.hasStack) makeStack(this.folder, this.name, this.env);
		this.hasStack = true;
	}

	/** Starts `pulumi` and returns its process, for tests that interrupt it. */
	start(args: string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Ended> } {
		this.makeStack();
		const run = join(this.folder, `.run${++this.runs}`);
		const isRun = ["up", "preview", "refresh", "destroy"].includes(args[0] ?? "");
		const all = [...args, "--color", "never", "--non-interactive", ...(isRun ? ["--event-log", `${run}.events`] : [])];
		const child = spawn("pulumi", all, {
			cwd: this.folder,
			env: { ...this.stackEnv, PULUMI_OVS_EXEC_LOG: `${run}.execs`, ...env },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream?.setEncoding("utf8").on("data", (d) => {
				output += d;
			});
		const ended = new Promise<Ended>((resolve, reject) => {
			child.on("error", reject);
			child.on("close", (code) => {
				const lines = (file: string) =>
					existsSync(file)
						? readFileSync(file, "utf8")
								.split("\n")
								.filter(Boolean)
								.map((l) => JSON.parse(l))
						: [];
				const execs = lines(`${run}.execs`).map((e) => e.host as string);
				resolve({ code: code ?? -1, output, execs, ...parseEvents(lines(`${run}.events`)) });
			});
		});
		return { child, ended };
	}

	/** Says that commands which this class does not run create the stack `dev`. */
	startedByHand(): void {
		this.hasStack = true;
	}

	run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
		return this.start(args, env).ended;
	}

	async must(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
		const ended = await this.run(args, env);
		if (ended.code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${ended.code}:\n${ended.output}`);
		return ended;
	}

	up = (...args: string[]) => this.must(["up", "--yes", "--skip-preview", ...args]);
	tryUp = (...args: string[]) => this.run(["up", "--yes", "--skip-preview", ...args]);
	preview = (...args: string[]) => this.run(["preview", "--diff", ...args]);
	drift = (...args: string[]) => this.run(["preview", "--refresh", "--diff", "--expect-no-changes", ...args]);
	repair = (...args: string[]) => this.must(["up", "--yes", "--skip-preview", "--refresh", ...args]);
	destroy = (...args: string[]) => this.must(["destroy", "--yes", "--skip-preview", ...args]);

	/**
	 * Runs a script on a host, and expects that an update with a refresh reports exactly this drift and repairs nothing else. What an
	 * earlier repair has left would be reported too.
	 */
	async drifts(host: string, script: string, expected: Record<string, RegExp[]>): Promise<Ended> {
		await onHost(host, script);
		const repaired = await this.repair("--diff");
		expectDrift(repaired, expected);
		return repaired;
	}

	/** The stack's file in the backend, which has what `pulumi stack export` prints. Secrets are encrypted in it. */
	state(): string {
		return this.read(this.stateFile());
	}

	private stateFile(): string {
		const stacks = ".state/.pulumi/stacks";
		return join(stacks, readdirSync(join(this.folder, stacks))[0] ?? "", "dev.json");
	}

	resources(): Map<string, Resource> {
		const all: Resource[] = JSON.parse(this.state()).checkpoint.latest.resources ?? [];
		return new Map(all.map((r) => [r.urn.split("::").at(-1) ?? "", r]));
	}

	/** Puts resources into the stack, as `pulumi stack import` does. */
	setResources(resources: object[]): void {
		this.makeStack();
		const state = JSON.parse(this.state());
		state.checkpoint.latest.resources = resources;
		this.write({ [this.stateFile()]: JSON.stringify(state) });
	}

	/** The stack's outputs, none of which may be secret. */
	outputs(): Record<string, unknown> {
		return [...this.resources().values()].find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
	}

	/** Removes the folder. What the project has left on hosts is for cleanHost. */
	remove(): void {
		rmSync(this.folder, { recursive: true, force: true });
	}
}
