import * as pulumi from "@pulumi/pulumi";
import {
	ArgumentError,
	checkFields,
	checkResourceNames,
	checkUnique,
	fieldsOf,
	isPlain,
	plainHostName,
	type UniqueValue,
	withComponentName,
	withoutPrefixLength,
} from "./arguments";
import { checkOverlay, checkUnderlay } from "./mesh-addresses";
import type { Link, LoopPrevention } from "./mesh-links";
import { peersOf, planLinks } from "./mesh-links";
import { planMtu } from "./mesh-mtu";
import { checkNames } from "./mesh-names";
import type { MeshType } from "./mesh-type";
import { checkType, checkVni } from "./mesh-type";
import type { VxlanMeshArgs, VxlanMeshHost, VxlanMeshPort } from "./vxlan-mesh-args";

/** The result of planMesh, which depends on the plain arguments only. */
export interface MeshPlan {
	names: string[];
	links: Link[];
	peers: Map<string, string[]>;
	type: MeshType;
	loopPrevention: LoopPrevention;
}

export const planMesh = (name: string, args: VxlanMeshArgs): MeshPlan => withComponentName("VxlanMesh", name, () => plan(args));

const fields = fieldsOf<VxlanMeshArgs>({
	...{ hosts: true, bridge: true, vni: true, type: true, links: true, loopPrevention: true, underlayMtu: true, mtu: true },
});
const hostFields = fieldsOf<VxlanMeshHost>({ host: true, address: true, addresses: true, ports: true });

function plan(args: VxlanMeshArgs): MeshPlan {
	checkFields("", args, fields);
	const { hosts, vni, links, type = "vxlan", loopPrevention = "split-horizon" } = args;
	checkType(type);
	checkVni(type, vni);
	const names = hosts.map((host, i) => {
		checkFields(`hosts[${i}]`, host, hostFields);
		return plainHostName(`hosts[${i}].host`, host.host);
	});
	checkNames(names);
	checkResourceNames(hosts.flatMap(({ ports = [] }, i) => checkPorts(`hosts[${i}].ports`, names[i] ?? "", ports)));
	const planned = planLinks(names, links, loopPrevention);
	return { names, links: planned, peers: peersOf(names, planned), type, loopPrevention };
}

/** Checks the names of a host's ports, and returns the ends of their resources' names. Port checks other fields. */
function checkPorts(path: string, host: string, ports: (string | VxlanMeshPort)[]): UniqueValue[] {
	const names = ports.map((port, i) => {
		const at = `${path}[${i}]`;
		if (typeof port !== "string" && (port as { bridge?: unknown }).bridge !== undefined)
			throw new ArgumentError(`${at}.bridge`, "is set by the mesh: remove it");
		return { path: at, value: typeof port === "string" ? port : port.name, at: `ports[${i}]` };
	});
	checkUnique(names, ({ value }, { at }) => `"${value}" is already the name of ${at}`);
	return names.map(({ path, value }) => ({ path, value: `${host}-${value}` }));
}

/** Checks the addresses, and returns the overlay's MTU. If all addresses are plain, errors are thrown by this call. */
export function planMeshMtu(name: string, args: VxlanMeshArgs, { names, type }: MeshPlan): pulumi.Output<number> {
	const underlay = args.hosts.map(({ address }) => address);
	const overlay = args.hosts.map(({ addresses }) => addresses ?? []);
	const check = (all: string[], bridges: string[][]) =>
		withComponentName("VxlanMesh", name, () => {
			checkOverlay(names, bridges);
			return planMtu(type, checkUnderlay(names, all), args.underlayMtu ?? 1500, args.mtu);
		});
	if (isPlain(underlay) && isPlain(overlay)) return pulumi.output(check(underlay as string[], overlay as string[][]));
	return pulumi
		.all([pulumi.all(underlay), pulumi.all(overlay.map((list) => pulumi.output(list)))])
		.apply(([all, bridges]) => check(all, bridges));
}

export const hasAddresses = ({ addresses }: VxlanMeshHost) =>
	addresses !== undefined && !(Array.isArray(addresses) && addresses.length === 0);

export function firstAddresses(hosts: VxlanMeshHost[], names: string[]): pulumi.Output<{ [host: string]: string }> {
	const lists = pulumi.all(hosts.map(({ addresses }) => pulumi.output(addresses ?? [])));
	return lists.apply((all) =>
		Object.fromEntries(all.flatMap(([first], i) => (first === undefined ? [] : [[names[i] ?? "", withoutPrefixLength(first)]]))),
	);
}
