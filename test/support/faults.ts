import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { Monitor } from "../../lab/qmp";
import { readRecord } from "../../lab/record";
import { bootFileFolder, emptied, emptiedDatabase, fill, fillDatabase, ownDisks, readOnly, sharedDisk, writable } from "./disks";
import { onHost, restartHost, sshConfig, tryOnHost, until } from "./hosts";
import { persist } from "./persisted-network";
import { Project } from "./project";
import { changed, cleanHost, firstVrf, snapshot } from "./snapshot";
import { WayIn } from "./way-in";

/** The text of a file below /proc; nothing for a process that has ended. */
function ofProcess(pid: number, file: string): string {
	try {
		return readFileSync(`/proc/${pid}/${file}`, "utf8");
	} catch {
		return "";
	}
}

const commandOf = (pid: number) => ofProcess(pid, "cmdline");

/** The processes that a process has started, and those that they have started. */
export function descendants(pid: number): number[] {
	const threads = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
	const children = threads.map((thread) => ofProcess(pid, `task/${thread}/children`));
	const own = children.join(" ").split(" ").filter(Boolean).map(Number);
	return own.flatMap((child) => [child, ...descendants(child)]);
}

export interface Context {
	host: string;
	way: WayIn;
	/** The process of `pulumi`. */
	pid: number;
}

/** What can happen in the middle of a run, and what a person does about it before the next run. */
export interface Fault {
	name: string;
	act(context: Context): unknown;
	mend?(host: string): Promise<unknown>;
	/** The objects that the host loses by it, which only a refresh finds. */
	loses?: "flows" | "everything";
	/** True where the runs have `ovs:persist`, and the boot files and Open vSwitch's database a disk each. */
	onOwnDisks?: boolean;
}

/** Removes what `prepare` makes, and cleanHost leaves on a host. */
export const unprepare =
	"while ip rule del priority 7777 2>/dev/null; do :; done; nft delete table inet canary 2>/dev/null || true";

/** Makes objects of others on a host, also after a restart. */
export const prepare = `
${unprepare}
ip link add dev theirs address 02:00:00:00:09:01 type dummy; ip link set dev theirs alias somebody up
ovs-vsctl --may-exist add-br canary -- set Bridge canary other_config:hwaddr=02:00:00:00:09:02 \\
  -- --may-exist add-port canary cp1 -- set Interface cp1 type=internal mac='"02:00:00:00:09:03"'
ip link set dev ovs-system address 02:00:00:00:09:04; ovs-ofctl add-flow canary "table=7,priority=3,actions=drop"
ip route add 203.0.113.0/24 dev theirs metric 77; ip rule add from 203.0.113.7 lookup 77 priority 7777; nft add table inet canary
${firstVrf}`;

/** A change of Open vSwitch's configuration that leaves nothing. By it, ovs-vswitchd makes the sockets that it could not make. */
const reconfigured = "ovs-vsctl set Bridge canary external_ids:pad=1; ovs-vsctl remove Bridge canary external_ids pad";

const kill = (pid: number, signal: NodeJS.Signals) => {
	try {
		process.kill(pid, signal);
	} catch {
		// It has ended already.
	}
};

export const faults: Fault[] = [
	{ name: "the engine is killed", act: ({ pid }) => kill(pid, "SIGKILL") },
	{
		name: "the provider is killed",
		act: ({ pid }) => {
			for (const one of descendants(pid)) if (commandOf(one).includes("dynamic-provider")) kill(one, "SIGKILL");
		},
	},
	{ name: "Ctrl-C", act: ({ pid }) => kill(pid, "SIGINT") },
	{
		name: "Ctrl-C twice",
		act: ({ pid }) => {
			kill(pid, "SIGINT");
			setTimeout(() => kill(pid, "SIGINT"), 200);
		},
	},
	{ name: "the connection is cut", act: ({ way }) => way.cut() },
	{ name: "nothing passes for 20 s", act: ({ way }) => way.stall(20_000) },
	{
		name: "ovs-vswitchd is stopped and started",
		act: ({ host }) => onHost(host, "lab-ovs stop vswitchd; lab-ovs start vswitchd"),
		loses: "flows",
	},
	{
		name: "ovsdb-server is stopped and started",
		act: ({ host }) => onHost(host, "lab-ovs stop ovsdb; lab-ovs start ovsdb"),
	},
	{
		name: "/run is full",
		act: ({ host }) => onHost(host, fill("/run")),
		mend: (host) => onHost(host, `${emptied("/run")}; ${reconfigured}`),
	},
	{
		name: "/run is read-only",
		// The daemons write to the file system, so only what is opened from now on finds it read-only.
		act: ({ host }) => onHost(host, readOnly("/run")),
		mend: (host) => onHost(host, `${writable("/run")}; ${reconfigured}`),
	},
	{
		name: "/etc is read-only",
		act: ({ host }) => onHost(host, readOnly("/etc", "pulumi-ovs")),
		mend: (host) => onHost(host, writable("/etc")),
		onOwnDisks: true,
	},
	{
		name: "/etc is full",
		act: ({ host }) => onHost(host, fill(bootFileFolder)),
		mend: (host) => onHost(host, emptied(bootFileFolder)),
		onOwnDisks: true,
	},
	{
		name: "the disk of Open vSwitch's database is full",
		act: ({ host }) => onHost(host, fillDatabase),
		mend: (host) => onHost(host, emptiedDatabase),
		onOwnDisks: true,
	},
	{
		name: "the clock jumps by an hour",
		act: ({ host }) => onHost(host, 'date -s "@$(($(date +%s) + 3600))" >/dev/null'),
	},
	{ name: "the virtual machine is paused for 20 s", act: () => pause(20_000) },
	{ name: "the host is restarted", act: restart, loses: "everything" },
];

