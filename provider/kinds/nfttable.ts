import { z } from "zod";
import * as f from "../base/fields";
import { markAfter } from "../model/change";
import { kind } from "../model/kind";
import { checkTable, families, tableFields, tableName } from "../nft/schema";
import { deleteNft, isAccepted, observedTable, planNft, tableFacts, title } from "../nft/table";

export const nftTable = kind({
	type: "NftTable",
	summary:
		"A table of nftables with its chains, sets, maps and flowtables. It is ours as a whole: what is added to it by hand is drift. A change is one transaction of the fewest statements, so that rules, sets and flows that stay keep their counters, elements and state.",
	schema: f
		.object({
			family: f.required(z.enum(families), "The packets that it sees."),
			name: f.resourceName(tableName, "Name of the table."),
			...tableFields,
			netns: f.unmanaged(f.nameOf("netns"), "Network namespace of the table. Default: the host's own."),
		})
		.superRefine(f.issues(checkTable)),
	computed: { handle: { type: "number", help: "The kernel's number of the table.", identifies: true } },
	identity: { fields: ["family", "name"] },
	replaceOn: [],
	ownership: "mark",
	facts: tableFacts,
	provides: (want) => [title(want)],
	requires: (want) => [isAccepted(want)],
	observe: (facts, want) => observedTable(facts, want),
	plan: (change) =>
		change.intent === "delete" ? deleteNft(change.was, change.have) : planNft(change.want, change.have, markAfter(change)),
});
