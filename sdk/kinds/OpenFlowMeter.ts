// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** An item of `bands` of OpenFlowMeter. */
export interface OpenFlowMeterBandArgs {
	/** Rate above which packets are dropped, in the meter's `unit`. */
	rate: pulumi.Input<number>;
	/**
	 * Size of a burst that may pass above the rate: in kilobits with `unit: "kbps"`, in packets with `pktps`.
	 *
	 * @default Open vSwitch uses the amount of one second
	 */
	burstSize?: pulumi.Input<number>;
}

/** An item of `bands` of OpenFlowMeter, as an output. */
export interface OpenFlowMeterBand {
	/** Rate above which packets are dropped, in the meter's `unit`. */
	rate: number;
	/**
	 * Size of a burst that may pass above the rate: in kilobits with `unit: "kbps"`, in packets with `pktps`.
	 *
	 * @default Open vSwitch uses the amount of one second
	 */
	burstSize?: number;
}

/** The arguments of OpenFlowMeter. */
export interface OpenFlowMeterArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge of the meter. Its `protocols` need OpenFlow 1.3 or later. */
	bridge: pulumi.Input<string>;
	/** Number by which flows name the meter, from 1. The datapath limits it: `ovs-ofctl -O OpenFlow13 meter-features <bridge>`. */
	meterId: pulumi.Input<number>;
	/** Unit of the rates. `kbps`: kilobits per second. `pktps`: packets per second. */
	unit: pulumi.Input<"kbps" | "pktps">;
	/** Limits, of which the highest that is exceeded applies. The datapath of the kernel has one per meter. */
	bands: pulumi.Input<pulumi.Input<OpenFlowMeterBandArgs>[]>;
	/**
	 * Ask for statistics of the meter. Open vSwitch has them anyway.
	 *
	 * @default false
	 */
	stats?: pulumi.Input<boolean>;
	/**
	 * Take over an existing meter. At destroy, the meter stays, with its former rates.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to OpenFlowMeter.get. */
export type OpenFlowMeterState = Partial<OpenFlowMeterArgs>;

const shape: Shape = {
	kind: "OpenFlowMeter",
	inputs: ["host", "bridge", "meterId", "unit", "bands", "stats", "adopt"],
	computed: [],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [{"sort":"meter","ofBridge":true,"path":["meterId"]}],
};

/** A meter of OpenFlow: it drops the packets of its flows above a rate. Flows use it by the action `meter:<meterId>`, before their other actions. The meter exists before the flows that name it, and is changed in place. Meters of other programs are not touched. */
export class OpenFlowMeter extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/OpenFlowMeter/<bridge>/<meterId>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenFlowMeterState, opts?: pulumi.CustomResourceOptions): OpenFlowMeter;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenFlowMeter;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenFlowMeter {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenFlowMeter(name, state as OpenFlowMeterArgs, opts);
	}

	/** True if a value is a OpenFlowMeter, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OpenFlowMeter {
		return isKind(value, "OpenFlowMeter");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge of the meter. Its `protocols` need OpenFlow 1.3 or later. */
	declare readonly bridge: pulumi.Output<string>;
	/** Number by which flows name the meter, from 1. The datapath limits it: `ovs-ofctl -O OpenFlow13 meter-features <bridge>`. */
	declare readonly meterId: pulumi.Output<number>;
	/** Unit of the rates. `kbps`: kilobits per second. `pktps`: packets per second. */
	declare readonly unit: pulumi.Output<"kbps" | "pktps">;
	/** Limits, of which the highest that is exceeded applies. The datapath of the kernel has one per meter. */
	declare readonly bands: pulumi.Output<OpenFlowMeterBand[]>;
	/**
	 * Ask for statistics of the meter. Open vSwitch has them anyway.
	 *
	 * @default false
	 */
	declare readonly stats: pulumi.Output<boolean | undefined>;
	/**
	 * Take over an existing meter. At destroy, the meter stays, with its former rates.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: OpenFlowMeterArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
