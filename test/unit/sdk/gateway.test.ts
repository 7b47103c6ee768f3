import * as pulumi from "@pulumi/pulumi";
import * as ovs from "../../../sdk";
import { ArgumentError } from "../../../sdk/components/arguments";
import { checkUnderlay, parseService, planGateway } from "../../../sdk/components/gateway-plan";
import type { TableTenant } from "../../../sdk/components/gateway-table";
import { gatewayTable } from "../../../sdk/components/gateway-table";
import { mocked, own, type Registered, resolved } from "./program";

const tenant = (n: number, more: Partial<ovs.GatewayTenant> = {}): ovs.GatewayTenant => ({
	...{ name: `user${n}`, tunnel: `tun${n}`, key: n * 1000, table: n, floatingIp: `2.2.2.${10 + n}` },
	...{ address: "10.0.0.7", tunnelRemote: `172.168.0.${10 + n}`, allow: [`tcp/${21 + n}`, "icmp"], deny: [`tcp/${21 + n}`] },
	...more,
});

const client = (address: string): ovs.GatewayClient => ({ address, tunnelRemote: "172.168.0.7" });

const args: ovs.GatewayArgs = {
	...{ host: "gw", underlay: "172.168.0.1", outside: "1.1.1.11/24", inside: "10.0.0.1/24" },
	clients: [client("1.1.1.7")],
	tenants: [tenant(1), tenant(2)],
};

const planned = (given: ovs.GatewayArgs) => planGateway(given) as TableTenant[];

async function run(given: Partial<ovs.GatewayArgs> = {}): Promise<{ gateway: ovs.Gateway; registered: Registered[] }> {
	const registered = mocked();
	const gateway = new ovs.Gateway("gw", { ...args, ...given });
	const all = [gateway.table, ...Object.values(gateway.routes).flat(), gateway.flowTable ?? gateway.table];
	await Promise.all(all.map((resource) => resolved(resource.urn)));
	return { gateway, registered };
}

const find = (registered: Registered[], type: string, name: string) => {
	const found = registered.find((r) => r.type.endsWith(`:${type}`) && r.name === name);
	if (!found) throw new Error(`no ${type} ${name}`);
	return own(found.inputs);
};

function kindsOf(registered: Registered[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { type } of registered) {
		const kind = type.split(":").at(-1) ?? "";
		counts[kind] = (counts[kind] ?? 0) + 1;
	}
	return counts;
}

test("a gateway is a table, a flowtable, the host's settings, and for each tenant a VRF, a tunnel and its routes", async () => {
	const { registered } = await run({ offload: true });
	expect(kindsOf(registered)).toEqual({ Gateway: 1, Sysctl: 5, NftTable: 1, FlowTable: 1, VRF: 2, Tunnel: 2, Route: 4 });
	expect(find(registered, "VRF", "gw-user2")).toEqual({ host: "gw", name: "user2", table: 2, unreachableDefault: true });
	expect(find(registered, "Tunnel", "gw-user2")).toEqual({
		...{ host: "gw", name: "tun2", type: "gretap", key: 2000, localIp: "172.168.0.1", vrf: "user2" },
		...{ mac: "02:00:ac:a8:00:01", addresses: ["1.1.1.11/24", "10.0.0.1/24"] },
	});
	expect(find(registered, "Route", "gw-user2")).toEqual({
		...{ host: "gw", destination: "10.0.0.7", vrf: "user2", dev: "tun2" },
		encap: { type: "ip", dst: "172.168.0.12" },
	});
	expect(find(registered, "Route", "gw-user1-1.1.1.7")).toMatchObject({ destination: "1.1.1.7", encap: { dst: "172.168.0.7" } });
	expect(find(registered, "FlowTable", "gw")).toEqual({ host: "gw", name: "gw", devices: ["tun1", "tun2"] });
});

