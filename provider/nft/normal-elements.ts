import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import { setElements } from "./statements";

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const ipv4 = `${octet}(?:\\.${octet}){3}`;

/**
 * The elements of each type that every version of nft lists as they are written. Ports from 60000 on are left to nft, so that a pattern is
 * enough.
 */
const spellings: Record<string, RegExp> = {
	ipv4_addr: new RegExp(`^${ipv4}$`),
	ether_addr: /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/,
	inet_service: /^(?:0|[1-9]\d{0,3}|[1-5]\d{4})$/,
};

const addressOrPrefix = new RegExp(`^${ipv4}(?:/(?:[1-9]|[12]\\d|3[01]))?$`);

/**
 * True for a set whose elements nft lists as they are written, whatever their order. They need not be loaded to know that the host's
 * nft accepts them, and how it spells them: with many elements, that takes longer than all the rest.
 */
export const isListedAsWritten = memoize((set: Values): boolean => {
	const { type, value, flags = [], timeout, gcInterval, size }: Values = set;
	if (value !== undefined) return false;
	const elements = setElements(set);
	if (timeout !== undefined || gcInterval !== undefined || size !== undefined || elements.length === 0) return false;
	if (flags.some((flag: string) => flag !== "interval")) return false;
	if (flags.length > 0) return type === "ipv4_addr" && areApart(elements);
	const fields = (type as string).split(" . ").map((field) => spellings[field]);
	return elements.every((element) => {
		const words = element.split(" . ");
		return words.length === fields.length && fields.every((spelling, i) => spelling?.test(words[i] ?? ""));
	});
});

/** True for IPv4 addresses and prefixes of which none overlaps or touches another: nft may list those as one. */
function areApart(elements: string[]): boolean {
	const ranges: [first: number, last: number][] = [];
	for (const element of elements) {
		if (!addressOrPrefix.test(element)) return false;
		const [address = "", length = "32"] = element.split("/");
		const first = address.split(".").reduce((number, part) => number * 256 + Number(part), 0);
		const count = 2 ** (32 - Number(length));
		// nft lists an element with host bits as its network, and ranges at either end of all addresses in another form.
		if (first % count !== 0 || first === 0 || first + count === 2 ** 32) return false;
		ranges.push([first, first + count - 1]);
	}
	ranges.sort(([a], [b]) => a - b);
	return ranges.every(([first], i) => i === 0 || first > (ranges[i - 1]?.[1] ?? 0) + 1);
}
