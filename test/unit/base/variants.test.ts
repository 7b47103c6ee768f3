import { z } from "zod";
import type { Values } from "../../../provider/base/values";
import { type Variants, withVariants } from "../../../provider/base/variants";
import { kinds } from "../../../provider/kinds";

const variants: Variants = {
	by: ["type", "bridge"],
	rules: [
		{ required: ["peer", "list"], when: { type: ["patch"] }, message: "is required for {type}" },
		{ excluded: ["peer"], unless: { type: ["patch"] }, message: "is for patch alone" },
		{ excluded: ["peer", "mtu"], unless: { bridge: [null] }, message: "is not on a bridge" },
	],
};
const text = z.string().optional();
const schema = withVariants(
	z.object({
		type: z.enum(["patch", "tap"]).optional(),
		...{ bridge: text, peer: text, mtu: text },
		list: z.array(z.string()).optional(),
	}),
	variants,
);
const messages = (input: object) => schema.safeParse(input).error?.issues.map((i) => `${i.path.join(".")} ${i.message}`) ?? [];

test.each<[object, string[]]>([
	[{}, []],
	[{ type: "patch", peer: "p", list: ["a"] }, []],
	[{ type: "patch" }, ["peer is required for patch", "list is required for patch"]],
	[{ type: "patch", peer: "p", list: [] }, ["list is required for patch"]],
	[{ type: "tap", peer: "p" }, ["peer is for patch alone"]],
	[{ peer: "p" }, ["peer is for patch alone"]],
	[{ bridge: "b", mtu: "1" }, ["mtu is not on a bridge"]],
	[{ bridge: "b", peer: "p" }, ["peer is for patch alone"]],
])("%j: %j", (input, problems) => {
	expect(messages(input)).toEqual(problems);
});

test("an error is reported on the first field of `blames` that is not set", () => {
	const rule = { excluded: ["peer", "mtu"], when: { type: [null] }, blames: ["type"], message: "is required" };
	const blaming = withVariants(z.object({ type: text, peer: text, mtu: text }), { by: ["type"], rules: [rule] });
	expect(blaming.safeParse({ peer: "a", mtu: "b" }).error?.issues).toMatchObject([{ path: ["type"], message: "is required" }]);
});

test("rules are in the schema's metadata and in its JSON Schema", () => {
	expect(z.toJSONSchema(schema, { io: "input" })).toMatchObject({ variants });
	for (const { schema: of } of Object.values(kinds))
		expect(z.toJSONSchema(of, { io: "input", unrepresentable: "any" })).toBeDefined();
});

/** The rules of every object of every kind, with the object's fields. */
function allVariants(json: Values, at: string): [string, string[], Variants][] {
	const own = json.variants ? [[at, Object.keys(json.properties), json.variants] as [string, string[], Variants]] : [];
	const inner = Object.entries(json).flatMap(([key, value]) =>
		typeof value === "object" && value !== null && key !== "variants" ? allVariants(value, `${at}/${key}`) : [],
	);
	return [...own, ...inner];
}

const declared = Object.entries(kinds).flatMap(([type, { schema: of }]) =>
	allVariants(z.toJSONSchema(of, { io: "input", unrepresentable: "any" }) as Values, type),
);

test("kinds have rules", () => {
	expect(declared.map(([at]) => at.split("/")[0])).toEqual(
		expect.arrayContaining(["IPFIX", "Link", "NftTable", "Port", "Reachability", "Route", "Trunk", "Tunnel", "Vtep"]),
	);
});

test.each(declared)("the rules of %s name existing fields", (_, fields, { by, rules }) => {
	const named = rules.flatMap(({ required = [], excluded = [], blames = [], when = {}, unless = {} }) => [
		...[...required, ...excluded, ...blames],
		...[...Object.keys(when), ...Object.keys(unless)],
	]);
	expect([...by, ...named].filter((field) => !fields.includes(field))).toEqual([]);
	expect(
		rules.flatMap(({ when = {}, unless = {} }) => Object.keys({ ...when, ...unless })).filter((f) => !by.includes(f)),
	).toEqual([]);
});
