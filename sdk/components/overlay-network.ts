import * as pulumi from "@pulumi/pulumi";
import type { Bridge } from "../kinds/Bridge";
import type { OpenFlowTable } from "../kinds/OpenFlowTable";
import type { Port } from "../kinds/Port";
import type { Trunk } from "../kinds/Trunk";
import type { Vtep } from "../kinds/Vtep";
import { named } from "./arguments";
import { OverlayHostResources } from "./overlay-host";
import { networkMtus } from "./overlay-mtu";
import type { OverlayNetworkArgs } from "./overlay-network-args";
import { planOverlay } from "./overlay-plan";
import { stationsOf } from "./overlay-stations";

/**
 * Many networks on many hosts, in the shape of Neutron's: on each host br-int with the workloads' ports, where each network has a local
 * VLAN of its own; br-tun with the tunnels to the other hosts; and patches to the bridges of physical networks.
 */
export class OverlayNetwork extends pulumi.ComponentResource {
	/** Whether a value is one, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is OverlayNetwork {
		return (value as { __pulumiType?: unknown } | undefined | null)?.__pulumiType === "ovs:index:OverlayNetwork";
	}

	/** The integration bridge of each host, by the host's name. */
	readonly integrationBridges: { [host: string]: Bridge } = {};
	/** The tunnel bridge of each host. */
	readonly tunnelBridges: { [host: string]: Bridge } = {};
	/** The tunnels of each host, by type. */
	readonly vteps: { [host: string]: { [type: string]: Vtep } } = {};
	/** The workloads' ports, by the host's name and theirs. */
	readonly ports: { [host: string]: { [port: string]: Port } } = {};
	/** The trunks, by the host's name and that of their port. */
	readonly trunks: { [host: string]: { [port: string]: Trunk } } = {};
	/** The flows of each host, by bridge and table: "br-tun/22". */
	readonly flows: { [host: string]: { [table: string]: OpenFlowTable } } = {};
	/** The VLAN of each network on each host's integration bridge. */
	readonly localVlans: { [host: string]: pulumi.Output<{ [network: string]: number }> } = {};
	/** The hosts that each network is on. */
	readonly members: { [network: string]: string[] };
	/** The MTU of each network. */
	readonly mtus: pulumi.Output<{ [network: string]: number }>;

	constructor(name: string, args: OverlayNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
		const plan = named(name, () => planOverlay(args));
		super("ovs:index:OverlayNetwork", name, undefined, opts);
		this.members = Object.fromEntries(plan.members);
		this.mtus = networkMtus(name, args, plan);
		const overlay = { name, parent: this, plan, stations: stationsOf(name, args, plan), mtus: this.mtus };
		for (const host of plan.hosts.values()) {
			const made = new OverlayHostResources(overlay, host);
			this.integrationBridges[host.name] = made.integration;
			this.tunnelBridges[host.name] = made.tunnel;
			this.vteps[host.name] = made.vteps;
			this.ports[host.name] = made.ports;
			this.trunks[host.name] = made.trunks;
			this.flows[host.name] = made.flows;
			this.localVlans[host.name] = made.vlans;
		}
		this.registerOutputs({ localVlans: this.localVlans, members: this.members, mtus: this.mtus });
	}
}
