// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Reachability that are the same in every case. */
export interface CommonReachabilityArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the expectation. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** The address to reach. */
	to: pulumi.Input<string>;
	/**
	 * The expected result.
	 *
	 * @default "reachable"
	 */
	expect?: pulumi.Input<"reachable" | "unreachable">;
	/**
	 * Number of tries before the address counts as unreachable, 1 to 100.
	 *
	 * @default 3
	 */
	retries?: pulumi.Input<number>;
	/**
	 * Time limit of one try in seconds, 1 to 60.
	 *
	 * @default 1
	 */
	timeout?: pulumi.Input<number>;
	/** Any values. A change of them causes a new check. */
	triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
	/** The VRF from which the address is tried. */
	vrf?: pulumi.Input<string>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Reachability: `protocol` "icmp". */
export interface IcmpReachabilityArgs extends CommonReachabilityArgs {
	/**
	 * Protocol of the check: icmp uses ping, tcp and udp use nc. A UDP port counts as open if no ICMP error comes back.
	 *
	 * @default "icmp"
	 */
	protocol?: "icmp";
	/** Not here: it is for tcp and udp: ping has no port. */
	port?: undefined;
}

/** The arguments of Reachability: `protocol` "tcp". */
export interface TcpReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check: icmp uses ping, tcp and udp use nc. A UDP port counts as open if no ICMP error comes back. */
	protocol: "tcp";
	/** Destination port, for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` "udp". */
export interface UdpReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check: icmp uses ping, tcp and udp use nc. A UDP port counts as open if no ICMP error comes back. */
	protocol: "udp";
	/** Destination port, for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` as an output: which fields go together is checked when it is known. */
export interface AnyReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check: icmp uses ping, tcp and udp use nc. A UDP port counts as open if no ICMP error comes back. */
	protocol: pulumi.Output<"icmp" | "tcp" | "udp"> | Promise<"icmp" | "tcp" | "udp">;
	/** Destination port, for tcp and udp. */
	port?: pulumi.Input<number>;
}

/** The arguments of Reachability. */
export type ReachabilityArgs =
	| IcmpReachabilityArgs
	| TcpReachabilityArgs
	| UdpReachabilityArgs
	| AnyReachabilityArgs;

/** The values that a program may give of a Reachability that it only reads. */
export type ReachabilityState = Partial<ReachabilityArgs>;

const shape: Shape = {
	kind: "Reachability",
	inputs: ["host", "name", "to", "protocol", "port", "expect", "retries", "timeout", "triggers", "vrf", "netns", "adopt"],
	computed: [],
	namedByResource: true,
	refers: [{"thing":"device","orderOnly":true,"path":["vrf"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** An expectation that an address can, or cannot, be reached from this host. It is checked at create, update and refresh. An expectation that is not met is an error in `up` and drift in a refresh. The resource changes nothing on the host. */
export class Reachability extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Reachability/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ReachabilityState, opts?: pulumi.CustomResourceOptions): Reachability;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Reachability;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Reachability {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Reachability(name, state as ReachabilityArgs, opts);
	}

	/** True for a Reachability, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Reachability {
		return isKind(value, "Reachability");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the expectation. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** The address to reach. */
	declare readonly to: pulumi.Output<string>;
	/**
	 * Protocol of the check: icmp uses ping, tcp and udp use nc. A UDP port counts as open if no ICMP error comes back.
	 *
	 * @default "icmp"
	 */
	declare readonly protocol: pulumi.Output<"icmp" | "tcp" | "udp">;
	/** Destination port, for tcp and udp. */
	declare readonly port: pulumi.Output<number | undefined>;
	/**
	 * The expected result.
	 *
	 * @default "reachable"
	 */
	declare readonly expect: pulumi.Output<"reachable" | "unreachable">;
	/**
	 * Number of tries before the address counts as unreachable, 1 to 100.
	 *
	 * @default 3
	 */
	declare readonly retries: pulumi.Output<number>;
	/**
	 * Time limit of one try in seconds, 1 to 60.
	 *
	 * @default 1
	 */
	declare readonly timeout: pulumi.Output<number>;
	/** Any values. A change of them causes a new check. */
	declare readonly triggers: pulumi.Output<unknown[] | undefined>;
	/** The VRF from which the address is tried. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: ReachabilityArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
