// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `routes` of Routes. */
export interface RoutesRouteArgs {
	/** Destination: `default`, a network such as 10.0.0.0/24, or an address. `default` is the default route of IPv4, or of IPv6 if the gateways or `src` are IPv6 addresses; `0.0.0.0/0` and `::/0` say the family. An IPv4 default route by an IPv6 gateway is `0.0.0.0/0`. */
	destination: pulumi.Input<string>;
	/**
	 * Metric, 0 to 4294967295. The route with the lowest metric is preferred.
	 *
	 * @default 0 for IPv4, 1024 for IPv6
	 */
	metric?: pulumi.Input<number>;
	/**
	 * ToS of the packets that use the route, 0 to 255; the two lowest bits must be 0. Only for IPv4.
	 *
	 * @default 0
	 */
	tos?: pulumi.Input<number | string>;
	/**
	 * What happens to packets that use the route. `unicast`: forward. `blackhole`: drop. `unreachable` and `prohibit`: drop with an ICMP error. `throw`: continue with the next rule. `local`: deliver to this host. `broadcast`: send as broadcast. `anycast`: as `local`, for anycast addresses.
	 *
	 * @default "unicast"
	 */
	type?: pulumi.Input<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast">;
	/** Address of the gateway. A route of IPv4 can have a gateway of IPv6 (`ip route … via inet6`); set `dev` too if the address is link-local. One of `via`, `dev` and `nexthops` is required, except for types that lead nowhere. */
	via?: pulumi.Input<string>;
	/**
	 * Device that the packets leave through.
	 *
	 * @default the kernel finds the device for `via`
	 */
	dev?: pulumi.Input<string>;
	/** Several next hops that share the traffic: two or more. Not together with `via`, `dev` and `encap`. */
	nexthops?: pulumi.Input<pulumi.Input<RoutesRouteNexthopArgs>[]>;
	/**
	 * Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/**
	 * Preferred source address of packets that this host sends on this route.
	 *
	 * @default the kernel selects the address
	 */
	src?: pulumi.Input<string>;
	/**
	 * Scope of the destination. Only for IPv4.
	 *
	 * @default left alone; `ip` derives the scope of a new route from its type and gateway
	 */
	scope?: pulumi.Input<"global" | "site" | "link" | "host" | "nowhere">;
	/** Header to add to the packets: of a tunnel (`ip`, `ip6`), MPLS labels (`mpls`), or a list of IPv6 segments (`seg6`); or what is done at a segment (`seg6local`). A tunnel's header needs `dev`, which must be a tunnel of the kernel with `external: true` or without `remoteIp`. */
	encap?: pulumi.Input<RoutesRouteEncapArgs>;
	/**
	 * MTU of this route in bytes, 68 to 65520.
	 *
	 * @default the MTU of the device
	 */
	mtu?: pulumi.Input<number>;
	/**
	 * Keep `mtu` also where path MTU discovery finds a smaller one: IPv4 packets may be fragmented on their way. For IPv6, path MTU discovery goes on, and the route keeps `mtu` when the MTU of the device changes. Needs `mtu`.
	 *
	 * @default false
	 */
	lockMtu?: pulumi.Input<boolean>;
	/**
	 * Largest congestion window of TCP connections to the destination, in segments (`ip route … cwnd lock`). Kernels such as 6.1 and 6.12 use it from the second connection to an address on.
	 *
	 * @default no limit
	 */
	cwnd?: pulumi.Input<number>;
	/**
	 * TCP segment size in bytes, 1 to 65495, that this host announces to peers behind the route.
	 *
	 * @default derived from the MTU
	 */
	advmss?: pulumi.Input<number>;
	/**
	 * Initial congestion window of TCP connections to the destination, in segments.
	 *
	 * @default 10 segments
	 */
	initcwnd?: pulumi.Input<number>;
	/**
	 * Initial receive window of TCP connections to the destination, in segments.
	 *
	 * @default the kernel selects the window
	 */
	initrwnd?: pulumi.Input<number>;
	/**
	 * Acknowledge each TCP segment from the destination at once.
	 *
	 * @default false
	 */
	quickack?: pulumi.Input<boolean>;
}

