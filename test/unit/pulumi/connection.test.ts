import type { Values } from "../../../provider/base/values";
import type { Executor } from "../../../provider/host/executor";
import { shell } from "../../../provider/index";
import type { ResolvedHost } from "../../../provider/inventory/connection";
import type { ExecResult, Transport } from "../../../provider/transport/transport";
import { uuid } from "../support/compact";
import { FakeHost } from "../support/fakehost";
import { samples } from "../support/samples";

/** The machines by address, the scripts that ran on each, and the connections that were closed. */
const mockMachines = new Map<string, FakeHost>();
const mockPasswords: (string | undefined)[] = [];
const mockClosed: (string | undefined)[] = [];

jest.mock("../../../provider/transport/open", () => ({
	openTransport: ({ name, connection }: ResolvedHost) => {
		const { HostError } = require("../../../provider/base/host-error");
		const { host, password } = connection as { host: string; password?: string };
		return {
			script(): Promise<ExecResult> {
				mockPasswords.push(password);
				if (password === "wrong") return Promise.reject(new HostError(name, "auth", "root was refused"));
				if (!mockMachines.has(host)) return Promise.reject(new HostError(name, "unreachable", `no SSH connection to ${host}`));
				return Promise.resolve({ stdout: host, stderr: "", code: 0 });
			},
			close: () => Promise.resolve(void mockClosed.push(password)),
		};
	},
}));

jest.mock("../../../provider/host/executor", () => ({
	scriptExecutor: (_: string, open: () => Transport): Executor => {
		let transport: Transport | undefined;
		return {
			async run(changes, reads, timeoutMs) {
				transport ??= open();
				const { stdout } = await transport.script({ stdin: "", timeoutMs });
				return (mockMachines.get(stdout) as unknown as Executor).run(changes, reads, timeoutMs);
			},
			isRemote: () => false,
			another: () => {
				throw new Error("no second connection is opened");
			},
			ovsCommand: () => undefined,
			close: async () => transport?.close(),
		};
	},
}));

const connection = { host: "192.0.2.1", password: "old", name: "box" };
const rotated = { ...connection, password: "new" };
const bridge = (more: Values = {}): Values => ({
	...{ __kind: "Bridge", __v: 1, __owner: "demo/dev", __resource: "br0", host: connection, name: "br0", datapathType: "system" },
	...more,
});
const stored = (more: Values = {}) => bridge({ uuid: uuid("Bridge br0"), ...more });

/** A machine with the bridge br0 of this program. */
function machine(address: string): FakeHost {
	const fake = new FakeHost(address);
	fake.bridges.set("br0", new Set(["br0"]));
	fake.marks.set("Bridge br0", "demo/dev");
	mockMachines.set(address, fake);
	return fake;
}

/** Starts a run as the engine does, with the configuration of the default provider. */
const start = (config: Record<string, string> = {}) => shell.configure({ config: { get: (key) => config[key] } });

/** Checks and compares a resource of the program as the engine does. */
async function declare(olds: Values, news: Values) {
	const { inputs, failures } = await shell.check(olds, { ...news, __resource: `1:${news.name}` });
	expect(failures).toEqual([]);
	return { inputs, ...(await shell.diff("box/Bridge/br0", olds, inputs)) };
}

beforeEach(() => {
	mockMachines.clear();
	mockPasswords.length = 0;
	mockClosed.length = 0;
	return start();
});

