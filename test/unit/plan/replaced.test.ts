import type { Values } from "../../../provider/base/values";
import { plan } from "../../../provider/plan/plan";
import { readsBefore } from "../../../provider/plan/reads";
import { readsOfRecreation } from "../../../provider/plan/recreation";
import { calls } from "../../../provider/tools/script";
import { lines, op } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { programWith } from "../support/program";

// Settings that others have made on a device which the engine deletes and creates again, and that the device itself keeps.
const mark = { alias: "pulumi-ovs:demo/dev" };

/** The lines of the creation. `before`: the devices before the deletion. `now`: those after it. */
function creation(old: Values, want: Values, before: CompactFacts["links"], now: CompactFacts["links"]) {
	const [deletion, creating] = [op("Link", null, old), op("Link", want)];
	const first = factsOf(readsBefore(deletion), { links: before });
	const reads = [...readsBefore(deletion), ...readsOfRecreation(deletion, first, { declares: () => true })];
	const replaced = { operation: deletion, facts: factsOf(reads, { links: before }) };
	const known = factsOf([...reads, ...readsBefore(creating)], { links: now });
	return calls(plan(creating, known, { program: programWith(), replaced }).steps).flatMap(lines);
}

describe("a Linux bridge", () => {
	const old = { name: "lb", type: "bridge", mcastQuerier: true };
	const bridge = {
		...{ ...mark, kind: "bridge", vlans: [{ vlan: 1, flags: ["PVID", "Egress Untagged"] }] },
		data: {
			...{ ageing_time: 6000, priority: 4096, mcast_querier: 1, vlan_default_pvid: 1, stp_state: 0, mcast_snooping: 1 },
			...{ group_fwd_mask: "0x4000", mcast_router: 2, nf_call_iptables: 1, mcast_last_member_intvl: 200, mcast_hash_max: 4096 },
		},
	};

	test("has the options that others have set, and those that the program sets or has dropped as the program says", () => {
		expect(creation(old, { name: "lb", type: "bridge", priority: 8192 }, { "": { lb: bridge } }, { "": {} })).toEqual([
			"ip -batch - <<'END'",
			"link add dev lb type bridge priority 8192 ageing_time 6000 group_fwd_mask 0x4000 nf_call_iptables 1 mcast_router 2 mcast_last_member_interval 200",
			"link set dev lb alias pulumi-ovs:demo/dev",
			"END",
			"ip -batch - <<'END'",
			"link set dev lb up",
			"END",
		]);
	});

	test("has the VLANs that others have given to the bridge itself", () => {
		const vlans = [...bridge.vlans, { vlan: 77 }];
		const commands = creation(old, old, { "": { lb: { ...bridge, data: {}, vlans } } }, { "": {} });
		expect(commands).toContain("vlan add dev lb vid 77 self");
	});
});

describe("a bond", () => {
	const old = { name: "bd", type: "bond", mode: "active-backup", interfaces: ["e1"] };
	const member = { kind: "dummy", master: "bd", bondPort: { queue_id: 0, prio: 0 } };
	const before = {
		bd: { ...mark, kind: "bond", data: { mode: "active-backup", miimon: 100, primary: "e2" } },
		...{ e1: member, e2: { ...member, bondPort: { queue_id: 3, prio: 0 } }, e3: member },
	};
	const free = { kind: "dummy" };

	test("has the devices of others in it again, with their options, and the primary one", () => {
		const now = { e1: free, e2: free, e3: { ...free, master: "lb" }, lb: { kind: "bridge" } };
		const commands = creation(old, { ...old, miimon: 200 }, { "": before }, { "": now });
		expect(commands).toEqual(
			expect.arrayContaining([
				"link set dev e1 master bd",
				"link set dev e2 master bd",
				"link set dev e2 type bond_slave queue_id 3",
				"link set dev bd type bond primary e2",
			]),
		);
		expect(commands.join()).not.toContain("dev e3");
	});

	test("has no device that the program has dropped", () => {
		const commands = creation(
			{ ...old, interfaces: ["e1", "e2"] },
			old,
			{ "": before },
			{ "": { e1: free, e2: free, e3: free } },
		);
		expect(commands.join()).not.toContain("dev e2");
		expect(commands).toContain("link set dev e3 master bd");
	});
});
