import type { ConfirmSettings } from "../../../provider/apply/guarded-script";
import { OutcomeUnknown } from "../../../provider/apply/half-made";
import { HostBusy, PlanOutdated } from "../../../provider/apply/interruptions";
import type { Clock } from "../../../provider/base/clock";
import type { Values } from "../../../provider/base/values";
import type { Executor } from "../../../provider/host/executor";
import { Host } from "../../../provider/host/host";
import { Joint } from "../../../provider/host/joint";
import type { Operation } from "../../../provider/plan/operation";
import type { Call } from "../../../provider/tools/call";
import { armedFolder } from "../../../provider/tools/host-paths";
import type { CallResult } from "../../../provider/tools/script";
import { progress } from "../../../provider/transport/progress";
import { op } from "../support/cases";
import { EngineClock } from "../support/engineclock";
import { fakeExecutor } from "../support/executor";
import { FakeKernel } from "../support/fakekernel";
import { FastClock } from "../support/fastclock";
import { messages } from "../support/messages";

/** A kernel that is reached by eth0. Its answers to a new connection that would confirm a change are given. */
class Remote extends FakeKernel {
	readonly warnings: string[] = [];
	readonly armed: string[] = [];
	/** The answers of new connections, first to last: lines, or an error for a connection that fails. */
	answers: (string | Error)[] = [];
	/** The status with which the call that arms the change ends. 9: no way back can be written. */
	armingStatus = 0;
	/** What new connections asked the host, in order: whether they asked, confirmed, or tried to reach an address. */
	readonly asked: string[] = [];
	/** The outputs of checks over new connections, first to last, or an error where the connection breaks. */
	probes: (string | Error | CallResult)[] = [];
	/** The part of an armed change that the host carries out and does not undo. */
	remains: () => void = () => {};
	/** The effects of armed changes, first to last. A change that has some is confirmed. */
	effects: (() => void)[] = [];
	/** The devices and bridges of the way in, in the words of the script that looks for them. */
	wayIn = "device eth0";
	readonly guarded: Host;
	/** True where the first new connection asks before the change arrives, and hears of it after the change has run. */
	isAskedEarly = false;
	/** What it then hears. */
	earlyAnswer = "gone";
	private wasAsked = false;

	constructor(
		confirm: ConfirmSettings,
		readonly time: Clock = new FastClock(),
		name = "h1",
		joint?: Joint,
	) {
		super(name, { clock: time });
		this.device("eth0", { up: true, addresses: ["192.0.2.1/24"] });
		const executor = (isNew: boolean): Executor =>
			fakeExecutor({
				run: (changes, reads, timeoutMs) => {
					const [, , , word, , ...more] = reads[0]?.argv ?? [];
					if (isNew && word === "probe") return this.probed(reads, timeoutMs);
					if (!isNew || word !== "confirm") return this.run(changes, reads, timeoutMs);
					this.asked.push(more[0] ?? "confirm");
					return this.confirmation(more[0]);
				},
				isRemote: () => true,
				another: () => executor(true),
			});
		const warn = (message: string) => void this.warnings.push(message);
		this.guarded = new Host(name, executor(false), { confirm, warn, joint, clock: this.time });
	}

	protected override async run(changes: Call[], reads: Call[], timeoutMs: number): Promise<CallResult[]> {
		const isArming = changes.some(({ stdin }) => stdin?.includes(armedFolder));
		while (this.isAskedEarly && isArming && !this.wasAsked) await this.time.sleep(0).over;
		const results = await super.run(changes, reads, timeoutMs);
		return results.map((result) => (result.code === 1 && isArming ? { ...result, code: this.armingStatus } : result));
	}

	private async probed(reads: Call[], timeoutMs: number): Promise<CallResult[]> {
		this.asked.push(`${reads[0]?.argv.at(-1)} ${timeoutMs}`);
		const said = this.probes.shift() ?? "reachable";
		if (said instanceof Error) throw said;
		const result = typeof said === "string" ? { stdout: said, stderr: "", code: 0 } : said;
		return reads.map(({ argv }) => (argv[0] === "ip" ? { stdout: "[]", stderr: "", code: 0 } : result));
	}

