// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { isKind, Resource } from "../resource";

/** The arguments of Tunnel. */
export interface TunnelArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the port. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The bridge that the tunnel is a port of. */
	bridge: pulumi.Input<string>;
	/** Encapsulation. */
	type: pulumi.Input<"vxlan" | "gre" | "geneve">;
	/** Remote endpoint: an address, or "flow". */
	remoteIp: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	dstPort?: pulumi.Input<number>;
	/** TTL of the outer packets: a number, or "inherit". OVS's default is 64. */
	ttl?: pulumi.Input<number | "inherit">;
	/** ToS of the outer packets: a number, or "inherit". */
	tos?: pulumi.Input<string>;
	/** Checksums on the outer packets. */
	csum?: pulumi.Input<boolean>;
	/** Don't-fragment bit on the outer packets. OVS's default is true. */
	dfDefault?: pulumi.Input<boolean>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/** Protected ports never forward to each other: split horizon. */
	protected?: pulumi.Input<boolean>;
	/** The OpenFlow port number to ask for. */
	ofportRequest?: pulumi.Input<number>;
	/** Further options of the interface, by OVS's names. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Take over an object that is there already and not ours. It is released, not deleted, at destroy. */
	adopt?: pulumi.Input<boolean>;
}

const shape = {
	kind: "Tunnel",
	inputs: ["host", "name", "bridge", "type", "remoteIp", "localIp", "key", "dstPort", "ttl", "tos", "csum", "dfDefault", "vlanMode", "tag", "trunks", "cvlans", "protected", "ofportRequest", "options", "externalIds", "adopt"],
	computed: ["uuid", "ofport"],
	namedByResource: true,
};

/** A tunnel to one peer, as a port of an Open vSwitch bridge. For many peers of one bridge, see Vtep. */
export class Tunnel extends Resource {
	/** Reads one that is on a host already, without owning it. Its id has the form `<host>/Tunnel/<name>`. */
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Tunnel {
		return new Tunnel(name, undefined as unknown as TunnelArgs, { ...opts, id });
	}

	/** Whether a value is one, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Tunnel {
		return isKind(value, "Tunnel");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the port. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The bridge that the tunnel is a port of. */
	declare readonly bridge: pulumi.Output<string>;
	/** Encapsulation. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve">;
	/** Remote endpoint: an address, or "flow". */
	declare readonly remoteIp: pulumi.Output<string>;
	/** Local endpoint: an address of this host, or "flow". Default: what routing says. */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/** UDP port of VXLAN and Geneve. OVS's defaults are 4789 and 6081. */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/** TTL of the outer packets: a number, or "inherit". OVS's default is 64. */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/** ToS of the outer packets: a number, or "inherit". */
	declare readonly tos: pulumi.Output<string | undefined>;
	/** Checksums on the outer packets. */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/** Don't-fragment bit on the outer packets. OVS's default is true. */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/** VLAN mode. Default: OVS's own rule (access with a tag, else trunk). */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/** Protected ports never forward to each other: split horizon. */
	declare readonly protected: pulumi.Output<boolean | undefined>;
	/** The OpenFlow port number to ask for. */
	declare readonly ofportRequest: pulumi.Output<number | undefined>;
	/** Further options of the interface, by OVS's names. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the interface's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Take over an object that is there already and not ours. It is released, not deleted, at destroy. */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the port's row. */
	declare readonly uuid: pulumi.Output<string>;
	/** OpenFlow port number. */
	declare readonly ofport: pulumi.Output<number>;

	constructor(name: string, args: TunnelArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
