// Generated from provider/kinds by `npm run generate`: don't edit.
// biome-ignore-all format: generated

import type * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../connection";
import { getArguments, isKind, Resource, type Shape } from "../resource";

/** The arguments of Neighbor. */
export interface NeighborArgs {
	/** The host: a name or a connection object. */
	host: pulumi.Input<string | Connection>;
	/** Address of the neighbor, IPv4 or IPv6. */
	address: pulumi.Input<string>;
	/** Device that the neighbor is reached over, or that answers for it (`proxy`). */
	dev: pulumi.Input<string>;
	/** Link-layer address of the neighbor: a MAC address. On a GRE device of IPv4 without a remote endpoint: the IPv4 address of the peer. Required without `proxy`. */
	lladdr?: pulumi.Input<string>;
	/**
	 * The device answers requests for this address with its own MAC address. IPv4: `forwarding` must be on for the device, and the way to the address must lead over another one. IPv6: `forwarding` and the parameter `proxy_ndp` of the device must be on. See Sysctl.
	 *
	 * @default false
	 */
	proxy?: pulumi.Input<boolean>;
	/**
	 * The neighbor is a router. For a proxy entry: the answers have the router flag. Only for IPv6.
	 *
	 * @default false
	 */
	router?: pulumi.Input<boolean>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	netns?: pulumi.Input<string>;
	/**
	 * Take over a permanent entry that exists. At destroy, the entry stays, with its former link-layer address.
	 *
	 * @default false
	 */
	adopt?: pulumi.Input<boolean>;
}

/** The fields that a program can pass to Neighbor.get. */
export type NeighborState = Partial<NeighborArgs>;

const shape: Shape = {
	kind: "Neighbor",
	inputs: ["host", "address", "dev", "lladdr", "proxy", "router", "netns", "adopt"],
	computed: [],
	filledIn: [],
	namedByResource: false,
	refers: [{"sort":"device","path":["dev"]}, {"sort":"netns","path":["netns"]}],
	makes: [],
};

/** A permanent entry of the kernel's neighbor tables (`ip neigh`): the link-layer address of a host, so that the kernel sends no ARP or NDP request for it; or a proxy entry, by which a device answers for another host. An entry that the kernel has learned is replaced, and one of a routing daemon such as FRR is refused. Entries of this provider have protocol 250. The kernel removes entries when their device is set down, enters or leaves a VRF, or gets another MAC address, and IPv4 entries when the device loses its last IPv4 address: if the program does this, they are added again. Kernels before about 6.3 also remove proxy entries when the device loses its carrier: `pulumi up --refresh` adds them again. */
export class Neighbor extends Resource {
	/**
	 * Reads an existing object of a host. The program does not own the object, and never changes or deletes it.
	 *
	 * @param name The resource's name in the program.
	 * @param id The id: `<host>/[<netns>/]Neighbor/<dev>/<address>[/proxy]`.
	 * @param state Fields that are known besides the id, such as `host` as a connection object for a host that is not in the inventory.
	 */
	static get(name: string, id: pulumi.Input<pulumi.ID>, state?: NeighborState, opts?: pulumi.CustomResourceOptions): Neighbor;
	static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): Neighbor;
	static get(name: string, id: pulumi.Input<pulumi.ID>, third?: object, fourth?: pulumi.CustomResourceOptions): Neighbor {
		const { state, opts } = getArguments(shape, name, id, third, fourth);
		return new Neighbor(name, state as NeighborArgs, opts);
	}

	/** True if a value is a Neighbor, even one from another copy of this package. */
	static override isInstance(value: unknown): value is Neighbor {
		return isKind(value, "Neighbor");
	}

	/** The host: a name or a connection object. */
	declare readonly host: pulumi.Output<string | pulumi.Unwrap<Connection>>;
	/** Address of the neighbor, IPv4 or IPv6. */
	declare readonly address: pulumi.Output<string>;
	/** Device that the neighbor is reached over, or that answers for it (`proxy`). */
	declare readonly dev: pulumi.Output<string>;
	/** Link-layer address of the neighbor: a MAC address. On a GRE device of IPv4 without a remote endpoint: the IPv4 address of the peer. Required without `proxy`. */
	declare readonly lladdr: pulumi.Output<string | undefined>;
	/**
	 * The device answers requests for this address with its own MAC address. IPv4: `forwarding` must be on for the device, and the way to the address must lead over another one. IPv6: `forwarding` and the parameter `proxy_ndp` of the device must be on. See Sysctl.
	 *
	 * @default false
	 */
	declare readonly proxy: pulumi.Output<boolean | undefined>;
	/**
	 * The neighbor is a router. For a proxy entry: the answers have the router flag. Only for IPv6.
	 *
	 * @default false
	 */
	declare readonly router: pulumi.Output<boolean | undefined>;
	/**
	 * Network namespace of the device.
	 *
	 * @default the host's own namespace
	 */
	declare readonly netns: pulumi.Output<string | undefined>;
	/**
	 * Take over a permanent entry that exists. At destroy, the entry stays, with its former link-layer address.
	 *
	 * @default false
	 */
	declare readonly adopt: pulumi.Output<boolean | undefined>;

	constructor(name: string, args: NeighborArgs, opts?: pulumi.CustomResourceOptions) {
		super(shape, name, args, opts);
	}
}
