import type { Values } from "../../../provider/base/values";
import { missingText } from "../../../provider/model/requirements";
import { plan } from "../../../provider/plan/plan";
import { readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { showCall } from "../../../provider/tools/call";
import { calls } from "../../../provider/tools/script";
import { kindNamed, operationOf, owner } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const bridge = "br0";
const objects: [type: string, inputs: Values, actions: string][] = [
	["OpenFlowGroup", { bridge, groupId: 5, type: "all", buckets: [] }, "group:5"],
	["OpenFlowMeter", { bridge, meterId: 5, unit: "pktps", bands: [{ rate: 9 }] }, "meter:5,NORMAL"],
];
const table = (actions: string): [string, Values] => ["OpenFlowTable", { bridge, name: "web", flows: [{ actions }] }];
const tableThing = "OpenFlowTable web in table 0 of bridge br0";

/** A bridge with group 5 and meter 5 of this program, and these flows: of its table web. */
const hostWith = (actions: string[], more: CompactFacts = {}): CompactFacts => ({
	ovs: { bridges: { br0: { protocols: ["OpenFlow13"], ports: { p1: { interface: { ofport: 1 } } } } } },
	groups: { br0: ["group_id=5,type=all"] },
	meters: { br0: ["meter=5 pktps bands=", "type=drop rate=9"] },
	flows: { "br0 0": actions.map((text) => `cookie=0x8b262723ff1f4119, actions=${text}`) },
	journal: Object.fromEntries(
		["OpenFlowGroup/br0/5", "OpenFlowMeter/br0/5", "OpenFlowTable/br0/0/web"].map((id) => [id, { owner }]),
	),
	...more,
});

/** The deletion of an object by a program that declares other resources. */
function deletion(
	[type, was]: [string, Values, string],
	declared: [string, Values][],
	host: CompactFacts,
	around: { deleted?: string[]; created?: string[] } = {},
): string[] {
	const registry = new Registry("h1");
	for (const [i, [other, want]] of declared.entries()) {
		const problems = registry.declare(`${i}:x`, { ...operationOf(kindNamed(other), { want }), resource: `r${i}` });
		expect(problems).toEqual([]);
	}
	const operation = operationOf(kindNamed(type), { want: null, was });
	const { steps } = plan(operation, factsOf([...readsBefore(operation), { read: "journal" }], host), {
		program: registry.around(operation),
		deletedHere: new Set(around.deleted),
		createdHere: (name) => around.created?.includes(name) ?? false,
	});
	return calls(steps)
		.map(showCall)
		.filter((line) => line.includes(" del-"));
}

describe.each(objects)("the deletion of an %s", (...object) => {
	const [, , actions] = object;

	test("is refused while a table that stays names it, whatever the host has", () => {
		for (const flows of [[], [actions]])
			expect(() => deletion(object, [table(actions)], hostWith(flows))).toThrow(
				/^r0 \(h1\/OpenFlowTable\/br0\/0\/web\) still names it/,
			);
	});

	test("is refused while the host has a flow of a declared table that this run does not change", () => {
		expect(() => deletion(object, [table("NORMAL")], hostWith([actions]))).toThrow(
			/^a flow that is of OpenFlowTable web in table 0 of bridge br0 still uses it/,
		);
	});

	test("goes with its table, and after the change in which the table drops the flow", () => {
		expect(deletion(object, [], hostWith([actions]), { deleted: [tableThing] })).toHaveLength(1);
		expect(deletion(object, [table("NORMAL")], hostWith([actions]), { created: [tableThing] })).toHaveLength(1);
		expect(deletion(object, [table("NORMAL")], hostWith([]))).toHaveLength(1);
	});
});

test("a group is not deleted while a declared group has it in a bucket, or watches it", () => {
	const [group] = objects as [[string, Values, string]];
	const watching = { type: "ff", buckets: [{ actions: "output:p1", watchGroup: 5 }] };
	for (const more of [{ type: "all", buckets: [{ actions: "group:5" }] }, watching])
		expect(() => deletion(group, [["OpenFlowGroup", { bridge, groupId: 6, ...more }]], hostWith([]))).toThrow(
			/^r0 \(h1\/OpenFlowGroup\/br0\/6\) still names it/,
		);
});

describe("a group, meter, option or port that is not there is named with its bridge and the first flow or bucket that needs it", () => {
	const flows = ["drop", "group:9", "meter:9,group:9", "set_field:1->tun_metadata3,output:p9"].map((actions, priority) => ({
		...{ priority, actions },
	}));
	const buckets = [{ actions: "group:9" }, { actions: "output:p9", watchGroup: 8 }];

	test.each<[string, Values, string[]]>([
		[
			"OpenFlowTable",
			{ bridge, name: "web", flows },
			[
				"OVS port p9 (property flows[3]; did you mean p1?)",
				"group 9 of bridge br0 (property flows[1])",
				"meter 9 of bridge br0 (property flows[2])",
				"geneve option tun_metadata3 of bridge br0 (property flows[3])",
			],
		],
		[
			"OpenFlowGroup",
			{ bridge, groupId: 1, type: "select", buckets },
			[
				"OVS port p9 (property buckets[1]; did you mean p1?)",
				"group 9 of bridge br0 (property buckets[0])",
				"group 8 of bridge br0 (property buckets[1])",
			],
		],
	])("%s", (type, want, texts) => {
		const kind = kindNamed(type);
		const operation = operationOf(kind, { want });
		const facts = factsOf([...readsBefore(operation), { read: "journal" }], hostWith([]));
		const unmet = kind.requires(operation.want).filter(({ name, there }) => !name.startsWith("what ") && !there(facts));
		expect(unmet.map((requirement) => missingText(requirement, facts, []))).toEqual(texts);
	});
});
