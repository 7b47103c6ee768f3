import { setTimeout as sleep } from "node:timers/promises";
import { HostError } from "../../base/host-error";
import { address, type Become, type SshConnection } from "../../inventory/connection";
import { becomeCheck, becomeRefused, endInvocation, scriptInvocation } from "../become";
import { ManagedTransport } from "../managed-transport";
import { progress } from "../progress";
import type { ExecOptions, ExecResult } from "../transport";
import type { Link } from "./client";
import { execOn, Lost, NotStarted, TimedOut } from "./exec";
import { connectRoute, type Route } from "./jumps";
import { Slots } from "./semaphore";

const CHANNEL_TRIES = 5;
const CHANNEL_PAUSE_MS = 25;
const RECONNECTS = 2;
const BECOME_CHECK_MS = 30_000;
const END_MS = 5_000;

export interface SshOptions {
	/** Scripts at once on the one connection; sshd's MaxSessions is 10 by default. Default 8. */
	maxSessions?: number;
}

/** Runs scripts on one host over one SSH connection. */
export class SshTransport extends ManagedTransport {
	private route?: Promise<Route>;
	private readonly slots: Slots;
	private readonly become?: Become;

	constructor(
		host: string,
		private readonly connection: SshConnection,
		options: SshOptions = {},
	) {
		super(host);
		this.slots = new Slots(options.maxSessions ?? 8);
		this.become = connection.user === "root" ? undefined : connection.become;
	}

	protected async run(options: ExecOptions): Promise<ExecResult> {
		await this.slots.acquire();
		try {
			const { command, stdin, token } = scriptInvocation(options.stdin, this.become);
			return await this.start(async (link) => {
				if (this.become) await this.checkRoot(link, this.become);
				return this.exec(options.stdin, () => execOn(link, command, stdin, options.timeoutMs)).catch((error) =>
					this.endRun(link, token, error),
				);
			});
		} catch (error) {
			throw this.explain(error as Error, options.timeoutMs);
		} finally {
			this.slots.release();
		}
	}

	protected async disconnect(): Promise<void> {
		const route = this.route;
		this.route = undefined;
		await route?.then(
			(opened) => opened.end(),
			() => {},
		);
	}

	/** Tries again what is known not to have started; never what has. */
	private async start(go: (link: Link) => Promise<ExecResult>): Promise<ExecResult> {
		let reconnects = 0;
		let channelTries = 0;
		for (;;) {
			const { link } = await this.connected();
			link.hold();
			try {
				return await go(link);
			} catch (error) {
				if (!(error instanceof NotStarted) || error.reason === "refused") throw error;
				if (error.reason === "closed" && reconnects++ >= RECONNECTS) throw error;
				if (error.reason === "channel" && ++channelTries > CHANNEL_TRIES && this.slots.active === 1) throw error;
				if (error.reason === "channel") await this.waitForChannel(channelTries);
			} finally {
				link.release();
			}
		}
	}

	/** The server's MaxSessions is lower than ours: from now on that is the limit, and one of ours has to end first. */
	private async waitForChannel(tries: number): Promise<void> {
		if (this.slots.active > 1) {
			this.slots.lower(this.slots.active - 1);
			this.slots.release();
			await this.slots.acquire(true);
		} else {
			await sleep(CHANNEL_PAUSE_MS * 2 ** tries); // a channel of ours may still be closing over there
		}
	}

	private connected(): Promise<Route> {
		if (!this.route) {
			const { user, host, port } = this.connection;
			const what = `connecting to ${user}@${address(host, port)}`;
			const route = progress.during(this.host, what, connectRoute(this.host, this.connection));
			this.route = route;
			const forget = (): void => {
				if (this.route === route) this.route = undefined;
			};
			route.then((opened) => {
				this.counts.connections++;
				opened.link.client.once("close", () => {
					forget();
					opened.end(); // leaves the jump host
				});
			}, forget);
		}
		return this.route;
	}

	private checkRoot(link: Link, become: Become): Promise<void> {
		if (!link.rootChecked) {
			const { command, stdin, passed } = becomeCheck(become);
			const check = this.exec("", () => execOn(link, command, stdin, BECOME_CHECK_MS)).then(
				(result) => {
					if (!passed(result)) throw becomeRefused(this.host, this.connection.user, become, result);
				},
				(error: Error) => {
					if (error instanceof TimedOut) {
						throw new HostError(
							this.host,
							"become",
							`${become.command} gave no answer in ${BECOME_CHECK_MS / 1000} s. Try it on the host.`,
						);
					}
					// no script was sent yet, so nothing can have been half done
					throw error instanceof Lost ? new NotStarted("closed", "the connection broke") : error;
				},
			);
			link.rootChecked = check;
			check.catch(() => {
				link.rootChecked = undefined; // somebody may mend it
			});
		}
		return link.rootChecked;
	}

	/** After a timeout, before it's reported: what was given up must not go on beside what comes next. */
	private async endRun(link: Link, token: string, error: Error): Promise<never> {
		if (error instanceof TimedOut) {
			const { command, stdin } = endInvocation(token, this.become);
			await execOn(link, command, stdin, END_MS).catch(() => {}); // the timeout is the news
		}
		throw error;
	}

	private explain(error: Error, timeoutMs: number): Error {
		const where = address(this.connection.host, this.connection.port);
		if (error instanceof TimedOut) {
			return new HostError(
				this.host,
				"timeout",
				`the script did not end in ${timeoutMs / 1000} s and was given up; what it did so far stays done. Look at the host, then run again.`,
			);
		}
		if (error instanceof Lost) {
			return new HostError(
				this.host,
				"lost",
				`the connection to ${where} broke while a script ran; it may have run to its end or not. Refresh, then run again.`,
			);
		}
		if (!(error instanceof NotStarted)) return error;
		if (error.reason === "refused") {
			return new HostError(
				this.host,
				"config",
				`the server at ${where} runs no commands for user ${this.connection.user} (${error.message}). Give the user a shell, without a forced command.`,
			);
		}
		return new HostError(
			this.host,
			"unreachable",
			`the server at ${where} lets us in but starts no program (${error.message}). Look at MaxSessions in its sshd_config, and at its log.`,
		);
	}
}
