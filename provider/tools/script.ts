import { type Call, phases } from "./call";
import { ipCall } from "./ip";
import { localRuleCall } from "./ip-rule";
import { journalCall } from "./journal";
import { nftCall } from "./nft";
import { floodCall, ofctlCall } from "./ovs-ofctl";
import { ovsCall } from "./ovs-vsctl";
import type { Step } from "./step";
import { sysctlCall } from "./sysctl";

/** Quotes one word for a POSIX shell. */
export function quote(word: string): string {
	return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** A call as a line that a person could paste. */
export function showCall(call: Call): string {
	const line = call.argv.map(quote).join(" ");
	return call.stdin === undefined ? line : `${line} <<'END'\n${call.stdin}END`;
}

/** Steps of one wave as calls, at most one per phase, tool and network namespace, in the order of phases. */
export const calls = (steps: Step[]): Call[] => grouped(steps).map(callOf);

/** The same as the steps of each call. */
export function grouped(steps: Step[]): Step[][] {
	const groups = new Map<string, Step[]>();
	for (const phase of phases) {
		for (const step of steps) {
			if (step.phase !== phase) continue;
			const key = `${phase} ${step.tool} ${"netns" in step && step.tool !== "local-rule" ? step.netns : ""} ${"family" in step ? step.family : ""} ${step.tool === "ofctl" || step.tool === "flood" ? step.bridge : ""}`;
			const group = groups.get(key);
			if (group) group.push(step);
			else groups.set(key, [step]);
		}
	}
	return [...groups.values()];
}

/** A group of steps as the one call that carries them out. */
export function callOf(group: Step[]): Call {
	const of = <T extends Step["tool"]>(tool: T) => group.filter((s): s is Extract<Step, { tool: T }> => s.tool === tool);
	switch (group[0]?.tool) {
		case "ovs":
			return ovsCall(of("ovs"));
		case "ip":
			return ipCall(of("ip"));
		case "ofctl":
			return ofctlCall(of("ofctl"));
		case "flood":
			return floodCall(of("flood"));
		case "nft":
			return nftCall(of("nft"));
		case "sysctl":
			return sysctlCall(of("sysctl"));
		case "local-rule":
			return localRuleCall(of("local-rule"));
		case "journal":
			return journalCall(of("journal"));
		default:
			throw new Error("a group of steps is never empty");
	}
}

/** What one call of a script printed. `code` undefined: it was not run, because a call before it failed. */
export interface CallResult {
	stdout: string;
	stderr: string;
	code?: number;
}

/**
 * One shell script: the changes in order, up to the first that fails, then every read.
 * Each call's output is closed on both streams by a line with the mark, so that results are told apart.
 */
export function script(changes: Call[], reads: Call[], mark: string): string {
	const lines = [
		"export LC_ALL=C PATH=/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin:$PATH",
		`m() { c=$?; printf '\\n%s %s %s\\n' '${mark}' "$1" "$c"; printf '\\n%s %s\\n' '${mark}' "$1" >&2; return "$c"; }`,
		"ok=0",
	];
	changes.forEach((call, i) => {
		lines.push(`[ $ok = 0 ] && { ${render(call, i)}`, `m ${i}; ok=$?; }`);
	});
	reads.forEach((call, i) => {
		lines.push(render(call, changes.length + i), `m ${changes.length + i}`);
	});
	return `${lines.join("\n")}\n:\n`;
}

function render(call: Call, index: number): string {
	const words = call.argv.map(quote).join(" ");
	if (call.stdin === undefined) return `${words} </dev/null`;
	let end = `END${index}`;
	while (call.stdin.split("\n").includes(end)) end += "_";
	return `${words} <<'${end}'\n${call.stdin}${call.stdin.endsWith("\n") ? "" : "\n"}${end}`;
}

/** Splits a script's two streams at its marks. */
export function results(stdout: string, stderr: string, count: number, mark: string): CallResult[] {
	const all: CallResult[] = Array.from({ length: count }, () => ({ stdout: "", stderr: "" }));
	for (const { index, text, code } of sections(stdout, mark)) {
		const result = all[index];
		if (result) Object.assign(result, { stdout: text, code });
	}
	for (const { index, text } of sections(stderr, mark)) {
		const result = all[index];
		if (result) result.stderr = text.trim();
	}
	return all;
}

function* sections(stream: string, mark: string): Generator<{ index: number; text: string; code: number }> {
	let from = 0;
	for (;;) {
		const at = stream.indexOf(`\n${mark} `, from);
		if (at < 0) return;
		const end = stream.indexOf("\n", at + 1);
		if (end < 0) return; // cut off within the mark
		const [index, code] = stream
			.slice(at + mark.length + 2, end)
			.split(" ")
			.map(Number);
		yield { index: index ?? -1, text: stream.slice(from, at), code: code ?? 0 };
		from = end + 1;
	}
}
