import type { Values } from "../base/values";
import type { ListedSet } from "../tools/nft-listing";

/** True for a set whose elements packets add and timeouts remove. Only the elements that the program declares are compared. */
export const isLive = ({ flags = [], timeout }: Partial<Pick<ListedSet, "flags" | "timeout">>): boolean =>
	// nft does not list the flag timeout if it is the only flag and the set has a default timeout.
	flags.includes("dynamic") || flags.includes("timeout") || timeout !== undefined;

/** An element without its remaining lifetime. */
export const withoutExpiry = (element: string): string => element.replace(/ expires \S+/, "");

/** The key of an element: its text without value and settings. */
export const elementKey = (element: string): string =>
	element.replace(/ (timeout|expires|counter|comment|limit|quota) .*$/, "").replace(/(?<=[^:]) : .*$/, "");

/** True for the element `*`, which matches what no other element of its set or map matches. */
export const isCatchAll = (element: string): boolean => /^\*(?: |$)/.test(element);

/** True for the element `*`, and for one that stands for the devices whose names begin in the same way, such as `"tap*"`. */
export const isWildcard = (element: string): boolean => /\*"?$/.test(elementKey(element));

/** True for a set or map with the flag interval whose keys have one part. nft and the kernel treat concatenations in another way. */
export const hasPlainIntervals = ({ type, flags = [] }: Values | ListedSet): boolean =>
	flags.includes("interval") && !/^[^:]* \. /.test(type);
