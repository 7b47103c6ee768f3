// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of GeneveOption. */
export interface GeneveOptionArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Bridge whose flows use the field. */
	bridge: pulumi.Input<string>;
	/** Field that stands for the option's value, `tun_metadata0` to `tun_metadata63`. */
	field: pulumi.Input<string>;
	/** Class of the option, 0 to 65535. */
	class: pulumi.Input<number>;
	/** Type of the option, 0 to 255. From 128 on, a receiver that does not know the option drops the packet. */
	type: pulumi.Input<number>;
	/** Length of the option's value in bytes: a multiple of 4, to 124. All options of a bridge have 256 bytes together. */
	length: pulumi.Input<number>;
	/**
	 * Take over an existing mapping of the field to this option. At destroy, the mapping stays.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to GeneveOption.get. */
export type GeneveOptionState = Partial<GeneveOptionArgs>;

const shape: Shape = {
	kind: "GeneveOption",
	inputs: ["host", "bridge", "field", "class", "type", "length", "adopt"],
	computed: [],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"bridge","path":["bridge"]}],
	makes: [{"sort":"geneve option","ofBridge":true,"path":["field"]}],
};

/** A Geneve option that flows of a bridge can match and set, by a field `tun_metadata0` to `tun_metadata63`: one mapping of the table that `ovs-ofctl dump-tlv-map` lists. Mappings of other programs are not touched. */
export class GeneveOption extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/GeneveOption/<bridge>/<field>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: GeneveOptionState, opts?: pulumi.CustomResourceOptions): GeneveOption;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): GeneveOption;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): GeneveOption {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new GeneveOption(name, state as GeneveOptionArgs, opts);
	}

	/** True if a value is a GeneveOption, even one from another copy of this package. */
	static override isInstance(value: unknown): value is GeneveOption {
		return isKind(value, "GeneveOption");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Bridge whose flows use the field. */
	declare readonly bridge: pulumi.Output<string>;
	/** Field that stands for the option's value, `tun_metadata0` to `tun_metadata63`. */
	declare readonly field: pulumi.Output<string>;
	/** Class of the option, 0 to 65535. */
	declare readonly class: pulumi.Output<number>;
	/** Type of the option, 0 to 255. From 128 on, a receiver that does not know the option drops the packet. */
	declare readonly type: pulumi.Output<number>;
	/** Length of the option's value in bytes: a multiple of 4, to 124. All options of a bridge have 256 bytes together. */
	declare readonly length: pulumi.Output<number>;
	/**
	 * Take over an existing mapping of the field to this option. At destroy, the mapping stays.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: GeneveOptionArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
