import fc from "fast-check";
import { overlappingElements } from "../../../provider/nft/intervals";

const interval = (type: string, elements: unknown, more = {}) => ({ type, flags: ["interval"], elements, ...more });
const found = (set: object) => overlappingElements({ sets: { bad: set } })[0]?.message;
const both = (one: string, other: string) =>
	`has ${one} and ${other}, which overlap: leave one of them out, or set autoMerge: true, which merges elements that overlap`;

test.each<[string, string, string[], [string, string]]>([
	["prefixes", "ipv4_addr", ["10.1.0.0/16", "192.0.2.1", "10.0.0.0/8"], ["10.0.0.0/8", "10.1.0.0/16"]],
	["an address in a range", "ipv4_addr", ["10.0.0.1-10.0.0.9", "10.0.0.9"], ["10.0.0.1-10.0.0.9", "10.0.0.9"]],
	["host bits", "ipv4_addr", ["10.0.0.7/30", "10.0.0.5"], ["10.0.0.7/30", "10.0.0.5"]],
	[
		"one that is not next to the other",
		"ipv4_addr",
		["10.0.0.0/8", "9.0.0.1", "11.0.0.1", "10.9.0.0/16"],
		["10.0.0.0/8", "10.9.0.0/16"],
	],
	["all addresses", "ipv4_addr", ["192.0.2.1", "0.0.0.0/0"], ["0.0.0.0/0", "192.0.2.1"]],
	["an expression", "typeof ip saddr", ["10.0.0.0/8", "10.0.0.1"], ["10.0.0.0/8", "10.0.0.1"]],
	["IPv6", "ipv6_addr", ["2001:DB8::/32", "2001:db8:1::5"], ["2001:DB8::/32", "2001:db8:1::5"]],
	["ranges of IPv6", "ipv6_addr", ["fe80::1-fe80::ff", "fe80::f0-fe80::1:0"], ["fe80::1-fe80::ff", "fe80::f0-fe80::1:0"]],
	["ports", "inet_service", ["80-90", "1000", "85"], ["80-90", "85"]],
	["marks", "mark", ["0x10-0x20", "17"], ["0x10-0x20", "17"]],
	["settings", "ipv4_addr", ["10.0.0.0/8 timeout 1h", '10.0.0.1 comment "a"'], ["10.0.0.0/8", "10.0.0.1"]],
])("%s: both elements are named", (_, type, elements, [one, other]) => {
	const set = interval(type, elements);
	expect(overlappingElements({ sets: { bad: set } })).toEqual([{ path: ["sets", "bad", "elements"], message: both(one, other) }]);
	expect(found({ ...set, autoMerge: true })).toBeUndefined();
	expect(found({ ...set, flags: [] })).toBeUndefined();
	const keys = Object.fromEntries(elements.map((key, i) => [key, `0x${i}`]));
	expect(overlappingElements({ maps: { bad: { ...set, value: "mark", elements: keys } } })).toEqual([
		{ path: ["maps", "bad", "elements"], message: `has ${one} and ${other}, which overlap: leave one of them out` },
	]);
});

test.each<[string, unknown]>([
	["neighbors", interval("ipv4_addr", ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0", "9.255.255.255"])],
	["equal ranges", interval("ipv4_addr", ["10.0.0.0/16", "10.0.0.0-10.0.255.255"])],
	["the same element with another setting", interval("ipv4_addr", ["10.0.0.0/16", "10.0.0.0/16 timeout 1h"])],
	["the element *", interval("ipv4_addr", ["*", "10.0.0.0/16"])],
	["concatenations", interval("ipv4_addr . inet_service", ["10.0.0.0/8 . 80", "10.0.0.1 . 80"])],
	["names of services", interval("inet_service", ["ssh", "22", "http-https"])],
	["devices", interval("ifname", ["1-20", "10"])],
	["addresses that nft refuses", interval("ipv4_addr", ["10.0.0.9-10.0.0.1", "10.0.0.0/40", "010.0.0.1", "fe80::1%eth0"])],
	["no elements", interval("ipv4_addr", undefined)],
	["what is not known yet", "04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
	["elements that are not known yet", interval("ipv4_addr", "04da6b54-80e4-46f7-96ec-b56ff0331ba9")],
	["an element that is not known yet", interval("ipv4_addr", ["10.0.0.0/8", { key: 1 }, "04da6b54-80e4-46f7-96ec-b56ff0331ba9"])],
])("%s are left to nft", (_, set) => expect(found(set as object)).toBeUndefined());

test("elements are refused where two of them overlap, and only there", () => {
	const text = ({ first, count }: { first: number; count: number }) => `10.0.0.${first}-10.0.0.${Math.min(255, first + count)}`;
	const range = fc.record({ first: fc.integer({ min: 0, max: 255 }), count: fc.integer({ min: 0, max: 40 }) });
	fc.assert(
		fc.property(fc.uniqueArray(range, { selector: text, maxLength: 8 }), (ranges) => {
			const overlap = ranges.some((a, i) =>
				ranges.slice(i + 1).some((b) => a.first <= b.first + b.count && b.first <= a.first + a.count && text(a) !== text(b)),
			);
			expect(found(interval("ipv4_addr", ranges.map(text))) !== undefined).toBe(overlap);
		}),
	);
});

test("the message is short, however many elements there are", () => {
	const many = Array.from({ length: 3000 }, (_, i) => `10.${i >> 8}.${i & 255}.0/24`);
	expect(found(interval("ipv4_addr", [...many, "10.3.7.9"]))).toBe(both("10.3.7.0/24", "10.3.7.9"));
});
