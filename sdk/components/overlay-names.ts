import { deviceNameOf } from "../../provider/base/device-name";
import type { TunnelType } from "./overlay-checks";

/** The patch between the two bridges of the overlay, by its two ends. */
export const patchToTunnels = "patch-tun";
export const patchToIntegration = "patch-int";

/** Prefixes of the tunnel ports' names. */
export const tunnelPrefix: Record<TunnelType, string> = { vxlan: "tvx", gre: "tgre", geneve: "tgnv" };

export const tunnelPort = (type: TunnelType, peer: string): string => deviceNameOf(tunnelPrefix[type], peer);

/** The two ends of the patch between the integration bridge and a provider bridge. */
export const providerPatch = (bridge: string) => ({ int: deviceNameOf("int", bridge), phy: deviceNameOf("phy", bridge) });