	/** A question does not confirm the change. */
	private async confirmation(question?: string): Promise<CallResult[]> {
		if (this.isAskedEarly && !this.wasAsked) {
			this.wasAsked = true;
			while (this.armed.length === 0) await this.time.sleep(0).over;
			for (let i = 0; i < 5; i++) await this.time.sleep(0).over;
			return [{ stdout: this.earlyAnswer, stderr: "", code: 0 }];
		}
		const [next] = this.answers;
		const isKept = question !== undefined && typeof next === "string" && next.startsWith("confirmed");
		const answer = isKept ? "armed" : (this.armed.length > 0 && this.answers.shift()) || "gone";
		if (answer instanceof Error) throw answer;
		return [{ stdout: answer, stderr: "", code: 0 }];
	}

	protected override change(argv: string[], stdin: string): string {
		if (argv[0] !== "sh" || argv[1] !== "-s" || !stdin.includes(armedFolder)) return super.change(argv, stdin);
		this.armed.push(stdin);
		if (this.armingStatus === 9) return "mkdir: No space left on device";
		this.remains();
		const effect = this.effects.shift();
		if (effect) this.answers.unshift(confirmedText(stdin));
		effect?.();
		return this.armingStatus === 0 ? "" : "Killed";
	}

	protected override look(argv: string[]): string {
		if (argv[3] === "service") return "ActiveState=inactive\nUnitFileState=disabled\n";
		const isWayIn = argv.some((word) => word.includes("SSH_CONNECTION"));
		return isWayIn ? `ends 198.51.100.9 192.0.2.1\ntable 254\n${this.wayIn}\n` : super.look(argv);
	}

	async carriesOut(...operations: Operation[]): Promise<string[]> {
		for (const operation of operations) this.guarded.declare(operation.id, operation);
		const results = await Promise.allSettled(operations.map((operation) => this.guarded.submit(operation)));
		return messages(results);
	}
}

/** The answer of a host on which all calls of an armed change have succeeded. */
function confirmedText(script: string): string {
	const [, token = ""] = /mkdir \S+\/(\w+)/.exec(script) ?? [];
	const ends = [...script.matchAll(/; m (\d+) \$ok; /g)].map(([, i]) => `\n${token} ${i} 0\n`);
	return `confirmed\n${token} start 0\n${ends.join("")}`;
}

const off = { seconds: 0, always: false };
const on = { seconds: 30, always: false };
const down = op("Link", { name: "eth0", type: "device", up: false });
const dummy = (name: string) => op("Link", { name, type: "dummy" });

test("without commit-confirm, the first change of the way in is made with a warning, and others without one", async () => {
	const host = new Remote(off);
	expect(await host.carriesOut(dummy("d1"))).toEqual(["ok"]);
	expect(host.warnings).toEqual([]);
	expect(await host.carriesOut(down, dummy("d2"))).toEqual(["ok", "ok"]);
	expect(await host.carriesOut(op("Link", { name: "eth0", type: "device", mtu: 1400 }))).toEqual(["ok"]);
	expect(host.warnings).toEqual([
		expect.stringMatching(
			/^h1\/Link\/eth0: the change may cut the SSH connection: it changes device eth0\. .*ovs:commitConfirm 30$/,
		),
	]);
	expect(host.armed).toEqual([]);
});

test("a warning about one thing keeps no later warning about another one away", async () => {
	const host = new Remote(off);
	host.wayIn = "device eth0\ndevice eth1";
	host.device("eth1", { up: true });
	await host.carriesOut(down);
	await host.carriesOut(op("Link", { name: "eth1", type: "device", mtu: 1400 }));
	expect(host.warnings.map((warning) => warning.replace(/\..*/, ""))).toEqual([
		"h1/Link/eth0: the change may cut the SSH connection: it changes device eth0",
		"h1/Link/eth1: the change may cut the SSH connection: it changes device eth1",
	]);
});

