import { type Context, type Fault, faults, prepare, unprepare, withoutNumbers } from "../support/faults";
import { onHost } from "../support/hosts";
import { type Program, type Running, SmallEngine } from "../support/small-engine";
import { changed, cleanHost, snapshot } from "../support/snapshot";
import { WayIn } from "../support/way-in";

// Runs that are disturbed in the middle of a creation, an update, a replacement and a deletion, at different points. The next run has to end
// what the disturbed one began, and nothing may be left. The table in CONTRIBUTING.md says which tests disturb what.
// `npm run soak` does the same with Pulumi's engine and more objects, at random points.

const hosts = ["h1", "h2", "h3"];
/** The parts of a run's bytes after which it is disturbed. The first of them are those of the SSH login. */
const points = [0.4, 0.7, 0.9];

const program = (host: string, tag: number, other = { type: "dummy", table: 909 }): Program => ({
	bridge: ["Bridge", { host, name: "br-k" }],
	port: ["Port", { host, name: "pk", bridge: "br-k", type: "internal", tag }],
	flows: ["OpenFlowTable", { host, name: "flows", bridge: "br-k", table: 9, flows: [{ priority: tag, actions: "drop" }] }],
	link: ["Link", { host, name: "dk", type: other.type, mtu: 1400 + tag }],
	vrf: ["VRF", { host, name: "red", table: other.table }],
	pair: ["Link", { host, name: "vk", type: "veth", peer: { name: "vk-in", netns: "kns" }, addresses: [`10.8.0.${tag}/24`] }],
	netns: ["Namespace", { host, name: "kns" }],
	route: ["Route", { host, destination: `10.7.${other.table % 256}.0/24`, via: "10.8.0.9", mtu: 1300 + tag }],
	rule: ["Rule", { host, priority: other.table, from: `10.7.${tag}.0/24`, table: 909 }],
	wall: ["NftTable", { host, name: "kt", family: "inet", chains: { c: { rules: [`tcp dport ${tag} accept`] } } }],
	theirs: ["Link", { host, name: "theirs", type: "dummy", mtu: 1300 + tag, adopt: true }],
});

jest.setTimeout(600_000);

interface Stage {
	name: string;
	of(host: string): Program;
}

const stages: Stage[] = [
	{ name: "create", of: (host) => program(host, 5) },
	{ name: "update", of: (host) => program(host, 6) },
	{ name: "replace", of: (host) => program(host, 6, { type: "bridge", table: 910 }) },
	{ name: "destroy", of: () => ({}) },
];

interface Disturbance extends Pick<Fault, "name" | "loses"> {
	act(context: Context, run: Running): unknown;
}

const ofRun = (name: string, act: (run: Running) => void): Disturbance => ({ name, act: (_, run) => act(run) });

function ofHost(name: string): Disturbance {
	const fault = faults.find((one) => one.name === name);
	if (!fault) throw new Error(`there is no fault ${name}`);
	return fault;
}

/** The clock jumps by an hour, first forward and then back. All hosts have the same clock. */
function clockJump(): Disturbance {
	let hours = -1;
	const jump = () => {
		hours = -hours;
		return `date -s "@$(($(date +%s) + ${3600 * hours}))" >/dev/null`;
	};
	return { name: "the clock jumps", act: ({ host }) => onHost(host, jump()) };
}

/** A host with objects of others, and a stack on it that begins and ends with nothing. */
class Disturbed {
	private constructor(
		private readonly host: string,
		private readonly way: WayIn,
		private before: string[],
	) {}

	static async on(host: string): Promise<Disturbed> {
		await cleanHost(host);
		await onHost(host, prepare);
		return new Disturbed(host, await WayIn.to([host]), await snapshot(host));
	}

	/** The bytes of an undisturbed run of each stage. */
	async measure(): Promise<number[]> {
		const engine = this.engine();
		const bytes: number[] = [];
		for (const { of } of stages) {
			this.way.passed = 0;
			expect(await engine.run(of(this.host))).toEqual({ errors: [], drift: [] });
			bytes.push(this.way.passed);
		}
		return bytes;
	}

