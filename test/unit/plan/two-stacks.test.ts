import type { Values } from "../../../provider/base/values";
import { kinds } from "../../../provider/kinds";
import type { Facts } from "../../../provider/model/facts";
import type { Observed } from "../../../provider/model/observed";
import { factsAfter, factsBefore, observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { isJournaled } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
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
		plan(second, factsOf([...factsBefore(second), ...factsAfter(second)], host));
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

/** Objects that exist anyway, of which both stacks set the same field: what is there, and what the second stack wants. */
const preexisting: [type: string, want: Values, previous: Values, host: CompactFacts, other: Values, says: string][] = [
	[
		...["Sysctl", { key: "net.ipv4.ip_forward", value: "1" }, { value: "0" }],
		...[{ sysctl: { "": { "net/ipv4/ip_forward": "1" } } }, { value: "0" }, 'value is "1", wanted "0"'],
	],
	[
		...["Link", { name: "eth1", type: "device", mtu: 9000 }, { mtu: 1500 }],
		...[{ links: { "": { eth1: { mtu: 9000 } } } }, { mtu: 1400 }, "mtu is 9000, wanted 1400"],
	],
	[
		...["OpenVSwitch", { otherConfig: { a: "1" } }, { otherConfig: { a: "0" } }],
		...[{ ovs: { root: { other_config: { a: "1" } } } }, { otherConfig: { a: "2" } }, 'otherConfig.a is "1", wanted "2"'],
	],
] as never;

describe.each(preexisting)("%s, which exists anyway", (type, want, previous, host, other, says) => {
	const kind = kindNamed(type);
	const id = operationOf(kind, { want }).id;
	const noted = { ...host, journal: { [id]: { owner: "a/dev", previous: { ...want, ...previous } } } };
	const ends = (operation: Operation, on: CompactFacts): string | undefined => {
		try {
			plan(operation, factsOf([...factsBefore(operation), ...factsAfter(operation)], on));
			return undefined;
		} catch (error) {
			return (error as Error).message;
		}
	};
	const second = (wanted: Values, more: Partial<Operation> = {}) => ({
		...operationOf(kind, { want: wanted }),
		owner: "b/dev",
		...more,
	});
	const refused = expect.stringMatching(`^the program a/dev sets it too, by the host's journal: ${says.replaceAll(".", "\\.")}`);

	test("the second stack is refused another value, at its creation and at an update, and may set the same", () => {
		const was = { ...want, host: "h1", __owner: "b/dev", __previous: want };
		expect(ends(second({ ...want, ...other }), noted)).toEqual(refused);
		expect(ends(second({ ...want, ...other }, { mode: "update", was }), noted)).toEqual(refused);
		expect(ends(second(want), noted)).toBeUndefined();
		expect(ends(second(want, { mode: "update", was }), noted)).toBeUndefined();
	});

	test("the first one may change its value as long as it is alone, also after its stack was renamed", () => {
		const was = { ...want, host: "h1", __owner: "a/dev", __previous: { ...want, ...previous } };
		for (const owner of ["a/dev", "a/renamed"])
			expect(ends(second({ ...want, ...other }, { mode: "update", was, owner }), noted)).toBeUndefined();
	});
});

test("the kinds whose objects exist anyway are those of this walk", () => {
	const sorts = Object.values(kinds).filter(({ ownership }) => ownership === "preexisting" || typeof ownership === "function");
	expect(sorts.map(({ type }) => type).sort()).toEqual([...new Set(preexisting.map(([type]) => type))].sort());
});

test("two stacks may set different fields and keys of an object that exists anyway", () => {
	const journal = { OpenVSwitch: { owner: "a/dev", previous: { otherConfig: { a: "0" } } } };
	const host = { ovs: { root: { other_config: { a: "1" } } }, journal };
	const operation = { ...operationOf(kindNamed("OpenVSwitch"), { want: { otherConfig: { b: "2" } } }), owner: "b/dev" };
	expect(plan(operation, factsOf(factsBefore(operation), host)).steps).not.toEqual([]);
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
