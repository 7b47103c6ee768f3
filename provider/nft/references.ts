import { nearest } from "../base/nearest";
import type { Values } from "../base/values";
import { unquoted } from "../tools/nft-listing";
import { nameForm, wholeWords } from "../tools/nft-words";
import { objectOfElement, objectsIn } from "./objects";
import { entries } from "./statements";

/** An object that a rule or an element names, and that its own table must have. */
export interface TableReference {
	sort: "chain" | "flowtable" | "object" | "set or map";
	name: string;
}

/** `@ll`, `@nh`, `@th` and `@ih` with a comma are raw bits of the packet, such as `@th,16,16`. */
const reference = new RegExp(
	`${wholeWords("jump|goto")}\\s+(${nameForm})|${wholeWords("flow\\s+(?:add|offload)")}\\s+@(${nameForm})|@(?!(?:ll|nh|th|ih)\\s*,)(${nameForm})`,
	"g",
);

/** The objects that a rule or an element names. Text in quotes names nothing. */
export function referencesIn(text: string): TableReference[] {
	const named = [...unquoted(text).matchAll(reference)].map(([, chain, flowtable, set]): TableReference => {
		if (chain !== undefined) return { sort: "chain", name: chain };
		return flowtable === undefined ? { sort: "set or map", name: set ?? "" } : { sort: "flowtable", name: flowtable };
	});
	return [...named, ...objectsIn(text).map((name): TableReference => ({ sort: "object", name }))];
}

/** The texts of a table that may name objects of the table, with their paths. */
function textsOf(want: Values): { path: PropertyKey[]; text: unknown; object?: string }[] {
	return [
		...entries(want.chains).flatMap(([name, chain]) =>
			((chain.rules ?? []) as unknown[]).map((text, i) => ({ path: ["chains", name, "rules", i], text })),
		),
		...entries(want.maps).flatMap(([name, map]) =>
			entries<unknown>(map.elements).map(([key, text]) => ({
				path: ["maps", name, "elements", key],
				text,
				object: typeof text === "string" ? objectOfElement(map.value, text) : undefined,
			})),
		),
	];
}

/** References to objects that the table does not have. The table is one resource, so nothing else can have them. */
export function missingReferences(want: Values): { path: PropertyKey[]; message: string }[] {
	const namesBySort: Record<TableReference["sort"], { fields: string; names: string[] }> = {
		chain: { fields: "chains", names: Object.keys(want.chains ?? {}) },
		flowtable: { fields: "flowtables", names: Object.keys(want.flowtables ?? {}) },
		object: { fields: "objects", names: Object.keys(want.objects ?? {}) },
		"set or map": { fields: "sets and maps", names: [...Object.keys(want.sets ?? {}), ...Object.keys(want.maps ?? {})] },
	};
	const known = new Map(Object.entries(namesBySort).map(([sort, { names }]) => [sort, new Set(names)]));
	return textsOf(want).flatMap(({ path, text, object }) =>
		[
			...(typeof text === "string" ? referencesIn(text) : []),
			...(object === undefined ? [] : [{ sort: "object", name: object } as const]),
		].flatMap(({ sort, name }) => {
			const { fields, names } = namesBySort[sort];
			if (known.get(sort)?.has(name)) return [];
			const near = nearest(name, names);
			const advice = near === undefined ? `declare it in ${fields.replace(" and ", " or ")}` : `did you mean "${near}"?`;
			return [{ path, message: `names the ${sort} "${name}", which is not in ${fields} of this table: ${advice}` }];
		}),
	);
}
