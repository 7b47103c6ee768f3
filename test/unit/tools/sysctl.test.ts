import { isListedAs, isSameValue } from "../../../provider/base/sysctl-value";
import { sysctl } from "../../../provider/tools/sysctl";

const read = sysctl.reads.sysctl;

test.each([
	[
		"a secret that is not set is empty: the kernel refuses to read it, and sysctl says nothing",
		"net/ipv6/conf/eth1/stable_secret",
		"",
	],
	["another parameter that can't be read is an error", "net/ipv4/tcp_fastopen_key", undefined],
])("%s", (_, key, value) => {
	const parsed = () => read.parse({ stdout: "", stderr: "", code: 1 }, { read: "sysctl", netns: "", key });
	if (value === undefined) expect(parsed()).not.toBe("");
	else expect(parsed()).toBe(value);
});

/** What Linux lists for sizes that were written. */
test.each([
	["net.netfilter.nf_conntrack_buckets", "65000", ["65000", "65024", "65536"]],
	["net.netfilter.nf_conntrack_buckets", "65536", ["65536"]],
	["net.netfilter.nf_conntrack_buckets", "0x10000", ["65536"]],
	["net.netfilter.nf_conntrack_max", "65000", ["65000"]],
	["net.core.rps_sock_flow_entries", "65000", ["65000", "65536"]],
	["net.core.rps_sock_flow_entries", "0", ["0"]],
	["net.core.flow_limit_table_len", "65000", ["65000"]],
])("%s = %s is listed as %j", (key, written, listed) => {
	const possible = ["-1", "0", "1", "64512", "65000", "65001", "65024", "65536", "131072"];
	expect(possible.filter((value) => isListedAs(key, written, value))).toEqual(listed);
});

test.each([
	["net.ipv4.ping_group_range", "100 50", "1 0", true],
	["net.ipv4.ping_group_range", "0 2147483647", "0 2147483647", true],
	["net.ipv4.ping_group_range", "50 100", "1 0", false],
	["net.ipv4.vs.est_cpulist", "3,1,2", "1-3", true],
])("%s: %s and %s mean the same: %s", (key, value, listed, isSame) => {
	expect(isSameValue(key, value, listed)).toBe(isSame);
});

/** What Linux lists for times that were written, by the ticks per second that it is built with. */
test.each([
	["net.ipv4.neigh.eth1.retrans_time_ms", "50", ["50", "52"]],
	["net.ipv4.neigh.eth1.base_reachable_time_ms", "12345", ["12345", "12347", "12348", "12350"]],
	["net.ipv6.conf.eth1.mldv1_unsolicited_report_interval", "1235", ["1235", "1236", "1237", "1240"]],
	["net.ipv4.neigh.eth1.locktime", "53", ["52", "53"]],
	["net.ipv4.neigh.eth1.gc_stale_time", "53", ["53"]],
	["net.ipv4.neigh.eth1.retrans_time_ms", "-1", ["-1"]],
])("%s = %s is listed in whole ticks", (key, written, listed) => {
	const around = Array.from({ length: 21 }, (_, i) => String(Number(written) - 10 + i));
	expect(around.filter((value) => isListedAs(key, written, value))).toEqual(listed);
	expect(around.filter((value) => isSameValue(key, written, value))).toEqual(around.filter((value) => value === written));
});
