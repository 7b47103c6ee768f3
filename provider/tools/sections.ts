import type { Reading } from "./tool";

/** The line that ends a section on both streams. No listing, message or error of a tool begins like this. */
const sectionEnd = /^@(all|one|none) (\d+)$/;

export interface Section extends Reading {
	/** "all": the section is of all facts of its kind. "one": of the next one. "none": its output is of no use. */
	of: "all" | "one" | "none";
}

/** The sections of one stream. */
function* parts(stream: string): Generator<{ of: Section["of"]; text: string; code: number }> {
	let lines: string[] = [];
	for (const line of stream.split("\n")) {
		const [, of, code] = sectionEnd.exec(line) ?? [];
		if (of === undefined) lines.push(line);
		else {
			yield { of: of as Section["of"], text: lines.join("\n"), code: Number(code) };
			lines = [];
		}
	}
}

/** The sections of a reading. Their script has marked both streams at the end of each one. */
export function sections({ stdout, stderr }: Reading): Section[] {
	const errors = [...parts(stderr)];
	return [...parts(stdout)].map(({ of, text, code }, i) => ({ of, stdout: text, stderr: (errors[i]?.text ?? "").trim(), code }));
}
