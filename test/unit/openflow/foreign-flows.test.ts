import { foreignPartOf, withTableNumbers } from "../../../provider/openflow/foreign-flows";
import { type KeptFlow, keptFlows, keptLine } from "../../../provider/tools/kept-flows";
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
				return String(i % 2);
			},
		};
	});
	const kept = foreignPartOf(facts, "br0", { flows, groups: new Map(), meters: new Map(), options: new Map() }, []);
	const learned = flows.filter((flow) => !kept.flows.includes(flow));
	expect(learned.map(({ priority }) => priority)).toEqual(flows.map((_, i) => i).filter((i) => i % 4 === 1));
	return reads;
}

test("the comparisons of flows with what others learn grow with their number, and not with its square", () => {
	expect(looks(400)).toBeLessThanOrEqual(2.2 * looks(200));
});

test("the flow by which a bridge without flows still forwards is not another's, and one like it for good is", () => {
	const flow: KeptFlow = {
		...{ table: "0", place: "table=0,priority=0,metadata=0", cookie: "0x0", priority: 0, actions: "NORMAL" },
		...{ idleTimeout: 0, hardTimeout: 120, age: 3, words: [] },
	};
	const kept = (flows: KeptFlow[]) =>
		foreignPartOf(facts, "br0", { flows, groups: new Map(), meters: new Map(), options: new Map() }, []).flows;
	expect(kept([flow])).toEqual([]);
	expect(kept([{ ...flow, hardTimeout: 0 }])).toHaveLength(1);
});

test("flows of tables with names have the tables' numbers, also those that others learn", () => {
	const names = { flow_tables: { 5: { name: "acl" }, 7: { name: "my table" } } };
	const named = factsOf([{ read: "ovs" }, { read: "journal" }], { ovs: { bridges: { br0: names as never } } });
	const fact = { read: "kept-flows", bridge: "br0" } as const;
	const listed = [
		' cookie=0x9, duration=5s, table=acl, n_packets=0, n_bytes=0, priority=9,ip actions=learn(table="my table",cookie=0x4,priority=3),resubmit(,acl)',
		' cookie=0x4, duration=5s, table="my table", n_packets=0, n_bytes=0, priority=3,ip actions=drop',
		' cookie=0x5, duration=5s, table="my table", n_packets=0, n_bytes=0, priority=4,in_port="p,table=acl" actions=ct(commit,table=acl)',
		" cookie=0x0, duration=5s, table=9, n_packets=0, n_bytes=0, priority=0 actions=NORMAL",
	];
	const all = keptFlows.reads["kept-flows"].parse({ stdout: `@\n@\n@\n${listed.join("\n")}\n`, stderr: "", code: 0 }, fact);
	const kept = foreignPartOf(named, "br0", withTableNumbers(all as never, named, "br0"), []);
	expect(kept.flows.map(keptLine)).toEqual([
		"cookie=0x9,table=5,priority=9,ip,actions=learn(table=7,cookie=0x4,priority=3),resubmit(,acl)",
		'cookie=0x5,table=7,priority=4,in_port="p,table=acl",actions=ct(commit,table=5)',
		"cookie=0x0,table=9,priority=0,actions=NORMAL",
	]);
});
