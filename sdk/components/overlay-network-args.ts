import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import type { PortArgs } from "../kinds/Port";
import type { TrunkArgs, TrunkSubportArgs } from "../kinds/Trunk";

export type OverlayNetworkType = "vxlan" | "gre" | "geneve" | "vlan" | "flat";

export interface OverlayHost {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The host's underlay address, where its tunnels end: without a prefix length. */
	address: pulumi.Input<string>;
	/** The bridges by which the host reaches physical networks: name of the physical network → name of a bridge that is there. */
	bridgeMappings?: { [physicalNetwork: string]: string };
}

export interface OverlayNetworkSpec {
	/** Name of the network. */
	name: string;
	/** How the network goes from host to host: in tunnels, or by a physical network, tagged (vlan) or not (flat). */
	type: OverlayNetworkType;
	/** Its number on the wire: VNI (24 bits), GRE key (32 bits) or VLAN id. A flat network has none. */
	segmentationId?: number;
	/** The physical network of a vlan or flat network. */
	physicalNetwork?: string;
	/** Its VLAN on every host's integration bridge, 1 to 4094. Default: each host's next free one, which then stays. */
	localVlan?: number;
}

/** A further network of a workload, which it reaches by a VLAN on its port. */
export interface OverlaySubport extends Omit<TrunkSubportArgs, "name" | "segmentationId" | "tag"> {
	/** The subport's id: no other subport on the host has it. */
	name: string;
	/** Name of the network. */
	network: string;
	/** The VLAN by which the workload knows the subport. */
	segmentationId: number;
	/** The workload's MAC address in that network. Default: that of its port. */
	mac?: pulumi.Input<string>;
	/** Its addresses there: for the other hosts to know. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
}

/** What makes a port a trunk: the fields of Trunk, less those that the overlay knows. */
export interface OverlayTrunk extends Omit<TrunkArgs, "host" | "name" | "mode" | "integrationBridge" | "parent" | "subports"> {
	/** Name of the trunk. Default: that of the port. */
	name?: string;
	/** How it is built. Default: "bridge". */
	mode?: "bridge" | "vlan-interfaces";
	/** Its further networks. */
	subports: OverlaySubport[];
}

/** A workload's port: the fields of Port, less those that the overlay knows. */
export interface OverlayPort extends Omit<PortArgs, "host" | "bridge" | "name" | "tag" | "type"> {
	/** The host, by its name or its connection object. */
	host: string | Connection;
	/** Name of the network. */
	network: string;
	/** Name of the port and its device. */
	name: string;
	/** Default: "internal", a device that OVS makes, set up with its network's MTU. "system": a device that is there, such as a hypervisor's tap. */
	type?: "system" | "internal" | "tap" | "patch" | "bond";
	/** Further networks on the same port, told apart by VLAN; `network` is that of frames without one. */
	trunk?: OverlayTrunk;
}

/** The arguments of OverlayNetwork. */
export interface OverlayNetworkArgs {
	/** The hosts. */
	hosts: OverlayHost[];
	/** The networks. */
	networks: OverlayNetworkSpec[];
	/** The workloads' ports. Where `mac` and `addresses` are told, other hosts need neither flood nor ask for them. */
	ports?: OverlayPort[];
	/**
	 * Where a network is. "members" (default): on the hosts that have ports of it, and nothing of it is sent elsewhere.
	 * "all": on every host, for ports that the program does not name.
	 */
	flooding?: "members" | "all";
	/**
	 * Whether MAC and IP addresses of the ports are made known to the other hosts, as Neutron's l2population does. Default: true.
	 * Without it all is learned from the traffic, and the number of flows a host doesn't grow with the number of ports.
	 */
	population?: boolean;
	/** Name of the bridge of the ports. Default: "br-int". */
	integrationBridge?: string;
	/** Name of the bridge of the tunnels. Default: "br-tun". */
	tunnelBridge?: string;
	/** MTU of the network between the hosts. Default: 1500. */
	underlayMtu?: number;
}
