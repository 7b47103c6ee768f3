import { plan } from "../../../provider/plan/plan";
import { readsAfter, readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { calls } from "../../../provider/tools/script";
import { caseKinds, caseNames, caseOf, kindNamed, lines, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";

/** The kinds that judge by the declared resources which other objects go along: see IsDeletedToo. */
const judgedByProgram = ["OpenFlowGroup", "Trunk"];

/** The commands of a deletion, or its error. */
function deletion(type: string, name: string, isDeclared: boolean): string {
	const golden = caseOf(type, name);
	const operation = operationOf(kindNamed(type), golden);
	const facts = factsOf([...readsBefore(operation), ...readsAfter(operation)], golden.facts ?? {});
	const registry = new Registry("h1");
	if (isDeclared) registry.declare(`1:${name}`, { ...operation, mode: "update" });
	// The whole program is still declared, with what needs the resource.
	const requirer = () => (isDeclared ? "another resource" : undefined);
	const program = { ...registry.around(operation), requirer };
	try {
		return calls(plan(operation, facts, { program }).steps)
			.flatMap(lines)
			.join("\n");
	} catch (error) {
		// A device that is replaced counts as recreated, and can't be left on the host.
		return (error as Error).message
			.replace("can't be recreated", "can't be deleted")
			.replace(", or let Pulumi leave it on the host (option retainOnDelete)", "");
	}
}

test("a deletion is the same in a run that declares the resource too, such as one that replaces it", () => {
	const all = caseKinds().flatMap((type) =>
		caseNames(type).flatMap((name) => (caseOf(type, name).want === null ? [[type, name] as const] : [])),
	);
	expect(all.length).toBeGreaterThan(100);
	const differing = all.filter(([type, name]) => deletion(type, name, true) !== deletion(type, name, false));
	expect([...new Set(differing.map(([type]) => type))]).toEqual(judgedByProgram);
});
