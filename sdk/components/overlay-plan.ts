import { ArgumentError, checkFields, fieldsOf, plainName } from "./arguments";
import { checkNames } from "./mesh-values";
import type { TunnelType } from "./overlay-checks";
import { checkMappings, checkNetworks, isTunnelled } from "./overlay-checks";
import type { OverlayHost, OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";
import { isReached, placePorts } from "./overlay-ports";

const fields = fieldsOf<OverlayNetworkArgs>({
	...{ hosts: true, networks: true, ports: true, flooding: true, population: true },
	...{ integrationBridge: true, tunnelBridge: true, underlayMtu: true },
});
const hostFields = fieldsOf<OverlayHost>({ host: true, address: true, bridgeMappings: true });

export function planOverlay(args: OverlayNetworkArgs): OverlayPlan {
	checkFields("", args, fields);
	const { hosts, networks, ports = [], flooding = "members", integrationBridge = "br-int", tunnelBridge = "br-tun" } = args;
	if (flooding !== "members" && flooding !== "all")
		throw new ArgumentError("flooding", `must be "members" or "all", not ${JSON.stringify(flooding)}`);
	if (integrationBridge === tunnelBridge)
		throw new ArgumentError("tunnelBridge", `${tunnelBridge} is the integration bridge already`);
	const names = hosts.map((entry, i) => {
		checkFields(`hosts[${i}]`, entry, hostFields);
		return plainName(`hosts[${i}].host`, entry.host);
	});
	checkNames(names);
	hosts.forEach(({ bridgeMappings = {} }, i) => {
		checkMappings(`hosts[${i}].bridgeMappings`, bridgeMappings, [integrationBridge, tunnelBridge]);
	});
	checkNetworks(networks);
	const plan: OverlayPlan = {
		hosts: new Map(
			names.map((name, i) => [name, { name, entry: hosts[i] as OverlayHost, networks: [], peers: new Map(), ports: [] }]),
		),
		networks: new Map(networks.map((network) => [network.name, network])),
		members: new Map(),
		...{ integrationBridge, tunnelBridge },
	};
	placePorts(plan, ports);
	placeNetworks(plan, flooding);
	for (const host of plan.hosts.values()) host.peers = peersOf(plan, host);
	return plan;
}

/** The networks that a port needs on its host. */
export const networksOf = ({ network, trunk }: OverlayPort): string[] => [
	network,
	...(trunk?.subports ?? []).map((subport) => subport.network),
];

function placeNetworks({ hosts, networks, members }: OverlayPlan, flooding: "members" | "all"): void {
	const used = new Map([...hosts.values()].map((host) => [host.name, new Set(host.ports.flatMap(networksOf))]));
	for (const network of networks.values()) {
		const on = [...hosts.values()].filter((host) =>
			flooding === "all" ? isReached(host, network) : used.get(host.name)?.has(network.name),
		);
		members.set(
			network.name,
			on.map((host) => host.name),
		);
		for (const host of on) host.networks.push(network);
	}
}

function peersOf({ hosts, members }: OverlayPlan, { name, networks }: OverlayHostPlan): Map<TunnelType, string[]> {
	const peers = new Map<TunnelType, Set<string>>();
	for (const network of networks) {
		if (!isTunnelled(network.type)) continue;
		const all = peers.get(network.type) ?? new Set();
		peers.set(network.type, all);
		for (const member of members.get(network.name) ?? []) if (member !== name) all.add(member);
	}
	const order = [...hosts.keys()];
	const inOrder = (set: Set<string>) => order.filter((host) => set.has(host));
	return new Map([...peers].filter(([, set]) => set.size > 0).map(([type, set]) => [type, inOrder(set)]));
}