test("a preview warns of a change that may cut the connection, unless the host would undo it, and of no other", async () => {
	const warned = async (confirm: ConfirmSettings, operation: Operation) => {
		const host = new Remote(confirm);
		host.guarded.declare(operation.id, operation);
		const { warnings } = await host.guarded.preview(operation);
		expect([host.scripts.flat(), host.armed, host.warnings]).toEqual([[], [], []]);
		return warnings;
	};
	const may = /^the change may cut the SSH connection: it changes /;
	expect(await warned(off, down)).toEqual([expect.stringMatching(may)]);
	expect(await warned(off, op("Rule", { priority: 50, table: 77 }))).toEqual([
		expect.stringMatching(new RegExp(`${may.source}policy rule 50\\.`)),
	]);
	expect(await warned(off, op("Route", { destination: "198.51.100.0/24", type: "blackhole" }))).toEqual([
		expect.stringMatching(new RegExp(`${may.source}route 198\\.51\\.100\\.0/24\\.`)),
	]);
	expect(await warned(on, down)).toBeUndefined();
	expect(await warned(off, dummy("d1"))).toBeUndefined();
});

test.each([off, on])(
	"a bridge of the way in that becomes secure is warned of, unless the program declares flows: %j",
	async (confirm) => {
		const warned = async (...declared: Operation[]) => {
			const host = new Remote(confirm);
			host.bridges.set("br0", new Set(["br0"]));
			host.marks.set("Bridge br0", "demo/dev");
			host.device("br0", { kind: "openvswitch", up: true, addresses: ["192.0.2.1/24"] });
			host.wayIn = "device br0\nbridge br0";
			for (const operation of declared) host.guarded.declare(operation.id, operation);
			const was = { name: "br0", addresses: ["192.0.2.1/24"] };
			const secure = op("Bridge", { ...was, failMode: "secure" }, { ...was, __owner: "demo/dev" });
			const { warnings = [] } = await host.guarded.preview(secure);
			await host.carriesOut(secure);
			const ofFlows = (all: string[]) => all.filter((warning) => warning.includes("OpenFlowTable"));
			expect(ofFlows(warnings).map((warning) => `h1/Bridge/br0: ${warning}`)).toEqual(ofFlows(host.warnings));
			return ofFlows(host.warnings);
		};
		expect(await warned()).toEqual([
			expect.stringMatching(/^h1\/Bridge\/br0: the SSH connection comes in by bridge br0, which /),
		]);
		expect(await warned(op("OpenFlowTable", { name: "flows", bridge: "br0", flows: [{ actions: "NORMAL" }] }))).toEqual([]);
	},
);

test("with commit-confirm, only a batch that touches the way in is armed, and nobody is warned", async () => {
	const host = new Remote(on);
	expect(await host.carriesOut(dummy("d1"))).toEqual(["ok"]);
	expect(host.armed).toEqual([]);
	host.answers = ["undone\n"];
	await host.carriesOut(down);
	expect(host.armed).toHaveLength(1);
	expect(host.warnings).toEqual([]);
});

test("with the word always, every change is armed", async () => {
	const host = new Remote({ seconds: 30, always: true });
	host.answers = ["undone\n"];
	expect(await host.carriesOut(dummy("d1"))).toEqual([expect.stringContaining("the host undid it by itself")]);
	expect(host.armed).toHaveLength(1);
});

test("a change that the host has undone fails with all of its batch, however many connections fail before", async () => {
	const host = new Remote(on);
	host.answers = [new Error("no route to host"), "busy\n", new Error("no route to host"), "undone\n"];
	expect(await host.carriesOut(down, dummy("d1"))).toEqual([
		"h1/Link/eth0: the change cut the connection (its batch touches device eth0; no new SSH connection could be made within 30 s), and the host undid it by itself",
		"h1/Link/d1: the change cut the connection (its batch touches device eth0; no new SSH connection could be made within 30 s), and the host undid it by itself",
	]);
	expect(host.answers).toEqual([]);
});

