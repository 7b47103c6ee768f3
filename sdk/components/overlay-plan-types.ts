import type { OverlayHost, OverlayNetworkSpec, OverlayPort } from "./overlay-network-args";
import type { TunnelType } from "./overlay-networks";

/** The part of the plan for one host. */
export interface OverlayHostPlan {
	name: string;
	entry: OverlayHost;
	/** The networks of the host, in the order of the program. */
	networks: OverlayNetworkSpec[];
	/** For each tunnel type, the other hosts that have a common network of this type. */
	peers: Map<TunnelType, string[]>;
	ports: OverlayPort[];
}

/** The result of planOverlay, which depends on the plain arguments only. */
export interface OverlayPlan {
	hosts: Map<string, OverlayHostPlan>;
	networks: Map<string, OverlayNetworkSpec>;
	/** The hosts that have each network. */
	members: Map<string, string[]>;
	integrationBridge: string;
	tunnelBridge: string;
}