test("addresses may be outputs, and are looked at when they are known", async () => {
	const given = {
		underlay: pulumi.output("172.168.0.9"),
		tenants: [tenant(1, { floatingIp: pulumi.output("2.2.2.99") }), tenant(2, { tunnel: undefined, name: "a-long-tenant" })],
	};
	const { registered } = await run(given);
	expect(find(registered, "NftTable", "gw")).toMatchObject({
		maps: { to_inner: { elements: { '"tun1" . 2.2.2.99': "10.0.0.7" } } },
	});
	expect(find(registered, "Tunnel", "gw-user1")).toMatchObject({ localIp: "172.168.0.9", mac: "02:00:ac:a8:00:09" });
	expect(() => checkUnderlay("172.168.0.9/24")).toThrow("must be an IPv4 address without a prefix length");
	expect(find(registered, "Tunnel", "gw-a-long-tenant").name).toMatch(/^tun-[A-Za-z0-9]{11}$/);
});

test("the host's settings can be left to the program, and nothing is offloaded unless asked for", async () => {
	expect(kindsOf((await run({ hostSettings: false })).registered)).not.toHaveProperty("Sysctl");
	expect(kindsOf((await run()).registered)).not.toHaveProperty("FlowTable");
	expect(kindsOf((await run({ tenants: [], offload: true })).registered)).toEqual({ Gateway: 1, Sysctl: 5, NftTable: 1 });
});

test("the number of rules does not depend on the number of tenants", () => {
	const rules = (count: number) => {
		const tenants = planned({ ...args, tenants: Array.from({ length: count }, (_, i) => tenant(i + 1)) });
		return Object.values(gatewayTable(tenants).chains).flatMap((chain) => chain.rules ?? []);
	};
	expect(rules(200)).toEqual(rules(1));
});

test("a tenant more is elements more", () => {
	const table = (tenants: ovs.GatewayTenant[]) => gatewayTable(planned({ ...args, tenants }));
	const [two, three] = [table([tenant(1), tenant(2)]), table([tenant(1), tenant(2), tenant(3)])];
	expect(three.chains).toEqual(two.chains);
	expect(three.maps.to_inner?.elements).toEqual({ ...two.maps.to_inner?.elements, '"tun3" . 2.2.2.13': "10.0.0.7" });
	expect(three.sets.allowed_ports?.elements).toEqual([...(two.sets.allowed_ports?.elements ?? []), '"user3" . tcp . 24']);
});

test("ranges have a set of intervals of their own", () => {
	const { sets, chains } = gatewayTable(
		planned({ ...args, tenants: [tenant(1, { allow: ["udp/5000-5010", "tcp"], deny: undefined })] }),
	);
	expect(sets.allowed_ranges).toEqual({
		...{ type: "ifname . inet_proto . inet_service", flags: ["interval"] },
		elements: ['"user1" . udp . 5000-5010'],
	});
	expect(sets.allowed_protocols?.elements).toEqual(['"user1" . tcp']);
	expect(chains.to_tenant?.rules).toHaveLength(4);
	expect(sets).not.toHaveProperty("denied_ranges");
});

