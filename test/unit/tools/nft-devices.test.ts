import { devicesListed, devicesNeeded } from "../../../provider/tools/nft-devices";

test.each<[string, string[]]>([
	['fwd to "eth2"', ["eth2"]],
	["fwd to eth2", ["eth2"]],
	["tcp dport 80 dup to eth2 accept", ["eth2"]],
	['dup to "eth2.100"', ["eth2.100"]],
	['ip saddr 10.0.0.1 fwd ip to 10.0.0.9 device "eth2"', ["eth2"]],
	["fwd ip6 to fe80::1 device eth2", ["eth2"]],
	['dup to 10.0.0.1 device "eth2"', ["eth2"]],
	["dup to fe80::1 device eth2", ["eth2"]],
	["dup to 10.0.0.1", []],
	["dup to fe80::1", []],
	["dup to 2001:db8::1", []],
	["fwd to lo", []],
	["dup to numgen inc mod 2 map { 0 : 10.0.0.1, 1 : 10.0.0.2 }", []],
	["dup to ip daddr map @copies", []],
	['fib saddr . iif oif != "eth1" drop', ["eth1"]],
	["fib daddr oif eth1 accept", ["eth1"]],
	['fib saddr oif { eth1, "eth2" } accept', ["eth1", "eth2"]],
	["fib daddr oif vmap { eth1 : accept, eth2 : drop }", ["eth1", "eth2"]],
	["fib saddr . iif oif missing drop", []],
	["fib daddr oif exists accept", []],
	["fib daddr oifname eth9 accept", []],
	["fib daddr type local accept", []],
	['tcp dport 22 accept comment "fwd to eth2"', []],
	["iifname eth0 accept", []],
	["fwd to eth1\nadd rule netdev w ac fwd to eth2", ["eth1", "eth2"]],
])("%j needs %j", (text, expected) => {
	expect(devicesNeeded(text)).toEqual(expected);
});

test.each<[string, string[]]>([
	['add flowtable inet t f { hook ingress priority 0; devices = { "eth0", "6in4" }; counter; }', ["eth0", "6in4"]],
	['add chain netdev t c { type filter hook ingress devices = { "eth0" } priority 0; policy accept; }', ["eth0"]],
	['add chain inet t c { comment "a devices = { eth0 } b"; }', []],
	['add rule inet t c accept comment "devices = { eth0 }"', []],
])("%j has a list of %j", (statement, expected) => {
	expect(devicesListed(statement)).toEqual(expected);
});
