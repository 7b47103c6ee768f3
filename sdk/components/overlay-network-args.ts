import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import type { PortArgs } from "../kinds/Port";
import type { TrunkArgs, TrunkSubportArgs } from "../kinds/Trunk";

/** How hosts are connected in a network: by tunnels (vxlan, gre, geneve) or by a physical network (vlan, flat). */
export type OverlayNetworkType = "vxlan" | "gre" | "geneve" | "vlan" | "flat";

/** A host of an OverlayNetwork. */
export interface OverlayHost {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The host's underlay address, where its tunnels end, without a prefix length. */
	address: pulumi.Input<string>;
	/** Bridges by physical network: the existing bridge that connects the host to the physical network of this name. Default: none. */
	bridgeMappings?: { [physicalNetwork: string]: string };
}

/** A network of an OverlayNetwork. */
export interface OverlayNetworkSpec {
	/** Name of the network. */
	name: string;
	/** How hosts are connected: by tunnels (vxlan, gre, geneve), or by a physical network with a VLAN tag (vlan) or without (flat). */
	type: OverlayNetworkType;
	/** VNI (0 to 16777215), GRE key (0 to 4294967295) or VLAN id (1 to 4094) of the network. Not set for a flat network. */
	segmentationId?: number;
	/** The physical network of a vlan or flat network: a key of the hosts' bridgeMappings. */
	physicalNetwork?: string;
	/**
	 * The network's VLAN on the integration bridge of every host, 1 to 4094. Default: the next free VLAN of each host, which then
	 * does not change.
	 */
	localVlan?: number;
}

/** A further network of a workload, which uses a VLAN on its port for it. */
export interface OverlaySubport extends Omit<TrunkSubportArgs, "name" | "segmentationId" | "tag"> {
	/** The subport's id, unique on the host. */
	name: string;
	/** Name of the network. */
	network: string;
	/** VLAN id that the workload uses for the subport, 1 to 4094. */
	segmentationId: number;
	/** The workload's MAC address in the network. Default: the MAC address of its port. */
	mac?: pulumi.Input<string>;
	/** The workload's addresses in the network, which become flows on the other hosts (see `population`). */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
}

/** The trunk of a port: the fields of Trunk, except those that the overlay sets. */
export interface OverlayTrunk extends Omit<TrunkArgs, "host" | "name" | "mode" | "integrationBridge" | "parent" | "subports"> {
	/** Name of the trunk. Default: the name of the port. */
	name?: string;
	/** How the trunk is built (see Trunk). Default: "bridge". */
	mode?: "bridge" | "vlan-interfaces";
	/** The further networks. */
	subports: OverlaySubport[];
}

/** A workload's port: the fields of Port, except those that the overlay sets. */
export interface OverlayPort extends Omit<PortArgs, "host" | "bridge" | "name" | "tag" | "type"> {
	/** The host, by its name or its connection object. */
	host: string | Connection;
	/** Name of the network. */
	network: string;
	/** Name of the port and its device. */
	name: string;
	/**
	 * Type of the port. "internal": a device that Open vSwitch creates, with its network's MTU. "system": an existing device, such
	 * as a hypervisor's tap. Default: "internal".
	 */
	type?: "system" | "internal" | "tap" | "patch" | "bond";
	/** Further networks on the same port, each with a VLAN tag. Frames without a tag belong to `network`. */
	trunk?: OverlayTrunk;
}

/** The arguments of OverlayNetwork. */
export interface OverlayNetworkArgs {
	/** The hosts. */
	hosts: OverlayHost[];
	/** The networks. */
	networks: OverlayNetworkSpec[];
	/** The workloads' ports. Other hosts do not flood frames and ARP requests for ports that set `mac` and `addresses`. */
	ports?: OverlayPort[];
	/**
	 * The hosts that take part in a network. "members": only hosts with ports in the network; no frames are sent to other hosts.
	 * "all": every host, for ports that the program does not declare. Default: "members".
	 */
	flooding?: "members" | "all";
	/**
	 * Install MAC and IP addresses of the ports as flows on the other hosts, as Neutron's l2population does. If false, hosts learn
	 * addresses from the traffic, and the number of flows per host does not depend on the number of ports. Default: true.
	 */
	population?: boolean;
	/** Name of the bridge for the ports. Default: "br-int". */
	integrationBridge?: string;
	/** Name of the bridge for the tunnels. Default: "br-tun". */
	tunnelBridge?: string;
	/** MTU of the network between the hosts, in bytes. Default: 1500. */
	underlayMtu?: number;
}
