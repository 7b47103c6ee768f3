import { kinds } from "../../../provider/kinds";
import { identityChanges, replacedFields } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { generate, type Input, isPossible } from "../../oracle/inputs";
import { fullKernel, kernelWith } from "../../oracle/kernel";

type Checked = ReturnType<typeof checkInputs>;

const where = { host: "h1", kernel: fullKernel };
const units = [1, 2, 3].flatMap((seed) => generate(where, seed, 60));
const all = units.flatMap(({ inputs }) => inputs);

test("every kind is generated, and its checks accept all inputs", () => {
	expect([...new Set(all.map(([kind]) => kind))].sort()).toEqual(Object.keys(kinds).sort());
	const problems = all.flatMap(([kind, args]) => checkInputs(kinds[kind] as Kind, args).problems);
	expect(problems).toEqual([]);
});

test("most inputs have others to which the object can be changed in place", () => {
	const pairs = units.flatMap(({ inputs: [first], changed }) => (first && changed ? [{ first, changed }] : []));
	expect(pairs.length).toBeGreaterThan(units.length * 0.8);
	for (const { first, changed } of pairs) {
		const kind = kinds[first[0]] as Kind;
		const [before, after] = [first[1], changed].map((args) => checkInputs(kind, args)) as [Checked, Checked];
		expect([kind.type, after.problems]).toEqual([kind.type, []]);
		expect(identityChanges(kind, after.values, before.values)).toEqual([]);
		expect(replacedFields(kind, after.values, before.values)).toEqual([]);
	}
});

test("the same seed gives the same inputs, and another one gives others", () => {
	const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify(generate(where, seed, 20)));
	expect(again).toBe(first);
	expect(other).not.toBe(first);
});

test("a kernel gets no inputs that need more than it has, and the other host gets the rest", () => {
	const kernel = kernelWith(["link bridge", "link veth", "nft ct", "qdisc ingress"]);
	const here = generate({ host: "h1", kernel }, 1, 60);
	const changed = here.flatMap(({ inputs: [first], changed }) => (first && changed ? [[first[0], changed] as Input] : []));
	expect([...here.flatMap(({ inputs }) => inputs), ...changed].filter((one) => !isPossible(kernel, [one]))).toEqual([]);
	expect(JSON.stringify(here)).not.toMatch(/"vrf":|"type":"(dummy|linux-htb)"/);
	expect(here.length).toBeGreaterThan(40);
	const there = generate({ ...where, other: kernel }, 1, 60);
	expect(there.filter(({ inputs }) => isPossible(kernel, inputs))).toEqual([]);
	expect(there.length).toBeGreaterThan(40);
});
