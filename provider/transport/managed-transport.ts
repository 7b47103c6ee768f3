import { appendFileSync } from "node:fs";
import { HostError } from "../base/host-error";
import type { Become } from "../inventory/connection";
import { becomeCheck, becomeError, endInvocation, scriptInvocation } from "./become";
import { endLimit, openLimit, rootCheckLimit } from "./limits";
import { NotStarted, type SocketStream, TimedOut } from "./open-connection";
import { OvsdbClient, RefusedRequest, StreamBroken, type TransactionResults } from "./ovsdb-client";
import { type ExecOptions, type ExecResult, NoDatabase, type TransactOptions, type Transport } from "./transport";

interface TransportStats {
	/** Number of scripts sent to the host, checks of `become` included, and of requests to Open vSwitch's database. */
	execs: number;
	/** Number of connections opened, lost ones included. */
	connections: number;
}

/** The sockets of Open vSwitch's database. */
const databaseSockets = ["/run/openvswitch/db.sock", "/var/run/openvswitch/db.sock"];

const openTransports = new Set<ManagedTransport>();
const runningScripts = new Set<Promise<unknown>>();
let stopping: NodeJS.Signals | undefined;

/** Runs a command on the host, with `stdin` as its input. Throws TimedOut after the time limit in milliseconds. */
type RunCommand = (command: string, stdin: string, timeoutMs: number, endMark?: string) => Promise<ExecResult>;

/** Base class of all transports: statistics, the log PULUMI_OVS_EXEC_LOG, and an orderly end of the process after a signal. */
export abstract class ManagedTransport implements Transport {
	protected readonly counts: TransportStats = { execs: 0, connections: 0 };
	private readonly scripts = new Set<Promise<unknown>>();
	private database: Promise<OpenDatabase> | undefined;

	constructor(readonly host: string) {}

	stats(): TransportStats {
		return { ...this.counts };
	}

	script(options: ExecOptions): Promise<ExecResult> {
		return this.tracked(this.run(options));
	}

	transact(options: TransactOptions): Promise<(TransactionResults | undefined)[]> {
		return this.tracked(this.request(options));
	}

	private tracked<T>(work: Promise<T>): Promise<T> {
		openTransports.add(this);
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
		await this.database?.then(({ client }) => client.close()).catch(() => {});
		this.database = undefined;
		await this.disconnect();
	}

	protected abstract run(options: ExecOptions): Promise<ExecResult>;
	protected abstract disconnect(): Promise<void>;
	/** Opens a stream to a Unix socket on the host. */
	protected abstract openSocket(path: string): Promise<SocketStream>;

	private async request({ transactions, timeoutMs }: TransactOptions): Promise<(TransactionResults | undefined)[]> {
		this.refuseWhileStopping();
		const { client, socket } = await this.openDatabase();
		socket.hold();
		try {
			return await this.counted(
				() => client.transact(transactions, timeoutMs),
				(results) => ({
					stdinBytes: Buffer.byteLength(JSON.stringify(transactions)),
					stdoutBytes: Buffer.byteLength(JSON.stringify(results ?? "")),
					code: results === undefined ? null : 0,
				}),
			);
		} catch (error) {
			if (error instanceof RefusedRequest) throw new NoDatabase(error.message);
			if (!(error instanceof StreamBroken)) throw error;
			const what = `the connection to Open vSwitch's database broke during a transaction (${error.message})`;
			throw new HostError(this.host, "lost", `${what}. It may have been made or not. Run again with --refresh.`);
		} finally {
			socket.release();
		}
	}

	private async openDatabase(): Promise<OpenDatabase> {
		const known = this.database;
		const open = await known?.catch(() => undefined);
		if (open && !open.client.isClosed) return open;
		if (this.database === known) this.database = this.openFirst(databaseSockets);
		return this.database as Promise<OpenDatabase>;
	}

