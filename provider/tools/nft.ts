import type { Call } from "./call";
import { inNetns } from "./call";
import type { Listing } from "./nft-listing";

/** Statements of nft, each a line. All of one phase and namespace are one transaction. */
export interface NftStep {
	tool: "nft";
	phase: "nft" | "delete-nft";
	/** "" = the host's own. */
	netns: string;
	statements: string[];
}

/** One `nft -f -`: the kernel takes all of it or nothing. */
export function nftCall(steps: NftStep[]): Call {
	const netns = steps[0]?.netns ?? "";
	return { argv: [...inNetns(netns), "nft", "-f", "-"], stdin: `${steps.flatMap((s) => s.statements).join("\n")}\n` };
}

/** The table as nft writes it, with handles and without counters' values and times (-s). */
export function nftRead(netns: string, family: string, name: string): Call {
	return { argv: [...inNetns(netns), "nft", "-s", "-a", "list", "table", family, name] };
}

const render = 'nft -f - && nft -s -a list table "$1" "$2"';

/**
 * What this host's nft makes of a table: it is loaded in a network namespace that lasts as long as the call, and listed.
 * That is both the check of every statement by the nft and the kernel at hand, and their normal form to compare with.
 */
export function nftRenderRead(family: string, name: string, text: string): Call {
	return { argv: ["unshare", "-n", "sh", "-c", render, "nft", family, name], stdin: text };
}

/**
 * Whether all these devices can forward flows in hardware: the kernel asks their drivers when it checks such a flowtable,
 * and -c makes nothing.
 */
export function nftOffloadRead(netns: string, devices: string[]): Call {
	const on = `{ hook ingress priority 0; devices = { ${devices.join(", ")} }; flags offload; }`;
	const lines = ["add table inet pulumi_ovs_check", `add flowtable inet pulumi_ovs_check f ${on}`];
	return { argv: [...inNetns(netns), "nft", "-c", "-f", "-"], stdin: `${lines.join("\n")}\n` };
}

/** What a host's nft made of a table: its listing, or why it refuses it. */
export interface Rendering {
	listing?: Listing;
	/** nft's own words, with the line and the mark under what it does not understand. */
	refused?: string;
}
