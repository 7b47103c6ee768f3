import type { Values } from "../../../provider/base/values";
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
	// The objects of the others exist anyway, so that both stacks may set them. A Reachability only reads.
	expect(caseKinds().filter((type) => !refused.has(type))).toEqual(["OpenVSwitch", "Reachability", "Sysctl"]);
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
