import { planPreview } from "../../../provider/apply/plan-batch";
import { HostError } from "../../../provider/base/host-error";
import type { Values } from "../../../provider/base/values";
import type { Host } from "../../../provider/host/host";
import { Hosts } from "../../../provider/host/hosts";
import { Registry } from "../../../provider/plan/registry";
import { planDeletions } from "../../../provider/pulumi/plan-deletions";
import { beginRun } from "../../../provider/pulumi/run";
import { caseKinds, caseNames, caseOf, kindNamed, outcome, owner } from "../support/cases";
import { FakeHost } from "../support/fakehost";
import { at, leaves, replaced } from "../support/samples";

const urn = "urn:pulumi:dev::demo::pulumi-nodejs:dynamic/ovs:Any::old";
const digest = { steps: [{ op: "delete", urn, oldState: { outputs: { __kind: "any" } } }] };

const secret = (value: unknown) => ({
	"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
	plaintext: JSON.stringify(value),
});

/** The plan of a deletion on the host of a golden case. */
async function planned(outputs: Values, preview: Host["preview"]) {
	const get = jest.spyOn(Hosts.prototype, "get").mockReturnValue({ name: "h1", preview, declare() {} } as unknown as Host);
	const state = JSON.stringify({ deployment: { resources: [{ urn, outputs }] } });
	const plan = (await planDeletions(digest, state, () => undefined)).get(urn);
	get.mockRestore();
	return plan;
}

const deletions = caseKinds().flatMap((type) =>
	caseNames(type).flatMap((name) => (caseOf(type, name).want === null ? [[type, name] as const] : [])),
);

test.each(deletions)("%s %s: no line of the plan of a deletion shows an input that is a secret", async (type, name) => {
	const { operation, facts } = outcome(kindNamed(type), caseOf(type, name));
	const outputs: Values = { ...operation.was, __kind: type, __v: 1, __owner: owner };
	const registry = new Registry("h1");
	for (const path of leaves(operation.want)) {
		const value = at(operation.want, path);
		if (typeof value !== "string" || value.length < 4) continue;
		beginRun(new Error("not configured"));
		const state = replaced(outputs, path, secret(value));
		const plan = await planned(state, async (op) => planPreview(op, { facts, registry }));
		const shown = [...(plan?.commands ?? []), plan?.remark ?? ""].filter((line) => line.includes(value));
		expect([path, shown]).toEqual([path, []]);
	}
});

const rule = { __kind: "Rule", __v: 1, __owner: owner, host: "h1", priority: 700, table: 70 };

test("a deletion that would be refused says so, and is no plan that is not known yet", async () => {
	const reason = "h1/Rule/700: a flow of others uses it";
	const plan = await planned(rule, () => Promise.reject(new Error(reason)));
	expect(plan).toEqual({ commands: [], remark: `pulumi up would refuse this: ${reason}`, refusal: reason });
});

test("what a deletion may do to the connection is a warning with the host and the object", async () => {
	const plan = await planned(rule, async () => ({ steps: [], warnings: ["it may cut the connection"] }));
	expect(plan?.warnings).toEqual([expect.stringMatching(/^h1\/Rule\S*: it may cut the connection$/)]);
});

test("the commands of a deletion on a host that is down are not known yet", async () => {
	const fake = new FakeHost("h1");
	fake.down = new HostError("h1", "unreachable", "no answer");
	const plan = await planned(rule, (operation) => fake.host.preview(operation));
	expect(plan).toEqual({
		commands: [],
		remark: expect.stringMatching(/^the commands are not known yet: h1\/Rule\S*: no answer$/),
	});
});
