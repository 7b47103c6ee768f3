import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { quote } from "../../../provider/base/shell-quote";
import { previousKey } from "../../../provider/base/state-fields";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { differences, describe as inWords, project } from "../../../provider/model/compare";
import { objectId, ownFields } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { plan } from "../../../provider/plan/plan";
import { readsOfPortsInside } from "../../../provider/plan/read-for-plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { readsOfRecreation } from "../../../provider/plan/recreation";
import { settingsOf } from "../../../provider/plan/settings-of-others";
import { type Call, showCall, vsctl } from "../../../provider/tools/call";
import type { Fact } from "../../../provider/tools/list";
import { ovsTables } from "../../../provider/tools/ovs-listing";
import { calls } from "../../../provider/tools/script";
import { warningsOf } from "../../../provider/tools/tool";
import { type CompactFacts, factsOf, uuid, withRowNames } from "./compact";
import { programWith } from "./program";

/** An entry that the script writes to the journal: of which object, and what it holds. */
interface JournalEntry extends Values {
	journal: string;
}

export type Line = string | JournalEntry;

/** A golden case: the inputs, the state of the host, and the expected result. */
export interface Case {
	/** The inputs without the host, or null for a delete. */
	want: Values | null;
	/** What the kind has decided for the resource, such as a part of its id. */
	decided?: Values;
	/** The previous outputs. A file has "want" here where they are the inputs. */
	was?: Values;
	mode?: Operation["mode"];
	facts?: CompactFacts;
	/** The expected lines of the script, as `lines` gives them. */
	commands?: Line[];
	/** The expected original values in the state, which destroy restores. Not set: those of the expected journal entry, if it has any. */
	previous?: Values;
	/** A part of the expected error, where the host must not be changed. */
	error?: string;
	/** The expected messages of the steps for the user. Not set: none. */
	warnings?: string[];
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

/** The case as the code under test gets it: with UUIDs in place of `<QoS q>` in what is given. What is expected keeps the names of rows. */
export function caseOf(kind: string, name: string): Case {
	const golden = JSON.parse(readFileSync(join(folder, kind, `${name}.json`), "utf8"));
	if (golden.was === "want") golden.was = golden.want;
	const { want, was, facts, ...expected } = golden;
	const noted = expected.commands?.find((line: Line) => typeof line === "object")?.previous;
	return { ...withUuids({ want, was, facts }), ...(noted ? { previous: noted } : {}), ...expected };
}

/** A value with its strings replaced. */
function replaced(value: unknown, replace: (text: string) => string): unknown {
	if (typeof value === "string") return replace(value);
	if (Array.isArray(value)) return value.map((item) => replaced(item, replace));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item, replace)]));
}

const rowName = new RegExp(`<((?:${Object.keys(ovsTables).join("|")}) [^<>]+)>`, "g");

const withUuids = <T>(value: T) => replaced(value, (text) => text.replace(rowName, (_, row) => uuid(row))) as T;

/** The value with `<QoS q>` in place of the UUID of a case's row. */
const named = <T>(value: T) => replaced(value, withRowNames) as T;

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

export function operationOf(kind: Kind, { want, was, mode, decided }: Case): Operation {
	const values = want === null ? { host: "h1", ...was } : normal(kind, want);
	const inputs = ownFields(kind, values);
	return {
		mode: mode ?? (want === null ? "delete" : was ? "update" : "create"),
		...{ kind, id: objectId(kind, { ...decided, ...values }), want: inputs, owner },
		...(was ? { was: { host: "h1", ...was } } : {}),
	};
}

/** The operation of a kind by its type. Without `want`, it is the deletion of what `was` has. */
export const op = (type: string, want: Values | null, was?: Values): Operation => operationOf(kindNamed(type), { want, was });

/**
 * The lines of a call: one per command of a transaction of ovs-vsctl, without the timeout that each of them has, and one per line
 * of batch input. Calls whose script is always the same are shortened.
 */