describe("a connection that has changed", () => {
	test.each<[string, unknown, unknown]>([
		["password", connection, rotated],
		["address", connection, { ...connection, host: "192.0.2.2" }],
		["port", connection, { ...connection, port: 2222 }],
		["jump host", connection, { ...connection, proxy: { host: "192.0.2.9" } }],
		["object to a name", connection, "box"],
		["name to an object", "box", connection],
	])("is an update of the resource and no replacement (%s)", async (_, old, now) => {
		const { changes, replaces } = await shell.diff("id", stored({ host: old }), bridge({ host: now }));
		expect({ changes, replaces }).toEqual({ changes: true, replaces: [] });
	});

	test("is left to the engine beside a changed field, so that replaceOnChanges works", async () => {
		expect(await shell.diff("id", stored(), bridge({ host: rotated, rstp: true }))).toMatchObject({ changes: undefined });
	});

	test("is not found where it is the same, or not known yet", async () => {
		const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
		expect(await shell.diff("id", stored(), bridge({ host: { ...connection } }))).toMatchObject({ changes: false });
		expect(await shell.diff("id", stored(), bridge({ host: { ...connection, password: unknown } }))).toMatchObject({
			changes: false,
		});
	});

	test("is read once and put into the state, without a change on the host", async () => {
		const fake = machine("192.0.2.1");
		fake.rstp.add("br0");
		const olds = stored();
		const { inputs } = await declare(olds, bridge({ host: rotated }));
		expect((await shell.update("box/Bridge/br0", olds, inputs)).outs).toEqual({ ...olds, host: rotated });
		expect([mockPasswords, fake.scripts]).toEqual([["new"], [[]]]);
	});

	test("that does not work is an error, and the state keeps the old one", async () => {
		machine("192.0.2.1");
		const { inputs } = await declare(stored(), bridge({ host: { ...connection, password: "wrong" } }));
		await expect(shell.update("box/Bridge/br0", stored(), inputs)).rejects.toThrow("br0 (box/Bridge/br0): root was refused");
	});

	test("to another machine creates the object where it is missing", async () => {
		const fake = new FakeHost("192.0.2.2");
		mockMachines.set("192.0.2.2", fake);
		const { inputs } = await declare(stored(), bridge({ host: { ...connection, host: "192.0.2.2" } }));
		await shell.update("box/Bridge/br0", stored(), inputs);
		expect([...fake.bridges.keys()]).toEqual(["br0"]);
	});

	test("is named by the resource's name in the state too, as far as the state has it", async () => {
		const wrong = { ...connection, password: "wrong" };
		await expect(shell.delete("box/Bridge/br0", stored({ host: wrong }))).rejects.toThrow(
			/^br0 \(box\/Bridge\/br0\): root was refused/,
		);
		await expect(shell.read("box/Bridge/br0", stored({ host: wrong, __resource: undefined }))).rejects.toThrow(
			"box/Bridge/br0: there is no connection to the host: see the error of br0 (box/Bridge/br0)",
		);
	});

	test("is not waited for as a change of the host", async () => {
		machine("192.0.2.1");
		await declare(stored(), bridge({ host: rotated }));
		const port = { __kind: "Port", __v: 1, __owner: "demo/dev", name: "p1", bridge: "br0", type: "internal" };
		const { inputs } = await shell.check({}, { ...port, host: rotated, __resource: "2:p1" });
		await shell.create(inputs);
		expect(mockPasswords).toEqual(["new", "new"]);
	});
});

