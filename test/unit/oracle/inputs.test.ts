import { kinds } from "../../../provider/kinds";
import { identityChanges, replacedFields } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { generate } from "../../oracle/inputs";

type Checked = ReturnType<typeof checkInputs>;

const units = [1, 2, 3].flatMap((seed) => generate("h1", seed, 60));
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
	const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify(generate("h1", seed, 20)));
	expect(again).toBe(first);
	expect(other).not.toBe(first);
});
