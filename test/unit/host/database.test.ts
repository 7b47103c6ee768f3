import { HostError } from "../../../provider/base/host-error";
import { type ExecutorOptions, scriptExecutor } from "../../../provider/host/executor";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import type { Call } from "../../../provider/tools/call";
import type { OvsStep } from "../../../provider/tools/ovs-step";
import { callsOf } from "../../../provider/tools/script";
import { NoAnswer } from "../../../provider/transport/ovsdb-client";
import { NoDatabase, type TransactOptions, type Transport } from "../../../provider/transport/transport";
import { type CompactFacts, reading } from "../support/compact";

const ovsRead = readCall({ read: "ovs" });
const linkRead = readCall({ read: "links", netns: "" });
const facts = { ovs: { bridges: { br0: {} }, root: { next_cfg: 7 } } } satisfies CompactFacts;
const listing = reading({ read: "ovs" }, facts).stdout;

const setStp: OvsStep = { tool: "ovs", phase: "rows", op: "set", table: "Bridge", name: "br0", columns: { stp_enable: true } };

/** The calls for a change that was planned from the listing. */
const changes = (): Call[] => callsOf([[setStp]], Facts.of([[{ read: "ovs" }, { stdout: listing, stderr: "", code: 0 }]]));

type Answer = ({ rows: unknown[] } | { error: string; details?: string } | Record<string, never> | null)[];

/** The lines of the listing as rows. */
function selected(nextCfg: number): Answer {
	return listing
		.split("\n")
		.slice(1, -1)
		.map((line, i) => {
			const { headings, data } = JSON.parse(line) as { headings: string[]; data: unknown[][] };
			const rows = data.map((row) => Object.fromEntries(headings.map((heading, at) => [heading, row[at]])));
			return { rows: i === 0 ? rows.map((row) => ({ ...row, next_cfg: nextCfg })) : rows };
		});
}

/** A host with a database that gives these answers, and a shell that prints the listing and no links. */
class FakeTransport implements Transport {
	readonly scripts: string[] = [];
	readonly requests: { op: string; where?: unknown[][] }[][][] = [];
	answers: (Answer | undefined)[][] = [];
	error: Error | undefined;
	daemon = "up";
	listing = listing;

	async script({ stdin }: { stdin: string }) {
		this.scripts.push(stdin);
		const mark = /printf '\\n%s %s %s\\n' '([^']+)'/.exec(stdin)?.[1];
		const sections = [...stdin.matchAll(/\bm (\d+) \$/g)].map(([, i]) => Number(i));
		const body = stdin.includes("--format=json") ? this.listing.replace(/^up/, this.daemon) : "[]";
		const stdout = `\n${mark} start 0\n${sections.map((i) => `${body}\n${mark} ${i} 0\n`).join("")}`;
		return { stdout, stderr: `\n${mark} start\n${sections.map((i) => `\n${mark} ${i}\n`).join("")}`, code: 0 };
	}

	async transact({ transactions }: TransactOptions) {
		if (this.error) throw this.error;
		this.requests.push(transactions as never);
		return (this.answers.shift() ?? []) as never;
	}

	async close() {}
}

/** An executor whose host was read by a script already. */
async function started(options: ExecutorOptions = { ovsTransport: "auto" }, daemon = "up") {
	const transport = new FakeTransport();
	transport.daemon = daemon;
	const executor = scriptExecutor("h1", () => transport, options);
	await executor.run([], [ovsRead], 1000);
	return { transport, executor };
}

/** The answer to the change of the bridge: three conditions, the change, the comment, the number, and the number read. */
const made = (nextCfg: number): Answer => [{}, {}, {}, {}, {}, {}, { rows: [{ next_cfg: nextCfg }] }];

const opsOf = (request: { op: string }[][] = []) => request.map((operations) => operations.map(({ op }) => op).join(" "));

test("the first read is a script; a change and its read are one request", async () => {
	const { transport, executor } = await started();
	expect(transport.scripts).toHaveLength(1);
	transport.answers = [[made(8), [{}, ...selected(8)]]];
	const results = await executor.run(changes(), [ovsRead], 1000);
	expect(results.map(({ code }) => code)).toEqual([0, 0]);
	expect(results[1]?.stdout.split("\n")[0]).toBe("up");
	expect(transport.scripts).toHaveLength(1);
	const [request] = transport.requests;
	expect(opsOf(request)[0]).toBe("wait wait wait update comment mutate select");
	expect(request?.[1]?.[0]?.where).toEqual([["cur_cfg", "<", 8]]);
});

