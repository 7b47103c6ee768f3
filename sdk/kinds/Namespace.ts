// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Namespace. */
export interface NamespaceArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the namespace.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/**
	 * Take over an existing namespace. At destroy, the namespace stays.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Namespace.get. */
export type NamespaceState = Partial<NamespaceArgs>;

const shape: Shape = {
	kind: "Namespace",
	inputs: ["host", "name", "adopt"],
	computed: [],
	filledIn: [],
	namedByResource: true,
	refers: [],
	makes: [{"sort":"netns","path":["name"]}],
};

/** A network namespace with a name, as `ip netns add` creates it. Its loopback device is set up. */
export class Namespace extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/Namespace/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NamespaceState, opts?: pulumi.CustomResourceOptions): Namespace;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Namespace;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Namespace {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Namespace(name, state as NamespaceArgs, opts);
	}

	/** True if a value is a Namespace, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Namespace {
		return isKind(value, "Namespace");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the namespace.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/**
	 * Take over an existing namespace. At destroy, the namespace stays.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: NamespaceArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
