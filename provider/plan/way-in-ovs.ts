import type { Facts } from "../model/facts";
import { knownOvs } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";
import { trafficUsers } from "../tools/ovs-users";
import type { WayIn } from "../tools/way-in";
import { nameIn } from "./way-in-names";

/** The bridge or device whose rows a step changes, or that refers to the row: a mirror, a queue, a controller. */
export function byRows(step: OvsStep, facts: Facts, wayIn: WayIn): string | undefined {
	if (("column" in step && step.column === "external_ids") || step.op === "create") return undefined;
	if (step.op === "insert" && step.table === "Port") return nameIn(wayIn, [step.bridge, ...step.interfaces]);
	if (step.op === "move") return nameIn(wayIn, [step.name, step.from, step.to]);
	if (step.op === "refer" && step.column === "interfaces") return nameIn(wayIn, [step.name, ...members(step)]);
	if (["Bridge", "Port", "Interface"].includes(step.table)) return nameIn(wayIn, [step.name]);
	// Settings of all bridges, such as flow-restore-wait.
	if (step.table === "Open_vSwitch")
		return wayIn.bridges.length > 0 && columnsOf(step).includes("other_config") ? "other_config of Open vSwitch" : undefined;
	if (wayIn.bridges.length === 0) return undefined;
	const ovs = knownOvs(facts);
	return ovs && nameIn(wayIn, trafficUsers(ovs, step.table, step.name));
}

const members = ({ rows }: Extract<OvsStep, { op: "refer" }>): string[] =>
	Object.values(rows).flatMap((row) => (typeof row === "object" && "columns" in row ? [String(row.columns.name)] : []));

const columnsOf = (step: OvsStep): string[] =>
	"column" in step ? [step.column] : step.op === "set" ? Object.keys(step.columns) : [];
