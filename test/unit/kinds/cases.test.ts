import { kinds } from "../../../provider/kinds";
import { checkInputs } from "../../../provider/model/validate";
import { problems } from "../../../provider/plan/verify";
import { caseKinds, caseNames, caseOf, kindNamed, outcome } from "../support/cases";

test("every kind has cases, and every folder of cases is a kind's", () => {
	expect(caseKinds().sort()).toEqual(Object.keys(kinds).sort());
});

describe.each(caseKinds())("%s", (type) => {
	const kind = kindNamed(type);

	test.each(caseNames(type))("%s", (name) => {
		const golden = caseOf(type, name);
		if (golden.problems) {
			const { problems: found } = checkInputs(kind, { host: "h1", ...golden.want });
			expect(Object.fromEntries(found.map((p) => [p.path, p.message]))).toEqual(
				Object.fromEntries(Object.entries(golden.problems).map(([path, message]) => [path, expect.stringContaining(message)])),
			);
			return;
		}
		const { operation, facts, plan, look } = outcome(kind, golden);
		if (golden.normal) expect(operation.want).toMatchObject(golden.normal);
		if (golden.observed !== undefined) expect(look().observed).toEqual(golden.observed);
		if (golden.drift) expect(look().drift).toEqual(golden.drift);
		if (golden.error !== undefined) expect(plan).toThrow(golden.error);
		if (golden.commands) {
			const planned = plan();
			expect(planned.commands).toEqual(golden.commands);
			expect(planned.warnings).toEqual(golden.warnings ?? []);
			if (golden.previous) expect(planned.originals).toEqual(golden.previous);
			if (golden.commands.length === 0 && !golden.drift && golden.observed === undefined)
				expect(problems(operation, facts, planned)).toEqual([]);
		}
		expect([golden.observed, golden.drift, golden.error, golden.commands, golden.normal]).not.toEqual(Array(5).fill(undefined));
	});
});

test("every device that a plan creates is marked in the next line, so that a script that ends early leaves none without a mark", () => {
	const created = caseKinds().flatMap((type) =>
		caseNames(type).flatMap((name) => {
			const { want, commands = [] } = caseOf(type, name);
			const lines = commands.map(String);
			// A device that is given back has no mark.
			if (want === null) return [];
			return lines.flatMap((line, i) => {
				const device = /^(?:link|tuntap) add dev (\S+)/.exec(line)?.[1];
				return device === undefined ? [] : [{ name: `${type}/${name}`, device, next: lines[i + 1] }];
			});
		}),
	);
	expect(created.length).toBeGreaterThan(30);
	const unmarked = created.filter(({ device, next }) => !next?.startsWith(`link set dev ${device} alias `));
	expect(unmarked).toEqual([]);
});
