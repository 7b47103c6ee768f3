// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of VRF. */
export interface VRFArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the VRF's device. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/** Number of the VRF's routing table, 1 to 4294967295. */
	table: pulumi.Input<number>;
	/** Devices in the VRF that the program does not declare; a declared device sets `vrf` itself. When a device enters the VRF, the kernel removes its routes. IPv6 addresses are removed too, and are added again. */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Whether the device is set up.
	 *
	 * @default true
	 */
	up?: pulumi.Input<boolean>;
	/** Add unreachable default routes for IPv4 and IPv6 with the highest metric. A lookup that finds no other route then ends in the VRF instead of continuing in the main table. */
	unreachableDefault?: pulumi.Input<boolean>;
	/** Move the rule for the local table from priority 0 to 32765, after the rule for VRFs. The move affects the whole namespace. It is undone with the last VRF of this provider. */
	localRuleLast?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a VRF that it only reads. */
export type VRFState = Partial<VRFArgs>;

const shape: Shape = {
	kind: "VRF",
	inputs: ["host", "name", "table", "interfaces", "up", "unreachableDefault", "localRuleLast", "netns", "adopt"],
	computed: ["ifindex"],
	namedByResource: true,
	refers: [{"thing":"device","path":["interfaces","*"]}, {"thing":"netns","path":["netns"]}],
	makes: [{"thing":"device","path":["name"]}],
};

/** A VRF: a device with its own routing table, which the devices in the VRF use. With the first VRF, the kernel adds its rule for VRFs (priority 1000); the rule stays. */
export class VRF extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/[<netns>/]VRF/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: VRFState, opts?: pulumi.CustomResourceOptions): VRF;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): VRF;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): VRF {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new VRF(name, state as VRFArgs, opts);
	}

	/** True for a VRF, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is VRF {
		return isKind(value, "VRF");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the VRF's device. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/** Number of the VRF's routing table, 1 to 4294967295. */
	declare readonly table: pulumi.Output<number>;
	/** Devices in the VRF that the program does not declare; a declared device sets `vrf` itself. When a device enters the VRF, the kernel removes its routes. IPv6 addresses are removed too, and are added again. */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * Whether the device is set up.
	 *
	 * @default true
	 */
	declare readonly up: pulumi.Output<boolean>;
	/** Add unreachable default routes for IPv4 and IPv6 with the highest metric. A lookup that finds no other route then ends in the VRF instead of continuing in the main table. */
	declare readonly unreachableDefault: pulumi.Output<boolean | undefined>;
	/** Move the rule for the local table from priority 0 to 32765, after the rule for VRFs. The move affects the whole namespace. It is undone with the last VRF of this provider. */
	declare readonly localRuleLast: pulumi.Output<boolean | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Interface index of the device in the kernel. */
	declare readonly ifindex: pulumi.Output<number>;

	constructor(name: string, args: VRFArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
