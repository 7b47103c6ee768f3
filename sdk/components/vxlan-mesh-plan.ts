import * as pulumi from "@pulumi/pulumi";
import { hostName } from "../hosts";
import { ArgumentError, named } from "./arguments";
import type { Link, LoopPrevention } from "./mesh-links";
import { peersOf, planLinks } from "./mesh-links";
import type { MeshType } from "./mesh-values";
import { bare, checkNames, checkOverlay, checkType, checkUnderlay, checkVni, planMtu, twice } from "./mesh-values";
import type { VxlanMeshArgs, VxlanMeshHost } from "./vxlan-mesh-args";

/** What can be told from the plain arguments. */
export interface MeshPlan {
	names: string[];
	links: Link[];
	peers: Map<string, string[]>;
	type: MeshType;
	loopPrevention: LoopPrevention;
}

export const planMesh = (name: string, args: VxlanMeshArgs): MeshPlan => named(name, () => plan(args));

function plan({ hosts, vni, links, type = "vxlan", loopPrevention = "split-horizon" }: VxlanMeshArgs): MeshPlan {
	checkType(type);
	checkVni(type, vni);
	const names = hosts.map(({ host }, i) => {
		const found = hostName(host);
		if (found === undefined)
			throw new ArgumentError(`hosts[${i}].host`, "needs a plain `name`: its address is not known before the program has run");
		return found;
	});
	checkNames(names);
	hosts.forEach(({ ports = [] }, i) => {
		const portNames = ports.map((port) => (typeof port === "string" ? port : port.name));
		const same = twice(portNames);
		if (same)
			throw new ArgumentError(`hosts[${i}].ports[${same.second}]`, `"${portNames[same.second]}" is ports[${same.first}] already`);
	});
	const planned = planLinks(names, links, loopPrevention);
	return { names, links: planned, peers: peersOf(names, planned), type, loopPrevention };
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

export const isPlain = (value: unknown): boolean =>
	Array.isArray(value) ? value.every(isPlain) : typeof value !== "object" || value === null;

export const hasAddresses = ({ addresses }: VxlanMeshHost) =>
	addresses !== undefined && !(Array.isArray(addresses) && addresses.length === 0);

export function firstAddresses(hosts: VxlanMeshHost[], names: string[]): pulumi.Output<{ [host: string]: string }> {
	const lists = pulumi.all(hosts.map(({ addresses }) => pulumi.output(addresses ?? [])));
	return lists.apply((all) =>
		Object.fromEntries(all.flatMap(([first], i) => (first === undefined ? [] : [[names[i] ?? "", bare(first)]]))),
	);
}
