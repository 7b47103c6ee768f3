import { rulesAtWrongHooks } from "../../../provider/nft/hooks";

const filter = (hook: string, ...rules: string[]) => ({ type: "filter", hook, priority: "0", rules });
const table = (chains: Record<string, unknown>, more = {}) => ({ family: "inet", name: "t", chains, ...more });

test.each([
	["masquerade", 'can\'t have "masquerade", which is only for chains of type nat at hook postrouting'],
	["ip saddr 10.0.0.0/8 snat ip to 192.0.2.1", 'can\'t have "snat ip to", which is only for chains of type nat'],
	["tcp dport 80 redirect to :8080", "redirect"],
	["ip protocol tcp tproxy ip to 127.0.0.1:8080", "tproxy"],
	["flow add @f", "flow add"],
	["socket transparent 1 accept", undefined],
	["fib saddr . iif oif missing drop", "fib saddr . iif oif"],
	["tcp option maxseg size set rt mtu extra", undefined],
	["icmp type redirect accept", undefined],
	["icmp type != redirect accept", undefined],
	['log prefix "masquerade" accept', undefined],
	["ct status dnat accept", undefined],
	["fib daddr type local accept", undefined],
	["fib saddr . oif type local accept", undefined],
	["fib daddr . iif type local accept", "fib daddr . iif type"],
	["reject", undefined],
])("in a filter chain at output: %s: %s", (rule, message) => {
	const found = rulesAtWrongHooks(table({ out: filter("output", "accept", rule) }));
	if (message === undefined) expect(found).toEqual([]);
	else
		expect(found).toEqual([
			{
				path: ["chains", "out", "rules", 1],
				message: expect.stringMatching(
					new RegExp(`${message.replace(/[()]/g, ".")}.*: chain out is of type filter at hook output$`),
				),
			},
		]);
});

test.each([
	["snat ip to 192.0.2.1", 'can\'t have "snat ip to", which is only for chains of type nat at the hooks postrouting and input'],
	["flow add @f", "which is only for hook forward"],
	["fib daddr type local accept", "which is only for the hooks prerouting, input, forward, output and postrouting"],
	["reject", undefined],
	["ip saddr 10.0.0.0/8 drop", undefined],
])("in a chain of the family inet at ingress: %s: %s", (rule, message) => {
	const found = rulesAtWrongHooks(table({ in: { ...filter("ingress", rule), devices: ["eth0"] } }));
	if (message === undefined) expect(found).toEqual([]);
	else expect(found).toEqual([{ path: ["chains", "in", "rules", 0], message: expect.stringContaining(message) }]);
});

test("a rule is found in a chain to which a jump or a verdict map leads", () => {
	const chains = { post: filter("postrouting", "ip saddr vmap @by"), one: { rules: ["goto two"] }, two: { rules: ["reject"] } };
	const maps = { by: { type: "ipv4_addr", value: "verdict", elements: { "10.0.0.1": "jump one" } } };
	expect(rulesAtWrongHooks(table(chains, { maps }))).toEqual([
		{
			path: ["chains", "two", "rules", 0],
			message: expect.stringContaining("chain post is of type filter at hook postrouting, and leads here"),
		},
	]);
});

test("chains that no base chain leads to, and other families, are left to nft", () => {
	const chains = {
		post: filter("postrouting", "accept"),
		alone: { rules: ["reject"] },
		alike: { rules: ["jump alike", "redirect"] },
	};
	expect(rulesAtWrongHooks(table(chains))).toEqual([]);
	expect(rulesAtWrongHooks({ ...table({ post: filter("postrouting", "reject") }), family: "bridge" })).toEqual([]);
});
