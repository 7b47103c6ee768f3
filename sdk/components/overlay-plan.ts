import { ArgumentError, checkFields, fieldsOf, plainHostName } from "./arguments";
import { checkNames } from "./mesh-names";
import type { OverlayHost, OverlayNetworkArgs, OverlayPort } from "./overlay-network-args";
import type { TunnelType } from "./overlay-networks";
import { checkBridgeMappings, checkNetworks, isTunnelType } from "./overlay-networks";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";
import { assignPorts, reachesNetwork } from "./overlay-ports";

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
		throw new ArgumentError("tunnelBridge", `${tunnelBridge} is already the integration bridge`);
	const names = hosts.map((entry, i) => {
		checkFields(`hosts[${i}]`, entry, hostFields);
		return plainHostName(`hosts[${i}].host`, entry.host);
	});
	checkNames(names);
	hosts.forEach(({ bridgeMappings = {} }, i) => {
		checkBridgeMappings(`hosts[${i}].bridgeMappings`, bridgeMappings, [integrationBridge, tunnelBridge]);
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
	assignPorts(plan, ports);
	assignNetworks(plan, flooding);
	for (const host of plan.hosts.values()) host.peers = peersOf(plan, host);
	return plan;
}

/** The networks of a port and of its subports. */
export const networksOf = ({ network, trunk }: OverlayPort): string[] => [
	network,
	...(trunk?.subports ?? []).map((subport) => subport.network),
];

function assignNetworks({ hosts, networks, members }: OverlayPlan, flooding: "members" | "all"): void {
	const used = new Map([...hosts.values()].map((host) => [host.name, new Set(host.ports.flatMap(networksOf))]));
	for (const network of networks.values()) {
		const on = [...hosts.values()].filter((host) =>
			flooding === "all" ? reachesNetwork(host, network) : used.get(host.name)?.has(network.name),
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
		if (!isTunnelType(network.type)) continue;
		const all = peers.get(network.type) ?? new Set();
		peers.set(network.type, all);
		for (const member of members.get(network.name) ?? []) if (member !== name) all.add(member);
	}
	const order = [...hosts.keys()];
	const inOrder = (set: Set<string>) => order.filter((host) => set.has(host));
	return new Map([...peers].filter(([, set]) => set.size > 0).map(([type, set]) => [type, inOrder(set)]));
}
