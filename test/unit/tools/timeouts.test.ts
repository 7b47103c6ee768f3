import { readCall } from "../../../provider/model/fact";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { longestCall } from "../../../provider/tools/call";
import { calls } from "../../../provider/tools/script";
import { caseKinds, caseNames, caseOf, kindNamed, operationOf, outcome } from "../support/cases";
import { samples } from "../support/samples";

// A daemon of Open vSwitch that is stuck accepts connections and never answers, so each question to one needs a time limit.

/** The commands of a script that ask a daemon. `parse-flows` asks none. */
const asking = (script: string): string[] =>
	script
		.replace(/\$\{PULUMI_OVS_\w+:-(ovs-\w+)\}/g, "$1")
		.split(/[\n;|{]|&&|\$\(/)
		.map((command) => command.trim().replace(/^(exec|again|!) /, ""))
		.filter((command) => /^ovs-(vsctl|ofctl)\b/.test(command) && !command.includes("parse-flows"));

const unlimited = (commands: string[]) => commands.filter((command) => !/^\S+ --timeout=\d+ /.test(command));
const programs = (commands: string[]) => new Set(commands.map((command) => /ovs-\w+/.exec(command)?.[0]));

test("each read of every kind", () => {
	const found = Object.entries(samples).flatMap(([type, all]) =>
		all.flatMap((want) => {
			const operation = operationOf(kindNamed(type), { want });
			return [...readsBefore(operation), ...readsAfter(operation)].flatMap((fact) => asking(readCall(fact).argv.join(" ")));
		}),
	);
	expect(programs(found)).toEqual(new Set(["ovs-vsctl", "ovs-ofctl"]));
	expect(unlimited(found)).toEqual([]);
});

test("each change in the golden cases limits the time of the tools of Open vSwitch", () => {
	const cases = caseKinds().flatMap((kind) =>
		caseNames(kind).map((name) => ({ kind: kindNamed(kind), golden: caseOf(kind, name) })),
	);
	const planned = cases.filter(({ golden: { commands } }) => commands !== undefined && commands.length > 0);
	const made = planned.flatMap(({ kind, golden }) => calls(outcome(kind, golden).plan().steps));
	const found = made.flatMap(({ argv }) => asking(argv.join(" ")));
	expect(Math.max(...made.map(({ takes }) => takes?.ms ?? 0))).toBe(longestCall);
	expect(programs(found)).toEqual(new Set(["ovs-vsctl", "ovs-ofctl"]));
	expect(unlimited(found)).toEqual([]);
});

test("a change of many ports has more time, and its script too", () => {
	const deletions = (count: number) =>
		Array.from({ length: count }, (_, i) => ({
			...({ tool: "ovs", phase: "delete-rows", op: "delete", table: "Port" } as const),
			name: `p${i}`,
		}));
	const limits = (count: number) => calls(deletions(count)).map(({ argv, takes }) => [argv[1], takes?.ms]);
	expect(limits(100)).toEqual([["--timeout=30", undefined]]);
	expect(limits(800)).toEqual([["--timeout=170", 170_000]]);
});
