import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../../provider/kinds";
import { referencesOf } from "../../../provider/model/references";

const folder = join(__dirname, "../../../provider/kinds");

/** The contract is in provider/model/kind.ts. */
const members = [
	...["type", "summary", "schema", "computed", "identity", "replaceOn", "ownership", "facts", "observe", "plan"],
	...["provides", "requires", "normalise", "allocate", "captureOriginals", "remarks"],
];

test("a kind has no member beside those of the contract, of which there are at most 16", () => {
	expect(members.length).toBeLessThanOrEqual(16);
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
	const things: Record<string, string> = {
		bridge: "bridge",
		integrationBridge: "bridge",
		vrf: "device",
		dev: "device",
		master: "device",
		netns: "netns",
		devices: "device",
	};
	for (const { type, schema } of Object.values(kinds))
		for (const field of Object.keys(schema.shape).filter((name) => name in things)) {
			const named = referencesOf(schema).refers.filter(({ path }) => path[0] === field);
			expect([type, field, named.map((one) => one.thing)]).toEqual([type, field, [things[field]]]);
		}
});
