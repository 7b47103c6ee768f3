import { keptOfOthers } from "../../../provider/openflow/of-others";
import type { KeptFlow } from "../../../provider/tools/kept-flows";
import { factsOf } from "../support/compact";

const facts = factsOf([{ read: "ovs" }, { read: "journal" }], { ovs: { bridges: { br0: {} } } });

/** The number of times that a flow's table is read on a bridge with so many flows, of which half learn others. */
function looks(count: number): number {
	let reads = 0;
	const flows = Array.from({ length: count }, (_, i): KeptFlow => {
		const place = `table=${i % 2},priority=${i}`;
		const actions = i % 2 === 0 ? `learn(table=1,cookie=${i},priority=${i + 1})` : "drop";
		const cookie = i % 4 === 1 ? `0x${(i - 1).toString(16)}` : "0x9";
		const times = { idleTimeout: 0, hardTimeout: 0, age: 1 };
		return {
			...{ place, cookie, priority: i, actions, ...times, words: [] },
			get table() {
				reads++;
				return i % 2;
			},
		};
	});
	const kept = keptOfOthers(facts, "br0", { flows, groups: new Map(), meters: new Map(), options: new Map() }, []);
	const learned = flows.filter((flow) => !kept.flows.includes(flow));
	expect(learned.map(({ priority }) => priority)).toEqual(flows.map((_, i) => i).filter((i) => i % 4 === 1));
	return reads;
}

test("the comparisons of flows with what others learn grow with their number, and not with its square", () => {
	expect(looks(400)).toBeLessThanOrEqual(2.2 * looks(200));
});

test("the flow by which a bridge without flows still forwards is not another's, and one like it for good is", () => {
	const flow: KeptFlow = {
		...{ table: 0, place: "table=0,priority=0,metadata=0", cookie: "0x0", priority: 0, actions: "NORMAL" },
		...{ idleTimeout: 0, hardTimeout: 120, age: 3, words: [] },
	};
	const kept = (flows: KeptFlow[]) =>
		keptOfOthers(facts, "br0", { flows, groups: new Map(), meters: new Map(), options: new Map() }, []).flows;
	expect(kept([flow])).toEqual([]);
	expect(kept([{ ...flow, hardTimeout: 0 }])).toHaveLength(1);
});
