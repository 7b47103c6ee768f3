import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { generate } from "../../oracle/inputs";

const all = [1, 2, 3].flatMap((seed) => generate("h1", seed, 60).flatMap(({ inputs }) => inputs));

test("every kind is generated, and its checks accept all inputs", () => {
	expect([...new Set(all.map(([kind]) => kind))].sort()).toEqual(Object.keys(kinds).sort());
	const problems = all.flatMap(([kind, args]) => checkInputs(kinds[kind] as Kind, args).problems);
	expect(problems).toEqual([]);
});

test("the same seed gives the same inputs, and another one gives others", () => {
	const [first, again, other] = [1, 1, 2].map((seed) => JSON.stringify(generate("h1", seed, 20)));
	expect(again).toBe(first);
	expect(other).not.toBe(first);
});
