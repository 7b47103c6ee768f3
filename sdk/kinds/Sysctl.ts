// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Sysctl. */
export interface SysctlArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the parameter, such as net.ipv4.ip_forward. If a device's name has a dot, separate the parts by slashes: net/ipv4/conf/eth0.100/rp_filter. */
	key: pulumi.Input<string>;
	/** Value of the parameter. Several numbers are separated by spaces or tabs. The kernel rounds some times, such as `retrans_time_ms`, to ticks of its clock, and some sizes, such as `nf_conntrack_buckets`, up. */
	value: pulumi.Input<string | number>;
	/**
	 * Network namespace of the parameter.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * A kernel parameter always exists. Destroy gives the parameter its former value back.
	 *
	 * @deprecated Remove this field: it has no effect.
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Sysctl.get. */
export type SysctlState = Partial<SysctlArgs>;

const shape: Shape = {
	kind: "Sysctl",
	inputs: ["host", "key", "value", "netns", "adopt"],
	computed: ["previous"],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"device","within":"sysctl","orderOnly":true,"path":["key"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** A kernel parameter below `net`, as sysctl(8) sets it. At destroy, the parameter gets its former value back. A device that somebody has set for itself keeps its value where the kernel would copy one of all devices to it, as it does with net.ipv4.ip_forward. */
export class Sysctl extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Sysctl/<key>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: SysctlState, opts?: pulumi.CustomResourceOptions): Sysctl;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Sysctl;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Sysctl {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Sysctl(name, state as SysctlArgs, opts);
	}

	/** True if a value is a Sysctl, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Sysctl {
		return isKind(value, "Sysctl");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the parameter, such as net.ipv4.ip_forward. If a device's name has a dot, separate the parts by slashes: net/ipv4/conf/eth0.100/rp_filter. */
	declare readonly key: pulumi.Output<string>;
	/** Value of the parameter. Several numbers are separated by spaces or tabs. The kernel rounds some times, such as `retrans_time_ms`, to ticks of its clock, and some sizes, such as `nf_conntrack_buckets`, up. */
	declare readonly value: pulumi.Output<string | number>;
	/**
	 * Network namespace of the parameter.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/** Value of the parameter before the first change. */
	declare readonly previous: pulumi.Output<string>;

	constructor(name: string, args: SysctlArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
