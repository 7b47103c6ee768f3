/** A block of commands in a Markdown file, and what it prints if the file shows that. */
export interface Block {
	file: string;
	/** Line of the first command. */
	line: number;
	/** The nearest heading above. */
	heading: string;
	commands: Command[];
	output?: string[];
}

export interface Command {
	line: number;
	text: string;
	/** True if the command ends with a comment that begins with "fails". */
	fails: boolean;
}

function commandsIn(lines: string[], first: number): Command[] {
	const commands: Command[] = [];
	let text = "";
	let start = first;
	for (const [i, line] of lines.entries()) {
		if (text === "") start = first + i;
		text += line;
		if (line.endsWith("\\")) text = `${text.slice(0, -1).trimEnd()} `;
		else {
			if (text.trim() !== "") commands.push({ line: start, text: text.trim(), fails: /\s#\s*fails\b/.test(text) });
			text = "";
		}
	}
	return commands;
}

/** The ```sh blocks of a file in their order. A ```text block directly behind one is its output. */
export function blocksOf(file: string, markdown: string): Block[] {
	const blocks: Block[] = [];
	let heading = "";
	let fence: { info: string; first: number; lines: string[] } | undefined;
	let follows = false;
	for (const [i, line] of markdown.split("\n").entries()) {
		const mark = /^```(.*)$/.exec(line);
		if (fence && mark) {
			const last = blocks.at(-1);
			if (fence.info === "sh") blocks.push({ file, line: fence.first, heading, commands: commandsIn(fence.lines, fence.first) });
			else if (fence.info === "text" && follows && last) last.output = fence.lines;
			follows = fence.info === "sh";
			fence = undefined;
		} else if (fence) fence.lines.push(line);
		else if (mark) fence = { info: mark[1] ?? "", first: i + 2, lines: [] };
		else {
			if (line.trim() !== "") follows = false;
			heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
		}
	}
	return blocks;
}

const plain = (line: string) => line.trim().replace(/\s+/g, " ");
const pattern = (line: string) =>
	new RegExp(
		`^${plain(line)
			.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
			.replaceAll("…", ".*")}$`,
	);

function matches(lines: string[], shown: string[]): boolean {
	const [wanted, ...rest] = shown;
	if (wanted === undefined) return lines.length === 0;
	if (plain(wanted) === "…") return matches(lines, rest) || (lines.length > 0 && matches(lines.slice(1), shown));
	return lines[0] !== undefined && pattern(wanted).test(lines[0]) && matches(lines.slice(1), rest);
}

/**
 * True if a command printed what a file shows. In a line that is shown, … stands for any text; a line of … alone stands for any
 * number of lines. Empty lines and the width of white space do not count.
 */
export function isShown(printed: string, shown: string[]): boolean {
	const full = (lines: string[]) => lines.map(plain).filter((line) => line !== "");
	return matches(full(printed.split("\n")), full(shown));
}
