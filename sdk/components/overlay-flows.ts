import type { TunnelType } from "./overlay-checks";
import { isTunnelled } from "./overlay-checks";
import { patchToIntegration, providerPatch, tunnelPort } from "./overlay-names";
import type { OverlayNetworkSpec } from "./overlay-network-args";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

export interface OverlayFlow {
	priority: number;
	match: string;
	actions: string;
}

/** Who has an address in a network, as far as the program says it. */
export interface Station {
	host: string;
	network: string;
	mac: string;
	/** IPv4 addresses, without prefix lengths: these are answered for. */
	addresses: string[];
}

/** Local VLANs of one host by the networks' names. */
export type Vlans = { [network: string]: number };

/** Tables of the tunnel bridge, by Neutron's numbers. */
const tables = {
	classify: 0,
	split: 2,
	gre: 3,
	vxlan: 4,
	geneve: 6,
	learn: 10,
	unicast: 20,
	arp: 21,
	flood: 22,
	answer: 23,
} as const;

const untagged = "vlan_tci=0x0000/0x1000";
const tagged = "vlan_tci=0x1000/0x1000";
const learnedFor = 300;
const vlanPresent = 0x1000;

const flow = (priority: number, match: string, actions: string): OverlayFlow => ({ priority, match, actions });
const push = (vlan: number) => `push_vlan:0x8100,set_field:${vlanPresent + vlan}->vlan_vid`;
const to = (table: number) => `resubmit(,${table})`;

/**
 * The flows of a host's tunnel bridge, table by table. Frames from the integration bridge go to tunnels, those from tunnels to the
 * integration bridge: never from tunnel to tunnel. On their way out the local VLAN stands in register 0, and the tag is off,
 * so that the tags of a workload's own (QinQ) stay as they are.
 */
export function tunnelFlows(
	plan: OverlayPlan,
	host: OverlayHostPlan,
	vlans: Vlans,
	stations: Station[],
): Map<number, OverlayFlow[]> {
	const networks = host.networks.filter((network) => isTunnelled(network.type));
	const types = [...host.peers.keys()];
	const remote = stations.filter((s) => s.host !== host.name && networks.some((network) => network.name === s.network));
	return new Map([
		[tables.classify, classify(host)],
		[tables.split, split()],
		...types.map((type): [number, OverlayFlow[]] => [tables[type], fromTunnels(networks, type, vlans)]),
		[tables.learn, [flow(1, "", `${learn},output:${patchToIntegration}`)]],
		[tables.unicast, [flow(0, "", to(tables.flood)), ...remote.map((s) => unicast(plan, s, vlans))]],
		[tables.arp, [flow(0, "", to(tables.flood)), ...remote.flatMap((s) => s.addresses.map((a) => ask(s, a, vlans)))]],
		[tables.answer, [flow(0, "", "drop"), flow(1, "arp", answer)]],
		[tables.flood, [flow(0, "", "drop"), ...networks.flatMap((network) => flood(plan, host, network, vlans))]],
	]);
}

function classify({ peers }: OverlayHostPlan): OverlayFlow[] {
	const ports = [...peers].flatMap(([type, hosts]) =>
		hosts.map((peer) => flow(1, `in_port=${tunnelPort(type, peer)}`, to(tables[type]))),
	);
	return [flow(0, "", "drop"), flow(1, `in_port=${patchToIntegration}`, to(tables.split)), ...ports];
}

function split(): OverlayFlow[] {
	const out = (table: number) => `move:NXM_OF_VLAN_TCI[0..11]->NXM_NX_REG0[0..11],pop_vlan,${to(table)}`;
	return [
		flow(0, "", "drop"),
		flow(1, `${tagged},dl_dst=00:00:00:00:00:00/01:00:00:00:00:00`, out(tables.unicast)),
		flow(1, `${tagged},dl_dst=01:00:00:00:00:00/01:00:00:00:00:00`, out(tables.flood)),
		flow(2, `arp,${tagged},dl_dst=ff:ff:ff:ff:ff:ff,arp_op=1`, out(tables.arp)),
	];
}

function fromTunnels(networks: OverlayNetworkSpec[], type: TunnelType, vlans: Vlans): OverlayFlow[] {
	const known = networks.filter((network) => network.type === type);
	return [
		flow(0, "", "drop"),
		...known.map(({ name, segmentationId }) => {
			const vlan = vlans[name] ?? 0;
			return flow(1, `tun_id=${hex(segmentationId)}`, `load:${hex(vlan)}->NXM_NX_REG0[],${push(vlan)},${to(tables.learn)}`);
		}),
	];
}

