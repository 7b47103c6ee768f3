import type { Values } from "../base/values";
import type { Fact, Facts } from "../model/facts";
import { factsBefore } from "../plan/observe";
import type { Operation } from "../plan/operation";
import type { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import type { CallResult } from "../tools/script";
import type { Step } from "../tools/step";

/** What came of an operation: the host's state after it, or why it failed. */
export interface Outcome {
	facts: Facts;
	previous?: Record<string, unknown>;
	/** What a person should know of it, though it came about. */
	warnings: string[];
}

/** An operation that somebody waits for. */
export interface Job {
	operation: Operation;
	/** When it came in, in milliseconds. */
	since: number;
	resolve(outcome: Outcome): void;
	reject(error: Error): void;
}

/** What carrying out a batch needs of its host. */
export interface HostContext extends WaitingRoom {
	readonly name: string;
	/** What was known before the first change of this run that takes more along than it names. */
	disturbed: Facts | undefined;
	/** Devices and routes as they were before a change of this run that takes routes along. */
	found: Facts;
	/** Other people's routes that were put back after it, or can't be. */
	readonly routesTried: Set<string>;
	/** Resources of this run that a change of ours took along and that are not back yet: what they need is still to come. */
	owed: Operation[];
	run(changes: Call[], reads: Fact[], stale?: (fact: Fact) => boolean): Promise<CallResult[]>;
}

/** Reads what of these is not known. */
export async function readUnknown(host: HostContext, facts: Fact[]): Promise<void> {
	const unknown = facts.filter((fact) => !host.facts.has(fact));
	if (unknown.length > 0) await host.run([], unknown);
}

/** Reads what planning these needs and is not known. */
export const readMissing = (host: HostContext, operations: Operation[]): Promise<void> =>
	readUnknown(host, operations.flatMap(factsBefore));

const claimsOf = ({ operation: { mode, kind, want } }: Job): string[] =>
	mode === "delete" ? [] : [...new Set(kind.provides(want))];

/** How many jobs of a batch make what a claim names. */
export function claimCounts(jobs: Job[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const claim of jobs.flatMap(claimsOf)) counts.set(claim, (counts.get(claim) ?? 0) + 1);
	return counts;
}

/** Whether another job of the batch makes it. */
export function comesWith(job: Job, made: Map<string, number>): (claim: string) => boolean {
	const own = claimsOf(job);
	return (claim) => (made.get(claim) ?? 0) > (own.includes(claim) ? 1 : 0);
}

/** A host as far as waiting there is concerned; times in milliseconds. */
export interface WaitingRoom {
	readonly register: Registry;
	readonly facts: Facts;
	/** When the batch under way began: what others of it make is not there before. */
	readonly began: number;
	/** When a batch last made something of what was waiting. */
	readonly busyUntil: number;
	/** The same; while a batch is under way, now. */
	readonly lastBusy: number;
	/** The hosts of this run. */
	all(): WaitingRoom[];
}

/** A change that a tool refused, of which a part may have been carried out. */
export interface FailedChange {
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
	/** What is deleted in the same batch, in the words of `claims`. */
	leaving: Set<string>;
}
