// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Sysctl. */
export interface SysctlArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The parameter, such as net.ipv4.ip_forward. Separate its parts by slashes if a device's name holds a dot. */
	key: pulumi.Input<string>;
	/** The value. */
	value: pulumi.Input<string | number>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a Sysctl that it only reads. */
export type SysctlState = Partial<SysctlArgs>;

const shape: Shape = {
	kind: "Sysctl",
	inputs: ["host", "key", "value", "netns", "adopt"],
	computed: ["previous"],
	namedByResource: false,
	refers: [{"thing":"device","within":"sysctl","orderOnly":true,"path":["key"]}, {"thing":"netns","path":["netns"]}],
	makes: [],
};

/** A kernel parameter below net, as sysctl(8) sets it. Destroy restores the value that it had before. */
export class Sysctl extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]Sysctl/<key>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: SysctlState, opts?: pulumi.CustomResourceOptions): Sysctl;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Sysctl;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Sysctl {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Sysctl(name, state as SysctlArgs, opts);
	}

	/** True for a Sysctl, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Sysctl {
		return isKind(value, "Sysctl");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The parameter, such as net.ipv4.ip_forward. Separate its parts by slashes if a device's name holds a dot. */
	declare readonly key: pulumi.Output<string>;
	/** The value. */
	declare readonly value: pulumi.Output<string | number>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Value before the first change. */
	declare readonly previous: pulumi.Output<string>;

	constructor(name: string, args: SysctlArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
