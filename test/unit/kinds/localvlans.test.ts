import fc from "fast-check";
import { shell } from "../../../provider/index";
import { localVlans } from "../../../provider/kinds/localvlans";
import type { AllocationContext } from "../../../provider/model/kind";

type Vlans = Record<string, number>;
// biome-ignore lint/suspicious/noExplicitAny: inputs of a kind
type Values = Record<string, any>;

const context: AllocationContext = { isNew: true, name: "vlans", declared: { ofType: () => [] } };

const decide = (networks: string[], before?: Values, vlans: Vlans = {}) =>
	localVlans.allocate?.({ bridge: "br-int", networks, vlans }, before, context) ?? { values: {}, decided: {}, problems: [] };

test("the first networks get the lowest numbers that the program does not give", () => {
	expect(decide(["a", "b", "c"], undefined, { b: 1 }).values.vlans).toEqual({ a: 2, b: 1, c: 3 });
});

test("an additional network changes no other number, wherever it is in the list", () => {
	const { decided } = decide(["b", "c"]);
	expect(decide(["a", "b", "c"], decided).values.vlans).toEqual({ a: 3, b: 1, c: 2 });
});

test("a released number is not given to another network while its ports may still exist", () => {
	const one = decide(["a", "b"]);
	const two = decide(["b", "c"], one.decided);
	expect(two.values.vlans).toEqual({ b: 2, c: 3 });
	expect(decide(["a", "b", "c"], two.decided).values.vlans).toEqual({ a: 4, b: 2, c: 3 });
});

test("a number from the program stays after the program removes it", () => {
	const { decided } = decide(["a"], undefined, { a: 70 });
	expect(decide(["a"], decided).values.vlans).toEqual({ a: 70 });
});

test("the program can't give a network another network's number", () => {
	const { decided } = decide(["a", "b"]);
	expect(decide(["a", "b"], decided, { b: 1 }).problems).toEqual([
		{ path: "vlans.b", message: '1 is the local VLAN of "a" on this host: choose another one' },
	]);
	expect(decide(["a", "b"], decided, { a: 1, b: 2 }).problems).toEqual([]);
});

test("a number moves from one network to another in two updates, never in one", () => {
	const until = (vlan: number, holder: string) =>
		`${vlan} is the local VLAN of "${holder}" on this host until this update is done: remove that network, or give it another number, in a separate update first`;
	const { decided } = decide(["a", "b"], undefined, { a: 5, b: 6 });
	expect(decide(["b"], decided, { b: 5 }).problems).toEqual([{ path: "vlans.b", message: until(5, "a") }]);
	expect(decide(["c"], decided, { c: 5 }).problems).toEqual([{ path: "vlans.c", message: until(5, "a") }]);
	expect(decide(["a", "b"], decided, { a: 6, b: 5 }).problems).toEqual([
		{ path: "vlans.a", message: until(6, "b") },
		{ path: "vlans.b", message: until(5, "a") },
	]);
	const without = decide(["b"], decided, { b: 6 });
	expect(without.problems).toEqual([]);
	expect(decide(["b"], without.decided, { b: 5 }).problems).toEqual([]);
});

test("after the last number the first free one is used, and 4,095 networks are refused", () => {
	expect(decide(["a", "b"], { vlans: { a: 1 }, last: 4094 }).values.vlans).toEqual({ a: 1, b: 2 });
	const names = Array.from({ length: 4095 }, (_, i) => `n${i}`);
	expect(decide(names).problems).toEqual([{ path: "networks", message: "all 4094 local VLANs are taken" }]);
	expect(new Set(Object.values(decide(names.slice(1)).values.vlans)).size).toBe(4094);
});

test("no number changes and none is shared while networks are added and removed", () => {
	const names = fc.uniqueArray(fc.constantFrom(..."abcdefgh"), { minLength: 1 });
	fc.assert(
		fc.property(fc.array(names, { minLength: 1, maxLength: 8 }), (runs) => {
			let before: Values | undefined;
			for (const networks of runs) {
				const { values, decided } = decide(networks, before);
				expect(Object.keys(values.vlans).sort()).toEqual([...networks].sort());
				expect(new Set(Object.values(values.vlans)).size).toBe(networks.length);
				for (const network of networks)
					if (before?.vlans[network] !== undefined) expect(values.vlans[network]).toBe(before.vlans[network]);
				for (const network of networks)
					if (before && !(network in before.vlans)) expect(Object.values(before.vlans)).not.toContain(values.vlans[network]);
				before = decided;
			}
		}),
	);
});

test("check chooses the numbers and keeps them where no refresh changes them", async () => {
	const envelope = { __kind: "LocalVlans", __v: 1, __owner: "demo/dev", __resource: "1:a" };
	const check = (olds: Values, networks: string[]) => shell.check(olds, { host: "h1", bridge: "br-int", networks, ...envelope });
	await shell.configure({ config: { get: (key) => (key === "ovs:hosts" ? '{"h1":{"host":"192.0.2.9"}}' : undefined) } });
	const { inputs } = await check({}, ["b"]);
	expect(inputs).toMatchObject({ vlans: { b: 1 }, __decided: { vlans: { b: 1 }, last: 1 } });
	const drifted = { ...inputs, vlans: { b: 77 } };
	expect((await check(drifted, ["a", "b"])).inputs.vlans).toEqual({ a: 2, b: 1 });
	const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
	const elsewhere = { host: { host: unknown, name: "new" }, bridge: unknown, networks: ["b"], ...envelope };
	expect((await shell.check(inputs, elsewhere)).inputs.vlans).toEqual({ b: 1 });
	const later = await check(inputs, [unknown]);
	expect(later.inputs).toMatchObject({ __decided: inputs.__decided });
	expect(later.inputs.vlans).toEqual({});
});

test("the numbers stay after a replacement, which the engine checks without the old inputs", async () => {
	const inputs = (bridge: string) => ({ host: "h1", bridge, networks: ["b"], __kind: "LocalVlans", __v: 1, __owner: "demo/dev" });
	await shell.configure({ config: { get: () => undefined } });
	const olds = { ...inputs("br-int"), vlans: { b: 7 }, __decided: { vlans: { b: 7 }, last: 7 } };
	const news = { ...inputs("br-new"), __resource: "1:vlans" };
	expect((await shell.check(olds, news)).inputs.vlans).toEqual({ b: 7 });
	expect((await shell.check({}, news)).inputs).toMatchObject({ vlans: { b: 7 }, __decided: olds.__decided });
	expect((await shell.check({}, { ...inputs("br-other"), __resource: "2:others" })).inputs.vlans).toEqual({ b: 1 });
	await shell.configure({ config: { get: () => undefined } });
	expect((await shell.check({}, news)).inputs.vlans).toEqual({ b: 1 });
});
