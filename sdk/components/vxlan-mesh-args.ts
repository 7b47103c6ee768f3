import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import type { PortArgs } from "../kinds/Port";
import type { Without } from "./arguments";

/** A port of a mesh's bridge: the fields of Port, except those that the mesh sets. */
export type VxlanMeshPort = Without<PortArgs, "host" | "bridge" | "name"> & {
	/** Name of the port. */
	name: string;
};

/** A host of a VxlanMesh. */
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
	/** VNI of VXLAN or Geneve (0 to 16777215), or key of GRE (0 to 4294967295). */
	vni: number;
	/** Encapsulation. Default: "vxlan". */
	type?: "vxlan" | "geneve" | "gre";
	/** Pairs of hosts, by their names, that are connected by a tunnel. Default: every pair of hosts. */
	links?: [string, string][];
	/**
	 * Protection against loops. "split-horizon": a bridge never forwards a frame from one tunnel to another; `links` must be a full
	 * mesh. "rstp": Rapid Spanning Tree, for `links` with loops. "none": for `links` without a loop, such as hub and spoke; `links`
	 * with a loop are refused. Default: "split-horizon".
	 */
	loopPrevention?: "split-horizon" | "rstp" | "none";
	/** MTU of the network between the hosts, in bytes. Default: 1500. */
	underlayMtu?: number;
	/**
	 * MTU of the overlay, in bytes. Default: `underlayMtu` less the tunnel's overhead. The overhead is 50 bytes, with GRE 42 bytes, and
	 * 20 bytes more over IPv6.
	 */
	mtu?: number;
}
