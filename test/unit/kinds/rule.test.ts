import type { Values } from "../../../provider/base/values";
import { rule } from "../../../provider/kinds/rule";
import { plan } from "../../../provider/plan/plan";
import { readsBefore } from "../../../provider/plan/reads";
import { calls } from "../../../provider/tools/script";
import { lines, operationOf, outcome } from "../support/cases";
import { factsOf } from "../support/compact";
import { programWith } from "../support/program";

const choose = (want: Values, before?: Values, declared: Values[] = [], isNew = before === undefined, name = "web") =>
	rule.allocate?.({ family: "inet", ...want }, before, { isNew, name, declared: { ofType: () => declared } });

test("a rule without a priority gets a number of its own, and keeps it", () => {
	const first = choose({ table: 7 });
	expect(first?.values.priority).toBeGreaterThanOrEqual(20000);
	expect(first?.values.priority).toBeLessThan(30000);
	expect(choose({ table: 7 })).toEqual(first);
	expect(choose({ table: 8, from: "10.0.0.0/8" }, first?.decided)?.values).toEqual(first?.values);
	expect(choose({ table: 7, priority: 100 }, first?.decided)?.values).toEqual({ priority: 100 });
});

test("it gets no number that another rule of the program has", () => {
	const number = choose({ table: 7 })?.values.priority;
	const next = choose({ table: 7 }, undefined, [{ family: "inet", priority: number }]);
	expect(next?.values.priority).toBe(number === 29999 ? 20000 : number + 1);
	expect(choose({ table: 7 }, undefined, [{ family: "inet6", priority: number }])?.values.priority).toBe(number);
	const all = Array.from({ length: 10000 }, (_, i) => ({ family: "inet", priority: 20000 + i }));
	expect(choose({ table: 7 }, undefined, all)?.problems).toEqual([
		{ path: "priority", message: expect.stringMatching(/^all priorities from 20000 to 29999 are taken/) },
	]);
});

test("new rules have a label by name and content, rules of earlier versions have none", () => {
	const [a, b, c] = [
		choose({ priority: 1 }),
		choose({ priority: 1, table: 7 }),
		choose({ priority: 1 }, undefined, [], true, "x"),
	];
	expect(new Set([a, b, c].map((one) => one?.decided.label)).size).toBe(3);
	expect(choose({ priority: 1 }, undefined, [], false)?.decided).toEqual({ priority: 1 });
	expect(choose({ priority: 1, table: 9 }, a?.decided)?.decided.label).toBe(a?.decided.label);
});

test("a foreign rule that another resource of the program declares is not adopted as the only one with the match", () => {
	const golden = { want: { priority: 100, from: "10.0.0.0/8", table: 78, adopt: true }, decided: { label: "aaaa0001" } };
	const operation = operationOf(rule, golden);
	const facts = factsOf(readsBefore(operation), {
		links: { "": {} },
		rules: { "": [{ priority: 100, src: "10.0.0.0", srclen: 8, table: "77", protocol: "3" }] },
	});
	const planned = (...declared: string[]) => plan(operation, facts, { program: programWith((what) => declared.includes(what)) });
	expect(planned().originals).toMatchObject({ from: "10.0.0.0/8", table: 77 });
	const beside = planned("inet rule 100 from 10.0.0.0/8 table 77");
	expect(beside.originals).toBeUndefined();
	expect(calls(beside.steps).flatMap(lines)).toContain("rule add pref 100 from 10.0.0.0/8 table 78 protocol 250");
});

test("an adopted rule that was changed by hand is still the resource's", () => {
	const previous = { family: "inet", priority: 100, from: "10.0.0.0/8", table: 78 };
	const want = { priority: 100, from: "10.0.0.0/8", table: 77, adopt: true };
	const { plan } = outcome(rule, {
		...{ want, was: { ...want, family: "inet", __previous: previous }, decided: { label: "aaaa0001" } },
		facts: {
			links: { "": {} },
			rules: { "": [{ priority: 100, src: "10.0.0.0", srclen: 8, table: "79", protocol: "3" }] },
			journal: { "Rule/inet/100/aaaa0001": { owner: "demo/dev", previous, sets: { from: "10.0.0.0/8", table: 77 } } },
		},
	});
	expect(plan().commands).toEqual([
		"ip -batch - <<'END'",
		"rule add pref 100 from 10.0.0.0/8 table 77 protocol 3",
		"rule del pref 100 from 10.0.0.0/8 table 79 protocol 3",
		"END",
	]);
});

test("a rule that moves to another family gets another number where a rule there has its own", () => {
	const there = { family: "inet6", priority: 20005, table: 8 };
	const before = { priority: 20005, label: "aaaa0001" };
	expect(choose({ family: "inet6", table: 7 }, before, [there], true)?.values.priority).not.toBe(20005);
	expect(choose({ family: "inet", table: 7 }, before, [there], true)?.values.priority).toBe(20005);
	// The engine may ask about the same rule twice.
	expect(choose({ family: "inet6", table: 8 }, before, [there], true)?.values.priority).toBe(20005);
});
