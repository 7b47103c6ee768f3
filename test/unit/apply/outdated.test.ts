import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scriptExecutor } from "../../../provider/host/executor";
import { Host } from "../../../provider/host/host";
import type { Operation } from "../../../provider/plan/operation";
import { armCall, confirmCall } from "../../../provider/tools/armed";
import { type Call, renderCall } from "../../../provider/tools/call";
import type { OvsdbOperation as RowOperation } from "../../../provider/tools/ovsdb";
import type { OvsdbClient } from "../../../provider/transport/ovsdb-client";
import type { TransactOptions } from "../../../provider/transport/transport";
import { temporaryFolder } from "../../support/temporary";
import { op } from "../support/cases";
import { FastClock } from "../support/fastclock";
import { messages } from "../support/messages";
import { Database, describeWithDatabase } from "../support/ovsdb";
import { clientOf, transact } from "../support/ovsdb-rows";

// Somebody else changes what a plan was made from, before the change comes.

/** The place of /run/pulumi-ovs in these tests. */
const folder = join(temporaryFolder("outdated"), "run");

const port = (name: string, tag: number) => ({ name, bridge: "br0", type: "internal", tag });

describeWithDatabase("somebody else changes Open vSwitch at the same time", () => {
	let database: Database;
	let client: OvsdbClient;
	let other: OvsdbClient;
	let host: Host;
	/** The changes that somebody else makes before each change of the program. */
	let meanwhile: RowOperation[][] = [];
	let requests: RowOperation[][][] = [];
	let scripts = 0;
	/** Runs once, before the next transaction that changes something. */
	let beforeChange: (() => void) | undefined;
	/** Runs after each script. */
	let afterScript: ((stdout: string) => void) | undefined;

	beforeEach(() => {
		database = new Database();
		[client, other] = [clientOf(database), clientOf(database)];
		const mark = "external_ids:pulumi-ovs=demo/dev";
		database.vsctl("add-br", "br0", "--", "set", "Bridge", "br0", mark);
		for (const name of ["p1", "p2"])
			database.vsctl(
				...["add-port", "br0", name, "tag=5", "--", "set", "Port", name, mark],
				...["--", "set", "Interface", name, "type=internal", mark],
			);
		[meanwhile, requests, scripts] = [[], [], 0];
		[beforeChange, afterScript] = [undefined, undefined];
		host = new Host(
			"h1",
			scriptExecutor("h1", () => ({ script, transact: request, close: async () => {} }), { ovsTransport: "ovsdb" }),
			{
				clock: new FastClock(),
			},
		);
	});

	afterEach(() => {
		for (const one of [client, other]) one.close();
		database.close();
	});

	function shell(text: string) {
		const input = database.onPath(text).replaceAll("/run/pulumi-ovs", folder).replaceAll("[ -d /run/systemd/system ]", "false");
		const { stdout, stderr, status } = spawnSync("sh", ["-s"], { input, env: database.env, encoding: "utf8" });
		return { stdout, stderr, code: status };
	}

	async function script({ stdin }: { stdin: string }) {
		scripts++;
		const result = shell(stdin);
		afterScript?.(result.stdout);
		return result;
	}

	/** The database, with an ovs-vswitchd that applies each change. */
	async function request({ transactions, timeoutMs }: TransactOptions) {
		const isChange = transactions.flat().some((operation) => (operation as RowOperation).op === "comment");
		if (isChange) await transact(other, meanwhile.shift() ?? []);
		if (isChange) beforeChange?.();
		if (isChange) beforeChange = undefined;
		requests.push(transactions as RowOperation[][]);
		const answer = client.transact(transactions, timeoutMs);
		let isOver = false;
		const over = () => {
			isOver = true;
		};
		answer.then(over, over);
		while (!isOver) await applyChanges();
		return answer;
	}

	async function applyChanges(): Promise<void> {
		const [result] = await transact(other, [{ op: "select", table: "Open_vSwitch", where: [], columns: ["next_cfg"] }]);
		const cur_cfg = result?.rows?.[0]?.next_cfg;
		await transact(other, [{ op: "update", table: "Open_vSwitch", where: [], row: { cur_cfg } }]);
	}

	async function run(...operations: Operation[]): Promise<string[]> {
		for (const operation of operations) host.declare(operation.id, operation);
		const results = await Promise.allSettled(operations.map((operation) => host.submit(operation)));
		return messages(results);
	}

	const changes = () => requests.filter((request) => request.flat().some(({ op }) => op === "comment")).length;
	const setTag = (name: string, tag: number): RowOperation => ({
		op: "update",
		table: "Port",
		where: [["name", "==", name]],
		row: { tag },
	});
	const tagOf = (name: string) => database.vsctl("get", "Port", name, "tag").trim();

	test("a change without such company is one request after one script", async () => {
		expect(await run(op("Port", port("p1", 7), port("p1", 5)))).toEqual(["ok"]);
		expect([scripts, changes(), tagOf("p1")]).toEqual([1, 1, "7"]);
	});

	test("the plan is made once more, for all of the batch", async () => {
		meanwhile = [[setTag("p1", 6)]];
		const both = [op("Port", port("p1", 7), port("p1", 5)), op("Port", port("p2", 8), port("p2", 5))];
		expect(await run(...both)).toEqual(["ok", "ok"]);
		expect([changes(), tagOf("p1"), tagOf("p2")]).toEqual([2, "7", "8"]);
	});

	test("where it happens twice, exactly that resource fails, and nothing is overwritten", async () => {
		meanwhile = [[setTag("p1", 6)], [setTag("p1", 9)], [setTag("p1", 10)], [setTag("p1", 11)], [setTag("p1", 12)]];
		const both = [op("Port", port("p1", 7), port("p1", 5)), op("Port", port("p2", 8), port("p2", 5))];
		const [first, second] = await run(...both);
		expect(first).toMatch(
			/^h1\/Port\/p1: somebody else changes Open vSwitch's configuration on this host at the same time \(Port p1\)/,
		);
		expect([second, tagOf("p2")]).toEqual(["ok", "8"]);
		expect(["6", "9", "10", "11", "12"]).toContain(tagOf("p1"));
	});

	describe("a change of another run that waits for its confirmation", () => {
		const mark = () => database.vsctl("get", "Open_vSwitch", ".", "external_ids").includes("pulumi-ovs-armed");
		/** PATH=, as in scripts of the provider, for the database's own ovs-vsctl. */
		const onHost = (call: Call) => shell(`PATH="$PATH"; export PATH\n${renderCall(call, "other")}\n`);
		const vsctl = (tag: number): Call => ({ argv: ["ovs-vsctl", "set", "Port", "p2", `tag=${tag}`], tool: "ovs" });
		const goOn = join(folder, "..", "go-on");
		const held: Call = { argv: ["sh", "-c", `until [ -e ${goOn} ]; do sleep 0.02; done`] };
		const arm = (seconds: number) => {
			const undo = { saves: [], calls: [held, vsctl(5)] };
			expect(onHost(armCall({ token: "abc", seconds, about: "other/dev: Port/p2", changes: [vsctl(9)], undo })).code).toBe(0);
		};

		beforeEach(() => rmSync(goOn, { force: true }));
		// Also after a failure, no change keeps the next test waiting, and no process stays.
		afterEach(() => {
			writeFileSync(goOn, "");
			rmSync(folder, { recursive: true, force: true });
		});

		test.each([
			["is confirmed", 60, "9"],
			["is undone", 0, "5"],
		])("keeps a transaction out until it %s, and the mark goes with it", async (_, seconds, tag) => {
			const seen: unknown[] = [];
			beforeChange = () => arm(seconds);
			afterScript = (stdout) => {
				if (seen.length > 0 || !/ start busy .*waits for its confirmation/.test(stdout)) return;
				seen.push(mark(), tagOf("p1"), tagOf("p2"));
				if (seconds > 0) expect(onHost(confirmCall("abc")).stdout).toMatch(/^confirmed/);
				else writeFileSync(goOn, "");
			};
			expect(await run(op("Port", port("p1", 7), port("p1", 5)))).toEqual(["ok"]);
			expect(seen).toEqual([true, "5", "9"]);
			expect([tagOf("p1"), tagOf("p2"), mark()]).toEqual(["7", tag, false]);
		});

		test("has left its mark by a reboot: the next change is a script, which removes it", async () => {
			database.vsctl("set", "Open_vSwitch", ".", "external_ids:pulumi-ovs-armed=yes");
			expect(await run(op("Port", port("p1", 7), port("p1", 5)))).toEqual(["ok"]);
			expect([tagOf("p1"), mark(), existsSync(join(folder, "armed"))]).toEqual(["7", false, false]);
			expect(await run(op("Port", port("p1", 8), port("p1", 7)))).toEqual(["ok"]);
			expect([tagOf("p1"), changes()]).toEqual(["8", 2]);
		});
	});

	test("a bridge that got a port of somebody else is not deleted", async () => {
		meanwhile = [
			[
				{ op: "insert", table: "Interface", row: { name: "vm1" }, "uuid-name": "i" },
				{ op: "insert", table: "Port", row: { name: "vm1", interfaces: ["named-uuid", "i"] }, "uuid-name": "p" },
				{ op: "mutate", table: "Bridge", where: [], mutations: [["ports", "insert", ["named-uuid", "p"]]] },
			],
		];
		const [said] = await run(op("Bridge", null, { name: "br0" }));
		expect(said).toContain("vm1");
		expect(database.vsctl("list-ports", "br0").split("\n")).toEqual(["p1", "p2", "vm1", ""]);
	});

	test("a port that somebody else has made meanwhile is not taken", async () => {
		meanwhile = [
			[
				{ op: "insert", table: "Interface", row: { name: "t1" }, "uuid-name": "i" },
				{ op: "insert", table: "Port", row: { name: "t1", interfaces: ["named-uuid", "i"] }, "uuid-name": "p" },
				{ op: "mutate", table: "Bridge", where: [], mutations: [["ports", "insert", ["named-uuid", "p"]]] },
			],
		];
		const [said] = await run(op("Tunnel", { name: "t1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2" }));
		expect(said).toContain("does not belong to this program");
		expect(database.vsctl("get", "Interface", "t1", "type").trim()).toBe('""');
	});
});
