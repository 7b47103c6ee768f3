// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Vtep that are the same in every case. */
export interface CommonVtepArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge that the tunnels are ports of. */
	bridge: pulumi.Input<string>;
	/** Prefix of the port names: a port is named `<name>-<peer>`. A port name of more than 15 characters is shortened and ends in a hash. */
	name: pulumi.Input<string>;
	/** Remote endpoint of each peer, by a name of your choice. Adding or removing a peer adds or removes one port. */
	peers: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Split horizon: the bridge does not forward packets from one tunnel to another.
	 *
	 * @default true
	 */
	protected?: pulumi.Input<boolean>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	localIp?: pulumi.Input<string>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), or key of GRE (0 to 4294967295). `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key
	 */
	key?: pulumi.Input<number | "flow">;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only).
	 *
	 * @default `key`; without `key`, no key
	 */
	inKey?: pulumi.Input<number | "flow">;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default `key`; without `key`, no key
	 */
	outKey?: pulumi.Input<number | "flow">;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64
	 */
	ttl?: pulumi.Input<number | "inherit">;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	tos?: pulumi.Input<string>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	csum?: pulumi.Input<boolean>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	dfDefault?: pulumi.Input<boolean>;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	vlanMode?: pulumi.Input<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel">;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	tag?: pulumi.Input<number>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	trunks?: pulumi.Input<pulumi.Input<number | string>[]>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	cvlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	psk?: pulumi.Input<string>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. */
	options?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Take over existing ports of the bridge that have the names of this Vtep's ports. At destroy, these ports stay, with their former settings.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Vtep: `type` "vxlan", "geneve". */
export interface UdpVtepArgs extends CommonVtepArgs {
	/** Encapsulation of the tunnels. */
	type: "vxlan" | "geneve";
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
}

/** The arguments of Vtep: `type` "gre". */
export interface GreVtepArgs extends CommonVtepArgs {
	/** Encapsulation of the tunnels. */
	type: "gre";
	/** Not allowed here: it is only for UDP tunnels: GRE has no ports. */
	dstPort?: undefined;
}

/** The arguments of Vtep: `type` as an output: the fields that go together are checked when its value is known. */
export interface AnyVtepArgs extends CommonVtepArgs {
	/** Encapsulation of the tunnels. */
	type: pulumi.Output<"vxlan" | "gre" | "geneve"> | Promise<"vxlan" | "gre" | "geneve">;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	dstPort?: pulumi.Input<number>;
}

/** The arguments of Vtep. */
export type VtepArgs =
	| UdpVtepArgs
	| GreVtepArgs
	| AnyVtepArgs;

/** The fields that a program can pass to Vtep.get. */
export type VtepState = Partial<VtepArgs>;

const shape: Shape = {
	kind: "Vtep",
	inputs: ["host", "bridge", "name", "type", "peers", "protected", "localIp", "key", "inKey", "outKey", "dstPort", "ttl", "tos", "csum", "dfDefault", "vlanMode", "tag", "trunks", "cvlans", "psk", "options", "adopt"],
	computed: ["ports"],
	filledIn: ["protected"],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [{"sort":"port","prefix":{"field":"name"},"path":["peers","*key"]}],
	secrets: [["psk"]],
};

/** Tunnels of one bridge to many peers as one resource (VXLAN, GRE or Geneve). Each peer has one port. */
export class Vtep extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Vtep/<bridge>/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: VtepState, opts?: pulumi.CustomResourceOptions): Vtep;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Vtep;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Vtep {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Vtep(name, state as VtepArgs, opts);
	}

	/** True if a value is a Vtep, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Vtep {
		return isKind(value, "Vtep");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge that the tunnels are ports of. */
	declare readonly bridge: pulumi.Output<string>;
	/** Prefix of the port names: a port is named `<name>-<peer>`. A port name of more than 15 characters is shortened and ends in a hash. */
	declare readonly name: pulumi.Output<string>;
	/** Encapsulation of the tunnels. */
	declare readonly type: pulumi.Output<"vxlan" | "gre" | "geneve">;
	/** Remote endpoint of each peer, by a name of your choice. Adding or removing a peer adds or removes one port. */
	declare readonly peers: pulumi.Output<{ [key: string]: string }>;
	/**
	 * Split horizon: the bridge does not forward packets from one tunnel to another.
	 *
	 * @default true
	 */
	declare readonly protected: pulumi.Output<boolean>;
	/**
	 * Local endpoint: an address of this host. `flow`: flows set the endpoint (Open vSwitch only).
	 *
	 * @default routing selects the address to send from; packets to any address of the host are accepted
	 */
	declare readonly localIp: pulumi.Output<string | undefined>;
	/**
	 * VNI of VXLAN and Geneve (0 to 16777215), or key of GRE (0 to 4294967295). `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default VNI 0; for GRE no key
	 */
	declare readonly key: pulumi.Output<number | "flow" | undefined>;
	/**
	 * Key of received packets, where it differs from that of sent packets. Not together with `key` (`in_key` of Open vSwitch). `flow`: flows match the key (Open vSwitch only).
	 *
	 * @default `key`; without `key`, no key
	 */
	declare readonly inKey: pulumi.Output<number | "flow" | undefined>;
	/**
	 * Key of sent packets, where it differs from that of received packets. Not together with `key` (`out_key` of Open vSwitch). `flow`: flows set the key (Open vSwitch only).
	 *
	 * @default `key`; without `key`, no key
	 */
	declare readonly outKey: pulumi.Output<number | "flow" | undefined>;
	/**
	 * UDP destination port of VXLAN and Geneve.
	 *
	 * @default 4789 for VXLAN, 6081 for Geneve
	 */
	declare readonly dstPort: pulumi.Output<number | undefined>;
	/**
	 * TTL of the outer packets, 1 to 255. `inherit`: the TTL of the inner packet.
	 *
	 * @default the host's default TTL, usually 64
	 */
	declare readonly ttl: pulumi.Output<number | "inherit" | undefined>;
	/**
	 * ToS of the outer packets: a multiple of 4 from 0 to 252. `inherit`: the ToS of the inner packet.
	 *
	 * @default "0"
	 */
	declare readonly tos: pulumi.Output<string | undefined>;
	/**
	 * Compute checksums of the outer packets (GRE or UDP). UDP over IPv6 always has checksums with the kernel, and with Open vSwitch since 3.4.
	 *
	 * @default false
	 */
	declare readonly csum: pulumi.Output<boolean | undefined>;
	/**
	 * Set the don't-fragment bit of the outer packets. Only for Open vSwitch.
	 *
	 * @default true
	 */
	declare readonly dfDefault: pulumi.Output<boolean | undefined>;
	/**
	 * VLAN mode. `access`: one VLAN, without tags on the wire. `trunk`: several VLANs with tags. `native-tagged` and `native-untagged`: a trunk that puts packets without a tag into the VLAN `tag`. `dot1q-tunnel`: the VLAN `tag` is added outside the packets' own tags (802.1ad).
	 *
	 * @default `access` if `tag` is set, else `trunk`
	 */
	declare readonly vlanMode: pulumi.Output<"access" | "trunk" | "native-tagged" | "native-untagged" | "dot1q-tunnel" | undefined>;
	/** VLAN of an access or dot1q-tunnel port, or native VLAN of a native-tagged or native-untagged port: 0 to 4095. A trunk has none: in the program of a trunk, 0 and not set are the same. */
	declare readonly tag: pulumi.Output<number | undefined>;
	/**
	 * VLANs that a trunk, native-tagged or native-untagged port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	declare readonly trunks: pulumi.Output<(number | string)[] | undefined>;
	/**
	 * Customer VLANs that a dot1q-tunnel port carries: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all customer VLANs
	 */
	declare readonly cvlans: pulumi.Output<(number | string)[] | undefined>;
	/** Pre-shared key of IPsec, which both hosts have. The service openvswitch-ipsec of the host encrypts the tunnel: Open vSwitch itself only stores the setting, and without that service it sends packets in plain text. The host must have no certificate of its own (`otherConfig` of OpenVSwitch). The key is stored in Open vSwitch's database, where root can read it. The host needs perl or python3, because `ovs-vsctl` would show the key in the list of processes. The state always has this field as a secret. */
	declare readonly psk: pulumi.Output<string | undefined>;
	/** Further options of the interface, by their names in Open vSwitch: egress_pkt_mark, packet_type, exts, seq, and settings of IPsec connections with the prefix `ipsec_`. */
	declare readonly options: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Take over existing ports of the bridge that have the names of this Vtep's ports. At destroy, these ports stay, with their former settings.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Name of each peer's port, by peer. */
	declare readonly ports: pulumi.Output<Record<string, string>>;

	constructor(name: string, args: VtepArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
