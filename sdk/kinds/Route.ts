// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of RouteNexthop. */
export interface RouteNexthopArgs {
	/** The gateway. */
	via: pulumi.Input<string>;
	/** The device. */
	dev?: pulumi.Input<string>;
	/**
	 * Its share.
	 *
	 * @default 1
	 */
	weight?: pulumi.Input<number>;
}

export interface RouteNexthop {
	/** The gateway. */
	via: string;
	/** The device. */
	dev?: string;
	/**
	 * Its share.
	 *
	 * @default 1
	 */
	weight: number;
}

/** The arguments of RouteEncap. */
export interface RouteEncapArgs {
	/**
	 * The outer protocol.
	 *
	 * @default "ip"
	 */
	type?: pulumi.Input<"ip" | "ip6">;
	/** Key of GRE (with `key`), VNI of VXLAN and Geneve. */
	id?: pulumi.Input<number>;
	/** The far end of the tunnel. */
	dst: pulumi.Input<string>;
	/** The near end. Default: what routing says. */
	src?: pulumi.Input<string>;
	/** TTL (hop limit) of the outer packets. */
	ttl?: pulumi.Input<number>;
	/** ToS (traffic class) of the outer packets. */
	tos?: pulumi.Input<number>;
	/**
	 * The outer header carries `id` as its key: what GRE needs.
	 *
	 * @default false
	 */
	key?: pulumi.Input<boolean>;
}

export interface RouteEncap {
	/**
	 * The outer protocol.
	 *
	 * @default "ip"
	 */
	type: "ip" | "ip6";
	/** Key of GRE (with `key`), VNI of VXLAN and Geneve. */
	id?: number;
	/** The far end of the tunnel. */
	dst: string;
	/** The near end. Default: what routing says. */
	src?: string;
	/** TTL (hop limit) of the outer packets. */
	ttl?: number;
	/** ToS (traffic class) of the outer packets. */
	tos?: number;
	/**
	 * The outer header carries `id` as its key: what GRE needs.
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
	/** Routing table: a number, or main, default, local. Default: main; of type local: local. */
	table?: pulumi.Input<number | "main" | "default" | "local">;
	/** The VRF in whose table it is, in place of `table`. */
	vrf?: pulumi.Input<string>;
	/** Metric. Default: 0; of IPv6: 1024, as the kernel does. */
	metric?: pulumi.Input<number>;
	/** ToS that packets must bear; IPv4 alone. Default: 0. */
	tos?: pulumi.Input<number | string>;
	/** Scope; IPv4 alone. Default: what `ip` derives. */
	scope?: pulumi.Input<"global" | "site" | "link" | "host" | "nowhere">;
	/** Network namespace. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Route: `type` "unicast", "local", "broadcast", "anycast". */
export interface DeliveringRouteArgs extends CommonRouteArgs {
	/**
	 * What becomes of the packets.
	 *
	 * @default "unicast"
	 */
	type?: "unicast" | "local" | "broadcast" | "anycast";
	/** The gateway. */
	via?: pulumi.Input<string>;
	/** The device. Unset: the one that the kernel finds for `via`. */
	dev?: pulumi.Input<string>;
	/** The source address of what this host sends by it. */
	src?: pulumi.Input<string>;
	/**
	 * The gateway is on the device's link, whatever its addresses say.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/** Several gateways that share the traffic. */
	nexthops?: pulumi.Input<pulumi.Input<RouteNexthopArgs>[]>;
	/** MTU of this route. */
	mtu?: pulumi.Input<number>;
	/** The tunnel header put around the packets: `dev` is then a tunnel with `external`. */
	encap?: pulumi.Input<RouteEncapArgs>;
}

/** The arguments of Route: `type` "blackhole", "unreachable", "prohibit", "throw". */
export interface DeadEndRouteArgs extends CommonRouteArgs {
	/** What becomes of the packets. */
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
	/** What becomes of the packets. */
	type: pulumi.Output<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast"> | Promise<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast">;
	/** The gateway. */
	via?: pulumi.Input<string>;
	/** The device. Unset: the one that the kernel finds for `via`. */
	dev?: pulumi.Input<string>;
	/** The source address of what this host sends by it. */
	src?: pulumi.Input<string>;
	/**
	 * The gateway is on the device's link, whatever its addresses say.
	 *
	 * @default false
	 */
	onlink?: pulumi.Input<boolean>;
	/** Several gateways that share the traffic. */
	nexthops?: pulumi.Input<pulumi.Input<RouteNexthopArgs>[]>;
	/** MTU of this route. */
	mtu?: pulumi.Input<number>;
	/** The tunnel header put around the packets: `dev` is then a tunnel with `external`. */
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

/** A route of the kernel, in any table or VRF: through a gateway, several, a device, a tunnel header of its own (`encap`), or nowhere. Ours bear protocol 250. */
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
	/** Routing table: a number, or main, default, local. Default: main; of type local: local. */
	declare readonly table: pulumi.Output<number | "main" | "default" | "local" | undefined>;
	/** The VRF in whose table it is, in place of `table`. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Metric. Default: 0; of IPv6: 1024, as the kernel does. */
	declare readonly metric: pulumi.Output<number | undefined>;
	/** ToS that packets must bear; IPv4 alone. Default: 0. */
	declare readonly tos: pulumi.Output<number | string | undefined>;
	/**
	 * What becomes of the packets.
	 *
	 * @default "unicast"
	 */
	declare readonly type: pulumi.Output<"unicast" | "blackhole" | "unreachable" | "prohibit" | "throw" | "local" | "broadcast" | "anycast">;
	/** The gateway. */
	declare readonly via: pulumi.Output<string | undefined>;
	/** The device. Unset: the one that the kernel finds for `via`. */
	declare readonly dev: pulumi.Output<string | undefined>;
	/** The source address of what this host sends by it. */
	declare readonly src: pulumi.Output<string | undefined>;
	/**
	 * The gateway is on the device's link, whatever its addresses say.
	 *
	 * @default false
	 */
	declare readonly onlink: pulumi.Output<boolean | undefined>;
	/** Scope; IPv4 alone. Default: what `ip` derives. */
	declare readonly scope: pulumi.Output<"global" | "site" | "link" | "host" | "nowhere" | undefined>;
	/** Several gateways that share the traffic. */
	declare readonly nexthops: pulumi.Output<RouteNexthop[] | undefined>;
	/** MTU of this route. */
	declare readonly mtu: pulumi.Output<number | undefined>;
	/** The tunnel header put around the packets: `dev` is then a tunnel with `external`. */
	declare readonly encap: pulumi.Output<RouteEncap | undefined>;
	/** Network namespace. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: RouteArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
