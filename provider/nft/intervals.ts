import ipaddr from "ipaddr.js";
import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import { elementKey, hasPlainIntervals } from "./elements";
import { entries } from "./statements";
import { singleSpaced } from "./syntax";

/** The first and the last member of an element, as numbers (ports, IPv4) or as texts of one length (IPv6), which are compared with <. */
type Range = [first: number | string, last: number | string];

const octet = /^(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

function ipv4(address: string): number | undefined {
	const parts = address.split(".");
	if (parts.length !== 4 || !parts.every((part) => octet.test(part))) return undefined;
	return parts.reduce((number, part) => number * 256 + Number(part), 0);
}

const hex = (bytes: number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");

const ipv6 = (address: string): string | undefined =>
	address.includes(":") && !address.includes("%") && ipaddr.IPv6.isValid(address)
		? hex(ipaddr.IPv6.parse(address).toByteArray())
		: undefined;

const wholeNumber = (text: string): number | undefined =>
	/^(?:0|[1-9]\d{0,9}|0x[0-9a-f]{1,8})$/i.test(text) ? Number(text) : undefined;

/** The range of a plain address, prefix, number or range of them. Undefined: only nft knows what the element means. */
function rangeOf(key: string): Range | undefined {
	const [base = "", length] = key.split("/");
	if (length !== undefined) return prefixOf(base, wholeNumber(length));
	const ends = key.split("-");
	if (ends.length > 2) return undefined;
	for (const parse of [ipv4, ipv6, wholeNumber]) {
		const [first, last] = [parse(ends[0] ?? ""), parse(ends[1] ?? ends[0] ?? "")];
		if (first !== undefined && last !== undefined && first <= last) return [first, last];
	}
	return undefined;
}

function prefixOf(base: string, length: number | undefined): Range | undefined {
	const four = ipv4(base);
	if (length === undefined || length > (four === undefined ? 128 : 32)) return undefined;
	if (four !== undefined) {
		const count = 2 ** (32 - length);
		const first = Math.floor(four / count) * count;
		return [first, first + count - 1];
	}
	if (ipv6(base) === undefined) return undefined;
	const cidr = `${base}/${length}`;
	const [first, last] = [ipaddr.IPv6.networkAddressFromCIDR(cidr), ipaddr.IPv6.broadcastAddressFromCIDR(cidr)];
	return [hex(first.toByteArray()), hex(last.toByteArray())];
}

interface Member {
	range: Range;
	key: string;
}

/** Two elements of a set or map that overlap. Equal ones are left to nft, which takes them in a set. */
const overlapIn = memoize((set: Values): [string, string] | undefined => {
	const { elements, autoMerge }: Values = set;
	// A device may be named as a number.
	if (!hasPlainIntervals(set) || autoMerge === true || /ifname/.test(set.type) || !elements) return undefined;
	const all: unknown[] = Array.isArray(elements) ? elements : Object.keys(elements);
	const members = all.flatMap((text): Member[] => {
		const key = typeof text === "string" ? elementKey(singleSpaced(text)) : "";
		const range = rangeOf(key);
		return range === undefined ? [] : [{ range, key }];
	});
	for (const type of ["number", "string"]) {
		let widest: Member | undefined;
		const sorted = members.filter(({ range }) => typeof range[0] === type).sort(byFirst);
		for (const member of sorted) {
			if (widest && member.range[0] <= widest.range[1] && !isSame(widest, member)) return [widest.key, member.key];
			if (!widest || member.range[1] > widest.range[1]) widest = member;
		}
	}
	return undefined;
});

const byFirst = ({ range: [a] }: Member, { range: [b] }: Member): number => (a < b ? -1 : a > b ? 1 : 0);

const isSame = (one: Member, other: Member): boolean => one.range[0] === other.range[0] && one.range[1] === other.range[1];

/** Sets and maps whose elements overlap, where all is plain. nft's error comes only at the update. */
export function overlappingElements({ sets, maps }: Values): { path: PropertyKey[]; message: string }[] {
	const found = (field: string, all: Values | undefined, advice: string) =>
		entries(all).flatMap(([name, set]) => {
			// A set that is not known yet is a text.
			const [one, other] = (typeof set === "object" && overlapIn(set)) || [];
			if (one === undefined) return [];
			return [{ path: [field, name, "elements"], message: `has ${one} and ${other}, which overlap: ${advice}` }];
		});
	return [
		...found("sets", sets, "leave one of them out, or set autoMerge: true, which merges elements that overlap"),
		...found("maps", maps, "leave one of them out"),
	];
}
