// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Mirror. */
export interface MirrorArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge whose packets are mirrored. */
	bridge: pulumi.Input<string>;
	/** Name of the mirror. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * Mirror every packet that enters or leaves through any port.
	 *
	 * @default false
	 */
	selectAll?: pulumi.Input<boolean>;
	/** Ports whose received packets are mirrored. */
	selectSrcPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/** Ports whose sent packets are mirrored. */
	selectDstPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/** Mirror only packets in these VLANs. Default: all VLANs. */
	selectVlans?: pulumi.Input<pulumi.Input<number>[]>;
	/** The port that the copies are sent to. The port carries no other traffic while the mirror exists. */
	outputPort?: pulumi.Input<string>;
	/** The VLAN that the copies are sent to, instead of a port (RSPAN). The bridge floods packets in this VLAN. */
	outputVlan?: pulumi.Input<number>;
	/** Size in bytes to which longer packets are truncated. Default: packets are not truncated. */
	snaplen?: pulumi.Input<number>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a Mirror that it only reads. */
export type MirrorState = Partial<MirrorArgs>;

const shape: Shape = {
	kind: "Mirror",
	inputs: ["host", "bridge", "name", "selectAll", "selectSrcPorts", "selectDstPorts", "selectVlans", "outputPort", "outputVlan", "snaplen", "adopt"],
	computed: ["uuid"],
	namedByResource: true,
	refers: [{"thing":"bridge","path":["bridge"]}, {"thing":"port","path":["selectSrcPorts","*"]}, {"thing":"port","path":["selectDstPorts","*"]}, {"thing":"port","path":["outputPort"]}],
	makes: [],
};

/** A mirror of a bridge. Packets of the selected ports and VLANs are copied to an output port or to a VLAN. The output port carries no other traffic. Other mirrors of the bridge are not touched. */
export class Mirror extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Mirror/<bridge>/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: MirrorState, opts?: pulumi.CustomResourceOptions): Mirror;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Mirror;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Mirror {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Mirror(name, state as MirrorArgs, opts);
	}

	/** True for a Mirror, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Mirror {
		return isKind(value, "Mirror");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge whose packets are mirrored. */
	declare readonly bridge: pulumi.Output<string>;
	/** Name of the mirror. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Mirror every packet that enters or leaves through any port.
	 *
	 * @default false
	 */
	declare readonly selectAll: pulumi.Output<boolean | undefined>;
	/** Ports whose received packets are mirrored. */
	declare readonly selectSrcPorts: pulumi.Output<string[] | undefined>;
	/** Ports whose sent packets are mirrored. */
	declare readonly selectDstPorts: pulumi.Output<string[] | undefined>;
	/** Mirror only packets in these VLANs. Default: all VLANs. */
	declare readonly selectVlans: pulumi.Output<number[] | undefined>;
	/** The port that the copies are sent to. The port carries no other traffic while the mirror exists. */
	declare readonly outputPort: pulumi.Output<string | undefined>;
	/** The VLAN that the copies are sent to, instead of a port (RSPAN). The bridge floods packets in this VLAN. */
	declare readonly outputVlan: pulumi.Output<number | undefined>;
	/** Size in bytes to which longer packets are truncated. Default: packets are not truncated. */
	declare readonly snaplen: pulumi.Output<number | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the mirror's row. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: MirrorArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
