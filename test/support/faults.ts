import { existsSync, readdirSync, readFileSync } from "node:fs";
import { onHost, tryOnHost, until } from "./hosts";
import { Project } from "./project";
import { changed, cleanHost, snapshot } from "./snapshot";
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
	/** True where the host loses flows by it, which only a refresh finds. */
	losesFlows?: boolean;
	/** True where the fault concerns boot files, so that the runs have `ovs:persist`. */
	needsBootFiles?: boolean;
}

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
		losesFlows: true,
	},
	{
		name: "ovsdb-server is stopped and started",
		act: ({ host }) => onHost(host, "lab-ovs stop ovsdb; lab-ovs start ovsdb"),
	},
	{
		name: "/run is full",
		act: ({ host }) => onHost(host, "head -c 2G /dev/zero >/run/filler 2>/dev/null || true"),
		mend: (host) => onHost(host, "rm -f /run/filler"),
	},
	{
		name: "/run is read-only",
		// The daemons write to the file system, so only what is opened from now on finds it read-only.
		act: ({ host }) => onHost(host, readOnly("/run")),
		mend: (host) => onHost(host, writable("/run")),
	},
	{
		name: "/etc is read-only",
		act: ({ host }) => onHost(host, readOnly("/etc")),
		mend: (host) => onHost(host, writable("/etc")),
		needsBootFiles: true,
	},
	{
		name: "the clock jumps by an hour",
		act: ({ host }) => onHost(host, 'date -s "@$(($(date +%s) + 3600))" >/dev/null'),
	},
];

/**
 * Mounts a folder of a host above itself, read-only. The mount is made elsewhere, because one with files that are open can't become
 * read-only. Network namespaces are mounts below /run: they are there too, and stay when the copy goes. With -n, `mount` keeps no record.
 */
export const readOnly = (folder: string): string =>
	`mkdir -p /mnt/ro; mount -n --rbind ${folder} /mnt/ro; mount -n --make-rprivate /mnt/ro; mount -n -o remount,bind,ro /mnt/ro; mount -n --move /mnt/ro ${folder}`;

/** Removes such mounts. On the lab's hosts, /run itself is a mount too. */
export const writable = (folder: string): string =>
	`while grep -q '${folder} .*[ ,]ro,' /proc/mounts; do umount -l ${folder}; done`;

export interface Stage {
	name: string;
	/** The program's resources. Undefined: the stack is destroyed. */
	program?: string;
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

/** A stack on one host whose runs are disturbed. */
export class Disturbed {
	private constructor(
		private readonly host: string,
		private readonly way: WayIn,
		private readonly p: Project,
		private readonly before: string[],
		/** Bytes of an undisturbed run of each stage. */
		private readonly bytes: number[],
		private readonly stages: Stage[],
	) {}

	/** `stages`: the runs in their order, of which the last destroys the stack. They are run once without faults. */
	static async on(
		host: string,
		name: string,
		stages: Stage[],
		{ prepare, config = {} }: { prepare: string; config?: Record<string, string> },
	): Promise<Disturbed> {
		await cleanHost(host);
		await onHost(host, prepare);
		const way = await WayIn.to(host);
		const p = new Project(name, {}, { PULUMI_OVS_SSH_CONFIG: way.sshConfig, PULUMI_PARALLEL: "8" }).configure(config);
		const before = await snapshot(host);
		const bytes: number[] = [];
		const stack = new Disturbed(host, way, p, before, bytes, stages);
		try {
			for (const { program } of stages) {
				way.passed = 0;
				if (program) await p.program(program).up();
				else await p.destroy();
				bytes.push(way.passed);
			}
			expect(changed(before, await snapshot(host))).toEqual([]);
		} catch (error) {
			await stack.end();
			throw error;
		}
		return stack;
	}

	/** Disturbs each stage once, after a part of its bytes: from 0 to 1. */
	async round(fault: Fault, parts: number[], tally: Tally): Promise<void> {
		for (const [i, { name, program }] of this.stages.entries()) {
			const at = Math.floor((parts[i] ?? 0) * (this.bytes[i] ?? 0));
			const what = `${fault.name}, ${name}, after ${at} of ${this.bytes[i]} bytes`;
			tally.tried++;
			if (program) this.p.program(program);
			const args = program ? ["up", "--yes", "--skip-preview"] : ["destroy", "--yes", "--skip-preview"];
			const wrong = (text: string) => tally.wrong.push(`${what}: ${text}`);
			const { code, output } = await this.disturbed(fault, at, args);
			if (code === 0) tally.unharmed++;
			else if (/\bat \S+ \(\/|TypeError|Unexpected token|undefined/.test(output)) wrong(`an unclear message:\n${output}`);
			await fault.mend?.(this.host);
			await this.p.run(["cancel", "--yes"]);
			const repaired = program ? ["up", "--refresh", ...args.slice(1)] : args;
			let next = await this.p.run(fault.losesFlows ? repaired : args);
			if (next.code !== 0) {
				tally.again++;
				process.stderr.write(`${what}: needed more:\n${output}\n--- then\n${next.output}\n`);
				next = await this.p.run(repaired);
			} else tally.atOnce++;
			if (next.code !== 0) wrong(`does not converge:\n${next.output}`);
			if (program) {
				const drift = await this.p.drift();
				if (drift.code !== 0) wrong(`a refresh shows:\n${drift.output}\nafter:\n${output}\n--- then\n${next.output}`);
			}
		}
		const left = changed(this.before, await snapshot(this.host));
		if (left.length > 0) {
			tally.wrong.push(`${fault.name}: after the destroy: ${left.join("\n")}`);
			throw new Error(tally.wrong.join("\n\n"));
		}
	}

	private async disturbed(fault: Fault, at: number, args: string[]): Promise<{ code: number; output: string }> {
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
		await acted;
		const running = () => [...started].filter((one) => commandOf(one).includes("dynamic-provider"));
		await until("the provider has ended", async () => running().length === 0, 120_000);
		return { code, output };
	}

	async end(): Promise<void> {
		await this.p.remove();
		await this.way.close();
		await tryOnHost(
			this.host,
			`${writable("/run")}; ${writable("/etc")}; rm -f /run/filler; pgrep ovsdb-server || lab-ovs start ovsdb`,
		);
		await cleanHost(this.host);
	}
}
