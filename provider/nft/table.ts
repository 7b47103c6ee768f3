import { type Values, withoutUnset } from "../base/values";
import type { Facts } from "../model/facts";
import type { Marked } from "../model/kind";
import type { Observed } from "../model/observed";
import { nftTableText } from "../model/provided-name";
import { type Requirement, requiresDevice } from "../model/requirements";
import type { Fact } from "../tools/list";
import type { NftStep } from "../tools/nft";
import { devicesNeeded } from "../tools/nft-devices";
import type { NftRendering } from "../tools/nft-facts";
import type { Listing } from "../tools/nft-listing";
import { chainFacts, dropsOfOthers } from "./drops-of-others";
import { isKnownObject } from "./objects";
import { observeTable, ownerOf } from "./observe";
import { planTable } from "./plan";
import { canonical, refusal, renderingKey } from "./rendered";
import { entries, mapValues, markChain, markStatements, nftStep, statementOf, statements } from "./statements";

export const title = ({ family, name, netns }: Values): string => nftTableText(family, name, netns);

/** Devices that rules name and that nft stores as numbers. */
const devicesOfRules = (want: Values): string[] => [
	...new Set(entries(want.chains).flatMap(([, chain]) => ((chain.rules ?? []) as string[]).flatMap(devicesNeeded))),
];

const devicesOf = (want: Values): string[] => [
	...new Set([
		...[...entries(want.chains), ...entries(want.flowtables)].flatMap(([, v]): string[] => v.devices ?? []),
		...devicesOfRules(want),
	]),
];

/**
 * The former content of a table without devices that are gone by now: nft refuses a flowtable or a chain with such a device, and with it
 * the whole table.
 */
export function withoutGoneDevices(want: Values, facts: Facts): Values {
	const { netns = "", flowtables, chains } = want;
	if (!facts.has({ read: "links", netns })) return want;
	const isThere = (name: string) => facts.knownLinks(netns).has(name);
	const left = (value: Values): Values => {
		const devices = value.devices?.filter(isThere);
		return devices === undefined ? value : { ...value, devices };
	};
	// A chain without any device has no hook.
	const hooked = (chain: Values): Values => (left(chain).devices?.length === 0 ? chain : left(chain));
	return withoutUnset({ ...want, flowtables: mapValues(flowtables, left), chains: mapValues(chains, hooked) });
}

/** The devices that must exist before a rule that names them can be added. */
export const needsDevicesOfRules = (want: Values): Requirement[] =>
	devicesOfRules(want).map((name) => requiresDevice(name, want.netns));

/** True if only the key is known, as in `get`: the table is read, and there is nothing to compare it with. */
const hasOnlyKey = (want: Values): boolean =>
	["objects", "chains", "sets", "maps", "flowtables"].every((field) => want[field] === undefined);

export function tableFacts(want: Values): Fact[] {
	const { family, name, netns = "" } = want;
	return [
		{ read: "nft", netns, family, name },
		...(hasOnlyKey(want) ? [] : [{ read: "nft-rendered", family, name, text: renderingKey(want) } as const]),
		...chainFacts(want),
		...(devicesOf(want).length === 0 ? [] : [{ read: "links", netns } as const]),
		...(netns === "" ? [] : [{ read: "namespaces" } as const]),
	];
}

const renderingOf = (facts: Facts, want: Values): NftRendering | undefined =>
	hasOnlyKey(want) ? undefined : facts.nftRendered(want.family, want.name, renderingKey(want));

/** A requirement is checked before a batch runs, so a table that nft refuses fails before anything is changed. */
export const isAccepted = (want: Values): Requirement => ({
	name: `what nft accepts as ${title(want)}`,
	there(facts) {
		const said = renderingOf(facts, want)?.refused;
		if (said !== undefined) throw refusal(want, said);
		return true;
	},
});

/** The table as it was read, and as nft renders the wanted one. */
export interface TableRead {
	listing: Listing;
	rendering?: NftRendering;
	/** The input of the rendering. */
	text: string;
}

/** True for a table whose chains the kernel has taken from their hooks. */
const isDormant = ({ more }: Listing): boolean => more.some((line) => /^flags .*\bdormant\b/.test(line));

