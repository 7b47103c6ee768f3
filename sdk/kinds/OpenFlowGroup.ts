// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `buckets` of OpenFlowGroup. */
export interface OpenFlowGroupBucketArgs {
	/** Actions in the syntax of ovs-actions(7), such as `output:p2`. */
	actions: pulumi.Input<string>;
	/**
	 * Number of the bucket for `ovs-ofctl insert-buckets`. Needs OpenFlow 1.5 on the bridge.
	 *
	 * @default the position in the list, from 0
	 */
	bucketId?: pulumi.Input<number>;
	/**
	 * Share of the traffic that the bucket gets, relative to the others. 0: none. Only in a group of type `select`.
	 *
	 * @default 1
	 */
	weight?: pulumi.Input<number>;
	/** Port that must be up for the bucket to be used. */
	watchPort?: pulumi.Input<string>;
	/** Number of a group that must have a usable bucket for this bucket to be used. */
	watchGroup?: pulumi.Input<number>;
}

/** An item of `buckets` of OpenFlowGroup, as an output. */
export interface OpenFlowGroupBucket {
	/** Actions in the syntax of ovs-actions(7), such as `output:p2`. */
	actions: string;
	/**
	 * Number of the bucket for `ovs-ofctl insert-buckets`. Needs OpenFlow 1.5 on the bridge.
	 *
	 * @default the position in the list, from 0
	 */
	bucketId?: number;
	/**
	 * Share of the traffic that the bucket gets, relative to the others. 0: none. Only in a group of type `select`.
	 *
	 * @default 1
	 */
	weight?: number;
	/** Port that must be up for the bucket to be used. */
	watchPort?: string;
	/** Number of a group that must have a usable bucket for this bucket to be used. */
	watchGroup?: number;
}

/** The arguments of OpenFlowGroup. */
export interface OpenFlowGroupArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge of the group. */
	bridge: pulumi.Input<string>;
	/** Number by which flows name the group, 0 to 4294967040. */
	groupId: pulumi.Input<number>;
	/** Which buckets a packet goes through. `all`: each one, with a copy. `select`: one, chosen by a hash and the weights. `indirect`: the only one. `ff` (fast failover): the first whose port or group is alive. */
	type: pulumi.Input<"all" | "select" | "indirect" | "ff">;
	/**
	 * How a group of type `select` chooses. `dp_hash`: by a hash of the datapath. `hash`: by a hash of `fields`. Needs OpenFlow 1.5 on the bridge.
	 *
	 * @default Open vSwitch chooses: `dp_hash` where the datapath can
	 */
	selectionMethod?: pulumi.Input<"dp_hash" | "hash">;
	/**
	 * Parameter of the selection method. For `dp_hash` 1 means a symmetric hash of layer 4.
	 *
	 * @default 0
	 */
	selectionMethodParam?: pulumi.Input<number>;
	/**
	 * Fields of the packet for the selection method `hash`, such as `ip_src`. A mask selects bits of an address, port or register: `ip_src=255.255.255.0`.
	 *
	 * @default MAC addresses, VLAN, EtherType, IP addresses and ports
	 */
	fields?: pulumi.Input<pulumi.Input<string>[]>;
	/** Buckets in order. */
	buckets: pulumi.Input<pulumi.Input<OpenFlowGroupBucketArgs>[]>;
	/**
	 * Take over an existing group. At destroy, the group stays, with its former buckets.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to OpenFlowGroup.get. */
export type OpenFlowGroupState = Partial<OpenFlowGroupArgs>;

const shape: Shape = {
	kind: "OpenFlowGroup",
	inputs: ["host", "bridge", "groupId", "type", "selectionMethod", "selectionMethodParam", "fields", "buckets", "adopt"],
	computed: [],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}, {"sort":"port","within":"openflow","orderOnly":true,"path":["buckets"]}, {"sort":"group","within":"openflow groups","ofBridge":true,"orderOnly":true,"path":["buckets"]}, {"sort":"port","orderOnly":true,"path":["buckets","*","watchPort"]}, {"sort":"group","ofBridge":true,"orderOnly":true,"path":["buckets","*","watchGroup"]}],
	makes: [{"sort":"group","ofBridge":true,"path":["groupId"]}],
};

/** A group of OpenFlow: one or more lists of actions (buckets), of which flows use one or all by the action `group:<groupId>`. The group exists before the flows that name it, and is changed in place. Groups of other programs are not touched. */
export class OpenFlowGroup extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/OpenFlowGroup/<bridge>/<groupId>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenFlowGroupState, opts?: pulumi.CustomResourceOptions): OpenFlowGroup;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenFlowGroup;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenFlowGroup {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenFlowGroup(name, state as OpenFlowGroupArgs, opts);
	}

	/** True if a value is a OpenFlowGroup, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OpenFlowGroup {
		return isKind(value, "OpenFlowGroup");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge of the group. */
	declare readonly bridge: pulumi.Output<string>;
	/** Number by which flows name the group, 0 to 4294967040. */
	declare readonly groupId: pulumi.Output<number>;
	/** Which buckets a packet goes through. `all`: each one, with a copy. `select`: one, chosen by a hash and the weights. `indirect`: the only one. `ff` (fast failover): the first whose port or group is alive. */
	declare readonly type: pulumi.Output<"all" | "select" | "indirect" | "ff">;
	/**
	 * How a group of type `select` chooses. `dp_hash`: by a hash of the datapath. `hash`: by a hash of `fields`. Needs OpenFlow 1.5 on the bridge.
	 *
	 * @default Open vSwitch chooses: `dp_hash` where the datapath can
	 */
	declare readonly selectionMethod: pulumi.Output<"dp_hash" | "hash" | undefined>;
	/**
	 * Parameter of the selection method. For `dp_hash` 1 means a symmetric hash of layer 4.
	 *
	 * @default 0
	 */
	declare readonly selectionMethodParam: pulumi.Output<number | undefined>;
	/**
	 * Fields of the packet for the selection method `hash`, such as `ip_src`. A mask selects bits of an address, port or register: `ip_src=255.255.255.0`.
	 *
	 * @default MAC addresses, VLAN, EtherType, IP addresses and ports
	 */
	declare readonly fields: pulumi.Output<string[] | undefined>;
	/** Buckets in order. */
	declare readonly buckets: pulumi.Output<OpenFlowGroupBucket[]>;
	/**
	 * Take over an existing group. At destroy, the group stays, with its former buckets.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: OpenFlowGroupArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
