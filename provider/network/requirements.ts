import type { Requirement } from "../model/kind";

/** A device name as people say it. */
export const deviceClaim = (name: string, netns = ""): string => `device ${name}${netns === "" ? "" : ` in netns ${netns}`}`;
export const requiresDevice = (name: string, netns = ""): Requirement => ({
	what: deviceClaim(name, netns),
	there: (facts) => facts.links(netns)?.has(name) ?? false,
});
export const requiresNetns = (netns: string | undefined): Requirement[] =>
	netns === undefined ? [] : [{ what: `netns ${netns}`, there: (facts) => facts.namespaces.has(netns) }];
export const requiresBridge = (bridge: string): Requirement => ({
	what: `bridge ${bridge}`,
	there: (facts) => facts.ovs.bridges.has(bridge),
});

/** Of any sort: a port, a tunnel, a bridge's local port. */
export const requiresPort = (name: string): Requirement => ({
	what: `OVS port ${name}`,
	there: (facts) => facts.ovs.ports.has(name),
});
