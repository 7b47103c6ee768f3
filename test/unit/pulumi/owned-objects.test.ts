import { previousKey } from "../../../provider/base/state-fields";
import { Facts } from "../../../provider/model/facts";
import type { Observed } from "../../../provider/model/observed";
import { observe } from "../../../provider/plan/observe";
import type { Operation } from "../../../provider/plan/operation";
import { isJournaled } from "../../../provider/plan/ownership";
import { plan } from "../../../provider/plan/plan";
import { readsOfRecreation } from "../../../provider/plan/recreation";
import { type OwnedObject, readOwnedObjects } from "../../../provider/pulumi/owned-objects";
import type { Fact } from "../../../provider/tools/list";
import { calls } from "../../../provider/tools/script";
import { type Case, caseKinds, caseNames, caseOf, kindNamed, lines, outcome } from "../support/cases";
import { type CompactFacts, factsOf, withRowNames } from "../support/compact";
import { programWith } from "../support/program";

/** Reads a host in short form. Returns also what was read. */
async function read(compact: CompactFacts): Promise<{ objects: OwnedObject[]; facts: Facts }> {
	let facts = new Facts();
	const readMore = async (asked: Fact[]) => {
		const missing = asked.filter((fact) => !facts.has(fact));
		facts = facts.updated(factsOf(missing, compact));
		return facts;
	};
	const { objects } = await readOwnedObjects({ name: "h1", read: readMore });
	return { objects, facts };
}

interface Known {
	name: string;
	golden: Case;
	operation: Operation;
	have: Observed | undefined;
	compact: CompactFacts;
}

/** A case whose host has the entry in its journal that the provider would have made. */
function knownOf(type: string, name: string): Known[] {
	const golden = caseOf(type, name);
	if (!golden.facts || golden.problems) return [];
	const { operation, facts } = outcome(kindNamed(type), golden);
	const have = observedOrNone(operation, facts);
	const previous = operation.was?.[previousKey];
	const { journal = {} } = golden.facts;
	const { id, owner } = operation;
	const notes = [journal[id] ?? []].flat();
	const isMissing = (isJournaled(operation) || previous !== undefined) && !notes.some((note) => note.owner === owner);
	const note = isMissing && have ? { [id]: [...notes, { owner: have.owner ?? owner, previous }] } : {};
	return [{ name: `${type}/${name}`, golden, operation, have, compact: { ...golden.facts, journal: { ...journal, ...note } } }];
}

function observedOrNone(operation: Operation, facts: Facts): Observed | undefined {
	try {
		return observe(operation, facts);
	} catch {
		return undefined;
	}
}

const known = caseKinds().flatMap((type) => caseNames(type).flatMap((name) => knownOf(type, name)));

/** Cases whose object another kind has by its marks, or nobody. */
const elsewhere: Record<string, string> = {
	"Port/create-of-a-device-that-a-trunk-has-plugged-in": "Trunk/vm1",
	"Port/create-on-a-trunks-bridge-takes-the-port-over": "Trunk/vm1",
	"Trunk/vlans-delete-when-the-ports-went-by-hand-takes-the-devices": "Link/tap1.100",
	"Trunk/vlans-drift-ports-gone-the-devices-there": "Link/tap1.100",
	"Trunk/vlans-release-when-the-ports-went-by-hand": "Link/tap1.200",
	"VRF/drift-another-type-of-that-name": "Link/red",
	"WireGuard/drift-another-type-of-that-name": "Link/wg0",
	"Link/change-peer-name-makes-the-pair-anew": "Link/b",
	"Link/veth-recreated-keeps-ports-of-bridges-with-options-and-vlans": "Link/b",
	"Link/veth-recreated-with-a-queueing-discipline-on-the-other-end-is-refused": "Link/b",
};

/** True for an optional port that a hypervisor has removed or created: it counts as the program's, and has no mark. */
const isUnmarkedOptional = ({ operation, compact: { ovs = {} } }: Known): boolean =>
	operation.want.optional === true &&
	!JSON.stringify(Object.values("bridges" in ovs ? (ovs.bridges ?? {}) : {})).includes('"owner"');

