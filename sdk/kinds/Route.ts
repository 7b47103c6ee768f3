// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of RouteNexthop. */
export interface RouteNexthopArgs {
	/** Address of the gateway. */
	via: pulumi.Input<string>;
	/** The device that leads to the gateway. */
	dev?: pulumi.Input<string>;
	/**
	 * Share of this gateway in the traffic, 1 to 256, relative to the other gateways.
	 *
	 * @default 1
	 */
	weight?: pulumi.Input<number>;
}

export interface RouteNexthop {
	/** Address of the gateway. */
	via: string;
	/** The device that leads to the gateway. */
	dev?: string;
	/**
	 * Share of this gateway in the traffic, 1 to 256, relative to the other gateways.
	 *
	 * @default 1
	 */
	weight: number;
}

/** The arguments of RouteEncap. */
export interface RouteEncapArgs {
	/**
	 * Outer protocol: IPv4 (ip) or IPv6 (ip6).
	 *
	 * @default "ip"
	 */
	type?: pulumi.Input<"ip" | "ip6">;
	/** Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve. */
	id?: pulumi.Input<number>;
	/** Remote endpoint of the tunnel. */
	dst: pulumi.Input<string>;
	/** Local endpoint of the tunnel. Default: the address that routing selects. */
	src?: pulumi.Input<string>;
	/** TTL (hop limit) of the outer packets. */
	ttl?: pulumi.Input<number>;
	/** ToS (traffic class) of the outer packets. */
	tos?: pulumi.Input<number>;
	/**
	 * Send `id` as the key of the outer header. GRE needs it.
	 *
	 * @default false
	 */
	key?: pulumi.Input<boolean>;
}

export interface RouteEncap {
	/**
	 * Outer protocol: IPv4 (ip) or IPv6 (ip6).
	 *
	 * @default "ip"
	 */
	type: "ip" | "ip6";
	/** Key of GRE (needs `key: true`), or VNI of VXLAN and Geneve. */
	id?: number;
	/** Remote endpoint of the tunnel. */
	dst: string;
	/** Local endpoint of the tunnel. Default: the address that routing selects. */
	src?: string;
	/** TTL (hop limit) of the outer packets. */
	ttl?: number;
	/** ToS (traffic class) of the outer packets. */
	tos?: number;
	/**
	 * Send `id` as the key of the outer header. GRE needs it.
	 *
	 * @default false
	 */
	key?: boolean;
}

/** The arguments of Route that are the same in every case. */
export interface CommonRouteArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** "default", a network such as 10.0.0.0/24, or an address. IPv6's default route is `::/0`. */
	destination: pulumi.Input<string>;
	/** Routing table: a number, or main, default or local. Default: main; for types local, broadcast and anycast: local. */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** The VRF in whose table the route is, instead of `table`. */
	vrf?: pulumi.Input<string>;
	/** Metric. A lower metric is preferred. Default: 0 for IPv4 and 1024 for IPv6, as in the kernel. */
	metric?: pulumi.Input<number>;
	/** ToS of the packets that use the route, 0 to 255. Only for IPv4. Default: 0. */
	tos?: pulumi.Input<number | string>;
	/** Scope. Only for IPv4. Default: the scope that `ip` derives from the other fields. */
	scope?: pulumi.Input<"global" | "site" | "link" | "host" | "nowhere">;
	/** Network namespace of the route. Default: the host's own namespace. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Route: `type` "unicast", "local", "broadcast", "anycast". */
export interface DeliveringRouteArgs extends CommonRouteArgs {
	/**
	 * Type of the route: what happens to packets that use it.
	 *
	 * @default "unicast"
	 */
	type?: "unicast" | "local" | "broadcast" | "anycast";
	/** Address of the gateway. */
	via?: pulumi.Input<string>;
	/** The outgoing device. If not set, the kernel finds the device for `via`. */
	dev?: pulumi.Input<string>;
	/** Preferred source address of packets that this host sends on this route. */
	src?: pulumi.Input<string>;
	/**
	 * Treat the gateway as directly reachable on the device's link, even if no address of the device is in its network.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/** Several gateways that share the traffic. */
	nexthops?: pulumi.Input<pulumi.Input<RouteNexthopArgs>[]>;
	/** MTU of this route, in bytes. */
	mtu?: pulumi.Input<number>;
	/** Tunnel header to add to the packets. `dev` must be a tunnel with `external: true`. */
	encap?: pulumi.Input<RouteEncapArgs>;
}

