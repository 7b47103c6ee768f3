import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Client } from "ssh2";
import type { Clock } from "../../base/clock";
import { HostError } from "../../base/host-error";
import { hostAndPort } from "../../base/host-name";
import { redact } from "../../base/redact";
import type { SshConnection } from "../../inventory/connection";
import { systemClock } from "../system-clock";
import { loginFor } from "./auth";
import { SshClient } from "./client";
import { hostKeyPolicy } from "./host-key";
import { WeakSignature } from "./keys";

/** Without perDialTimeout: the longest wait for the server's first answer, and for the login, from the start of a try. */
const SILENCE_MS = 10_000;
const LOGIN_MS = 15_000;
/** Without dialErrorLimit: the time in which a login that the server cut off is tried again (MaxStartups of sshd_config). */
const CUT_OFF_MS = 4_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
const NO_LIMIT_MS = 86_400_000;

/** A failure that may disappear, so another try can be worthwhile. */
class TransientError extends Error {
	/** `isCutOff`: the server was there and ended the connection during the login. */
	constructor(
		message: string,
		readonly isCutOff = false,
	) {
		super(message);
	}
}

/**
 * Opens a connection. Without `dialErrorLimit` there is one try, and further ones only after a login that the server cut off.
 * With it, all connections that fail or get no answer are tried again, with growing pauses. A refused login or host key is not
 * tried again. Throws HostError "unreachable", "auth", "hostkey" or "config".
 * @param jump connection to the jump host, if there is one
 */
export async function dial(name: string, connection: SshConnection, jump?: SshClient, clock = systemClock): Promise<SshClient> {
	const start = clock.now();
	const limit = connection.dialErrorLimit;
	for (let tries = 1; ; tries++) {
		try {
			return await dialOnce(name, connection, jump, clock);
		} catch (error) {
			if (!(error instanceof TransientError)) throw error;
			const pause = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
			const isOver =
				limit === undefined
					? !error.isCutOff || clock.now() + pause > start + CUT_OFF_MS
					: limit >= 0 && tries >= Math.max(1, limit);
			if (isOver || jump?.closed) throw unreachable(name, connection, error, tries, clock.now() - start);
			await clock.sleep(pause).over;
		}
	}
}

function unreachable(name: string, c: SshConnection, error: Error, tries: number, ms: number): HostError {
	const way = c.jump ? ` through ${c.jump.label}` : "";
	const count = tries === 1 ? "" : ` (${tries} tries in ${Math.round(ms / 100) / 10} s)`;
	const remedy = "Check that the host is up, that its address and port are correct, and that sshd runs on it.";
	const booting =
		c.dialErrorLimit === undefined ? " If the host may still be booting, set dialErrorLimit to a number of tries." : "";
	return new HostError(
		name,
		"unreachable",
		`no SSH connection to ${hostAndPort(c.host, c.port)} as ${c.user}${way}: ${error.message}${count}. ${remedy}${booting}`,
	);
}

/** The time limits of one try, in milliseconds. */
function limitsOf({ perDialTimeout }: SshConnection): { silence: number; login: number } {
	if (perDialTimeout === undefined) return { silence: SILENCE_MS, login: LOGIN_MS };
	const ms = perDialTimeout * 1000 || NO_LIMIT_MS;
	return { silence: ms, login: ms };
}

async function dialOnce(name: string, c: SshConnection, jump: SshClient | undefined, clock: Clock): Promise<SshClient> {
	const login = loginFor(name, c);
	const policy = hostKeyPolicy(name, c);
	const limits = limitsOf(c);
	const silence = new AbortController();
	const answered = unlessWithin(clock, limits.silence, () => silence.abort());
	try {
		const socket = jump
			? await forwardThrough(jump, c, limits.silence, silence.signal)
			: connect({ host: c.host, port: c.port, noDelay: true });
		return await logIn(socket);
	} finally {
		answered();
	}

	function logIn(socket: Socket | Duplex): Promise<SshClient> {
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
				// If the agent fails or a key refuses to sign, ssh2 tries the next authentication method.
				if (error.level !== "agent" && !(error instanceof WeakSignature)) fail(explain(name, c, error, login.explain()));
			});
			client.on("close", () => fail(new TransientError("the server closed the connection during the login", true)));
			client.connect({
				sock: socket,
				username: c.user,
				readyTimeout: limits.login,
				algorithms: { serverHostKey: policy.algorithms },
				hostVerifier: (key: Buffer) => {
					keyProblem = policy.verify(key);
					return keyProblem === undefined;
				},
				authHandler: login.handler,
			});
			socket.once("data", answered);
			silence.signal.onabort = () => fail(new TransientError(`it did not answer within ${limits.silence / 1000} s`));
		});
	}
}

/** Calls `late` after this time, unless the returned function was called before. */
function unlessWithin(clock: Clock, ms: number, late: () => void): () => void {
	const sleep = clock.sleep(ms);
	let isSettled = false;
	sleep.over.then(() => {
		if (!isSettled) late();
	});
	return () => {
		isSettled = true;
		sleep.end();
	};
}

/** Opens a TCP connection from the jump host to the server of `c`. Throws TransientError. */
function forwardThrough(jump: SshClient, c: SshConnection, limitMs: number, silence: AbortSignal): Promise<Duplex> {
	return new Promise((resolve, reject) => {
		silence.onabort = () => reject(new TransientError(`the jump host got no connection to it within ${limitMs / 1000} s`));
		jump.forward(c.host, c.port).then(
			(channel) => (silence.aborted ? channel.destroy() : resolve(channel)),
			(error: Error) => reject(new TransientError(`the jump host got no connection to it (${error.message})`)),
		);
	});
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
			`the server at ${hostAndPort(c.host, c.port)} rejected the login of user ${c.user} (${text}): ${tried}. Check the user name, and that ~${c.user}/.ssh/authorized_keys on the host has this key.`,
		);
	}
	if (error.code === "ENOTFOUND") {
		return new HostError(name, "unreachable", `its address ${c.host} is not known to DNS. Correct it, or give an IP address.`);
	}
	if (error.level === "handshake") {
		return new HostError(
			name,
			"unreachable",
			`no common SSH algorithms with ${hostAndPort(c.host, c.port)}: ${text}. Update sshd on the host.`,
		);
	}
	const isCutOff = error.code === "ECONNRESET" || /^Connection lost/.test(text);
	return new TransientError(`${socketErrors[error.code ?? ""] ?? "the connection failed"} (${text})`, isCutOff);
}

/** The errors of connect(2) in words. */
const socketErrors: Record<string, string> = {
	ECONNREFUSED: "the connection was refused",
	ECONNRESET: "the server closed the connection",
	EHOSTUNREACH: "there is no route to it",
	ENETUNREACH: "there is no route to it",
	ETIMEDOUT: "it did not answer",
};
