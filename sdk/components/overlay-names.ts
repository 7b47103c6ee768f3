import { deviceNameOf } from "../../provider/base/device-name";
import type { TunnelType } from "./overlay-networks";

/** The patch ports between the integration bridge (patch-tun) and the tunnel bridge (patch-int), with Neutron's names. */
export const patchToTunnels = "patch-tun";
export const patchToIntegration = "patch-int";

/** Prefixes of the names of tunnel ports. */
export const tunnelPrefix: Record<TunnelType, string> = { vxlan: "tvx", gre: "tgre", geneve: "tgnv" };

export const tunnelPort = (type: TunnelType, peer: string): string => deviceNameOf(tunnelPrefix[type], peer);

/** The patch ports between the integration bridge (`int`) and a provider bridge (`phy`). */
export const providerPatch = (bridge: string) => ({ int: deviceNameOf("int", bridge), phy: deviceNameOf("phy", bridge) });
