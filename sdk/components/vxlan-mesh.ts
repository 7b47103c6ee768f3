import * as pulumi from "@pulumi/pulumi";
import { formerNames } from "../hosts";
import { Bridge } from "../kinds/Bridge";
import { Port } from "../kinds/Port";
import { Vtep } from "../kinds/Vtep";
import { isOfType } from "../resource";
import { portPrefix } from "./mesh-names";
import type { VxlanMeshArgs, VxlanMeshHost, VxlanMeshPort } from "./vxlan-mesh-args";
import type { MeshPlan } from "./vxlan-mesh-plan";
import { firstAddresses, hasAddresses, planMesh, planMeshMtu } from "./vxlan-mesh-plan";

const componentType = "ovs:index:VxlanMesh";

/** A layer 2 network over several hosts. Each host has a bridge, and one Vtep with the tunnels to the other hosts. */
export class VxlanMesh extends pulumi.ComponentResource {
	/** True if a value is a VxlanMesh, even one from another copy of this package. */
	static override isInstance(value: unknown): value is VxlanMesh {
		return isOfType(value, componentType);
	}

	/** The bridge of each host, by the host's name. */
	readonly bridges: { [host: string]: Bridge } = {};
	/** The tunnels of each host that has a link, by the host's name. */
	readonly vteps: { [host: string]: Vtep } = {};
	/** The further ports of each host, by the names of the host and of the port. */
	readonly ports: { [host: string]: { [port: string]: Port } } = {};
	/** The pairs of hosts that have a tunnel. */
	readonly links: [string, string][];
	/** MTU of the overlay, in bytes. */
	readonly mtu: pulumi.Output<number>;
	/** The first overlay address of each host that has one, without its prefix length. */
	readonly addresses: pulumi.Output<{ [host: string]: string }>;

	constructor(name: string, args: VxlanMeshArgs, opts?: pulumi.ComponentResourceOptions) {
		const plan = planMesh(name, args);
		super(componentType, name, undefined, opts);
		this.links = plan.links;
		this.mtu = planMeshMtu(name, args, plan);
		for (const [i, host] of plan.names.entries()) {
			const entry = args.hosts[i];
			if (entry) this.createHost(name, host, entry, args, plan);
		}
		this.addresses = firstAddresses(args.hosts, plan.names);
		this.registerOutputs({ mtu: this.mtu, addresses: this.addresses });
	}

	/** Creates the resources of one host. */
	private createHost(name: string, host: string, entry: VxlanMeshHost, args: VxlanMeshArgs, plan: MeshPlan): void {
		const former = formerNames(host);
		const options = (suffix = "") => ({ parent: this, aliases: former.map((old) => ({ name: `${name}-${old}${suffix}` })) });
		const bridge = new Bridge(
			`${name}-${host}`,
			{
				host: entry.host,
				name: args.bridge,
				rstp: plan.loopPrevention === "rstp",
				mtu: this.mtu,
				addresses: entry.addresses,
				up: hasAddresses(entry) ? true : undefined,
			},
			options(),
		);
		this.bridges[host] = bridge;
		// The bridge's name is an output, so that ports wait for the bridge: its RSTP must be on before a tunnel closes a loop.
		const bridgeArgs = { host: entry.host, bridge: bridge.name };
		const ports = (entry.ports ?? []).map((port) => this.portArgs(port));
		this.ports[host] = Object.fromEntries(
			ports.map((port) => [
				port.name,
				new Port(`${name}-${host}-${port.name}`, { ...port, ...bridgeArgs }, options(`-${port.name}`)),
			]),
		);
		const peers = plan.peers.get(host) ?? [];
		if (peers.length === 0) return;
		this.vteps[host] = new Vtep(
			`${name}-${host}`,
			{
				...bridgeArgs,
				name: portPrefix(args.bridge),
				type: plan.type,
				key: args.vni,
				localIp: entry.address,
				peers: Object.fromEntries(peers.map((peer) => [peer, args.hosts[plan.names.indexOf(peer)]?.address ?? ""])),
				protected: plan.loopPrevention === "split-horizon",
			},
			options(),
		);
	}

	/** The arguments of a port. Without an MTU, internal and tap ports would get the MTU of the underlay's devices. */
	private portArgs(port: string | VxlanMeshPort): VxlanMeshPort {
		if (typeof port === "string") return { name: port };
		const ownDevice = (port.type === "internal" || port.type === "tap") && port.mtu === undefined;
		return ownDevice ? { ...port, mtu: this.mtu } : port;
	}
}
