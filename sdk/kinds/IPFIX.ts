// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The object in `columns` of IPFIX. */
export interface IPFIXColumnsArgs {
	/**
	 * Keys of the IPFIX row's other_config.
	 *
	 * @default left alone
	 */
	other_config?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the IPFIX row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The object in `columns` of IPFIX, as an output. */
export interface IPFIXColumns {
	/**
	 * Keys of the IPFIX row's other_config.
	 *
	 * @default left alone
	 */
	other_config?: { [key: string]: string };
	/**
	 * Keys of the IPFIX row's external_ids.
	 *
	 * @default left alone
	 */
	external_ids?: { [key: string]: string };
}

/** The arguments of IPFIX that are the same in every case. */
export interface CommonIPFIXArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge whose packets are sampled. */
	bridge: pulumi.Input<string>;
	/** Collectors, each as `address:port`, or as `address` for port 4739. An IPv6 address is in brackets. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Time in seconds, 0 to 4200, for which the packets of a flow are aggregated into one record. Needs `cacheMaxFlows`. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	cacheActiveTimeout?: pulumi.Input<number>;
	/**
	 * Maximum number of flows in the cache. Needs `cacheActiveTimeout`. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	cacheMaxFlows?: pulumi.Input<number>;
	/**
	 * Add the tunnel's header to records of tunneled packets.
	 *
	 * @default true
	 */
	enableTunnelSampling?: pulumi.Input<boolean>;
	/** Virtual observation id: text of at most 254 bytes that is added to each record. */
	virtualObsId?: pulumi.Input<string>;
	/**
	 * Further columns of the IPFIX row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	columns?: pulumi.Input<IPFIXColumnsArgs>;
	/**
	 * Take over an existing IPFIX of the bridge, or an existing collector set. At destroy, the rows stay, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of IPFIX: without `collectorSet`. */
export interface BridgeIPFIXArgs extends CommonIPFIXArgs {
	/** Not set in this case. */
	collectorSet?: undefined;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	sampling?: pulumi.Input<number>;
	/**
	 * Sample packets as they enter the bridge. `false` requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	enableInputSampling?: pulumi.Input<boolean>;
	/**
	 * Sample packets as they leave the bridge. `false` requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	enableOutputSampling?: pulumi.Input<boolean>;
	/**
	 * Observation domain id in message headers.
	 *
	 * @default 0
	 */
	obsDomainId?: pulumi.Input<number>;
	/**
	 * Observation point id in records.
	 *
	 * @default 0
	 */
	obsPointId?: pulumi.Input<number>;
}

/** The arguments of IPFIX: with `collectorSet`. */
export interface CollectorSetIPFIXArgs extends CommonIPFIXArgs {
	/** Id of the collector set. Flows name this id in their action: sample(collector_set_id=…). */
	collectorSet: pulumi.Input<number>;
	/** Not allowed here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	sampling?: undefined;
	/** Not allowed here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	enableInputSampling?: undefined;
	/** Not allowed here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	enableOutputSampling?: undefined;
	/** Not allowed here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	obsDomainId?: undefined;
	/** Not allowed here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	obsPointId?: undefined;
}

/** The arguments of IPFIX. */
export type IPFIXArgs =
	| BridgeIPFIXArgs
	| CollectorSetIPFIXArgs;

/** The fields that a program can pass to IPFIX.get. */
export type IPFIXState = Partial<IPFIXArgs>;

const shape: Shape = {
	kind: "IPFIX",
	inputs: ["host", "bridge", "collectorSet", "targets", "sampling", "enableInputSampling", "enableOutputSampling", "cacheActiveTimeout", "cacheMaxFlows", "obsDomainId", "obsPointId", "enableTunnelSampling", "virtualObsId", "columns", "adopt"],
	computed: ["uuid"],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [],
};

/** IPFIX of a bridge: samples of the bridge's packets are sent to collectors. With `collectorSet`, only packets that flows pass to their action sample() are sampled. */
export class IPFIX extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/IPFIX/<bridge>/<collectorSet or bridge>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: IPFIXState, opts?: pulumi.CustomResourceOptions): IPFIX;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): IPFIX;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): IPFIX {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new IPFIX(name, state as IPFIXArgs, opts);
	}

	/** True if a value is a IPFIX, even one from another copy of this package. */
	static override isInstance(value: unknown): value is IPFIX {
		return isKind(value, "IPFIX");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge whose packets are sampled. */
	declare readonly bridge: pulumi.Output<string>;
	/**
	 * Id of the collector set. Flows name this id in their action: sample(collector_set_id=…).
	 *
	 * @default all packets of the bridge are sampled
	 */
	declare readonly collectorSet: pulumi.Output<number | undefined>;
	/** Collectors, each as `address:port`, or as `address` for port 4739. An IPv6 address is in brackets. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	declare readonly sampling: pulumi.Output<number | undefined>;
	/**
	 * Sample packets as they enter the bridge. `false` requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	declare readonly enableInputSampling: pulumi.Output<boolean | undefined>;
	/**
	 * Sample packets as they leave the bridge. `false` requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	declare readonly enableOutputSampling: pulumi.Output<boolean | undefined>;
	/**
	 * Time in seconds, 0 to 4200, for which the packets of a flow are aggregated into one record. Needs `cacheMaxFlows`. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	declare readonly cacheActiveTimeout: pulumi.Output<number | undefined>;
	/**
	 * Maximum number of flows in the cache. Needs `cacheActiveTimeout`. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	declare readonly cacheMaxFlows: pulumi.Output<number | undefined>;
	/**
	 * Observation domain id in message headers.
	 *
	 * @default 0
	 */
	declare readonly obsDomainId: pulumi.Output<number | undefined>;
	/**
	 * Observation point id in records.
	 *
	 * @default 0
	 */
	declare readonly obsPointId: pulumi.Output<number | undefined>;
	/**
	 * Add the tunnel's header to records of tunneled packets.
	 *
	 * @default true
	 */
	declare readonly enableTunnelSampling: pulumi.Output<boolean | undefined>;
	/** Virtual observation id: text of at most 254 bytes that is added to each record. */
	declare readonly virtualObsId: pulumi.Output<string | undefined>;
	/**
	 * Further columns of the IPFIX row, by their names in Open vSwitch (ovs-vswitchd.conf.db(5)). Columns and keys that the program does not name stay as they are. One that is removed from the program gets its default.
	 *
	 * @default left alone
	 */
	declare readonly columns: pulumi.Output<IPFIXColumns | undefined>;
	/**
	 * Take over an existing IPFIX of the bridge, or an existing collector set. At destroy, the rows stay, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the row in the table IPFIX. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: IPFIXArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
