import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import type { PortArgs } from "../kinds/Port";
import type { Without } from "./arguments";

/** A port of a mesh's bridge: the fields of Port, except those that the mesh sets. */
export type VxlanMeshPort = Without<PortArgs, "host" | "bridge" | "name"> & {
	/** Name of the port. */
	name: string;
};

export interface VxlanMeshHost {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The host's underlay address, where its tunnels end, without a prefix length. */
	address: pulumi.Input<string>;
	/** Addresses of the host's bridge in the overlay, with prefix lengths. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Further ports of the host's bridge: names of existing devices, or ports with the fields of Port. */
	ports?: (string | VxlanMeshPort)[];
}

/** The arguments of VxlanMesh. */
export interface VxlanMeshArgs {
	/** The hosts to connect. */
	hosts: VxlanMeshHost[];
	/** Name of the bridge on every host. */
	bridge: string;
	/** The VNI of VXLAN or Geneve (24 bits), or the key of GRE (32 bits). */
	vni: number;
	/** Encapsulation. Default: "vxlan". */
	type?: "vxlan" | "geneve" | "gre";
	/** Pairs of names of hosts that have a tunnel. Default: every pair of hosts. */
	links?: [string, string][];
	/**
	 * How loops are prevented. "split-horizon": a bridge never forwards a frame from one tunnel to another; needs a full mesh.
	 * "rstp": Rapid Spanning Tree, for links with loops. "none": for links without a loop, such as hub and spoke; links with a loop
	 * are refused. Default: "split-horizon".
	 */
	loopPrevention?: "split-horizon" | "rstp" | "none";
	/** MTU of the network between the hosts, in bytes. Default: 1500. */
	underlayMtu?: number;
	/** MTU of the overlay, in bytes. Default: underlayMtu less the tunnel's overhead of 50 bytes, or 42 with GRE; 20 more over IPv6. */
	mtu?: number;
}
