import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import type { Facts } from "../../../provider/model/facts";
import type { Observed } from "../../../provider/model/observed";
import { observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { isJournaled } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { type Case, caseKinds, caseNames, caseOf, kindNamed, operationOf, outcome } from "../support/cases";
import { type CompactFacts, factsOf } from "../support/compact";

function observedOrNone(operation: Operation, facts: Facts): Observed | undefined {
	try {
		return observe(operation, facts);
	} catch {
		return undefined;
	}
}

/** The host of a case, with the entry that the provider has made in the journal. */
function hostOf({ facts = {} }: Case, operation: Operation, owner: string): CompactFacts {
	const { journal = {} } = facts;
	const isMissing = isJournaled(operation) && !(operation.id in journal);
	return { ...facts, journal: { ...journal, ...(isMissing ? { [operation.id]: { owner } } : {}) } };
}

/** The error when another stack creates the same object; undefined if there is none. */
function refusal(operation: Operation, host: CompactFacts, owner: string): string | undefined {
	const { adopt: _, ...want } = operation.want;
	const second: Operation = { ...operation, mode: "create", was: undefined, want, owner };
	try {
		plan(second, factsOf([...readsBefore(second), ...readsAfter(second)], host));
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** Cases in which both stacks can have what they want, and why. */
const compatible: Record<string, string> = {
	"OpenFlowTable/change-to-none": "no flow is wanted",
	"OpenFlowTable/create-no-flows": "no flow is wanted",
	"OpenFlowTable/create-with-timeouts": "the flow has expired",
	"OpenFlowTable/expired-all-is-no-drift": "the flow has expired",
	"OpenFlowTable/drift-a-port-has-another-number": "the flow has another match now",
	"Port/optional-absent": "the port is not there",
	"Port/optional-create-while-absent": "the port is not there",
	"Port/optional-on-another-bridge-is-left-alone": "the port is not there",
	"Port/optional-create-sets-what-is-there": "the port has no mark",
	"Port/optional-made-anew-by-the-hypervisor-gets-its-settings": "the port has no mark",
	"Port/optional-made-anew-gets-its-qos-row-back": "the port has no mark",
	...Object.fromEntries(
		[
			...["beside-own-rule-change-in-place", "beside-own-rule-drift-by-hand", "change-fwmark-0-of-a-rule-for-all-packets"],
			...["change-is-add-before-delete", "drift-more-than-we-know", "drift-table", "drift-uidrange-and-tos"],
		].map((name) => [`Rule/${name}`, "the host has another rule of this priority, which stays"]),
	),
};

/** The flow was changed by hand, and has lost its cookie. */
const nameless = ["OpenFlowTable/drift-changed-by-hand-without-its-cookie"];

test("what one stack has, another one's create is refused, and the error names the owner: every kind, on every host of the cases", () => {
	const wrong: string[] = [];
	const refused = new Set<string>();
	for (const type of caseKinds())
		for (const name of caseNames(type)) {
			const golden = caseOf(type, name);
			if (!golden.facts || golden.problems || golden.want === null) continue;
			const { operation, facts } = outcome(kindNamed(type), golden);
			const have = observedOrNone(operation, facts);
			if (have?.owner === undefined || have.residue || nameless.includes(`${type}/${name}`)) continue;
			const message = refusal(operation, hostOf(golden, operation, have.owner), "shop/prod");
			const isCompatible = `${type}/${name}` in compatible;
			if (message?.includes(have.owner)) refused.add(type);
			if (isCompatible ? message !== undefined : !message?.includes(have.owner)) wrong.push(`${type}/${name}: ${message}`);
		}
	expect(wrong).toEqual([]);
	// The objects of the others exist anyway, so that both stacks may set them to the same. A Reachability only reads.
	expect(caseKinds().filter((type) => !refused.has(type))).toEqual(["OpenVSwitch", "Reachability", "Sysctl"]);
});

const sysctl = (value: string): CompactFacts => ({ sysctl: { "": { "net/ipv4/ip_forward": value } } });
const nic = (more: object): CompactFacts => ({
	links: {
		"": { eth1: { mtu: 1500, ...more }, red: { kind: "vrf", data: { table: 7 } }, blue: { kind: "vrf", data: { table: 8 } } },
	},
});
const root = (keys: object): CompactFacts => ({ ovs: { root: { other_config: keys } } });

interface Shared {
	type: string;
	/** The fields by which both stacks name the object. */
	key: Values;
	/** The fields that the first stack sets, and other values of these. */
	one: Values;
	two: Values;
	/** The host before the first stack, with its value and with the other one. */
	hosts: [before: CompactFacts, one: CompactFacts, two: CompactFacts];
}

/** Objects that exist anyway, with a former value and without. */
const preexisting: [string, Shared][] = [
	[
		"a Sysctl",
		{
			type: "Sysctl",
			key: { key: "net.ipv4.ip_forward" },
			one: { value: "1" },
			two: { value: "2" },
			hosts: [sysctl("0"), sysctl("1"), sysctl("2")],
		},
	],
	[
		"the MTU of a NIC",
		{
			...{ type: "Link", key: { name: "eth1", type: "device" }, one: { mtu: 9000 }, two: { mtu: 1400 } },
			hosts: [nic({}), nic({ mtu: 9000 }), nic({ mtu: 1400 })],
		},
	],
	[
		"the VRF of a NIC",
		{
			...{ type: "Link", key: { name: "eth1", type: "device" }, one: { vrf: "red" }, two: { vrf: "blue" } },
			hosts: [nic({}), nic({ master: "red" }), nic({ master: "blue" })],
		},
	],
	[
		"a key of Open vSwitch",
		{
			...{ type: "OpenVSwitch", key: {}, one: { otherConfig: { a: "1" } }, two: { otherConfig: { a: "2" } } },
			hosts: [root({ z: "0" }), root({ a: "1", z: "0" }), root({ a: "2", z: "0" })],
		},
	],
];

describe.each(preexisting)("%s, which exists anyway", (_, { type, key, one, two, hosts: [before, there, changed] }) => {
	const kind = kindNamed(type);
	const stack = (owner: string, wanted: Values, was?: Values): Operation => ({
		...operationOf(kind, { want: { ...key, ...wanted } }),
		owner,
		...(was ? { mode: "update" as const, was: { ...key, host: "h1", __owner: owner, ...was } } : {}),
	});
	const planned = (operation: Operation, on: CompactFacts) =>
		plan(operation, factsOf([...readsBefore(operation), ...readsAfter(operation)], on));
	/** The host with the journal entries that a stack's plans write. */
	function hostAfter(operation: Operation, on: CompactFacts, then: CompactFacts): CompactFacts {
		const notes = planned(operation, on).steps.flatMap((step) =>
			step.tool === "journal" && step.op === "write" ? [step.entry] : [],
		);
		const all = [notes, [on.journal?.[operation.id] ?? []].flat()].flat() as { owner: string }[];
		const kept = all.filter(({ owner }, i) => all.findIndex((one) => one.owner === owner) === i);
		return { ...then, journal: { [operation.id]: kept } };
	}
	const changes = ({ steps }: { steps: { tool: string }[] }) => steps.filter(({ tool }) => tool !== "journal");
	const first = stack("a/dev", one);
	const noted = hostAfter(first, before, there);
	const refused = /^the program a\/dev sets it to another value \(by the host's journal\): .* is .* there, and .* here/;

	test("a second stack is refused another value, at its creation and at an update, and may set the same", () => {
		expect(() => planned(stack("b/dev", two), noted)).toThrow(refused);
		expect(() => planned(stack("b/dev", two, { ...one, __previous: {} }), noted)).toThrow(refused);
		expect(changes(planned(stack("b/dev", one), noted))).toEqual([]);
	});

	test("the first one may change its value while it is alone, also after its stack was renamed, and the second sees the new one", () => {
		for (const owner of ["a/dev", "a/renamed"])
			expect(changes(planned({ ...stack("a/dev", two, { ...one, __previous: {} }), owner }, noted))).not.toEqual([]);
		const moved = hostAfter(stack("a/dev", two, { ...one, __previous: {} }), noted, changed);
		expect(() => planned(stack("b/dev", one), moved)).toThrow(refused);
		expect(changes(planned(stack("b/dev", two), moved))).toEqual([]);
	});

	test("a new value is noted although the host has it already, and where the note was lost", () => {
		const update = stack("a/dev", two, { ...one, __previous: {} });
		for (const journal of [noted.journal ?? {}, {}]) {
			const moved = hostAfter(update, { ...changed, journal }, changed);
			expect(changes(planned(update, { ...changed, journal }))).toEqual([]);
			expect(() => planned(stack("b/dev", one), moved)).toThrow(refused);
			expect(planned(stack("b/dev", two), moved).steps).toHaveLength(1);
			expect(planned(update, moved).steps).toEqual([]);
		}
	});

	test("what was changed by hand is repaired by each of two stacks that set the same", () => {
		const both = hostAfter(stack("b/dev", one), noted, { ...changed, journal: noted.journal ?? {} });
		for (const owner of ["a/dev", "b/dev"])
			expect(
				changes(planned(stack(owner, one, { ...two, __previous: {} }), { ...changed, journal: both.journal ?? {} })),
			).not.toEqual([]);
	});

	test("what one of two stacks does not set any more stays as the other one sets it", () => {
		if (type === "Sysctl") return; // Its value is required.
		const both = hostAfter(stack("b/dev", one), noted, { ...there, journal: noted.journal ?? {} });
		const was = { ...one, __previous: planned(first, before).originals ?? {} };
		expect(changes(planned(stack("a/dev", {}, was), both))).toEqual([]);
		expect(changes(planned(stack("a/dev", {}, was), noted))).not.toEqual([]);
	});

	test("the last of two stacks gives the host back what was there before both", () => {
		const { originals } = planned(stack("b/dev", one), noted);
		expect(originals).toEqual(planned(first, before).originals);
	});
});

test("the kinds whose objects exist anyway are those of this walk", () => {
	const sorts = Object.values(kinds).filter(({ ownership }) => ownership === "preexisting" || typeof ownership === "function");
	expect(sorts.map(({ type }) => type).sort()).toEqual([...new Set(preexisting.map(([, { type }]) => type))].sort());
});

test("two stacks may set different fields and keys of an object that exists anyway", () => {
	const journal = { OpenVSwitch: { owner: "a/dev", previous: {}, sets: { otherConfig: { a: "0" } } } };
	const host = { ovs: { root: { other_config: { a: "1" } } }, journal };
	const operation = { ...operationOf(kindNamed("OpenVSwitch"), { want: { otherConfig: { b: "2" } } }), owner: "b/dev" };
	expect(plan(operation, factsOf(readsBefore(operation), host)).steps).not.toEqual([]);
});

const bridge = { bridges: { br0: { owner: "a/dev", ports: { p1: { owner: "a/dev", interface: { type: "internal" } } } } } };
const link = (kind: string, data = {}) => ({ links: { "": { d1: { kind, data, alias: "pulumi-ovs:a/dev" }, eth1: {} } } });
const table = [
	"table inet t { # handle 7",
	"  chain pulumi_ovs { # handle 1",
	'    return comment "pulumi-ovs:a/dev" # handle 2',
	"  }",
	"}",
];

/** The second stack claims the object of the first one by another kind of resource. */
const acrossKinds: [type: string, want: Values, host: CompactFacts][] = [
	["Tunnel", { name: "p1", bridge: "br0", type: "vxlan", remoteIp: "192.0.2.2" }, { ovs: bridge }],
	["Port", { name: "p1", bridge: "br0", type: "patch", peer: "p2" }, { ovs: bridge }],
	[
		"Vtep",
		{ name: "p", bridge: "br0", type: "vxlan", peers: { 1: "192.0.2.2" } },
		{ ovs: { bridges: { br0: { ports: { "p-1": { owner: "a/dev" } } } } } },
	],
	["Link", { name: "d1", type: "dummy" }, link("vrf", { table: 7 })],
	["VRF", { name: "d1", table: 7 }, link("dummy")],
	["Tunnel", { name: "d1", type: "gretap", remoteIp: "192.0.2.2" }, link("dummy")],
	["FlowTable", { name: "t" }, { nft: { "": { "inet t": table } } }],
	["NftTable", { family: "inet", name: "t" }, { nft: { "": { "inet t": table } } }],
	["Bridge", { name: "tbr-vm1" }, { ovs: { bridges: { "tbr-vm1": { owner: "a/dev", external_ids: { trunk_id: "vm1" } } } } }],
];

test.each(acrossKinds)("a %s of the second stack does not take over another kind of object: %j", (type, want, host) => {
	expect(refusal(operationOf(kindNamed(type), { want }), host, "b/dev")).toMatch(/belongs to the program a\/dev/);
});
