import type { FlowThing } from "../base/references";
import type { Values } from "../base/values";
import type { Change } from "../model/change";
import { Refused } from "../model/change";
import type { Fact, Facts } from "../model/facts";
import type { Requirement } from "../model/requirements";
import { journalId } from "../tools/journal";
import type { ListedFlow } from "../tools/ovs-ofctl-flows";
import type { FlowObjectSort, FlowObjectStep } from "../tools/ovs-ofctl-objects";
import { cookieOf } from "./flows";
import { type FlowText, objectsIn } from "./object-names";

const kindOf: Record<FlowThing, string> = {
	group: "an OpenFlowGroup",
	meter: "an OpenFlowMeter",
	"geneve option": "a GeneveOption",
};

const objectsOf = (facts: Facts, thing: FlowThing, bridge: string) =>
	thing === "group" ? facts.groups(bridge) : thing === "meter" ? facts.meters(bridge) : facts.tlvMap(bridge);

const factOf = (thing: FlowThing, bridge: string): Fact =>
	({ read: thing === "group" ? "groups" : thing === "meter" ? "meters" : "tlv-map", bridge }) as Fact;

const things = Object.keys(objectsIn) as FlowThing[];

/** The reads of the objects that flows or buckets name. */
export const factsOfObjects = (bridge: string, flows: FlowText[]): Fact[] =>
	things.filter((thing) => flows.some((flow) => objectsIn[thing](flow).length > 0)).map((thing) => factOf(thing, bridge));

/** The objects that flows or buckets name must exist first: Open vSwitch refuses a flow whose group or meter it does not have. */
export const requiresObjects = (bridge: string, flows: FlowText[]): Requirement[] =>
	things.flatMap((thing) =>
		[...new Set(flows.flatMap((flow) => objectsIn[thing](flow)))].map((name) => ({
			what: `${thing} ${name} of bridge ${bridge}`,
			there: (facts) => {
				const all = objectsOf(facts, thing, bridge)?.all as Map<unknown, unknown> | undefined;
				return all?.has(thing === "geneve option" ? name : Number(name)) ?? false;
			},
			remedy: `declare ${kindOf[thing]} for it`,
		})),
	);

/** The owner of an object in the host's journal: the object itself has no place for a mark. */
export const notedOwner = (facts: Facts, kind: string, bridge: string, key: string | number): string | undefined =>
	facts.journal.get(journalId(kind, bridge, String(key)))?.owner;

/** An object in ovs-ofctl's words. */
export interface FlowObjectText {
	sort: FlowObjectSort;
	/** The object as it is on the host. Not set: it does not exist. */
	have?: string;
	/** The wanted object. */
	want: string;
	/** The words that name the object in a deletion. */
	name: string;
}

/** The step that makes the object as wanted. */
export function planObject(bridge: string, { sort, have, want, name }: FlowObjectText): FlowObjectStep[] {
	if (have === want) return [];
	const step = { tool: "flow-object", phase: "flow-objects", bridge, sort } as const;
	return [have === undefined ? { ...step, op: "add", text: want, back: name } : { ...step, op: "mod", text: want, back: have }];
}

/** The deletion of an object. `users`: the flows that name it, which Open vSwitch deletes with it. */
export function planObjectDeletion(
	change: Extract<Change<Values>, { intent: "delete" }>,
	{ sort, name }: Pick<FlowObjectText, "sort" | "name">,
	users: ListedFlow[] = [],
): FlowObjectStep[] {
	const { facts, owner, was } = change;
	const own = ownCookies(facts, was.bridge, owner);
	const foreign = users.filter(({ cookie }) => !own.has(cookie));
	const [first] = foreign;
	if (first)
		throw new Refused(
			`${foreign.length === 1 ? "a flow that is" : `${foreign.length} flows that are`} not this program's still use it, and Open vSwitch would delete them with it: cookie=${first.cookie},${first.match},actions=${first.actions}. Delete or change them first (ovs-ofctl dump-flows ${was.bridge})`,
		);
	return [{ tool: "flow-object", phase: "delete-flow-objects", bridge: was.bridge, sort, op: "del", text: name }];
}

/** The cookies of the flows that the program's OpenFlowTables have on a bridge. Each of them has an entry in the journal. */
function ownCookies(facts: Facts, bridge: string, owner: string): Set<string> {
	const start = `${journalId("OpenFlowTable", bridge)}/`;
	return new Set(
		facts.journal.all.flatMap((entry) => {
			if (entry.owner !== owner || !entry.id.startsWith(start)) return [];
			const [table = "", ...name] = entry.id.slice(start.length).split("/");
			return [cookieOf(owner, { bridge, table: Number(table), name: name.join("/") })];
		}),
	);
}
