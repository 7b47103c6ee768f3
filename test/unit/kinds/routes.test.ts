import type { Values } from "../../../provider/base/values";
import type { Facts } from "../../../provider/model/facts";
import { observe } from "../../../provider/plan/observe";
import { outputs } from "../../../provider/plan/outputs";
import { plan } from "../../../provider/plan/plan";
import { planRollback } from "../../../provider/plan/plan-rollback";
import { problems } from "../../../provider/plan/verify";
import { routesAsBefore } from "../../../provider/tools/ip-undo-routes";
import { Journal } from "../../../provider/tools/journal";
import { calls } from "../../../provider/tools/script";
import { kindNamed, lines, operationOf, owner } from "../support/cases";
import { factsOf } from "../support/compact";
import { programWith } from "../support/program";

const kind = kindNamed("Routes");
const id = "Routes/254/many";
const reads = [...(["links", "routes"] as const).map((read) => ({ read, netns: "" })), { read: "journal" } as const];
const destinationOf = (n: number) => `10.${n >> 8}.${n & 255}.0/24`;
const wanted = (size: number): Values[] =>
	Array.from({ length: size }, (_, n) => ({ destination: destinationOf(n), via: "192.0.2.9" }));

/** A host that has these routes, noted as this resource's, or as a Route's. */
const host = (destinations: string[], of: string | undefined = id, own = true) =>
	factsOf(reads, {
		links: { "": { eth0: { addresses: ["192.0.2.1/24"] } } },
		routes: {
			"": destinations.map((dst) => ({ dst, gateway: "192.0.2.9", dev: "eth0", protocol: "250", table: "254" })),
		},
		journal: {
			...(own ? { [id]: { owner } } : {}),
			...Object.fromEntries(destinations.map((dst) => [`Route/${dst}/254/0/0`, { owner, ...(of === undefined ? {} : { of }) }])),
		},
	});

/** The facts, and the number of times that anything of a route or of an entry of the journal is read. */
function counted(facts: Facts): { facts: Facts; count(): number } {
	let count = 0;
	const get = (of: object, key: PropertyKey) => {
		count++;
		return Reflect.get(of, key);
	};
	const one = <T extends object>(item: T): T => new Proxy<T>(item, { get });
	const routes = { read: "routes", netns: "" } as const;
	const all = facts
		.changed(routes, (list) => list.map(one))
		.changed({ read: "journal" }, (journal) => new Journal(journal.all.map(one)));
	return { facts: all, count: () => count };
}

const operation = (routes: Values[], was?: Values[]) =>
	operationOf(kind, { want: { name: "many", routes }, ...(was ? { was: { name: "many", table: 254, routes: was } } : {}) });

function readsOf(size: number): number {
	const all = wanted(size);
	const known = counted(host(all.map(({ destination }) => destination)));
	const changed = [{ ...all[0], via: "192.0.2.8" }, ...all.slice(1)];
	const op = operation(changed, all);
	const { steps } = plan(op, known.facts, { program: programWith() });
	expect(calls(steps).flatMap(lines)).toHaveLength(3);
	expect(problems(op, known.facts, { steps })).toHaveLength(1);
	routesAsBefore(known.facts, "", new Set(["eth0"]), []);
	return known.count();
}

test("one of thousands of routes is one command, found without comparing each route with each other one", () => {
	const [some, more] = [readsOf(500), readsOf(2000)];
	expect(more / some).toBeLessThan(4.2);
	// Problems are found with a second plan, which may know the reason.
	expect(more / 2000).toBeLessThan(250);
});

test("2,000 routes are one call of ip, and few bytes each in the state", () => {
	const op = operation(wanted(2000));
	const { steps } = plan(op, host([], id, false), { program: programWith() });
	expect(calls(steps).filter(({ argv }) => argv[0] === "ip")).toHaveLength(1);
	const now = host(wanted(2000).map(({ destination }) => destination));
	expect(problems(op, now, { steps })).toEqual([]);
	const have = observe(op, now);
	expect(JSON.stringify(have && outputs(op, have, undefined)).length / 2000).toBeLessThan(60);
});

const commands = (steps: Parameters<typeof calls>[0]) =>
	calls(steps)
		.flatMap(lines)
		.map((line) => (typeof line === "string" ? line : `${line.journal}${line.of === undefined ? "" : ` of ${line.of}`}`))
		.filter((line) => !/^ip|^END/.test(line));