export function observedTable(facts: Facts, want: Values): Observed<Values, TableRead> | undefined {
	const { family, name, netns } = want;
	const listing = facts.nft(netns ?? "", family, name);
	if (!listing) return undefined;
	const owner = ownerOf(listing);
	const rendering = renderingOf(facts, want);
	// A table without a mark is given in nft's own spelling, so that it can be restored exactly.
	const compared = owner === undefined ? {} : want;
	return {
		value: { name, family, netns, ...observeTable(listing, compared, canonical(compared, rendering)) },
		computed: { handle: listing.handle },
		internal: { listing, rendering, text: renderingKey(want) },
		owner,
		fault: owner !== undefined && isDormant(listing) ? "it is dormant (flags dormant): its chains see no packets" : undefined,
		insteadOfAdoption: refusalToAdopt(listing),
		warnings: dropsOfOthers(want, facts),
	};
}

/** True for a table that has the form of a FlowTable's: a flowtable of the same name, and nothing else but a forward chain. */
function isFlowTable(
	{ family, name }: { family: string; name: string },
	{ chains, sets, flowtables, objects }: Listing,
): boolean {
	const names = [...chains.keys()].filter((chain) => chain !== markChain);
	const isAlone = flowtables.size === 1 && flowtables.has(name) && sets.size === 0 && objects.size === 0;
	return isAlone && names.join() === "forward" && ["inet", "ip", "ip6"].includes(family);
}

/** The tables that have a program's mark. `flowTables`: those of FlowTables, or else the others. */
export const markedTables = (facts: Facts, flowTables: boolean): Marked[] =>
	facts.nftTablesRead.flatMap(({ netns, family, name }) => {
		const listing = facts.nft(netns, family, name);
		const owner = listing && ownerOf(listing);
		if (!listing || owner === undefined || isFlowTable({ family, name }, listing) !== flowTables) return [];
		return [{ owner, want: { family, name, ...(netns === "" ? {} : { netns }) } }];
	});

/** The refusal to adopt a table with content that its observed value lacks: destroy could not restore that. */
function refusalToAdopt({ objects, chains, more, isOfIptables }: Listing): string | undefined {
	if (isOfIptables)
		return "An NftTable can't adopt the table, because iptables-nft manages it (for example for Docker or kube-proxy), and destroy could not restore its rules: add rules with iptables";
	const others = [...objects.keys()].filter((key) => !isKnownObject(key));
	// A comment stays with the table.
	const ofTable = more.filter((line) => !line.startsWith("comment "));
	const lacking = [
		...ofTable,
		...others,
		...[...chains].flatMap(([name, { more }]) => more.map((text) => `${text} of chain ${name}`)),
	];
	if (lacking.length === 0) return undefined;
	return `An NftTable can't adopt the table, because destroy could not restore ${lacking.join(", ")}`;
}

type Have = Observed<Values, TableRead>;

export const deleteNft = (was: Values, have: Have): NftStep[] =>
	nftStep(was, [statementOf({ ...was, ...have.value })("delete table")], "delete-nft");

/** The statements that create or change a table. Owner undefined: the mark is removed. `left`: the elements that have left live sets. */
export function planNft(
	want: Values,
	have: Have | undefined,
	owner: string | undefined,
	left: ReadonlyMap<string, string[]> = new Map(),
): NftStep[] {
	if (!have?.internal) return nftStep(want, [...statements(want).map((s) => s.text), ...markStatements(want, owner ?? "")]);
	const { listing, rendering, text } = have.internal;
	const wanted = canonical(want, text === renderingKey(want) ? rendering : undefined);
	const all = planTable({ want, wanted, have: listing, left });
	// The kernel refuses a change of flags together with one of base chains (nft_table_pending_update in its net/netfilter/nf_tables_api.c),
	// so that the table wakes in an earlier transaction. Without a body, `add table` sends no flags.
	const wake = owner !== undefined && isDormant(listing) ? nftStep(want, [statementOf(want)("add table")], "delete-nft") : [];
	if (have.owner === owner) return [...wake, ...nftStep(want, all)];
	const mark =
		owner === undefined
			? ["flush chain", "delete chain"].map((w) => statementOf(want)(w, markChain))
			: markStatements(want, owner);
	return [...wake, ...nftStep(want, [...all, ...mark])];
}