describe("which connection of a name is used", () => {
	test("that of the program once it is known; a refresh before uses that of the state", async () => {
		const fake = machine("192.0.2.1");
		fake.bridges.set("br1", new Set(["br1"]));
		fake.marks.set("Bridge br1", "demo/dev");
		expect((await shell.read("box/Bridge/br0", stored())).props).toMatchObject({ host: connection });
		const { inputs } = await declare(stored(), bridge({ host: rotated }));
		await shell.update("box/Bridge/br0", stored(), inputs);
		await shell.delete("box/Bridge/br1", stored({ name: "br1" }));
		expect(mockPasswords).toEqual(["old", "new", "new", "new"]);
		expect([mockClosed, [...fake.bridges.keys()]]).toEqual([["old"], ["br0"]]);
	});

	test("the first of several in one program, for all resources", async () => {
		machine("192.0.2.1");
		await declare(stored({ host: rotated }), bridge({ host: rotated }));
		const port = { __kind: "Port", __v: 1, __owner: "demo/dev", name: "p1", bridge: "br0", type: "internal", host: connection };
		const { inputs } = await shell.check({}, { ...port, __resource: "2:p1" });
		await shell.create(inputs);
		expect(new Set(mockPasswords)).toEqual(new Set(["new"]));
	});

	test.each([
		["the former one first", ["wrong", "new"]],
		["the new one first", ["new", "wrong"]],
	])("of two in the state, after an update that failed half-way, the one that works: %s", async (_, passwords) => {
		const fake = machine("192.0.2.1");
		fake.bridges.set("br1", new Set(["br1"]));
		fake.marks.set("Bridge br1", "demo/dev");
		const [first, second] = passwords.map((password) => ({ host: { ...connection, password } }));
		const read = await Promise.all([
			shell.read("box/Bridge/br0", stored(first)),
			shell.read("box/Bridge/br1", stored({ ...second, name: "br1", uuid: uuid("Bridge br1") })),
		]);
		expect(read.map(({ inputs }) => [inputs?.name, inputs?.host])).toEqual([
			["br0", first?.host],
			["br1", second?.host],
		]);
		expect(mockPasswords).toEqual(passwords.slice(0, passwords.indexOf("new") + 1));
		await shell.delete("box/Bridge/br0", stored(first));
		expect([...fake.bridges.keys()]).toEqual(["br1"]);
	});

	test("of two in the state, the second also where the first has failed before", async () => {
		machine("192.0.2.1");
		const olds = stored({ host: { ...connection, password: "wrong" } });
		await expect(shell.read("box/Bridge/br0", olds)).rejects.toThrow(/root was refused/);
		expect((await shell.read("box/Bridge/br0", stored({ host: rotated }))).inputs).toMatchObject({ host: rotated });
		expect((await shell.read("box/Bridge/br0", olds)).inputs).toMatchObject({ host: olds.host });
	});

	test("of two in the state, only the first that led to the host is used", async () => {
		machine("192.0.2.1");
		await shell.read("box/Bridge/br0", stored());
		mockMachines.clear();
		const elsewhere = new FakeHost("192.0.2.2");
		mockMachines.set("192.0.2.2", elsewhere);
		const other = stored({ host: { ...connection, host: "192.0.2.2" } });
		await expect(shell.delete("box/Bridge/br0", other)).rejects.toThrow(/no SSH connection to 192\.0\.2\.1/);
		expect(elsewhere.scripts).toEqual([]);
	});

	test("an error of a refresh or destroy says that the connection is that of the state", async () => {
		const hint = /root was refused.*\. This connection is the one in the state.*`pulumi up`/s;
		const olds = stored({ host: { ...connection, password: "wrong" } });
		await expect(shell.read("box/Bridge/br0", olds)).rejects.toThrow(hint);
		await expect(shell.delete("box/Bridge/br0", olds)).rejects.toThrow(hint);
		await start();
		const { inputs } = await declare({}, bridge({ host: { ...connection, password: "wrong" } }));
		await expect(shell.create(inputs)).rejects.toThrow(/root was refused(?!.*in the state)/s);
	});
});

