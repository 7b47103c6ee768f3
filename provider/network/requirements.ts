import type { Need } from "../model/kind";

/** A device name as people say it. */
export const deviceClaim = (name: string, netns = ""): string => `device ${name}${netns === "" ? "" : ` in netns ${netns}`}`;
export const needsDevice = (name: string, netns = ""): Need => ({
	what: deviceClaim(name, netns),
	there: (facts) => facts.links(netns)?.has(name) ?? false,
});
export const needsNetns = (netns: string | undefined): Need[] =>
	netns === undefined ? [] : [{ what: `netns ${netns}`, there: (facts) => facts.namespaces.has(netns) }];
export const needsBridge = (bridge: string): Need => ({
	what: `bridge ${bridge}`,
	there: (facts) => facts.ovs.bridges.has(bridge),
});

/** Of any sort: a port, a tunnel, a bridge's local port. */
export const needsPort = (name: string): Need => ({
	what: `OVS port ${name}`,
	there: (facts) => facts.ovs.ports.has(name),
});
