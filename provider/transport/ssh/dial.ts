import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "ssh2";
import { HostError } from "../../base/host-error";
import { redact } from "../../base/redact";
import { address, type SshConnection } from "../../inventory/connection";
import { loginFor } from "./auth";
import { SshClient } from "./client";
import { hostKeyPolicy } from "./host-key";

const DEFAULT_TRIES = 10;
const DEFAULT_TOTAL_MS = 30_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** A failure that may disappear, so another try is worthwhile. */
class TransientError extends Error {}

/**
 * Opens a connection. Refused connections and timeouts are tried again with growing pauses: `dialErrorLimit` tries of
 * `perDialTimeout` seconds each, by default 10 tries in at most 30 s. A refused login or host key is not tried again.
 * Throws HostError "unreachable", "auth", "hostkey" or "config".
 * @param jump connection to the jump host, if there is one
 */
export async function dial(name: string, connection: SshConnection, jump?: SshClient): Promise<SshClient> {
	const start = Date.now();
	const limit = connection.dialErrorLimit ?? DEFAULT_TRIES;
	const left = (): number =>
		connection.dialErrorLimit === undefined ? start + DEFAULT_TOTAL_MS - Date.now() : Number.POSITIVE_INFINITY;
	for (let tries = 1; ; tries++) {
		try {
			return await dialOnce(
				name,
				connection,
				Math.min(connection.perDialTimeout * 1000 || 86_400_000, Math.max(left(), 1000)),
				jump,
			);
		} catch (error) {
			if (!(error instanceof TransientError)) throw error;
			const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
			if ((limit >= 0 && tries >= limit) || pause > left() || jump?.closed) {
				const seconds = Math.round((Date.now() - start) / 100) / 10;
				throw new HostError(
					name,
					"unreachable",
					`no SSH connection to ${address(connection.host, connection.port)} as ${connection.user}${connection.jump ? ` through ${connection.jump.label}` : ""} after ${tries} ${tries === 1 ? "try" : "tries"} in ${seconds} s: ${error.message}. Check that the host is up, that its address and port are correct, and that sshd runs on it.`,
				);
			}
			await sleep(pause);
		}
	}
}

async function dialOnce(name: string, c: SshConnection, timeoutMs: number, jump?: SshClient): Promise<SshClient> {
	const login = loginFor(name, c);
	const policy = hostKeyPolicy(name, c);
	const socket = jump ? await forwardThrough(jump, c, timeoutMs) : connect({ host: c.host, port: c.port, noDelay: true });
	const client = new Client();
	let keyProblem: HostError | undefined;

	return new Promise<SshClient>((resolve, reject) => {
		const fail = (error: Error): void => {
			client.on("error", () => {}); // later errors are consequences of this one
			client.end();
			socket.destroy();
			reject(keyProblem ?? error);
		};
		client.once("ready", () => {
			client.removeAllListeners();
			resolve(new SshClient(client, socket, jump));
		});
		client.on("error", (error: DialError) => {
			// If the agent fails, ssh2 tries the next authentication method.
			if (error.level !== "agent") fail(explain(name, c, error, login.explain()));
		});
		client.on("close", () => fail(new TransientError("the server closed the connection during login")));
		client.connect({
			sock: socket,
			username: c.user,
			readyTimeout: timeoutMs,
			algorithms: { serverHostKey: policy.algorithms },
			hostVerifier: (key: Buffer) => {
				keyProblem = policy.verify(key);
				return keyProblem === undefined;
			},
			authHandler: login.handler,
		});
	});
}

/** Opens a TCP connection from the jump host to the server of `c`. Throws TransientError. */
async function forwardThrough(jump: SshClient, c: SshConnection, timeoutMs: number): Promise<Duplex> {
	const timeout = new AbortController();
	try {
		return await Promise.race([
			jump.forward(c.host, c.port),
			sleep(timeoutMs, undefined, { signal: timeout.signal }).then(() => {
				throw new Error(`the jump host could not connect to it within ${timeoutMs / 1000} s`);
			}),
		]);
	} catch (error) {
		throw new TransientError((error as Error).message);
	} finally {
		timeout.abort();
	}
}

interface DialError extends Error {
	level?: string;
	code?: string | number;
	errors?: Error[];
}

/** Converts an error of ssh2 or of the socket to a HostError, or to a TransientError if another try may succeed. */
function explain(name: string, c: SshConnection, error: DialError, tried: string): Error {
	const raw = error.errors?.map((e) => e.message).join(", ") || error.message || String(error.code);
	const text = redact(raw, [c.password, c.privateKeyPassword, c.privateKey]);
	const authentication = error.level === "client-authentication" || /authentication/i.test(text);
	if (authentication) {
		return new HostError(
			name,
			"auth",
			`the server at ${address(c.host, c.port)} rejected the login of user ${c.user} (${text}): ${tried}. Check the user name, and that ~${c.user}/.ssh/authorized_keys on the host has this key.`,
		);
	}
	if (error.code === "ENOTFOUND") {
		return new HostError(name, "unreachable", `its address ${c.host} is not known to DNS. Correct it, or give an IP address.`);
	}
	if (error.level === "handshake") {
		return new HostError(
			name,
			"unreachable",
			`no common SSH algorithms with ${address(c.host, c.port)}: ${text}. Update sshd on the host.`,
		);
	}
	return new TransientError(text);
}