describe("a route that moves between Routes and Route", () => {
	const routes = wanted(1);
	const entry = "Route/10.0.0.0/24/254/0/0";

	test("stays when the Route is deleted, and when the Routes loses it", () => {
		const route = operationOf(kindNamed("Route"), {
			want: null,
			was: { ...routes[0], table: 254, metric: 0, tos: 0, type: "unicast" },
		});
		expect(plan(route, host(["10.0.0.0/24"]), { program: programWith() }).steps).toEqual([]);
		const program = programWith((name) => name.startsWith("route 10.0.0.0/24 of table 254"));
		const smaller = operation([], routes);
		const planned = plan(smaller, host(["10.0.0.0/24"]), { program });
		expect(planned.steps).toEqual([]);
		// The Routes is as declared before the Route has taken the route over.
		expect(problems(smaller, host(["10.0.0.0/24"]), planned, program)).toEqual([]);
		expect(problems(smaller, host(["10.0.0.0/24"]), planned)).not.toEqual([]);
		const removal = operationOf(kind, { want: null, was: { name: "many", table: 254, routes } });
		expect(commands(plan(removal, host(["10.0.0.0/24"]), { program }).steps)).toEqual([entry, `journal: forget ${id} ${owner}`]);
	});

	test("is noted by the Route that takes it over", () => {
		const route = operationOf(kindNamed("Route"), { want: { ...routes[0], table: 254 } });
		expect(commands(plan(route, host(["10.0.0.0/24"]), {}).steps)).toEqual([entry]);
	});

	test("is left alone with its note where a Routes takes it over in the same batch", () => {
		const is = (name: string) => name.startsWith("route 10.0.0.0/24 of table 254");
		const facts = withNoteOf(host(["10.0.0.0/24"], id, false), "10.0.0.0/24", undefined);
		const route = operationOf(kindNamed("Route"), {
			want: null,
			was: { ...routes[0], table: 254, metric: 0, tos: 0, type: "unicast" },
		});
		const planned = plan(route, facts, { program: programWith(is) });
		expect(planned.steps).toEqual([]);
		expect(problems(route, host(["10.0.0.0/24"]), planned)).toEqual([]);
		expect(commands(plan(route, facts, { program: programWith() }).steps)[0]).toBe("route del 10.0.0.0/24 table 254 proto 250");
		// A Routes that is deleted in the same batch leaves the note to the new one.
		const removal = operationOf(kind, { want: null, was: { name: "many", table: 254, routes } });
		const around = { program: programWith(is), createdHere: is };
		expect(commands(plan(removal, host(["10.0.0.0/24"]), around).steps)).toEqual([`journal: forget ${id} ${owner}`]);
	});

	test("is the Route's again after the creation of the Routes was undone", () => {
		const [before, after] = [host(["10.0.0.0/24"], "", false), host(["10.0.0.0/24", "10.0.1.0/24"])];
		const noted = before.changed({ read: "journal" }, () => new Journal([{ id: entry, owner }]));
		const back = planRollback({ operation: operation(wanted(2)), factsBefore: noted }, after, []);
		expect(commands(back)).toEqual([
			entry,
			"route del 10.0.1.0/24 table 254 proto 250",
			`journal: forget Route/10.0.1.0/24/254/0/0 ${owner}`,
		]);
	});
});

test.each([
	["a Route", undefined],
	["another Routes", "Routes/254/other"],
])("a part that %s has taken over stays, and the rest is deleted", (_, other) => {
	const [first, second] = ["10.0.1.0/24", "10.0.2.0/24"] as const;
	const op = operationOf(kind, { want: null, was: { name: "many", table: 254, routes: wanted(3).slice(1) } });
	const program = programWith((name) => name.includes(first));
	// A Route leaves the note as it is until the Routes is deleted.
	const known = other === undefined ? host([first, second]) : withNoteOf(host([first, second]), first, other);
	const planned = plan(op, known, { program });
	const commands = calls(planned.steps).flatMap(lines);
	expect(commands.filter((line) => String(line).startsWith("route "))).toEqual([`route del ${second} table 254 proto 250`]);
	expect(problems(op, withNoteOf(host([first], id, false), first, other), planned, program)).toEqual([]);
	expect(problems(op, host([second], id, false), planned, program)).toEqual(["it still exists"]);
	expect(problems(op, host([first, second], id, false), planned, program)).toEqual(["it still exists"]);
});

const withNoteOf = (facts: Facts, destination: string, of: string | undefined): Facts =>
	facts.changed(
		{ read: "journal" },
		(journal) => new Journal(journal.all.map((entry) => (entry.id.includes(destination) ? { ...entry, of } : entry))),
	);
