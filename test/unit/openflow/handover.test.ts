import type { Values } from "../../../provider/base/values";
import { openFlowTable } from "../../../provider/kinds/openflowtable";
import type { Facts } from "../../../provider/model/facts";
import { cookieOf } from "../../../provider/openflow/flows";
import type { Operation } from "../../../provider/plan/operation";
import { type Planned, plan } from "../../../provider/plan/plan";
import { allInputs, planRollback } from "../../../provider/plan/plan-rollback";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { problems } from "../../../provider/plan/verify";
import { showCall } from "../../../provider/tools/call";
import { calls } from "../../../provider/tools/script";
import { operationOf, owner } from "../support/cases";
import { factsOf } from "../support/compact";

const bridge = "br0";
const cookie = (name: string) => cookieOf(owner, { bridge, table: 0, name });
const flow = (priority: number, match: string) => ({ priority, match, actions: "NORMAL" });
const inputs = (name: string, flows: Values[], more: Values = {}): Values => ({ bridge, name, flows, ...more });

/** A bridge whose flows are given as `name priority match`; the name is that of an OpenFlowTable of the program, or a cookie. */
function hostWith(operation: Operation, flows: string[], noted: Record<string, Values> = {}): Facts {
	const lines = flows.map((text) => {
		const [name = "", priority, match] = text.split(" ");
		return `cookie=${name.startsWith("0x") ? name : cookie(name)}, priority=${priority},${match} actions=NORMAL`;
	});
	const names = flows.map((text) => text.split(" ")[0] ?? "").filter((name) => !name.startsWith("0x"));
	const journal = [...new Set(names)].map((name) => [`OpenFlowTable/br0/0/${name}`, { owner, ...noted[name] }]);
	const reads = [...readsBefore(operation), ...readsAfter(operation), ...openFlowTable.facts(allInputs(operation))];
	return factsOf(reads, {
		ovs: { bridges: { br0: { fail_mode: "secure", ports: { p1: { interface: { ofport: 1 } } } } } },
		flows: { "br0 0": lines },
		renderedFlows: { "in_port=65000,actions=NORMAL": "in_port=65000 actions=NORMAL" },
		journal: Object.fromEntries(journal),
	});
}

/** The lines for ovs-ofctl, with the names of tables in place of their cookies. */
const linesOf = ({ steps }: Pick<Planned, "steps">): string[] =>
	calls(steps.filter(({ tool }) => tool === "ofctl"))
		.flatMap((call) => showCall(call).split("\n"))
		.filter((line) => /^(add|modify|delete)/.test(line))
		.map((line) => ["old", "new", "a", "b"].reduce((text, name) => text.replace(cookie(name), name), line));

interface Program {
	want: Values | null;
	was?: Values;
	declared?: Values[];
	noted?: Record<string, Values>;
}

/** A change by a program that declares these OpenFlowTables too. */
function change(flows: string[], { want, was, declared = [], noted }: Program) {
	const registry = new Registry("h1");
	const all = [...(want ? [want] : []), ...declared];
	for (const [i, values] of all.entries())
		expect(registry.declare(`${i}:x`, operationOf(openFlowTable, { want: values }))).toEqual([]);
	const operation = operationOf(openFlowTable, { want, was });
	const facts = hostWith(operation, flows, noted);
	const program = registry.around(operation);
	const planned = plan(operation, facts, { program });
	const wrong = (after: string[]) => problems(operation, hostWith(operation, after), planned, program);
	return { operation, facts, planned, lines: linesOf(planned), wrong };
}

test("a renamed resource takes its flows over in place, and the deletion of the old one has nothing to do", () => {
	const { lines, planned, wrong } = change(["old 9 tcp"], { want: inputs("new", [flow(9, "tcp")]) });
	expect(lines).toEqual(["add cookie=new,table=0,priority=9,tcp,actions=NORMAL"]);
	expect(planned.originals).toBeUndefined();
	expect(wrong(["new 9 tcp"])).toEqual([]);
	const after = change(["new 9 tcp"], {
		...{ want: null, was: { ...inputs("old", [flow(9, "tcp")]), table: 0 } },
		declared: [inputs("new", [flow(9, "tcp")])],
	});
	expect(after.lines).toEqual([]);
});

