import type { Values } from "../../../provider/base/values";
import { plan } from "../../../provider/plan/plan";
import { planRollback } from "../../../provider/plan/plan-rollback";
import { problems } from "../../../provider/plan/verify";
import { calls } from "../../../provider/tools/script";
import { kindNamed, lines, operationOf, owner } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { programWith } from "../support/program";

const want: Values = { destination: "10.8.0.0/16", vrf: "red", type: "blackhole" };
const id = "Route/10.8.0.0/16/red/0/0";

const reads = [...(["links", "routes"] as const).map((read) => ({ read, netns: "" })), { read: "journal" } as const];

/** Facts with the VRF and its table, the route in some tables, and the owner in its journal entry. */
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

/** The route commands after a change that gave the VRF another table, or removed the VRF. */
function commands(deletes: boolean, now: ReturnType<typeof host>): string[] {
	const was = { ...want, metric: 0, tos: 0 };
	const operation = operationOf(kindNamed("Route"), deletes ? { want: null, was } : { want, was });
	const { steps } = plan(operation, now, { factsBeforeSideEffects: host(100, [100]), program: programWith() });
	if (steps.length === 0) expect(deletes ? [] : problems(operation, now, { steps })).toEqual([]);
	return calls(steps)
		.flatMap(lines)
		.filter((line) => typeof line === "string")
		.filter((line) => line.startsWith("route"));
}

const del = (table: number) => `route del 10.8.0.0/16 table ${table} proto 250`;
const add = (table: number) => `route add blackhole 10.8.0.0/16 table ${table} proto 250`;

test("a route without a device is removed from its VRF's old table and added to the new one", () => {
	expect(commands(false, host(200, [100]))).toEqual([del(100), add(200)]);
	expect(commands(false, host(200, [100, 200]))).toEqual([del(100)]);
	expect(commands(false, host(200, [200]))).toEqual([]);
});

test("where two VRFs have exchanged their tables, the other one's route of the same destination stays", () => {
	const links = (blue: number) => ({
		"": { red: { kind: "vrf", data: { table: 200 } }, blue: { kind: "vrf", data: { table: blue } } },
	});
	const now = (blue: number) =>
		host(200, [100]).updated(
			factsOf([{ read: "links", netns: "" }, { read: "journal" }], {
				links: links(blue),
				journal: { [id]: { owner }, [id.replace("/red/", "/blue/")]: { owner } },
			}),
		);
	expect(commands(false, now(100))).toEqual([add(200)]);
	expect(commands(false, now(300))).toEqual([del(100), add(200)]);
});

test("its delete removes it from both tables, with its VRF or without", () => {
	expect(commands(true, host(undefined, [100]))).toEqual([del(100)]);
	expect(commands(true, host(200, [100, 200]))).toEqual([del(100), del(200)]);
});

test("a route of another program or protocol stays in the old table", () => {
	expect(commands(false, host(200, [100], "other/dev"))).toEqual([add(200)]);
	expect(commands(false, host(200, [100], owner, 3))).toEqual([add(200)]);
});

test.each([
	["the new one was not added", [], ["route append 10.7.0.0/16 table 254 proto 250 via 10.0.0.9 dev eth1 scope global"]],
	["the old one was not deleted", ["10.0.0.9", "10.0.0.8"], ["route del 10.7.0.0/16 table 254 proto 250 via 10.0.0.8 dev eth1"]],
])("a rollback beside a route of somebody else with the same key leaves that route, where %s", (_, own, expected) => {
	const links: CompactFacts["links"] = { "": { eth1: { addresses: ["10.0.0.1/24"] } } };
	const there = (...all: [protocol: number, gateway: string][]) =>
		factsOf(reads, {
			links,
			journal: { "Route/10.7.0.0/16/254/0/0": { owner } },
			routes: {
				"": all.map(([protocol, gateway]) => ({
					...{ type: "unicast", dst: "10.7.0.0/16", table: "254", protocol: String(protocol), scope: "0", flags: [] },
					...{ gateway, dev: "eth1" },
				})),
			},
		});
	const was = { destination: "10.7.0.0/16", via: "10.0.0.9", dev: "eth1", metric: 0, tos: 0, table: 254, type: "unicast" };
	const operation = operationOf(kindNamed("Route"), { want: { ...was, via: "10.0.0.8" }, was });
	const factsBefore = there([3, "10.0.0.7"], [250, "10.0.0.9"]);
	const now = there([3, "10.0.0.7"], ...own.map((gateway): [number, string] => [250, gateway]));
	const steps = planRollback({ operation, factsBefore }, now, []);
	expect(
		calls(steps)
			.flatMap(lines)
			.filter((line) => String(line).startsWith("route")),
	).toEqual(expected);
});
