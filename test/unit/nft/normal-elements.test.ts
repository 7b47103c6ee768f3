import type { Values } from "../../../provider/base/values";
import { isListedAsWritten } from "../../../provider/nft/normal-elements";
import { refusal, renderingKey } from "../../../provider/nft/rendered";

test.each<[string, boolean, Values]>([
	["addresses", true, { type: "ipv4_addr", elements: ["10.0.0.1", "0.0.0.0", "255.255.255.255"] }],
	["an address with leading zeros", false, { type: "ipv4_addr", elements: ["10.0.0.01"] }],
	["a host name", false, { type: "ipv4_addr", elements: ["localhost"] }],
	["an IPv6 address", false, { type: "ipv6_addr", elements: ["2001:db8::1"] }],
	["MAC addresses", true, { type: "ether_addr", elements: ["02:00:00:00:00:0a"] }],
	["MAC addresses in upper case", false, { type: "ether_addr", elements: ["02:00:00:00:00:0A"] }],
	["ports", true, { type: "inet_service", elements: ["0", "80", "59999"] }],
	["a port by name", false, { type: "inet_service", elements: ["80", "ssh"] }],
	["joined fields", true, { type: "ipv4_addr . inet_service", elements: ["10.0.0.1 . 80"] }],
	["too few fields", false, { type: "ipv4_addr . inet_service", elements: ["10.0.0.1"] }],
	["other spaces", false, { type: "ipv4_addr . inet_service", elements: ["10.0.0.1  . 80"] }],
	["a comment of an element", false, { type: "ipv4_addr", elements: ['10.0.0.1 comment "a"'] }],
	["an expression as the type", false, { type: "typeof ip saddr", elements: ["10.0.0.1"] }],
	["no elements", false, { type: "ipv4_addr" }],
	["a limited size", false, { type: "ipv4_addr", size: 1, elements: ["10.0.0.1", "10.0.0.2"] }],
	["a lifetime", false, { type: "ipv4_addr", timeout: "1h", elements: ["10.0.0.1"] }],
	["a live set", false, { type: "ipv4_addr", flags: ["dynamic"], elements: ["10.0.0.1"] }],
	["a map", false, { type: "ipv4_addr", value: "mark", elements: { "10.0.0.1": "7" } }],
	[
		"prefixes that are apart",
		true,
		{ type: "ipv4_addr", flags: ["interval"], elements: ["10.0.2.0/24", "10.0.0.0/24", "10.0.1.1"] },
	],
	["prefixes that touch", false, { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.0/24", "10.0.1.0/24"] }],
	["prefixes that overlap", false, { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.0/16", "10.0.1.0/24"] }],
	["host bits", false, { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.1/24"] }],
	["a prefix of one address", false, { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.1/32"] }],
	["a range", false, { type: "ipv4_addr", flags: ["interval"], elements: ["10.0.0.1-10.0.0.4"] }],
	["the first address of all", false, { type: "ipv4_addr", flags: ["interval"], elements: ["0.0.0.0/8"] }],
	["the last address of all", false, { type: "ipv4_addr", flags: ["interval"], elements: ["255.0.0.0/8"] }],
	["a prefix without the flag", false, { type: "ipv4_addr", elements: ["10.0.0.0/24"] }],
])("nft lists elements as they are written: %s: %s", (_, isWritten, set) => expect(isListedAsWritten(set)).toBe(isWritten));

const table = {
	...{ family: "ip", name: "gw" },
	sets: {
		plain: { type: "ipv4_addr", elements: ["10.0.0.1"] },
		named: { type: "inet_service", elements: ["ssh"] },
	},
	chains: { c: { rules: ["ip saddr @plain drop", "tcp dport nonsense drop"] } },
};

test("such elements are not rendered, and an error still names the property that it is about", () => {
	const lines = renderingKey(table).split("\n");
	expect(lines.filter((line) => line.startsWith("add element"))).toEqual(["add element ip gw named { ssh }"]);
	const at = lines.findIndex((line) => line.includes("nonsense")) + 1;
	const said = `/dev/stdin:${at}:30-37: Error: Could not resolve service: Servname not supported for ai_socktype\n${lines[at - 1]}\n${" ".repeat(29)}^^^^^^^^\n`;
	expect(refusal(table, said).message).toMatch(/^nft on this host refuses chains\.c\.rules\[1\], /);
});