/** Cases in which what is left of an object has no mark: the moved rule for the local table, and routes of the table of a VRF. */
const leftWithoutMark = [
	...["delete-after-somebody-has-deleted-the-device", "drift-gone-with-the-rule-left"],
	...["delete-of-the-last-resort-of-a-deleted-device", "drift-gone-with-its-last-resort-left"],
].map((name) => `VRF/${name}`);

/** The other end of a veth pair has the mark too, and the indexes of cases do not tell which end was named first. */
const isNamed = (object: OwnedObject, { id, want }: Operation): boolean =>
	object.id === id || (object.operation.want.type === "veth" && object.id === `Link/${want.peer?.name}`);

test("an object that a kind knows as a program's is found on its host, with its id and its owner", async () => {
	const missed: string[] = [];
	const found = new Set<string>();
	for (const one of known) {
		const { name, operation, have, compact } = one;
		if (have?.owner === undefined || isUnmarkedOptional(one) || leftWithoutMark.includes(name)) continue;
		const { objects } = await read(compact);
		const id = elsewhere[name];
		const isFound = objects.some(
			(object) => (id === undefined ? isNamed(object, operation) : object.id === id) && object.owner === have.owner,
		);
		if (isFound) found.add(operation.kind.type);
		else missed.push(`${name}: ${objects.map((object) => `${object.id} of ${object.owner}`).join(", ") || "nothing"}`);
	}
	expect(missed).toEqual([]);
	const never = caseKinds().filter((type) => !found.has(type));
	// The objects of OpenVSwitch and Sysctl exist anyway, and the journal has them. A Reachability only reads.
	expect(never).toEqual(["OpenVSwitch", "Reachability", "Sysctl"]);
});

test("objects without a mark are never found", async () => {
	const unmarked = known.filter(({ compact }) => !/"owner"|pulumi-ovs/.test(JSON.stringify(compact)));
	expect(unmarked.length).toBeGreaterThan(250);
	for (const { name, compact } of unmarked) expect([name, (await read(compact)).objects]).toEqual([name, []]);
});

/** Deletions that leave more on the host than destroy, because only a state knows the rest, and why. */
const less: Record<string, string> = {
	"Bridge/delete-uplink-whose-nic-somebody-has-taken-out": "the record of the uplink went with the port",
	"Bridge/release": "the program has added a key",
	"OpenVSwitch/release": "the program has added a key",
	"OpenVSwitch/release-gives-back-ssl-and-managers": "the program has added a column",
	"Port/release-gives-other-columns-back": "the program has added a column",
	"Link/device-release-beside-a-dynamic-address-that-is-the-first": "the program has added an address",
	"Link/device-release-keeps-a-foreign-address-of-the-subnet": "the program has added an address",
	"Link/device-release": "the program has added an address",
	"Link/device-release-out-of-a-vrf": "the program has added an address",
	"OpenFlowGroup/delete-after-the-stack-was-renamed": "the note has the stack's former name",
	"OpenFlowTable/delete-takes-along-a-flow-of-ours-that-was-changed-by-hand": "a changed flow has no cookie",
	"OpenFlowTable/delete-where-the-only-flow-was-changed-by-hand": "a changed flow has no cookie",
	"Port/optional-delete-takes-the-settings-off": "the port has no mark that it is optional, and is deleted",
	"Port/qos-delete-of-a-port-that-is-gone-takes-its-rows": "a port of this name is somebody else's",
	"Route/shared-delete-where-the-others-comes-first": "refused, see orphans.test.ts",
	"Route/shared-delete": "refused, see orphans.test.ts",
	"Sysctl/release-forgets-the-note-of-an-earlier-spelling": "the other note is listed too",
	"Trunk/vlans-delete-when-the-ports-went-by-hand-takes-the-devices": "the devices are listed as Links",
	"Trunk/vlans-release-when-the-ports-went-by-hand": "the devices are listed as Links",
	"Trunk/vlans-release": "the journal has no former subports",
	"VRF/delete-after-somebody-has-deleted-the-device": "the moved rule has no mark",
	"VRF/delete-of-the-last-resort-of-a-deleted-device": "the routes have no mark",
	"VRF/delete": "somebody else may have moved the rule for the local table",
};

