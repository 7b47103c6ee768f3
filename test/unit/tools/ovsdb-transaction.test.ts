import { isDeepStrictEqual } from "node:util";
import { readCall } from "../../../provider/model/fact";
import { Facts } from "../../../provider/model/facts";
import { plan } from "../../../provider/plan/plan";
import type { Call } from "../../../provider/tools/call";
import type { Step } from "../../../provider/tools/list";
import { parseOvs } from "../../../provider/tools/ovs-listing";
import type { OvsStep, OvsValue } from "../../../provider/tools/ovs-step";
import { type OperationResult, type OvsdbOperation, outdatedStatus } from "../../../provider/tools/ovsdb";
import { callsOf, grouped } from "../../../provider/tools/script";
import type { OvsdbClient } from "../../../provider/transport/ovsdb-client";
import { caseKinds, caseNames, caseOf, kindNamed, operationOf, readsOf } from "../support/cases";
import { type CompactFacts, factsOf, reading, uuid } from "../support/compact";
import { Database, describeWithDatabase } from "../support/ovsdb";
import { clientOf, content, setRows, transact } from "../support/ovsdb-rows";
import { programWith } from "../support/program";

/** Secrets are never in a transaction: ovs-secret.test.ts. */
const isOvs = (step: Step): step is OvsStep => step.tool === "ovs" && step.phase !== "secret-rows";

/** The golden cases whose changes hold steps of Open vSwitch: the listing of the host before, and the steps. */
const cases = caseKinds().flatMap((kind) =>
	caseNames(kind).flatMap((name) => {
		const golden = caseOf(kind, name);
		if (golden.commands === undefined || golden.problems || golden.error || !golden.facts?.ovs) return [];
		const operation = operationOf(kindNamed(kind), golden);
		const facts = factsOf(readsOf(operation, golden.facts), golden.facts);
		const steps = plan(operation, facts, { program: programWith() }).steps.filter(isOvs);
		return steps.length === 0 ? [] : [{ name: `${kind} ${name}`, listing: reading({ read: "ovs" }, golden.facts).stdout, steps }];
	}),
);

/** What is known after a listing was read. */
const known = (listing: string) => Facts.of([[{ read: "ovs" }, { stdout: listing, stderr: "", code: 0 }]]);

