import { sha256 } from "../base/sha256";
import { valuesByKey } from "../base/values-by-key";
import type { Call } from "../tools/call";
import { type Fact, missingText, readOf, type ValueOf } from "../tools/list";
import { excerpt, missingProgram } from "../tools/output";
import { type AnyFact, type Reading, type RenewingPart, type SeparatePart, type Subject, Unreadable } from "../tools/tool";

/** The greatest length of a text in a key, in characters. A longer text, such as thousands of flows, is replaced by its hash. */
const longestText = 200;
const hashes = new Map<string, string>();

/** Each text is hashed only once, because the same wanted text is looked up many times. */
function shortened(text: string): string {
	if (text.length <= longestText) return text;
	const known = hashes.get(text);
	if (known !== undefined) return known;
	// 256 texts are enough for the tables of one run. After that the hashes are computed again.
	if (hashes.size >= 256) hashes.clear();
	const hash = `sha256:${sha256(text)}`;
	hashes.set(text, hash);
	return hash;
}

/** A short text that identifies a fact. */
export const factKey = (fact: AnyFact): string =>
	shortened(JSON.stringify(fact, (_, value) => (typeof value === "string" ? shortened(value) : value)));

/** The facts without those that come a second time. */
export const eachOnce = (facts: Fact[]): Fact[] => [...new Map(facts.map((fact) => [factKey(fact), fact])).values()];

/** True for a measurement, whose earlier values must not be used again. */
export const isMeasurement = (fact: Fact): boolean => readOf(fact).read.measurement === true;

/** True for a tool's normal form of inputs, which tells nothing of the host's state. */
export const isOfInputs = (fact: Fact): boolean => readOf(fact).read.ofInputs === true;

/** True for a part of the host's setup. */
export const isOfSetup = (fact: Fact): boolean => readOf(fact).read.isOfSetup === true;

/** True for a fact about objects that are there after a reboot, without a boot file. */
export function survivesReboot(fact: Fact): boolean {
	const { read } = readOf(fact);
	return read.isOfSetup === true || read.survivesReboot === true;
}

/** True where the value of a fact after a boot is another one than before. */
export const changesAtBoot = (fact: Fact): boolean => readOf(fact).read.atBoot !== undefined;

/** The value of a fact right after a boot, before any boot file has run. */
export const valueAtBoot = (fact: Fact, value: NonNullable<ValueOf<Fact>>): ValueOf<Fact> =>
	readOf(fact).read.atBoot?.(value) ?? value;

/** True where a change of a subject makes the fact stale. */
export const dependsOn = (fact: Fact, subject: Subject): boolean => readOf(fact).read.dependsOn(fact).includes(subject);

function renewing(fact: Fact): RenewingPart<Fact> | undefined {
	const { partOf } = readOf(fact).read;
	return partOf && "merged" in partOf ? partOf : undefined;
}

function separate(fact: Fact): SeparatePart<Fact> | undefined {
	const { partOf } = readOf(fact).read;
	return partOf && "value" in partOf ? partOf : undefined;
}

/** The larger fact that is renewed by this one. Undefined for a fact that is known by itself. */
export const renewedFact = (fact: Fact): Fact | undefined => renewing(fact)?.of(fact) as Fact | undefined;

/** The value of the larger fact with this part renewed. */
export const renewed = (whole: ValueOf<Fact>, part: NonNullable<ValueOf<Fact>>, fact: Fact): ValueOf<Fact> =>
	renewing(fact)?.merged(whole, part, fact);

/** The larger fact that has the value of this one in it, and that value. Undefined where there is none. */
export function largerFact(fact: Fact): { of: Fact; value: (whole: unknown) => ValueOf<Fact> } | undefined {
	const part = separate(fact);
	return part && { of: part.of(fact) as Fact, value: (whole) => part.value(whole, fact) };
}

/** The fact that a reading tells: the one that was asked for, or the larger one, where the reading has all of it. */
export function factIn(fact: Fact, reading: Reading): [Fact, ValueOf<Fact> | Unreadable] {
	const value = parse(fact, reading);
	const part = separate(fact);
	const whole = value instanceof Unreadable ? undefined : part?.whole(reading);
	return whole && part ? [part.of(fact) as Fact, whole.value as ValueOf<Fact>] : [fact, value];
}

/** The time in milliseconds that a read may take beside the tool's own. */
export const waitingTime = (fact: Fact): number => readOf(fact).read.waits?.(fact) ?? 0;

export const readCall = (fact: Fact): Call => readOf(fact).read.call(fact);

/** A call that reads one fact or several. */
export interface ReadingCall {
	call: Call;
	facts: Fact[];
}

/** The calls for these facts: one for each, or one for all that the tool reads together. */
export function readingCalls(facts: Fact[]): ReadingCall[] {
	const groups = valuesByKey(
		facts.map((fact) => {
			const { joined, program } = readOf(fact);
			return [joined ? `${program} ${joined.group(fact)}` : factKey(fact), fact] as const;
		}),
	);
	return [...groups.values()].map((together) => ({ call: callOf(together), facts: together }));
}

const callOf = (together: Fact[]): Call => {
	const [fact] = together as [Fact, ...Fact[]];
	return (together.length > 1 && readOf(fact).joined?.call(together)) || readCall(fact);
};

/** The output of the call for each of its facts. */
export function readingsOf({ facts }: ReadingCall, reading: Reading): [Fact, Reading][] {
	const [fact] = facts as [Fact, ...Fact[]];
	const own = (facts.length > 1 && readOf(fact).joined?.readings(reading, facts)) || [reading];
	return facts.map((one, i) => [one, own[i] as Reading]);
}

/** The value of a fact, parsed from the output of its call. Undefined where the object does not exist on the host. */
export function parse(fact: Fact, reading: Reading): ValueOf<Fact> | Unreadable {
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
