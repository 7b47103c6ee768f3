import { randomBytes } from "node:crypto";
import { HostError } from "../base/host-error";
import type { Call } from "../tools/call";
import { type CallResult, results, script } from "../tools/script";
import type { Transport } from "../transport/transport";

/** Runs calls on one host. Tests put fakes in its place, which see argv and standard input and never shell text. */
export interface Executor {
	/**
	 * Runs the changes in order, up to the first that fails, and then every read. Each call has a result; that of a change
	 * which was not run has no code, that of a read always has one. Rejects where the host can't be reached, where the
	 * time limit in milliseconds is over, and where the host's shell ended before the last read.
	 */
	run(changes: Call[], reads: Call[], timeoutMs: number): Promise<CallResult[]>;
	/** The same host over a connection of its own. Undefined where no connection is opened, or none was yet. */
	another?(): Executor | undefined;
	/** The words that run a tool of Open vSwitch, where the connection has some (`ovsCommand`). */
	ovsCommand?(): string[] | undefined;
	/** Drops the connection. */
	close?(): Promise<void>;
}

/**
 * One shell script for all calls, over a transport that is opened at the first one. `ovsCommand`: the words that run a tool of
 * Open vSwitch.
 */
export function scriptExecutor(host: string, open: () => Transport, ovsCommand: () => string[] | undefined): Executor {
	let transport: Transport | undefined;
	return {
		async run(changes, reads, timeoutMs) {
			const mark = randomBytes(9).toString("base64url");
			transport ??= open();
			const done = await transport.script({ stdin: script(changes, reads, mark, ovsCommand()), timeoutMs });
			const all = results(done.stdout, done.stderr, changes.length + reads.length, mark);
			if (all.slice(changes.length).every(({ code }) => code !== undefined)) return all;
			const why = done.stderr.trim() || `status ${done.code}`;
			const unknown = changes.length > 0 ? "; it is not known which changes were made: refresh, then run again" : "";
			throw new HostError(host, "lost", `the host's shell ended early (${why})${unknown}`);
		},
		another: () => (transport === undefined || transport.isLocal ? undefined : scriptExecutor(host, open, ovsCommand)),
		ovsCommand,
		close: async () => transport?.close(),
	};
}
