import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import type { PortArgs } from "../kinds/Port";
import type { Without } from "./arguments";

/** A port of a mesh's bridge: the fields of Port, less those that the mesh knows. */
export type VxlanMeshPort = Without<PortArgs, "host" | "bridge" | "name"> & {
	/** Name of the port. */
	name: string;
};

export interface VxlanMeshHost {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The host's underlay address, where its tunnels end: without a prefix length. */
	address: pulumi.Input<string>;
	/** Addresses of the host in the overlay, with prefix lengths: those of its bridge. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** What else is on the host's bridge: names of devices that exist, or ports with all that Port knows. */
	ports?: (string | VxlanMeshPort)[];
}

/** The arguments of VxlanMesh. */
export interface VxlanMeshArgs {
	/** The hosts to join. */
	hosts: VxlanMeshHost[];
	/** Name of the bridge on every host. */
	bridge: string;
	/** The overlay's number on the wire: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits). */
	vni: number;
	/** Encapsulation. Default: "vxlan". */
	type?: "vxlan" | "geneve" | "gre";
	/** Pairs of hosts that have a tunnel, by their names. Default: every pair. */
	links?: [string, string][];
	/**
	 * What keeps frames from circling. "split-horizon" (default): what came in by a tunnel never leaves by a tunnel, for a full mesh.
	 * "rstp": spanning tree, for links with loops. "none": for links without a loop, such as hub and spoke; others are refused.
	 */
	loopPrevention?: "split-horizon" | "rstp" | "none";
	/** MTU of the network between the hosts. Default: 1500. */
	underlayMtu?: number;
	/** MTU of the overlay. Default: underlayMtu less the tunnel's overhead: 50 bytes, GRE 42; 20 more over IPv6. */
	mtu?: number;
}
