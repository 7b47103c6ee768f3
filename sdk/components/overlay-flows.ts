import { patchToIntegration, providerPatch, tunnelPort } from "./overlay-names";
import type { OverlayNetworkSpec } from "./overlay-network-args";
import type { TunnelType } from "./overlay-networks";
import { isTunnelType } from "./overlay-networks";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

export interface OverlayFlow {
	priority: number;
	match: string;
	actions: string;
}

/** A forwarding entry, as in Neutron's l2population: the host of a MAC address that the program declares. */
export interface FdbEntry {
	host: string;
	network: string;
	mac: string;
	/** IPv4 addresses without prefix lengths. ARP requests for them are answered on the requesting host. */
	addresses: string[];
}

/** Local VLANs of one host, by network. */
export type LocalVlanIds = { [network: string]: number };

/** Tables of the tunnel bridge, with the numbers of Neutron's Open vSwitch agent. Neutron has no table 23. */
const tables = {
	localSwitching: 0,
	patchToTunnels: 2,
	gre: 3,
	vxlan: 4,
	geneve: 6,
	learnFromTunnels: 10,
	unicastToTunnels: 20,
	arpResponder: 21,
	floodToTunnels: 22,
	arpReply: 23,
} as const;

const untagged = "vlan_tci=0x0000/0x1000";
const tagged = "vlan_tci=0x1000/0x1000";
/** Lifetime of learned flows in seconds. */
const learnedTimeout = 300;
const vlanPresentBit = 0x1000;

const flow = (priority: number, match: string, actions: string): OverlayFlow => ({ priority, match, actions });
const pushVlan = (vlan: number) => `push_vlan:0x8100,set_field:${vlanPresentBit + vlan}->vlan_vid`;
const resubmit = (table: number) => `resubmit(,${table})`;

/**
 * The flows of a host's tunnel bridge, by table. Frames from the integration bridge go to tunnels, and frames from tunnels go to
 * the integration bridge. No frame goes from tunnel to tunnel. For outgoing frames, table 2 removes the tag of the local VLAN
 * and stores its number in register 0. A workload's own tags (QinQ) are not changed.
 */
export function tunnelFlows(
	plan: OverlayPlan,
	host: OverlayHostPlan,
	vlans: LocalVlanIds,
	entries: FdbEntry[],
): Map<number, OverlayFlow[]> {
	const networks = host.networks.filter((network) => isTunnelType(network.type));
	const types = [...host.peers.keys()];
	const remote = entries.filter((s) => s.host !== host.name && networks.some((network) => network.name === s.network));
	return new Map([
		[tables.localSwitching, localSwitchingFlows(host)],
		[tables.patchToTunnels, patchToTunnelFlows()],
		...types.map((type): [number, OverlayFlow[]] => [tables[type], tunnelTableFlows(networks, type, vlans)]),
		[tables.learnFromTunnels, [flow(1, "", `${learnAction},output:${patchToIntegration}`)]],
		[tables.unicastToTunnels, [flow(0, "", resubmit(tables.floodToTunnels)), ...remote.map((s) => unicastFlow(plan, s, vlans))]],
		[
			tables.arpResponder,
			[
				flow(0, "", resubmit(tables.floodToTunnels)),
				...remote.flatMap((s) => s.addresses.map((a) => arpRequestFlow(s, a, vlans))),
			],
		],
		[tables.arpReply, [flow(0, "", "drop"), flow(1, "arp", arpReplyActions)]],
		[tables.floodToTunnels, [flow(0, "", "drop"), ...networks.flatMap((network) => floodFlow(plan, host, network, vlans))]],
	]);
}

function localSwitchingFlows({ peers }: OverlayHostPlan): OverlayFlow[] {
	const ports = [...peers].flatMap(([type, hosts]) =>
		hosts.map((peer) => flow(1, `in_port=${tunnelPort(type, peer)}`, resubmit(tables[type]))),
	);
	return [flow(0, "", "drop"), flow(1, `in_port=${patchToIntegration}`, resubmit(tables.patchToTunnels)), ...ports];
}

function patchToTunnelFlows(): OverlayFlow[] {
	const untagTo = (table: number) => `move:NXM_OF_VLAN_TCI[0..11]->NXM_NX_REG0[0..11],pop_vlan,${resubmit(table)}`;
	return [
		flow(0, "", "drop"),
		flow(1, `${tagged},dl_dst=00:00:00:00:00:00/01:00:00:00:00:00`, untagTo(tables.unicastToTunnels)),
		flow(1, `${tagged},dl_dst=01:00:00:00:00:00/01:00:00:00:00:00`, untagTo(tables.floodToTunnels)),
		flow(2, `arp,${tagged},dl_dst=ff:ff:ff:ff:ff:ff,arp_op=1`, untagTo(tables.arpResponder)),
	];
}

