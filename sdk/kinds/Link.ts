// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of LinkPeer. */
export interface LinkPeerArgs {
	/** Name of the other end. */
	name: pulumi.Input<string>;
	/** Network namespace of the other end. Default: that of the link. */
	netns?: pulumi.Input<string>;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
}

export interface LinkPeer {
	/** Name of the other end. */
	name: string;
	/** Network namespace of the other end. Default: that of the link. */
	netns?: string;
	/** MAC address of the device. */
	mac?: string;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: number;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: string[];
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: boolean;
}

/** The arguments of Link that are the same in every case. */
export interface CommonLinkArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the device. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The Linux bridge that the device is a port of. */
	master?: pulumi.Input<string>;
	/** The VRF that the device is in. */
	vrf?: pulumi.Input<string>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	mtu?: pulumi.Input<number>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	addresses?: pulumi.Input<pulumi.Input<string>[]>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	up?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Link: `type` "veth". */
export interface VethLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "veth";
	/** The other end of a veth pair. */
	peer: pulumi.Input<LinkPeerArgs>;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "vlan". */
export interface VlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "vlan";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** The device below a VLAN or macvlan. */
	parent: pulumi.Input<string>;
	/** VLAN id: 1 to 4094. */
	vlanId: pulumi.Input<number>;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "dummy". */
export interface DummyLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "dummy";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "bridge". */
export interface BridgeLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "bridge";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "macvlan". */
export interface MacvlanLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "macvlan";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** The device below a VLAN or macvlan. */
	parent: pulumi.Input<string>;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "tap". */
export interface TapLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "tap";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` "tun". */
export interface TunLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "tun";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** Not here: it is not for type "tun", which carries no Ethernet. */
	mac?: undefined;
}

/** The arguments of Link: `type` "device". */
export interface DeviceLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: "device";
	/** Not here: it is only for type "veth". */
	peer?: undefined;
	/** Not here: it is only for types "vlan" and "macvlan". */
	parent?: undefined;
	/** Not here: it is only for type "vlan". */
	vlanId?: undefined;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link: `type` as an output: which fields go together is checked when it is known. */
export interface AnyLinkArgs extends CommonLinkArgs {
	/** Type of the device. */
	type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "tap" | "tun" | "device"> | Promise<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "tap" | "tun" | "device">;
	/** The other end of a veth pair. */
	peer?: pulumi.Input<LinkPeerArgs>;
	/** The device below a VLAN or macvlan. */
	parent?: pulumi.Input<string>;
	/** VLAN id: 1 to 4094. */
	vlanId?: pulumi.Input<number>;
	/** MAC address of the device. */
	mac?: pulumi.Input<string>;
}

/** The arguments of Link. */
export type LinkArgs =
	| VethLinkArgs
	| VlanLinkArgs
	| DummyLinkArgs
	| BridgeLinkArgs
	| MacvlanLinkArgs
	| TapLinkArgs
	| TunLinkArgs
	| DeviceLinkArgs
	| AnyLinkArgs;

/** The values that a program may give of a Link that it only reads. */
export type LinkState = Partial<LinkArgs>;

const shape: Shape = {
	kind: "Link",
	inputs: ["host", "name", "type", "peer", "parent", "vlanId", "master", "vrf", "mac", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["ifindex"],
	namedByResource: true,
	refers: [{"thing":"netns","path":["peer","netns"]}, {"thing":"device","path":["parent"]}, {"thing":"device","path":["master"]}, {"thing":"device","path":["vrf"]}, {"thing":"netns","path":["netns"]}],
	makes: [{"thing":"device","path":["name"]}, {"thing":"device","path":["peer","name"]}, {"thing":"address","path":["peer","addresses","*"]}, {"thing":"address","path":["addresses","*"]}],
};

/** A network device of the kernel: veth pair, VLAN, macvlan, dummy, bridge, tap or tun. Type `device` manages the settings of an existing NIC, and destroy restores its former settings. */
export class Link extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Link/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: LinkState, opts?: pulumi.CustomResourceOptions): Link;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Link;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Link {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Link(name, state as LinkArgs, opts);
	}

	/** True for a Link, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Link {
		return isKind(value, "Link");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the device. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** Type of the device. */
	declare readonly type: pulumi.Output<"veth" | "vlan" | "dummy" | "bridge" | "macvlan" | "tap" | "tun" | "device">;
	/** The other end of a veth pair. */
	declare readonly peer: pulumi.Output<LinkPeer | undefined>;
	/** The device below a VLAN or macvlan. */
	declare readonly parent: pulumi.Output<string | undefined>;
	/** VLAN id: 1 to 4094. */
	declare readonly vlanId: pulumi.Output<number | undefined>;
	/** The Linux bridge that the device is a port of. */
	declare readonly master: pulumi.Output<string | undefined>;
	/** The VRF that the device is in. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** MAC address of the device. */
	declare readonly mac: pulumi.Output<string | undefined>;
	/** MTU in bytes. Dropped from the program, it stays: the kernel keeps no default to go back to. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** Addresses of the device, with prefix lengths. `[]`: none. Unset: whatever is there stays. Link-local and dynamic ones never count. */
	declare readonly addresses: pulumi.Output<string[] | undefined>;
	/** Whether the device is set up. Default: true where `addresses` names any, else whatever is there stays. */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Interface index of the device in the kernel. */
	declare readonly ifindex: pulumi.Output<number>;

	constructor(name: string, args: LinkArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
