import { isIPv4 } from "node:net";
import { ArgumentError, named } from "./arguments";
import type { GatewayArgs, GatewayTenant } from "./gateway-args";

/** A tenant whose names are settled. */
export interface Tenant extends GatewayTenant {
	tunnel: string;
}

const largestKey = 0xffffffff;
const largestZone = 0xffff;
const largestPort = 0xffff;
/** default, main and local. */
const kernelsTables = [253, 254, 255];
const withPorts = ["tcp", "udp", "sctp"];
const withoutPorts = ["icmp", "igmp", "gre", "esp", "ah"];

/** Checks what is plain in the arguments, and settles names. */
export const planGateway = (name: string, args: GatewayArgs): Tenant[] => named(name, () => plan(args));

function plan({ outside, inside, clients, tenants }: GatewayArgs): Tenant[] {
	checkCidr("outside", outside);
	checkCidr("inside", inside);
	clients.forEach(({ address }, i) => void checkAddress(`clients[${i}].address`, address));
	differ("clients", clients, "address");
	tenants.forEach(checkTenant);
	const settled = tenants.map((tenant) => ({ ...tenant, tunnel: tenant.tunnel ?? `tun-${tenant.name}` }));
	for (const field of ["name", "key", "table", "floatingIp"] as const) differ("tenants", settled, field);
	const devices = settled.flatMap(({ name, tunnel }, i) => [
		{ path: `tenants[${i}].name`, device: name },
		{ path: `tenants[${i}].tunnel`, device: tunnel },
	]);
	for (const [at, { path, device }] of devices.entries()) {
		checkDevice(path, device);
		const first = devices.findIndex((other) => other.device === device);
		if (first < at) throw new ArgumentError(path, `"${device}" is the device of ${devices[first]?.path} already`);
	}
	settled.forEach(({ floatingIp }, i) => {
		const taken = [bare(outside), bare(inside), ...clients.map(({ address }) => address)];
		if (taken.includes(floatingIp))
			throw new ArgumentError(`tenants[${i}].floatingIp`, `${floatingIp} is an address of the gateway or of a client`);
	});
	return settled;
}

function checkTenant({ key, table, floatingIp, address, allow = [], deny = [] }: GatewayTenant, i: number): void {
	const at = `tenants[${i}]`;
	checkNumber(`${at}.key`, key, largestKey, "the key of its tunnels");
	checkNumber(`${at}.table`, table, largestZone, "its routing table, and its conntrack zone");
	if (kernelsTables.includes(table))
		throw new ArgumentError(`${at}.table`, `${table} is a table of the kernel's own (default, main, local)`);
	checkAddress(`${at}.floatingIp`, floatingIp);
	checkAddress(`${at}.address`, address);
	for (const [field, services] of Object.entries({ allow, deny }))
		services.forEach((text, n) => void parseService(`${at}.${field}[${n}]`, text));
}

/** No two may have the same value in a field. */
function differ<T, F extends keyof T & string>(list: string, all: T[], field: F): void {
	const first = new Map<unknown, number>();
	all.forEach((one, i) => {
		const other = first.get(one[field]);
		if (other !== undefined)
			throw new ArgumentError(`${list}[${i}].${field}`, `${JSON.stringify(one[field])} is that of ${list}[${other}] already`);
		first.set(one[field], i);
	});
}

export const bare = (cidr: string): string => cidr.split("/")[0] ?? "";

function checkAddress(path: string, address: string): void {
	if (typeof address === "string" && isIPv4(address)) return;
	throw new ArgumentError(path, `must be an IPv4 address without a prefix length, not ${JSON.stringify(address)}`);
}

function checkCidr(path: string, cidr: string): void {
	const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,2})$/.exec(cidr) ?? [];
	if (isIPv4(address) && Number(bits) <= 32) return;
	throw new ArgumentError(path, `must be an IPv4 address with a prefix length, such as 10.0.0.1/24, not ${JSON.stringify(cidr)}`);
}

function checkNumber(path: string, value: number, most: number, what: string): void {
	if (Number.isInteger(value) && value >= 1 && value <= most) return;
	throw new ArgumentError(path, `must be ${what}: a whole number from 1 to ${most}, not ${JSON.stringify(value)}`);
}

function checkDevice(path: string, device: string): void {
	if (typeof device === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(device)) return;
	const hint = path.endsWith("tunnel") ? ": name it by `tunnel` where tun-<name> is too long" : "";
	throw new ArgumentError(path, `must be a device's name, 1 to 15 of A-Z a-z 0-9 _ . -, not ${JSON.stringify(device)}${hint}`);
}

/** A protocol, with a port or a range of ports where one is named. */
export interface Service {
	protocol: string;
	ports?: string;
	range: boolean;
}

export function parseService(path: string, text: string): Service {
	const [, protocol = "", from, to] = /^([a-z]+)(?:\/(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(text) ?? [];
	const known = from === undefined ? [...withPorts, ...withoutPorts] : withPorts;
	const ends = [from, to].filter((end) => end !== undefined).map(Number);
	const inOrder = ends.every((end) => end >= 1 && end <= largestPort) && (ends[1] ?? Infinity) > (ends[0] ?? 0);
	if (!known.includes(protocol) || !inOrder)
		throw new ArgumentError(
			path,
			`must be a protocol (${[...withPorts, ...withoutPorts].join(", ")}), or one of ${withPorts.join(", ")} with a port or ports, such as "tcp/22" or "udp/5000-5010", not ${JSON.stringify(text)}`,
		);
	return { protocol, ports: from === undefined ? undefined : ends.join("-"), range: to !== undefined };
}