/** An item of `routes` of Routes, as an output. */
export interface RoutesRoute {
	/** Destination: `default`, a network such as 10.0.0.0/24, or an address. `default` is the default route of IPv4, or of IPv6 if the gateways or `src` are IPv6 addresses; `0.0.0.0/0` and `::/0` say the family. An IPv4 default route by an IPv6 gateway is `0.0.0.0/0`. */
	destination: string;
	/**
	 * Metric, 0 to 4294967295. The route with the lowest metric is preferred.
	 *
	 * @default 0 for IPv4, 1024 for IPv6
	 */
	metric?: number;
	/**
	 * ToS of the packets that use the route, 0 to 255; the two lowest bits must be 0. Only for IPv4.
	 *
	 * @default 0
	 */
	tos?: number | string;
	/**
	 * What happens to packets that use the route. `unicast`: forward. `blackhole`: drop. `unreachable` and `prohibit`: drop with an ICMP error. `throw`: continue with the next rule. `local`: deliver to this host. `broadcast`: send as broadcast. `anycast`: as `local`, for anycast addresses.
	 *
	 * @default "unicast"
	 */
	type: "unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast";
	/** Address of the gateway. A route of IPv4 can have a gateway of IPv6 (`ip route … via inet6`); set `dev` too if the address is link-local. One of `via`, `dev` and `nexthops` is required, except for types that lead nowhere. */
	via?: string;
	/**
	 * Device that the packets leave through.
	 *
	 * @default the kernel finds the device for `via`
	 */
	dev?: string;
	/** Several next hops that share the traffic: two or more. Not together with `via`, `dev` and `encap`. */
	nexthops?: RoutesRouteNexthop[];
	/**
	 * Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`.
	 *
	 * @default false
	 */
	onlink?: boolean;
	/**
	 * Preferred source address of packets that this host sends on this route.
	 *
	 * @default the kernel selects the address
	 */
	src?: string;
	/**
	 * Scope of the destination. Only for IPv4.
	 *
	 * @default left alone; `ip` derives the scope of a new route from its type and gateway
	 */
	scope?: "global" | "site" | "link" | "host" | "nowhere";
	/** Header to add to the packets: of a tunnel (`ip`, `ip6`), MPLS labels (`mpls`), or a list of IPv6 segments (`seg6`); or what is done at a segment (`seg6local`). A tunnel's header needs `dev`, which must be a tunnel of the kernel with `external: true` or without `remoteIp`. */
	encap?: RoutesRouteEncap;
	/**
	 * MTU of this route in bytes, 68 to 65520.
	 *
	 * @default the MTU of the device
	 */
	mtu?: number;
	/**
	 * Keep `mtu` also where path MTU discovery finds a smaller one: IPv4 packets may be fragmented on their way. For IPv6, path MTU discovery goes on, and the route keeps `mtu` when the MTU of the device changes. Needs `mtu`.
	 *
	 * @default false
	 */
	lockMtu?: boolean;
	/**
	 * Largest congestion window of TCP connections to the destination, in segments (`ip route … cwnd lock`). Kernels such as 6.1 and 6.12 use it from the second connection to an address on.
	 *
	 * @default no limit
	 */
	cwnd?: number;
	/**
	 * TCP segment size in bytes, 1 to 65495, that this host announces to peers behind the route.
	 *
	 * @default derived from the MTU
	 */
	advmss?: number;
	/**
	 * Initial congestion window of TCP connections to the destination, in segments.
	 *
	 * @default 10 segments
	 */
	initcwnd?: number;
	/**
	 * Initial receive window of TCP connections to the destination, in segments.
	 *
	 * @default the kernel selects the window
	 */
	initrwnd?: number;
	/**
	 * Acknowledge each TCP segment from the destination at once.
	 *
	 * @default false
	 */
	quickack?: boolean;
}

