import * as pulumi from "@pulumi/pulumi";
import { formerNames } from "../hosts";
import { Bridge } from "../kinds/Bridge";
import { Port } from "../kinds/Port";
import { Vtep } from "../kinds/Vtep";
import { portPrefix } from "./mesh-values";
import type { VxlanMeshArgs, VxlanMeshHost, VxlanMeshPort } from "./vxlan-mesh-args";
import type { MeshPlan } from "./vxlan-mesh-plan";
import { firstAddresses, hasAddresses, planMesh, planMeshMtu } from "./vxlan-mesh-plan";

/** Hosts joined by tunnels into one layer 2 network: a bridge on each, and one Vtep with its tunnels to the others. */
export class VxlanMesh extends pulumi.ComponentResource {
	/** Whether a value is one, also where several copies of this package are loaded. */
	static override isInstance(value: unknown): value is VxlanMesh {
		return (value as { __pulumiType?: unknown } | undefined | null)?.__pulumiType === "ovs:index:VxlanMesh";
	}

	/** The bridge of each host, by the host's name. */
	readonly bridges: { [host: string]: Bridge } = {};
	/** The tunnels of each host that has a link, by the host's name. */
	readonly vteps: { [host: string]: Vtep } = {};
	/** The ports that the mesh was given for each host, by the host's name and theirs. */
	readonly ports: { [host: string]: { [port: string]: Port } } = {};
	/** The pairs of hosts that have a tunnel. */
	readonly links: [string, string][];
	/** MTU of the overlay. */
	readonly mtu: pulumi.Output<number>;
	/** The first overlay address of each host that has one, without its prefix length. */
	readonly addresses: pulumi.Output<{ [host: string]: string }>;

	constructor(name: string, args: VxlanMeshArgs, opts?: pulumi.ComponentResourceOptions) {
		const plan = planMesh(name, args);
		super("ovs:index:VxlanMesh", name, undefined, opts);
		this.links = plan.links;
		this.mtu = planMeshMtu(name, args, plan);
		for (const [i, host] of plan.names.entries()) {
			const entry = args.hosts[i];
			if (entry) this.join(name, host, entry, args, plan);
		}
		this.addresses = firstAddresses(args.hosts, plan.names);
		this.registerOutputs({ mtu: this.mtu, addresses: this.addresses });
	}

	/** Makes the resources of one host. */
	private join(name: string, host: string, entry: VxlanMeshHost, args: VxlanMeshArgs, plan: MeshPlan): void {
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
		// By its output, so that the bridge is there (and its spanning tree on) before a tunnel could close a loop.
		const place = { host: entry.host, bridge: bridge.name };
		const ports = (entry.ports ?? []).map((port) => this.portOf(port));
		this.ports[host] = Object.fromEntries(
			ports.map((port) => [port.name, new Port(`${name}-${host}-${port.name}`, { ...port, ...place }, options(`-${port.name}`))]),
		);
		const peers = plan.peers.get(host) ?? [];
		// Without any there is nothing to make.
		if (peers.length === 0) return;
		this.vteps[host] = new Vtep(
			`${name}-${host}`,
			{
				...place,
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

	/** Internal ports would have the MTU of the underlay's devices. */
	private portOf(port: string | VxlanMeshPort): VxlanMeshPort {
		if (typeof port === "string") return { name: port };
		const ownDevice = (port.type === "internal" || port.type === "tap") && port.mtu === undefined;
		return ownDevice ? { ...port, mtu: this.mtu } : port;
	}
}
