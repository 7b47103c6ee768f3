import * as pulumi from "@pulumi/pulumi";
import { FlowTable } from "../kinds/FlowTable";
import { NftTable } from "../kinds/NftTable";
import { Route } from "../kinds/Route";
import { Sysctl } from "../kinds/Sysctl";
import { Tunnel } from "../kinds/Tunnel";
import { VRF } from "../kinds/VRF";
import { isOfType } from "../resource";
import { isPlain, withComponentName } from "./arguments";
import type { GatewayArgs } from "./gateway-args";
import type { Addresses, Tenant } from "./gateway-plan";
import { checkAddresses, checkUnderlay, planGateway } from "./gateway-plan";
import type { TableTenant } from "./gateway-table";
import { gatewayTable } from "./gateway-table";

const componentType = "ovs:index:Gateway";

/** Sysctls of the host under net.ipv4. Devices that are created later get their values from `conf.default`. */
const hostSettings: [string, number][] = [
	["ip_forward", 1],
	...["all", "default"].flatMap((which): [string, number][] => [
		[`conf.${which}.rp_filter`, 0],
		[`conf.${which}.send_redirects`, 0],
	]),
];

/**
 * A gateway between clients and tenants. Each tenant has a tunnel with its own key and a VRF, so several tenants may have the same
 * address. Clients reach a tenant by its floating address.
 */
export class Gateway extends pulumi.ComponentResource {
	/** True if a value is a Gateway, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Gateway {
		return isOfType(value, componentType);
	}

	/** The VRF of each tenant, by the tenant's name. */
	readonly vrfs: { [tenant: string]: VRF } = {};
	/** The tunnel of each tenant, by the tenant's name. */
	readonly tunnels: { [tenant: string]: Tunnel } = {};
	/** The routes of each tenant, by the tenant's name: first the route to the tenant, then those to the clients. */
	readonly routes: { [tenant: string]: Route[] } = {};
	/** Address translation, conntrack zones and filters of all tenants. */
	readonly table: NftTable;
	/** The FlowTable of established connections. Undefined without `offload`. */
	readonly flowTable: FlowTable | undefined;

	constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
		const tenants = withComponentName("Gateway", name, () => planGateway(args));
		super(componentType, name, undefined, opts);
		const { host } = args;
		const parent = { parent: this };
		const settings = (args.hostSettings ?? true) ? hostSettings : [];
		const prerequisites: pulumi.Resource[] = settings.map(
			([key, value]) => new Sysctl(`${name}-${key}`, { host, key: `net.ipv4.${key}`, value }, parent),
		);
		// The filters are created before the tunnels, so that no packet is forwarded unfiltered.
		this.table = new NftTable(name, { host, ...this.tableOf(name, args, tenants) }, parent);
		prerequisites.push(this.table);
		const underlay = pulumi
			.output(args.underlay)
			.apply((address) => withComponentName("Gateway", name, () => checkUnderlay(address)));
		for (const tenant of tenants) this.createTenant(name, { ...args, underlay }, tenant, prerequisites);
		const devices = tenants.map((tenant) => this.tunnels[tenant.name]?.name ?? "");
		if (args.offload && devices.length > 0) this.flowTable = new FlowTable(name, { host, devices }, parent);
		this.registerOutputs({});
	}

	/** The table, after a check of the addresses. If all are plain, errors are thrown by the constructor. */
	private tableOf(name: string, args: GatewayArgs, tenants: Tenant[]) {
		const { outside, inside, clients } = args;
		const check = (addresses: Addresses) => withComponentName("Gateway", name, () => checkAddresses(addresses));
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

	/** Creates the resources of one tenant. */
	private createTenant(name: string, args: GatewayArgs, tenant: Tenant, prerequisites: pulumi.Resource[]): void {
		const { host, underlay } = args;
		const own = `${name}-${tenant.name}`;
		const parent = { parent: this };
		// Without the default route, packets to other addresses would be looked up in the host's main table.
		const vrf = new VRF(own, { host, name: tenant.name, table: tenant.table, unreachableDefault: true }, parent);
		const tunnel = new Tunnel(
			own,
			{
				...{ host, name: tenant.tunnel, type: "gretap", key: tenant.key, localIp: underlay, vrf: vrf.name },
				mac: args.mac ?? pulumi.output(underlay).apply(macOf),
				addresses: [args.outside, args.inside],
			},
			{ ...parent, dependsOn: prerequisites },
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

/** A locally administered MAC address that is derived from the tunnels' source address. */
function macOf(address: string): string {
	const bytes = address.split(".").map((byte) => Number(byte).toString(16).padStart(2, "0"));
	return ["02", "00", ...bytes].join(":");
}
