// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of OpenVSwitch. */
export interface OpenVSwitchArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Keys of the root row's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Keys of the root row's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * The root row always exists. Destroy gives the keys their former values back.
	 *
	 * @deprecated Remove this field: it has no effect.
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to OpenVSwitch.get. */
export type OpenVSwitchState = Partial<OpenVSwitchArgs>;

const shape: Shape = {
	kind: "OpenVSwitch",
	inputs: ["host", "otherConfig", "externalIds", "adopt"],
	computed: ["ovsVersion", "systemId"],
	namedByResource: false,
	refers: [],
	makes: [],
};

/** Settings of a host's whole Open vSwitch, such as other_config:vlan-limit: keys of the only row in the table Open_vSwitch. The row is never created or deleted. At destroy, the keys get their former values back. */
export class OpenVSwitch extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/OpenVSwitch`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenVSwitchState, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenVSwitch {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenVSwitch(name, state as OpenVSwitchArgs, opts);
	}

	/** True if a value is a OpenVSwitch, even one from another copy of this package. */
	static override isInstance(value: unknown): value is OpenVSwitch {
		return isKind(value, "OpenVSwitch");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Keys of the root row's other_config. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Keys of the root row's external_ids. Keys that the program does not name stay as they are.
	 *
	 * @default left alone
	 */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Version of Open vSwitch, such as 3.1.0. */
	declare readonly ovsVersion: pulumi.Output<string>;
	/** The host's system-id (external_ids:system-id). */
	declare readonly systemId: pulumi.Output<string>;

	constructor(name: string, args: OpenVSwitchArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
