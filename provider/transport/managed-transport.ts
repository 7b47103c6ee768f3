import { appendFileSync } from "node:fs";
import { HostError } from "../base/host-error";
import { NotStarted } from "./ssh/exec";
import type { ExecOptions, ExecResult, Transport } from "./transport";

export interface TransportStats {
	/** Number of scripts sent to the host, checks of `become` included. */
	execs: number;
	/** Number of connections opened, lost ones included. */
	connections: number;
}

const openTransports = new Set<ManagedTransport>();
const runningScripts = new Set<Promise<unknown>>();
let stopping: NodeJS.Signals | undefined;

/** Base class of all transports: statistics, the log PULUMI_OVS_EXEC_LOG, and an orderly end of the process after a signal. */
export abstract class ManagedTransport implements Transport {
	protected readonly counts: TransportStats = { execs: 0, connections: 0 };
	private readonly scripts = new Set<Promise<unknown>>();

	constructor(readonly host: string) {}

	stats(): TransportStats {
		return { ...this.counts };
	}

	script(options: ExecOptions): Promise<ExecResult> {
		openTransports.add(this);
		const work = this.run(options);
		for (const set of [this.scripts, runningScripts]) {
			set.add(work);
			const done = (): boolean => set.delete(work);
			work.then(done, done);
		}
		watchSignals();
		return work;
	}

	/** Waits for running scripts, then closes the connection. A later script opens a new connection. */
	async close(): Promise<void> {
		await Promise.allSettled([...this.scripts]);
		openTransports.delete(this);
		await this.disconnect();
	}

	protected abstract run(options: ExecOptions): Promise<ExecResult>;
	protected abstract disconnect(): Promise<void>;

	/** Runs `go`, counts and logs it. Throws HostError "unreachable" after a signal to this process. */
	protected async exec(stdin: string, go: () => Promise<ExecResult>): Promise<ExecResult> {
		if (stopping) {
			throw new HostError(this.host, "unreachable", `no script was started, because Pulumi is being stopped (${stopping})`);
		}
		const start = performance.now();
		let result: ExecResult | undefined;
		let started = true;
		try {
			result = await go();
			return result;
		} catch (error) {
			started = !(error instanceof NotStarted);
			throw error;
		} finally {
			if (started) {
				this.counts.execs++;
				logExec(this.host, performance.now() - start, stdin, result);
			}
		}
	}
}

/** Closes all transports of this process after their running scripts have ended. */
export async function closeAll(): Promise<void> {
	await Promise.all([...openTransports].map((transport) => transport.close()));
}

function logExec(host: string, ms: number, stdin: string, result: ExecResult | undefined): void {
	const file = process.env.PULUMI_OVS_EXEC_LOG;
	if (!file) return;
	const line = {
		host,
		ms: Math.round(ms * 10) / 10,
		stdinBytes: Buffer.byteLength(stdin),
		stdoutBytes: result ? Buffer.byteLength(result.stdout) : 0,
		code: result ? result.code : null,
	};
	try {
		appendFileSync(file, `${JSON.stringify(line)}\n`);
	} catch {
		// A failure to write the log must not fail the script.
	}
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Pulumi ends its plugins by SIGINT. The process then waits for running scripts and starts no others; a second signal ends it
 * at once. If the program has its own handler for the signal, this handler does nothing. The handler stays when no script runs:
 * a signal that Node has received and not yet handed on would be lost if the handler was removed in between.
 */
function onSignal(signal: NodeJS.Signals): void {
	if (process.listenerCount(signal) > 1) return;
	const raise = (): void => {
		unwatchSignals();
		process.kill(process.pid, signal);
	};
	if (stopping) raise();
	else closeAll().then(raise, raise);
	stopping = signal;
}

function watchSignals(): void {
	for (const signal of SIGNALS) if (!process.listeners(signal).includes(onSignal)) process.on(signal, onSignal);
}

function unwatchSignals(): void {
	for (const signal of SIGNALS) process.removeListener(signal, onSignal);
}
