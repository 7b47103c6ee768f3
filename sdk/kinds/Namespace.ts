// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Namespace. */
export interface NamespaceArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Name of the namespace. Default: the resource's name. */
	name?: pulumi.Input<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The values that a program may give of a Namespace that it only reads. */
export type NamespaceState = Partial<NamespaceArgs>;

const shape: Shape = {
	kind: "Namespace",
	inputs: ["host", "name", "adopt"],
	computed: [],
	namedByResource: true,
	refers: [],
	makes: [{"thing":"netns","path":["name"]}],
};

/** A named network namespace, created as `ip netns add` does, with its loopback device set up. */
export class Namespace extends Resource {
	/**
	 * Reads one that is on a host already, without owning it. Its id has the form `<host>/Namespace/<name>`.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id. It begins with the host's name.
	 * @param state What else is known of it, such as the connection object of a `host` that is in no inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NamespaceState, opts?: pulumi.CustomResourceOptions): Namespace;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Namespace;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Namespace {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Namespace(name, state as NamespaceArgs, opts);
	}

	/** True for a Namespace, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is Namespace {
		return isKind(value, "Namespace");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Name of the namespace. Default: the resource's name. */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Take over an object that exists already and does not belong to this program. Destroy releases it and does not delete it.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: NamespaceArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
