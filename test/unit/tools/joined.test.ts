import { readingCalls } from "../../../provider/model/fact";
import type { Fact } from "../../../provider/tools/list";

test("facts of different tools that run the same program are never read by one call", () => {
	const facts: Fact[] = ["a", "b"].flatMap((name) => [
		{ read: "package", name },
		{ read: "module", name },
		{ read: "service", name },
	]);
	const together = readingCalls(facts).map((one) => one.facts.map(({ read }) => read));
	expect(together).toEqual([["package", "package"], ["module", "module"], ["service"], ["service"]]);
});