/** An item of `routes.nexthops` of Routes. */
export interface RoutesRouteNexthopArgs {
	/** Address of the gateway. One of `via` and `dev` is required. A route of IPv6 needs `via`. */
	via?: pulumi.Input<string>;
	/**
	 * Device that leads to the gateway.
	 *
	 * @default the kernel finds the device for `via`
	 */
	dev?: pulumi.Input<string>;
	/**
	 * Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/** Header to add to the packets that take this next hop, with the fields of the route's `encap`. */
	encap?: pulumi.Input<RoutesRouteNexthopEncapArgs>;
	/**
	 * Share of the traffic that this gateway gets, 1 to 256, relative to the other gateways.
	 *
	 * @default 1
	 */
	weight?: pulumi.Input<number>;
}

/** An item of `routes.nexthops` of Routes, as an output. */
export interface RoutesRouteNexthop {
	/** Address of the gateway. One of `via` and `dev` is required. A route of IPv6 needs `via`. */
	via?: string;
	/**
	 * Device that leads to the gateway.
	 *
	 * @default the kernel finds the device for `via`
	 */
	dev?: string;
	/**
	 * Use the gateway although no address of the device is in the gateway's network. Needs `via` and `dev`.
	 *
	 * @default false
	 */
	onlink?: boolean;
	/** Header to add to the packets that take this next hop, with the fields of the route's `encap`. */
	encap?: RoutesRouteNexthopEncap;
	/**
	 * Share of the traffic that this gateway gets, 1 to 256, relative to the other gateways.
	 *
	 * @default 1
	 */
	weight: number;
}

/** The object in `routes.nexthops.encap` of Routes. */
export interface RoutesRouteNexthopEncapArgs {
	/**
	 * Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`). `seg6local` adds no header: the route's destination is a segment of this host, and `action` selects what happens to its packets.
	 *
	 * @default "ip"
	 */
	type?: pulumi.Input<"ip" | "ip6" | "mpls" | "seg6" | "seg6local">;
	/**
	 * Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.
	 *
	 * @default 0
	 */
	id?: pulumi.Input<number>;
	/** Remote endpoint of the tunnel. Required for `ip` and `ip6`. */
	dst?: pulumi.Input<string>;
	/**
	 * Local endpoint of the tunnel.
	 *
	 * @default routing selects the address
	 */
	src?: pulumi.Input<string>;
	/**
	 * TTL (hop limit) of the outer packets, or of the MPLS labels, 1 to 255.
	 *
	 * @default the kernel selects the TTL; MPLS labels get the one of the packet
	 */
	ttl?: pulumi.Input<number>;
	/**
	 * ToS (traffic class) of the outer packets, 0 to 255.
	 *
	 * @default 0
	 */
	tos?: pulumi.Input<number>;
	/**
	 * Send `id` as the key of the outer header. For GRE.
	 *
	 * @default false
	 */
	key?: pulumi.Input<boolean>;
	/** MPLS labels, the outermost first: 16 to 1048575. Required for `mpls`. */
	labels?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * For `seg6`. `encap`: an outer IPv6 header with the segments. `inline`: the segments in the packet's own header; only for IPv6. `l2encap`: an outer IPv6 header around the whole frame. `encap.red` and `l2encap.red` leave the first segment out of the list (Linux 6.0).
	 *
	 * @default "encap"
	 */
	mode?: pulumi.Input<"encap" | "encap.red" | "inline" | "l2encap" | "l2encap.red">;
	/** IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`. */
	segments?: pulumi.Input<pulumi.Input<string>[]>;
	/** For `seg6local`, and required there (RFC 8986). `End`: on to the next segment, `End.X`: by the gateway `nh6`, `End.T`: by `table`. The others take the outer header off, and forward the frame to the device `oif` (`End.DX2`), the packet to the gateway `nh4` or `nh6` (`End.DX4`, `End.DX6`), or look it up in the VRF of `vrfTable` (`End.DT4`, `End.DT6`, `End.DT46` for both families). */
	action?: pulumi.Input<"End" | "End.X" | "End.T" | "End.DX2" | "End.DX4" | "End.DX6" | "End.DT4" | "End.DT6" | "End.DT46">;
	/** Gateway of the packets. Required for `End.DX4`. */
	nh4?: pulumi.Input<string>;
	/** Gateway of the packets. Required for `End.X` and `End.DX6`. */
	nh6?: pulumi.Input<string>;
	/** Routing table for the packets. Required for `End.T`; for `End.DT6`, this or `vrfTable`. */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** Routing table of a VRF that exists, such as the output `table` of a VRF. Required for `End.DT4` and `End.DT46`. The host needs the sysctl net.vrf.strict_mode=1. */
	vrfTable?: pulumi.Input<number>;
	/** Device for the frames. Required for `End.DX2`. */
	oif?: pulumi.Input<string>;
}

