import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "ssh2";
import { HostError } from "../../base/host-error";
import { redact } from "../../base/redact";
import { address, type SshConnection } from "../../inventory/connection";
import { loginFor } from "./auth";
import { Link } from "./client";
import { hostKeyPolicy } from "./hostkey";

const DEFAULT_TRIES = 10;
const DEFAULT_TOTAL_MS = 30_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

/** A failure that the next try may not meet. */
class Transient extends Error {}

/**
 * Opens a connection. Refused connections and timeouts are tried again with growing pauses (dialErrorLimit tries of
 * perDialTimeout seconds; by default 10, and 30 s in all); a refused login or host key never is.
 * Throws HostError "unreachable", "auth", "hostkey" or "config".
 * @param jump the connection to go through
 */
export async function dial(name: string, connection: SshConnection, jump?: Link): Promise<Link> {
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
			if (!(error instanceof Transient)) throw error;
			const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
			if ((limit >= 0 && tries >= limit) || pause > left() || jump?.closed) {
				const seconds = Math.round((Date.now() - start) / 100) / 10;
				throw new HostError(
					name,
					"unreachable",
					`no SSH connection to ${address(connection.host, connection.port)} as ${connection.user}${connection.jump ? ` by way of ${connection.jump.label}` : ""} after ${tries} ${tries === 1 ? "try" : "tries"} in ${seconds} s: ${error.message}. Check that the host is up, that its address and port are right, and that sshd runs there.`,
				);
			}
			await sleep(pause);
		}
	}
}

async function dialOnce(name: string, c: SshConnection, timeoutMs: number, jump?: Link): Promise<Link> {
	const login = loginFor(name, c);
	const policy = hostKeyPolicy(name, c);
	const socket = jump ? await forwarded(jump, c, timeoutMs) : connect({ host: c.host, port: c.port, noDelay: true });
	const client = new Client();
	let keyProblem: HostError | undefined;

	return new Promise<Link>((resolve, reject) => {
		const fail = (error: Error): void => {
			client.on("error", () => {}); // later ones are echoes of this one
			client.end();
			socket.destroy();
			reject(keyProblem ?? error);
		};
		client.once("ready", () => {
			client.removeAllListeners();
			resolve(new Link(client, socket, jump));
		});
		client.on("error", (error: DialError) => {
			if (error.level !== "agent") fail(explain(name, c, error, login.explain())); // without an agent the next way is tried
		});
		client.on("close", () => fail(new Transient("the server closed the connection during login")));
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

/** A connection from the jump host to `c`, or Transient. */
async function forwarded(jump: Link, c: SshConnection, timeoutMs: number): Promise<Duplex> {
	const timeout = new AbortController();
	try {
		return await Promise.race([
			jump.forward(c.host, c.port),
			sleep(timeoutMs, undefined, { signal: timeout.signal }).then(() => {
				throw new Error(`the jump host got no connection to it in ${timeoutMs / 1000} s`);
			}),
		]);
	} catch (error) {
		throw new Transient((error as Error).message);
	} finally {
		timeout.abort();
	}
}

interface DialError extends Error {
	level?: string;
	code?: string | number;
	errors?: Error[];
}

/** An error of ssh2 or of the socket as one of ours. */
function explain(name: string, c: SshConnection, error: DialError, tried: string): Error {
	const raw = error.errors?.map((e) => e.message).join(", ") || error.message || String(error.code);
	const text = redact(raw, [c.password, c.privateKeyPassword, c.privateKey]);
	const authentication = error.level === "client-authentication" || /authentication/i.test(text);
	if (authentication) {
		return new HostError(
			name,
			"auth",
			`the server at ${address(c.host, c.port)} lets user ${c.user} not in (${text}): ${tried}. Check the user, and that the host has this key in ~${c.user}/.ssh/authorized_keys.`,
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
	return new Transient(text);
}
