import { deviceNameOf } from "../../provider/names";
import { hostName } from "../hosts";
import { ArgumentError } from "./arguments";
import { checkNames } from "./mesh-values";
import type { TunnelType } from "./overlay-checks";
import { checkMappings, checkNetworks, isTunnelled } from "./overlay-checks";
import type { OverlayHost, OverlayNetworkArgs, OverlayNetworkSpec, OverlayPort } from "./overlay-network-args";

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

export interface OverlayPlan {
	hosts: Map<string, OverlayHostPlan>;
	networks: Map<string, OverlayNetworkSpec>;
	/** The hosts that a network is on. */
	members: Map<string, string[]>;
	integrationBridge: string;
	tunnelBridge: string;
}

/** Prefixes of the tunnel ports' names. */
export const tunnelPrefix: Record<TunnelType, string> = { vxlan: "tvx", gre: "tgre", geneve: "tgnv" };

export const tunnelPort = (type: TunnelType, peer: string): string => deviceNameOf(tunnelPrefix[type], peer);

/** The two ends of the patch between the integration bridge and a provider bridge. */
export const providerPatch = (bridge: string) => ({ int: deviceNameOf("int", bridge), phy: deviceNameOf("phy", bridge) });

export function planOverlay(args: OverlayNetworkArgs): OverlayPlan {
	const { hosts, networks, ports = [], flooding = "members", integrationBridge = "br-int", tunnelBridge = "br-tun" } = args;
	if (flooding !== "members" && flooding !== "all")
		throw new ArgumentError("flooding", `must be "members" or "all", not ${JSON.stringify(flooding)}`);
	if (integrationBridge === tunnelBridge)
		throw new ArgumentError("tunnelBridge", `${tunnelBridge} is the integration bridge already`);
	const names = hosts.map(({ host }, i) => plainName(`hosts[${i}].host`, host));
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

function plainName(path: string, host: OverlayHost["host"]): string {
	const found = hostName(host);
	if (found !== undefined) return found;
	throw new ArgumentError(path, "needs a plain `name`: its address is not known before the program has run");
}

function placePorts(plan: OverlayPlan, ports: OverlayPort[]): void {
	const first = new Map<string, number>();
	ports.forEach((port, i) => {
		const at = (field: string) => `ports[${i}].${field}`;
		const name = plainName(at("host"), port.host);
		const host = plan.hosts.get(name);
		if (!host)
			throw new ArgumentError(
				at("host"),
				`"${name}" is not a host of this overlay; its hosts are ${[...plan.hosts.keys()].join(", ")}`,
			);
		checkNetworkOf(plan, host, port.network, at("network"));
		(port.trunk?.subports ?? []).forEach(({ network }, j) => {
			checkNetworkOf(plan, host, network, at(`trunk.subports[${j}].network`));
		});
		const before = first.get(`${name} ${port.name}`);
		if (before !== undefined) throw new ArgumentError(at("name"), `"${port.name}" of ${name} is ports[${before}] already`);
		first.set(`${name} ${port.name}`, i);
		host.ports.push(port);
	});
}

/** A port's network must be there, and within its host's reach. */
function checkNetworkOf(plan: OverlayPlan, host: OverlayHostPlan, name: string, path: string): void {
	const network = plan.networks.get(name);
	if (!network)
		throw new ArgumentError(
			path,
			`"${name}" is not a network of this overlay; its networks are ${[...plan.networks.keys()].join(", ")}`,
		);
	if (isReached(host, network)) return;
	throw new ArgumentError(
		path,
		`"${name}" is on the physical network ${network.physicalNetwork}, to which ${host.name} has no bridge: name one in its bridgeMappings`,
	);
}

const isReached = ({ entry }: OverlayHostPlan, { type, physicalNetwork = "" }: OverlayNetworkSpec): boolean =>
	isTunnelled(type) || Object.hasOwn(entry.bridgeMappings ?? {}, physicalNetwork);

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