test("while the change still runs on the host, new connections are rare, and the line shows what runs", async () => {
	const begin = jest.spyOn(progress, "begin");
	const shown: string[] = [];
	const time = new FastClock();
	const host = new Remote(on, time);
	const sleep = jest.spyOn(time, "sleep").mockImplementation((ms) => {
		for (const { value } of begin.mock.results) shown.push(`${value.what()} ${ms}`);
		return FastClock.prototype.sleep.call(time, ms);
	});
	host.answers = ["busy\n", "busy\n", new Error("no route to host"), "undone\n"];
	await host.carriesOut(down);
	expect(time.sleeps.filter((ms) => ms === 5000)).toHaveLength(2);
	expect(shown).toContain("carrying out changes 5000");
	expect(shown).toContain("waiting for a new connection (the host undoes the change after 30 s) 500");
	for (const spy of [begin, sleep]) spy.mockRestore();
});

test("a guarded change waits for another run, and is planned again after it", async () => {
	const host = new Remote(on);
	const other = { seconds: 3, pid: "4711", holder: "other/dev (anna@laptop)" };
	host.heldUp.push(new HostBusy(other), new PlanOutdated(other.holder, false), new HostBusy(other));
	host.answers = ["undone\n"];
	expect(await host.carriesOut(down)).toEqual([expect.stringContaining("the host undid it by itself")]);
	expect([host.armed.length, host.heldUp, host.answers]).toEqual([1, [], []]);
});

test("a new connection that asks before the change arrives is followed by another one", async () => {
	const host = new Remote(on);
	host.isAskedEarly = true;
	host.answers = ["undone\n"];
	expect(await host.carriesOut(down)).toEqual([expect.stringContaining("the host undid it by itself")]);
});

test("a connection that was opened before the end of the change does not confirm it: later ones may not get through", async () => {
	const host = new Remote(on);
	host.isAskedEarly = true;
	host.earlyAnswer = "armed\n";
	host.answers = ["undone\n"];
	expect(await host.carriesOut(down)).toEqual([expect.stringContaining("the host undid it by itself")]);
	expect(host.asked).toEqual(["ask", "confirm"]);
});

test("what the host has not undone is undone when it can be reached again", async () => {
	const host = new Remote(on);
	host.answers = ["undone\n"];
	host.remains = () => void host.device("d1", { kind: "dummy", alias: "pulumi-ovs:demo/dev" });
	expect(await host.carriesOut(down, dummy("d1"))).toHaveLength(2);
	expect(host.armed).toHaveLength(1);
	expect(host.devices.has("d1")).toBe(false);
});

test("a change whose way back can't be written on the host is not made, and that is known", async () => {
	const host = new Remote(on);
	host.armingStatus = 9;
	const create = op("Rule", { priority: 50, table: 7 });
	host.guarded.declare(create.id, create);
	const error = await host.guarded.submit(create).catch((failure: Error) => failure);
	expect(error).not.toBeInstanceOf(OutcomeUnknown);
	expect(String(error)).toMatch(/nothing was changed, because the way back could not be prepared.*No space left on device/);
});

test("where the arming shell is killed, the host tells what came of the change", async () => {
	const host = new Remote(on);
	host.armingStatus = 137;
	host.answers = ["busy\n", "undone\n"];
	expect(await host.carriesOut(down)).toEqual([expect.stringContaining("the host undid it by itself")]);
	expect(host.answers).toEqual([]);
});

test("the outcome is not known where no connection comes about again", async () => {
	const host = new Remote(on);
	host.answers = Array.from({ length: 1000 }, () => new Error("no route to host"));
	const [message] = await host.carriesOut(down);
	expect(message).toMatch(/it is not known whether the change was made, .*no route to host/);
});