test.each<[string, Partial<ovs.GatewayArgs>, string]>([
	[
		"equal names",
		{ tenants: [tenant(1), tenant(2, { name: "user1" })] },
		'tenants[1].name: "user1" is already the name of tenants[0]',
	],
	["equal keys", { tenants: [tenant(1), tenant(2, { key: 1000 })] }, "tenants[1].key: 1000 is already the key of tenants[0]"],
	["equal tables", { tenants: [tenant(1), tenant(2, { table: 1 })] }, "tenants[1].table: 1 is already the table of tenants[0]"],
	[
		"equal floating addresses",
		{ tenants: [tenant(1), tenant(2, { floatingIp: "2.2.2.11" })] },
		'tenants[1].floatingIp: "2.2.2.11" is already the floatingIp of tenants[0]',
	],
	[
		"equal devices",
		{ tenants: [tenant(1), tenant(2, { tunnel: "user1" })] },
		'tenants[1].tunnel: "user1" is already the device of tenants[0].name',
	],
	[
		"a floating address of the gateway",
		{ tenants: [tenant(1, { floatingIp: "1.1.1.11" })] },
		"tenants[0].floatingIp: 1.1.1.11 is already the address of the gateway",
	],
	[
		"a client with the outside address",
		{ clients: [client("1.1.1.11")] },
		"clients[0].address: 1.1.1.11 is already the address of the",
	],
	[
		"a client with the inside address",
		{ clients: [client("1.1.1.7"), client("10.0.0.1")] },
		"clients[1].address: 10.0.0.1 is already the address of the gateway",
	],
	...["172.168.0.1/24", "2001:db8::1", "gw"].map((underlay): [string, Partial<ovs.GatewayArgs>, string] => [
		`the underlay ${underlay}`,
		{ underlay },
		`underlay: must be an IPv4 address without a prefix length, not "${underlay}"`,
	]),
	["a table of the kernel", { tenants: [tenant(1, { table: 254 })] }, "tenants[0].table: 254 is one of the kernel's tables"],
	[
		"a table that is no zone",
		{ tenants: [tenant(1, { table: 70000 })] },
		"tenants[0].table: must be the number of its routing table",
	],
	["no key", { tenants: [tenant(1, { key: 0 })] }, "tenants[0].key: must be the GRE key of its tunnels: a whole number from 1"],
	[
		"an address with a prefix",
		{ tenants: [tenant(1, { address: "10.0.0.7/24" })] },
		"tenants[0].address: must be an IPv4 address",
	],
	["an outside without a prefix", { outside: "1.1.1.11" }, "outside: must be an IPv4 address with a prefix length"],
	["a name too long", { tenants: [tenant(1, { name: "a-tenant-with-a-long-name" })] }, "tenants[0].name: must be a device name"],
	[
		"a tenant with a client's address",
		{ tenants: [tenant(1, { address: "1.1.1.7" })] },
		"tenants[0].address: 1.1.1.7 is already the",
	],
	[
		"overlapping ranges",
		{ tenants: [tenant(1, { allow: ["udp/5000-5010", "tcp/5000-5010", "udp/5010-5020"] })] },
		'tenants[0].allow[2]: "udp/5010-5020" overlaps "udp/5000-5010": combine them',
	],
	["a misspelt argument", { ofload: true } as object, 'ofload: is not a known field: did you mean "offload"?'],
	[
		"a misspelt field",
		{ tenants: [{ ...tenant(1), denny: [] } as never] },
		'tenants[0].denny: is not a known field: did you mean "deny"?',
	],
	["a device that is no name", { tenants: [tenant(1, { name: 'x" }' })] }, "tenants[0].name: must be a device name"],
	[
		"equal clients",
		{ clients: [...args.clients, ...args.clients] },
		'clients[1].address: "1.1.1.7" is already the address of clients[0]',
	],
	["an unknown service", { tenants: [tenant(1, { allow: ["ssh"] })] }, "tenants[0].allow[0]: must be a protocol"],
])("%s is refused, and the message says where", (_, given, message) => {
	mocked();
	expect(() => new ovs.Gateway("gw", { ...args, ...given })).toThrow(`gw: ${message}`);
});

test.each(["tcp", "icmp", "tcp/22", "udp/5000-5010", "sctp/1"])("%s is a service", (text) => {
	expect(parseService("allow[0]", text)).toMatchObject({ protocol: text.split("/")[0] });
});

test.each(["", "TCP/22", "tcp/", "tcp/0", "tcp/65536", "tcp/20-10", "icmp/8", "tcp/22; drop", "tcp 22"])(
	"%j is no service",
	(text) => {
		expect(() => parseService("allow[0]", text)).toThrow(ArgumentError);
	},
);
