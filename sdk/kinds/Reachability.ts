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
	 * What is to be found.
	 *
	 * @default "reachable"
	 */
	expect?: pulumi.Input<"reachable" | "unreachable">;
	/**
	 * How often it is tried before the answer is no.
	 *
	 * @default 3
	 */
	retries?: pulumi.Input<number>;
	/**
	 * Seconds for one try.
	 *
	 * @default 1
	 */
	timeout?: pulumi.Input<number>;
	/** Any values: a change checks again. */
	triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
	/** VRF from which it is tried. */
	vrf?: pulumi.Input<string>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Reachability: `protocol` "icmp". */
export interface IcmpReachabilityArgs extends CommonReachabilityArgs {
	/**
	 * icmp: ping; tcp, udp: nc. An open UDP port is one that doesn't answer with an ICMP error.
	 *
	 * @default "icmp"
	 */
	protocol?: "icmp";
	/** Not here: it is for tcp and udp: ping has no port. */
	port?: undefined;
}

/** The arguments of Reachability: `protocol` "tcp". */
export interface TcpReachabilityArgs extends CommonReachabilityArgs {
	/** icmp: ping; tcp, udp: nc. An open UDP port is one that doesn't answer with an ICMP error. */
	protocol: "tcp";
	/** Port, for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` "udp". */
export interface UdpReachabilityArgs extends CommonReachabilityArgs {
	/** icmp: ping; tcp, udp: nc. An open UDP port is one that doesn't answer with an ICMP error. */
	protocol: "udp";
	/** Port, for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` as an output: which fields go together is checked when it is known. */
export interface AnyReachabilityArgs extends CommonReachabilityArgs {
	/** icmp: ping; tcp, udp: nc. An open UDP port is one that doesn't answer with an ICMP error. */
	protocol: pulumi.Output<"icmp" | "tcp" | "udp"> | Promise<"icmp" | "tcp" | "udp">;
	/** Port, for tcp and udp. */
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

/** An expectation: from this host an address answers, or must not. Checked at create, update and refresh; a broken expectation is an error at `up` and drift at refresh. Changes nothing on the host. */
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
	 * icmp: ping; tcp, udp: nc. An open UDP port is one that doesn't answer with an ICMP error.
	 *
	 * @default "icmp"
	 */
	declare readonly protocol: pulumi.Output<"icmp" | "tcp" | "udp">;
	/** Port, for tcp and udp. */
	declare readonly port: pulumi.Output<number | undefined>;
	/**
	 * What is to be found.
	 *
	 * @default "reachable"
	 */
	declare readonly expect: pulumi.Output<"reachable" | "unreachable">;
	/**
	 * How often it is tried before the answer is no.
	 *
	 * @default 3
	 */
	declare readonly retries: pulumi.Output<number>;
	/**
	 * Seconds for one try.
	 *
	 * @default 1
	 */
	declare readonly timeout: pulumi.Output<number>;
	/** Any values: a change checks again. */
	declare readonly triggers: pulumi.Output<unknown[] | undefined>;
	/** VRF from which it is tried. */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: ReachabilityArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
