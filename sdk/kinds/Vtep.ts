// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Vtep that are the same in every case. */
export interface CommonVtepArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge whose ports the tunnels are. */
	bridge: pulumi.Input<string>;
	/** Prefix of the ports' names, which are `<name>-<peer>`. A name longer than 15 characters is shortened and ends in a hash. */
	name: pulumi.Input<string>;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	localIp?: pulumi.Input<string>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	key?: pulumi.Input<number | "flow">;
	/**
	 * TTL of the outer packets: 1 to 255, or "inherit" to copy it from the inner packet.
	 *
	 * @default 64
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/** ToS of the outer packets: 0 to 255, or "inherit" to copy it from the inner packet. */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/** Remote endpoint by peer, under any name. Adding or removing a peer adds or removes one port. */
	peers: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Split horizon: the bridge does not forward packets from one tunnel to another.
	 *
	 * @default true
	 */
	protected?: pulumi.Input<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	tag?: pulumi.Input<number>;
	/** VLANs that a trunk port carries. Default: all. */
	trunks?: pulumi.Input<pulumi.Input<number>[]>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	cvlans?: pulumi.Input<pulumi.Input<number>[]>;
	/** Further options of the interfaces, with the names that Open vSwitch gives them. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Vtep: `type` "vxlan", "geneve". */
export interface UdpVtepArgs extends CommonVtepArgs {
	/** Encapsulation. */
	type: "vxlan" | "geneve";
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
}

/** The arguments of Vtep: `type` "gre". */
export interface GreVtepArgs extends CommonVtepArgs {
	/** Encapsulation. */
	type: "gre";
	/** Not here: it is only for UDP tunnels: GRE has no ports. */
	dstPort?: undefined;
}

/** The arguments of Vtep: `type` as an output: which fields go together is checked when it is known. */
export interface AnyVtepArgs extends CommonVtepArgs {
	/** Encapsulation. */
	type: pulumi.Output<"vxlan" | "gre" | "geneve"> | Promise<"vxlan" | "gre" | "geneve">;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	dstPort?: pulumi.Input<number>;
}

/** The arguments of Vtep. */
export type VtepArgs =
	| UdpVtepArgs
	| GreVtepArgs
	| AnyVtepArgs;

/** The values that a program may give of a Vtep that it only reads. */
export type VtepState = Partial<VtepArgs>;

const shape: Shape = {
	kind: "Vtep",
	inputs: ["host", "bridge", "name", "type", "localIp", "key", "dstPort", "ttl", "tos", "csum", "dfDefault", "peers", "protected", "vlanMode", "tag", "trunks", "cvlans", "options", "adopt"],
	computed: ["ports"],
	namedByResource: false,
	refers: [{"thing":"bridge","path":["bridge"]}],
	makes: [{"thing":"port","prefix":{"field":"name"},"path":["peers","*key"]}],
};

/** A VXLAN, GRE or Geneve tunnel endpoint: the tunnels of one bridge to many peers as one resource, with one port per peer. */
export class Vtep extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Vtep/<bridge>/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: VtepState, opts?: pulumi.CustomResourceOptions): Vtep;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Vtep;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Vtep {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Vtep(name, state as VtepArgs, opts);
	}

	/** True for a Vtep, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Vtep {
		return isKind(value, "Vtep");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge whose ports the tunnels are. */
	declare readonly bridge: pulumi.Output<string>;
	/** Prefix of the ports' names, which are `<name>-<peer>`. A name longer than 15 characters is shortened and ends in a hash. */
	declare readonly name: pulumi.Output<string>;
	/** Encapsulation. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve">;
	/** Local endpoint: an address of this host, or "flow". Default: the address that routing selects. */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/** Key: the VNI of VXLAN and Geneve (24 bits), the key of GRE (32 bits), or "flow". Default: none. */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/** UDP destination port of VXLAN and Geneve. Default: 4789 for VXLAN, 6081 for Geneve. */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/**
	 * TTL of the outer packets: 1 to 255, or "inherit" to copy it from the inner packet.
	 *
	 * @default 64
	 */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/** ToS of the outer packets: 0 to 255, or "inherit" to copy it from the inner packet. */
	declare readonly tos: pulumi.Output<string | undefined>;
	/**
	 * Compute checksums of the outer packets.
	 *
	 * @default false
	 */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/**
	 * Set the don't-fragment bit of the outer packets.
	 *
	 * @default true
	 */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/** Remote endpoint by peer, under any name. Adding or removing a peer adds or removes one port. */
	declare readonly peers: pulumi.Output<{ [key: string]: string }>;
	/**
	 * Split horizon: the bridge does not forward packets from one tunnel to another.
	 *
	 * @default true
	 */
	declare readonly protected: pulumi.Output<boolean>;
	/** VLAN mode. Default: access if `tag` is set, otherwise trunk. */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** Access VLAN, or the native VLAN of a trunk: 0 to 4095. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/** VLANs that a trunk port carries. Default: all. */
	declare readonly trunks: pulumi.Output<number[] | undefined>;
	/** Customer VLANs of a dot1q-tunnel port. Default: all. */
	declare readonly cvlans: pulumi.Output<number[] | undefined>;
	/** Further options of the interfaces, with the names that Open vSwitch gives them. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Name of the port by peer. */
	declare readonly ports: pulumi.Output<Record<string, string>>;

	constructor(name: string, args: VtepArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
