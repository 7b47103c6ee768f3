import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Client } from "ssh2";
import { LabError } from "./errors";
import { isQemuOf } from "./qemu-process";
import { sleep } from "./run-program";
import { requireHost } from "./running-lab";
import { shellJoin } from "./shell-quote";
import { CLIENT_KEY, KEY_EXCHANGE, KEY_TYPE } from "./ssh-files";
import { waitForSsh } from "./ssh-ready";

/** Result of a command on a host. `code` is 255 if the server reported no exit status, as after a signal. */
export interface ExecResult {
	code: number;
	stdout: string;
	stderr: string;
}

/** Options of {@link labExec}. */
export interface ExecOptions {
	/** Standard input of the command. Default: empty. */
	stdin?: string;
	/** User on the host. Default: "root". */
	user?: string;
	/** Time limit in milliseconds, after which the command is killed. Default: 60000. */
	timeoutMs?: number;
}

/**
 * An SSH connection that is kept for later commands. In an emulated VM, a new connection takes 0.4 s and a command on an
 * existing one 0.06 s.
 */
interface KeptConnection {
	client: Promise<Client>;
	hold(): () => void;
	end(): void;
}

// sshd's default MaxSessions is 10, and sshd may still count a session that has just ended.
const MAX_SESSIONS = 5;
const connections = new Map<string, KeptConnection>();
const sessionQueues = new Map<string, { busy: number; waiting: (() => void)[] }>();

/** Closes the connections that {@link labExec} keeps. */
export function closeConnections(): void {
	for (const connection of connections.values()) connection.end();
	connections.clear();
}

async function connectionTo(host: string, user: string): Promise<KeptConnection> {
	const { folder, ports } = await requireHost(host);
	const port = ports[host] ?? 0;
	const name = `${user}@${port} ${folder}`;
	const known = connections.get(name);
	if (known) return known;
	const socket = connect(port, "127.0.0.1");
	const client = new Client();
	let users = 0;
	const connection: KeptConnection = {
		// Only connections in use keep the process alive.
		hold() {
			if (users++ === 0) socket.ref();
			return () => {
				if (--users > 0) return;
				if (connections.get(name) === connection) socket.unref();
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
	client.on("error", () => {}).on("close", () => connections.get(name) === connection && connections.delete(name));
	connection.client.catch(() => {});
	connections.set(name, connection);
	const key = readFileSync(join(folder, "keys", `${host}.pub`), "utf8").split(" ")[1] ?? "";
	client.connect({
		sock: socket,
		username: user,
		privateKey: readFileSync(join(folder, "keys", CLIENT_KEY)),
		hostVerifier: (shown: Buffer) => shown.equals(Buffer.from(key, "base64")),
		algorithms: { kex: [KEY_EXCHANGE], serverHostKey: [KEY_TYPE] },
		readyTimeout: 20_000,
	});
	return connection;
}

async function acquireSession(name: string): Promise<() => void> {
	const queue = sessionQueues.get(name) ?? { busy: 0, waiting: [] };
	sessionQueues.set(name, queue);
	if (queue.busy < MAX_SESSIONS) queue.busy++;
	else await new Promise<void>((resolve) => queue.waiting.push(resolve));
	return () => {
		const next = queue.waiting.shift();
		if (next) next();
		else queue.busy--;
	};
}

/**
 * Runs a command on a host of the lab, or on the VM itself, whose name is `lab`. An argument list is passed unchanged; a
 * string is a script for the user's shell. A non-zero exit status is a result, not an error.
 * Throws LabError if the host is unknown, if no lab runs, and after `timeoutMs`.
 */
export async function labExec(host: string, command: readonly string[] | string, options: ExecOptions = {}): Promise<ExecResult> {
	const user = options.user ?? "root";
	const free = await acquireSession(`${user}@${host}`);
	try {
		const connection = await connectionTo(host, user);
		const release = connection.hold();
		try {
			const client = await connection.client;
			return await execute(client, typeof command === "string" ? command : shellJoin(command), options, host);
		} catch (error) {
			// The connection may hang, so the next command opens a new one.
			for (const [name, known] of connections) if (known === connection) connections.delete(name);
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
			reject(new LabError(`${host}: the command did not end within ${limit / 1000} s: ${command.slice(0, 200)}`));
		};
		const timer = setTimeout(late, limit);
		const fail = (error: Error) => {
			clearTimeout(timer);
			reject(error);
		};
		const closed = () => fail(new LabError(`The connection to ${host} was closed during this command: ${command.slice(0, 200)}`));
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
 * Reboots a host and waits until its SSH server answers again (about 5 s; half a minute under systemd). The disk survives, with Open
 * vSwitch's database and /etc. Addresses, links, routes and nft tables do not.
 */
export async function labRestart(host: string): Promise<void> {
	const { ports, pid, folder, systemd } = await requireHost(host);
	if (systemd) return rebootVm(host, ports[host] ?? 0, () => isQemuOf(pid, folder));
	if (host === "lab") throw new LabError('"lab" is the VM itself; use `npx pulumi-ovs lab down` and `npx pulumi-ovs lab up`.');
	// A killed host closes no TCP connection, so kept connections to it would hang.
	for (const [name, connection] of connections)
		if (name.includes(`@${ports[host]} `)) {
			connection.end();
			connections.delete(name);
		}
	const { code, stderr } = await labExec("lab", ["lab-host", "restart", host]);
	if (code !== 0) throw new LabError(`${host} could not be restarted: ${stderr.trim()}`);
	await waitForSsh({ ports: { [host]: ports[host] ?? 0 }, alive: () => isQemuOf(pid, folder), timeoutMs: 60_000 });
	// The host has no init. What an init would run at boot (ovs:persist) runs here.
	await labExec(host, ["sh", "-c", bootFiles]);
}

const bootId = "cat /proc/sys/kernel/random/boot_id";

/** Reboots a host under systemd. Its SSH server answers until the shutdown, so another boot id tells that the host is back. */
async function rebootVm(host: string, port: number, alive: () => boolean): Promise<void> {
	const before = await labExec(host, bootId);
	await labExec(host, "systemctl reboot").catch(() => undefined);
	const end = Date.now() + 300_000;
	for (;;) {
		await waitForSsh({ ports: { [host]: port }, alive, timeoutMs: end - Date.now() });
		const now = await labExec(host, bootId).catch(() => undefined);
		if (now?.code === 0 && now.stdout !== before.stdout) return;
		if (Date.now() > end) throw new LabError(`${host} did not reboot within 300 s.`);
		await sleep(500);
	}
}

const bootFiles =
	"[ ! -e /etc/pulumi-ovs/boot/run ] || sh /etc/pulumi-ovs/boot/run >/var/log/pulumi-ovs-boot.log 2>&1 </dev/null";