test("a change beside somebody else's waits for its own number", async () => {
	const { transport, executor } = await started();
	transport.answers = [[made(9), [{}, ...selected(9)]], [[{}, ...selected(9)]]];
	const results = await executor.run(changes(), [ovsRead], 1000);
	expect(results.map(({ code }) => code)).toEqual([0, 0]);
	expect(transport.requests[1]?.[0]?.[0]?.where).toEqual([["cur_cfg", "<", 9]]);
});

test("reads of other tools are a script after the change", async () => {
	const { transport, executor } = await started();
	transport.answers = [[made(8), [{}, ...selected(8)]]];
	const results = await executor.run(changes(), [linkRead, ovsRead], 1000);
	expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
	expect(results[2]?.stdout).toContain("br0");
	expect(transport.scripts).toHaveLength(2);
	expect(transport.scripts[1]).not.toContain("ovs-vsctl");
});

test("reads of OVS and of other tools alone are one script", async () => {
	const { transport, executor } = await started();
	await executor.run([], [linkRead, ovsRead], 1000);
	expect([transport.scripts.length, transport.requests.length]).toEqual([2, 0]);
});

test("changes of other tools are one script with those of OVS", async () => {
	const { transport, executor } = await started();
	await executor.run([...changes(), { argv: ["ip", "link"] }], [ovsRead], 1000);
	expect([transport.scripts.length, transport.requests.length]).toEqual([2, 0]);
});

test("several changes are one script, which runs to its end on the host", async () => {
	const { transport, executor } = await started();
	await executor.run([...changes(), ...changes()], [ovsRead], 1000);
	expect([transport.scripts.length, transport.requests.length]).toEqual([2, 0]);
});

test("if the reads after a change fail, it is not said that nothing was sent", async () => {
	const { transport, executor } = await started();
	transport.answers = [[made(8), [{}, ...selected(8)]]];
	transport.script = async () => {
		throw new HostError("h1", "unreachable", "no script was started");
	};
	await expect(executor.run(changes(), [linkRead, ovsRead], 1000)).rejects.toMatchObject({
		kind: "lost",
		message: expect.stringMatching(/the change was sent .* \(no script was started\): run again with --refresh$/),
	});
});

test.each(["down", "unknown"])("where the daemon is %s, all goes by scripts", async (daemon) => {
	const { transport, executor } = await started({ ovsTransport: "auto" }, daemon);
	await executor.run(changes(), [ovsRead], 1000);
	expect([transport.scripts.length, transport.requests.length]).toEqual([2, 0]);
});

test("with vsctl, and with ovsCommand, all goes by scripts", async () => {
	for (const options of [{ ovsTransport: "vsctl" } as const, { ovsTransport: "auto", ovsCommand: () => ["docker"] } as const]) {
		const { transport, executor } = await started(options);
		await executor.run(changes(), [ovsRead], 1000);
		expect([transport.scripts.length, transport.requests.length]).toEqual([2, 0]);
	}
});

test("a database that can't be opened is tried once", async () => {
	const { transport, executor } = await started();
	transport.error = new NoDatabase("open failed");
	await executor.run(changes(), [ovsRead], 1000);
	transport.error = undefined;
	await executor.run(changes(), [ovsRead], 1000);
	expect([transport.scripts.length, transport.requests.length]).toEqual([3, 0]);
});

test("with ovsdb, a database that can't be opened is an error that says why", async () => {
	const { transport, executor } = await started({ ovsTransport: "ovsdb" });
	transport.error = new NoDatabase("open failed");
	const refusal = "ovs:transport is ovsdb, and Open vSwitch's database can't be used over this connection (open failed)";
	for (const _ of ["the first time", "the second time"])
		await expect(executor.run(changes(), [ovsRead], 1000)).rejects.toThrow(refusal);
	expect(transport.scripts).toHaveLength(1);
});

