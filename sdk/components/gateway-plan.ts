import { isIPv4 } from "node:net";
import { deviceNameOf, deviceNameProblem, notDevice } from "../../provider/base/device-name";
import { ArgumentError, checkFields, checkInteger, checkUnique, fieldsOf, isPlain, withoutPrefixLength } from "./arguments";
import type { GatewayArgs, GatewayClient, GatewayTenant } from "./gateway-args";

/** A tenant with the default of `tunnel` filled in. */
export interface Tenant extends GatewayTenant {
	tunnel: string;
}

const largestKey = 0xffffffff;
const largestZone = 0xffff;
const largestPort = 0xffff;
/** The kernel's tables default, main and local. */
const reservedTables = [253, 254, 255];
const protocolsWithPorts = ["tcp", "udp", "sctp"];
const protocolsWithoutPorts = ["icmp", "igmp", "gre", "esp", "ah"];

const fields = fieldsOf<GatewayArgs>({
	...{ host: true, underlay: true, outside: true, inside: true, mac: true },
	...{ clients: true, tenants: true, offload: true, hostSettings: true },
});
const clientFields = fieldsOf<GatewayClient>({ address: true, tunnelRemote: true });
const tenantFields = fieldsOf<GatewayTenant>({
	...{ name: true, tunnel: true, key: true, table: true, floatingIp: true, address: true },
	...{ tunnelRemote: true, allow: true, deny: true },
});

/** Checks the plain arguments, and fills in default names. */
export function planGateway(args: GatewayArgs): Tenant[] {
	const { underlay, clients, tenants } = args;
	checkFields("", args, fields);
	if (isPlain(underlay)) checkAddress("underlay", underlay);
	clients.forEach((client, i) => {
		checkFields(`clients[${i}]`, client, clientFields);
		checkAddress(`clients[${i}].address`, client.address);
	});
	checkUniqueField("clients", clients, "address");
	tenants.forEach(checkTenant);
	const complete = tenants.map((tenant) => ({ ...tenant, tunnel: tenant.tunnel ?? deviceNameOf("tun", tenant.name) }));
	for (const field of ["name", "key", "table"] as const) checkUniqueField("tenants", complete, field);
	checkDevices(complete);
	return complete;
}

function checkDevices(tenants: Tenant[]): void {
	const devices = tenants.flatMap((tenant, i) =>
		(["name", "tunnel"] as const).map((field) => ({ path: `tenants[${i}].${field}`, value: tenant[field] })),
	);
	for (const { path, value } of devices) checkDevice(path, value);
	checkUnique(devices, ({ value }, { path }) => `"${value}" is already the device of ${path}`);
}

/** Addresses, which may come from outputs. */
export interface Addresses {
	outside: string;
	inside: string;
	clients: { address: string }[];
	tenants: { floatingIp: string; address: string }[];
}

export function checkAddresses({ outside, inside, clients, tenants }: Addresses): void {
	checkCidr("outside", outside);
	checkCidr("inside", inside);
	const owners = new Map([outside, inside].map((cidr) => [withoutPrefixLength(cidr), "the gateway"]));
	const checkFree = (path: string, address: string): void => {
		const owner = owners.get(address);
		if (owner !== undefined) throw new ArgumentError(path, `${address} is already the address of ${owner}`);
	};
	clients.forEach(({ address }, i) => {
		checkFree(`clients[${i}].address`, address);
		owners.set(address, "a client");
	});
	tenants.forEach((tenant, i) => {
		for (const field of ["floatingIp", "address"] as const) {
			const path = `tenants[${i}].${field}`;
			checkAddress(path, tenant[field]);
			checkFree(path, tenant[field]);
		}
	});
	checkUniqueField("tenants", tenants, "floatingIp");
}

function checkTenant(tenant: GatewayTenant, i: number): void {
	const { key, table, allow = [], deny = [] } = tenant;
	const at = `tenants[${i}]`;
	checkFields(at, tenant, tenantFields);
	checkInteger(`${at}.key`, key, 1, largestKey, "the GRE key of its tunnels");
	checkInteger(`${at}.table`, table, 1, largestZone, "the number of its routing table and conntrack zone");
	if (reservedTables.includes(table))
		throw new ArgumentError(`${at}.table`, `${table} is one of the kernel's tables default (253), main (254) and local (255)`);
	for (const [field, services] of Object.entries({ allow, deny })) checkServices(`${at}.${field}`, services);
}

/** Checks the form of services, and refuses overlapping ranges of ports, which nft does not accept in a set. */
function checkServices(path: string, texts: string[]): void {
	const ranges = texts.map((text, i) => parseService(`${path}[${i}]`, text)).map((service, i) => ({ ...service, i }));
	for (const { i, protocol, ports: [from, to] = [] } of ranges.filter((service) => service.isRange)) {
		const other = ranges.find(
			({ isRange, protocol: same, ports, i: at }) =>
				at < i && isRange && same === protocol && ports && (from ?? 0) <= (ports[1] ?? 0) && (ports[0] ?? 0) <= (to ?? 0),
		);
		if (other)
			throw new ArgumentError(`${path}[${i}]`, `"${texts[i]}" overlaps "${texts[other.i]}": combine them into one range`);
	}
}

/** Refuses two elements with the same value of a field. */
function checkUniqueField<T, F extends keyof T & string>(list: string, all: T[], field: F): void {
	checkUnique(
		all.map((one, i) => {
			const value = JSON.stringify(one[field]);
			return { path: `${list}[${i}].${field}`, value, at: `${list}[${i}]` };
		}),
		({ value }, { at }) => `${value} is already the ${field} of ${at}`,
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
	const problem = deviceNameProblem(String(device));
	if (typeof device === "string" && problem === undefined) return;
	throw new ArgumentError(path, `${problem ?? notDevice}, not ${JSON.stringify(device)}`);
}

/** A protocol, with or without a port or a range of ports. */
export interface Service {
	protocol: string;
	/** The port, or the first and the last port of the range. */
	ports?: number[];
	isRange: boolean;
}

export function parseService(path: string, text: string): Service {
	const [, protocol = "", from, to] = /^([a-z]+)(?:\/(\d{1,5})(?:-(\d{1,5}))?)?$/.exec(text) ?? [];
	const known = from === undefined ? [...protocolsWithPorts, ...protocolsWithoutPorts] : protocolsWithPorts;
	const ends = [from, to].filter((end) => end !== undefined).map(Number);
	const inOrder = ends.every((end) => end >= 1 && end <= largestPort) && (ends[1] ?? Infinity) > (ends[0] ?? 0);
	if (!known.includes(protocol) || !inOrder)
		throw new ArgumentError(
			path,
			`must be a protocol (${[...protocolsWithPorts, ...protocolsWithoutPorts].join(", ")}), or one of ${protocolsWithPorts.join(", ")} with a port or a range of ports, such as "tcp/22" or "udp/5000-5010", not ${JSON.stringify(text)}`,
		);
	return { protocol, ports: from === undefined ? undefined : ends, isRange: to !== undefined };
}
