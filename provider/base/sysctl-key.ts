/** sysctl(8) takes both separators, but a dot may be part of a device's name: whole keys are compared with slashes. */
export const slashed = (key: string): string => (key.includes("/") ? key : key.replaceAll(".", "/"));

/** The device whose parameter it is. */
export function deviceOf(key: string): string | undefined {
	const device = /^net\/[^/]+\/(?:conf|neigh)\/([^/]+)\//.exec(slashed(key))?.[1];
	return device === undefined || ["all", "default", "lo"].includes(device) ? undefined : device;
}

/** Parameters that the kernel keeps under two names (Documentation/networking/ip-sysctl.rst). */
const sameParameter: Record<string, string> = { "net/ipv4/conf/all/forwarding": "net/ipv4/ip_forward" };

/** Two names of one value in two units are two keys, and one parameter. */
export const parameterOf = (key: string): string =>
	oneKey(key).replace(/(?<=^net\/ipv[46]\/neigh\/[^/]+\/(?:base_reachable|retrans)_time)_ms$/, "");

const oneKey = (key: string): string => sameParameter[slashed(key)] ?? slashed(key);

/** The one spelling by which a parameter is known: with dots, unless a part of it holds one. */
export function knownAs(key: string): string {
	const parts = oneKey(key).split("/");
	return parts.some((part) => part.includes(".")) ? parts.join("/") : parts.join(".");
}
