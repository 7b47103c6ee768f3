import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import { Facts } from "../../../provider/model/facts";
import type { Observed } from "../../../provider/model/observed";
import { ownershipStatus } from "../../../provider/plan/ownership";
import { read } from "../../../provider/pulumi/read";
import { operationOf } from "../support/cases";
import { samples } from "../support/samples";

const mockWarnings: string[] = [];
jest.mock("../../../provider/pulumi/warning", () => ({
	warnAbout: async (_: unknown, warning: string) => void mockWarnings.push(warning),
}));
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => ({ get: () => ({ read: async () => new Facts(), errorOf: (_: unknown, error: unknown) => error }) }),
}));
let mockFound: Observed;
jest.mock("../../../provider/plan/observe", () => ({
	...jest.requireActual("../../../provider/plan/observe"),
	observe: () => mockFound,
}));

/** The kinds whose objects bear a mark and have an identifier, with inputs. */
const marked = Object.values(kinds).flatMap((kind) => {
	const identifiers = Object.keys(kind.computed).filter((name) => kind.computed[name]?.identifies);
	return (samples[kind.type] ?? []).flatMap((want, i) => {
		const operation = operationOf(kind, { want });
		const isMarked = (typeof kind.ownership === "function" ? kind.ownership(operation.want) : kind.ownership) === "mark";
		return isMarked && identifiers.length > 0 ? [{ name: `${kind.type} ${i + 1}`, operation, identifiers }] : [];
	});
});

const valuesOf = (names: string[], value: string): Values => Object.fromEntries(names.map((name) => [name, value]));

test.each(marked)("another's object in the place of a $name stays another's, however often a refresh sees it", async (one) => {
	const { operation, identifiers } = one;
	const { kind, want, owner, id } = operation;
	const field = kind.identity.fields.find((name) => typeof want[name] === "string") ?? "name";
	mockFound = { value: { ...want, [field]: "differs" }, computed: valuesOf(identifiers, "theirs"), owner: undefined };
	let state: Values = { ...want, ...valuesOf(identifiers, "ours"), __kind: kind.type, __v: 1, __owner: owner, host: "h1" };
	mockWarnings.length = 0;
	for (let refreshes = 1; refreshes <= 3; refreshes++) {
		state = (await read(`h1/${id}`, state)).props ?? {};
		expect(mockWarnings).toEqual(
			Array(refreshes).fill(expect.stringMatching(/^an object without an ownership mark has taken its place/)),
		);
		expect(ownershipStatus({ ...operation, mode: "update", was: state }, mockFound)).toBe("notOwned");
		expect(ownershipStatus({ ...operation, mode: "delete", was: state }, mockFound)).toBe("notOwned");
	}
});

test.each(marked)("a $name whose mark was removed stays the program's, however often a refresh sees it", async (one) => {
	const { operation, identifiers } = one;
	const { kind, want, owner, id } = operation;
	mockFound = { value: want, computed: valuesOf(identifiers, "ours"), owner: undefined };
	let state: Values = { ...want, ...valuesOf(identifiers, "ours"), __kind: kind.type, __v: 1, __owner: owner, host: "h1" };
	mockWarnings.length = 0;
	for (let refreshes = 1; refreshes <= 3; refreshes++) {
		state = (await read(`h1/${id}`, state)).props ?? {};
		expect(mockWarnings).toEqual(Array(refreshes).fill(expect.stringMatching(/^its ownership mark was removed/)));
		expect(ownershipStatus({ ...operation, mode: "update", was: state }, mockFound)).toBe("owned");
	}
});
