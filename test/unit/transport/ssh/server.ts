import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { type AuthContext, type Connection, Server, type ServerChannel, utils } from "ssh2";
import type { HostError } from "../../../../provider/base/host-error";
import { resolveHost } from "../../../../provider/inventory/resolve";
import type { ManagedTransport } from "../../../../provider/transport/managed-transport";
import { openTransport } from "../../../../provider/transport/open";
import { temporaryFolder } from "../../../support/temporary";
import { newKey } from "./newkey";

export const PASSWORD = "lab-Passw0rd-7431";
export const userKey = newKey();
export const strangerKey = newKey();
export const hostKey = newKey();
export const otherHostKey = newKey();

export interface ServerOptions {
	hostKeys?: string[];
	/** The user's public key. Default: that of `userKey`. */
	accepts?: string;
	/** The server does not say which signatures it accepts, as before OpenSSH 7.2 (server-sig-algs of RFC 8308). */
	isSilentOfSignatures?: boolean;
	/** The login methods that the server offers. */
	methods?: ("publickey" | "password" | "keyboard-interactive")[];
	/** The number of sessions at once, as sshd's MaxSessions. */
	maxSessions?: number;
	/** A folder that is put in front of PATH for commands. */
	path?: string;
	/** The user's login shell with its options. Default: sh. */
	shell?: string[];
	forwarding?: boolean;
	/** The socket of this machine to which a stream to a socket on the host leads. Undefined: it is refused. */
	socketFor?(path: string): string | undefined;
	/** Called with each command. With true the server does not run it; the test can run it later by `go`. */
	onExec?(command: string, client: Connection, go: () => void): boolean;
}

export interface TestServer {
	port: number;
	/** The number of successful logins. */
	logins: number;
	/** The number of running sessions, and the greatest number so far. */
	sessions: number;
	peak: number;
	commands: string[];
	forwards: string[];
	/** Breaks all TCP connections. */
	drop(): void;
	/** Reads nothing more of the connections that are there, as if a firewall had forgotten them. Nobody is told. */
	freeze(): void;
	/** Resolves when a session runs. */
	busy(): Promise<void>;
	close(): Promise<void>;
}

const servers: TestServer[] = [];
export const closeServers = (): Promise<unknown> => Promise.all(servers.splice(0).map((server) => server.close()));

/** Makes ssh2's server send no server-sig-algs, for which it has no option. */
function withoutSignatures(client: Connection): void {
	let exchange: object | undefined;
	Object.defineProperty((client as unknown as { _protocol: object })._protocol, "_kex", {
		get: () => exchange,
		set: (value: object) => {
			exchange = Object.defineProperty(value, "remoteExtInfoEnabled", { get: () => false, set: () => {} });
		},
	});
}