test("a change without a way back is refused, with the reason, and changes nothing", async () => {
	const host = new Remote(on);
	host.device("t1", { kind: "vxlan", alias: "pulumi-ovs:demo/dev", data: { id: 7 } });
	// The new device takes the name of one that the program had before, and that no inputs describe.
	const [message, other] = await host.carriesOut(down, dummy("t1"));
	expect(other).toContain("the host can't undo this change by itself");
	expect(host.devices.get("t1")?.kind).toBe("vxlan");
	expect(message).toMatch(
		/^h1\/Link\/eth0: the host can't undo this change by itself: .* device eth0\. To make it without this protection, run pulumi config set ovs:commitConfirm 0$/,
	);
	expect(host.armed).toEqual([]);
});

describe("checks that confirm changes", () => {
	const inputs = { protocol: "icmp", expect: "reachable", retries: 3, timeout: 1, confirms: true };
	const check = (want: Values): Operation => ({
		...op("Reachability", { name: "gw", to: "10.0.0.9", ...inputs, ...want }, { ...inputs, ...want }),
		resource: "gw",
	});
	/** A host where these checks are in place. */
	const checked = (...checks: Operation[]): Remote => {
		const host = new Remote(on);
		for (const operation of checks) {
			host.guarded.declare(operation.id, operation);
			host.guarded.registry.setDiff(operation, false);
		}
		return host;
	};
	const unreachable =
		"check gw (h1/Reachability/gw): 10.0.0.9 is unreachable by icmp from this host: no answer in 3 tries of 1 s each. ping said: 3 packets lost";
	const lost = "unreachable\n3 packets lost\n";

	test("the change is confirmed after they hold, over the same new connection, and each gets its own time", async () => {
		const host = checked(check({}), check({ name: "dns", to: "10.0.0.53", protocol: "udp", port: 53, retries: 100 }));
		host.answers = ["armed\n", "confirmed\n"];
		await host.carriesOut(down);
		expect(host.asked).toEqual(["ask", "10.0.0.9 24500", "53 50000", "confirm"]);
		expect([host.answers, host.probes]).toEqual([[], []]);
	});

	test("a check that fails is tried again until the host has undone the change, and the error names it", async () => {
		const host = checked(check({}));
		host.answers = ["armed\n", new Error("no route to host"), "armed\n", "busy\n", "undone\n"];
		host.probes = ["unreachable\n2 packets lost\n", lost];
		const reason = `the change was not confirmed (its batch touches device eth0; ${unreachable}), and the host undid it by itself`;
		expect(await host.carriesOut(down, dummy("d1"))).toEqual([`h1/Link/eth0: ${reason}`, `h1/Link/d1: ${reason}`]);
		expect(host.asked.filter((word) => word === "confirm")).toEqual([]);
		expect([host.answers, host.probes]).toEqual([[], []]);
	});

	test("a check that holds at last confirms the change", async () => {
		const host = checked(check({}));
		host.answers = ["armed\n", "armed\n", "confirmed\n"];
		host.probes = [lost, "reachable"];
		await host.carriesOut(down);
		expect(host.asked).toEqual(["ask", "10.0.0.9 24500", "ask", "10.0.0.9 24500", "confirm"]);
	});

	test.each([
		[["reachable"], "check gw (h1/Reachability/gw) gave the expected result only after 30 s"],
		[[lost, "reachable"], `${unreachable}; it gave the expected result only after 30 s`],
		[
			[{ stdout: "", stderr: "ping: not found", code: 127 }],
			"check gw (h1/Reachability/gw): ping is not installed on this host: apt install iputils-ping (on RHEL: dnf install iputils). To let the program install it on Debian and Ubuntu, declare a HostSetup and name it in dependsOn of this resource",
		],
		[[new Error("h1: the connection broke")], "check gw (h1/Reachability/gw): it gave no result (the connection broke)"],
	])("the error says what came of checks until the host undid the change: %j", async (probes, words) => {
		const host = checked(check({}));
		const isLate = probes.at(-1) === "reachable";
		host.answers = [...probes.map(() => "armed\n"), ...(isLate ? ["busy\n"] : []), "undone\n"];
		host.probes = probes;
		expect(await host.carriesOut(down)).toEqual([
			`h1/Link/eth0: the change was not confirmed (its batch touches device eth0; ${words}), and the host undid it by itself`,
		]);
		expect([host.answers, host.probes]).toEqual([[], []]);
	});

	test("a host whose watchdog is dead is not asked for ever, and the error says which check failed", async () => {
		const host = checked(check({}));
		host.answers = Array.from({ length: 1000 }, () => "armed\n");
		host.probes = Array.from({ length: 1000 }, () => lost);
		const [message] = await host.carriesOut(down);
		expect(message).toContain(
			`it is not known whether the change was made, because no new connection could confirm it (${unreachable}). When the host can be reached again, run again with --refresh`,
		);
		expect(host.answers.length).toBeGreaterThan(700);
	});

	test.each<[string, Operation, string]>([
		[
			"one that is reachable and must not be",
			check({ expect: "unreachable" }),
			"check gw (h1/Reachability/gw): 10.0.0.9 is reachable by icmp from this host: it answered, and the program expects no answer in 3 tries of 1 s each",
		],
		[
			"one in a namespace that is gone",
			check({ expect: "unreachable", netns: "blue" }),
			"check gw (h1/blue/Reachability/gw): it needs netns blue, which is not on this host",
		],
	])("%s is no confirmation", async (_, operation, words) => {
		const host = checked(operation);
		host.answers = ["armed\n", "undone\n"];
		expect(await host.carriesOut(down)).toEqual([expect.stringContaining(words)]);
	});

	test("while they run, the line says so", async () => {
		const begin = jest.spyOn(progress, "begin");
		const host = checked(check({}));
		host.answers = ["armed\n", "undone\n"];
		host.probes = [lost];
		const shown: string[] = [];
		const shift = jest.spyOn(host.probes, "shift").mockImplementation(() => {
			for (const { value } of begin.mock.results) shown.push(value.what());
			return lost;
		});
		await host.carriesOut(down);
		expect(shown).toContain("checking gw (h1/Reachability/gw) over a new connection (the host undoes the change after 30 s)");
		for (const spy of [begin, shift]) spy.mockRestore();
	});

	test("only those that the program marks, and that are in place, are tried", async () => {
		const host = new Remote(on);
		const [unmarked, changed, untold, ok] = [
			{ confirms: undefined },
			{ name: "b" },
			{ name: "c" },
			{ name: "d", to: "10.0.0.4" },
		].map(check) as [Operation, Operation, Operation, Operation];
		for (const operation of [unmarked, changed, untold, ok]) host.guarded.declare(operation.id, operation);
		host.guarded.registry.setDiff(unmarked, false);
		host.guarded.registry.setDiff(changed, true);
		host.guarded.registry.setDiff(ok, false);
		host.answers = ["armed\n", "undone\n"];
		await host.carriesOut(down);
		expect(host.asked).toEqual(["ask", "10.0.0.4 24500", "confirm"]);
	});

	test("they have no part in a change that need not be confirmed", async () => {
		const host = checked(check({}));
		expect(await host.carriesOut(dummy("d1"))).toEqual(["ok"]);
		expect(host.asked).toEqual([]);
	});
});