test("a database other than the one that was read is not used", async () => {
	const { transport, executor } = await started();
	transport.answers = [[[{ error: "timed out" }, null, null, null, null, null], undefined]];
	const results = await executor.run(changes(), [ovsRead], 1000);
	expect(results.map(({ code }) => code)).toEqual([0, 0]);
	expect(transport.scripts[1]).toContain("stp_enable=true");
});

describe("while a change waits for its confirmation", () => {
	const marked = reading(
		{ read: "ovs" },
		{ ovs: { ...facts.ovs, root: { next_cfg: 7, external_ids: { "pulumi-ovs-armed": "yes" } } } },
	);
	const removal = /remove Open_vSwitch \. external_ids pulumi-ovs-armed/;

	test.each(["auto", "ovsdb"] as const)("a transaction changes nothing, and the change is a script: %s", async (ovsTransport) => {
		const { transport, executor } = await started({ ovsTransport });
		transport.answers = [[[{}, { error: "timed out" }, null, null, null, null, null], undefined]];
		const results = await executor.run(changes(), [ovsRead], 1000);
		expect(results.map(({ code }) => code)).toEqual([0, 0]);
		expect(transport.scripts[1]).toContain("stp_enable=true");
		// The script removes the mark where no change waits.
		expect(transport.scripts[1]).toMatch(removal);
		transport.answers = [[made(8), [{}, ...selected(8)]]];
		await executor.run(changes(), [ovsRead], 1000);
		expect([transport.scripts.length, transport.requests.length]).toEqual([2, 2]);
	});

	test("a script that changes something removes a mark that was read, and no other script does", async () => {
		const { transport, executor } = await started({ ovsTransport: "vsctl" });
		await executor.run(changes(), [], 1000);
		transport.listing = marked.stdout;
		await executor.run([], [ovsRead], 1000);
		await executor.run(changes(), [], 1000);
		expect(transport.scripts.map((text) => removal.test(text))).toEqual([false, false, false, true]);
	});
});

test("somebody else's change of what the plan was made from is told, and the rows are read", async () => {
	const { transport, executor } = await started();
	transport.answers = [[[{}, {}, { error: "timed out" }, null, null, null, null], undefined], [selected(9)]];
	const [change, read] = await executor.run(changes(), [ovsRead], 1000);
	expect(change).toMatchObject({ code: 75, stderr: expect.stringContaining("Bridge br0") });
	expect(read?.code).toBe(0);
});

test("a refused change has the words of ovs-vsctl", async () => {
	const { transport, executor } = await started();
	const error = { error: "constraint violation", details: "too big" };
	transport.answers = [[[{}, {}, {}, error, null, null, null], undefined], [selected(7)]];
	const [change] = await executor.run(changes(), [ovsRead], 1000);
	expect(change).toMatchObject({
		code: 1,
		stderr: 'ovs-vsctl: transaction error: {"details":"too big","error":"constraint violation"}',
	});
});

test("a daemon that does not apply the change is told as ovs-vsctl does, and the next read is a script", async () => {
	const { transport, executor } = await started();
	transport.answers = [[made(8), [{ error: "timed out" }, ...selected(8).map(() => null)]], [selected(8)]];
	const [change, read] = await executor.run(changes(), [ovsRead], 1000);
	expect(change).toMatchObject({ code: 142, stderr: "Alarm clock" });
	expect(read?.code).toBe(0);
	await executor.run([], [ovsRead], 1000);
	expect(transport.scripts).toHaveLength(2);
});

test("a server that does not answer is told as ovs-vsctl does", async () => {
	const { transport, executor } = await started();
	transport.error = new NoAnswer("no answer");
	const results = await executor.run(changes(), [ovsRead], 1000);
	expect(results.map(({ code, stderr }) => [code, stderr])).toEqual([
		[142, "Alarm clock"],
		[142, "Alarm clock"],
	]);
	expect(transport.scripts).toHaveLength(1);
});

test("a connection that breaks is an error, and nothing is repeated", async () => {
	const { transport, executor } = await started();
	transport.error = new Error("lost");
	await expect(executor.run(changes(), [ovsRead], 1000)).rejects.toThrow("lost");
	expect([transport.scripts.length, transport.requests.length]).toEqual([1, 0]);
});