/** The object in `routes.nexthops.encap` of Routes, as an output. */
export interface RoutesRouteNexthopEncap {
	/**
	 * Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`). `seg6local` adds no header: the route's destination is a segment of this host, and `action` selects what happens to its packets.
	 *
	 * @default "ip"
	 */
	type: "ip" | "ip6" | "mpls" | "seg6" | "seg6local";
	/**
	 * Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.
	 *
	 * @default 0
	 */
	id?: number;
	/** Remote endpoint of the tunnel. Required for `ip` and `ip6`. */
	dst?: string;
	/**
	 * Local endpoint of the tunnel.
	 *
	 * @default routing selects the address
	 */
	src?: string;
	/**
	 * TTL (hop limit) of the outer packets, or of the MPLS labels, 1 to 255.
	 *
	 * @default the kernel selects the TTL; MPLS labels get the one of the packet
	 */
	ttl?: number;
	/**
	 * ToS (traffic class) of the outer packets, 0 to 255.
	 *
	 * @default 0
	 */
	tos?: number;
	/**
	 * Send `id` as the key of the outer header. For GRE.
	 *
	 * @default false
	 */
	key?: boolean;
	/** MPLS labels, the outermost first: 16 to 1048575. Required for `mpls`. */
	labels?: number[];
	/**
	 * For `seg6`. `encap`: an outer IPv6 header with the segments. `inline`: the segments in the packet's own header; only for IPv6. `l2encap`: an outer IPv6 header around the whole frame. `encap.red` and `l2encap.red` leave the first segment out of the list (Linux 6.0).
	 *
	 * @default "encap"
	 */
	mode?: "encap" | "encap.red" | "inline" | "l2encap" | "l2encap.red";
	/** IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`. */
	segments?: string[];
	/** For `seg6local`, and required there (RFC 8986). `End`: on to the next segment, `End.X`: by the gateway `nh6`, `End.T`: by `table`. The others take the outer header off, and forward the frame to the device `oif` (`End.DX2`), the packet to the gateway `nh4` or `nh6` (`End.DX4`, `End.DX6`), or look it up in the VRF of `vrfTable` (`End.DT4`, `End.DT6`, `End.DT46` for both families). */
	action?: "End" | "End.X" | "End.T" | "End.DX2" | "End.DX4" | "End.DX6" | "End.DT4" | "End.DT6" | "End.DT46";
	/** Gateway of the packets. Required for `End.DX4`. */
	nh4?: string;
	/** Gateway of the packets. Required for `End.X` and `End.DX6`. */
	nh6?: string;
	/** Routing table for the packets. Required for `End.T`; for `End.DT6`, this or `vrfTable`. */
	table?: number | "main" | "default" | "local";
	/** Routing table of a VRF that exists, such as the output `table` of a VRF. Required for `End.DT4` and `End.DT46`. The host needs the sysctl net.vrf.strict_mode=1. */
	vrfTable?: number;
	/** Device for the frames. Required for `End.DX2`. */
	oif?: string;
}