describe("changes of several hosts that are confirmed together", () => {
	const settings = { seconds: 30, always: true, joint: true } as const;
	const lost = (count: number) => Array.from({ length: count }, () => new Error("no route to host"));
	const made = (host: Remote) => void host.device("d1", { kind: "dummy", alias: "pulumi-ovs:demo/dev" });

	/** Hosts h1, h2 … that create a device each at the same time. */
	async function together(...setUps: ((host: Remote) => void)[]): Promise<{ hosts: Remote[]; results: string[] }> {
		const clock = new EngineClock();
		const joint = new Joint(clock);
		const hosts = setUps.map((setUp, i) => {
			const host = new Remote(settings, clock, `h${i + 1}`, joint);
			setUp(host);
			return host;
		});
		const results: string[] = [];
		const changes = hosts.map((host, i) => async () => {
			[results[i] = ""] = await host.carriesOut(dummy("d1"));
		});
		await clock.handOut(changes, 0);
		return { hosts, results };
	}
	const isGood = (host: Remote) => {
		host.effects = [() => made(host)];
	};

	test("all of them, where all hosts can be reached, also if one needs longer", async () => {
		const slow = (host: Remote) => {
			const late = () => {
				made(host);
				host.answers.unshift(...lost(9));
			};
			host.effects = [late];
		};
		const { hosts, results } = await together(isGood, slow, isGood);
		expect(results).toEqual(["ok", "ok", "ok"]);
		expect(hosts.map(({ asked }) => asked)).toEqual([
			["ask", "confirm"],
			[...lost(10).map(() => "ask"), "confirm"],
			["ask", "confirm"],
		]);
	});

	test("none of them, where one host can't be reached: the others undo theirs at once", async () => {
		const { hosts, results } = await together(
			(host) => {
				host.answers = ["armed\n", "armed\n", "undone\n"];
			},
			(host) => {
				host.answers = [...lost(80), "undone\n"];
			},
		);
		expect(results).toEqual([
			"h1/Link/d1: the change was not confirmed (the change of h2 could not be confirmed in time), and the host undid it by itself",
			"h2/Link/d1: the change cut the connection (no new SSH connection could be made within 30 s), and the host undid it by itself",
		]);
		expect(hosts[0]?.asked).toEqual(["ask", "undo", "undo"]);
		expect(new Set(hosts[1]?.asked)).toEqual(new Set(["ask", "undo"]));
	});

	test("none of them, where one host does not make its change", async () => {
		const { hosts, results } = await together(
			(host) => {
				host.answers = ["armed\n", "armed\n", "undone\n"];
			},
			(host) => {
				host.armingStatus = 9;
			},
		);
		expect(results).toEqual([
			expect.stringMatching(
				/^h1\/Link\/d1: the change was not confirmed \(a change of h2 failed at the same time \(h2\/Link\/d1: nothing was changed, .*\)\), and the host undid it/,
			),
			expect.stringContaining("h2/Link/d1: nothing was changed"),
		]);
		expect(hosts[0]?.asked).not.toContain("confirm");
	});

	test("where the confirmation does not reach one host in time, its error names the others", async () => {
		const { results } = await together(isGood, (host) => {
			host.answers = ["armed\n", new Error("the connection broke"), "busy\n", "undone\n"];
		});
		expect(results).toEqual([
			"ok",
			"h2/Link/d1: the change was not confirmed (the confirmation did not reach h2 in time, and the changes that were confirmed with it stay on h1), and the host undid it by itself",
		]);
	});

	test("a host that works alone waits for nobody", async () => {
		const { hosts, results } = await together(isGood);
		expect([results, hosts[0]?.asked]).toEqual([["ok"], ["ask", "confirm"]]);
	});
});

