import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { cacheFolder } from "../../lab/folders";
import { blocksToRun } from "./documents";
import { sshConfig } from "./hosts";
import type { Block } from "./markdown";
import { copyExample, root } from "./package";
import { Project } from "./project";
import { ReaderShell } from "./shell";

/** Files of a project that are not the test's own, each with a digest of its text. */
function filesOf(folder: string): Record<string, string> {
	const own = (name: string) => name.startsWith(".") || name === "node_modules";
	const files = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const file = join(folder, entry.name);
		if (own(entry.name)) return [];
		if (entry.isDirectory()) return Object.entries(filesOf(file)).map(([name, text]) => [`${entry.name}/${name}`, text]);
		return [[entry.name, createHash("sha256").update(readFileSync(file)).digest("hex")]];
	});
	return Object.fromEntries(files);
}

/** Environment in which a reader who has followed examples/README.md types commands. */
export function readerEnvironment(project: Project): NodeJS.ProcessEnv {
	return {
		...project.env,
		NO_COLOR: "1",
		PATH: `${join(project.folder, "node_modules/.bin")}${delimiter}${project.env.PATH}`,
		PULUMI_OVS_CACHE: cacheFolder(),
		// `pulumi-ovs lab exec` finds the lab by its folder.
		PULUMI_OVS_LAB: dirname(sshConfig()),
		PULUMI_DEBUG_COMMANDS: undefined,
	};
}

/** The lesson of an example: its README's commands, run as printed in a copy of its folder. */
export class Lesson {
	readonly project: Project;
	/** What is still to be run. */
	private readonly blocks: Block[];
	private readonly shell: ReaderShell;
	private readonly execLog: string;
	private readonly before: Record<string, string>;
	private seconds = 0;
	/** True if objects of the lesson may exist on hosts. */
	private begun = false;

	constructor(readonly example: string) {
		this.project = new Project(example);
		const { folder } = this.project;
		// The quickstart's project is the one at the root.
		if (existsSync(join(root, "examples", example, "Pulumi.yaml"))) copyExample(example, folder);
		else {
			mkdirSync(join(folder, "examples"));
			for (const file of ["Pulumi.yaml", "examples/package.json"]) cpSync(join(root, file), join(folder, file));
			copyExample(example, join(folder, "examples", example));
		}
		this.before = filesOf(folder);
		this.blocks = blocksToRun(`examples/${example}/README.md`);
		this.execLog = join(folder, ".lesson.execs");
		const env = { ...readerEnvironment(this.project), PULUMI_OVS_EXEC_LOG: this.execLog };
		this.shell = new ReaderShell(folder, env);
	}

	/** Runs the lesson up to a section. */
	async learn(section = "Tear down"): Promise<void> {
		this.project.startedByHand();
		this.begun = true;
		const end = this.blocks.findIndex(({ heading }) => heading === section);
		await this.run(this.blocks.splice(0, end === -1 ? this.blocks.length : end));
	}

	/** The hosts of all scripts that the lesson's commands have run so far. */
	execs(): string[] {
		const log = readFileSync(this.execLog, "utf8");
		return log
			.split("\n")
			.filter(Boolean)
			.map((line) => JSON.parse(line).host);
	}

	/** Runs the rest of the lesson, and returns the files that it has left or changed. */
	async tearDown(): Promise<string[]> {
		expect(this.blocks.map(({ heading }) => heading)).toContain("Tear down");
		await this.run(this.blocks.splice(0));
		this.begun = false;
		process.stdout.write(`examples/${this.example}: the lesson took ${this.seconds.toFixed(1)} s\n`);
		const after = filesOf(this.project.folder);
		const names = Object.keys({ ...this.before, ...after });
		return names.filter((name) => this.before[name] !== after[name]);
	}

	/** Destroys what a lesson that failed has left, because only its state has the original values of its hosts. */
	async remove(): Promise<void> {
		this.shell.end();
		if (this.begun) await this.project.run(["destroy", "--yes", "--skip-preview"]);
		this.project.remove();
	}

	private async run(blocks: Block[]): Promise<void> {
		const started = Date.now();
		for (const block of blocks) await this.shell.run(block);
		this.seconds += (Date.now() - started) / 1000;
	}
}
