import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { differences, describe as inWords, project } from "../../../provider/model/compare";
import { objectId } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { factsAfter, factsBefore, observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { plan } from "../../../provider/plan/plan";
import type { Call } from "../../../provider/tools/call";
import { calls, showCall } from "../../../provider/tools/script";
import { type CompactFacts, factsOf } from "./compact";

/** A golden case: the inputs, the state of the host, and the expected result. */
export interface Case {
	/** The inputs without the host, or null for a delete. */
	want: Values | null;
	/** The previous outputs. */
	was?: Values;
	mode?: Operation["mode"];
	facts?: CompactFacts;
	/** The expected lines of the script, in a form that can be pasted into a shell. */
	commands?: string[];
	/** The expected original values in the state, which destroy restores. */
	previous?: Values;
	/** A part of the expected error, where the host must not be changed. */
	error?: string;
	/** The expected errors of the inputs: path → a part of the message. */
	problems?: Record<string, string>;
	/** The expected inputs in normal form. Only the fields that are listed are compared. */
	normal?: Values;
	/** The expected state after a refresh, without the host. */
	observed?: Values | null;
	/** The expected differences, as messages. */
	drift?: string[];
}

export const owner = "demo/dev";
const folder = join(__dirname, "../../cases");

export const caseNames = (kind: string): string[] =>
	readdirSync(join(folder, kind))
		.filter((file) => file.endsWith(".json"))
		.map((file) => file.slice(0, -5));

export const caseOf = (kind: string, name: string): Case => JSON.parse(readFileSync(join(folder, kind, `${name}.json`), "utf8"));

export const caseKinds = (): string[] => readdirSync(folder);

export function kindNamed(name: string): Kind {
	const kind = kinds[name];
	if (!kind) throw new Error(`no kind ${name}`);
	return kind;
}

/** The inputs in normal form, with the host. Throws where they have errors: a case for errors has `problems`. */
export function normal(kind: Kind, inputs: Values): Values {
	const { values, problems } = checkInputs(kind, { host: "h1", ...inputs });
	if (problems.length > 0) throw new Error(`the case's inputs are refused: ${JSON.stringify(problems)}`);
	return values;
}

export function operationOf(kind: Kind, { want, was, mode }: Case): Operation {
	const values = want === null ? { host: "h1", ...was } : normal(kind, want);
	const inputs = Object.fromEntries(Object.entries(values).filter(([field]) => field in kind.schema.shape));
	return {
		mode: mode ?? (want === null ? "delete" : was ? "update" : "create"),
		...{ kind, id: objectId(kind, values), want: inputs, owner },
		...(was ? { was: { host: "h1", ...was } } : {}),
	};
}

/** The lines of a call. Calls of the journal are shortened, because their script is always the same. */
export function lines(call: Call): string[] {
	if (call.argv[3] === "local-rule")
		return [
			`local rule: ${call.argv
				.slice(4)
				.filter((w, i) => w !== "" || i === 0)
				.map((w) => w || "''")
				.join(" ")}`,
		];
	if (call.argv[3] !== "journal") return showCall(call).split("\n");
	const notes = call.stdin?.trimEnd().split("\n");
	if (!notes) return call.argv.slice(4).map((file) => `journal: forget ${decodeURIComponent(file)}`);
	return notes.filter((_, i) => i % 2 === 1).map((entry) => `journal: ${entry}`);
}

export function outcome(kind: Kind, golden: Case) {
	const operation = operationOf(kind, golden);
	const facts = factsOf([...factsBefore(operation), ...factsAfter(operation)], golden.facts ?? {});
	return {
		operation,
		facts,
		plan: () => {
			// The program declares no other resource.
			const { steps, previous } = plan(operation, facts, { declares: () => false });
			return { steps, previous, commands: calls(steps).flatMap(lines) };
		},
		look: () => {
			const have = observe(operation, facts);
			if (!have) return { observed: null, drift: ["it is gone"] };
			const observed = project(kind, operation.want, have);
			const drift = differences(kind, operation.want, observed).map(inWords);
			return { observed, drift: [...(have.fault ? [have.fault] : []), ...drift] };
		},
	};
}
