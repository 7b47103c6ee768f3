import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sshConfig } from "./hosts";

/** The way from the provider to the SSH servers of some hosts, which tests can disturb. It counts the bytes of both directions. */
export class WayIn {
	/** Bytes that have passed since the last call of `after`. */
	passed = 0;
	/** The time in milliseconds that everything takes in each direction. */
	delayMs = 0;
	private trigger: { bytes: number; act: () => void } | undefined;
	private readonly pairs = new Set<[Socket, Socket]>();
	/** Ends when new connections get through. */
	private opened = Promise.resolve();

	private readonly servers: Server[] = [];
	private readonly folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-way-"));
	/** Path of an ssh_config in which the hosts have this way. */
	readonly sshConfig = join(this.folder, "ssh_config");

	private constructor() {}

	static async to(hosts: string[]): Promise<WayIn> {
		const way = new WayIn();
		for (const host of hosts) await way.lead(host);
		return way;
	}

	/** Opens the way to a host. */
	private async lead(host: string): Promise<void> {
		const [, block = ""] = new RegExp(`^Host ${host}\n((?: .*\n)*)`, "m").exec(readFileSync(sshConfig(), "utf8")) ?? [];
		const [, port = ""] = /Port (\d+)/.exec(block) ?? [];
		const [, known = ""] = /UserKnownHostsFile "?([^"\n]*)"?/.exec(block) ?? [];
		const server = createServer((near) => {
			near.on("error", () => near.destroy());
			void this.opened.then(() => near.destroyed || this.join(near, Number(port)));
		});
		await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
		this.servers.push(server);
		const { port: own } = server.address() as { port: number };
		const [, key = ""] = new RegExp(`^\\[127\\.0\\.0\\.1\\]:${port} (.*)$`, "m").exec(readFileSync(known, "utf8")) ?? [];
		const knownHosts = join(this.folder, "known_hosts");
		appendFileSync(knownHosts, `[127.0.0.1]:${own} ${key}\n`);
		appendFileSync(this.sshConfig, `Host ${host}\n${block.replace(/Port \d+/, `Port ${own}`).replace(known, knownHosts)}`);
	}

	/** Runs `act` once, when that many bytes have passed. */
	after(bytes: number, act: () => void): void {
		this.passed = 0;
		this.trigger = { bytes, act };
	}

	/** Breaks all connections. New ones may be opened. */
	cut(): void {
		for (const pair of this.pairs) for (const socket of pair) socket.resetAndDestroy();
	}

	/** Nothing passes for some time, and nothing is lost. */
	stall(ms: number): void {
		for (const pair of this.pairs) for (const socket of pair) socket.pause();
		setTimeout(() => {
			for (const pair of this.pairs) for (const socket of pair) socket.resume();
		}, ms);
	}

	/** New connections get through only when the returned function is called. */
	shut(): () => void {
		let open = () => {};
		this.opened = new Promise((opened) => {
			open = opened;
		});
		return open;
	}

	async close(): Promise<void> {
		this.cut();
		await Promise.all(this.servers.map((server) => new Promise((closed) => server.close(closed))));
		rmSync(this.folder, { recursive: true });
	}

	private join(near: Socket, port: number): void {
		const far = new Socket().connect(port, "127.0.0.1");
		const pair: [Socket, Socket] = [near, far];
		this.pairs.add(pair);
		for (const [from, to] of [pair, [far, near] as const]) {
			from.setNoDelay(true);
			const later = (act: () => void): void => void (this.delayMs === 0 ? act() : setTimeout(act, this.delayMs));
			from.on("data", (data) => later(() => this.pass(data, to)));
			from.on("end", () => later(() => to.end()));
			from.on("error", () => to.destroy());
			from.on("close", () =>
				later(() => {
					to.destroy();
					this.pairs.delete(pair);
				}),
			);
		}
	}

	private pass(data: Buffer, to: Socket): void {
		if (to.destroyed) return;
		// A part of what has come is passed on before the way is disturbed.
		const left = this.trigger ? Math.max(0, this.trigger.bytes - this.passed) : data.length;
		this.passed += data.length;
		to.write(data.subarray(0, left));
		if (this.trigger && this.passed >= this.trigger.bytes) {
			const { act } = this.trigger;
			this.trigger = undefined;
			act();
		}
		if (left < data.length && !to.destroyed) to.write(data.subarray(left));
	}
}
