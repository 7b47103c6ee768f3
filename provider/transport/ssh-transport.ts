import { setTimeout as sleep } from "node:timers/promises";
import { HostError } from "../base/host-error";
import { hostAndPort } from "../base/host-name";
import type { Become, SshConnection } from "../inventory/connection";
import { becomeCheck, becomeError, endInvocation, scriptInvocation } from "./become";
import { ManagedTransport, openLimit } from "./managed-transport";
import { ConnectionLost, type LoggedIn, NotStarted, type OpenConnection, type SocketStream, TimedOut } from "./open-connection";
import { openByOpenSsh } from "./openssh/login";
import { progress } from "./progress";
import { Semaphore } from "./semaphore";
import { openConnection } from "./ssh/jump-hosts";
import type { ExecOptions, ExecResult } from "./transport";

const CHANNEL_TRIES = 5;
const CHANNEL_PAUSE_MS = 25;
const RECONNECTS = 2;
const BECOME_CHECK_MS = 30_000;
const END_MS = 5_000;

export interface SshOptions {
	/** Maximum number of scripts that run at the same time on the connection. Default 8; sshd's default MaxSessions is 10. */
	maxSessions?: number;
}

/** Runs scripts on one host over one SSH connection. */
export class SshTransport extends ManagedTransport {
	private opened?: Promise<OpenConnection>;
	private readonly sessions: Semaphore;
	private readonly become?: Become;

	constructor(
		host: string,
		private readonly connection: SshConnection,
		options: SshOptions = {},
	) {
		super(host);
		this.sessions = new Semaphore(options.maxSessions ?? 8);
		const { user } = connection.openSsh ?? connection;
		this.become = user === "root" ? undefined : connection.become;
	}

	protected async run(options: ExecOptions): Promise<ExecResult> {
		await this.sessions.acquire();
		try {
			return await this.start(async (client) => {
				if (this.become) await this.checkRoot(client, this.become);
				const { command, stdin, token, endMark } = scriptInvocation(options.stdin, this.become, client.needsEndMark);
				return this.exec(options.stdin, () => client.exec(command, stdin, options.timeoutMs, endMark)).catch((error) =>
					this.endRun(client, token, error),
				);
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
			const { client } = await this.connected();
			client.hold();
			try {
				return await go(client);
			} catch (error) {
				if (!(error instanceof NotStarted) || error.reason === "refused") throw error;
				if (error.reason === "closed" && reconnects++ >= RECONNECTS) throw error;
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
			const open = openSsh ? openByOpenSsh(this.host, this.connection, openSsh) : openConnection(this.host, this.connection);
			const opened = progress.during(this.host, what, open);
			this.opened = opened;
			const forget = (): void => {
				if (this.opened === opened) this.opened = undefined;
			};
			opened.then(({ client, end }) => {
				this.counts.connections++;
				client.onClose(() => {
					forget();
					end(); // releases the jump host
				});
			}, forget);
		}
		return this.opened;
	}

	private checkRoot(client: LoggedIn, become: Become): Promise<void> {
		if (!client.rootChecked) {
			const { command, stdin, passed } = becomeCheck(become);
			const check = this.exec("", () => client.exec(command, stdin, BECOME_CHECK_MS)).then(
				(result) => {
					if (!passed(result)) throw becomeError(this.host, this.connection.user, become, result);
				},
				(error: Error) => {
					if (error instanceof TimedOut) {
						throw new HostError(
							this.host,
							"become",
							`${become.command} did not answer within ${BECOME_CHECK_MS / 1000} s. Try it on the host.`,
						);
					}
					// The check changes nothing on the host, so a repetition is safe.
					throw error instanceof ConnectionLost ? new NotStarted("closed", "the connection broke") : error;
				},
			);
			client.rootChecked = check;
			check.catch(() => {
				client.rootChecked = undefined; // the next script checks again
			});
		}
		return client.rootChecked;
	}

	/** Ends the script on the host after a timeout, so that it does not run beside the next one. Throws `error`. */
	private async endRun(client: LoggedIn, token: string, error: Error): Promise<never> {
		if (error instanceof TimedOut) {
			const { command, stdin } = endInvocation(token, this.become);
			await client.exec(command, stdin, END_MS).catch(() => {}); // the timeout is the error to report
		}
		throw error;
	}

	private explain(error: Error, timeoutMs: number): Error {
		const where = hostAndPort(this.connection.host, this.connection.port);
		if (error instanceof TimedOut) {
			return new HostError(
				this.host,
				"timeout",
				`the script did not end within ${timeoutMs / 1000} s and was aborted. Changes that it made before remain. Check the host, then run again.`,
			);
		}
		if (error instanceof ConnectionLost) {
			return new HostError(
				this.host,
				"lost",
				`the connection to ${where} broke while a script ran. The script may have run completely, partly or not at all. Refresh, then run again.`,
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