describe("Kind.get", () => {
	const asked = (more: Values = {}) => ({ __kind: "Bridge", __v: 1, __owner: "demo/dev", __get: true, ...more });

	test("reads over the program's connection object, and returns every value", async () => {
		const fake = machine("192.0.2.1");
		fake.rstp.add("br0");
		const { id, props, inputs } = await shell.read("box/Bridge/br0", asked({ host: rotated }));
		expect(id).toBe("box/Bridge/br0");
		expect(props).toMatchObject({ name: "br0", rstp: true, host: rotated, __get: "found" });
		expect([inputs, mockPasswords]).toEqual([undefined, ["new"]]);
	});

	test("is read in the same way by a refresh, without a warning about the mark", async () => {
		const fake = machine("192.0.2.1");
		fake.marks.clear();
		const { props = {} } = await shell.read("box/Bridge/br0", asked({ host: rotated }));
		fake.rstp.add("br0");
		await start();
		const write = jest.spyOn(process.stderr, "write").mockReturnValue(true);
		const again = await shell.read("box/Bridge/br0", props);
		expect(write).not.toHaveBeenCalled();
		write.mockRestore();
		expect(again.props).toEqual({ ...props, rstp: true });
	});

	test("without state gets the host from the id", async () => {
		machine("192.0.2.1");
		await start({ "ovs:hosts": JSON.stringify({ box: { host: "192.0.2.1", password: "new" } }) });
		expect((await shell.read("box/Bridge/br0", asked())).props).toMatchObject({ host: "box", uuid: uuid("Bridge br0") });
	});

	test("refuses an object that is not there; a refresh takes one that it has read before for gone", async () => {
		const fake = machine("192.0.2.1");
		const { props = {} } = await shell.read("box/Bridge/br0", asked({ host: rotated }));
		await expect(shell.read("box/Bridge/br9", asked({ host: rotated }))).rejects.toThrow(
			/box\/Bridge\/br9.*there is no such object on the host: correct the id/,
		);
		await start();
		fake.bridges.delete("br0");
		expect(await shell.read("box/Bridge/br0", props)).toEqual({});
	});

	test("refuses another host than that of the id, and an invalid connection", async () => {
		await expect(shell.read("h1/Bridge/br0", asked({ host: rotated }))).rejects.toThrow(
			'"h1/Bridge/br0" is an id on the host "h1", and the state\'s host is "box": both must be the same',
		);
		await expect(shell.read("h1/Bridge/br0", asked({ host: { name: "h1" } }))).rejects.toThrow("host.host is missing");
	});
});

describe("a preview", () => {
	const all = Object.entries(samples).flatMap(([kind, list]) => list.map((sample) => ({ kind, sample })));

	test.each(all)("connects to no host for a new, changed or unchanged $kind", async ({ kind, sample }) => {
		const news = { __kind: kind, __v: 1, __owner: "demo/dev", host: connection, ...sample, __resource: "1:a" };
		const { inputs, failures } = await shell.check({}, news);
		expect(failures).toEqual([]);
		const { inputs: again } = await shell.check(inputs, news);
		expect(await shell.diff("id", inputs, again)).toMatchObject({ changes: false });
		await shell.diff("id", inputs, { ...again, __owner: "demo/prod" });
		await shell.diff("id", inputs, { ...again, host: rotated });
		expect(mockPasswords).toEqual([]);
	});

	test("with --refresh reads each host once, and compares without it", async () => {
		machine("192.0.2.1");
		await shell.read("box/Bridge/br0", stored());
		await declare(stored(), bridge());
		expect(mockPasswords).toEqual(["old"]);
	});

	test("differs from an up, which restores an unchanged resource after a change in the same process", async () => {
		const fake = machine("192.0.2.1");
		fake.bridges.get("br0")?.add("p1");
		for (const row of ["Port", "Interface"]) fake.marks.set(`${row} p1`, "demo/dev");
		const port = { __kind: "Port", __v: 1, __owner: "demo/dev", host: connection, name: "p1", bridge: "br0", type: "internal" };
		expect((await shell.read("box/Port/p1", port)).inputs).toEqual(port);
		fake.bridges.get("br0")?.delete("p1");
		await declare(port, port);
		expect([...(fake.bridges.get("br0") ?? [])]).toEqual(["br0"]);
		await shell.delete("box/Bridge/br0", stored());
		await shell.create((await shell.check({}, { ...bridge(), __resource: "1:br0" })).inputs);
		await declare(port, port);
		expect([...(fake.bridges.get("br0") ?? [])]).toEqual(["br0", "p1"]);
	});
});
