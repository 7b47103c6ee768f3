import type { ChainOfTable, Listing } from "./nft-listing";
import type { AnyFact } from "./tool";

export interface NftTableFact extends AnyFact<Listing | undefined> {
	read: "nft";
	netns: string;
	family: string;
	name: string;
}

/** The families and names of all tables of a namespace. */
export interface NftTablesFact extends AnyFact<{ family: string; name: string }[]> {
	read: "nft-tables";
	netns: string;
}

/** The chains of all tables of a namespace, without their rules. */
export interface NftChainsFact extends AnyFact<ChainOfTable[]> {
	read: "nft-chains";
	netns: string;
}

/** A table in the normal form of the host's nft, or the reason why nft refuses it. */
export interface NftRendering {
	listing?: Listing;
	/** The error output of nft, with the line and the marker below the part that nft does not accept. */
	refused?: string;
}

/** The table as this host's nft writes it: its normal form, or a refusal. */
export interface NftRenderedFact extends AnyFact<NftRendering> {
	read: "nft-rendered";
	family: string;
	name: string;
	text: string;
}

/** The fact whether all of these devices can forward flows in hardware. */
export interface NftOffloadFact extends AnyFact<boolean> {
	read: "nft-offload";
	netns: string;
	devices: string[];
}
