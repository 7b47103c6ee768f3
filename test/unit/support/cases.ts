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

/** A golden case: what the program wants, what is on the host, and what is to come of it. */
export interface Case {
	/** The inputs, without the host; null: delete. */
	want: Values | null;
	/** The outputs of last time. */
	was?: Values;
	mode?: Operation["mode"];
	facts?: CompactFacts;
	/** The lines of the script, as a person would paste them. */
	commands?: string[];
	/** What goes into the state to be put back at destroy. */
	previous?: Values;
	/** Why the host is left alone: part of the message. */
	error?: string;
	/** Why inputs are refused: path → part of the message. */
	problems?: Record<string, string>;
	/** Inputs in normal form (fields that matter here). */
	normal?: Values;
	/** What refresh puts into the state (all of it but the host). */
	observed?: Values | null;
	/** Where the host differs, in words. */
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

/** Inputs in normal form, with the host. Throws where they are refused: a case that is about that has `problems`. */
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

/** A call as its lines; the journal's, whose script is always the same, in short. */
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
			// The program declares nothing else.
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
