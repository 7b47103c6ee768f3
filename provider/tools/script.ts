import { type Call, phases, renderCall, toolsPath, withOvsCommand } from "./call";
import { dropIntents } from "./device-intent";
import { type HostLock, lockLines, unlockLines, versionLines, withoutLock } from "./host-lock";
import { type Fact, type Step, toolOf } from "./list";
import type { KnownFacts, Tool } from "./tool";

/** The calls for the steps, in the order of phases: at most one per phase, tool and group (such as a network namespace). */
export const calls = (steps: Step[]): Call[] => grouped(steps).map(callOf);

/** The steps of each call. */
export function grouped(steps: Step[]): Step[][] {
	const groups = new Map<string, Step[]>();
	for (const phase of phases) {
		for (const step of steps) {
			if (step.phase !== phase) continue;
			const key = `${phase} ${step.tool} ${toolOf(step).group?.(step) ?? ""}`;
			const group = groups.get(key);
			if (group) group.push(step);
			else groups.set(key, [step]);
		}
	}
	return [...groups.values()];
}

/** The tool of a group of steps. */
function toolOfGroup([first]: Step[]): Tool<Step, Fact> {
	if (!first) throw new Error("a group of steps is never empty");
	return toolOf(first);
}

/** The call that carries out a group of steps. */
export function callOf(group: Step[]): Call {
	const tool = toolOfGroup(group);
	return { ...tool.call(group), tool: tool.name };
}

/** The calls for a group of steps, of which each is carried out even if others fail. */
export function callsAsFarAsTheyGo(group: Step[]): Call[] {
	const tool = toolOfGroup(group);
	return (tool.asFarAsItGoes?.(group) ?? [tool.call(group)]).map((call) => ({ ...call, tool: tool.name }));
}

/** The calls for groups of steps. `known`: the facts that the steps were planned from. */
export function callsOf(groups: Step[][], known: KnownFacts): Call[] {
	const calls = groups.map(callOf);
	const [steps, ...more] = groups;
	const [call] = calls;
	// Only a change that is alone goes to the database: several need a script, which runs to its end even if the connection breaks.
	if (!steps?.[0] || !call || more.length > 0) return calls;
	const ovsdbChange = toolOf(steps[0]).transaction?.(steps, known);
	return [ovsdbChange ? { ...call, ovsdbChange } : call];
}

/**
 * The output and status of one call of a script. What a change prints on either stream is in `stderr`. `code` undefined: the call
 * was not run, because an earlier one failed.
 */
export interface CallResult {
	stdout: string;
	stderr: string;
	code?: number;
}

/**
 * A shell script that runs the changes in order up to the first that fails, and then every read. The checks of all changes come first.
 * A line with the mark ends each call's output on both streams, so that the results can be separated. A first such line ends
 * what the host's login scripts print.
 * A lost connection does not end the changes: signals are ignored, and the shell itself takes what a change prints, so that no
 * tool fails because nobody reads its output any more. With a lock, scripts with changes exclude each other.
 */
export function script(changes: Call[], reads: Call[], mark: string, ovsCommand?: string[], lock?: HostLock): string {
	const isLocking = lock !== undefined && changes.length > 0;
	const { line, argv } = withOvsCommand(ovsCommand);
	const render = (call: Call, label: number | string, redirection?: string) =>
		renderCall({ ...call, argv: argv(call.argv) }, label, redirection);
	const lines = [
		"trap '' HUP PIPE",
		`LC_ALL=C ${toolsPath}; export LC_ALL PATH`,
		...line,
		`m() { printf '\\n%s %s %s\\n' '${mark}' "$1" "$2"; printf '\\n%s %s\\n' '${mark}' "$1" >&2; }`,
		...(isLocking ? lockLines(lock, mark) : lock ? versionLines() : ["m start 0"]),
		"ok=0",
	];
	const redirection = isLocking ? ` 2>&1 ${withoutLock}` : " 2>&1";
	// With a command after the tool, the shell in the brackets waits for the tool, and keeps the lock meanwhile.
	const end = isLocking ? "exit $?\n)" : ")";
	const endOf = ({ afterwards }: Call) => (afterwards ? `c=$?; { ${afterwards}; } >/dev/null 2>&1 </dev/null; exit $c\n)` : end);
	const startOf = ({ beforehand }: Call) => (beforehand ? `{ ${beforehand}; } >/dev/null 2>&1 </dev/null\n` : "");
	const taken = (call: Call, label: string) => [
		`[ $ok = 0 ] && { said=$(${startOf(call)}${render(call, label, redirection)}`,
		endOf(call),
		"ok=$?",
	];
	changes.forEach(({ precheck }, i) => {
		if (precheck) lines.push(...taken(precheck, `check${i}`), `[ $ok = 0 ] || { printf '%s' "$said" >&2; m ${i} $ok; }; }`);
	});
	changes.forEach((call, i) => {
		lines.push(...taken(call, `${i}`), `printf '%s' "$said" >&2; m ${i} $ok; }`);
	});
	if (isLocking) lines.push(dropIntents, ...unlockLines());
	reads.forEach((call, i) => {
		lines.push(render(call, changes.length + i), `m ${changes.length + i} $?`);
	});
	return `${lines.join("\n")}\n:\n`;
}

/** Splits a script's two streams at its marks. */
export function results(stdout: string, stderr: string, count: number, mark: string): CallResult[] {
	const all: CallResult[] = Array.from({ length: count }, () => ({ stdout: "", stderr: "" }));
	for (const { index, text, code } of outputs(stdout, mark)) {
		const result = all[index];
		if (result) Object.assign(result, { stdout: text, code });
	}
	for (const { index, text } of outputs(stderr, mark)) {
		const result = all[index];
		if (result) result.stderr = text.trim();
	}
	return all;
}

/** The output of each call on one stream. */
function* outputs(stream: string, mark: string): Generator<{ index: number; text: string; code: number }> {
	const start = `\n${mark} start`;
	const begin = stream.indexOf(start);
	let from = begin < 0 ? 0 : stream.indexOf("\n", begin + start.length) + 1;
	if (from === 0) return;
	for (;;) {
		const at = stream.indexOf(`\n${mark} `, from);
		if (at < 0) return;
		const end = stream.indexOf("\n", at + 1);
		if (end < 0) return; // The stream ends within the mark.
		const [index, code] = stream
			.slice(at + mark.length + 2, end)
			.split(" ")
			.map(Number);
		yield { index: index ?? -1, text: stream.slice(from, at), code: code ?? 0 };
		from = end + 1;
	}
}