function tunnelTableFlows(networks: OverlayNetworkSpec[], type: TunnelType, vlans: LocalVlanIds): OverlayFlow[] {
	const known = networks.filter((network) => network.type === type);
	return [
		flow(0, "", "drop"),
		...known.map(({ name, segmentationId }) => {
			const vlan = vlans[name] ?? 0;
			return flow(
				1,
				`tun_id=${hex(segmentationId)}`,
				`load:${hex(vlan)}->NXM_NX_REG0[],${pushVlan(vlan)},${resubmit(tables.learnFromTunnels)}`,
			);
		}),
	];
}

/** Adds a flow that sends frames for the source address of this frame to the tunnel from which this frame came. */
const learnAction = `learn(table=${tables.unicastToTunnels},hard_timeout=${learnedTimeout},priority=1,NXM_NX_REG0[],NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],load:NXM_NX_TUN_ID[]->NXM_NX_TUN_ID[],output:NXM_OF_IN_PORT[])`;

function unicastFlow(plan: OverlayPlan, { host, network, mac }: FdbEntry, vlans: LocalVlanIds): OverlayFlow {
	const { type, segmentationId } = plan.networks.get(network) as OverlayNetworkSpec;
	const port = tunnelPort(type as TunnelType, host);
	return flow(2, `reg0=${hex(vlans[network])},dl_dst=${mac}`, `set_tunnel:${hex(segmentationId)},output:${port}`);
}

/**
 * Matches ARP requests for a known address and stores the MAC address for the reply in register 1. Requests with a workload's own
 * tag do not match, because they belong to another network.
 */
const arpRequestFlow = ({ network, mac }: FdbEntry, address: string, vlans: LocalVlanIds): OverlayFlow =>
	flow(
		1,
		`arp,reg0=${hex(vlans[network])},${untagged},arp_tpa=${address}`,
		`set_field:0x${mac.replaceAll(":", "")}->xreg1,${resubmit(tables.arpReply)}`,
	);

/** Turns an ARP request into its reply, with the MAC address in register 1, and returns it in the local VLAN in register 0. */
const arpReplyActions = [
	"move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],move:OXM_OF_PKT_REG1[0..47]->NXM_OF_ETH_SRC[],set_field:2->arp_op",
	"move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],move:OXM_OF_PKT_REG1[0..47]->NXM_NX_ARP_SHA[]",
	"move:NXM_OF_ARP_TPA[]->NXM_NX_REG1[],move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],move:NXM_NX_REG1[]->NXM_OF_ARP_SPA[]",
	`push_vlan:0x8100,move:NXM_NX_REG0[0..11]->OXM_OF_VLAN_VID[0..11],in_port`,
].join(",");

function floodFlow(
	{ members }: OverlayPlan,
	host: OverlayHostPlan,
	network: OverlayNetworkSpec,
	vlans: LocalVlanIds,
): OverlayFlow[] {
	const { name, type, segmentationId } = network;
	const others = (members.get(name) ?? []).filter((member) => member !== host.name);
	if (others.length === 0) return [];
	const ports = others.map((member) => `output:${tunnelPort(type as TunnelType, member)}`);
	return [flow(1, `reg0=${hex(vlans[name])}`, `set_tunnel:${hex(segmentationId)},${ports.join(",")}`)];
}

/**
 * The flows of the integration bridge. Frames are switched by NORMAL. From a physical network, only frames of the overlay's
 * networks are accepted, and their VLAN is replaced by the local one.
 */
export function integrationFlows({ entry, networks }: OverlayHostPlan, vlans: LocalVlanIds): OverlayFlow[] {
	const mapped = Object.entries(entry.bridgeMappings ?? {});
	return [
		flow(0, "", "NORMAL"),
		...mapped.flatMap(([physicalNetwork, bridge]) => {
			const from = `in_port=${providerPatch(bridge).int}`;
			const mappedNetworks = networks.filter((network) => network.physicalNetwork === physicalNetwork);
			return [
				flow(2, from, "drop"),
				...mappedNetworks.map(({ name, type, segmentationId = 0 }) =>
					type === "flat"
						? flow(3, `${from},${untagged}`, `${pushVlan(vlans[name] ?? 0)},NORMAL`)
						: flow(3, `${from},dl_vlan=${segmentationId}`, `set_field:${vlanPresentBit + (vlans[name] ?? 0)}->vlan_vid,NORMAL`),
				),
			];
		}),
	];
}

/** The flows of a provider bridge. They replace local VLANs by the networks' segmentation ids, and drop other frames of the overlay. */
export function providerFlows(
	{ networks }: OverlayHostPlan,
	physicalNetwork: string,
	bridge: string,
	vlans: LocalVlanIds,
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
					`${type === "flat" ? "pop_vlan" : `set_field:${vlanPresentBit + segmentationId}->vlan_vid`},NORMAL`,
				),
			),
	];
}

const hex = (n = 0): string => `0x${n.toString(16)}`;
