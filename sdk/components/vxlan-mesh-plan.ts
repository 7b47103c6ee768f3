import * as pulumi from "@pulumi/pulumi";
import {
	ArgumentError,
	bare,
	type Claim,
	checkDistinct,
	checkFields,
	checkResourceNames,
	fieldsOf,
	isPlain,
	named,
	plainName,
} from "./arguments";
import type { Link, LoopPrevention } from "./mesh-links";
import { peersOf, planLinks } from "./mesh-links";
import type { MeshType } from "./mesh-values";
import { checkNames, checkOverlay, checkType, checkUnderlay, checkVni, planMtu } from "./mesh-values";
import type { VxlanMeshArgs, VxlanMeshHost, VxlanMeshPort } from "./vxlan-mesh-args";

/** What can be told from the plain arguments. */
export interface MeshPlan {
	names: string[];
	links: Link[];
	peers: Map<string, string[]>;
	type: MeshType;
	loopPrevention: LoopPrevention;
}

export const planMesh = (name: string, args: VxlanMeshArgs): MeshPlan => named(name, () => plan(args));

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
		return plainName(`hosts[${i}].host`, host.host);
	});
	checkNames(names);
	checkResourceNames(hosts.flatMap(({ ports = [] }, i) => checkPorts(`hosts[${i}].ports`, names[i] ?? "", ports)));
	const planned = planLinks(names, links, loopPrevention);
	return { names, links: planned, peers: peersOf(names, planned), type, loopPrevention };
}

/** The resources of a host's ports. Fields that are not the mesh's are Port's, which checks them. */
function checkPorts(path: string, host: string, ports: (string | VxlanMeshPort)[]): Claim[] {
	const claims = ports.map((port, i) => {
		const at = `${path}[${i}]`;
		if (typeof port !== "string" && (port as { bridge?: unknown }).bridge !== undefined)
			throw new ArgumentError(`${at}.bridge`, "is the mesh's to choose: leave it out");
		return { path: at, value: typeof port === "string" ? port : port.name, at: `ports[${i}]` };
	});
	checkDistinct(claims, ({ value }, { at }) => `"${value}" is ${at} already`);
	return claims.map(({ path, value }) => ({ path, value: `${host}-${value}` }));
}

/** Checks addresses, at once where they are plain, and says what MTU they leave. */
export function planMeshMtu(name: string, args: VxlanMeshArgs, { names, type }: MeshPlan): pulumi.Output<number> {
	const underlay = args.hosts.map(({ address }) => address);
	const overlay = args.hosts.map(({ addresses }) => addresses ?? []);
	const check = (all: string[], bridges: string[][]) =>
		named(name, () => {
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
		Object.fromEntries(all.flatMap(([first], i) => (first === undefined ? [] : [[names[i] ?? "", bare(first)]]))),
	);
}
