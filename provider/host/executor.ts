import { randomBytes } from "node:crypto";
import { HostBusy, PlanOutdated } from "../apply/interruptions";
import { HostError } from "../base/host-error";
import type { Call } from "../tools/call";
import { lockAnswer, versionAfter } from "../tools/host-lock";
import { type CallResult, results, script } from "../tools/script";
import type { Transport } from "../transport/transport";
import { afterChange, OvsDatabase, type OvsTransport } from "./database";

/** Runs calls on one host. Tests put fakes in its place, which see argv and standard input and never shell text. */
export interface Executor {
	/**
	 * Runs the changes in order, up to the first that fails, and then every read. Each call has a result; that of a change
	 * which was not run has no code, that of a read always has one. Rejects where the host can't be reached, where the
	 * time limit in milliseconds is over, and where the host's shell ended before the last read. A script with changes also rejects,
	 * before the first one, by HostBusy while another script changes the host, and by PlanOutdated where another one has changed the
	 * host since the first read. `holder`: who makes the changes, in words for others who wait.
	 */
	run(changes: Call[], reads: Call[], timeoutMs: number, holder?: string): Promise<CallResult[]>;
	/** True where a connection to another machine was opened. */
	isRemote(): boolean;
	/** The same host over a new connection. */
	another(): Executor;
	/** The words that run a tool of Open vSwitch. Undefined: the connection has none (`ovsCommand`). */
	ovsCommand(): string[] | undefined;
	/** Drops the connection. */
	close(): Promise<void>;
}

/** Settings of the executor of a host. */
export interface ExecutorOptions {
	/** The words that run a tool of Open vSwitch. */
	ovsCommand?: () => string[] | undefined;
	/** Default: ovs-vsctl alone. */
	ovsTransport?: OvsTransport;
}

/**
 * One shell script for all calls, over a transport that is opened at the first one. Calls of Open vSwitch alone are transactions of
 * its database where that works.
 */
export function scriptExecutor(host: string, open: () => Transport, options: ExecutorOptions = {}): Executor {
	const { ovsCommand = () => undefined, ovsTransport = "vsctl" } = options;
	const database = new OvsDatabase(host, ovsTransport);
	let transport: Transport | undefined;
	/** The version of the host at the oldest read whose results count. Undefined: nothing was read since another one changed the host. */
	let version: string | undefined;

	async function byScript(changes: Call[], reads: Call[], timeoutMs: number, holder = ""): Promise<CallResult[]> {
		const mark = randomBytes(9).toString("base64url");
		const stdin = script(changes, reads, mark, ovsCommand(), { holder, version, isMarkedArmed: database.isMarkedArmed });
		transport ??= open();
		const plannedFrom = version;
		if (changes.length > 0) version = undefined;
		const done = await transport.script({ stdin, timeoutMs });
		const answer = lockAnswer(done.stdout, mark);
		if (answer.state === "busy") {
			version = plannedFrom;
			throw new HostBusy(answer);
		}
		if (answer.state === "other" || answer.state === "left") throw new PlanOutdated(answer.holder, answer.state === "left");
		if (answer.state === "at") version ??= answer.version;
		if (answer.state === "taken") version = versionAfter(mark);
		const all = results(done.stdout, done.stderr, changes.length + reads.length, mark);
		database.rememberServer(reads, all.slice(changes.length));
		if (all.slice(changes.length).every(({ code }) => code !== undefined)) return all;
		const why = done.stderr.trim() || `status ${done.code}`;
		const unknown = changes.length > 0 ? "; it is not known which changes were made: run again with --refresh" : "";
		throw new HostError(host, "lost", `the host's shell ended early (${why})${unknown}`);
	}

	const readAfterChange = (reads: Call[], timeoutMs: number): Promise<CallResult[]> =>
		byScript([], reads, timeoutMs).catch((error) => {
			throw afterChange(host, error);
		});

	return {
		async run(changes, reads, timeoutMs, holder) {
			transport ??= open();
			const ofDatabase = reads.filter(({ ovsdbRead }) => ovsdbRead);
			const others = reads.filter(({ ovsdbRead }) => !ovsdbRead);
			const isWorthIt = changes.length > 0 || others.length === 0;
			const done = isWorthIt ? await database.run(transport, changes, ofDatabase, ovsCommand()) : undefined;
			if (!done) return byScript(changes, reads, timeoutMs, holder);
			const read = others.length > 0 ? await readAfterChange(others, timeoutMs) : [];
			const resultOf = new Map([
				...ofDatabase.map((call, i) => [call, done[changes.length + i]] as const),
				...others.map((call, i) => [call, read[i]] as const),
			]);
			return [...done.slice(0, changes.length), ...reads.map((call) => resultOf.get(call) as CallResult)];
		},
		isRemote: () => transport !== undefined && !transport.isLocal,
		another: () => scriptExecutor(host, open, options),
		ovsCommand,
		close: async () => transport?.close(),
	};
}
