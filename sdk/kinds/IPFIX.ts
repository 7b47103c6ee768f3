// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of IPFIX that are the same in every case. */
export interface CommonIPFIXArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** The bridge whose packets are sampled. */
	bridge: pulumi.Input<string>;
	/** The collectors, as `address:port`. Default port: 4739. */
	targets: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Seconds for which the packets of a flow are aggregated into one record. Requires cacheMaxFlows. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	cacheActiveTimeout?: pulumi.Input<number>;
	/**
	 * Maximum number of flows in the cache. Requires cacheActiveTimeout. 0 sends each sample at once.
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
	/** Virtual observation id: text that is added to each record. Default: none. */
	virtualObsId?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The arguments of IPFIX: without `collectorSet`. */
export interface BridgeIPFIXArgs extends CommonIPFIXArgs {
	/** Not set here. */
	collectorSet?: undefined;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	sampling?: pulumi.Input<number>;
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
	/**
	 * Sample packets as they enter the bridge. False requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	enableInputSampling?: pulumi.Input<boolean>;
	/**
	 * Sample packets as they leave the bridge. False requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	enableOutputSampling?: pulumi.Input<boolean>;
}

/** The arguments of IPFIX: with `collectorSet`. */
export interface CollectorSetIPFIXArgs extends CommonIPFIXArgs {
	/** Id of the collector set, which flows use in sample(collector_set_id=…). If not set, all packets of the bridge are sampled. */
	collectorSet: pulumi.Input<number>;
	/** Not here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	sampling?: undefined;
	/** Not here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	obsDomainId?: undefined;
	/** Not here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	obsPointId?: undefined;
	/** Not here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	enableInputSampling?: undefined;
	/** Not here: it is only for a bridge's own sampling: for a collector set, set it in the flow's action sample(). */
	enableOutputSampling?: undefined;
}

/** The arguments of IPFIX. */
export type IPFIXArgs =
	| BridgeIPFIXArgs
	| CollectorSetIPFIXArgs;

/** The values that a program may give of a IPFIX that it only reads. */
export type IPFIXState = Partial<IPFIXArgs>;

const shape: Shape = {
	kind: "IPFIX",
	inputs: ["host", "bridge", "collectorSet", "targets", "sampling", "obsDomainId", "obsPointId", "cacheActiveTimeout", "cacheMaxFlows", "enableInputSampling", "enableOutputSampling", "enableTunnelSampling", "virtualObsId", "adopt"],
	computed: ["uuid"],
	namedByResource: false,
	refers: [{"thing":"bridge","path":["bridge"]}],
	makes: [],
};

/** IPFIX of a bridge: samples of its packets are sent to collectors. With `collectorSet`, only packets that OpenFlow flows pass to sample() are sampled. */
export class IPFIX extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/IPFIX/<bridge>/<collectorSet or bridge>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: IPFIXState, opts?: pulumi.CustomResourceOptions): IPFIX;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): IPFIX;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): IPFIX {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new IPFIX(name, state as IPFIXArgs, opts);
	}

	/** True for a IPFIX, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is IPFIX {
		return isKind(value, "IPFIX");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** The bridge whose packets are sampled. */
	declare readonly bridge: pulumi.Output<string>;
	/** Id of the collector set, which flows use in sample(collector_set_id=…). If not set, all packets of the bridge are sampled. */
	declare readonly collectorSet: pulumi.Output<number | undefined>;
	/** The collectors, as `address:port`. Default port: 4739. */
	declare readonly targets: pulumi.Output<string[]>;
	/**
	 * Sampling rate N: one packet in N is sampled.
	 *
	 * @default 400
	 */
	declare readonly sampling: pulumi.Output<number | undefined>;
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
	 * Seconds for which the packets of a flow are aggregated into one record. Requires cacheMaxFlows. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	declare readonly cacheActiveTimeout: pulumi.Output<number | undefined>;
	/**
	 * Maximum number of flows in the cache. Requires cacheActiveTimeout. 0 sends each sample at once.
	 *
	 * @default 0
	 */
	declare readonly cacheMaxFlows: pulumi.Output<number | undefined>;
	/**
	 * Sample packets as they enter the bridge. False requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	declare readonly enableInputSampling: pulumi.Output<boolean | undefined>;
	/**
	 * Sample packets as they leave the bridge. False requires Open vSwitch 3.2.
	 *
	 * @default true
	 */
	declare readonly enableOutputSampling: pulumi.Output<boolean | undefined>;
	/**
	 * Add the tunnel's header to records of tunneled packets.
	 *
	 * @default true
	 */
	declare readonly enableTunnelSampling: pulumi.Output<boolean | undefined>;
	/** Virtual observation id: text that is added to each record. Default: none. */
	declare readonly virtualObsId: pulumi.Output<string | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** UUID of the IPFIX row. */
	declare readonly uuid: pulumi.Output<string>;

	constructor(name: string, args: IPFIXArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