/** The arguments of Route: `type` "blackhole", "unreachable", "prohibit", "throw". */
export interface DeadEndRouteArgs extends CommonRouteArgs {
	/** Type of the route: what happens to packets that use it. */
	type: "blackhole" | "unreachable" | "prohibit" | "throw";
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	via?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	dev?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	src?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	onlink?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	nexthops?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	mtu?: undefined;
	/** Not here: it is not for type "blackhole", "unreachable", "prohibit", "throw", which leads nowhere. */
	encap?: undefined;
}

/** The arguments of Route: `type` as an output: which fields go together is checked when it is known. */
export interface AnyRouteArgs extends CommonRouteArgs {
	/** Type of the route: what happens to packets that use it. */
	type: pulumi.Output<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast"> | Promise<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast">;
	/** Address of the gateway. */
	via?: pulumi.Input<string>;
	/** The outgoing device. If not set, the kernel finds the device for `via`. */
	dev?: pulumi.Input<string>;
	/** Preferred source address of packets that this host sends on this route. */
	src?: pulumi.Input<string>;
	/**
	 * Treat the gateway as directly reachable on the device's link, even if no address of the device is in its network.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/** Several gateways that share the traffic. */
	nexthops?: pulumi.Input<pulumi.Input<RouteNexthopArgs>[]>;
	/** MTU of this route, in bytes. */
	mtu?: pulumi.Input<number>;
	/** Tunnel header to add to the packets. `dev` must be a tunnel with `external: true`. */
	encap?: pulumi.Input<RouteEncapArgs>;
}

/** The arguments of Route. */
export type RouteArgs =
	| DeliveringRouteArgs
	| DeadEndRouteArgs
	| AnyRouteArgs;

/** The values that a program may give of a Route that it only reads. */
export type RouteState = Partial<RouteArgs>;

const shape: Shape = {
	kind: "Route",
	inputs: ["host", "destination", "table", "vrf", "metric", "tos", "type", "via", "dev", "src", "onlink", "scope", "nexthops", "mtu", "encap", "netns", "adopt"],
	computed: [],
	namedByResource: false,
	refers: [{"thing":"device","path":["vrf"]}, {"thing":"address","path":["via"]}, {"thing":"device","path":["dev"]}, {"thing":"address","path":["src"]}, {"thing":"address","path":["nexthops","*","via"]}, {"thing":"device","path":["nexthops","*","dev"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** A route of the kernel in any table or VRF. It leads to a gateway, to several gateways, to a device, into a tunnel (`encap`), or nowhere (such as blackhole). Routes of this provider have protocol 250. */
export class Route extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Route/<destination>/<table or vrf>/<metric>/<tos>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: RouteState, opts?: pulumi.CustomResourceOptions): Route;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Route;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Route {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Route(name, state as RouteArgs, opts);
	}

	/** True for a Route, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Route {
		return isKind(value, "Route");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** "default", a network such as 10.0.0.0/24, or an address. IPv6's default route is `::/0`. */
	declare readonly destination: pulumi.Output<string>;
	/** Routing table: a number, or main, default or local. Default: main; for types local, broadcast and anycast: local. */
	declare readonly table: pulumi.Output<number | "main" | "default" | "local" | undefined>;
	/** The VRF in whose table the route is, instead of `table`. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Metric. A lower metric is preferred. Default: 0 for IPv4 and 1024 for IPv6, as in the kernel. */
	declare readonly metric: pulumi.Output<number | undefined>;
	/** ToS of the packets that use the route, 0 to 255. Only for IPv4. Default: 0. */
	declare readonly tos: pulumi.Output<number | string | undefined>;
	/**
	 * Type of the route: what happens to packets that use it.
	 *
	 * @default "unicast"
	 */
	declare readonly type: pulumi.Output<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast">;
	/** Address of the gateway. */
	declare readonly via: pulumi.Output<string | undefined>;
	/** The outgoing device. If not set, the kernel finds the device for `via`. */
	declare readonly dev: pulumi.Output<string | undefined>;
	/** Preferred source address of packets that this host sends on this route. */
	declare readonly src: pulumi.Output<string | undefined>;
	/**
	 * Treat the gateway as directly reachable on the device's link, even if no address of the device is in its network.
	 *
	 * @default false
	 */
	declare readonly onlink: pulumi.Output<boolean | undefined>;
	/** Scope. Only for IPv4. Default: the scope that `ip` derives from the other fields. */
	declare readonly scope: pulumi.Output<"global" | "site" | "link" | "host" | "nowhere" | undefined>;
	/** Several gateways that share the traffic. */
	declare readonly nexthops: pulumi.Output<RouteNexthop[] | undefined>;
	/** MTU of this route, in bytes. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** Tunnel header to add to the packets. `dev` must be a tunnel with `external: true`. */
	declare readonly encap: pulumi.Output<RouteEncap | undefined>;
	/** Network namespace of the route. Default: the host's own namespace. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: RouteArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