test("with adopt, a flow of the program is no former value, and what it has replaced is one", () => {
	const want = inputs("new", [flow(9, "tcp")], { adopt: true });
	expect(change(["old 9 tcp"], { want }).planned.originals).toBeUndefined();
	const theirs = { cookie: "0xbb", priority: 9, match: "tcp", actions: "drop" };
	const noted = { old: { previous: { bridge, table: 0, name: "old", flows: [theirs] } } };
	for (const one of [want, { ...want, adopt: undefined }])
		expect(change(["old 9 tcp"], { want: one, noted }).planned.originals?.flows).toEqual([theirs]);
	expect(
		change(["old 9 tcp", "0xcc 5 arp"], { want: inputs("new", [flow(9, "tcp"), flow(5, "arp")], { adopt: true }) }),
	).toMatchObject({ planned: { originals: { flows: [{ cookie: "0xcc", priority: 5, match: "arp", actions: "NORMAL" }] } } });
});

test("a flow of somebody else's is refused as before", () => {
	expect(() => change(["old 8 tcp", "0xbb 9 tcp"], { want: inputs("new", [flow(9, "tcp")]) })).toThrow(
		"flows[0]: a flow of this priority and match exists already and does not belong to this program (cookie 0xbb",
	);
});

test("a flow that its resource still declares is refused with both names", () => {
	const declared = [inputs("old", [flow(9, "in_port=p1")])];
	expect(() => change(["old 9 in_port=1"], { want: inputs("new", [flow(9, "in_port=1")]), declared })).toThrow(
		"flows[0]: OpenFlowTable old in table 0 of bridge br0 of this program declares the flow of this priority and match too (priority=9,in_port=1): remove it from one of the two",
	);
});

test("two resources exchange flows: neither deletes the other's", () => {
	const [one, other] = [flow(9, "tcp"), flow(9, "udp")];
	const exchange = (name: string, from: Values, to: Values, beside: string) => ({
		...{ want: inputs(name, [to]), was: { ...inputs(name, [from]), table: 0 } },
		declared: [inputs(beside, [from])],
	});
	const first = change(["a 9 tcp", "b 9 udp"], exchange("a", one, other, "b"));
	expect(first.lines).toEqual(["add cookie=a,table=0,priority=9,udp,actions=NORMAL"]);
	// The first resource is as declared before the other one has taken its flow.
	expect(first.wrong(["a 9 tcp", "a 9 udp"])).toEqual([]);
	expect(first.wrong(["a 9 tcp", "a 9 udp", "a 9 sctp"])).not.toEqual([]);
	const second = change(["a 9 tcp", "a 9 udp"], exchange("b", other, one, "a"));
	expect(second.lines).toEqual(["add cookie=b,table=0,priority=9,tcp,actions=NORMAL"]);
	expect(second.wrong(["b 9 tcp", "a 9 udp"])).toEqual([]);
});

test("a flow that no resource declares any more is deleted", () => {
	const { lines } = change(["a 9 tcp", "a 9 udp"], {
		...{ want: inputs("a", [flow(9, "tcp")]), was: { ...inputs("a", [flow(9, "tcp"), flow(9, "udp")]), table: 0 } },
		declared: [inputs("b", [flow(5, "udp")])],
	});
	expect(lines).toEqual([`delete_strict cookie=a/-1,table=0,priority=9,udp`]);
});

test("a change that is undone gives the flows back", () => {
	const { operation, facts } = change(["old 9 tcp"], { want: inputs("new", [flow(9, "tcp"), flow(8, "udp")]) });
	const undone = planRollback({ operation, factsBefore: facts }, hostWith(operation, ["new 9 tcp", "new 8 udp"]), []);
	expect(linesOf({ steps: undone })).toEqual([
		"add cookie=old,table=0,priority=9,tcp,actions=NORMAL",
		"delete cookie=new/-1,table=0",
	]);
	const update = change(["a 9 tcp", "b 9 udp"], {
		...{ want: inputs("a", [flow(9, "udp")]), was: { ...inputs("a", [flow(9, "tcp")]), table: 0 } },
	});
	const back = planRollback(
		{ operation: update.operation, factsBefore: update.facts },
		hostWith(update.operation, ["a 9 udp"]),
		[],
	);
	expect(linesOf({ steps: back })).toEqual([
		"add cookie=a,table=0,priority=9,tcp,actions=NORMAL",
		"add cookie=b,table=0,priority=9,udp,actions=NORMAL",
	]);
});
