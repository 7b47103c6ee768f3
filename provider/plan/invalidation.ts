import type { Fact, Facts } from "../model/facts";
import { type OvsStep, touchedRows } from "../tools/ovs-vsctl";
import type { Step } from "../tools/step";

/** Reading a large switch back after each batch would cost more than the changes: a batch reads the rows that it touches. */
export function narrowed(reads: Fact[], changes: Step[], known: Facts): Fact[] {
	const steps = changes.filter((s) => s.tool === "ovs");
	if (steps.length === 0 || !known.has({ read: "ovs" }) || steps.some(isOfManyPorts)) return reads;
	const names = [...new Set(steps.flatMap(touchedRows))];
	if (names.length === 0 || names.length * 2 > known.ovs.ports.size) return reads;
	return reads.map((fact) => (fact.read === "ovs" ? { read: "ovs-rows", names } : fact));
}

/** A bridge goes with its ports, and one that a port leaves or comes to is another one after. */
export const isOfManyPorts = (step: OvsStep): boolean => step.op === "move" || (step.op === "delete" && step.table === "Bridge");

/** What these changes may have changed beside what is read back with them. */
export function staleAfter(changes: Step[]): (fact: Fact) => boolean {
	const tools = new Set<string>(changes.map((s) => s.tool));
	return (fact) =>
		(fact.read === "links" && (tools.has("ip") || tools.has("ovs"))) ||
		(fact.read === "namespaces" && tools.has("ip")) ||
		// A device that goes down or away takes routes along, and the first VRF brings a rule.
		((fact.read === "routes" || fact.read === "rules") && ["ip", "ovs", "local-rule"].some((tool) => tools.has(tool))) ||
		(fact.read === "nft" && (tools.has("ip") || tools.has("nft"))) ||
		// A bridge made anew has none, and its protocols decide how flows are written.
		(fact.read === "flows" && (tools.has("ovs") || tools.has("ofctl"))) ||
		(fact.read === "flows-rendered" && tools.has("ovs"));
}

/** How flows are written depends on nothing but the bridge's protocols: what is known of it need not be read again. */
export const isLasting = (fact: Fact, changes: Step[]): boolean =>
	fact.read === "flows-rendered" && !changes.some((step) => step.tool === "ovs");

/** True for a step of which nothing can be read back: that it was carried out is all there is to know of it. */
export const leavesNoTrace = (step: Step): boolean => step.tool === "flood";
