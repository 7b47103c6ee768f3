import * as pulumi from "@pulumi/pulumi";
import { formerNames } from "../hosts";
import { Bridge } from "../kinds/Bridge";
import { LocalVlans } from "../kinds/LocalVlans";
import { OpenFlowTable } from "../kinds/OpenFlowTable";
import { type AnyPortArgs, Port } from "../kinds/Port";
import { Trunk } from "../kinds/Trunk";
import { Vtep } from "../kinds/Vtep";
import type { FdbEntry, LocalVlanIds, OverlayFlow } from "./overlay-flows";
import { integrationFlows, providerFlows, tunnelFlows } from "./overlay-flows";
import { portMtu } from "./overlay-mtu";
import { patchToIntegration, patchToTunnels, providerPatch, tunnelPrefix } from "./overlay-names";
import type { OverlayPort, OverlayTrunk } from "./overlay-network-args";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

/** Values that the hosts of an overlay share. */
export interface Overlay {
	name: string;
	parent: pulumi.Resource;
	plan: OverlayPlan;
	fdbEntries: pulumi.Output<FdbEntry[]>;
	mtus: pulumi.Output<{ [network: string]: number }>;
}

/** The resources of one host of an overlay. */
export class OverlayHostResources {
	readonly integration: Bridge;
	readonly tunnel: Bridge;
	readonly vteps: { [type: string]: Vtep };
	readonly ports: { [port: string]: Port } = {};
	/** The trunks, by the names of their ports. */
	readonly trunks: { [port: string]: Trunk } = {};
	readonly vlans: pulumi.Output<LocalVlanIds>;
	/** The flows, by bridge and table: "br-tun/22". */
	readonly flows: { [table: string]: OpenFlowTable } = {};

	private readonly hostArgs: { host: OverlayHostPlan["entry"]["host"] };
	private readonly formerHostNames: string[];

	constructor(
		private readonly overlay: Overlay,
		private readonly host: OverlayHostPlan,
	) {
		const { integrationBridge, tunnelBridge } = overlay.plan;
		this.hostArgs = { host: host.entry.host };
		this.formerHostNames = formerNames(host.name);
		// A bridge with failMode "secure" forwards nothing without flows, so no frame gets into another network.
		this.integration = new Bridge(...this.resourceArgs("int", { name: integrationBridge, failMode: "secure" }));
		this.tunnel = new Bridge(...this.resourceArgs("tun", { name: tunnelBridge, failMode: "secure" }));
		this.vlans = this.allocateVlans();
		const patches = this.createPatch(
			{ bridge: this.integration.name, name: patchToTunnels },
			{ bridge: this.tunnel.name, name: patchToIntegration },
		);
		this.vteps = this.createTunnels();
		this.createTunnelTables([...patches, ...Object.values(this.vteps)]);
		this.connectPhysicalNetworks();
		for (const port of host.ports) this.createPort(port);
	}

	/** The name, arguments and options of a resource on this host. The aliases are its names under former names of the host. */
	private resourceArgs<const A extends object>(suffix: string, args: A, dependsOn: pulumi.Resource[] = []) {
		const { name, parent } = this.overlay;
		const aliases = this.formerHostNames.map((old) => ({ name: `${name}-${old}-${suffix}` }));
		return [`${name}-${this.host.name}-${suffix}`, { ...this.hostArgs, ...args }, { parent, dependsOn, aliases }] as const;
	}

	private allocateVlans(): pulumi.Output<LocalVlanIds> {
		const { networks } = this.host;
		const given = networks.flatMap(({ name, localVlan }) => (localVlan === undefined ? [] : [[name, localVlan]]));
		const names = networks.map((network) => network.name);
		return new LocalVlans(
			...this.resourceArgs("vlans", {
				bridge: this.integration.name,
				networks: names,
				vlans: Object.fromEntries(given) as LocalVlanIds,
			}),
		).vlans;
	}

	private createPatch(...[a, b]: [PatchEnd, PatchEnd]): Port[] {
		const end = (own: PatchEnd, peer: PatchEnd) =>
			new Port(...this.resourceArgs(own.name, { ...own, type: "patch", peer: peer.name }));
		return [end(a, b), end(b, a)];
	}

