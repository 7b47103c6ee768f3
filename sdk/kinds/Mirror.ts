// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Mirror. */
export interface MirrorArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge that it is on. */
	bridge: pulumi.Input<string>;
	/** Name of the mirror. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * Mirror every packet that comes in or goes out by any port.
	 *
	 * @default false
	 */
	selectAll?: pulumi.Input<boolean>;
	/** Ports of which the packets that come in by them are mirrored. */
	selectSrcPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/** Ports of which the packets that go out by them are mirrored. */
	selectDstPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/** Of these, just the packets in these VLANs. Default: in all. */
	selectVlans?: pulumi.Input<pulumi.Input<number>[]>;
	/** The port that the copies go to. It carries nothing else as long as the mirror is there. */
	outputPort?: pulumi.Input<string>;
	/** The VLAN that the copies go to, in place of a port (RSPAN). In it the bridge forwards by flooding. */
	outputVlan?: pulumi.Input<number>;
	/** Longer packets are cut to this many bytes. Default: none is cut. */
	snaplen?: pulumi.Input<number>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
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

/** A mirror of a bridge: copies of the packets of chosen ports and VLANs go to a port, which then carries nothing else, or to a VLAN. Other mirrors of the bridge stay as they are. */
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
	/** The bridge that it is on. */
	declare readonly bridge: pulumi.Output<string>;
	/** Name of the mirror. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Mirror every packet that comes in or goes out by any port.
	 *
	 * @default false
	 */
	declare readonly selectAll: pulumi.Output<boolean | undefined>;
	/** Ports of which the packets that come in by them are mirrored. */
	declare readonly selectSrcPorts: pulumi.Output<string[] | undefined>;
	/** Ports of which the packets that go out by them are mirrored. */
	declare readonly selectDstPorts: pulumi.Output<string[] | undefined>;
	/** Of these, just the packets in these VLANs. Default: in all. */
	declare readonly selectVlans: pulumi.Output<number[] | undefined>;
	/** The port that the copies go to. It carries nothing else as long as the mirror is there. */
	declare readonly outputPort: pulumi.Output<string | undefined>;
	/** The VLAN that the copies go to, in place of a port (RSPAN). In it the bridge forwards by flooding. */
	declare readonly outputVlan: pulumi.Output<number | undefined>;
	/** Longer packets are cut to this many bytes. Default: none is cut. */
	declare readonly snaplen: pulumi.Output<number | undefined>;
	/**
	 * Take over an object that is there already and not ours. It is released, not deleted, at destroy.
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
