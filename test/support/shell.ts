import { type ChildProcess, spawn } from "node:child_process";
import { type Block, type Command, isShown } from "./markdown";

const longest = 240_000;
const mark = "--- lesson:";

/** A shell in which the blocks of a Markdown file are run one after another, as a reader would paste them into a terminal. */
export class ReaderShell {
	private readonly child: ChildProcess;
	private output = "";
	private wake: () => void = () => {};

	constructor(folder: string, env: NodeJS.ProcessEnv) {
		this.child = spawn("bash", ["--noprofile", "--norc"], {
			cwd: folder,
			env,
			stdio: ["pipe", "pipe", "ignore"],
			detached: true,
		});
		this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
			this.output += text;
			this.wake();
		});
		this.child.on("exit", () => this.wake());
		// npx takes half a second to find a program that is in the PATH already.
		this.child.stdin?.write('exec 2>&1; npx() { "$@"; }\n');
	}

	/** Runs a block. Throws if a command ends otherwise than the file says, or prints something else than the file shows. */
	async run(block: Block): Promise<void> {
		let printed = "";
		for (const command of block.commands) printed += await this.command(block.file, command);
		const { output } = block;
		if (output === undefined) return;
		const inBackground = block.commands.some(({ text }) => /&\s*(#.*)?$/.test(text));
		const asShown = () => isShown(printed + this.output, output);
		// What a command in the background prints comes later.
		if (inBackground) await this.until(`the output of line ${block.line}`, asShown).catch(() => undefined);
		printed += this.output;
		this.output = "";
		if (!isShown(printed, output))
			throw new Error(`${block.file}:${block.line} shows\n${output.join("\n")}\n\nbut this is printed:\n${printed}`);
	}

	/** Ends the shell and all processes in its group. */
	end(): void {
		if (this.child.pid !== undefined && this.child.exitCode === null) process.kill(-this.child.pid, "SIGKILL");
	}

	private async command(file: string, { line, text, fails }: Command): Promise<string> {
		const quoted = `'${text.replaceAll("'", `'\\''`)}'`;
		this.child.stdin?.write(`eval ${quoted} </dev/null; printf '\\n${mark} %d\\n' $?\n`);
		const end = new RegExp(`\\n${mark} (\\d+)\\n`);
		const at = `${file}:${line}: ${text}`;
		await this.until(at, () => end.test(this.output));
		const [whole, code] = end.exec(this.output) ?? ["", ""];
		const [printed = "", rest = ""] = this.output.split(whole);
		this.output = rest;
		if ((code !== "0") !== fails) throw new Error(`${at}\nended with ${code}:\n${printed}`);
		return printed === "" || printed.endsWith("\n") ? printed : `${printed}\n`;
	}

	private async until(what: string, condition: () => boolean): Promise<void> {
		let late = false;
		const timer = setTimeout(() => {
			late = true;
			this.wake();
		}, longest);
		try {
			while (!condition()) {
				if (late || this.child.exitCode !== null) throw new Error(`did not end in ${longest / 1000} s: ${what}\n${this.output}`);
				await new Promise<void>((resolve) => {
					this.wake = resolve;
				});
			}
		} finally {
			clearTimeout(timer);
		}
	}
}
