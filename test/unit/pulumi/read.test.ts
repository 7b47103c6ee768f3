import { sha256 } from "../../../provider/base/sha256";
import type { Values } from "../../../provider/base/values";
import { bootFile } from "../../../provider/plan/boot-file";
import type { Operation } from "../../../provider/plan/operation";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { read } from "../../../provider/pulumi/read";
import { kindNamed, operationOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const mockRead = jest.fn();
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => ({ nameOf: () => "h1", get: () => ({ read: mockRead, errorOf: (_: unknown, error: unknown) => error }) }),
}));
const mockWarned = jest.fn();
jest.mock("../../../provider/pulumi/engine-log", () => ({ warn: async (text: string) => mockWarned(text) }));

const want = { name: "d1", type: "dummy" };
const operation: Operation = { ...operationOf(kindNamed("Link"), { want }), persist: true };
const state: Values = {
	...{ __kind: "Link", __v: 1, __owner: operation.owner, host: "h1", ifindex: 7, persist: true },
	...operation.want,
};
const facts = (bootFiles: Record<string, string>) =>
	factsOf([...readsBefore(operation), ...readsAfter(operation)], { bootFiles });
const own = bootFile(operation, facts({}), undefined)?.name ?? "";

test("a refresh keeps an object that is gone while its boot file is there, with an error", async () => {
	mockRead.mockResolvedValue(facts({ [own]: sha256("x") }));
	const { id, props, inputs } = await read("h1/Link/d1", state);
	expect(id).toBe("h1/Link/d1");
	expect(props).toMatchObject({
		name: "d1",
		ifindex: 7,
		persist: true,
		error: "the object is gone, but its boot file is still there",
	});
	expect(inputs).toMatchObject({ name: "d1", persist: true, error: "the object is gone, but its boot file is still there" });
	expect(inputs).not.toHaveProperty("ifindex");
});

test("a refresh drops an object that is gone and has no boot file of this program", async () => {
	mockRead.mockResolvedValue(facts({ "30-Link_d1.0000000000000000": sha256("x") }));
	expect(await read("h1/Link/d1", state)).toEqual({});
	mockRead.mockResolvedValue(facts({ [own]: sha256("x") }));
	expect(await read("h1/Link/d1", { ...state, persist: undefined })).toEqual({});
});

describe("an adopted object that has lost its mark", () => {
	/** The warnings of a refresh of an adopted object, by what is on the host now. */
	async function warned(type: string, want: Values, previous: Values, host: CompactFacts): Promise<string[]> {
		mockWarned.mockClear();
		const adopted = operationOf(kindNamed(type), { want: { ...want, adopt: true }, was: { ...want, __previous: previous } });
		mockRead.mockResolvedValue(factsOf([...readsBefore(adopted), ...readsAfter(adopted)], host));
		const envelope = { __kind: type, __v: 1, __owner: operation.owner, __previous: previous };
		const { props } = await read(`h1/${adopted.id}`, { ...adopted.want, ...envelope, host: "h1", adopt: true });
		expect(props?.__owner).toBe(operation.owner);
		return mockWarned.mock.calls.map(([text]) => text);
	}
	const port = { name: "vnet0", bridge: "br0", tag: 100 };
	const portIs = (columns: Record<string, unknown>) =>
		warned("Port", port, { ...port, tag: 9 }, { ovs: { bridges: { br0: { ports: { vnet0: columns } } } } });
	const lost = "its ownership mark was removed: the next update sets it again";

	test("is warned of where an update follows", async () => {
		expect(await portIs({})).toEqual([`h1/Port/vnet0: ${lost}`]);
		expect(await portIs({ tag: 9 })).toEqual([`h1/Port/vnet0: ${lost}`]);
	});

	test("is not warned of where nothing else has changed, or where it has its mark", async () => {
		expect(await portIs({ tag: 100 })).toEqual([]);
		expect(await portIs({ owner: operation.owner })).toEqual([]);
	});

	test("is not warned of where it is a device with an alias of its own, or one that is never marked", async () => {
		const link = { name: "d1", type: "dummy", mtu: 1400 };
		const linkIs = (alias: string | undefined, type: string) =>
			warned("Link", { ...link, type }, { ...link, type, mtu: 1500 }, { links: { "": { d1: { kind: "dummy", alias } } } });
		expect(await linkIs(undefined, "dummy")).toEqual([`h1/Link/d1: ${lost}`]);
		expect(await linkIs("uplink of rack 7", "dummy")).toEqual([]);
		expect(await linkIs(undefined, "device")).toEqual([]);
	});
});