async function pause(ms: number): Promise<void> {
	const folder = dirname(sshConfig());
	const monitor = await Monitor.open(readRecord(folder)?.pid ?? 0, folder);
	try {
		await monitor.execute("stop");
		await new Promise((over) => setTimeout(over, ms));
		await monitor.execute("cont");
	} finally {
		monitor.close();
	}
}

/** Restarts a host. The provider gets in again when the objects of others are there again. */
async function restart({ host, way }: Context): Promise<void> {
	const open = way.shut();
	try {
		await restartHost(host);
		await onHost(host, prepare);
	} finally {
		open();
	}
}

/** Random numbers from 0 to 1: a list of one number per stage, for each life of a stack. */
export const randomParts = (lives: number, stages: number, seed: number): number[][] => {
	const part = fc.nat(999_999).map((millionths) => millionths / 1e6);
	const all = fc.tuple(...Array.from({ length: stages }, () => part));
	return fc.sample(all, { seed, numRuns: lives, unbiased: true });
};

/** The lines of a snapshot without the numbers of devices, which other devices have after a restart. */
export const withoutNumbers = (lines: string[]): string[] =>
	lines.map((line) => line.replace(/^\d+: /, "").replace(/@if\d+/, "@if"));

export interface Stage {
	name: string;
	/** The program's resources. Undefined: the stack is destroyed. */
	program?: string;
	/** Objects of others over devices of the program, made after this stage, and the command that shows them after the later ones. */
	theirs?: { make: string; show: string };
}

export interface Tally {
	tried: number;
	atOnce: number;
	/** What a person would call a fault of the provider, with the seed that repeats it. */
	wrong: string[];
	/** Trials in which the next `up` or `destroy` had to be repeated once. */
	again: number;
	/** Trials whose run ended without an error, although it was disturbed. */
	unharmed: number;
}

export const newTally = (): Tally => ({ tried: 0, atOnce: 0, again: 0, unharmed: 0, wrong: [] });

/** A fault that comes in the middle of a run, after a part of its bytes: from 0 to 1. */
export interface Disturbance {
	fault: Fault;
	part: number;
	tally: Tally;
}

/** The state of each host. */
const snapshots = (hosts: string[]): Promise<string[][]> => Promise.all(hosts.map(snapshot));

/** A stack on one or more hosts whose runs are disturbed. What happens to one host happens to the first. */
export class Disturbed {
	private constructor(
		private readonly hosts: string[],
		private readonly way: WayIn,
		private readonly p: Project,
		private before: string[][],
		/** Bytes of an undisturbed run of each stage. */
		private readonly bytes: number[],
		private readonly stages: Stage[],
	) {}

	private get host(): string {
		return this.hosts[0] as string;
	}

	/** `stages`: the runs in their order, of which the last destroys the stack. They are run once without faults. */
	static async on(
		hosts: string[],
		name: string,
		stages: Stage[],
		{ onOwnDisks = false }: { onOwnDisks?: boolean } = {},
	): Promise<Disturbed> {
		await Promise.all(
			hosts.map(async (host) => {
				await cleanHost(host);
				await onHost(host, onOwnDisks ? `${ownDisks}\n${prepare}` : prepare);
			}),
		);
		const way = await WayIn.to(hosts);
		const p = new Project(name, {}, { PULUMI_OVS_SSH_CONFIG: way.sshConfig, PULUMI_PARALLEL: "8" });
		p.configure(onOwnDisks ? persist : {});
		const stack = new Disturbed(hosts, way, p, await snapshots(hosts), [], stages);
		try {
			for (const { program } of stages) {
				way.passed = 0;
				if (program) await p.program(program).up();
				else await p.destroy();
				stack.bytes.push(way.passed);
			}
			expect(stack.changedSince(await snapshots(hosts))).toEqual([]);
		} catch (error) {
			await stack.end();
			throw error;
		}
		return stack;
	}

