import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { isDeclaredElsewhere, type ProgramView } from "../model/program-view";
import type { Flow, ListedFlow } from "../tools/ovs-ofctl-flows";
import { flowKey } from "./flows";
import { roughKey } from "./match";
import { type TableEntry, tableEntries } from "./objects";
import { readable } from "./rendered";

/** A flow as the name under which an OpenFlowTable provides it. */
export const flowText = ({ bridge, table }: Values, flow: Flow): string =>
	`flow ${JSON.stringify(`priority=${roughKey(flow).replace(" ", ",")}`)} in table ${table} of bridge ${bridge}`;

/** A listed flow as its OpenFlowTable provides it. */
const listedText = (facts: Facts, flowTable: Values, flow: ListedFlow): string =>
	flowText(flowTable, { ...flow, match: readable(facts, flowTable.bridge, flow.match) });

/** A test whether another resource of the program declares a flow of a table. */
export const declaredElsewhere =
	(facts: Facts, flowTable: Values, program: ProgramView | undefined) =>
	(flow: ListedFlow): boolean =>
		isDeclaredElsewhere(program, listedText(facts, flowTable, flow));

/** The OpenFlowTable of these owners, or of anybody, that has a flow, by the host's journal. Computed where it is asked for. */
export function tableOfFlow(
	facts: Facts,
	bridge: string,
	owners?: (string | undefined)[],
): (flow: ListedFlow) => TableEntry | undefined {
	let known: Map<string, TableEntry> | undefined;
	return ({ cookie }) => {
		known ??= facts.has({ read: "journal" }) ? tableEntries(facts, bridge, owners) : new Map();
		return known.get(cookie);
	};
}

/** The flow of another owner in whose place the program's OpenFlowTable has put its own. */
export const originalOf = ({ entry }: TableEntry, flow: ListedFlow): ListedFlow[] => {
	const flows = (entry.previous?.flows ?? []) as ListedFlow[];
	return flows.filter((one) => flowKey(one) === flowKey(flow));
};
