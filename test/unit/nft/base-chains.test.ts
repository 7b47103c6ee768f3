import { UNKNOWN } from "../../../provider/base/unknown";
import { wrongBaseChains } from "../../../provider/nft/base-chains";

const table = (family: string, type: string, hook: string, priority: string) => ({
	family,
	chains: { c: { type, hook, priority } },
});

test.each([
	["inet", "filter", "ingress", "filter"],
	["netdev", "filter", "egress", "filter - 5"],
	["bridge", "filter", "output", "out"],
	["bridge", "filter", "prerouting", "dstnat"],
	["inet", "nat", "output", "dstnat"],
	["ip", "nat", "input", "srcnat + 1"],
	["ip6", "nat", "postrouting", "-199"],
	["ip", "route", "output", "mangle"],
	["arp", "filter", "input", "-400"],
	[UNKNOWN, "nat", "forward", "raw"],
	["inet", "nat", UNKNOWN, "raw"],
])("a chain of the family %s, type %s, hook %s and priority %s is left to nft", (...words) => {
	expect(wrongBaseChains(table(...words))).toEqual([]);
});

test.each([
	["netdev", "filter", "input", "0", "hook"],
	["inet", "filter", "egress", "0", "hook"],
	["arp", "nat", "input", "0", "type"],
	["inet", "route", "input", "0", "type"],
	["ip", "nat", "prerouting", "dstnat - 100", "priority"],
	["ip", "filter", "prerouting", "out", "priority"],
	["ip", "filter", "output", "srcnat", "priority"],
])("a chain of the family %s, type %s, hook %s and priority %s is refused", (family, type, hook, priority, field) => {
	expect(wrongBaseChains(table(family, type, hook, priority))).toEqual([
		{ path: ["chains", "c", field], message: expect.stringMatching(/^(must be|can't be) /) },
	]);
});
