import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Client } from "ssh2";
import { LabError } from "./errors";
import { CLIENT_KEY } from "./keys";
import { isQemuOf } from "./process";
import { shellJoin } from "./quote";
import { waitForGreetings } from "./ready";
import { needHost } from "./running";

/** What a command on a host gave. `code` is 128 + the signal's number of a killed one, or 255. */
export interface ExecResult {
	code: number;
	stdout: string;
	stderr: string;
}

/** Options of {@link labExec}: `stdin` is written and closed; `user` (default root); `timeoutMs` (default 60 s). */
export interface ExecOptions {
	stdin?: string;
	user?: string;
	timeoutMs?: number;
}

/** A kept connection: opening one takes 0.4 s in an emulated VM, a command on it 0.06 s. */
interface Link {
	client: Promise<Client>;
	hold(): () => void;
	end(): void;
}

// A stock sshd allows 10 sessions on a connection, and may still count one that has just ended when the next one opens.
const SESSIONS = 5;
const links = new Map<string, Link>();
const queues = new Map<string, { busy: number; waiting: (() => void)[] }>();

/** Closes the connections {@link labExec} has kept. */
export function closeConnections(): void {
	for (const link of links.values()) link.end();
	links.clear();
}

async function linkTo(host: string, user: string): Promise<Link> {
	const { folder, ports } = await needHost(host);
	const port = ports[host] ?? 0;
	const name = `${user}@${port} ${folder}`;
	const known = links.get(name);
	if (known) return known;
	const socket = connect(port, "127.0.0.1");
	const client = new Client();
	let users = 0;
	const link: Link = {
		// An idle connection does not keep the program running.
		hold() {
			if (users++ === 0) socket.ref();
			return () => {
				if (--users > 0) return;
				if (links.get(name) === link) socket.unref();
				else socket.destroy();
			};
		},
		end: () => socket.destroy(),
		client: new Promise((resolve, reject) => {
			client.once("ready", () => resolve(client));
			client.once("error", reject).once("close", () => reject(new LabError(`The connection to ${host} was closed.`)));
		}),
	};
	client.setMaxListeners(0);
	client.on("error", () => {}).on("close", () => links.get(name) === link && links.delete(name));
	link.client.catch(() => {});
	links.set(name, link);
	const key = readFileSync(join(folder, "keys", `${host}.pub`), "utf8").split(" ")[1] ?? "";
	client.connect({
		sock: socket,
		username: user,
		privateKey: readFileSync(join(folder, "keys", CLIENT_KEY)),
		hostVerifier: (shown: Buffer) => shown.equals(Buffer.from(key, "base64")),
		algorithms: { kex: ["curve25519-sha256"], serverHostKey: ["ssh-ed25519"] },
		readyTimeout: 20_000,
	});
	return link;
}

async function slot(name: string): Promise<() => void> {
	const queue = queues.get(name) ?? { busy: 0, waiting: [] };
	queues.set(name, queue);
	if (queue.busy < SESSIONS) queue.busy++;
	else await new Promise<void>((resolve) => queue.waiting.push(resolve));
	return () => {
		// The place goes straight to the next one, if there is one.
		const next = queue.waiting.shift();
		if (next) next();
		else queue.busy--;
	};
}

/**
 * Runs a command on a host of the lab (or on its VM: `lab`): an argument list comes there word for word, a text is a
 * script for the user's shell. Does not throw for a failing command. Throws LabError for an unknown host, when no lab
 * runs, and after `timeoutMs`.
 */
export async function labExec(host: string, command: readonly string[] | string, options: ExecOptions = {}): Promise<ExecResult> {
	const user = options.user ?? "root";
	const free = await slot(`${user}@${host}`);
	try {
		const link = await linkTo(host, user);
		const release = link.hold();
		try {
			const client = await link.client;
			return await execute(client, typeof command === "string" ? command : shellJoin(command), options, host);
		} catch (error) {
			// Perhaps the connection hangs: the next command gets a new one.
			for (const [name, known] of links) if (known === link) links.delete(name);
			throw error;
		} finally {
			release();
		}
	} finally {
		free();
	}
}

function execute(client: Client, command: string, options: ExecOptions, host: string): Promise<ExecResult> {
	return new Promise((resolve, reject) => {
		const limit = options.timeoutMs ?? 60_000;
		let end = () => {};
		const late = () => {
			end();
			reject(new LabError(`${host}: no end after ${limit / 1000} s: ${command.slice(0, 200)}`));
		};
		const timer = setTimeout(late, limit);
		const fail = (error: Error) => {
			clearTimeout(timer);
			reject(error);
		};
		const closed = () => fail(new LabError(`The connection to ${host} was closed during: ${command.slice(0, 200)}`));
		client.once("close", closed);
		client.exec(command, (error, channel) => {
			if (error) return fail(error);
			end = () => {
				channel.signal("KILL");
				channel.close();
			};
			const out: Buffer[] = [];
			const err: Buffer[] = [];
			let code = 255;
			channel.on("data", (chunk: Buffer) => out.push(chunk));
			channel.stderr.on("data", (chunk: Buffer) => err.push(chunk));
			channel.on("exit", (status: number | null) => {
				code = status ?? 255;
			});
			channel.on("close", () => {
				clearTimeout(timer);
				client.off("close", closed);
				resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() });
			});
			channel.end(options.stdin ?? "");
		});
	});
}

/**
 * Reboots a host: its disk (Open vSwitch's database, /etc) survives, addresses, links, routes and nft tables do not.
 * Returns when its SSH server greets again (about 5 s).
 */
export async function labRestart(host: string): Promise<void> {
	const { ports, pid, folder } = await needHost(host);
	if (host === "lab") throw new LabError('"lab" is the VM itself; use `pulumi-ovs lab down` and `pulumi-ovs lab up`.');
	// A killed host sends no farewell: kept connections would hang.
	for (const [name, link] of links)
		if (name.includes(`@${ports[host]} `)) {
			link.end();
			links.delete(name);
		}
	const { code, stderr } = await labExec("lab", ["lab-host", "restart", host]);
	if (code !== 0) throw new LabError(`${host} could not be restarted: ${stderr.trim()}`);
	await waitForGreetings({ ports: { [host]: ports[host] ?? 0 }, alive: () => isQemuOf(pid, folder), timeoutMs: 60_000 });
}
