// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `peers` of WireGuard. */
export interface WireGuardPeerArgs {
	/** Public key of the peer: 44 characters in base64. `wireGuardPublicKey(privateKey)` derives that of another WireGuard of the program. */
	publicKey: pulumi.Input<string>;
	/** Key that both ends have beside their own: 44 characters in base64, as `wg genpsk` prints it. The state always has this field as a secret. */
	presharedKey?: pulumi.Input<string>;
	/**
	 * Address and UDP port of the peer, such as 192.0.2.1:51820 or [2001:db8::1]:51820. After a handshake, the kernel sends to the address from which the peer last sent: another endpoint is then no drift. If the field is changed in the program, it is set in any case. If it is removed, the endpoint stays.
	 *
	 * @default the kernel learns it from the peer's first packet
	 */
	endpoint?: pulumi.Input<string>;
	/** Networks behind the peer: the destinations of the packets that it gets, and the sources that are accepted from it. They make no routes: networks beyond those of `addresses` need a Route. */
	allowedIps?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Seconds between packets that keep the way to the peer open, 1 to 65535; 0 is off. For a host behind NAT: 25.
	 *
	 * @default 0
	 */
	persistentKeepalive?: pulumi.Input<number>;
}

/** An item of `peers` of WireGuard, as an output. */
export interface WireGuardPeer {
	/** Public key of the peer: 44 characters in base64. `wireGuardPublicKey(privateKey)` derives that of another WireGuard of the program. */
	publicKey: string;
	/** Key that both ends have beside their own: 44 characters in base64, as `wg genpsk` prints it. The state always has this field as a secret. */
	presharedKey?: string;
	/**
	 * Address and UDP port of the peer, such as 192.0.2.1:51820 or [2001:db8::1]:51820. After a handshake, the kernel sends to the address from which the peer last sent: another endpoint is then no drift. If the field is changed in the program, it is set in any case. If it is removed, the endpoint stays.
	 *
	 * @default the kernel learns it from the peer's first packet
	 */
	endpoint?: string;
	/** Networks behind the peer: the destinations of the packets that it gets, and the sources that are accepted from it. They make no routes: networks beyond those of `addresses` need a Route. */
	allowedIps?: string[];
	/**
	 * Seconds between packets that keep the way to the peer open, 1 to 65535; 0 is off. For a host behind NAT: 25.
	 *
	 * @default 0
	 */
	persistentKeepalive?: number;
}

/** An item of `addresses` of WireGuard. */
export interface WireGuardAddressArgs {
	/** Address with its prefix length, such as 10.0.0.1/24. With `peer`, the prefix length is that of the peer's network. */
	address: pulumi.Input<string>;
	/**
	 * Address of the other end of a point-to-point link.
	 *
	 * @default left alone
	 */
	peer?: pulumi.Input<string>;
	/**
	 * Label of an IPv4 address: the device's name and more characters, such as eth0:web. 15 characters at most.
	 *
	 * @default left alone
	 */
	label?: pulumi.Input<string>;
	/**
	 * Broadcast address. Only for IPv4.
	 *
	 * @default left alone
	 */
	broadcast?: pulumi.Input<string>;
	/**
	 * Scope in which the address is valid. Only for IPv4: the kernel derives the scope of an IPv6 address from the address.
	 *
	 * @default left alone
	 */
	scope?: pulumi.Input<"global" | "site" | "link" | "host">;
	/**
	 * Metric of the route to the address's network, 1 to 4294967295. A lower number is preferred. The kernel's default is 0 for IPv4, and 256 for IPv6.
	 *
	 * @default left alone
	 */
	metric?: pulumi.Input<number>;
	/**
	 * `0`: the address is deprecated. The host answers on it, and does not select it as the source of new connections.
	 *
	 * @default left alone
	 */
	preferredLifetime?: pulumi.Input<0>;
	/**
	 * `true`: the kernel adds no route to the address's network.
	 *
	 * @default left alone
	 */
	noprefixroute?: pulumi.Input<boolean>;
	/**
	 * `true`: the kernel does not look for duplicates of the address, so that it can be used at once. Only for IPv6.
	 *
	 * @default left alone
	 */
	nodad?: pulumi.Input<boolean>;
}

/** An item of `addresses` of WireGuard, as an output. */
export interface WireGuardAddress {
	/** Address with its prefix length, such as 10.0.0.1/24. With `peer`, the prefix length is that of the peer's network. */
	address: string;
	/**
	 * Address of the other end of a point-to-point link.
	 *
	 * @default left alone
	 */
	peer?: string;
	/**
	 * Label of an IPv4 address: the device's name and more characters, such as eth0:web. 15 characters at most.
	 *
	 * @default left alone
	 */
	label?: string;
	/**
	 * Broadcast address. Only for IPv4.
	 *
	 * @default left alone
	 */
	broadcast?: string;
	/**
	 * Scope in which the address is valid. Only for IPv4: the kernel derives the scope of an IPv6 address from the address.
	 *
	 * @default left alone
	 */
	scope?: "global" | "site" | "link" | "host";
	/**
	 * Metric of the route to the address's network, 1 to 4294967295. A lower number is preferred. The kernel's default is 0 for IPv4, and 256 for IPv6.
	 *
	 * @default left alone
	 */
	metric?: number;
	/**
	 * `0`: the address is deprecated. The host answers on it, and does not select it as the source of new connections.
	 *
	 * @default left alone
	 */
	preferredLifetime?: 0;
	/**
	 * `true`: the kernel adds no route to the address's network.
	 *
	 * @default left alone
	 */
	noprefixroute?: boolean;
	/**
	 * `true`: the kernel does not look for duplicates of the address, so that it can be used at once. Only for IPv6.
	 *
	 * @default left alone
	 */
	nodad?: boolean;
}

