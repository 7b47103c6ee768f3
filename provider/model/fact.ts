import { createHash } from "node:crypto";
import type { Call } from "../tools/call";
import { type Fact, missingText, readOf } from "../tools/list";
import { excerpt, missingProgram, type Reading, Unreadable } from "../tools/tool";

export type { Fact } from "../tools/list";
export { type Reading, Unreadable } from "../tools/tool";

/** The length of a text in a key at most: longer texts (thousands of flows) stand there as a hash. */
const longestText = 200;
const hashes = new Map<string, string>();

/** Each text is hashed once: what a program wants is the same text at each look-up. */
function shortened(text: string): string {
	if (text.length <= longestText) return text;
	const known = hashes.get(text);
	if (known !== undefined) return known;
	// The texts of the tables that a run works on; more of them only cost time.
	if (hashes.size >= 256) hashes.clear();
	const hash = `sha256:${createHash("sha256").update(text).digest("hex")}`;
	hashes.set(text, hash);
	return hash;
}

/** A short text that is the same for the same fact. */
export const factKey = (fact: Fact): string =>
	shortened(JSON.stringify(fact, (_, value) => (typeof value === "string" ? shortened(value) : value)));

/** True for a measurement: an earlier value is worth nothing. */
export const isMeasurement = (fact: Fact): boolean => readOf(fact).read.measurement === true;

export const readCall = (fact: Fact): Call => readOf(fact).read.call(fact);

/** The value of a fact, from what its call printed; undefined: there is no such thing on the host. */
export function parse(fact: Fact, reading: Reading): unknown {
	const { read, program } = readOf(fact);
	const missing = missingProgram(reading, program);
	if (missing !== undefined) return new Unreadable(missingText(missing));
	try {
		return read.parse(reading, fact);
	} catch (error) {
		const printed = reading.stdout.trim() === "" ? reading.stderr : reading.stdout;
		return new Unreadable(
			`${program} printed something that can't be understood (${(error as Error).message}): ${excerpt(printed) || "nothing"}`,
		);
	}
}
