import type { Outcome } from "../../../provider/apply/job";
import type { Clock } from "../../../provider/base/clock";
import { quote } from "../../../provider/base/shell-quote";
import { Host, type HostOptions } from "../../../provider/host/host";
import type { Operation } from "../../../provider/plan/operation";
import type { Call } from "../../../provider/tools/call";
import type { CallResult } from "../../../provider/tools/script";
import { systemClock } from "../../../provider/transport/system-clock";
import { reading } from "./compact";
import { fakeExecutor } from "./executor";

/** A host in memory with OVS bridges and ports, to test how changes are batched, fail and are verified. */
export class FakeHost {
	execs = 0;
	/** The commands of each exec that made changes. */
	readonly scripts: string[][] = [];
	/** The timeout of each exec, in milliseconds. */
	readonly limits: number[] = [];
	readonly bridges = new Map<string, Set<string>>();
	readonly marks = new Map<string, string>();
	/** Further columns of bridges. */
	readonly columns = new Map<string, object>();
	/** The bridges that run RSTP. Bridges that ran it until their ports flood again are in `mute`. */
	readonly rstp = new Set<string>();
	readonly mute = new Set<string>();
	/** The ports for which add-port fails, and the bridges on which the flood script fails. */
	readonly refused = new Set<string>();
	/** The error of every exec, or undefined while the host is up. */
	down: string | Error | undefined;
	/** The duration of each exec, in milliseconds. */
	slow = 2;
	/** True where the connection breaks after the changes of a script and before the reads. */
	breaks = false;
	/** The number of scripts with changes after which the run is killed. */
	lives = Number.POSITIVE_INFINITY;
	/** Errors by which the next scripts with changes end, one after the other, before their first change. */
	readonly heldUp: Error[] = [];
	/** Changes that somebody else makes just before a script with changes runs. */
	meanwhile: (() => void) | undefined;
	readonly host: Host;

	private readonly clock: Clock;

	constructor(name: string, options: HostOptions = {}) {
		this.clock = options.clock ?? systemClock;
		this.host = new Host(
			name,
			fakeExecutor({ run: (changes, reads, timeoutMs) => this.run(changes, reads, timeoutMs) }),
			options,
		);
	}

	submit(operation: Operation): Promise<Outcome> {
		return this.host.submit(operation);
	}

	protected async run(changes: Call[], reads: Call[], timeoutMs: number): Promise<CallResult[]> {
		this.execs++;
		this.limits.push(timeoutMs);
		await this.clock.sleep(this.slow).over;
		if (changes.length > 0 && this.lives-- <= 0) throw new Error("the run was killed");
		const act = changes.length > 0 ? this.meanwhile : undefined;
		if (act) this.meanwhile = undefined;
		act?.();
		const heldUp = changes.length > 0 ? this.heldUp.shift() : undefined;
		if (heldUp) throw heldUp;
		if (this.down) throw typeof this.down === "string" ? new Error(this.down) : this.down;
		const ran: CallResult[] = [];
		for (const { argv, stdin = "" } of changes) {
			if (ran.at(-1)?.code === 1) break;
			const stderr = this.change(argv, stdin);
			ran.push({ stdout: "", stderr, code: stderr === "" ? 0 : 1 });
		}
		this.scripts.push(changes.slice(0, ran.length).map(({ argv }) => argv.map(quote).join(" ")));
		if (changes.length > 0 && this.breaks) throw new Error("the connection broke");
		const skipped = changes.slice(ran.length).map(() => ({ stdout: "", stderr: "" }));
		return [...ran, ...skipped, ...reads.map(({ argv }) => ({ stdout: this.look(argv), stderr: "", code: 0 }))];
	}

	/** Runs a call. Returns what the tool prints on standard error, "" for success. */
	protected change(argv: string[], _stdin: string): string {
		if (argv[3] === "flood") return this.flood(argv[4] ?? "");
		return this.vsctl(argv);
	}

	protected look(argv: string[]): string {
		const line = argv.join(" ");
		if (line.includes("--format=json")) return this.list();
		if (line.includes("route show") || line.includes("rule show")) return "family 4\n[]\nfamily 6\n[]";
		return argv[0] === "ip" ? "[]" : "";
	}

	private flood(bridge: string): string {
		if (this.refused.has(bridge)) return "ovs-ofctl: no";
		this.mute.delete(bridge);
		return "";
	}

	protected vsctl(argv: string[]): string {
		const commands = argv
			.join("\0")
			.split("\0--\0")
			.slice(1)
			.map((c) => c.split("\0"));
		const bad = commands.find(([verb, , port]) => verb === "add-port" && this.refused.has(port ?? ""));
		if (bad) return `ovs-vsctl: cannot create a port named ${bad[2]}`;
		const there = new Set(this.bridges.keys());
		for (const [verb, bridge = ""] of commands) {
			if (verb === "add-br") there.add(bridge);
			if (verb === "add-port" && !there.has(bridge)) return `ovs-vsctl: no bridge named ${bridge}`;
		}
		for (const [verb, a = "", b = "", ...rest] of commands) {
			if (verb === "add-br") this.bridges.set(a, new Set([a]));
			if (verb === "add-port") this.bridges.get(a)?.add(b);
			if (verb === "set" && rest[0]?.startsWith("external_ids:pulumi-ovs="))
				this.marks.set(`${a} ${b}`, JSON.parse(rest[0].slice(24)));
			if (verb === "set" && rest.includes("rstp_enable=true")) this.rstp.add(b);
			if (verb === "set" && rest.includes("rstp_enable=false") && this.rstp.delete(b)) this.mute.add(b);
			if (verb === "--if-exists" && a === "del-port") for (const ports of this.bridges.values()) ports.delete(b);
			if (verb === "--if-exists" && a === "del-br") this.bridges.delete(b);
		}
		return "";
	}

	private list(): string {
		const ids = (row: string) => (this.marks.has(row) ? { external_ids: { "pulumi-ovs": this.marks.get(row) } } : {});
		const bridges = [...this.bridges].map(([name, ports]) => {
			const others = [...ports].filter((port) => port !== name);
			const port = (of: string) => [of, { ...ids(`Port ${of}`), interface: { type: "internal", ...ids(`Interface ${of}`) } }];
			const columns = { ...ids(`Bridge ${name}`), rstp_enable: this.rstp.has(name), ...this.columns.get(name) };
			return [name, { ...columns, ports: Object.fromEntries(others.map(port)) }];
		});
		return reading({ read: "ovs" }, { ovs: { bridges: Object.fromEntries(bridges) } }).stdout;
	}
}