describe("the repair of what a change has taken along", () => {
	const always = { seconds: 30, always: true };
	const undone = "(no new SSH connection could be made within 30 s), and the host undid it by itself";

	/** A device gets an IPv6 address, and another resource of the batch puts it into a VRF, which removes the address. */
	function disturbed(...repairs: (() => void)[]) {
		const host = new Remote(always);
		const device = host.device("d0", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true });
		const enter = () => {
			host.device("red", { kind: "vrf", alias: "pulumi-ovs:demo/dev", up: true, data: { table: 10 } });
			device.master = "red";
		};
		host.effects = [enter, ...repairs];
		const was = { name: "d0", type: "dummy", up: true, __owner: "demo/dev" };
		const batch = () =>
			host.carriesOut(
				op("VRF", { name: "red", table: 10, interfaces: ["d0"] }),
				op("Link", { name: "d0", type: "dummy", up: true, addresses: ["2001:db8::2/64"] }, was),
			);
		return { host, device, batch };
	}

	test("is confirmed like the change", async () => {
		const { host, device, batch } = disturbed(() => device.addresses.push("2001:db8::2/64"));
		expect(await batch()).toEqual(["ok", "ok"]);
		expect([host.armed.length, host.answers, device.addresses]).toEqual([2, [], ["2001:db8::2/64"]]);
		expect(host.armed[1]).toContain("addr add 2001:db8::2/64");
	});

	test("is undone by the host where it cuts the connection, and the resource that it is for fails", async () => {
		const { host, device, batch } = disturbed();
		host.answers = ["undone\n"];
		expect(await batch()).toEqual(["ok", expect.stringContaining(`h1/Link/d0: the change cut the connection ${undone}`)]);
		expect([host.armed.length, host.answers, device.addresses]).toEqual([2, [], []]);
	});

	/** A neighbor of the program, which the kernel drops when a bridge gets another port. */
	function taken() {
		const host = new Remote(always);
		host.bridges.set("br0", new Set(["br0"]));
		host.marks.set("Bridge br0", "demo/dev");
		host.device("br0", { kind: "openvswitch", up: true });
		const want = { dev: "br0", address: "10.0.0.9", lladdr: "02:00:00:00:00:09" };
		const neighbor = op("Neighbor", want, { ...want, __owner: "demo/dev" });
		host.guarded.declare(neighbor.id, neighbor);
		host.guarded.registry.setDiff(neighbor, false);
		const entry = { dst: "10.0.0.9", dev: "br0", lladdr: "02:00:00:00:00:09", protocol: "250" };
		host.neighbors = [entry];
		const insert = () => {
			host.bridges.get("br0")?.add("p1");
			for (const table of ["Port", "Interface"]) host.marks.set(`${table} p1`, "demo/dev");
			host.device("p1", { kind: "openvswitch" });
			host.neighbors = [];
		};
		const port = op("Port", { name: "p1", bridge: "br0", type: "internal" });
		host.guarded.declare(port.id, port);
		return { host, entry, insert, submit: () => host.guarded.submit(port) };
	}

	test("of another resource is guarded, too", async () => {
		const { host, entry, insert, submit } = taken();
		host.effects = [insert, () => host.neighbors.push(entry)];
		expect((await submit()).warnings).toEqual([]);
		expect([host.armed.length, host.armed[1]?.includes("neigh replace 10.0.0.9")]).toEqual([2, true]);
	});

	test("of another resource that the host undoes is a warning, and is not tried again after the next change", async () => {
		const { host, insert, submit } = taken();
		host.effects = [insert];
		host.answers = ["undone\n"];
		const { warnings } = await submit();
		expect(warnings).toEqual([
			expect.stringMatching(
				/Neighbor.* was lost with the change, and could not be put back \(the change cut the connection .*, and the host undid it by itself\): run `pulumi up --refresh`$/,
			),
		]);
		host.effects = [() => host.device("d1", { kind: "dummy", alias: "pulumi-ovs:demo/dev" })];
		expect(await host.carriesOut(dummy("d1"))).toEqual(["ok"]);
		expect([host.armed.length, host.answers]).toEqual([3, []]);
	});
});

test("a service of the network that a setup starts is warned of, and refused with commit-confirm", async () => {
	const setup = (...services: string[]) => op("HostSetup", { name: "s", packages: [], services });
	const unconfirmed = new Remote(off);
	await unconfirmed.carriesOut(setup("chrony"));
	expect(unconfirmed.warnings).toEqual([]);
	await unconfirmed.carriesOut(setup("chrony", "nftables"));
	expect(unconfirmed.warnings).toEqual([
		expect.stringMatching(/^h1\/HostSetup\/s: the change may cut the SSH connection: it changes service nftables\./),
	]);
	const confirmed = new Remote(on);
	const [message] = await confirmed.carriesOut(setup("chrony", "nftables"));
	expect(message).toMatch(
		/^h1\/HostSetup\/s: the host can't undo this change by itself: it starts service nftables, .*ovs:commitConfirm 0$/,
	);
	expect(confirmed.armed).toEqual([]);
});