/** The object in `routes.encap` of Routes. */
export interface RoutesRouteEncapArgs {
	/**
	 * Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`). `seg6local` adds no header: the route's destination is a segment of this host, and `action` selects what happens to its packets.
	 *
	 * @default "ip"
	 */
	type?: pulumi.Input<"ip" | "ip6" | "mpls" | "seg6" | "seg6local">;
	/**
	 * Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.
	 *
	 * @default 0
	 */
	id?: pulumi.Input<number>;
	/** Remote endpoint of the tunnel. Required for `ip` and `ip6`. */
	dst?: pulumi.Input<string>;
	/**
	 * Local endpoint of the tunnel.
	 *
	 * @default routing selects the address
	 */
	src?: pulumi.Input<string>;
	/**
	 * TTL (hop limit) of the outer packets, or of the MPLS labels, 1 to 255.
	 *
	 * @default the kernel selects the TTL; MPLS labels get the one of the packet
	 */
	ttl?: pulumi.Input<number>;
	/**
	 * ToS (traffic class) of the outer packets, 0 to 255.
	 *
	 * @default 0
	 */
	tos?: pulumi.Input<number>;
	/**
	 * Send `id` as the key of the outer header. For GRE.
	 *
	 * @default false
	 */
	key?: pulumi.Input<boolean>;
	/** MPLS labels, the outermost first: 16 to 1048575. Required for `mpls`. */
	labels?: pulumi.Input<pulumi.Input<number>[]>;
	/**
	 * For `seg6`. `encap`: an outer IPv6 header with the segments. `inline`: the segments in the packet's own header; only for IPv6. `l2encap`: an outer IPv6 header around the whole frame. `encap.red` and `l2encap.red` leave the first segment out of the list (Linux 6.0).
	 *
	 * @default "encap"
	 */
	mode?: pulumi.Input<"encap" | "encap.red" | "inline" | "l2encap" | "l2encap.red">;
	/** IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`. */
	segments?: pulumi.Input<pulumi.Input<string>[]>;
	/** For `seg6local`, and required there (RFC 8986). `End`: on to the next segment, `End.X`: by the gateway `nh6`, `End.T`: by `table`. The others take the outer header off, and forward the frame to the device `oif` (`End.DX2`), the packet to the gateway `nh4` or `nh6` (`End.DX4`, `End.DX6`), or look it up in the VRF of `vrfTable` (`End.DT4`, `End.DT6`, `End.DT46` for both families). */
	action?: pulumi.Input<"End" | "End.X" | "End.T" | "End.DX2" | "End.DX4" | "End.DX6" | "End.DT4" | "End.DT6" | "End.DT46">;
	/** Gateway of the packets. Required for `End.DX4`. */
	nh4?: pulumi.Input<string>;
	/** Gateway of the packets. Required for `End.X` and `End.DX6`. */
	nh6?: pulumi.Input<string>;
	/** Routing table for the packets. Required for `End.T`; for `End.DT6`, this or `vrfTable`. */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** Routing table of a VRF that exists, such as the output `table` of a VRF. Required for `End.DT4` and `End.DT46`. The host needs the sysctl net.vrf.strict_mode=1. */
	vrfTable?: pulumi.Input<number>;
	/** Device for the frames. Required for `End.DX2`. */
	oif?: pulumi.Input<string>;
}

