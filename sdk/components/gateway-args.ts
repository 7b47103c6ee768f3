import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";

export interface GatewayClient {
	/** The client's address in the overlay, bare: the same for all tenants. */
	address: string;
	/** Where its tunnels end: its underlay address, bare. */
	tunnelRemote: pulumi.Input<string>;
}

export interface GatewayTenant {
	/** Name of the tenant and of its VRF: a device name. */
	name: string;
	/** Name of its tunnel's device. Default: `tun-<name>`. */
	tunnel?: string;
	/** Key of its tunnels: 1 to 4294967295. */
	key: number;
	/** Its routing table and its conntrack zone: 1 to 65535, but not 253 to 255. */
	table: number;
	/** The address under which clients reach it, bare. No other tenant has it. */
	floatingIp: string;
	/** Its own address, bare. Other tenants may have the same one. */
	address: string;
	/** Where its tunnel ends: its underlay address, bare. */
	tunnelRemote: pulumi.Input<string>;
	/** What may reach it: "tcp/22", "udp/5000-5010", "tcp", "icmp". Default: nothing. */
	allow?: string[];
	/** What it may not reach, in the same words. Default: it reaches everything. */
	deny?: string[];
}

/** The arguments of Gateway. */
export interface GatewayArgs {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The source of its tunnels: its underlay address, bare. */
	underlay: pulumi.Input<string>;
	/** Its address towards the clients, with a prefix length. */
	outside: string;
	/** Its address towards the tenants, with a prefix length. */
	inside: string;
	/**
	 * MAC address of every tunnel: a client has one neighbour entry for the gateway, whichever tenant it talks to.
	 * Default: 02:00 and the four bytes of `underlay`.
	 */
	mac?: pulumi.Input<string>;
	/** Who may talk to the tenants. */
	clients: GatewayClient[];
	/** The tenants. One more or less touches nothing of the others. */
	tenants: GatewayTenant[];
	/** Established connections skip the forward chains (see FlowTable). Default: false. */
	offload?: boolean;
	/**
	 * Sets what forwarding between tunnels needs of the whole host: net.ipv4.ip_forward on; rp_filter and send_redirects off, for
	 * all devices and for new ones. false: the program sees to it, as of a second gateway on one host. Default: true.
	 */
	hostSettings?: boolean;
}
