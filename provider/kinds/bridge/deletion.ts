import { listForeign } from "../../base/mark";
import { type Change, type Delete, Refused } from "../../model/change";
import { deletionText, listedPorts } from "../../network/fake-bridge";
import { rowOwner } from "../../network/ovs-columns";
import { planQosDeletion } from "../../network/qos";
import type { Step } from "../../tools/list";
import { collectorSetsOf, fakeVlan, type Ovs, portsOn, type Row } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";
import { planGivingBack } from "./uplink";
import type { Uplink } from "./uplink-move";

/** The steps that delete a bridge with its ports. Throws where others would lose something with it. */
export function planDeletion(change: Delete<{ name: string; uplink?: Uplink }>): Step[] {
	const { name, uplink } = change.was;
	refuseForeign(change.facts.ovs, name);
	return [
		...(uplink ? planGivingBack(change, name, uplink) : []),
		...planCollectorSetDeletion(change, change.facts.ovs.bridges.get(name)),
		{ tool: "ovs", phase: "delete-rows", op: "delete", table: "Bridge", name },
		...planQosDeletion(change, portsOn(change.facts.ovs, name)),
	];
}

/**
 * Deletes this program's IPFIX collector sets of a bridge. A collector set keeps the row of its bridge, also after ovs-vsctl has
 * deleted the bridge (Flow_Sample_Collector_Set is a root table). The deletion is refused if some sets are not this program's.
 */
export function planCollectorSetDeletion({ facts: { ovs } }: Change, bridge: Row | undefined): OvsStep[] {
	const sets = collectorSetsOf(ovs, bridge);
	const foreign = sets.filter((set) => rowOwner(set) === undefined || rowOwner(set) !== (rowOwner(bridge) ?? rowOwner(set)));
	if (foreign.length > 0)
		throw new Refused(
			`${undeletable(
				"IPFIX collector sets",
				"of",
				namedByMark(foreign, (set) => String(set.id)),
			)} Delete them first: ovs-vsctl destroy Flow_Sample_Collector_Set ${foreign.map((set) => set._uuid).join(" ")}`,
		);
	const table = "Flow_Sample_Collector_Set";
	return sets.map((set) => ({ tool: "ovs", phase: "delete-rows", op: "delete", table, name: set._uuid }));
}

const namedByMark = (rows: Row[], nameOf: (row: Row) => string) =>
	rows.map((row) => ({ name: nameOf(row), owner: rowOwner(row) }));

/** The reason why the bridge stays, and the objects of it that are not this program's. */
const undeletable = (what: string, where: string, all: { name: string; owner?: string; sort?: string }[]): string =>
	`it can't be deleted, because ${what} ${where} it do not belong to this program: ${listForeign(all)}.`;

/** Deleting a bridge deletes its ports and mirrors. The deletion is refused if some of them are not this program's. */
function refuseForeign(ovs: Ovs, name: string): void {
	const row = ovs.bridges.get(name);
	const owner = rowOwner(row);
	const isForeign = (of: Row | undefined) => {
		const mark = rowOwner(of);
		return mark === undefined || (owner !== undefined && mark !== owner) || fakeVlan(of) !== undefined;
	};
	const ports = portsOn(ovs, name)
		.filter((port) => port !== name)
		.filter((port) => isForeign(ovs.ports.get(port)));
	const mirrors = ((row?.mirrors ?? []) as string[]).flatMap((uuid) => ovs.mirrors.get(uuid) ?? []).filter(isForeign);
	const adopt = "or let a resource of this program adopt them";
	const isAdoptable = ports.every((port) => fakeVlan(ovs.ports.get(port)) === undefined);
	if (ports.length > 0)
		throw new Refused(
			`${undeletable(
				"ports",
				"on",
				listedPorts(ovs, ports),
			)} Delete them first (${deletionText(ovs, ports)})${isAdoptable ? `, ${adopt}` : ""}`,
		);
	if (mirrors.length > 0)
		throw new Refused(
			`${undeletable(
				"mirrors",
				"of",
				namedByMark(mirrors, (mirror) => String(mirror.name)),
			)} Delete them first (ovs-vsctl remove Bridge ${name} mirrors ${mirrors[0]?._uuid}), ${adopt}`,
		);
}
