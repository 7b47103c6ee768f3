import { type AliasChange, planAlias } from "../../../provider/network/link-mark";

const ours = "pulumi-ovs:demo/dev";
const alias = (text: string) => ({ link: { alias: text } });

/** The alias after the change, or undefined where it does not change. */
const written = (change: AliasChange): string | undefined => planAlias("d1", "", change)[0]?.args.at(-1);

test.each<[string, AliasChange, string | undefined]>([
	["a new device gets the mark", { owner: "demo/dev", isNew: true }, ours],
	["a marked one stays", { ...alias(ours), owner: "demo/dev" }, undefined],
	[
		"another program's mark gives way to the adopting one's",
		{ ...alias("pulumi-ovs:x/y"), owner: "demo/dev", keepsAlias: true },
		ours,
	],
	["somebody's alias of an adopted device stays", { ...alias("uplink"), owner: "demo/dev", keepsAlias: true }, undefined],
	[
		"and comes back with one that is made again",
		{ ...alias("uplink"), owner: "demo/dev", keepsAlias: true, isNew: true },
		"uplink",
	],
	["an alias that was written over the mark gives way", { ...alias("uplink"), owner: "demo/dev" }, ours],
	["a release takes the mark off", { ...alias(ours), owner: undefined, keepsAlias: true }, ""],
	["a release leaves somebody's alias", { ...alias("uplink"), owner: undefined, keepsAlias: true }, undefined],
	["a rollback puts somebody's alias back", { ...alias(ours), owner: undefined, alias: "uplink" }, "uplink"],
	["a rollback takes the mark off where there was none", { ...alias(ours), owner: undefined }, ""],
	["a rollback leaves an alias that somebody has given meanwhile", { ...alias("uplink"), owner: undefined }, undefined],
])("%s", (_, change, expected) => {
	expect(written(change)).toBe(expected);
});
