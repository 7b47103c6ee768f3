import type { Values } from "../../provider/base/values";
import type { Configuration, Input, Peer } from "./configuration";

const eth1: Input = ["Link", { name: "eth1", type: "device", up: true, addresses: ["192.0.2.251/24", "2001:db8:1::1/64"] }];
const route = (destination: string, args: Values): Input => ["Route", { destination, ...args }];
const rule = (args: Values): Input => ["Rule", args];
const [table4, table6] = [50, 51];

const configurations: Configuration[] = [
	{
		name: "test_add_static_route_with_route_type",
		resources: [
			eth1,
			route("203.0.113.0/24", { type: "blackhole" }),
			route("2001:db8:e::/64", { type: "unreachable" }),
			route("198.51.100.0/24", { type: "prohibit" }),
			route("0.0.0.0/8", { type: "blackhole" }),
		],
		next: [eth1, route("198.51.100.0/24", { type: "prohibit" })],
		shows: [["ip route; ip -6 route", "blackhole 0.0.0.0/8[^]*blackhole 203.0.113.0/24[^]*unreachable 2001:db8:e::/64"]],
	},
	{
		name: "test_add_static_route_with_route_src",
		resources: [
			eth1,
			route("203.0.113.0/24", { src: "192.0.2.251", via: "192.0.2.1", dev: "eth1" }),
			route("2001:db8:e::/64", { src: "2001:db8:1::1", via: "2001:db8:1::2", dev: "eth1" }),
		],
		shows: [["ip route; ip -6 route", "src 192.0.2.251[^]*src 2001:db8:1::1"]],
	},
	{
		name: "test_add_and_remove_ecmp_route, test_support_query_multipath_route",
		resources: [
			eth1,
			route("default", {
				nexthops: [
					{ via: "192.0.2.252", dev: "eth1", weight: 1 },
					{ via: "192.0.2.253", dev: "eth1", weight: 256 },
				],
			}),
			route("::/0", {
				nexthops: [
					{ via: "2001:db8:1::2", dev: "eth1" },
					{ via: "2001:db8:1::3", dev: "eth1" },
				],
			}),
		],
		next: [eth1],
		shows: [["ip route", "nexthop via 192.0.2.253 dev eth1 weight 256"]],
	},
	{
		name: "test_add_route_with_cwnd, test_delete_route_with_cwnd, test_remove_and_add_route_with_cwnd, test_route_cwnd_without_lock_means_cwnd_none",
		resources: [
			eth1,
			route("203.0.113.0/24", { via: "192.0.2.1", dev: "eth1", metric: 103, cwnd: 20 }),
			route("2001:db8:e::/64", { via: "2001:db8:1::2", dev: "eth1", metric: 103, cwnd: 20 }),
		],
		next: [eth1, route("2001:db8:e::/64", { via: "2001:db8:1::2", dev: "eth1", metric: 103 })],
		shows: [["ip route; ip -6 route", "203.0.113.0/24[^\\n]*cwnd lock 20[^]*2001:db8:e::/64[^\\n]*cwnd lock 20"]],
	},
	{
		name: "test_route_rule_add_from_only, test_route_rule_add_to_only, test_route_rule_add_from_to_single_host",
		resources: [
			eth1,
			rule({ priority: 100, from: "2001:db8:f::/64", table: table6 }),
			rule({ priority: 100, from: "192.0.2.0/24", table: table4 }),
			rule({ priority: 101, to: "2001:db8:f::/64", table: table6 }),
			rule({ priority: 101, to: "192.0.2.0/24", table: table4 }),
			rule({ priority: 102, from: "2001:db8:a::", to: "2001:db8:f::/64", table: "main" }),
			rule({ priority: 102, from: "203.0.113.1", to: "192.0.2.0/24", table: "main" }),
			rule({ priority: 103, from: "203.0.113.0/24", to: "192.0.2.1", table: "main" }),
		],
		next: [eth1, rule({ priority: 103, from: "203.0.113.0/24", to: "192.0.2.1", table: "main" })],
	},
	{
		name: "test_route_rule_add_without_priority, test_route_rule_add_without_priority_apply_twice, test_auto_choose_route_rule_priority",
		resources: [
			eth1,
			rule({ from: "2001:db8:a::/64", to: "2001:db8:f::/64", table: table6 }),
			rule({ from: "203.0.113.0/24", to: "192.0.2.0/24", table: table4 }),
		],
		next: [
			eth1,
			rule({ from: "2001:db8:a::/64", to: "2001:db8:f::/64", table: table6 }),
			rule({ from: "203.0.113.0/24", to: "192.0.2.0/24", table: table4 }),
			rule({ from: "203.0.113.0/24", to: "192.0.2.1", table: table4 }),
		],
	},
	{
		name: "test_route_rule_fwmark_without_fwmask, test_route_rule_fwmark_with_fwmask",
		resources: [
			eth1,
			rule({ priority: 100, from: "2001:db8:f::/64", fwmark: 0x20, table: table6 }),
			rule({ priority: 100, from: "192.0.2.0/24", fwmark: 0x20, table: table4 }),
			rule({ priority: 101, from: "2001:db8:f::/64", fwmark: 0x20, fwmask: 0x10, table: table6 }),
			rule({ priority: 101, from: "192.0.2.0/24", fwmark: 0x20, fwmask: 0x10, table: table4 }),
		],
		shows: [["ip rule", "fwmark 0x20 lookup 50[^]*fwmark 0x20/0x10 lookup 50"]],
	},
	{
		name: "test_route_rule_iif",
		resources: [
			eth1,
			rule({ priority: 100, iif: "eth1", from: "203.0.113.0/24", table: table4 }),
			rule({ priority: 100, iif: "eth1", from: "2001:db8:e::/64", table: table6 }),
		],
	},
	{
		name: "test_route_rule_action",
		resources: [
			eth1,
			...["blackhole", "unreachable", "prohibit"].flatMap((action, i) => [
				rule({ priority: 10000 + i, iif: "eth1", from: `192.0.2.${i + 1}/32`, action }),
				rule({ priority: 20000 + i, iif: "eth1", from: `2001:db8:1::${i + 1}/128`, action }),
			]),
		],
		shows: [
			["ip rule; ip -6 rule", "10001:\\s+from 192.0.2.2 iif eth1 unreachable[^]*20002:\\s+from 2001:db8:1::3 iif eth1 prohibit"],
		],
	},
	{
		name: "test_route_rule_suppress_prefix_length",
		resources: [
			eth1,
			rule({ priority: 100, from: "2001:db8:f::/64", suppressPrefixlength: 1, table: table6 }),
			rule({ priority: 100, from: "192.0.2.0/24", suppressPrefixlength: 0, table: table4 }),
		],
	},
	{
		name: "test_route_change_metric, test_add_static_routes",
		resources: [
			eth1,
			route("203.0.113.0/24", { via: "192.0.2.1", dev: "eth1", metric: 103, table: table4 }),
			route("2001:db8:e::/64", { via: "2001:db8:1::2", dev: "eth1", metric: 103, table: table6 }),
			route("::/0", { via: "2001:db8:1::3", dev: "eth1", metric: 103 }),
		],
		next: [
			eth1,
			route("203.0.113.0/24", { via: "192.0.2.1", dev: "eth1", metric: 104, table: table4 }),
			route("2001:db8:e::/64", { via: "2001:db8:1::2", dev: "eth1", metric: 104, table: table6 }),
			route("::/0", { via: "2001:db8:1::3", dev: "eth1", metric: 104 }),
		],
	},
	{
		name: "test_route_rule_from_all_to_all, test_route_rule_from_all_to_all_ipv4, test_route_rule_from_all_to_all_ipv6",
		resources: [
			eth1,
			rule({ priority: 100, family: "ipv6", table: table6 }),
			rule({ priority: 100, family: "ipv4", table: table4 }),
		],
	},
];

export const nmstateRoutes: Peer = {
	name: "nmstate tests/integration/route_test.py",
	configurations: configurations.map((one) => (one.resources ? { nics: ["eth1"], ...one } : one)),
};
