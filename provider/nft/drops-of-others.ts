import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { NftChainsFact } from "../tools/nft-facts";
import { unquoted } from "../tools/nft-listing";
import { wholeWords } from "../tools/nft-words";
import { ipFamilies } from "./hooks";
import { entries, markChain } from "./statements";

const accepts = new RegExp(wholeWords("accept"));

/** True for a table that accepts forwarded packets: it has a chain at the hook forward, and rules that accept. */
function acceptsForwarded({ family, chains }: Values): boolean {
	const all = entries(chains).map(([, chain]) => chain);
	const isAtForward = ipFamilies.includes(family) && all.some(({ hook }) => hook === "forward");
	return isAtForward && all.some(({ rules = [] }) => (rules as string[]).some((rule) => accepts.test(unquoted(rule))));
}

export const chainFacts = (want: Values): NftChainsFact[] =>
	acceptsForwarded(want) ? [{ read: "nft-chains", netns: want.netns ?? "" }] : [];

/**
 * The warnings about chains of others that drop what this table accepts: a packet passes all chains of a hook, and is dropped where one of
 * them drops it (nft(8), "VERDICT STATEMENT"). Docker and ufw have such a chain.
 */
export function dropsOfOthers(want: Values, facts: Facts): string[] {
	const chains = (acceptsForwarded(want) && facts.nftChains(want.netns ?? "")) || [];
	const ofPrograms = new Set(chains.filter(({ name }) => name === markChain).map(({ family, table }) => `${family} ${table}`));
	return chains.flatMap(({ family, table, name, base }) => {
		const isShared = ipFamilies.includes(family) && (family === want.family || [family, want.family].includes("inet"));
		if (base?.hook !== "forward" || base.policy !== "drop" || !isShared || ofPrograms.has(`${family} ${table}`)) return [];
		return [
			`chain ${name} of the nft table ${family} ${table}, which is not of this program, has the policy drop: forwarded packets that it does not accept are dropped, also where this table accepts them. Accept them there too`,
		];
	});
}
