import type { TunnelType } from "./overlay-checks";
import type { OverlayHost, OverlayNetworkSpec, OverlayPort } from "./overlay-network-args";

/** What can be told of one host from the plain arguments. */
export interface OverlayHostPlan {
	name: string;
	entry: OverlayHost;
	/** The networks that are on it, in the order of the program. */
	networks: OverlayNetworkSpec[];
	/** By type of tunnel, the hosts that it shares a network of that type with. */
	peers: Map<TunnelType, string[]>;
	ports: OverlayPort[];
}

/** What can be told of the whole overlay from the plain arguments. */
export interface OverlayPlan {
	hosts: Map<string, OverlayHostPlan>;
	networks: Map<string, OverlayNetworkSpec>;
	/** The hosts that a network is on. */
	members: Map<string, string[]>;
	integrationBridge: string;
	tunnelBridge: string;
}
