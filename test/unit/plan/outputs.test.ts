import { observe } from "../../../provider/plan/observe";
import { outputsByIdAlone } from "../../../provider/plan/outputs";
import { caseKinds, caseNames, caseOf, kindNamed, outcome } from "../support/cases";

test.each(caseKinds())("%s: what Kind.get puts into the state is fields and outputs of the kind, and plain values", (type) => {
	const kind = kindNamed(type);
	const known = [...Object.keys(kind.schema.shape), ...Object.keys(kind.computed)];
	let seen = 0;
	for (const name of caseNames(type)) {
		const golden = caseOf(type, name);
		if (golden.problems || golden.error !== undefined || !golden.commands) continue;
		const { operation, facts } = outcome(kind, golden);
		const have = observe(operation, facts);
		if (!have) continue;
		seen++;
		const state = outputsByIdAlone(operation, have);
		expect([name, Object.keys(state).filter((key) => !known.includes(key))]).toEqual([name, []]);
		expect([name, JSON.parse(JSON.stringify(state))]).toEqual([name, state]);
	}
	expect(seen > 0 || kind.type === "Reachability").toBe(true);
});