	private engine = () => new SmallEngine({ "ovs:sshConfig": this.way.sshConfig });

	/** Creates, changes and deletes the stack, and disturbs each run. `first`: the point of the first one. */
	async live(disturbance: Disturbance, first: number): Promise<void> {
		const engine = this.engine();
		try {
			for (const [i, stage] of stages.entries()) await this.disturb(engine, disturbance, stage, at(i, first + i));
			const compared = disturbance.loses === "everything" ? withoutNumbers : (lines: string[]) => lines;
			expect(changed(compared(this.before), compared(await snapshot(this.host)))).toEqual([]);
		} catch (error) {
			await cleanHost(this.host);
			await onHost(this.host, prepare);
			this.before = await snapshot(this.host);
			throw error;
		}
	}

	private async disturb(engine: SmallEngine, disturbance: Disturbance, { name, of }: Stage, at: number): Promise<void> {
		const { host, way } = this;
		let acted: Promise<unknown> | undefined;
		const onStart = (run: Running) =>
			way.after(at, () => {
				acted = Promise.resolve(disturbance.act({ host, way, pid: 0 }, run));
			});
		const disturbed = await engine.run(of(host), { onStart });
		way.after(Number.POSITIVE_INFINITY, () => {});
		await acted;
		const where = `${disturbance.name}, ${name}, after ${at} bytes`;
		expect([where, acted]).toEqual([where, expect.any(Promise)]);
		for (const error of disturbed.errors ?? []) expect(error).not.toMatch(/\bat \S+ \(\/|TypeError|Unexpected token|undefined/);
		// A refresh would forget what is gone, and with it the entries of the journal that a deletion removes.
		const refreshes = disturbance.loses !== undefined && name !== "destroy";
		const next = await engine.run(of(host), { refreshes, looks: name === "replace" });
		expect([where, next]).toEqual([where, { errors: [], drift: [] }]);
	}

	async end(): Promise<void> {
		await this.way.close();
		await cleanHost(this.host);
		await onHost(this.host, unprepare);
	}
}

let all: Disturbed[] = [];
let bytes: number[] = [];

/** The bytes of a stage after which it is disturbed. The hosts differ only in their names. */
const at = (stage: number, point: number): number => Math.floor((bytes[stage] ?? 0) * (points[point % points.length] ?? 0));

beforeAll(async () => {
	all = await Promise.all(hosts.map((host) => Disturbed.on(host)));
	bytes = (await all[0]?.measure()) ?? [];
});

afterAll(async () => {
	await Promise.all(all.map((one) => one.end()));
});

/** The disturbances of each host, by what they have in common. */
const lives: [what: string, perHost: Disturbance[]][] = [
	[
		"its provider or its engine is killed, or its connection is cut in both directions",
		[
			ofRun("the provider is killed", (run) => run.killProvider()),
			ofRun("the engine is killed", (run) => run.killEngine()),
			ofHost("the connection is cut"),
		],
	],
	[
		"somebody presses Ctrl-C, once or twice, or the host's clock jumps",
		[
			ofRun("Ctrl-C", (run) => run.interrupt()),
			ofRun("Ctrl-C twice", (run) => {
				run.interrupt();
				setTimeout(() => run.interrupt(), 200);
			}),
			clockJump(),
		],
	],
	[
		"the daemons of Open vSwitch are stopped and started, or the host is restarted",
		[
			ofHost("ovs-vswitchd is stopped and started"),
			ofHost("ovsdb-server is stopped and started"),
			ofHost("the host is restarted"),
		],
	],
];

test.each(lives)("after a run in which %s, the next one ends what it began", async (_, perHost) => {
	const ends = await Promise.allSettled(perHost.map((disturbance, i) => all[i]?.live(disturbance, i)));
	expect(ends.flatMap((end) => (end.status === "rejected" ? [(end.reason as Error).message] : []))).toEqual([]);
});