export function lines(call: Call): Line[] {
	const [program, , , name, ...words] = call.argv;
	if (name === "local-rule")
		return [
			`local rule: ${words
				.filter((w, i) => w !== "" || i === 0)
				.map((w) => w || "''")
				.join(" ")}`,
		];
	if (name === "usable-address") return [`usable: ${words.join(" ").trimStart()}`];
	if (name === "fail-mode") return [`fail-mode: ${words.join(" ").trimEnd()}`];
	if (name === "numbered") {
		const { stdin = "" } = call;
		const ports = new Set([...words, stdin].flatMap((text) => [...text.matchAll(/%\{([^}]+)\}/g)].map(([, port]) => port)));
		return [
			`numbers of ${[...ports].join(" ")}: ovs-ofctl ${words.map(quote).join(" ")}`,
			...stdin.split("\n").filter((line) => line !== ""),
		];
	}
	if (name === "flood") return [`flood: ${words.join(" ")}`];
	if (name === "journal") return journalLines(call, words);
	if (name === "packages" || name === "modules") return [`${name}: ${words.join(" ")}`];
	if (name === "write-file") return [`write ${words.join(" ")}`, ...(call.stdin ?? "").trimEnd().split("\n")];
	if (name === "remove-file") return [`remove ${words.join(" ")}`];
	if (program === "ovs-vsctl") return transactionLines(call.argv);
	// ovs-command.test.ts checks the command, and its standard input.
	return showCall(call).replaceAll(vsctl, "ovs-vsctl").replaceAll(" </dev/null", "").split("\n");
}

function journalLines(call: Call, files: string[]): Line[] {
	const notes = call.stdin?.trimEnd().split("\n");
	if (!notes) return files.map((file) => `journal: forget ${decodeURIComponent(file)}`);
	const entries = notes.filter((_, i) => i % 2 === 1).map((entry) => JSON.parse(entry));
	return entries.map(({ id, sets: _, ...entry }) => ({ journal: id, ...entry }));
}

function transactionLines(argv: string[]): string[] {
	const commands: string[][] = [];
	for (const word of argv) {
		if (word === "--") commands.push([]);
		else commands.at(-1)?.push(quote(word));
	}
	return commands.map((words, i) => `${i === 0 ? "ovs-vsctl" : "--"} ${words.join(" ")}`);
}

/** The host of a case, with the note of what the program has set of an object that exists anyway. */
function hostOf(operation: Operation, { facts = {} }: Case): CompactFacts {
	const { kind, was, mode, id } = operation;
	const inputs = ownFields(kind, was ?? {});
	const sets = mode === "update" ? settingsOf({ ...operation, want: checkInputs(kind, inputs).values }) : undefined;
	if (!sets) return facts;
	const notes = [facts.journal?.[id] ?? []].flat();
	const own = { ...{ owner, previous: was?.[previousKey] as Values | undefined }, ...notes.find((note) => note.owner === owner) };
	return { ...facts, journal: { ...facts.journal, [id]: [{ sets, ...own }, ...notes.filter((note) => note.owner !== owner)] } };
}

/** The facts that are read around an operation on a host. */
export function readsOf(operation: Operation, host: CompactFacts): Fact[] {
	const known = [...readsBefore(operation), ...readsAfter(operation)];
	const first = factsOf(known, host);
	return [...known, ...readsOfRecreation(operation, first), ...readsOfPortsInside(operation, first)];
}

export function outcome(kind: Kind, golden: Case) {
	const operation = operationOf(kind, golden);
	const host = hostOf(operation, golden);
	const facts = factsOf(readsOf(operation, host), host);
	return {
		operation,
		facts,
		plan: () => {
			// The program declares no other resource.
			const { steps, originals } = plan(operation, facts, { program: programWith() });
			return { steps, originals: named(originals), commands: named(calls(steps).flatMap(lines)), warnings: warningsOf(steps) };
		},
		look: () => {
			const have = observe(operation, facts);
			if (!have) return { observed: null, drift: ["it is gone"] };
			const observed = project(kind, operation.want, have);
			const drift = differences(kind, operation.want, observed).map(inWords);
			return { observed: named(observed), drift: named([...(have.fault ? [have.fault] : []), ...drift]) };
		},
	};
}
