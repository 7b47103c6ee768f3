import type { SortInFlows } from "../base/references";
import type { Values } from "../base/values";
import { type Change, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { isDeclaredElsewhere } from "../model/program-view";
import type { ProvidedName } from "../model/provided-name";
import type { Requirement } from "../model/requirements";
import { type JournalEntry, journalId } from "../tools/journal";
import type { Fact } from "../tools/list";
import type { ListedFlow } from "../tools/ovs-ofctl-flows";
import type { FlowObjectSort, FlowObjectStep, ListedBucket } from "../tools/ovs-ofctl-objects";
import { cookieOf, tableText } from "./flows";
import { type FlowText, firstNames, objectsIn } from "./object-names";

const kindOf: Record<SortInFlows, string> = {
	group: "an OpenFlowGroup",
	meter: "an OpenFlowMeter",
	"geneve option": "a GeneveOption",
};

const objectsOf = (facts: Facts, sort: SortInFlows, bridge: string) =>
	sort === "group" ? facts.groups(bridge) : sort === "meter" ? facts.meters(bridge) : facts.tlvMap(bridge);

const factOf = (sort: SortInFlows, bridge: string): Fact =>
	({ read: sort === "group" ? "groups" : sort === "meter" ? "meters" : "tlv-map", bridge }) as Fact;

const sorts = Object.keys(objectsIn) as SortInFlows[];

/** The name of an object of a bridge. */
export const flowObjectText = (sort: SortInFlows, name: string | number, bridge: string): ProvidedName =>
	`${sort} ${name} of bridge ${bridge}`;

/** The reads of the objects that flows or buckets name. */
export const readsOfObjects = (bridge: string, flows: FlowText[]): Fact[] =>
	sorts.filter((sort) => flows.some((flow) => objectsIn[sort](flow).length > 0)).map((sort) => factOf(sort, bridge));

/**
 * The objects that flows or buckets name must exist first: Open vSwitch refuses a flow whose group or meter it does not have. `list`:
 * the property that has the flows or buckets.
 */
export const requiresObjects = (bridge: string, list: string, flows: FlowText[][]): Requirement[] =>
	sorts.flatMap((sort) =>
		firstNames(list, flows, (one) => one.flatMap((flow) => objectsIn[sort](flow))).map(({ name, property }) => ({
			name: flowObjectText(sort, name, bridge),
			property,
			there: (facts) => {
				const all = objectsOf(facts, sort, bridge)?.all as Map<unknown, unknown> | undefined;
				return all?.has(sort === "geneve option" ? name : Number(name)) ?? false;
			},
			remedy: `declare ${kindOf[sort]} for it`,
		})),
	);

/** The owner of an object in the host's journal: the object itself has no place for a mark. */
export const journalOwner = (facts: Facts, kind: string, bridge: string, key: string | number): string | undefined =>
	facts.journal.get(journalId(kind, bridge, String(key)))?.owner;

/** An object in ovs-ofctl's words. */
interface FlowObjectText {
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

/** A flow that names an object. */
interface User {
	/** The name that the resource of the flow provides, where it is of this program. */
	table: ProvidedName | undefined;
	flow: ListedFlow;
}

/**
 * The deletion of an object. `provided`: the name of one that Open vSwitch deletes together with the flows that use it. `flows`: those
 * that use it now. They may be of tables that go too, or that are about to drop them.
 */
export function planObjectDeletion(
	change: Extract<Change<Values>, { intent: "delete" }>,
	{ sort, name, provided }: Pick<FlowObjectText, "sort" | "name"> & { provided?: ProvidedName },
	flows: ListedFlow[] = [],
): FlowObjectStep[] {
	const { facts, owner, was, isDeletedToo, createdHere, program } = change;
	// Another resource that declares the object takes it over.
	const needing = provided === undefined || isDeclaredElsewhere(program, provided) ? undefined : program?.requirer(provided);
	if (needing !== undefined)
		throw new Refused(`${needing} still names it, and Open vSwitch deletes flows with what they use: take it out there too`);
	const tables = tableEntries(facts, was.bridge, [owner, change.formerOwner]);
	const users = flows.map((flow): User => ({ flow, table: tables.get(flow.cookie)?.provided }));
	const staying = users.filter(({ table }) => table === undefined || !(createdHere?.(table) || isDeletedToo(table, owner)));
	refuseUsed(was.bridge, staying);
	if (sort === "group") refuseUsedByGroups(change, Number(was.groupId));
	return [{ tool: "flow-object", phase: "delete-flow-objects", bridge: was.bridge, sort, op: "del", text: name }];
}

/** Throws where flows use the object that neither go nor are changed together with it. */
function refuseUsed(bridge: string, users: User[]): void {
	const [first] = users;
	if (!first) return;
	const { table, flow } = first;
	const whose = table === undefined ? "not this program's" : `of ${table}`;
	const count = users.filter((user) => user.table === table).length;
	throw new Refused(
		`${count === 1 ? "a flow that is" : `${count} flows that are`} ${whose} still ${count === 1 ? "uses" : "use"} it, and Open vSwitch would delete them with it: cookie=${flow.cookie},${flow.match},actions=${flow.actions}. Delete or change them first (ovs-ofctl dump-flows ${bridge})`,
	);
}

/** Throws where a bucket of a group that stays as it is leads to this group or watches it. */
function refuseUsedByGroups(
	{ facts, was: { bridge }, ...change }: Extract<Change<Values>, { intent: "delete" }>,
	id: number,
): void {
	const uses = ({ actions, watchGroup }: ListedBucket) => watchGroup === id || objectsIn.group({ actions }).includes(String(id));
	for (const [other, { buckets }] of facts.groups(bridge)?.all ?? []) {
		const name = flowObjectText("group", other, bridge);
		const owner = journalOwner(facts, "OpenFlowGroup", bridge, other);
		if (other === id || !buckets.some(uses) || change.createdHere?.(name) || change.isDeletedToo(name, owner)) continue;
		const whose = owner === change.owner ? "of this program" : "which is not this program's,";
		throw new Refused(
			`group ${other} ${whose} still uses it in a bucket: delete or change that group first (ovs-ofctl dump-groups ${bridge})`,
		);
	}
}

/** An OpenFlowTable by the host's journal. */
export interface TableEntry {
	/** The name that its resource provides. */
	provided: ProvidedName;
	entry: JournalEntry;
}

/** The OpenFlowTables of these owners on a bridge, or all, by their cookies. Each has an entry in the journal. */
export function tableEntries(facts: Facts, bridge: string, owners?: (string | undefined)[]): Map<string, TableEntry> {
	const start = `${journalId("OpenFlowTable", bridge)}/`;
	return new Map(
		facts.journal.all.flatMap((entry): [string, TableEntry][] => {
			if ((owners && !owners.includes(entry.owner)) || !entry.id.startsWith(start)) return [];
			const [number = "", ...name] = entry.id.slice(start.length).split("/");
			const table = { bridge, table: Number(number), name: name.join("/") };
			return [[cookieOf(entry.owner, table), { provided: tableText(table), entry }]];
		}),
	);
}
