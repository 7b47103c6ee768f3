import * as pulumi from "@pulumi/pulumi";
import { FlowTable } from "../kinds/FlowTable";
import { NftTable } from "../kinds/NftTable";
import { Route } from "../kinds/Route";
import { Sysctl } from "../kinds/Sysctl";
import { Tunnel } from "../kinds/Tunnel";
import { VRF } from "../kinds/VRF";
import { isPlain, named } from "./arguments";
import type { GatewayArgs } from "./gateway-args";
import type { Addresses, Tenant } from "./gateway-plan";
import { checkAddresses, checkUnderlay, planGateway } from "./gateway-plan";
import type { TableTenant } from "./gateway-table";
import { gatewayTable } from "./gateway-table";

/** Values of the host under net.ipv4. The devices that are made later take theirs from `default`. */
const hostSettings: [string, number][] = [
	["ip_forward", 1],
	...["all", "default"].flatMap((which): [string, number][] => [
		[`conf.${which}.rp_filter`, 0],
		[`conf.${which}.send_redirects`, 0],
	]),
];

/**
 * The gateway between clients and tenants, each tenant behind a tunnel of its own key, in a VRF of its own: tenants may have the
 * same address, and are reached by their floating addresses.
 */
export class Gateway extends pulumi.ComponentResource {
	/** Whether a value is one, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Gateway {
		return (value as { __pulumiType?: unknown } | undefined | null)?.__pulumiType === "ovs:index:Gateway";
	}

	/** The VRF of each tenant, by the tenant's name. */
	readonly vrfs: { [tenant: string]: VRF } = {};
	/** The tunnel of each tenant, by the tenant's name. */
	readonly tunnels: { [tenant: string]: Tunnel } = {};
	/** The routes of each tenant, by the tenant's name: to the tenant itself, then to each client. */
	readonly routes: { [tenant: string]: Route[] } = {};
	/** Address translation, conntrack zones and filters of all tenants. */
	readonly table: NftTable;
	/** What established connections are forwarded by, with `offload`. */
	readonly flowTable: FlowTable | undefined;

	constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
		const tenants = named(name, () => planGateway(args));
		super("ovs:index:Gateway", name, undefined, opts);
		const { host } = args;
		const parent = { parent: this };
		const settings = (args.hostSettings ?? true) ? hostSettings : [];
		const ready: pulumi.Resource[] = settings.map(
			([key, value]) => new Sysctl(`${name}-${key}`, { host, key: `net.ipv4.${key}`, value }, parent),
		);
		// Filters stand before there is anything to filter.
		this.table = new NftTable(name, { host, ...this.tableOf(name, args, tenants) }, parent);
		ready.push(this.table);
		const underlay = pulumi.output(args.underlay).apply((address) => named(name, () => checkUnderlay(address)));
		for (const tenant of tenants) this.admit(name, { ...args, underlay }, tenant, ready);
		const devices = tenants.map((tenant) => this.tunnels[tenant.name]?.name ?? "");
		if (args.offload && devices.length > 0) this.flowTable = new FlowTable(name, { host, devices }, parent);
		this.registerOutputs({});
	}

	/** The table, after a look at the addresses: at once where all of them are plain. */
	private tableOf(name: string, args: GatewayArgs, tenants: Tenant[]) {
		const { outside, inside, clients } = args;
		const check = (addresses: Addresses) => named(name, () => checkAddresses(addresses));
		const all = { outside, inside, clients: clients.map(({ address }) => ({ address })), tenants };
		if (isPlain([outside, inside, ...tenants.flatMap(({ floatingIp, address }) => [floatingIp, address])])) {
			check(all as Addresses);
			return gatewayTable(tenants as TableTenant[]);
		}
		const table = pulumi.output(all).apply((known) => {
			check(known);
			return gatewayTable(known.tenants);
		});
		return { family: table.family, chains: table.chains, sets: table.sets, maps: table.maps };
	}

	/** Makes the resources of one tenant. */
	private admit(name: string, args: GatewayArgs, tenant: Tenant, ready: pulumi.Resource[]): void {
		const { host, underlay } = args;
		const own = `${name}-${tenant.name}`;
		const parent = { parent: this };
		// What is not for the tenant or a client must not go on in the host's own table.
		const vrf = new VRF(own, { host, name: tenant.name, table: tenant.table, unreachableDefault: true }, parent);
		const tunnel = new Tunnel(
			own,
			{
				...{ host, name: tenant.tunnel, type: "gretap", key: tenant.key, localIp: underlay, vrf: vrf.name },
				mac: args.mac ?? pulumi.output(underlay).apply(macOf),
				addresses: [args.outside, args.inside],
			},
			{ ...parent, dependsOn: ready },
		);
		const route = (suffix: string, destination: pulumi.Input<string>, dst: pulumi.Input<string>) =>
			new Route(`${own}${suffix}`, { host, destination, vrf: vrf.name, dev: tunnel.name, encap: { type: "ip", dst } }, parent);
		this.vrfs[tenant.name] = vrf;
		this.tunnels[tenant.name] = tunnel;
		this.routes[tenant.name] = [
			route("", tenant.address, tenant.tunnelRemote),
			...args.clients.map(({ address, tunnelRemote }) => route(`-${address}`, address, tunnelRemote)),
		];
	}
}

/** A locally administered MAC address out of the tunnels' source. */
function macOf(address: string): string {
	const bytes = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
	return ["02", "00", ...bytes].join(":");
}
