import type { Values } from "../../../provider/base/values";
import { plan } from "../../../provider/plan/plan";
import { problems } from "../../../provider/plan/verify";
import { calls } from "../../../provider/tools/script";
import { kindNamed, lines, operationOf, owner } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

const want: Values = { destination: "10.8.0.0/16", vrf: "red", type: "blackhole" };
const id = "Route/10.8.0.0/16/red/0/0";

const reads = [...(["links", "routes"] as const).map((read) => ({ read, netns: "" })), { read: "journal" } as const];

/** The VRF with its table, the tables in which the route stands, and who has noted it. */
const host = (vrf: number | undefined, tables: number[], noted = owner, protocol = 250) => {
	const links: CompactFacts["links"] = { "": vrf === undefined ? {} : { red: { kind: "vrf", data: { table: vrf } } } };
	const routes = tables.map((table) => ({
		type: "blackhole",
		dst: "10.8.0.0/16",
		table: String(table),
		protocol: String(protocol),
		scope: "0",
		flags: [],
	}));
	return factsOf(reads, { links, routes: { "": routes }, journal: { [id]: { owner: noted } } });
};

/** The commands after a change that gave the VRF another table, or took it away. */
function commands(deletes: boolean, now: ReturnType<typeof host>): string[] {
	const was = { ...want, metric: 0, tos: 0 };
	const operation = operationOf(kindNamed("Route"), deletes ? { want: null, was } : { want, was });
	const { steps } = plan(operation, now, { factsBeforeSideEffects: host(100, [100]), declares: () => false });
	if (steps.length === 0) expect(deletes ? [] : problems(operation, now, { steps })).toEqual([]);
	return calls(steps)
		.flatMap(lines)
		.filter((line) => line.startsWith("route"));
}

const del = (table: number) => `route del 10.8.0.0/16 table ${table} proto 250`;
const add = (table: number) => `route add blackhole 10.8.0.0/16 table ${table} proto 250`;

test("a route without a device that outlives its VRF's table is taken off there, and made where the VRF is", () => {
	expect(commands(false, host(200, [100]))).toEqual([del(100), add(200)]);
	expect(commands(false, host(200, [100, 200]))).toEqual([del(100)]);
	expect(commands(false, host(200, [200]))).toEqual([]);
});

test("so it is when it is to go, with its VRF or without", () => {
	expect(commands(true, host(undefined, [100]))).toEqual([del(100)]);
	expect(commands(true, host(200, [100, 200]))).toEqual([del(100), del(200)]);
});

test("what is another program's in the table of before, or has another protocol, stays", () => {
	expect(commands(false, host(200, [100], "other/dev"))).toEqual([add(200)]);
	expect(commands(false, host(200, [100], owner, 3))).toEqual([add(200)]);
});
