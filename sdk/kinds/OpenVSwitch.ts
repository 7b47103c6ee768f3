// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of OpenVSwitch. */
export interface OpenVSwitchArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Keys of the root row's other_config. Keys that aren't named here are left alone. */
	otherConfig?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/** Keys of the root row's external_ids. Keys that aren't named here are left alone. */
	externalIds?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a OpenVSwitch that it only reads. */
export type OpenVSwitchState = Partial<OpenVSwitchArgs>;

const shape: Shape = {
	kind: "OpenVSwitch",
	inputs: ["host", "otherConfig", "externalIds", "adopt"],
	computed: ["ovsVersion", "systemId"],
	namedByResource: false,
	refers: [],
	makes: [],
};

/** Settings for the whole Open vSwitch of a host, such as other_config:vlan-limit. They are columns of the database's only root row, which is never created or deleted. Destroy restores the former values of the keys. */
export class OpenVSwitch extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/OpenVSwitch/`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: OpenVSwitchState, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): OpenVSwitch;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): OpenVSwitch {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new OpenVSwitch(name, state as OpenVSwitchArgs, opts);
	}

	/** True for a OpenVSwitch, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is OpenVSwitch {
		return isKind(value, "OpenVSwitch");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Keys of the root row's other_config. Keys that aren't named here are left alone. */
	declare readonly otherConfig: pulumi.Output<{ [key: string]: string } | undefined>;
	/** Keys of the root row's external_ids. Keys that aren't named here are left alone. */
	declare readonly externalIds: pulumi.Output<{ [key: string]: string } | undefined>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Version of Open vSwitch. */
	declare readonly ovsVersion: pulumi.Output<string>;
	/** The host's system-id (external_ids:system-id). */
	declare readonly systemId: pulumi.Output<string>;

	constructor(name: string, args: OpenVSwitchArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
