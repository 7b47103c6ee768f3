import { sha256 } from "../../../provider/base/sha256";
import type { Values } from "../../../provider/base/values";
import { bootFile } from "../../../provider/plan/boot-file";
import { factsAfter, factsBefore } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { read } from "../../../provider/pulumi/read";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";

const mockRead = jest.fn();
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => ({ get: () => ({ read: mockRead, errorOf: (_: unknown, error: unknown) => error }) }),
}));

const want = { name: "d1", type: "dummy" };
const operation: Operation = { ...operationOf(kindNamed("Link"), { want }), persist: true };
const state: Values = {
	...{ __kind: "Link", __v: 1, __owner: operation.owner, host: "h1", ifindex: 7, persist: true },
	...operation.want,
};
const facts = (bootFiles: Record<string, string>) =>
	factsOf([...factsBefore(operation), ...factsAfter(operation)], { bootFiles });
const own = bootFile(operation, facts({}), undefined)?.name ?? "";

test("a refresh keeps an object that is gone while its boot file is there, with an error", async () => {
	mockRead.mockResolvedValue(facts({ [own]: sha256("x") }));
	const { id, props, inputs } = await read("h1/Link/d1", state);
	expect(id).toBe("h1/Link/d1");
	expect(props).toMatchObject({ name: "d1", ifindex: 7, persist: true, error: "it is gone, and its boot file is there" });
	expect(inputs).toMatchObject({ name: "d1", persist: true, error: "it is gone, and its boot file is there" });
	expect(inputs).not.toHaveProperty("ifindex");
});

test("a refresh drops an object that is gone and has no boot file of this program", async () => {
	mockRead.mockResolvedValue(facts({ "30-Link_d1.0000000000000000": sha256("x") }));
	expect(await read("h1/Link/d1", state)).toEqual({});
	mockRead.mockResolvedValue(facts({ [own]: sha256("x") }));
	expect(await read("h1/Link/d1", { ...state, persist: undefined })).toEqual({});
});
