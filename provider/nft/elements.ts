import type { Values } from "../base/values";
import { type ListedSet, unquoted } from "../tools/nft-listing";

/** True for a set whose elements packets add and timeouts remove. Only the elements that the program declares are compared. */
export const isLive = ({ flags = [], timeout }: Partial<Pick<ListedSet, "flags" | "timeout">>): boolean =>
	// nft does not list the flag timeout if it is the only flag and the set has a default timeout.
	flags.includes("dynamic") || flags.includes("timeout") || timeout !== undefined;

/** A text without the first part outside quotes that has this form. */
function without(text: string, part: RegExp): string {
	const found = part.exec(unquoted(text));
	return found ? text.slice(0, found.index) + text.slice(found.index + found[0].length) : text;
}

/** An element without its remaining lifetime. */
export const withoutExpiry = (element: string): string => without(element, / expires \S+/);

/**
 * The settings and statements that an element may have (nft(8), "ELEMENTS" and "SET STATEMENT"). `nft -s` lists a counter by this word
 * alone.
 */
const settings = / (?:timeout|expires|comment|counter|limit|quota|last|ct count)(?: .*)?$/;

/** The key of an element: its text without value and settings. */
export const elementKey = (element: string): string => without(without(element, settings), /(?<=[^:]) : .*$/);

/** True for the element `*`, which matches what no other element of its set or map matches. */
export const isCatchAll = (element: string): boolean => /^\*(?: |$)/.test(element);

/** True for the element `*`, and for one that stands for the devices whose names begin in the same way, such as `"tap*"`. */
export const isWildcard = (element: string): boolean => /\*"?$/.test(elementKey(element));

/** True for a set or map with the flag interval whose keys have one part. nft and the kernel treat concatenations in another way. */
export const hasPlainIntervals = ({ type, flags = [] }: Values | ListedSet): boolean =>
	flags.includes("interval") && !/^[^:]* \. /.test(type);