describeWithDatabase("a transaction does what ovs-vsctl does", () => {
	const both: { database: Database; client: OvsdbClient }[] = [];
	const databases: Database[] = [];
	beforeAll(() => {
		databases.push(new Database({ isEmpty: true }), new Database({ isEmpty: true }));
	});
	// A connection that breaks fails one test, not all that follow.
	beforeEach(() => {
		both.push(...databases.map((database) => ({ database, client: clientOf(database) })));
	});
	afterEach(() => {
		for (const { client } of both.splice(0)) client.close();
	});
	afterAll(() => {
		for (const database of databases) database.close();
	});

	/** Whether each group of steps was made. Those after one that fails are not tried. As on a host, the rows are read before each. */
	async function byTransactions(
		{ database, client }: (typeof both)[0],
		groups: Step[][],
	): Promise<{ isMade: boolean; said: string }[]> {
		const done: { isMade: boolean; said: string }[] = [];
		for (const group of groups) {
			const [{ stdout } = { stdout: "" }] = database.runCalls([], [readCall({ read: "ovs" })]);
			const [{ ovsdbChange } = {} as Call] = callsOf([group], known(stdout));
			const operations = ovsdbChange?.begin() ?? { refused: "there is no transaction" };
			if ("refused" in operations) return [...done, { isMade: false, said: operations.refused }];
			const outcome = operations.length === 0 ? undefined : ovsdbChange?.end(await transact(client, operations));
			done.push({ isMade: (outcome?.code ?? 0) === 0, said: outcome?.stderr ?? "" });
			if (!done.at(-1)?.isMade) break;
		}
		return done;
	}

	/** Makes the same change in both ways, and compares what that leads to. Returns what was said of each transaction. */
	async function compare(listing: string, steps: OvsStep[]): Promise<{ isMade: boolean; said: string }[]> {
		const [one, other] = both as [(typeof both)[0], (typeof both)[0]];
		await Promise.all(both.map(({ client }) => setRows(client, listing)));
		const before = new Set(listing.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g));
		const groups = grouped(steps);
		const ran = one.database.runCalls(callsOf(groups, known(listing)), []).filter(({ code }) => code !== undefined);
		const said = await byTransactions(other, groups);
		expect(said.map(({ isMade }) => isMade)).toEqual(ran.map(({ code }) => code === 0));
		const [byVsctl, byRequest] = await Promise.all(both.map(({ client }) => content(client, (uuid) => before.has(uuid))));
		expect(byRequest).toEqual(byVsctl);
		return said;
	}

	test("for cases of many kinds", () => expect(cases.length).toBeGreaterThan(200));

	test.each(cases.map((one) => [one.name, one] as const))("%s", async (_, { listing, steps }) => {
		await compare(listing, steps);
	});

	const listings = new Map(cases.map(({ name, listing }) => [listing, name]));

	test.each([...listings].map(([listing, name]) => [name, listing]))("the rows of %s are read alike", async (_, listing) => {
		const [{ database, client }] = both as [(typeof both)[0]];
		await setRows(client, listing);
		const names = [...listing.matchAll(/"(p\d|br0|eth\d)"/g)].map(([, name]) => String(name));
		for (const fact of [{ read: "ovs" } as const, { read: "ovs-rows" as const, names: ["none", ...new Set(names)] }]) {
			const call = readCall(fact);
			const [result] = database.runCalls([], [call]);
			const answer = await transact(client, call.ovsdbRead?.operations ?? []);
			const printed = `${result?.stdout.split("\n")[0]}\n${call.ovsdbRead?.print(answer as OperationResult[])}`;
			expect(parseOvs(printed)).toEqual(parseOvs(result?.stdout ?? ""));
		}
	});

	/** br0 has the port p1 with queues, and br1 a bond of eth1 and eth2. */
	const host: CompactFacts = {
		ovs: {
			bridges: {
				br0: { external_ids: { a: "1" }, ports: { p1: { tag: [5], qos: "q", interface: { type: "internal" } } } },
				br1: {
					ports: {
						bond1: { interfaces: { eth1: {}, eth2: {} } },
						fake1: { tag: [100], fake_bridge: true, interface: { type: "internal" } },
						fake2: { fake_bridge: true, interface: { type: "internal" } },
					},
				},
			},
			qos: { q: { type: "linux-htb", queues: { 0: "one" } } },
			queues: { one: {} },
		},
	};
	const listing = reading({ read: "ovs" }, host).stdout;
	const rows = { tool: "ovs", phase: "rows" } as const;
	const port = (name: string, bridge: string, ...interfaces: string[]): OvsStep => ({
		...{ ...rows, op: "insert", table: "Port", name, bridge, interfaces: interfaces.length > 0 ? interfaces : [name] },
	});
	const set = (table: "Bridge" | "Port", name: string, columns: Record<string, OvsValue>): OvsStep => ({
		...{ ...rows, op: "set", table, name, columns },
	});

	const refused: [string, ...OvsStep[]][] = [
		["a bridge of a bridge's name", { ...rows, op: "insert", table: "Bridge", name: "br0" }],
		["a bridge of a port's name", { ...rows, op: "insert", table: "Bridge", name: "p1" }],
		["a bridge of an interface's name", { ...rows, op: "insert", table: "Bridge", name: "eth1" }],
		["a port of a port's name", port("p1", "br0")],
		["a port of the name of a port of another bridge", port("p1", "br1")],
		["a port of a bridge's name", port("br1", "br0")],
		["a port of an interface's name", port("eth1", "br0")],
		["a bridge of a fake bridge's name", { ...rows, op: "insert", table: "Bridge", name: "fake1" }],
		["a port of a fake bridge's name", port("fake1", "br1")],
		["a bond with an interface of another", port("bond2", "br0", "eth3", "eth1")],
		["a shared port of another bridge", { ...port("p1", "br1"), shared: true } as OvsStep],
		["a port of no bridge", port("p2", "br9")],
		["no such row", set("Port", "p9", { tag: 5 })],
		["no such column", set("Port", "p1", { nonsense: 5 })],
		["a value out of range", set("Port", "p1", { tag: 5000 })],
		["a value of another type", set("Port", "p1", { tag: "x" })],
		["a row that is referred to", { ...rows, op: "delete", table: "QoS", name: uuid("QoS q") }],
		["a second row for one", { ...rows, op: "join", table: "Port", name: "p1", column: "qos", row: uuid("QoS other") }],
		["all or nothing", port("p2", "br0"), set("Port", "p2", { tag: 5000 })],
	];

	test.each(refused)("refused: %s", async (_, ...steps) => {
		const said = await compare(listing, steps);
		expect(said.at(-1)).toMatchObject({ isMade: false, said: expect.stringMatching(/^ovs-vsctl: \S/) });
	});

	const made: [string, ...OvsStep[]][] = [
		["a fake bridge stays, also where its port is to be deleted", { ...rows, op: "delete", table: "Port", name: "fake1" }],
		["a port without a VLAN is no fake bridge", { ...rows, op: "delete", table: "Port", name: "fake2" }],
		["a bridge's own port", { ...rows, op: "delete", table: "Port", name: "br0" }],
		["a shared port that is there", { ...port("p1", "br0"), shared: true } as OvsStep],
		[
			"what is not there",
			{ ...rows, op: "delete", table: "Port", name: "p9" },
			{ ...rows, op: "delete", table: "Bridge", name: "b9" },
		],
		["an interface that leaves a bond and becomes a port", ...leavesBond()],
		[
			"a port that is deleted and inserted",
			{ ...rows, phase: "delete-rows", op: "delete", table: "Port", name: "p1" },
			port("p1", "br1"),
		],
		["a new port with its columns", port("p2", "br0"), set("Port", "p2", { tag: 7 }), ...marked("p2")],
	];

	function leavesBond(): OvsStep[] {
		const bond = { ...rows, table: "Port", name: "bond1", column: "interfaces" } as const;
		return [{ ...bond, op: "refer", rows: [uuid("Interface eth1")] }, port("eth2", "br0")];
	}

	function marked(name: string): OvsStep[] {
		const put = { ...rows, op: "put", name, column: "external_ids" } as const;
		return [
			{ ...put, table: "Port", entries: { a: "1", b: 'x "y"' } },
			{ ...put, table: "Port", entries: { a: "2" } },
			{ ...put, table: "Interface", entries: { c: "" } },
		];
	}

	test.each(made)("made: %s", async (_, ...steps) => {
		expect((await compare(listing, steps)).every(({ isMade }) => isMade)).toBe(true);
	});

	/** The end of a change of p1 and br0 where somebody else has changed something since they were read. */
	async function after(meanwhile: OvsdbOperation[], steps: OvsStep[]): Promise<[code: number | undefined, isUntouched: boolean]> {
		const [, { client }] = both as [(typeof both)[0], (typeof both)[0]];
		await setRows(client, listing);
		for (const result of await transact(client, meanwhile)) expect(result?.error).toBe(undefined);
		const before = await content(client, () => true);
		const [change] = callsOf(grouped(steps), known(listing)).map(({ ovsdbChange }) => ovsdbChange);
		const outcome = change?.end(await transact(client, change.begin() as OvsdbOperation[]));
		return [outcome?.code, isDeepStrictEqual(await content(client, () => true), before)];
	}

	const update = (table: string, name: string, row: Record<string, unknown>): OvsdbOperation => ({
		...{ op: "update", table, where: [["name", "==", name]], row },
	});
	const mutate = (table: string, name: string, ...mutations: unknown[][]): OvsdbOperation => ({
		...{ op: "mutate", table, where: [["name", "==", name]], mutations },
	});
	const insertPort = (name: string, bridge: string): OvsdbOperation[] => [
		{ op: "insert", table: "Interface", row: { name }, "uuid-name": "i" },
		{ op: "insert", table: "Port", row: { name, interfaces: ["named-uuid", "i"] }, "uuid-name": "p" },
		mutate("Bridge", bridge, ["ports", "insert", ["named-uuid", "p"]]),
	];
	const removePort = (name: string, bridge: string) =>
		mutate("Bridge", bridge, ["ports", "delete", ["uuid", uuid(`Port ${name}`)]]);
	const put: OvsStep = { ...rows, op: "put", table: "Bridge", name: "br0", column: "external_ids", entries: { a: "2" } };
	const noPort: OvsStep = { ...rows, op: "delete", table: "Port", name: "p1" };
	const noBridge: OvsStep = { ...rows, op: "delete", table: "Bridge", name: "br0" };
	const qos: OvsStep = { ...rows, op: "refer", table: "Port", name: "p1", column: "qos", rows: [] };

	test.each<[string, OvsdbOperation[], OvsStep[]]>([
		["a column that is set", [update("Port", "p1", { tag: 6 })], [set("Port", "p1", { tag: 7 })]],
		["a key that is set", [update("Bridge", "br0", { external_ids: ["map", [["a", "9"]]] })], [put]],
		[
			"a key that came",
			[mutate("Bridge", "br0", ["external_ids", "insert", ["map", [["new", "9"]]]])],
			[{ ...put, entries: { new: "2" } }],
		],
		[
			"a key of the root row that came",
			[{ op: "mutate", table: "Open_vSwitch", where: [], mutations: [["external_ids", "insert", ["map", [["new", "9"]]]]] }],
			[{ ...put, table: "Open_vSwitch", name: ".", entries: { new: "2" } }],
		],
		["a reference that is replaced", [update("Port", "p1", { qos: ["set", []] })], [qos]],
		["a row that is gone", [removePort("p1", "br0")], [set("Port", "p1", { tag: 7 })]],
		["a port that is gone", [removePort("p1", "br0")], [noPort]],
		["a port on a deleted bridge", insertPort("p7", "br0"), [noBridge]],
		[
			"a bridge that is gone",
			[{ op: "update", table: "Open_vSwitch", where: [], row: { bridges: ["set", []] } }],
			[port("p2", "br0")],
		],
		["a port of the same name", insertPort("p2", "br1"), [port("p2", "br0")]],
		["one row of many", [update("Port", "p1", { tag: 6 })], [port("p2", "br0"), set("Port", "p1", { tag: 7 })]],
	])("outdated: %s", async (_, meanwhile, steps) => {
		expect(await after(meanwhile, steps)).toEqual([outdatedStatus, true]);
	});

	test.each<[string, OvsdbOperation[], OvsStep[]]>([
		["another column of the row", [update("Port", "p1", { vlan_mode: "access" })], [set("Port", "p1", { tag: 7 })]],
		["another key", [mutate("Bridge", "br0", ["external_ids", "insert", ["map", [["z", "9"]]]])], [put]],
		["another port of the bridge", insertPort("p7", "br0"), [port("p2", "br0"), noPort]],
	])("not outdated: %s", async (_, meanwhile, steps) => {
		expect(await after(meanwhile, steps)).toEqual([0, false]);
	});
});
