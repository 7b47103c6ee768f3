import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fieldMeta, isFilledIn } from "../../../provider/base/fields";
import { kinds } from "../../../provider/kinds";
import type { Kind } from "../../../provider/model/kind";
import { referencesOf } from "../../../provider/model/references";
import { checkInputs } from "../../../provider/model/validate";
import { allFeatures } from "../../oracle/features";
import { generate } from "../../oracle/inputs";
import { caseKinds, caseNames, caseOf } from "../support/cases";

const folder = join(__dirname, "../../../provider/kinds");

/** The contract is in provider/model/kind.ts. */
const members = [
	...["type", "summary", "schema", "computed", "identity", "replaceOn", "ownership", "facts", "observe", "plan"],
	...["provides", "requires", "normalise", "allocate", "captureOriginals", "takes", "remarks"],
];

test("a kind has no member beside those of the contract, of which there are at most 17", () => {
	expect(members.length).toBeLessThanOrEqual(17);
	const description = readFileSync(join(folder, "../model/kind.ts"), "utf8").split("export interface KindDescription")[1] ?? "";
	const body = description.slice(0, description.indexOf("\n}"));
	expect([...body.matchAll(/^\t(\w+)\??[:(]/gm)].map(([, name]) => name)).toEqual(members);
	// kind() derives makes, transferable and shares; no kind writes them.
	for (const kind of Object.values(kinds))
		expect(Object.keys(kind).filter((key) => ![...members, "makes", "transferable", "shares"].includes(key))).toEqual([]);
});

test.each(["plan", "model", "apply"])("%s/ names no kind", (layer) => {
	const below = join(folder, "..", layer);
	const texts = readdirSync(below).map((file) => readFileSync(join(below, file), "utf8"));
	const named = Object.keys(kinds).filter((type) => texts.some((text) => text.includes(`"${type}"`)));
	// The table of OVSDB has the same name as a kind.
	expect(named.filter((type) => !["Bridge", "Port"].includes(type))).toEqual([]);
});

test("every field with one of these names refers to the same sort of object", () => {
	const sorts: Record<string, string> = {
		bridge: "bridge",
		integrationBridge: "bridge",
		vrf: "device",
		dev: "device",
		master: "device",
		netns: "netns",
		devices: "device",
	};
	for (const { type, schema } of Object.values(kinds))
		for (const field of Object.keys(schema.shape).filter((name) => name in sorts)) {
			const named = referencesOf(schema).refers.filter(({ path }) => path[0] === field);
			expect([type, field, named.map((one) => one.sort)]).toEqual([type, field, [sorts[field]]]);
		}
});

test("a field that a kind can give a value says so, because the SDK makes outputs of no other fields that a program leaves out", () => {
	const golden = caseKinds().flatMap((type) => caseNames(type).map((name) => [type, caseOf(type, name).want ?? {}] as const));
	const generated = [1, 2, 3]
		.flatMap((seed) => generate({ host: "h1", features: allFeatures }, seed, 300))
		.flatMap((unit) => unit.inputs);
	const filled = new Set<string>();
	for (const [type, args] of [...golden, ...generated]) {
		const kind = kinds[type] as Kind;
		const { values, problems } = checkInputs(kind, { host: "h1", ...args });
		if (problems.length > 0) continue;
		const chosen = kind.allocate?.(values, undefined, { isNew: true, name: "a", declared: { ofType: () => [] } });
		for (const field of Object.keys({ ...values, ...chosen?.values }))
			if (field !== "host" && (args as Record<string, unknown>)[field] === undefined) filled.add(`${type}.${field}`);
	}
	const fieldsThat = (is: (schema: Kind["schema"], field: string) => boolean) =>
		Object.values(kinds).flatMap(({ type, schema }) =>
			Object.keys(schema.shape).flatMap((field) => (is(schema, field) ? [`${type}.${field}`] : [])),
		);
	const said = fieldsThat(isFilledIn);
	expect([...filled].filter((field) => !said.includes(field))).toEqual([]);
	const marked = fieldsThat((schema, field) => fieldMeta(schema, field).filledIn === true);
	expect(marked.filter((field) => !filled.has(field))).toEqual([]);
});