/** An SSH server in this process which runs commands by a child `sh -c`. */
export async function startServer(options: ServerOptions = {}, port = 0): Promise<TestServer> {
	const sockets = new Set<Socket>();
	const children = new Set<ChildProcess>();
	const waiting: (() => void)[] = [];
	const accepted = utils.parseKey(options.accepts ?? userKey.public);
	if (accepted instanceof Error) throw accepted;
	const acceptedKey = Array.isArray(accepted) ? accepted[0] : accepted;
	const methods = options.methods ?? ["publickey", "password"];
	const limit = options.maxSessions ?? 100;

	const allowed = (auth: AuthContext): boolean => {
		if (!methods.includes(auth.method as "password")) return false;
		if (auth.method === "password") return auth.password === PASSWORD;
		if (auth.method !== "publickey") return false;
		if (!auth.key.data.equals(acceptedKey.getPublicSSH())) return false;
		return !auth.signature || acceptedKey.verify(auth.blob as Buffer, auth.signature, auth.hashAlgo) === true;
	};

	// ssh2 opens streams to sockets only on servers that call themselves OpenSSH.
	const server = new Server({ hostKeys: options.hostKeys ?? [hostKey.private], ident: "OpenSSH_9.2" }, (client) => {
		client.on("error", () => {});
		if (options.isSilentOfSignatures) withoutSignatures(client);
		client.on("authentication", (auth) => {
			if (auth.method === "keyboard-interactive" && methods.includes("keyboard-interactive")) {
				auth.prompt([{ prompt: "Password: ", echo: false }], (answers) =>
					answers?.[0] === PASSWORD ? auth.accept() : auth.reject(methods),
				);
			} else if (allowed(auth)) auth.accept();
			else auth.reject(methods);
		});
		client.on("ready", () => {
			me.logins++;
		});
		client.on("session", (accept, reject) => {
			if (me.sessions >= limit) return reject();
			me.sessions++;
			me.peak = Math.max(me.peak, me.sessions);
			const session = accept();
			session.on("error" as "close", () => {});
			session.on("exec", (acceptExec, _reject, { command }) => {
				me.commands.push(command);
				const go = () => run(acceptExec(), command);
				if (!options.onExec?.(command, client, go)) go();
			});
		});
		client.on("openssh.streamlocal", (accept, reject, { socketPath }) => {
			const path = options.socketFor?.(socketPath);
			if (path === undefined) return reject();
			me.forwards.push(socketPath);
			const socket = connect(path);
			const channel = accept();
			socket.on("error", () => channel.close());
			channel.on("error", () => {});
			socket.pipe(channel).pipe(socket);
		});
		if (options.forwarding) {
			client.on("tcpip", (accept, reject, { destIP, destPort }) => {
				me.forwards.push(`${destIP}:${destPort}`);
				const socket = connect(destPort, destIP);
				socket.once("error", () => reject?.());
				socket.once("connect", () => {
					const channel = accept();
					socket.removeAllListeners("error");
					socket.on("error", () => channel.close());
					channel.on("error", () => {});
					socket.pipe(channel).pipe(socket);
				});
			});
		}
	});

	function run(channel: ServerChannel, command: string): void {
		const env = { ...process.env, PATH: options.path ? `${options.path}:${process.env.PATH}` : process.env.PATH };
		const [shell = "sh", ...shellOptions] = options.shell ?? [];
		const child = spawn(shell, [...shellOptions, "-c", command], { detached: true, env });
		children.add(child);
		channel.on("error", () => {});
		channel.on("signal" as "close", () => {});
		child.stdin.on("error", () => {});
		channel.pipe(child.stdin);
		child.stdout.pipe(channel, { end: false });
		child.stderr.pipe(channel.stderr, { end: false });
		for (const wake of waiting.splice(0)) wake();
		child.on("close", (code) => {
			children.delete(child);
			me.sessions--;
			if (code === null) channel.exit("TERM", false, "");
			else channel.exit(code);
			channel.end();
		});
	}

	// ssh2's Server hides its sockets, which are needed to break connections.
	(server as unknown as { _srv: import("node:net").Server })._srv.on("connection", (socket) => {
		sockets.add(socket);
		socket.setNoDelay(true);
		socket.on("error", () => {});
		socket.on("close", () => sockets.delete(socket));
	});
	const me: TestServer = {
		port: 0,
		logins: 0,
		sessions: 0,
		peak: 0,
		commands: [],
		forwards: [],
		drop: () => {
			for (const socket of sockets) socket.destroy();
		},
		freeze: () => {
			for (const socket of sockets) socket.pause();
		},
		busy: () => (children.size ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
		close: async () => {
			me.drop();
			for (const child of children) if (child.pid) process.kill(-child.pid, "SIGKILL");
			await new Promise((resolve) => server.close(() => resolve(undefined)));
		},
	};
	server.listen(port, "127.0.0.1");
	await once(server, "listening");
	me.port = (server.address() as AddressInfo).port;
	servers.push(me);
	return me;
}

export const scratch = (): string => temporaryFolder("ovs-ssh");

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
	const server = await startServer();
	await server.close();
	servers.splice(servers.indexOf(server), 1);
	return server.port;
}

export const openHosts: ManagedTransport[] = [];

/** A transport to the server as user `ops`, with the right key and host key unless `fields` has others. */
export function open(port: number, fields: Record<string, unknown> = {}, maxSessions?: number): ManagedTransport {
	const host = {
		name: "h1",
		host: "127.0.0.1",
		port,
		user: "ops",
		privateKey: userKey.private,
		hostKey: hostKey.public,
		...fields,
	};
	return noted(openTransport(resolveHost(host, { env: { HOME: "/nonexistent" } }), { maxSessions }));
}

/** A transport to a host of an OpenSSH client configuration. */
export const openNamed = (name: string, sshConfig: string): ManagedTransport =>
	noted(openTransport(resolveHost(name, { sshConfig, env: { HOME: "/nonexistent" } }), {}));

function noted(transport: ManagedTransport): ManagedTransport {
	openHosts.push(transport);
	return transport;
}

export const closeHosts = (): Promise<unknown> => Promise.all(openHosts.splice(0).map((transport) => transport.close()));

/** The HostError with which a promise fails. */
export async function failure(work: Promise<unknown>): Promise<HostError> {
	try {
		await work;
	} catch (error) {
		return error as HostError;
	}
	throw new Error("it did not fail");
}

/** A folder with a program of this name. */
export function programs(scripts: Record<string, string>): string {
	const dir = scratch();
	for (const [name, text] of Object.entries(scripts)) writeFileSync(join(dir, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
	return dir;
}

function isAlive(pid: string): boolean {
	try {
		return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
	} catch {
		return false;
	}
}

/** Waits until the processes whose numbers are in the file have ended. They were told to. */
export async function haveEnded(file: string): Promise<void> {
	for (const pid of readFileSync(file, "utf8").split(/\s/).filter(Boolean))
		while (isAlive(pid)) await new Promise((done) => setTimeout(done, 10));
}