/** A release that deletes more than destroy: only a state tells the elements of the program from those that packets have added. */
const withElementsOfPackets = "NftTable/release-elements-of-live-sets-in-another-spelling";

/** Deletions of trunks in use, which are refused: destroy deletes them where the program says `force`. */
const refused = [
	...["delete-by-force", "vlans-delete-leaves-a-device-without-our-mark", "vlans-delete-leaves-a-foreign-port-of-the-device"],
	...["vlans-delete"],
].map((name) => `Trunk/${name}`);

const deletions = known.filter(({ golden }) => golden.want === null && golden.commands?.length);

/** The commands that remove an object. Undefined where the host does not tell that it is a program's. */
async function removal({ operation, compact }: Known): Promise<unknown[] | undefined> {
	const { objects, facts } = await read(compact);
	const object = objects.find(({ id, owner }) => id === operation.id && owner === operation.owner);
	if (!object) return undefined;
	const more = object.operation.kind.facts(object.operation.want).filter((fact) => !facts.has(fact));
	const atFirst = facts.updated(factsOf(more, compact));
	const all = atFirst.updated(factsOf(readsOfRecreation(object.operation, atFirst), compact));
	const { steps } = plan(object.operation, all, { program: programWith() });
	return JSON.parse(withRowNames(JSON.stringify(calls(steps).flatMap(lines))));
}

/** The inputs name a device that is not a member of the VRF any more, and the other way round. */
const otherMember = "VRF/delete-gives-members-back-with-their-ipv6-addresses";

const usual = deletions.filter(
	({ name }) => !(name in less) && !refused.includes(name) && ![otherMember, withElementsOfPackets].includes(name),
);

test.each(usual.map((one) => [one.name, one] as const))("%s: the removal has the commands of destroy", async (_, one) => {
	expect(await removal(one)).toEqual(one.golden.commands);
});

test("where the host tells less than the state, the removal has fewer commands, and none that destroy has not", async () => {
	const words = (commands: unknown) => JSON.stringify(commands).replaceAll("-- ", "").replaceAll("ovs-vsctl ", "");
	for (const name of Object.keys(less).filter((one) => !/^(Route|Port)\//.test(one))) {
		const one = deletions.find((deletion) => deletion.name === name);
		const commands = one && (await removal(one));
		const all = words(one?.golden.commands);
		const odd = (commands ?? []).filter((line) => !all.includes(words(line).slice(1, -1)));
		expect([name, one === undefined, odd]).toEqual([name, false, []]);
	}
});

test("the removal of an adopted nft table deletes the elements that it did not have before", async () => {
	const one = deletions.find(({ name }) => name === withElementsOfPackets) as Known;
	expect(await removal(one)).toContain("delete element inet gw v6 { 2001:db8::1, 2001:db8::3 }");
});

test.each(refused)("%s is refused", async (name) => {
	const one = deletions.find((deletion) => deletion.name === name) as Known;
	await expect(removal(one)).rejects.toThrow("stop the workload first");
});

test("the removal of an adopted object leaves the keys of others in maps of maps", async () => {
	const was = { name: "p1", bridge: "br0", type: "internal", columns: { bfd: { enable: "false" } } };
	const columns = { bfd: { enable: "true", min_tx: "300" } };
	const { objects, facts } = await read({
		ovs: {
			bridges: { br0: { ports: { p1: { owner: "demo/dev", interface: { owner: "demo/dev", type: "internal", ...columns } } } } },
		},
		journal: { "Port/p1": { owner: "demo/dev", previous: was } },
	});
	const { operation } = objects.find(({ id }) => id === "Port/p1") as OwnedObject;
	const commands = JSON.stringify(calls(plan(operation, facts).steps).flatMap(lines));
	expect(commands).toContain("set Interface p1 bfd:enable=false");
	expect(commands).not.toContain("min_tx");
});
