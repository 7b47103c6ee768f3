import * as pulumi from "@pulumi/pulumi";
import { formerNames } from "../hosts";
import { Bridge } from "../kinds/Bridge";
import { LocalVlans } from "../kinds/LocalVlans";
import { OpenFlowTable } from "../kinds/OpenFlowTable";
import { type AnyPortArgs, Port } from "../kinds/Port";
import { Trunk } from "../kinds/Trunk";
import { Vtep } from "../kinds/Vtep";
import type { OverlayFlow, Station, Vlans } from "./overlay-flows";
import { integrationFlows, providerFlows, tunnelFlows } from "./overlay-flows";
import { portMtu } from "./overlay-mtu";
import { patchToIntegration, patchToTunnels, providerPatch, tunnelPrefix } from "./overlay-names";
import type { OverlayPort, OverlayTrunk } from "./overlay-network-args";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

/** What the hosts of an overlay share. */
export interface Overlay {
	name: string;
	parent: pulumi.Resource;
	plan: OverlayPlan;
	stations: pulumi.Output<Station[]>;
	mtus: pulumi.Output<{ [network: string]: number }>;
}

/** The resources of one host of an overlay. */
export class OverlayHostResources {
	readonly integration: Bridge;
	readonly tunnel: Bridge;
	readonly vteps: { [type: string]: Vtep };
	readonly ports: { [port: string]: Port } = {};
	/** By their ports' names. */
	readonly trunks: { [port: string]: Trunk } = {};
	readonly vlans: pulumi.Output<Vlans>;
	/** By bridge and table: "br-tun/22". */
	readonly flows: { [table: string]: OpenFlowTable } = {};

	private readonly at: { host: OverlayHostPlan["entry"]["host"] };
	private readonly former: string[];

	constructor(
		private readonly overlay: Overlay,
		private readonly host: OverlayHostPlan,
	) {
		const { integrationBridge, tunnelBridge } = overlay.plan;
		this.at = { host: host.entry.host };
		this.former = formerNames(host.name);
		// Without their flows both pass nothing: what is in one network never leaks into another.
		this.integration = new Bridge(...this.named("int", { name: integrationBridge, failMode: "secure" }));
		this.tunnel = new Bridge(...this.named("tun", { name: tunnelBridge, failMode: "secure" }));
		this.vlans = this.allot();
		const patches = this.patch(
			{ bridge: this.integration.name, name: patchToTunnels },
			{ bridge: this.tunnel.name, name: patchToIntegration },
		);
		this.vteps = this.tunnels();
		this.tunnelTables([...patches, ...Object.values(this.vteps)]);
		this.physicalNetworks();
		for (const port of host.ports) this.workload(port);
	}

	/** A resource's name, its arguments on this host, and its options. */
	private named<const A extends object>(suffix: string, args: A, dependsOn: pulumi.Resource[] = []) {
		const { name, parent } = this.overlay;
		const aliases = this.former.map((old) => ({ name: `${name}-${old}-${suffix}` }));
		return [`${name}-${this.host.name}-${suffix}`, { ...this.at, ...args }, { parent, dependsOn, aliases }] as const;
	}

	private allot(): pulumi.Output<Vlans> {
		const { networks } = this.host;
		const given = networks.flatMap(({ name, localVlan }) => (localVlan === undefined ? [] : [[name, localVlan]]));
		const names = networks.map((network) => network.name);
		return new LocalVlans(
			...this.named("vlans", { bridge: this.integration.name, networks: names, vlans: Object.fromEntries(given) as Vlans }),
		).vlans;
	}

	private patch(...[a, b]: [PatchEnd, PatchEnd]): Port[] {
		const end = (own: PatchEnd, peer: PatchEnd) => new Port(...this.named(own.name, { ...own, type: "patch", peer: peer.name }));
		return [end(a, b), end(b, a)];
	}

