import { isIpv6 } from "../../../provider/base/ip-address";
import { previousKey } from "../../../provider/base/state-fields";
import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import type { Facts } from "../../../provider/model/facts";
import type { Observed } from "../../../provider/model/observed";
import { routeId } from "../../../provider/network/one-route";
import { observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { isJournaled, isObserver, isPreexisting } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { toOperation } from "../../../provider/pulumi/inputs";
import { read } from "../../../provider/pulumi/read";
import { gone as goneText } from "../../support/gone";
import { kindNamed, operationOf } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";
import { samples } from "../support/samples";

// A refresh finds an object gone: Open vSwitch has lost its flows, or somebody has deleted a route. What this program has noted of it on the
// host must go with destroy, so the resource has to stay in the state until then.

const mockRead = jest.fn();
jest.mock("../../../provider/pulumi/configuration", () => ({
	hosts: () => ({ nameOf: () => "h1", get: () => ({ read: mockRead, errorOf: (_: unknown, error: unknown) => error }) }),
}));
jest.mock("../../../provider/pulumi/engine-log", () => ({ warn: async () => undefined }));

interface Sample {
	name: string;
	operation: Operation;
	state: Values;
	/** The host from which the object is gone, with what the journal has of it. */
	host: CompactFacts;
}

/** A sample with the entries in the journal that its creation, or its adoption, leaves. */
function sampleOf(operation: Operation, name: string, previous?: Values): Sample {
	const { kind, want, id, owner } = operation;
	const envelope = { __kind: kind.type, __v: 1, __owner: owner, host: "h1" };
	const state = { ...envelope, ...want, ...(previous ? { adopt: true, [previousKey]: previous } : {}) };
	const { routes, ...at } = want;
	const many = kind.type === "Routes" ? routes : [];
	const metric = (route: Values) => (isIpv6(route.destination) ? 1024 : 0);
	const ids = many.map((route: Values) => routeId({ metric: metric(route), tos: 0, ...at, ...route }));
	const journal = {
		[id]: { owner, ...(previous ? { previous } : {}) },
		...Object.fromEntries(ids.map((one: string) => [one, { owner, of: id }])),
	};
	return { name, operation, state, host: { journal } };
}

/** What a host has of an operation and of its deletion. */
function factsFor({ operation, state }: Sample, host: CompactFacts): Facts {
	const update: Operation = { ...operation, mode: "update", was: state };
	const deletion: Operation = { ...operation, mode: "delete", was: state };
	const asked = [operation, update, deletion].flatMap((one) => [...readsBefore(one), ...readsAfter(one)]);
	return factsOf([...asked, { read: "journal" }], host);
}

const operations = Object.values(kinds).flatMap((kind) =>
	(samples[kind.type] ?? []).map((want, i) => ({ name: `${kind.type} ${i + 1}`, operation: operationOf(kind, { want }) })),
);

/** What a refresh sees of the object. */
const seen = (sample: Sample, host: CompactFacts): Observed | undefined =>
	observe({ ...sample.operation, mode: "update", was: sample.state }, factsFor(sample, host));

const isGone = (sample: Sample): boolean => seen(sample, {}) === undefined;

const journaled = operations
	.filter(({ operation }) => isJournaled(operation))
	.map(({ operation, name }) => sampleOf(operation, name));
const adopted = operations
	.filter(({ operation }) => !isObserver(operation))
	.filter(({ operation }) => "adopt" in operation.kind.schema.shape || isPreexisting(operation))
	.map(({ operation, name }) => sampleOf(operation, `adopted ${name}`, {}));

/** The entries that the steps of a deletion remove. */
const removed = (sample: Sample, props: Values, facts: Facts): string[] =>
	plan(toOperation("delete", props, props), facts).steps.flatMap((step) =>
		step.tool === "journal" && step.op === "remove" && step.owner === sample.operation.owner ? [step.id] : [],
	);

test("all kinds without a mark, and all that can be adopted, have samples that can be gone", () => {
	const types = (all: Sample[]) => [...new Set(all.map(({ operation }) => operation.kind.type))].sort();
	const without = Object.values(kinds).filter(({ ownership }) => ownership === "journal");
	expect(types(journaled)).toEqual(without.map(({ type }) => type).sort());
	expect(types(journaled.filter(isGone))).toEqual(types(journaled));
	// Open vSwitch has its own settings in any case.
	expect(types(adopted.filter(isGone))).toEqual(types(adopted).filter((type) => type !== "OpenVSwitch"));
});

const gone = [...journaled, ...adopted].filter(isGone);

test.each(gone)("$name stays in the state until destroy has removed what the host has noted of it", async (sample) => {
	const { operation, state, host } = sample;
	const facts = factsFor(sample, host);
	mockRead.mockResolvedValue(facts);
	const { id, props = {} } = await read(`h1/${operation.id}`, state);
	expect(id).toBe(`h1/${operation.id}`);
	// Routes has an empty place for each missing one.
	expect(props.error).toBe(seen(sample, host) ? undefined : goneText);
	expect(removed(sample, props, facts).sort()).toEqual(Object.keys(host.journal ?? {}).sort());
});

test.each(gone)("$name leaves the state where the host has noted nothing of it, or only for another program", async (sample) => {
	const { operation, state, host } = sample;
	const theirs = Object.fromEntries(Object.keys(host.journal ?? {}).map((id) => [id, { owner: "other/dev" }]));
	for (const journal of [{}, theirs].filter((one) => !seen(sample, { journal: one }))) {
		mockRead.mockResolvedValue(factsFor(sample, { journal }));
		expect(await read(`h1/${operation.id}`, state)).toEqual({});
	}
});

test.each(journaled.filter((sample) => isGone(sample) && !seen(sample, sample.host)))(
	"$name whose creation was cut off after its entry stays in the state, and destroy removes the entry",
	async (sample) => {
		const { operation, state, host } = sample;
		const facts = factsFor(sample, host);
		mockRead.mockResolvedValue(facts);
		const { props = {} } = await read(`h1/${operation.id}`, { ...state, __outcome: "unknown", error: "the connection was lost" });
		expect(props.__outcome).toBeUndefined();
		expect(props.error).toMatch(/^the object is gone/);
		expect(removed(sample, props, facts)).toEqual([operation.id]);
	},
);

const single = journaled.filter((sample) => !seen(sample, sample.host));

test.each(single)("$name is created by the next update as it was at first", (sample) => {
	const { operation, state, host } = sample;
	const create = plan(operation, factsFor(sample, {})).steps;
	const update = plan({ ...operation, mode: "update", was: state }, factsFor(sample, host)).steps;
	expect(update).toEqual(create);
});

const movedRule = [4, 6].map((family) => ({ family, priority: 32765, src: "all", table: "255", protocol: "250" }));

test.each<[what: string, type: string, want: Values, host: CompactFacts]>([
	[
		"the moved rule of a VRF",
		"VRF",
		{ name: "red", table: 101, localRuleLast: true },
		{ links: { "": {} }, rules: { "": movedRule } },
	],
	[
		"the collector set of a bridge",
		"IPFIX",
		{ bridge: "br0", collectorSet: 7, targets: ["192.0.2.9:4739"] },
		{
			ovs: {
				bridges: { br0: { stray: true, owner: "demo/dev" } },
				collectorSets: { s: { id: 7, bridge: "br0", owner: "demo/dev" } },
			},
		},
	],
])("%s that somebody has deleted is removed by destroy, also after a refresh", async (_, type, want, host) => {
	const sample = sampleOf(operationOf(kindNamed(type), { want }), type);
	const facts = factsFor(sample, host);
	mockRead.mockResolvedValue(facts);
	let props = sample.state;
	for (let refreshes = 0; refreshes < 3; refreshes++) {
		expect(plan(toOperation("delete", props, props), facts).steps).toHaveLength(1);
		props = (await read(`h1/${sample.operation.id}`, props)).props ?? {};
	}
});

/** A host with the devices that a sample takes something from. */
const withDevices = (names: string[], link: object, more: CompactFacts = {}): CompactFacts => ({
	...{ ovs: {}, links: { "": Object.fromEntries(names.map((name) => [name, link])) }, routes: { "": [] } },
	...more,
});
const devicesOf = ({ uplink, interfaces = [] }: Values): string[] => (uplink ? [uplink.nic] : interfaces);
const taking = operations.filter(({ operation: { kind, want } }) => kind.takes?.mayTake(want));

test("all kinds that take something from others have samples that do so", () => {
	const types = Object.values(kinds).flatMap(({ type, takes }) => (takes ? [type] : []));
	expect([...new Set(taking.map(({ operation }) => operation.kind.type))].sort()).toEqual(types.sort());
});

test.each(taking)("$name that somebody has deleted gives back what it had taken over", async ({ name, operation }) => {
	const { want, owner, id } = operation;
	const sample = sampleOf(operation, name);
	const before = withDevices(devicesOf(want), { addresses: want.uplink ? ["192.0.2.10/24"] : [] });
	const entries = plan(operation, factsFor(sample, before)).steps.flatMap((step) =>
		step.tool === "journal" && step.op === "write" ? [step.entry] : [],
	);
	expect(entries).toEqual([{ id, owner, taken: expect.any(Object) }]);
	const after = withDevices(
		devicesOf(want),
		{ up: false },
		{ journal: { [id]: entries[0] as NonNullable<(typeof entries)[0]> } },
	);
	const facts = factsFor(sample, after);
	mockRead.mockResolvedValue(facts);
	let props = sample.state;
	for (let refreshes = 0; refreshes < 3; refreshes++) {
		const { steps } = plan(toOperation("delete", props, props), facts);
		const back = JSON.stringify(steps.filter(({ tool }) => tool !== "journal"));
		for (const device of devicesOf(want)) expect(back).toContain(device);
		expect(steps.filter(({ tool }) => tool === "journal")).toMatchObject([{ op: "remove", id, owner }]);
		props = (await read(`h1/${id}`, props)).props ?? {};
		expect(props.error).toBe(goneText);
	}
});
