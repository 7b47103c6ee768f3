import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { markAfter } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { wrongBaseChains } from "../nft/base-chains";
import { rulesAtWrongHooks } from "../nft/hooks";
import { overlappingElements } from "../nft/intervals";
import { leftFacts, leftKeys } from "../nft/left-elements";
import { missingReferences } from "../nft/references";
import { checkTable, families, tableFields, tableName } from "../nft/schema";
import {
	deleteNft,
	isAccepted,
	markedTables,
	needsDevicesOfRules,
	observedTable,
	planNft,
	tableFacts,
	title,
	withoutGoneDevices,
} from "../nft/table";

/** Warnings where merged elements expire. Elements that nft has merged have one lifetime. */
const expiryWarnings = ({ sets }: Values): string[] =>
	Object.entries<Values>(sets ?? {}).flatMap(([name, { autoMerge, flags = [], timeout }]) =>
		autoMerge === true && (timeout !== undefined || flags.includes("timeout"))
			? [
					`sets.${name} has autoMerge, and its elements expire: an element that is merged with others expires with them, not when its own time is over. Leave autoMerge or the timeout out`,
				]
			: [],
	);

/** Finds these objects by their marks. */
const listMarked = (facts: Facts): Marked[] => markedTables(facts, false);

export const nftTable = kind({
	type: "NftTable",
	summary:
		"A table of nftables with its chains, sets, maps, flowtables and named objects. The resource owns the whole table: everything that is added by hand is drift. A change is one transaction with as few statements as possible. Rules, sets and flows that do not change keep their counters, elements and state. A set or map of intervals that gets or loses the element `*` or loses a pattern such as `tap*`, and a map of intervals with `*` in which any element changes, is recreated: counters of its elements and of the rules that name it start at 0.",
	schema: f
		.object({
			family: f.required(z.enum(families), "Address family: the packets that the table sees. `inet`: IPv4 and IPv6."),
			name: f.resourceName(tableName, "Name of the table."),
			...tableFields,
			netns: f.inNetns("the table"),
			adopt: f.adopt("an existing table", "the table stays, with its former content"),
		})
		.superRefine(f.issues(checkTable))
		.superRefine((want, context) => {
			for (const problem of [
				...wrongBaseChains(want),
				...missingReferences(want),
				...rulesAtWrongHooks(want),
				...overlappingElements(want),
			])
				context.addIssue({ code: "custom", ...problem });
		}),
	computed: { handle: { type: "number", help: "Handle of the table in the kernel.", identifies: true } },
	identity: { fields: ["family", "name"], listMarked },
	replaceOn: [],
	ownership: "mark",
	facts: (want, was) => [...tableFacts(want), ...(was ? leftFacts(want, was) : [])],
	provides: (want) => [title(want)],
	requires: (want) => [...needsDevicesOfRules(want), isAccepted(want)],
	remarks: { warnings: expiryWarnings },
	observe: (facts, want) => observedTable(facts, want),
	plan(change) {
		if (change.intent === "delete") return deleteNft(change.was, change.have);
		const { intent, was, have, facts } = change;
		const want = intent === "release" ? withoutGoneDevices(change.want, facts) : change.want;
		const former = intent === "release" ? have?.internal?.rendering?.listing : undefined;
		return planNft(want, have, markAfter(change), leftKeys(want, was, facts, former));
	},
});