	/** The lines in which the hosts differ from what they were before. */
	private changedSince(after: string[][], compared = (lines: string[]) => lines): string[] {
		return this.hosts.flatMap((host, i) =>
			changed(compared(this.before[i] ?? []), compared(after[i] ?? [])).map((line) => `${host}: ${line}`),
		);
	}

	/**
	 * Runs all stages, each with its disturbance, if it has one. Throws where the host is not as it was before; the stack is of no use
	 * then.
	 */
	async round(disturbances: (Disturbance | undefined)[]): Promise<void> {
		let theirs: Stage["theirs"];
		for (const [i, stage] of this.stages.entries()) {
			const { program } = stage;
			if (program) this.p.program(program);
			const disturbance = disturbances[i];
			const shown = theirs && program && (await onHost(this.host, theirs.show));
			if (disturbance) await this.disturb(disturbance, stage, this.bytes[i] ?? 0);
			else await (program ? this.p.up() : this.p.destroy());
			const lost =
				theirs && program && disturbance?.fault.loses !== "everything" && (await onHost(this.host, theirs.show)) !== shown;
			if (lost) disturbance?.tally.wrong.push(`${disturbance.fault.name}, ${stage.name}: what others had is gone: ${shown}`);
			theirs = stage.theirs ?? theirs;
			if (theirs && program) await onHost(this.host, theirs.make);
		}
		const after = await snapshots(this.hosts);
		const isRestarted = disturbances.some((one) => one?.fault.loses === "everything");
		const left = this.changedSince(after, isRestarted ? withoutNumbers : undefined);
		this.before = after;
		if (left.length > 0) throw new Error(`after the destroy: ${left.join("\n")}`);
	}

	private async disturb({ fault, part, tally }: Disturbance, { name, program }: Stage, bytes: number): Promise<void> {
		const at = Math.floor(part * bytes);
		const what = `${fault.name}, ${name}, after ${at} of ${bytes} bytes`;
		const args = program ? ["up", "--yes", "--skip-preview"] : ["destroy", "--yes", "--skip-preview"];
		const wrong = (text: string) => tally.wrong.push(`${what}: ${text}`);
		const { code, output, hasActed } = await this.disturbed(fault, at, args);
		if (!hasActed) {
			// Runs differ in their bytes: this one had fewer.
			if (code !== 0) wrong(`fails without a fault:\n${output}`);
			return;
		}
		tally.tried++;
		if (code === 0) tally.unharmed++;
		else if (/\bat \S+ \(\/|TypeError|Unexpected token|undefined/.test(output)) wrong(`an unclear message:\n${output}`);
		await fault.mend?.(this.host);
		if (code !== 0) await this.p.run(["cancel", "--yes"]);
		const repaired = program ? ["up", "--refresh", ...args.slice(1)] : args;
		let next = await this.p.run(fault.loses ? repaired : args);
		if (next.code !== 0) {
			tally.again++;
			process.stderr.write(`${what}: needed more:\n${output}\n--- then\n${next.output}\n`);
			next = await this.p.run(repaired);
		} else tally.atOnce++;
		if (next.code !== 0) wrong(`does not converge:\n${next.output}`);
		if (!program) return;
		const drift = await this.p.drift();
		if (drift.code !== 0) wrong(`a refresh shows:\n${drift.output}\nafter:\n${output}\n--- then\n${next.output}`);
	}

	private async disturbed(fault: Fault, at: number, args: string[]) {
		const { child, ended } = this.p.start(args);
		const pid = child.pid ?? 0;
		let acted: Promise<unknown> | undefined;
		this.way.after(at, () => {
			acted = Promise.resolve(fault.act({ host: this.host, way: this.way, pid }));
		});
		const started = new Set<number>();
		const watch = setInterval(() => {
			for (const one of descendants(pid)) started.add(one);
		}, 100);
		const { code, output } = await ended;
		clearInterval(watch);
		// The next run is not disturbed where this one had fewer bytes.
		this.way.after(Number.POSITIVE_INFINITY, () => {});
		await acted;
		const running = () => [...started].filter((one) => commandOf(one).includes("dynamic-provider"));
		await until("the provider has ended", async () => running().length === 0, 120_000);
		return { code, output, hasActed: acted !== undefined };
	}

	async end(): Promise<void> {
		await this.p.remove();
		await this.way.close();
		await tryOnHost(
			this.host,
			`${writable("/run")}; ${writable("/etc")}; ${emptied("/run")}; pgrep ovsdb-server || lab-ovs start ovsdb; ${sharedDisk}`,
		);
		await Promise.all(this.hosts.map(cleanHost));
	}
}