	private createTunnels(): { [type: string]: Vtep } {
		const { hosts } = this.overlay.plan;
		const vteps = [...this.host.peers].map(([type, peers]) => {
			const remote = Object.fromEntries(peers.map((peer) => [peer, hosts.get(peer)?.entry.address ?? ""]));
			const own = { bridge: this.tunnel.name, name: tunnelPrefix[type], localIp: this.host.entry.address };
			return [type, new Vtep(...this.resourceArgs(type, { ...own, type, key: "flow", peers: remote }))];
		});
		return Object.fromEntries(vteps);
	}

	private createTunnelTables(ports: pulumi.Resource[]): void {
		const { plan, fdbEntries } = this.overlay;
		const flows = pulumi.all([this.vlans, fdbEntries]).apply(([vlans, all]) => tunnelFlows(plan, this.host, vlans, all));
		for (const table of tunnelFlows(plan, this.host, {}, []).keys()) {
			const own = flows.apply((all) => all.get(table) ?? []);
			this.createTable(plan.tunnelBridge, this.tunnel.name, table, own, ports);
		}
	}

	/** Creates the patches to the bridges of physical networks, and the flows for them. */
	private connectPhysicalNetworks(): void {
		const patches = Object.entries(this.host.entry.bridgeMappings ?? {}).flatMap(([physicalNetwork, bridge]) => {
			const { int, phy } = providerPatch(bridge);
			const ends = this.createPatch({ bridge: this.integration.name, name: int }, { bridge, name: phy });
			const flows = this.vlans.apply((vlans) => providerFlows(this.host, physicalNetwork, bridge, vlans));
			this.createTable(bridge, bridge, 0, flows, ends);
			return ends;
		});
		const flows = this.vlans.apply((vlans) => integrationFlows(this.host, vlans));
		this.createTable(this.overlay.plan.integrationBridge, this.integration.name, 0, flows, patches);
	}

	private createTable(
		name: string,
		bridge: pulumi.Input<string>,
		table: number,
		flows: pulumi.Output<OverlayFlow[]>,
		ports: pulumi.Resource[],
	): void {
		this.flows[`${name}/${table}`] = new OpenFlowTable(...this.resourceArgs(`${name}-${table}`, { bridge, table, flows }, ports));
	}

	private createPort(port: OverlayPort): void {
		const { host: _, network, trunk, ...given } = port;
		const tag = this.vlans.apply((vlans) => vlans[network] ?? 0);
		const own = trunk && this.createTrunk(port, tag, trunk);
		if (own) this.trunks[port.name] = own;
		// `mac` and `addresses` of an existing device are not set; they only become flows. If the device has a trunk, the trunk adds
		// it to a bridge.
		const { mac, addresses, ...withoutAddresses } = given;
		if (own && port.type === "system") return;
		const mtu = pulumi.all([this.overlay.mtus, port.vlanMode]).apply(([mtus, mode]) => portMtu(port, mode, mtus));
		const bridgeArgs = own && trunk?.mode !== "vlan-interfaces" ? { bridge: own.bridge } : { bridge: this.integration.name, tag };
		const settings =
			port.type === "system"
				? withoutAddresses
				: { ...(hasDevice(port) ? { mtu, up: true } : {}), type: "internal" as const, ...given };
		// Which fields go with the port's type is checked at preview: here, a port without a type is an internal one.
		const args = { ...settings, ...bridgeArgs } as object as Omit<AnyPortArgs, "host">;
		this.ports[port.name] = new Port(...this.resourceArgs(port.name, args));
	}

	private createTrunk(
		port: OverlayPort,
		tag: pulumi.Output<number>,
		{ name = port.name, subports, ...more }: OverlayTrunk,
	): Trunk {
		const tagged = subports.map(({ network, mac, addresses, ...subport }) => ({
			...subport,
			tag: this.vlans.apply((vlans) => vlans[network] ?? 0),
		}));
		const externalIds = port.type === "system" ? port.externalIds : undefined;
		const parent = { port: port.name, tag, ...(externalIds === undefined ? {} : { externalIds }) };
		const own = { ...more, name, integrationBridge: this.integration.name, parent, subports: tagged };
		return new Trunk(...this.resourceArgs(`trunk-${port.name}`, own));
	}
}

/** True for a port whose device Open vSwitch creates. Patch ports have no device, and bonds use existing ones. */
const hasDevice = ({ type = "internal" }: { type?: string }) => type === "internal" || type === "tap";

interface PatchEnd {
	bridge: pulumi.Input<string>;
	name: string;
}
