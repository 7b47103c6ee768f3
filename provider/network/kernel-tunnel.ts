import type { Link } from "../tools/ip-link";

/** The types of tunnel devices that this provider supports. */
export const kernelTypes = ["vxlan", "gre", "geneve", "gretap", "ip6gretap", "ip6gre", "ipip", "sit", "vti", "vti6"] as const;

/** True for a device of WireGuard, whose peers the kernel holds. */
export const isWireGuard = ({ kind }: Link): boolean => kind === "wireguard";

/** True for a device that is a tunnel. */
export const isKernelTunnel = ({ kind }: Link): boolean => (kernelTypes as readonly unknown[]).includes(kind);
