import { canonicalAddress } from "./ip-address";
import { withSlashes } from "./sysctl-key";
import { byWord } from "./values";

/** The last part of a key, which is the parameter's own name. */
const nameOf = (key: string): string => withSlashes(key).split("/").at(-1) ?? "";

/** The numbers of a list such as 8080,9000-9010, as sorted ranges without gaps (proc_do_large_bitmap, kernel/sysctl.c). */
function numberRanges(list: string): string {
	const ranges = list
		.split(",")
		.map((item) => item.split("-").map(Number))
		.map(([first = 0, last = first]) => ({ first, last }))
		.sort((a, b) => a.first - b.first);
	const merged: { first: number; last: number }[] = [];
	for (const range of ranges) {
		const before = merged.at(-1);
		if (before && range.first <= before.last + 1) before.last = Math.max(before.last, range.last);
		else merged.push({ ...range });
	}
	return merged.map(({ first, last }) => `${first}-${last}`).join();
}

/** Hexadecimal digits without leading zeros, in groups of eight, as the kernel reads them. */
const withoutZeros = (text: string): string => text.toLowerCase().replace(/(^|[,-])0+(?=[0-9a-f])/g, "$1");

const addressOr = (text: string): string => {
	try {
		return canonicalAddress(text);
	} catch {
		return text;
	}
};

/** The parameters whose values are no numbers, each with a form in which values that mean the same are equal. */
const forms = byWord<(value: string) => string>({
	ip_local_reserved_ports: numberRanges,
	rps_default_mask: (value) => withoutZeros(value).replace(/^(0,)+/, ""),
	flow_limit_cpu_bitmap: (value) => withoutZeros(value).replace(/^(0,)+/, ""),
	tcp_fastopen_key: withoutZeros,
	est_cpulist: numberRanges,
	// The kernel lists a range without groups so (set_ping_group_range in net/ipv4/sysctl_net_ipv4.c).
	ping_group_range: (value) => {
		const [first, last] = value.split(" ").map(Number);
		return first !== undefined && last !== undefined && first > last ? "1 0" : inDecimal(value);
	},
	tcp_allowed_congestion_control: (value) => value.split(" ").sort().join(" "),
	stable_secret: addressOr,
});

/** Times in milliseconds that the kernel keeps in ticks of its clock (proc_dointvec_ms_jiffies). It rounds them up. */
const inMilliseconds = new Set([
	...["retrans_time_ms", "base_reachable_time_ms", "interval_probe_time_ms", "gc_min_interval_ms", "icmp_ratelimit", "ratelimit"],
	...["mldv1_unsolicited_report_interval", "mldv2_unsolicited_report_interval", "sync_ratelimit"],
]);

/** Times in hundredths of a second that the kernel keeps in ticks (proc_dointvec_userhz_jiffies). It rounds them down. */
const inHundredths = new Set(["retrans_time", "locktime", "proxy_delay", "anycast_delay"]);

/** The ticks per second that kernels are built with (kernel/Kconfig.hz). No tool tells which a host has. */
const tickRates = [100, 250, 300, 1000];

/** True where the listed time is the written one in whole ticks. */
function isInTicks(name: string, written: string, listed: string): boolean {
	const [want, have] = [written, listed].map(Number);
	if (!(Number.isSafeInteger(want) && want !== undefined && want >= 0)) return false;
	if (inMilliseconds.has(name))
		return tickRates.some((rate) => Math.ceil((Math.ceil((want * rate) / 1000) * 1000) / rate) === have);
	return inHundredths.has(name) && tickRates.some((rate) => Math.floor((Math.floor((want * rate) / 100) * 100) / rate) === have);
}

/** The numbers to which the kernel rounds a number up. */
const roundedUp = byWord<(number: number) => number[]>({
	// Whole pages of 4, 16 or 64 KiB, with 4 or 8 bytes each (nf_ct_alloc_hashtable in net/netfilter/nf_conntrack_core.c).
	nf_conntrack_buckets: (number) => [512, 1024, 2048, 4096, 8192, 16384].map((page) => Math.ceil(number / page) * page),
	// A power of two (rps_sock_flow_sysctl in net/core/sysctl_net_core.c).
	rps_sock_flow_entries: (number) => [2 ** Math.ceil(Math.log2(number))],
});

const isRoundedUp = (name: string, written: string, listed: string): boolean =>
	/^\d+$/.test(written) && (roundedUp[name]?.(Number(written)).includes(Number(listed)) ?? false);

/** The kernel reads numbers as C writes them, and lists them in decimal. */
const inDecimal = (value: string): string => value.replace(/(?<=^|\s)0x[0-9a-f]+(?=\s|$)/gi, (hex) => String(BigInt(hex)));

/** True where the kernel's listing of a parameter has the same meaning as a value of a program. */
export function isSameValue(key: string, value: string, listed: string): boolean {
	const form = forms[nameOf(key)] ?? inDecimal;
	return value === listed || form(value) === form(listed);
}

/**
 * True where the kernel may list the value of a program so, once it has been written. Another value, with which the parameter was before,
 * can have the same listing.
 */
export const isListedAs = (key: string, written: string, listed: string): boolean =>
	isSameValue(key, written, listed) ||
	[isInTicks, isRoundedUp].some((isListed) => isListed(nameOf(key), inDecimal(written), listed));

/** The first number of a value that begins with a zero, so that the kernel reads it as octal. */
export function octalNumber(key: string, value: string): string | undefined {
	const isNumber = forms[nameOf(key)] === undefined || ["ip_local_reserved_ports", "ping_group_range"].includes(nameOf(key));
	return isNumber ? /(?<=^|[\s,-])0\d+(?=[\s,-]|$)/.exec(value)?.[0] : undefined;
}
