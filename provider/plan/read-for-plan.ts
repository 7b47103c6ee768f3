import type { Facts } from "../model/facts";
import type { ProgramView } from "../model/program-view";
import type { Fact } from "../tools/list";
import type { Operation } from "./operation";
import { readsBefore } from "./reads";
import { readsOfRecreation } from "./recreation";
import { moreReadsOfTakeOver, readsOfTakeOver } from "./take-over";

/** Reads all that the plans of operations go by. `read` returns facts that include those it gets. */
export function readForPlan(
	operations: Operation[],
	read: (facts: Fact[]) => Promise<Facts>,
	program: Pick<ProgramView, "declares">,
): Promise<Facts> {
	const first = operations.flatMap((op) => [...readsBefore(op), ...readsOfTakeOver(op)]);
	return read(first).then((known) =>
		read(
			operations.flatMap((op) => [
				...moreReadsOfTakeOver(op, known),
				...readsOfRecreation(op, known, program),
				...readsOfPortsInside(op, known),
			]),
		),
	);
}

/**
 * The reads that tell the owners of ports of Open vSwitch whose devices are in a namespace from which an operation deletes something. Only
 * the database of Open vSwitch has their marks.
 */
export const readsOfPortsInside = (op: Operation, facts: Facts): Fact[] =>
	op.mode === "delete" && readsBefore(op).some((fact) => fact.read === "links" && hasPortOfOvs(facts, fact.netns))
		? [{ read: "ovs" }]
		: [];

const hasPortOfOvs = (facts: Facts, netns: string): boolean =>
	netns !== "" && [...facts.knownLinks(netns).values()].some(({ kind }) => kind === "openvswitch");
