import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import type { Fact, Facts } from "../model/facts";
import { type Change, kind, type Observed, type Requirement } from "../model/kind";
import { requiresDevice, requiresNetns } from "../network/requirements";
import { observeTable, ownerOf } from "../nft/observe";
import { planTable } from "../nft/plan";
import { canonical, refusal, renderingKey } from "../nft/rendered";
import { checkTable, families, tableFields, tableName } from "../nft/schema";
import { entries, markChain, markStatements, nftStep, statements, verb } from "../nft/statements";
import type { NftStep, Rendering } from "../tools/nft";
import type { Listing } from "../tools/nft-listing";

export const title = (want: Values): string =>
	`nft table ${want.family} ${want.name}${want.netns === undefined ? "" : ` in netns ${want.netns}`}`;

const devicesOf = (want: Values): string[] => [
	...new Set([...entries(want.chains), ...entries(want.flowtables)].flatMap(([, v]): string[] => v.devices ?? [])),
];

/** Nothing but the key is known: the table is read, and there is nothing to compare it with. */
const isBare = (want: Values): boolean => ["chains", "sets", "maps", "flowtables"].every((field) => want[field] === undefined);

export function tableFacts(want: Values): Fact[] {
	const { family, name, netns = "" } = want;
	return [
		{ read: "nft", netns, family, name },
		...(isBare(want) ? [] : [{ read: "nft-rendered", family, name, text: renderingKey(want) } as const]),
		...(devicesOf(want).length === 0 ? [] : [{ read: "links", netns } as const]),
		...(netns === "" ? [] : [{ read: "namespaces" } as const]),
	];
}

const renderingOf = (facts: Facts, want: Values): Rendering | undefined =>
	isBare(want) ? undefined : facts.nftRendered(want.family, want.name, renderingKey(want));

/** The check comes with what must be there, so that a table that nft refuses stops before anything of it is carried out. */
export function tableNeeds(want: Values): Requirement[] {
	const accepted: Requirement = {
		what: `what nft accepts as ${title(want)}`,
		there(facts) {
			const said = renderingOf(facts, want)?.refused;
			if (said !== undefined) throw new Error(refusal(want, said));
			return true;
		},
	};
	return [...requiresNetns(want.netns), accepted, ...devicesOf(want).map((device) => requiresDevice(device, want.netns))];
}

interface Known {
	listing: Listing;
	rendering?: Rendering;
	/** What the rendering is of. */
	text: string;
}

export function observedTable(facts: Facts, want: Values): Observed<Values> | undefined {
	const { family, name, netns } = want;
	const listing = facts.nft(netns ?? "", family, name);
	if (!listing) return undefined;
	const owner = ownerOf(listing);
	const rendering = renderingOf(facts, want);
	// What is not ours is told in nft's own words, so that it can be put back to them.
	const compared = owner === undefined ? {} : want;
	const known: Known = { listing, rendering, text: renderingKey(want) };
	return {
		value: { name, family, netns, ...observeTable(listing, compared, canonical(compared, rendering)) },
		computed: { handle: listing.handle, known },
		owner,
	};
}

export function planNft({ want, have, was, owner }: Change<Values>): NftStep[] {
	if (!want) return nftStep(was ?? {}, [verb({ ...was, ...have?.value })("delete table")], "delete-nft");
	if (!have) return nftStep(want, [...statements(want).map((s) => s.text), ...markStatements(want, owner ?? "")]);
	const { listing, rendering, text } = have.computed.known as Known;
	const wanted = canonical(want, text === renderingKey(want) ? rendering : undefined);
	const all = planTable({ want, wanted, have: listing });
	if (have.owner === owner) return nftStep(want, all);
	const mark =
		owner === undefined ? ["flush chain", "delete chain"].map((w) => verb(want)(w, markChain)) : markStatements(want, owner);
	return nftStep(want, [...all, ...mark]);
}

export const nftTable = kind({
	type: "NftTable",
	summary:
		"A table of nftables with its chains, sets, maps and flowtables. It is ours as a whole: what is added to it by hand is drift. A change is one transaction of the fewest statements, so that rules, sets and flows that stay keep their counters, elements and state.",
	schema: f
		.object({
			family: f.required(z.enum(families), "The packets that it sees."),
			name: f.required(tableName, "Name of the table. Default: the resource's name."),
			...tableFields,
			netns: f.unmanaged(f.netnsName, "Network namespace of the table. Default: the host's own."),
		})
		.superRefine(f.issues(checkTable)),
	computed: { handle: { type: "number", help: "The kernel's number of the table." } },
	key: ["family", "name"],
	fixed: [],
	facts: tableFacts,
	provides: (want) => [title(want)],
	requires: tableNeeds,
	observe: (facts, want) => observedTable(facts, want) as never,
	plan: (change) => planNft(change as Change<Values>),
});
