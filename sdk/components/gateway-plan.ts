import { isIPv4 } from "node:net";
import { deviceNameOf } from "../../provider/base/device-name";
import { ArgumentError, bare, checkDistinct, checkFields, checkWhole, fieldsOf, isPlain } from "./arguments";
import type { GatewayArgs, GatewayClient, GatewayTenant } from "./gateway-args";

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

const fields = fieldsOf<GatewayArgs>({
	...{ host: true, underlay: true, outside: true, inside: true, mac: true },
	...{ clients: true, tenants: true, offload: true, hostSettings: true },
});
const clientFields = fieldsOf<GatewayClient>({ address: true, tunnelRemote: true });
const tenantFields = fieldsOf<GatewayTenant>({
	...{ name: true, tunnel: true, key: true, table: true, floatingIp: true, address: true },
	...{ tunnelRemote: true, allow: true, deny: true },
});

/** Checks what is plain in the arguments, and settles names. */
export function planGateway(args: GatewayArgs): Tenant[] {
	const { underlay, clients, tenants } = args;
	checkFields("", args, fields);
	if (isPlain(underlay)) checkAddress("underlay", underlay);
	clients.forEach((client, i) => {
		checkFields(`clients[${i}]`, client, clientFields);
		checkAddress(`clients[${i}].address`, client.address);
	});
	differ("clients", clients, "address");
	tenants.forEach(checkTenant);
	const settled = tenants.map((tenant) => ({ ...tenant, tunnel: tenant.tunnel ?? deviceNameOf("tun", tenant.name) }));
	for (const field of ["name", "key", "table"] as const) differ("tenants", settled, field);
	checkDevices(settled);
	return settled;
}

function checkDevices(tenants: Tenant[]): void {
	const devices = tenants.flatMap((tenant, i) =>
		(["name", "tunnel"] as const).map((field) => ({ path: `tenants[${i}].${field}`, value: tenant[field] })),
	);
	for (const { path, value } of devices) checkDevice(path, value);
	checkDistinct(devices, ({ value }, { path }) => `"${value}" is the device of ${path} already`);
}

/** Addresses that outputs may say. */
export interface Addresses {
	outside: string;
	inside: string;
	clients: { address: string }[];
	tenants: { floatingIp: string; address: string }[];
}

export function checkAddresses({ outside, inside, clients, tenants }: Addresses): void {
	checkCidr("outside", outside);
	checkCidr("inside", inside);
	const taken = new Map([outside, inside].map((cidr) => [bare(cidr), "the gateway"]));
	const checkFree = (path: string, address: string): void => {
		const whose = taken.get(address);
		if (whose !== undefined) throw new ArgumentError(path, `${address} is the address of ${whose}`);
	};
	clients.forEach(({ address }, i) => {
		checkFree(`clients[${i}].address`, address);
		taken.set(address, "a client");
	});
	tenants.forEach((tenant, i) => {
		for (const field of ["floatingIp", "address"] as const) {
			const path = `tenants[${i}].${field}`;
			checkAddress(path, tenant[field]);
			checkFree(path, tenant[field]);
		}
	});
	differ("tenants", tenants, "floatingIp");
}

function checkTenant(tenant: GatewayTenant, i: number): void {
	const { key, table, allow = [], deny = [] } = tenant;
	const at = `tenants[${i}]`;
	checkFields(at, tenant, tenantFields);
	checkWhole(`${at}.key`, key, 1, largestKey, "the key of its tunnels");
	checkWhole(`${at}.table`, table, 1, largestZone, "its routing table, and its conntrack zone");
	if (kernelsTables.includes(table))
		throw new ArgumentError(`${at}.table`, `${table} is a table of the kernel's own (default, main, local)`);
	for (const [field, services] of Object.entries({ allow, deny })) checkServices(`${at}.${field}`, services);
}

/** nft refuses ranges that overlap. */
function checkServices(path: string, texts: string[]): void {
	const ranges = texts.map((text, i) => parseService(`${path}[${i}]`, text)).map((service, i) => ({ ...service, i }));
	for (const { i, protocol, ports: [from, to] = [] } of ranges.filter((service) => service.range)) {
		const other = ranges.find(
			({ range, protocol: same, ports, i: at }) =>
				at < i && range && same === protocol && ports && (from ?? 0) <= (ports[1] ?? 0) && (ports[0] ?? 0) <= (to ?? 0),
		);
		if (other) throw new ArgumentError(`${path}[${i}]`, `"${texts[i]}" overlaps "${texts[other.i]}": join them`);
	}
}

/** No two may have the same value in a field. */
function differ<T, F extends keyof T & string>(list: string, all: T[], field: F): void {
	checkDistinct(
		all.map((one, i) => {
			const value = JSON.stringify(one[field]);
			return { path: `${list}[${i}].${field}`, value, at: `${list}[${i}]` };
		}),
		({ value }, { at }) => `${value} is that of ${at} already`,
	);
}

export function checkUnderlay(address: string): string {
	checkAddress("underlay", address);
	return address;
}

function checkAddress(path: string, address: unknown): void {
	if (typeof address === "string" && isIPv4(address)) return;
	throw new ArgumentError(path, `must be an IPv4 address without a prefix length, not ${JSON.stringify(address)}`);
}

function checkCidr(path: string, cidr: string): void {
	const [, address = "", bits = ""] = /^([^/]+)\/(\d{1,2})$/.exec(cidr) ?? [];
	if (isIPv4(address) && Number(bits) <= 32) return;
	throw new ArgumentError(path, `must be an IPv4 address with a prefix length, such as 10.0.0.1/24, not ${JSON.stringify(cidr)}`);
}

function checkDevice(path: string, device: string): void {
	if (typeof device === "string" && /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$/.test(device)) return;
	throw new ArgumentError(path, `must be a device's name, 1 to 15 of A-Z a-z 0-9 _ . -, not ${JSON.stringify(device)}`);
}

/** A protocol, with a port or a range of ports where one is named. */
export interface Service {
	protocol: string;
	/** The port, or the first and the last. */
	ports?: number[];
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
	return { protocol, ports: from === undefined ? undefined : ends, range: to !== undefined };
}
