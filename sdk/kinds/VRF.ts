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
	/** Its routing table. */
	table: pulumi.Input<number>;
	/** Devices of it that the program doesn't declare; one that it declares says `vrf` itself. The kernel drops their routes when they come in; IPv6 addresses, which it drops too, are put again. */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Whether it is set up.
	 *
	 * @default true
	 */
	up?: pulumi.Input<boolean>;
	/** An unreachable default route of both families as the last resort, so that no lookup goes on in the main table. */
	unreachableDefault?: pulumi.Input<boolean>;
	/** The rule for the local table moves from priority 0 to 32765, behind the rule for VRFs. For the whole namespace; undone with the last VRF of ours. */
	localRuleLast?: pulumi.Input<boolean>;
	/** Network namespace of the device. Default: the host's own. */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
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

/** A VRF: a device with a routing table of its own, for the devices that are enslaved to it. The kernel's rule for VRFs (priority 1000) comes with the first one and stays. */
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
	/** Its routing table. */
	declare readonly table: pulumi.Output<number>;
	/** Devices of it that the program doesn't declare; one that it declares says `vrf` itself. The kernel drops their routes when they come in; IPv6 addresses, which it drops too, are put again. */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * Whether it is set up.
	 *
	 * @default true
	 */
	declare readonly up: pulumi.Output<boolean>;
	/** An unreachable default route of both families as the last resort, so that no lookup goes on in the main table. */
	declare readonly unreachableDefault: pulumi.Output<boolean | undefined>;
	/** The rule for the local table moves from priority 0 to 32765, behind the rule for VRFs. For the whole namespace; undone with the last VRF of ours. */
	declare readonly localRuleLast: pulumi.Output<boolean | undefined>;
	/** Network namespace of the device. Default: the host's own. */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** The kernel's number of the device. */
	declare readonly ifindex: pulumi.Output<number>;

	constructor(name: string, args: VRFArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
