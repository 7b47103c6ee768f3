// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of Mirror. */
export interface MirrorColumnsArgs {
	/**
	 * Keys of the mirror's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns` of Mirror, as an output. */
export interface MirrorColumns {
	/**
	 * Keys of the mirror's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** The arguments of Mirror. */
export interface MirrorArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge whose packets are mirrored. */
	bridge: pulumi.Input<string>;
	/**
	 * Name of the mirror.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Mirror every packet that enters or leaves the bridge through any port. Required if neither `selectSrcPorts` nor `selectDstPorts` is set, and not together with them.
	 *
	 * @default false
	 */
	selectAll?: pulumi.Input<boolean>;
	/** Ports whose received packets are mirrored. */
	selectSrcPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/** Ports whose sent packets are mirrored. */
	selectDstPorts?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * VLANs whose packets are mirrored: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	selectVlans?: pulumi.Input<pulumi.Input<number | string>[]>;
	/** Port that the copies are sent to. The port carries no other traffic while the mirror exists. Exactly one of `outputPort` and `outputVlan` is required. */
	outputPort?: pulumi.Input<string>;
	/** VLAN that the copies are sent to, 1 to 4095, instead of a port (RSPAN). The bridge floods packets in this VLAN. */
	outputVlan?: pulumi.Input<number>;
	/**
	 * Size in bytes, 14 to 65535, to which longer copies are truncated.
	 *
	 * @default copies are not truncated
	 */
	snaplen?: pulumi.Input<number>;
	/**
	 * Further columns of the mirror's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<MirrorColumnsArgs>;
	/**
	 * Take over an existing mirror of this bridge. At destroy, the mirror stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Mirror.get. */
export type MirrorState = Partial<MirrorArgs>;

const shape: Shape = {
	kind: "Mirror",
	inputs: ["host", "bridge", "name", "selectAll", "selectSrcPorts", "selectDstPorts", "selectVlans", "outputPort", "outputVlan", "snaplen", "columns", "adopt"],
	computed: ["uuid"],
	filledIn: [],
	namedByResource: true,
	refers: [{"sort":"bridge","path":["bridge"]}, {"sort":"port","path":["selectSrcPorts","*"]}, {"sort":"port","path":["selectDstPorts","*"]}, {"sort":"port","path":["outputPort"]}],
	makes: [],
};

/** A mirror of a bridge: copies of the packets of selected ports and VLANs go to an output port or to a VLAN. The output port carries no other traffic. Other mirrors of the bridge are not touched. */
export class Mirror extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Mirror/<bridge>/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: MirrorState, opts?: pulumi.CustomResourceOptions): Mirror;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Mirror;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Mirror {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Mirror(name, state as MirrorArgs, opts);
	}

	/** True if a value is a Mirror, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Mirror {
		return isKind(value, "Mirror");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge whose packets are mirrored. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Name of the mirror.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Mirror every packet that enters or leaves the bridge through any port. Required if neither `selectSrcPorts` nor `selectDstPorts` is set, and not together with them.
	 *
	 * @default false
	 */
	declare readonly selectAll: pulumi.Output<boolean | undefined>;
	/** Ports whose received packets are mirrored. */
	declare readonly selectSrcPorts: pulumi.Output<string[] | undefined>;
	/** Ports whose sent packets are mirrored. */
	declare readonly selectDstPorts: pulumi.Output<string[] | undefined>;
	/**
	 * VLANs whose packets are mirrored: ids, 0 to 4095, and ranges such as "300-310".
	 *
	 * @default all VLANs
	 */
	declare readonly selectVlans: pulumi.Output<(number | string)[] | undefined>;
	/** Port that the copies are sent to. The port carries no other traffic while the mirror exists. Exactly one of `outputPort` and `outputVlan` is required. */
	declare readonly outputPort: pulumi.Output<string | undefined>;
	/** VLAN that the copies are sent to, 1 to 4095, instead of a port (RSPAN). The bridge floods packets in this VLAN. */
	declare readonly outputVlan: pulumi.Output<number | undefined>;
	/**
	 * Size in bytes, 14 to 65535, to which longer copies are truncated.
	 *
	 * @default copies are not truncated
	 */
	declare readonly snaplen: pulumi.Output<number | undefined>;
	/**
	 * Further columns of the mirror's row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<MirrorColumns | undefined>;
	/**
	 * Take over an existing mirror of this bridge. At destroy, the mirror stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the mirror's row in the table Mirror. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: MirrorArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
