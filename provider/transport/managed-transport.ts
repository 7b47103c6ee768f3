import { appendFileSync } from "node:fs";
import { HostError } from "../base/host-error";
import { NotStarted } from "./ssh/exec";
import type { ExecOptions, ExecResult, Transport } from "./transport";

export interface TransportStats {
	/** Scripts sent to the host, and checks whether sudo works. */
	execs: number;
	/** Connections that were opened, the lost ones included. */
	connections: number;
}

const open = new Set<ManagedTransport>();
const running = new Set<Promise<unknown>>();
let stopping: NodeJS.Signals | undefined;

/** What every transport does besides running scripts: counting, the exec log, an orderly end of the process. */
export abstract class ManagedTransport implements Transport {
	protected readonly counts: TransportStats = { execs: 0, connections: 0 };
	private readonly mine = new Set<Promise<unknown>>();

	constructor(readonly host: string) {}

	/** Numbers since the transport was made. */
	stats(): TransportStats {
		return { ...this.counts };
	}

	script(options: ExecOptions): Promise<ExecResult> {
		open.add(this);
		const work = this.run(options);
		for (const set of [this.mine, running]) {
			set.add(work);
			const done = (): boolean => set.delete(work);
			work.then(done, done);
		}
		watchSignals();
		const settled = (): void => {
			if (running.size === 0) unwatchSignals();
		};
		work.then(settled, settled);
		return work;
	}

	/** Lets running scripts end, then drops the connection. A later script opens a new one. */
	async close(): Promise<void> {
		await Promise.allSettled([...this.mine]);
		open.delete(this);
		await this.disconnect();
	}

	protected abstract run(options: ExecOptions): Promise<ExecResult>;
	protected abstract disconnect(): Promise<void>;

	/** Runs one program, counted and logged. Refuses where the process is about to end. */
	protected async exec(stdin: string, go: () => Promise<ExecResult>): Promise<ExecResult> {
		if (stopping) {
			throw new HostError(this.host, "unreachable", `not started, because this process is being stopped (${stopping})`);
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

/** Closes every transport of this process, after the scripts that are running have ended. */
export async function closeAll(): Promise<void> {
	await Promise.all([...open].map((transport) => transport.close()));
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
		// a log that can't be written must not fail the work
	}
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Pulumi ends its plugins by SIGINT. While a script runs, the process waits for it and starts no other one; a second
 * signal ends it at once. Where the program has its own handler, the end of the process is the program's business.
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
