import { rulesAtWrongHooks } from "../../provider/nft/hooks";
import { onHost } from "../support/hosts";

// Rules that the provider refuses at a hook are those that the kernel refuses there.
const bases = [
	...["prerouting", "input", "forward", "output", "postrouting"].map((hook) => ["filter", hook] as const),
	...["prerouting", "input", "output", "postrouting"].map((hook) => ["nat", hook] as const),
	["route", "output"] as const,
	["filter", "ingress"] as const,
];
const rules = [
	"masquerade",
	"masquerade fully-random",
	"snat ip to 192.0.2.1",
	"snat ip to ip saddr map { 10.0.0.1 : 192.0.2.1 }",
	"dnat ip to 192.0.2.1",
	"meta l4proto tcp dnat ip addr . port to ip saddr map { 10.0.0.1 : 192.0.2.1 . 80 }",
	"redirect",
	"tcp dport 80 redirect to :8080",
	"icmp type redirect accept",
	"iifname do-masquerade mark set 5",
	"iifname eth0.socket mark set 5",
	"iifname reject* accept",
	"ct status dnat accept",
	"meta l4proto tcp tproxy ip to 127.0.0.1:8080",
	"meta l4proto tcp tproxy to :8080",
	"tcp dport 80 synproxy mss 1460 wscale 7 timestamp sack-perm",
	"meta l4proto tcp flow add @f",
	"reject",
	"tcp dport 80 reject with tcp reset",
	"socket transparent 1 accept",
	"socket mark 0x1 accept",
	"fib saddr oif 0 drop",
	"fib saddr . iif oif missing drop",
	'fib saddr . mark oifname "lo" drop',
	"fib daddr type local accept",
	"fib daddr . iif type local accept",
	"fib saddr . oif type local accept",
	"ipsec in reqid 1 accept",
	"ipsec out reqid 1 accept",
	"meta ipsec exists accept",
	"meta pkttype set host",
	"meta pkttype host accept",
	"tcp flags syn tcp option maxseg size set rt mtu",
];

test("a rule is refused at a hook where the kernel refuses it, and only there", async () => {
	const tables = bases.flatMap(([type, hook]) => rules.map((rule) => ({ type, hook, rule })));
	const textOf = ({ type, hook, rule }: (typeof tables)[0]) =>
		`table inet t { flowtable f { hook ingress priority 0; }; chain c { type ${type} hook ${hook} ${hook === "ingress" ? "device lo " : ""}priority 0; ${rule}; }; }`;
	const answers = await onHost(
		"h2",
		tables.map((one) => `unshare -n nft '${textOf(one)}' 2>&1 | grep -m1 Error || echo taken`).join("\n"),
	);
	const byKernel = answers.trim().split("\n");
	const seen = tables.map(({ type, hook, rule }, i) => {
		const chains = { c: { type, hook, priority: "0", rules: [rule] } };
		const isRefused = rulesAtWrongHooks({ family: "inet", name: "t", chains }).length > 0;
		return { type, hook, rule, isRefused, byKernel: byKernel[i] };
	});
	expect(byKernel).toHaveLength(tables.length);
	expect(seen.filter(({ isRefused, byKernel }) => isRefused === (byKernel === "taken"))).toEqual([]);
});
