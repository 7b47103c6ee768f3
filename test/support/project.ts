import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { engineFolder } from "../../lab/folders";
import { type Events, parseEvents } from "./events";
import { installed } from "./package";

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
	/** True if objects of the project may exist on hosts. */
	private used = false;

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

	/** Starts `pulumi` and returns its process, for tests that interrupt it. */
	start(args: string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Ended> } {
		const run = join(this.folder, `.run${++this.runs}`);
		const isRun = ["up", "preview", "refresh", "destroy"].includes(args[0] ?? "");
		const all = [...args, "--color", "never", "--non-interactive", ...(isRun ? ["--event-log", `${run}.events`] : [])];
		const child = spawn("pulumi", all, {
			cwd: this.folder,
			env: { ...this.env, PULUMI_OVS_EXEC_LOG: `${run}.execs`, ...env },
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		for (const stream of [child.stdout, child.stderr])
			stream?.on("data", (d) => {
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

	/** Says that commands which this class does not run create the stack `dev`, and objects on hosts. */
	startedByHand(): void {
		writeFileSync(join(this.folder, ".initialised"), "");
		this.used = true;
	}

	/** Says that such commands have destroyed the stack. */
	endedByHand(): void {
		this.used = false;
	}

	async run(args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
		if (!existsSync(join(this.folder, ".initialised"))) {
			writeFileSync(join(this.folder, ".initialised"), "");
			const made = await this.start(["stack", "init", "dev"]).ended;
			if (made.code !== 0) throw new Error(made.output);
		}
		const ended = await this.start(args, env).ended;
		if (args[0] === "up") this.used = true;
		if (args[0] === "destroy" && ended.code === 0) this.used = false;
		return ended;
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

	async resources(): Promise<Map<string, Resource>> {
		const { output } = await this.must(["stack", "export"]);
		const all: Resource[] = JSON.parse(output).deployment.resources ?? [];
		return new Map(all.map((r) => [r.urn.split("::").at(-1) ?? "", r]));
	}

	async outputs(): Promise<Record<string, unknown>> {
		return JSON.parse((await this.must(["stack", "output", "--json", "--show-secrets"])).output);
	}

	/** Destroys the stack and removes the folder. Errors are ignored, because it runs in afterAll. */
	async remove(): Promise<void> {
		if (this.used) await this.run(["destroy", "--yes", "--skip-preview"]).catch(() => undefined);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
