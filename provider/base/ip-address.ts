import ipaddr from "ipaddr.js";

/** True for an address of IPv6, and false for one of IPv4, both also with a prefix length. */
export const isIpv6 = (address: string): boolean => address.includes(":");

/** The first IPv4 address in a text that has a number over 255. Open vSwitch takes such a number modulo 256. */
const wrongOctets = (text: string): string | undefined =>
	[...text.matchAll(/(?<![\w.])\d+\.\d+\.\d+\.\d+(?![\w.])/g)]
		.map(([ip]) => ip)
		.find((ip) => ip.split(".").some((n) => Number(n) > 255));

/** The reason why an address in a text is wrong. Undefined: all IPv4 addresses are right. */
export function octetProblem(text: string): string | undefined {
	const wrong = wrongOctets(text);
	return wrong === undefined ? undefined : `has ${wrong}, which is no IPv4 address: its numbers go to 255`;
}

/** The shortest form of an address, as inet_ntop(3) and therefore the tools print it. */
export function canonicalAddress(s: string): string {
	if (!isIpv6(s)) return ipaddr.parse(s).toString();
	// ipaddr.js reads ::1.2.3.4 as ::ffff:1.2.3.4, so the dotted part is converted to hexadecimal first.
	const hex = s.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...n: string[]) => {
		const [a, b, c, d] = n.slice(0, 4).map(Number) as [number, number, number, number];
		return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
	});
	const parsed = ipaddr.IPv6.parse(hex);
	const [sixth = 0, high = 0, low = 0] = parsed.parts.slice(5);
	const embeds = parsed.parts.slice(0, 5).every((p) => p === 0) && (sixth === 0xffff || (sixth === 0 && high !== 0));
	if (!embeds) return parsed.toString();
	return `::${sixth === 0 ? "" : "ffff:"}${[high >> 8, high & 255, low >> 8, low & 255].join(".")}`;
}

/**
 * The IPv4 subnet of an address with its prefix length. By default the kernel deletes the secondary addresses of a subnet
 * together with the first one. IPv6 addresses do not depend on each other: undefined.
 */
export const subnetOf = (cidr: string): string | undefined =>
	isIpv6(cidr) ? undefined : `${ipaddr.IPv4.networkAddressFromCIDR(cidr)}/${cidr.split("/")[1]}`;

/** True for an address of IPv4 with four decimal numbers, or of IPv6 without a zone. */
export const isStrictAddress = (s: string): boolean =>
	(isIpv6(s) ? ipaddr.IPv6.isValid(s) : ipaddr.IPv4.isValidFourPartDecimal(s)) && !s.includes("%");

/** True for an address, and false for a word such as "flow", in a field that may have either. */
export const isAddress = (value: unknown): value is string => typeof value === "string" && /[:.]/.test(value);

/** True for a multicast address of IPv4 or IPv6. */
export const isMulticast = (s: unknown): boolean => typeof s === "string" && /^(?:22[4-9]|23\d)\.|^ff[0-9a-f]{2}:/i.test(s);

/** True for such an address with a prefix length. */
export const isStrictCidr = (s: string): boolean => {
	const [ip = "", length = "", ...rest] = s.split("/");
	return (
		rest.length === 0 && isStrictAddress(ip) && /^(0|[1-9]\d{0,2})$/.test(length) && Number(length) <= (isIpv6(ip) ? 128 : 32)
	);
};