	private async openFirst(paths: string[]): Promise<OpenDatabase> {
		const reasons: string[] = [];
		for (const path of paths) {
			try {
				const socket = await this.openSocket(path);
				const client = new OvsdbClient(socket.stream);
				if (socket.isUnanswered) await client.echo(openLimit);
				return { socket, client };
			} catch (error) {
				if (error instanceof HostError) throw error;
				reasons.push(`${path}: ${(error as Error).message}`);
			}
		}
		throw new NoDatabase(reasons.join("; "));
	}

	private refuseWhileStopping(): void {
		if (stopping) {
			throw new HostError(this.host, "unreachable", `no script was started, because Pulumi is being stopped (${stopping})`);
		}
	}

	/** Runs `go`, counts and logs it. Throws HostError "unreachable" after a signal to this process. */
	private async exec(stdin: string, go: () => Promise<ExecResult>): Promise<ExecResult> {
		this.refuseWhileStopping();
		return this.counted(go, (result) => ({
			stdinBytes: Buffer.byteLength(stdin),
			stdoutBytes: result ? Buffer.byteLength(result.stdout) : 0,
			code: result ? result.code : null,
		}));
	}

	/** Runs a script. After its time limit, it is ended, so that it does not run beside the next one. */
	protected async runScript(
		{ stdin, timeoutMs }: ExecOptions,
		become: Become | undefined,
		run: RunCommand,
		needsEndMark?: boolean,
	): Promise<ExecResult> {
		const script = scriptInvocation(stdin, become, needsEndMark);
		try {
			return await this.exec(stdin, () => run(script.command, script.stdin, timeoutMs, script.endMark));
		} catch (error) {
			if (error instanceof TimedOut) {
				const end = endInvocation(script.token, become);
				await run(end.command, end.stdin, endLimit).catch(() => {}); // the timeout is the error to report
			}
			throw error;
		}
	}

	/** The error of a script that has exceeded its time limit. */
	protected timeout(timeoutMs: number): HostError {
		return new HostError(
			this.host,
			"timeout",
			`the script did not end within ${timeoutMs / 1000} s and was aborted. Changes that it made before remain. Check the host, then run again.`,
		);
	}

	/** Checks once per login that commands can run as root. Throws HostError "become". */
	protected checkRoot(login: { rootChecked?: Promise<void> }, user: string, become: Become, run: RunCommand): Promise<void> {
		if (!login.rootChecked) {
			const check = this.becomesRoot(user, become, run);
			login.rootChecked = check;
			check.catch(() => {
				login.rootChecked = undefined; // the next script checks again
			});
		}
		return login.rootChecked;
	}

	private async becomesRoot(user: string, become: Become, run: RunCommand): Promise<void> {
		const { command, stdin, passed } = becomeCheck(become);
		const result = await this.exec("", () => run(command, stdin, rootCheckLimit)).catch((error) => {
			if (!(error instanceof TimedOut)) throw error;
			throw new HostError(
				this.host,
				"become",
				`${become.command} did not answer within ${rootCheckLimit / 1000} s. Try it on the host.`,
			);
		});
		if (!passed(result)) throw becomeError(this.host, user, become, result);
	}

	/** Runs `go`, counts and logs it. `result` undefined: it has failed. */
	private async counted<T>(go: () => Promise<T>, sizesOf: (result: T | undefined) => LoggedSizes): Promise<T> {
		const start = performance.now();
		let result: T | undefined;
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
				logExec(this.host, performance.now() - start, () => sizesOf(result));
			}
		}
	}
}

interface OpenDatabase {
	socket: SocketStream;
	client: OvsdbClient;
}

/** What a line of the log says beside the host and the time. */
interface LoggedSizes {
	stdinBytes: number;
	stdoutBytes: number;
	code: number | null;
}

/** Closes all transports of this process after their running scripts have ended. */
export async function closeAll(): Promise<void> {
	await Promise.all([...openTransports].map((transport) => transport.close()));
}

function logExec(host: string, ms: number, sizes: () => LoggedSizes): void {
	const file = process.env.PULUMI_OVS_EXEC_LOG;
	if (!file) return;
	const line = { host, ms: Math.round(ms * 10) / 10, ...sizes() };
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
