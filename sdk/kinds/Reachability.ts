// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Reachability that are the same in every case. */
export interface CommonReachabilityArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the check.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** Address to reach. */
	to: pulumi.Input<string>;
	/**
	 * Expected result of the check. A check that the host can't make, such as one in a VRF that does not exist, gives neither result and is an error.
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
	/**
	 * Any values. A change of a value causes a new check.
	 *
	 * @default no further checks
	 */
	triggers?: pulumi.Input<pulumi.Input<unknown>[]>;
	/**
	 * With the stack configuration `ovs:commitConfirm`, a change of this host that must be confirmed is confirmed only if this check gives its expected result over the new connection. If not, the host undoes the change. The tries count within the seconds of `ovs:commitConfirm`. Declare the check before the resources that it guards. In the `up` that creates or changes the check, it guards only resources that depend on it.
	 *
	 * @default false
	 */
	confirms?: pulumi.Input<boolean>;
	/**
	 * VRF in which the address is tried.
	 *
	 * @default no VRF
	 */
	vrf?: pulumi.Input<string>;
	/**
	 * Network namespace of the check.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * The resource only checks, and owns nothing on the host.
	 *
	 * @deprecated Remove this field: it has no effect.
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of Reachability: `protocol` "icmp". */
export interface IcmpReachabilityArgs extends CommonReachabilityArgs {
	/**
	 * Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back.
	 *
	 * @default "icmp"
	 */
	protocol?: "icmp";
	/** Not allowed here: it is for tcp and udp: ping has no port. */
	port?: undefined;
}

/** The arguments of Reachability: `protocol` "tcp". */
export interface TcpReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back. */
	protocol: "tcp";
	/** Destination port, 1 to 65535. Only for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` "udp". */
export interface UdpReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back. */
	protocol: "udp";
	/** Destination port, 1 to 65535. Only for tcp and udp. */
	port: pulumi.Input<number>;
}

/** The arguments of Reachability: `protocol` as an output: the fields that go together are checked when its value is known. */
export interface AnyReachabilityArgs extends CommonReachabilityArgs {
	/** Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back. */
	protocol: pulumi.Output<"icmp" | "tcp" | "udp"> | Promise<"icmp" | "tcp" | "udp">;
	/** Destination port, 1 to 65535. Only for tcp and udp. */
	port?: pulumi.Input<number>;
}

/** The arguments of Reachability. */
export type ReachabilityArgs =
	| IcmpReachabilityArgs
	| TcpReachabilityArgs
	| UdpReachabilityArgs
	| AnyReachabilityArgs;

/** The fields that a program can pass to Reachability.get. */
export type ReachabilityState = Partial<ReachabilityArgs>;

const shape: Shape = {
	kind: "Reachability",
	inputs: ["host", "name", "to", "protocol", "port", "expect", "retries", "timeout", "triggers", "confirms", "vrf", "netns", "adopt"],
	computed: [],
	filledIn: ["protocol", "expect", "retries", "timeout"],
	namedByResource: true,
	refers: [{"sort":"device","orderOnly":true,"path":["vrf"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** A check that an address can, or cannot, be reached from a host. The check runs at create, update and refresh. If the result is not the expected one, `up` fails, and a refresh shows drift. The resource changes nothing on the host. An `up` makes the check after all changes that the program has declared by then, on all hosts, and without them if they make no progress for 30 seconds: name in `dependsOn` what the address needs. */
export class Reachability extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Reachability/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ReachabilityState, opts?: pulumi.CustomResourceOptions): Reachability;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Reachability;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Reachability {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Reachability(name, state as ReachabilityArgs, opts);
	}

	/** True if a value is a Reachability, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Reachability {
		return isKind(value, "Reachability");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the check.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Address to reach. */
	declare readonly to: pulumi.Output<string>;
	/**
	 * Protocol of the check. `icmp` uses ping. `tcp` and `udp` use nc. A UDP port counts as reachable if no ICMP error comes back.
	 *
	 * @default "icmp"
	 */
	declare readonly protocol: pulumi.Output<"icmp" | "tcp" | "udp">;
	/** Destination port, 1 to 65535. Only for tcp and udp. */
	declare readonly port: pulumi.Output<number | undefined>;
	/**
	 * Expected result of the check. A check that the host can't make, such as one in a VRF that does not exist, gives neither result and is an error.
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
	/**
	 * Any values. A change of a value causes a new check.
	 *
	 * @default no further checks
	 */
	declare readonly triggers: pulumi.Output<unknown[] | undefined>;
	/**
	 * With the stack configuration `ovs:commitConfirm`, a change of this host that must be confirmed is confirmed only if this check gives its expected result over the new connection. If not, the host undoes the change. The tries count within the seconds of `ovs:commitConfirm`. Declare the check before the resources that it guards. In the `up` that creates or changes the check, it guards only resources that depend on it.
	 *
	 * @default false
	 */
	declare readonly confirms: pulumi.Output<boolean | undefined>;
	/**
	 * VRF in which the address is tried.
	 *
	 * @default no VRF
	 */
	declare readonly vrf: pulumi.Output<string | undefined>;
	/**
	 * Network namespace of the check.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;

	constructor(name: string, args: ReachabilityArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