/** The arguments of WireGuard. */
export interface WireGuardArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the device.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** Private key of the device: 44 characters in base64, as `wg genkey` prints it. The state always has this field as a secret, and on the host it is no argument of a command, and in no file that others than root can read. */
	privateKey: pulumi.Input<string>;
	/**
	 * UDP port on which the device receives, 1 to 65535. If the field is removed from the program, the port stays.
	 *
	 * @default the kernel selects a port when the device is set up
	 */
	listenPort?: pulumi.Input<number>;
	/**
	 * Firewall mark of the packets that the device sends to its peers' endpoints: a number of 32 bits, also as text such as `0x10`. With it a Rule can keep these packets out of the tunnel.
	 *
	 * @default 0
	 */
	fwmark?: pulumi.Input<number | string>;
	/** Peers of the device. */
	peers?: pulumi.Input<pulumi.Input<WireGuardPeerArgs>[]>;
	/**
	 * VRF that the device is in. The packets to the peers' endpoints are not in the VRF.
	 *
	 * @default left alone
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	addresses?: pulumi.Input<pulumi.Input<string | WireGuardAddressArgs>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device, and of its packets to the endpoints of the peers.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an existing WireGuard device that has this private key. At destroy, the device stays, and the settings that the program manages, with the peers, get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to WireGuard.get. */
export type WireGuardState = Partial<WireGuardArgs>;

const shape: Shape = {
	kind: "WireGuard",
	inputs: ["host", "name", "privateKey", "listenPort", "fwmark", "peers", "vrf", "mtu", "addresses", "up", "netns", "adopt"],
	computed: ["publicKey", "ifindex"],
	filledIn: ["up"],
	namedByResource: true,
	refers: [{"sort":"device","path":["vrf"]}, {"sort":"netns","path":["netns"]}],
	makes: [{"sort":"device","path":["name"]}, {"sort":"address","path":["addresses","*"]}, {"sort":"address","path":["addresses","*","address"]}],
	secrets: [["privateKey"], ["peers","*","presharedKey"]],
};

/** A WireGuard device of the kernel with its peers. Peers that others add to it are removed. A change of one peer keeps the sessions of the others. The networks of peers (`allowedIps`) make no routes: declare Route or Routes. */
export class WireGuard extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]WireGuard/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: WireGuardState, opts?: pulumi.CustomResourceOptions): WireGuard;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): WireGuard;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): WireGuard {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new WireGuard(name, state as WireGuardArgs, opts);
	}

	/** True if a value is a WireGuard, even one from another copy of this package. */
	static override isInstance(value: unknown): value is WireGuard {
		return isKind(value, "WireGuard");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the device.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Private key of the device: 44 characters in base64, as `wg genkey` prints it. The state always has this field as a secret, and on the host it is no argument of a command, and in no file that others than root can read. */
	declare readonly privateKey: pulumi.Output<string>;
	/**
	 * UDP port on which the device receives, 1 to 65535. If the field is removed from the program, the port stays.
	 *
	 * @default the kernel selects a port when the device is set up
	 */
	declare readonly listenPort: pulumi.Output<number | undefined>;
	/**
	 * Firewall mark of the packets that the device sends to its peers' endpoints: a number of 32 bits, also as text such as `0x10`. With it a Rule can keep these packets out of the tunnel.
	 *
	 * @default 0
	 */
	declare readonly fwmark: pulumi.Output<number | string | undefined>;
	/** Peers of the device. */
	declare readonly peers: pulumi.Output<WireGuardPeer[] | undefined>;
	/**
	 * VRF that the device is in. The packets to the peers' endpoints are not in the VRF.
	 *
	 * @default left alone
	 */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/**
	 * MTU of the device in bytes, 68 to 65535. Devices on top of another one (VLAN, macvlan) have at most its MTU: the kernel lowers theirs with it. If the field is removed from the program, the MTU stays, because the kernel keeps no default.
	 *
	 * @default left alone
	 */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/**
	 * Addresses of the device with prefix lengths: as text, such as 10.0.0.1/24, or as an object with attributes. The first address of an IPv4 subnet is the source of new connections. Other addresses of the device are removed, except on adopted devices and NICs; `[]` removes all. Link-local and dynamic addresses are ignored, and so are those that a daemon such as keepalived marks as its own. Attributes that the program does not set stay as they are. An attribute that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly addresses: pulumi.Output<(string | WireGuardAddress)[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default `true` if `addresses` has an address, or if the program names the device's Linux bridge or VRF; else left alone
	 */
	declare readonly up: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace of the device, and of its packets to the endpoints of the peers.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing WireGuard device that has this private key. At destroy, the device stays, and the settings that the program manages, with the peers, get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Public key of the device. It follows from `privateKey`, so that a preview knows it. Where two devices are peers of each other, use `wireGuardPublicKey(privateKey)`: neither can wait for the other's output. */
	declare readonly publicKey: pulumi.Output<string>;
	/** Interface index of the device in the kernel. */
	declare readonly ifindex: pulumi.Output<number>;

	constructor(name: string, args: WireGuardArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
