import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";

/** A client of a Gateway. */
export interface GatewayClient {
	/** The client's address in the overlay, without a prefix length. A client has the same address for all tenants. */
	address: string;
	/** The client's underlay address, where the tunnels to it end, without a prefix length. */
	tunnelRemote: pulumi.Input<string>;
}

/** A tenant of a Gateway. */
export interface GatewayTenant {
	/**
	 * Name of the tenant and of its VRF: a device name. To rename a tenant, remove it in one update, and add it with its new name in
	 * the next.
	 */
	name: string;
	/** Name of the tunnel's device. Default: `tun-<name>`; a name of more than 15 characters is shortened and ends in a hash. */
	tunnel?: string;
	/** GRE key of the tenant's tunnels: 1 to 4294967295. */
	key: number;
	/** Number of the tenant's routing table and of its conntrack zone: 1 to 65535, except 253 to 255. */
	table: number;
	/** The address by which clients reach the tenant, without a prefix length. Each tenant has its own. */
	floatingIp: pulumi.Input<string>;
	/** The tenant's own address, without a prefix length. Several tenants may have the same one. */
	address: pulumi.Input<string>;
	/** The tenant's underlay address, where its tunnel ends, without a prefix length. */
	tunnelRemote: pulumi.Input<string>;
	/** Traffic that clients may send to the tenant, such as "tcp/22", "udp/5000-5010", "tcp" or "icmp". Default: none. */
	allow?: string[];
	/** Traffic that the tenant must not send, in the form of `allow`. Default: none, so the tenant may send everything. */
	deny?: string[];
}

/** The arguments of Gateway. */
export interface GatewayArgs {
	/** The host: a name or a connection object. */
	host: string | Connection;
	/** The host's underlay address, the source of its tunnels, without a prefix length. */
	underlay: pulumi.Input<string>;
	/** The gateway's address for the clients, with a prefix length. */
	outside: pulumi.Input<string>;
	/** The gateway's address for the tenants, with a prefix length. */
	inside: pulumi.Input<string>;
	/**
	 * MAC address of all tunnels, so that a client has one neighbour entry for the gateway.
	 * Default: 02:00 and the four bytes of `underlay`.
	 */
	mac?: pulumi.Input<string>;
	/** The clients of all tenants. Other addresses are unreachable. */
	clients: GatewayClient[];
	/** The tenants. A tenant can be added or removed without any change of the others. */
	tenants: GatewayTenant[];
	/** Let packets of established connections skip the forward chains (see FlowTable). Default: false. */
	offload?: boolean;
	/**
	 * Set the sysctls that forwarding between tunnels needs: net.ipv4.ip_forward on; rp_filter and send_redirects off in `conf.all`,
	 * and in `conf.default` for devices that are created later. Use false if the program itself sets these sysctls, or for a second
	 * gateway on a host. Default: true.
	 */
	hostSettings?: boolean;
}