	private tunnels(): { [type: string]: Vtep } {
		const { hosts } = this.overlay.plan;
		const made = [...this.host.peers].map(([type, peers]) => {
			const remote = Object.fromEntries(peers.map((peer) => [peer, hosts.get(peer)?.entry.address ?? ""]));
			const own = { bridge: this.tunnel.name, name: tunnelPrefix[type], localIp: this.host.entry.address };
			return [type, new Vtep(...this.named(type, { ...own, type, key: "flow", peers: remote }))];
		});
		return Object.fromEntries(made);
	}

	private tunnelTables(ports: pulumi.Resource[]): void {
		const { plan, stations } = this.overlay;
		const flows = pulumi.all([this.vlans, stations]).apply(([vlans, all]) => tunnelFlows(plan, this.host, vlans, all));
		for (const table of tunnelFlows(plan, this.host, {}, []).keys()) {
			const own = flows.apply((all) => all.get(table) ?? []);
			this.table(plan.tunnelBridge, this.tunnel.name, table, own, ports);
		}
	}

	/** The patches to the bridges of physical networks, and what passes them. */
	private physicalNetworks(): void {
		const patches = Object.entries(this.host.entry.bridgeMappings ?? {}).flatMap(([physicalNetwork, bridge]) => {
			const { int, phy } = providerPatch(bridge);
			const ends = this.patch({ bridge: this.integration.name, name: int }, { bridge, name: phy });
			const flows = this.vlans.apply((vlans) => providerFlows(this.host, physicalNetwork, bridge, vlans));
			this.table(bridge, bridge, 0, flows, ends);
			return ends;
		});
		const flows = this.vlans.apply((vlans) => integrationFlows(this.host, vlans));
		this.table(this.overlay.plan.integrationBridge, this.integration.name, 0, flows, patches);
	}

	private table(
		name: string,
		bridge: pulumi.Input<string>,
		table: number,
		flows: pulumi.Output<OverlayFlow[]>,
		ports: pulumi.Resource[],
	): void {
		this.flows[`${name}/${table}`] = new OpenFlowTable(...this.named(`${name}-${table}`, { bridge, table, flows }, ports));
	}

	private workload(port: OverlayPort): void {
		const { host: _, network, trunk, ...given } = port;
		const tag = this.vlans.apply((vlans) => vlans[network] ?? 0);
		const own = trunk && this.trunk(port, tag, trunk);
		if (own) this.trunks[port.name] = own;
		// A device that exists has settings of its own, which the overlay just knows of; a trunk puts it where it belongs.
		const { mac, addresses, ...less } = given;
		if (own && port.type === "system") return;
		const mtu = pulumi.all([this.overlay.mtus, port.vlanMode]).apply(([mtus, mode]) => portMtu(port, mode, mtus));
		const place = own && trunk?.mode !== "vlan-interfaces" ? { bridge: own.bridge } : { bridge: this.integration.name, tag };
		const settings =
			port.type === "system" ? less : { ...(hasDevice(port) ? { mtu, up: true } : {}), type: "internal" as const, ...given };
		// Which fields go with the port's type is checked at preview: here, a port without a type is an internal one.
		this.ports[port.name] = new Port(...this.named(port.name, { ...settings, ...place } as object as Omit<AnyPortArgs, "host">));
	}

	private trunk(port: OverlayPort, tag: pulumi.Output<number>, { name = port.name, subports, ...more }: OverlayTrunk): Trunk {
		const tagged = subports.map(({ network, mac, addresses, ...subport }) => ({
			...subport,
			tag: this.vlans.apply((vlans) => vlans[network] ?? 0),
		}));
		const externalIds = port.type === "system" ? port.externalIds : undefined;
		const parent = { port: port.name, tag, ...(externalIds === undefined ? {} : { externalIds }) };
		const own = { ...more, name, integrationBridge: this.integration.name, parent, subports: tagged };
		return new Trunk(...this.named(`trunk-${port.name}`, own));
	}
}

/** Of OVS's own making; patches have none, and bonds several that are there already. */
const hasDevice = ({ type = "internal" }: { type?: string }) => type === "internal" || type === "tap";

interface PatchEnd {
	bridge: pulumi.Input<string>;
	name: string;
}
