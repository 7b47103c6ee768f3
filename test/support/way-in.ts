import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sshConfig } from "./hosts";

/** A way from the provider to a host's SSH server that tests can disturb. It counts the bytes of both directions. */
export class WayIn {
	/** Bytes that have passed since the last call of `after`. */
	passed = 0;
	private trigger: { bytes: number; act: () => void } | undefined;
	private readonly pairs = new Set<[Socket, Socket]>();
	/** Ends when new connections get through. */
	private opened = Promise.resolve();

	private constructor(
		private readonly server: Server,
		/** Path of an ssh_config in which the host has this way. */
		readonly sshConfig: string,
	) {}

	static async to(host: string): Promise<WayIn> {
		const [, block = ""] = new RegExp(`^Host ${host}\n((?: .*\n)*)`, "m").exec(readFileSync(sshConfig(), "utf8")) ?? [];
		const [, port = ""] = /Port (\d+)/.exec(block) ?? [];
		const [, known = ""] = /UserKnownHostsFile "?([^"\n]*)"?/.exec(block) ?? [];
		const server = createServer();
		await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
		const { port: own } = server.address() as { port: number };
		const folder = mkdtempSync(join(tmpdir(), "pulumi-ovs-way-"));
		const [, key = ""] = new RegExp(`^\\[127\\.0\\.0\\.1\\]:${port} (.*)$`, "m").exec(readFileSync(known, "utf8")) ?? [];
		writeFileSync(join(folder, "known_hosts"), `[127.0.0.1]:${own} ${key}\n`);
		const config = block.replace(/Port \d+/, `Port ${own}`).replace(known, join(folder, "known_hosts"));
		writeFileSync(join(folder, "ssh_config"), `Host ${host}\n${config}`);
		const way = new WayIn(server, join(folder, "ssh_config"));
		server.on("connection", (near) => {
			near.on("error", () => near.destroy());
			void way.opened.then(() => near.destroyed || way.join(near, Number(port)));
		});
		return way;
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
		await new Promise((closed) => this.server.close(closed));
		rmSync(dirname(this.sshConfig), { recursive: true });
	}

	private join(near: Socket, port: number): void {
		const far = new Socket().connect(port, "127.0.0.1");
		const pair: [Socket, Socket] = [near, far];
		this.pairs.add(pair);
		for (const [from, to] of [pair, [far, near] as const]) {
			from.setNoDelay(true);
			from.on("data", (data) => {
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
			});
			from.on("end", () => to.end());
			from.on("error", () => to.destroy());
			from.on("close", () => {
				to.destroy();
				this.pairs.delete(pair);
			});
		}
	}
}
