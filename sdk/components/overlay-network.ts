import * as pulumi from "@pulumi/pulumi";
import type { Bridge } from "../kinds/Bridge";
import type { OpenFlowTable } from "../kinds/OpenFlowTable";
import type { Port } from "../kinds/Port";
import type { Trunk } from "../kinds/Trunk";
import type { Vtep } from "../kinds/Vtep";
import { isOfType } from "../resource";
import { withComponentName } from "./arguments";
import { fdbEntriesOf } from "./overlay-fdb";
import { OverlayHostResources } from "./overlay-host-resources";
import { networkMtus } from "./overlay-mtu";
import type { OverlayNetworkArgs } from "./overlay-network-args";
import { planOverlay } from "./overlay-plan";

const componentType = "ovs:index:OverlayNetwork";

/**
 * Many networks on many hosts, in the form of OpenStack Neutron's Open vSwitch agent. Each host has the bridge br-int with the
 * workloads' ports, where each network has its own local VLAN; the bridge br-tun with the tunnels to the other hosts; and patch
 * ports to the bridges of physical networks.
 */
export class OverlayNetwork extends pulumi.ComponentResource {
	/** True if a value is an OverlayNetwork, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OverlayNetwork {
		return isOfType(value, componentType);
	}

	/** The integration bridge of each host, by the host's name. */
	readonly integrationBridges: { [host: string]: Bridge } = {};
	/** The tunnel bridge of each host. */
	readonly tunnelBridges: { [host: string]: Bridge } = {};
	/** The tunnels of each host, by type. */
	readonly vteps: { [host: string]: { [type: string]: Vtep } } = {};
	/** The workloads' ports, by the names of the host and of the port. */
	readonly ports: { [host: string]: { [port: string]: Port } } = {};
	/** The trunks, by the names of the host and of the trunk's port. */
	readonly trunks: { [host: string]: { [port: string]: Trunk } } = {};
	/** The flows of each host, by bridge and table: "br-tun/22". */
	readonly flows: { [host: string]: { [table: string]: OpenFlowTable } } = {};
	/** The VLAN of each network on each host's integration bridge. */
	readonly localVlans: { [host: string]: pulumi.Output<{ [network: string]: number }> } = {};
	/** The hosts that have each network. */
	readonly members: { [network: string]: string[] };
	/** The MTU of each network, in bytes. */
	readonly mtus: pulumi.Output<{ [network: string]: number }>;

	constructor(name: string, args: OverlayNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
		const plan = withComponentName("OverlayNetwork", name, () => planOverlay(args));
		super(componentType, name, undefined, opts);
		this.members = Object.fromEntries(plan.members);
		this.mtus = networkMtus(name, args, plan);
		const overlay = { name, parent: this, plan, fdbEntries: fdbEntriesOf(name, args, plan), mtus: this.mtus };
		for (const host of plan.hosts.values()) {
			const resources = new OverlayHostResources(overlay, host);
			this.integrationBridges[host.name] = resources.integration;
			this.tunnelBridges[host.name] = resources.tunnel;
			this.vteps[host.name] = resources.vteps;
			this.ports[host.name] = resources.ports;
			this.trunks[host.name] = resources.trunks;
			this.flows[host.name] = resources.flows;
			this.localVlans[host.name] = resources.vlans;
		}
		this.registerOutputs({ localVlans: this.localVlans, members: this.members, mtus: this.mtus });
	}
}
