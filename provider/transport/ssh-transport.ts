import { setTimeout as sleep } from "node:timers/promises";
import { HostError } from "../base/host-error";
import { hostAndPort } from "../base/host-name";
import type { Become, SshConnection } from "../inventory/connection";
import { defaultSessions, openLimit } from "./limits";
import { ManagedTransport } from "./managed-transport";
import { ConnectionLost, type LoggedIn, NotStarted, type OpenConnection, type SocketStream, TimedOut } from "./open-connection";
import { openByOpenSsh } from "./openssh/login";
import { progress } from "./progress";
import { Semaphore } from "./semaphore";
import { openConnection } from "./ssh/jump-hosts";
import type { ExecOptions, ExecResult, TransportOptions } from "./transport";

const CHANNEL_TRIES = 5;
const CHANNEL_PAUSE_MS = 25;
const RECONNECTS = 2;

/** Runs scripts on one host over one SSH connection. */
export class SshTransport extends ManagedTransport {
	private opened?: Promise<OpenConnection>;
	private readonly sessions: Semaphore;
	private readonly become?: Become;

	constructor(
		host: string,
		private readonly connection: SshConnection,
		options: TransportOptions = {},
	) {
		super(host);
		this.sessions = new Semaphore(options.maxSessions ?? defaultSessions);
		const { user } = connection.openSsh ?? connection;
		this.become = user === "root" ? undefined : connection.become;
	}

	protected async run(options: ExecOptions): Promise<ExecResult> {
		await this.sessions.acquire();
		try {
			return await this.start(async (client) => {
				const run: LoggedIn["exec"] = (...command) => client.exec(...command);
				if (this.become) await this.checkRoot(client, this.connection.user, this.become, run).catch(repeatable);
				return this.runScript(options, this.become, run, client.needsEndMark);
			});
		} catch (error) {
			throw this.explain(error as Error, options.timeoutMs);
		} finally {
			this.sessions.release();
		}
	}

	protected async disconnect(): Promise<void> {
		const opened = this.opened;
		this.opened = undefined;
		await opened?.then(
			(connection) => connection.end(),
			() => {},
		);
	}

	protected openSocket(path: string): Promise<SocketStream> {
		return this.start(async (client) => {
			return await client.openSocket(path, openLimit).catch((error: Error) => {
				throw client.closed ? new NotStarted("closed", error.message) : error;
			});
		});
	}

	/** Calls `go` again if the script certainly did not start (NotStarted), and only then. */
	private async start<T>(go: (client: LoggedIn) => Promise<T>): Promise<T> {
		let reconnects = 0;
		let channelTries = 0;
		for (;;) {
			const opened = this.connected();
			const { client } = await opened;
			client.hold();
			try {
				return await go(client);
			} catch (error) {
				if (!(error instanceof NotStarted) || error.reason === "refused") throw error;
				if (error.reason === "closed" && reconnects++ >= RECONNECTS) throw error;
				// A connection that has ended tells so only a moment later.
				if (error.reason === "closed") this.forget(opened);
				if (error.reason === "channel" && ++channelTries > CHANNEL_TRIES && this.sessions.active === 1) throw error;
				if (error.reason === "channel") await this.waitForChannel(channelTries);
			} finally {
				client.release();
			}
		}
	}

	/** Lowers the limit of sessions, because the server's MaxSessions is lower, and waits until another session has ended. */
	private async waitForChannel(tries: number): Promise<void> {
		if (this.sessions.active > 1) {
			this.sessions.lowerLimit(this.sessions.active - 1);
			this.sessions.release();
			await this.sessions.acquire(true);
		} else {
			await sleep(CHANNEL_PAUSE_MS * 2 ** tries); // the server may not yet have closed the previous channel
		}
	}

	private connected(): Promise<OpenConnection> {
		if (!this.opened) {
			const { user, host, port, openSsh } = this.connection;
			const what = `connecting to ${user}@${hostAndPort(host, port)}`;
			const open: Promise<OpenConnection> = openSsh
				? openByOpenSsh(this.host, this.connection, openSsh)
				: openConnection(this.host, this.connection);
			const opened = progress.during(this.host, what, open);
			this.opened = opened;
			opened.then(
				({ client, end }) => {
					this.counts.connections++;
					client.onClose(() => {
						this.forget(opened);
						end(); // releases the jump host
					});
				},
				() => this.forget(opened),
			);
		}
		return this.opened;
	}

	/** The next script opens another connection. */
	private forget(opened: Promise<OpenConnection>): void {
		if (this.opened === opened) this.opened = undefined;
	}

	private explain(error: Error, timeoutMs: number): Error {
		const where = hostAndPort(this.connection.host, this.connection.port);
		if (error instanceof TimedOut) return this.timeout(timeoutMs);
		if (error instanceof ConnectionLost) {
			return new HostError(
				this.host,
				"lost",
				`the connection to ${where} broke while a script ran. The script may have run completely, partly or not at all. Run again with --refresh.`,
			);
		}
		if (!(error instanceof NotStarted)) return error;
		if (error.reason === "refused") {
			return new HostError(
				this.host,
				"config",
				`the server at ${where} runs no commands for user ${this.connection.user} (${error.message}). Give the user a login shell, and remove a forced command (ForceCommand or command= in authorized_keys).`,
			);
		}
		return new HostError(
			this.host,
			"unreachable",
			`the server at ${where} accepts the login but opens no session (${error.message}). Check MaxSessions in its sshd_config, and its log.`,
		);
	}
}

/** Throws the error of the check that commands can run as root. The check changes nothing on the host, so a repetition is safe. */
function repeatable(error: Error): never {
	throw error instanceof ConnectionLost ? new NotStarted("closed", "the connection broke") : error;
}