/** The object in `routes.encap` of Routes, as an output. */
export interface RoutesRouteEncap {
	/**
	 * Sort of the header: of a tunnel over IPv4 (`ip`) or IPv6 (`ip6`), MPLS labels (`mpls`), or IPv6 segment routing (`seg6`). `seg6local` adds no header: the route's destination is a segment of this host, and `action` selects what happens to its packets.
	 *
	 * @default "ip"
	 */
	type: "ip" | "ip6" | "mpls" | "seg6" | "seg6local";
	/**
	 * Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve.
	 *
	 * @default 0
	 */
	id?: number;
	/** Remote endpoint of the tunnel. Required for `ip` and `ip6`. */
	dst?: string;
	/**
	 * Local endpoint of the tunnel.
	 *
	 * @default routing selects the address
	 */
	src?: string;
	/**
	 * TTL (hop limit) of the outer packets, or of the MPLS labels, 1 to 255.
	 *
	 * @default the kernel selects the TTL; MPLS labels get the one of the packet
	 */
	ttl?: number;
	/**
	 * ToS (traffic class) of the outer packets, 0 to 255.
	 *
	 * @default 0
	 */
	tos?: number;
	/**
	 * Send `id` as the key of the outer header. For GRE.
	 *
	 * @default false
	 */
	key?: boolean;
	/** MPLS labels, the outermost first: 16 to 1048575. Required for `mpls`. */
	labels?: number[];
	/**
	 * For `seg6`. `encap`: an outer IPv6 header with the segments. `inline`: the segments in the packet's own header; only for IPv6. `l2encap`: an outer IPv6 header around the whole frame. `encap.red` and `l2encap.red` leave the first segment out of the list (Linux 6.0).
	 *
	 * @default "encap"
	 */
	mode?: "encap" | "encap.red" | "inline" | "l2encap" | "l2encap.red";
	/** IPv6 addresses of the segments, in the order in which the packets visit them. Required for `seg6`. */
	segments?: string[];
	/** For `seg6local`, and required there (RFC 8986). `End`: on to the next segment, `End.X`: by the gateway `nh6`, `End.T`: by `table`. The others take the outer header off, and forward the frame to the device `oif` (`End.DX2`), the packet to the gateway `nh4` or `nh6` (`End.DX4`, `End.DX6`), or look it up in the VRF of `vrfTable` (`End.DT4`, `End.DT6`, `End.DT46` for both families). */
	action?: "End" | "End.X" | "End.T" | "End.DX2" | "End.DX4" | "End.DX6" | "End.DT4" | "End.DT6" | "End.DT46";
	/** Gateway of the packets. Required for `End.DX4`. */
	nh4?: string;
	/** Gateway of the packets. Required for `End.X` and `End.DX6`. */
	nh6?: string;
	/** Routing table for the packets. Required for `End.T`; for `End.DT6`, this or `vrfTable`. */
	table?: number | "main" | "default" | "local";
	/** Routing table of a VRF that exists, such as the output `table` of a VRF. Required for `End.DT4` and `End.DT46`. The host needs the sysctl net.vrf.strict_mode=1. */
	vrfTable?: number;
	/** Device for the frames. Required for `End.DX2`. */
	oif?: string;
}

/** The arguments of Routes. */
export interface RoutesArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name that distinguishes the resource from other Routes of the same table.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Routing table: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255).
	 *
	 * @default main
	 */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** VRF in whose table the routes are. Not together with `table`. */
	vrf?: pulumi.Input<string>;
	/** Routes in any order. Destination, metric and ToS identify a route: each can be there once. Other routes of the table stay. */
	routes: pulumi.Input<pulumi.Input<RoutesRouteArgs>[]>;
	/**
	 * Network namespace of the routes.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
}

/** The fields that a program can pass to Routes.get. */
export type RoutesState = Partial<RoutesArgs>;

const shape: Shape = {
	kind: "Routes",
	inputs: ["host", "name", "table", "vrf", "routes", "netns"],
	computed: [],
	filledIn: ["table"],
	namedByResource: true,
	refers: [{"sort":"device","path":["vrf"]}, {"sort":"address","path":["routes","*","via"]}, {"sort":"device","path":["routes","*","dev"]}, {"sort":"address","path":["routes","*","nexthops","*","via"]}, {"sort":"device","path":["routes","*","nexthops","*","dev"]}, {"sort":"device","path":["routes","*","nexthops","*","encap","oif"]}, {"sort":"address","path":["routes","*","src"]}, {"sort":"device","path":["routes","*","encap","oif"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** Many routes of one table or VRF in one resource. A change of one route is one command. Other routes of the table stay. A route is in one Routes or Route of a program only. */
export class Routes extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Routes/<table or vrf>/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: RoutesState, opts?: pulumi.CustomResourceOptions): Routes;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Routes;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Routes {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Routes(name, state as RoutesArgs, opts);
	}

	/** True if a value is a Routes, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Routes {
		return isKind(value, "Routes");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name that distinguishes the resource from other Routes of the same table.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Routing table: a number from 1 to 4294967295, `main` (254), `default` (253) or `local` (255).
	 *
	 * @default main
	 */
	declare readonly table: pulumi.Output<number | "main" | "default" | "local" | undefined>;
	/** VRF in whose table the routes are. Not together with `table`. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Routes in any order. Destination, metric and ToS identify a route: each can be there once. Other routes of the table stay. */
	declare readonly routes: pulumi.Output<RoutesRoute[]>;
	/**
	 * Network namespace of the routes.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;

	constructor(name: string, args: RoutesArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