/** Who sent a frame is behind the tunnel that it came by. */
const learn = `learn(table=${tables.unicast},hard_timeout=${learnedFor},priority=1,NXM_NX_REG0[],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:NXM_NX_TUN_ID[]->NXM_NX_TUN_ID[],output:NXM_OF_IN_PORT[])`;

function unicast(plan: OverlayPlan, { host, network, mac }: Station, vlans: Vlans): OverlayFlow {
	const { type, segmentationId } = plan.networks.get(network) as OverlayNetworkSpec;
	const port = tunnelPort(type as TunnelType, host);
	return flow(2, `reg0=${hex(vlans[network])},dl_dst=${mac}`, `set_tunnel:${hex(segmentationId)},output:${port}`);
}

/** Of a question for a known address just the MAC address that answers it is told here. One with a workload's own tag is another network's. */
const ask = ({ network, mac }: Station, address: string, vlans: Vlans): OverlayFlow =>
	flow(
		1,
		`arp,reg0=${hex(vlans[network])},${untagged},arp_tpa=${address}`,
		`set_field:0x${mac.replaceAll(":", "")}->xreg1,${to(tables.answer)}`,
	);

/** The question becomes its answer: who asked is answered, by the MAC address in register 1, in the local VLAN of register 0. */
const answer = [
	"move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],move:OXM_OF_PKT_REG1[0..47]->NXM_OF_ETH_SRC[],set_field:2->arp_op",
	"move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:OXM_OF_PKT_REG1[0..47]->NXM_NX_ARP_SHA[]",
	"move:NXM_OF_ARP_TPA[]->NXM_NX_REG1[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],move:NXM_NX_REG1[]->NXM_OF_ARP_SPA[]",
	`push_vlan:0x8100,move:NXM_NX_REG0[0..11]->OXM_OF_VLAN_VID[0..11],in_port`,
].join(",");

function flood({ members }: OverlayPlan, host: OverlayHostPlan, network: OverlayNetworkSpec, vlans: Vlans): OverlayFlow[] {
	const { name, type, segmentationId } = network;
	const others = (members.get(name) ?? []).filter((member) => member !== host.name);
	if (others.length === 0) return [];
	const ports = others.map((member) => `output:${tunnelPort(type as TunnelType, member)}`);
	return [flow(1, `reg0=${hex(vlans[name])}`, `set_tunnel:${hex(segmentationId)},${ports.join(",")}`)];
}

/** The flows of the integration bridge: it switches by itself, and of a physical network it takes just what it has networks for. */
export function integrationFlows({ entry, networks }: OverlayHostPlan, vlans: Vlans): OverlayFlow[] {
	const mapped = Object.entries(entry.bridgeMappings ?? {});
	return [
		flow(0, "", "NORMAL"),
		...mapped.flatMap(([physicalNetwork, bridge]) => {
			const from = `in_port=${providerPatch(bridge).int}`;
			const own = networks.filter((network) => network.physicalNetwork === physicalNetwork);
			return [
				flow(2, from, "drop"),
				...own.map(({ name, type, segmentationId = 0 }) =>
					type === "flat"
						? flow(3, `${from},${untagged}`, `${push(vlans[name] ?? 0)},NORMAL`)
						: flow(3, `${from},dl_vlan=${segmentationId}`, `set_field:${vlanPresent + (vlans[name] ?? 0)}->vlan_vid,NORMAL`),
				),
			];
		}),
	];
}

/** The flows of a provider bridge: local VLANs of the overlay never get out, only the networks' own numbers. */
export function providerFlows(
	{ networks }: OverlayHostPlan,
	physicalNetwork: string,
	bridge: string,
	vlans: Vlans,
): OverlayFlow[] {
	const from = `in_port=${providerPatch(bridge).phy}`;
	return [
		flow(2, from, "drop"),
		...networks
			.filter((network) => network.physicalNetwork === physicalNetwork)
			.map(({ name, type, segmentationId = 0 }) =>
				flow(
					4,
					`${from},dl_vlan=${vlans[name]}`,
					`${type === "flat" ? "pop_vlan" : `set_field:${vlanPresent + segmentationId}->vlan_vid`},NORMAL`,
				),
			),
	];
}

const hex = (n = 0): string => `0x${n.toString(16)}`;
