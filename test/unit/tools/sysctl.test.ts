import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isListedAs, isSameValue } from "../../../provider/base/sysctl-value";
import { sysctl } from "../../../provider/tools/sysctl";
import { temporaryFolder } from "../../support/temporary";

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

test("a parameter of all devices is written first, then what devices keep, then what the program wants for one", () => {
	const step = (key: string, value: string, more = {}) =>
		({ tool: "sysctl", phase: "sysctl", netns: "", key, value, ...more }) as const;
	const steps = [
		step("net/ipv6/conf/d0/addr_gen_mode", "3"),
		step("net/ipv6/conf/d0/addr_gen_mode", "2", { isKept: true }),
		step("net/ipv6/conf/all/addr_gen_mode", "1"),
	];
	expect(sysctl.call(steps).stdin?.match(/\d(?=\n)/g)).toEqual(["1", "2", "3"]);
	expect(sysctl.asFarAsItGoes?.(steps).map(({ stdin }) => stdin?.match(/\d(?=\n)/g)?.join())).toEqual(["1", "2", "3"]);
});

describe("the parameters that the kernel changes with one", () => {
	const copies = sysctl.reads["sysctl-copies"];
	const fact = { read: "sysctl-copies", netns: "", key: "net/ipv4/ip_forward" } as const;
	const root = temporaryFolder("ovs-sysctl-copies");

	test("are read of all devices, also where one goes meanwhile, and none where the kernel has none", () => {
		const values = { "all/forwarding": "1", "eth0.5/forwarding": "0", "lo/forwarding": "1", "all/accept_redirects": "0" };
		for (const [name, value] of Object.entries(values)) {
			const path = join(root, "net/ipv4/conf", name);
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, `${value}\n`);
		}
		mkdirSync(join(root, "net/ipv4/conf/gone"));
		symlinkSync("nowhere", join(root, "net/ipv4/conf/gone/forwarding"));
		const listed = (key: string) => {
			const [program = "", ...args] = copies.call({ ...fact, key }).argv;
			const { stdout, status } = spawnSync(
				program,
				args.map((word) => word.replace("/proc/sys", root)),
				{ encoding: "utf8" },
			);
			return copies.parse({ stdout, stderr: "", code: status ?? 1 }, { ...fact, key }) as Map<string, string>;
		};
		expect(Object.fromEntries(listed(fact.key))).toEqual(
			Object.fromEntries(Object.entries(values).map(([name, value]) => [`net/ipv4/conf/${name}`, value])),
		);
		expect(listed("net/ipv6/conf/all/forwarding").size).toBe(0);
	});
});
