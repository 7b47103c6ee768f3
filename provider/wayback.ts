import { describe, differences, project } from "./compare";
import { isDisruptive, staleAfter } from "./effects";
import type { Fact, Facts } from "./facts";
import type { Workplace } from "./job";
import type { Observed, Values } from "./kind";
import { factsAfter, factsBefore, type Operation, observe } from "./operation";
import { isLent, needsJournal, standing } from "./ownership";
import type { Register } from "./register";
import { calls } from "./script";
import { standingFacts } from "./sideeffects";
import type { Step } from "./steps";
import { lostRoutes, routesAgain } from "./tools/routes";

/** A change that a tool refused, of which a part may have been carried out. */
export interface Broken {
	operation: Operation;
	/** What was known of the host before anything of it was carried out. */
	origin: Facts;
	/** Some of it, beside a note in the journal, was carried out, or may have been. */
	begun: boolean;
	/** There is a note of it in the journal that was not there before. */
	noted: boolean;
	previous?: Values;
	/** All steps of it that a script has held so far. */
	tried: Step[];
}

/** What became of it, in words; `left`: what could not be undone, [] = the host is as it was. */
export interface WayBack {
	said: string;
	left: string[];
}

/**
 * Undoes what was carried out of a refused change: `ip -batch` is not atomic, and neither are several tools in a row.
 * The way is the plan from what is there now to what was observed before; it is read back like any change.
 */
export async function goBack(host: Workplace, broken: Broken, run: { before: Facts; disruptive: boolean }): Promise<WayBack> {
	const { operation, begun, noted } = broken;
	const moved = devicesOf(broken.tried);
	let steps: Step[];
	try {
		steps = begun ? [...stepsBack(broken, host), ...routesBack(broken, host, moved)] : [];
	} catch (error) {
		return { said: "", left: [(error as Error).message] };
	}
	const { id, owner } = operation;
	run.disruptive ||= steps.some((step) => isDisruptive(step, host.facts));
	const all: Step[] = [...steps, ...(noted ? [{ tool: "journal", phase: "journal-end", op: "forget", id, owner } as const] : [])];
	if (all.length > 0) {
		const routes = [...moved.keys()].map((netns): Fact => ({ read: "routes", netns }));
		const reads = [...factsBefore(operation), ...factsAfter(operation), ...routes];
		await host.run(calls(all), run.disruptive ? [...reads, ...standingFacts(host.register, run.before)] : reads, staleAfter(all));
	}
	const left = begun ? stillWrong(broken, host.facts) : [];
	return { said: steps.length === 0 ? "nothing of it was changed" : "what was done of it was undone", left };
}

/** The devices whose routes the kernel drops by these steps: made anew, or brought into a VRF or out of it. */
export function devicesOf(steps: Step[]): Map<string, Set<string>> {
	const found = new Map<string, Set<string>>();
	for (const step of steps) {
		if (step.tool !== "ip" || !["delete-links", "masters"].includes(step.phase)) continue;
		const device = step.args[step.args.indexOf("dev") + 1] as string;
		found.set(step.netns, (found.get(step.netns) ?? new Set()).add(device));
	}
	return found;
}

/** Routes of others too: who is not of this program, or not heard of in this run, is not put back by anybody else. */
function routesBack({ origin }: Broken, { facts }: Workplace, moved: Map<string, Set<string>>): Step[] {
	return [...moved].flatMap(([netns, devices]) => {
		if (![origin, facts].every((known) => known.has({ read: "routes", netns }))) return [];
		return routesAgain(netns, lostRoutes(devices, origin.routes(netns) ?? [], facts.routes(netns) ?? []));
	});
}

/** What stands on an object. */
function leaningOn(register: Register, { id, kind, want }: Operation): string[] {
	const claims = kind.claims(want);
	return [...register.standing()]
		.map((entry) => entry.operation)
		.filter((other) => other.id !== id && other.kind.needs?.(other.want).some((need) => claims.includes(need.what)))
		.map((other) => other.id);
}

function stepsBack(broken: Broken, { facts, register }: Workplace): Step[] {
	const { operation, origin } = broken;
	const { kind, want, owner } = operation;
	const was = before(operation, origin);
	const have = after(broken, facts);
	if (was) {
		const values = { host: want.host, ...sayable(operation, was.value) };
		return kind.plan({ want: values, have, was: want, owner: was.owner, facts });
	}
	if (!have) return [];
	const leaning = leaningOn(register, operation);
	if (leaning.length > 0) throw new Error(`it is needed by what was made with it (${leaning.join(", ")}), so it stays half made`);
	return kind.plan({ have, was: want, owner, facts });
}

function stillWrong(broken: Broken, now: Facts): string[] {
	const { operation, origin } = broken;
	const { kind } = operation;
	const was = before(operation, origin);
	const have = after(broken, now);
	if (!was) return have ? ["it is still there"] : [];
	if (!have) return ["it is not there any more"];
	const named = merged(wholeWant(operation), was.value);
	const seen = (observed: Observed) => sayable(operation, project(kind, named, observed));
	const mark = was.owner === have.owner ? [] : [{ path: "the mark on it", want: was.owner, have: have.owner }];
	return [...differences(kind, seen(was), seen(have)), ...mark].map(describe);
}

/** What was there before; looked at through the inputs of both times, since some kinds read just what the inputs name. */
function before(operation: Operation, origin: Facts): Observed | undefined {
	return observe({ ...operation, want: wholeWant(operation) }, origin, false);
}

/** What is there now, in as much as it is ours to undo: another's object that came in between is none of it. */
function after({ operation, origin, previous }: Broken, now: Facts): Observed | undefined {
	const want = wholeWant(operation);
	const have = observe({ ...operation, want }, now, isLent(operation) || previous !== undefined);
	if (!have || before(operation, origin)) return have;
	return have.owner === undefined || standing(operation, have) === "ours" ? have : undefined;
}

function wholeWant({ kind, want, was = {} }: Operation): Values {
	const old = Object.entries(was).filter(([field]) => field in kind.schema.shape);
	return merged(want, Object.fromEntries(old));
}

/** All that either names; where both say something, what the second says. */
function merged(first: Values, second: Values): Values {
	const both = Object.entries(second).map(([key, value]) => {
		const other = first[key];
		if (Array.isArray(value) && Array.isArray(other)) return [key, [...new Set([...other, ...value])]];
		return [key, isMap(value) && isMap(other) ? merged(other, value) : (value ?? other)];
	});
	return { ...first, ...Object.fromEntries(both) };
}

const isMap = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

/** Without what no program could want: the MAC address of a device that has none, the MTU of the loopback device. */
function sayable({ kind }: Operation, values: Values): Values {
	return Object.fromEntries(
		Object.entries(values).filter(([field, value]) => value !== undefined && kind.schema.shape[field]?.safeParse(value).success),
	);
}

/** True where a change needs no note in the journal, or has one from before. */
export const wasNoted = (operation: Operation, known: Facts): boolean =>
	operation.mode === "delete" ||
	!needsJournal(operation) ||
	!known.has({ read: "journal" }) ||
	known.journal.own(operation.id, operation.owner) !== undefined;
