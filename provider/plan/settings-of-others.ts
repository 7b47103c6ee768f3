import { isDeepStrictEqual } from "node:util";
import { isMap, type Values } from "../base/values";
import { describe } from "../model/compare";
import type { Facts } from "../model/facts";
import type { Observed } from "../model/observed";
import type { Operation } from "./operation";
import { isPreexisting } from "./ownership";

/**
 * Throws where the operation would change a value that another program sets too. An object that exists anyway, such as a kernel parameter,
 * has no owner: two programs may set different fields or keys of it, or the same value. `before`: the object before side effects of
 * this run, which this run repairs.
 */
export function refuseSettingsOfOthers(op: Operation, have: Observed, before: Observed | undefined, facts: Facts): void {
	const { kind, id, owner, want, was } = op;
	if (!isPreexisting(op)) return;
	const named = new Set([...kind.identity.fields, "netns", "type"]);
	for (const entry of facts.journal.others(id, owner)) {
		if (entry.owner === was?.__owner) continue;
		for (const [field, former] of Object.entries(entry.previous ?? {})) {
			if (named.has(field) || have.shared?.includes(field)) continue;
			const changed = changedPart(former, want[field], have.value[field]);
			if (changed.length === 0 || (before && changedPart(former, want[field], before.value[field]).length === 0)) continue;
			const what = changed.map(({ path, ...values }) => describe({ path: `${field}${path}`, ...values })).join("; ");
			throw new Error(
				`the program ${entry.owner} sets it too, by the host's journal: ${what}. Set it in one of the programs only, or set the same value in both. If somebody has changed it by hand, change it back by hand. If that program is gone, remove its entry by pulumi-ovs orphans`,
			);
		}
	}
}

/** The values that would change, of a field that another program manages; of a map, those of the keys that it manages. */
function changedPart(former: unknown, want: unknown, have: unknown): { path: string; want: unknown; have: unknown }[] {
	if (want === undefined || isDeepStrictEqual(want, have)) return [];
	if (!isMap(former) || !isMap(want)) return [{ path: "", want, have }];
	const there: Values = isMap(have) ? have : {};
	return Object.keys(former).flatMap((key) =>
		changedPart(former[key], want[key], there[key]).map((part) => ({ ...part, path: `.${key}${part.path}` })),
	);
}
