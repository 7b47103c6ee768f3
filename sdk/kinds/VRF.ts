// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of VRF. */
export interface VRFArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/**
	 * Name of the VRF's device.
	 *
	 * @default the resource's name
	 */
	name?: pulumi.Input<string>;
	/** Number of the VRF's routing table, 1 to 4294967295 without 253 to 255, the host's own tables. */
	table: pulumi.Input<number>;
	/**
	 * Devices in the VRF. A Link, Tunnel or WireGuard of the program sets `vrf` itself instead; a Port or a Bridge has no such field, and is named here. When a device enters the VRF, the kernel removes its routes and IPv6 addresses. The IPv6 addresses, and the routes that the program declares, are put back.
	 *
	 * @default left alone
	 */
	interfaces?: pulumi.Input<pulumi.Input<string>[]>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default true
	 */
	up?: pulumi.Input<boolean>;
	/**
	 * Add unreachable default routes for IPv4 and IPv6 with metric 4278198272, so that every other route is preferred. A lookup that finds no other route then ends in the VRF instead of continuing in the main table.
	 *
	 * @default left alone
	 */
	unreachableDefault?: pulumi.Input<boolean>;
	/**
	 * Move the rule for the local table from priority 0 to 32765, after the rule for VRFs. The move concerns the whole network namespace, and the rule moves back when the last VRF with this field drops it or is deleted. If other programs of this provider have VRFs in the namespace, the rule moves back when the last of these VRFs is deleted.
	 *
	 * @default left alone
	 */
	localRuleLast?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over an existing VRF with this table. At destroy, the VRF stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to VRF.get. */
export type VRFState = Partial<VRFArgs>;

const shape: Shape = {
	kind: "VRF",
	inputs: ["host", "name", "table", "interfaces", "up", "unreachableDefault", "localRuleLast", "netns", "adopt"],
	computed: ["ifindex"],
	filledIn: ["up"],
	namedByResource: true,
	refers: [{"sort":"device","path":["interfaces","*"]}, {"sort":"netns","path":["netns"]}],
	makes: [{"sort":"device","path":["name"]}],
};

/** A VRF: a device with its own routing table, which the devices in the VRF use. With the first VRF, the kernel adds a rule for VRFs (priority 1000), which stays. */
export class VRF extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]VRF/<name>`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: VRFState, opts?: pulumi.CustomResourceOptions): VRF;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): VRF;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): VRF {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new VRF(name, state as VRFArgs, opts);
	}

	/** True if a value is a VRF, even one from another copy of this package. */
	static override isInstance(value: unknown): value is VRF {
		return isKind(value, "VRF");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/**
	 * Name of the VRF's device.
	 *
	 * @default the resource's name
	 */
	declare readonly name: pulumi.Output<string>;
	/** Number of the VRF's routing table, 1 to 4294967295 without 253 to 255, the host's own tables. */
	declare readonly table: pulumi.Output<number>;
	/**
	 * Devices in the VRF. A Link, Tunnel or WireGuard of the program sets `vrf` itself instead; a Port or a Bridge has no such field, and is named here. When a device enters the VRF, the kernel removes its routes and IPv6 addresses. The IPv6 addresses, and the routes that the program declares, are put back.
	 *
	 * @default left alone
	 */
	declare readonly interfaces: pulumi.Output<string[] | undefined>;
	/**
	 * Set the device up (`true`) or down (`false`).
	 *
	 * @default true
	 */
	declare readonly up: pulumi.Output<boolean>;
	/**
	 * Add unreachable default routes for IPv4 and IPv6 with metric 4278198272, so that every other route is preferred. A lookup that finds no other route then ends in the VRF instead of continuing in the main table.
	 *
	 * @default left alone
	 */
	declare readonly unreachableDefault: pulumi.Output<boolean | undefined>;
	/**
	 * Move the rule for the local table from priority 0 to 32765, after the rule for VRFs. The move concerns the whole network namespace, and the rule moves back when the last VRF with this field drops it or is deleted. If other programs of this provider have VRFs in the namespace, the rule moves back when the last of these VRFs is deleted.
	 *
	 * @default left alone
	 */
	declare readonly localRuleLast: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over an existing VRF with this table. At destroy, the VRF stays, and the settings that the program manages get their former values back.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;
	/** Interface index of the device in the kernel. */
	declare readonly ifindex: pulumi.Output<number>;

	constructor(name: string, args: VRFArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
