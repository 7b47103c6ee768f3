import { unmetRequirementsOrNone } from "../apply/dependency-order";
import type { Job } from "../apply/job";
import { firstFew } from "../base/first-few";
import type { Facts } from "../model/facts";
import type { Registry } from "../plan/registry";
import type { Call } from "../tools/call";
import type { Fact } from "../tools/list";

/** Words for a script, for a person who waits for it: "reading its state". */
export function statusText(changes: Call[], reads: Fact[]): string {
	const [long] = changes.flatMap(({ takes }) => takes ?? []);
	if (long) return long.doing;
	if (changes.length > 0) return "carrying out changes";
	const probed = reads.flatMap((fact) => (fact.read === "probe" ? [fact.probe.to] : []));
	return probed.length > 0 ? `trying to reach ${firstFew(probed)}` : "reading its state";
}

/** Words for the resources that jobs wait for; an object that no resource creates is named itself. */
export function waitingText(jobs: Job[], facts: Facts, registry: Registry): string {
	const missing = jobs.flatMap(({ operation }) =>
		unmetRequirementsOrNone(operation, facts).map(({ name, from }) => registry.labelOf(from ?? name, operation) ?? name),
	);
	return `waiting for ${firstFew([...new Set(missing)]) || "the changes to end"}`;
}
