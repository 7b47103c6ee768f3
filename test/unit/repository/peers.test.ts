import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { checkInputs } from "../../../provider/model/validate";
import { peers } from "../../peers";
import { placed } from "../../peers/configuration";

describe.each(peers)("$name", ({ configurations }) => {
	test("has a name for each configuration, and says what is missing where it has no resources", () => {
		expect(new Set(configurations.map(({ name }) => name)).size).toBe(configurations.length);
		expect(configurations.filter(({ resources, lacks }) => !resources && !lacks)).toEqual([]);
		expect(configurations.filter(({ lacks, remark }) => lacks !== undefined && remark !== undefined)).toEqual([]);
	});

	test("has only resources that the check accepts", () => {
		const all = configurations
			.map((one) => placed(one, "h1", "j0"))
			.flatMap(({ resources = [], next = [] }) => [...resources, ...next]);
		const problems = all.flatMap(([kind, args]) =>
			checkInputs(kinds[kind] as Kind, args).problems.map((problem) => [kind, args.name, problem]),
		);
		expect(problems).toEqual([]);
	});
});
