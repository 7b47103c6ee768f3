import * as ovs from "pulumi-ovs";

new ovs.NftTable("gw", {
	host: "h1",
	family: "ip",
	objects: { "counter ssh": "", "quota guests": "over 500 mbytes" },
	sets: { admins: { type: "ipv4_addr", flags: ["interval"], elements: ["192.0.2.0/28"] } },
	maps: { inside: { type: "ipv4_addr", value: "ipv4_addr", elements: { "203.0.113.11": "10.0.0.7" } } },
	chains: {
		prerouting: {
			type: "nat",
			hook: "prerouting",
			priority: "dstnat",
			rules: ["dnat to ip daddr map @inside"],
		},
		forward: {
			type: "filter",
			hook: "forward",
			priority: "filter",
			policy: "drop",
			rules: [
				"ct state established,related accept",
				"iifname eth0 ip saddr @admins tcp dport {22, 80} counter name ssh accept",
				"iifname guests0 quota name guests drop",
				"meta l4proto icmp jump limited",
			],
		},
		limited: { rules: ["limit rate 10/second accept", "drop"] },
	},
});
