import { byWord } from "./values";

/** The key with slashes. sysctl(8) accepts dots too, but a device name may contain a dot, so keys are compared with slashes. */
export const withSlashes = (key: string): string => (key.includes("/") ? key : key.replaceAll(".", "/"));

/** The device that the parameter belongs to; undefined for parameters of all devices and of `lo`, which always exists. */
export function deviceOf(key: string): string | undefined {
	const device = /^net\/[^/]+\/(?:conf|neigh)\/([^/]+)\//.exec(withSlashes(key))?.[1];
	return device === undefined || ["all", "default", "lo"].includes(device) ? undefined : device;
}

/** Parameters that the kernel has under two names (Documentation/networking/ip-sysctl.rst). */
const sameParameter = byWord<string>({ "net/ipv4/conf/all/forwarding": "net/ipv4/ip_forward" });

/**
 * Parameters that have another name in the host's own namespace. Each name is in ids (net/netfilter/nf_conntrack_standalone.c in the
 * kernel).
 */
const secondName = byWord<string>({ "net/nf_conntrack_max": "net/netfilter/nf_conntrack_max" });

/** The ends of keys that are another unit of the parameter without this end: milliseconds, and bytes of packets. */
const unit =
	/(?<=^net\/ipv[46]\/(?:neigh\/[^/]+\/(?:base_reachable_time|retrans_time|unres_qlen)|route\/gc_min_interval))_(?:ms|bytes)$/;

/** The parameter that a key sets. Several keys may set one. */
export const parameterOf = (key: string): string => {
	const unique = uniqueKey(key);
	return secondName[unique] ?? unique.replace(unit, "");
};

const uniqueKey = (key: string): string => sameParameter[withSlashes(key)] ?? withSlashes(key);

/** The spelling of a key in ids: with dots, or with slashes where a part of the key contains a dot. */
export function canonicalKey(key: string): string {
	const parts = uniqueKey(key).split("/");
	return parts.some((part) => part.includes(".")) ? parts.join("/") : parts.join(".");
}

/**
 * True for a parameter that is not set at first, and that the kernel never unsets again (addrconf_sysctl_stable_secret in its
 * net/ipv6/addrconf.c).
 */
export const isSetForEver = (key: string): boolean => withSlashes(key).endsWith("/stable_secret");
