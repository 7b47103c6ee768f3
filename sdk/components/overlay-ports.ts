import {
	ArgumentError,
	checkFields,
	checkResourceNames,
	checkUnique,
	fieldsOf,
	plainHostName,
	type UniqueValue,
} from "./arguments";
import { patchToIntegration, patchToTunnels, providerPatch } from "./overlay-names";
import type { OverlayNetworkSpec, OverlayPort, OverlaySubport, OverlayTrunk } from "./overlay-network-args";
import { isTunnelType } from "./overlay-networks";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

const trunkFields = fieldsOf<OverlayTrunk>({ name: true, mode: true, subports: true, force: true, adopt: true });
const subportFields = fieldsOf<OverlaySubport>({
	...{ name: true, network: true, segmentationId: true, mac: true, addresses: true, externalIds: true },
});
/** Allowed fields of a port of type "system" that has a trunk. The trunk adds its device to a bridge, so there is no Port resource. */
const existingDeviceFields = ["host", "network", "name", "type", "mac", "addresses", "externalIds", "trunk"];

/** Checks the ports, and adds each to the plan of its host. */
export function assignPorts(plan: OverlayPlan, ports: OverlayPort[]): void {
	const entries = ports.map((port, i) => {
		const at = (field: string) => `ports[${i}].${field}`;
		checkPort(port, at);
		const host = plan.hosts.get(plainHostName(at("host"), port.host));
		if (!host)
			throw new ArgumentError(
				at("host"),
				`"${plainHostName(at("host"), port.host)}" is not a host of this overlay; its hosts are ${[...plan.hosts.keys()].join(", ")}`,
			);
		checkNetworkOf(plan, host, port.network, at("network"));
		(port.trunk?.subports ?? []).forEach(({ network }, j) => {
			checkNetworkOf(plan, host, network, at(`trunk.subports[${j}].network`));
		});
		host.ports.push(port);
		return { path: at("name"), value: `${host.name} ${port.name}`, port, host: host.name, at: `ports[${i}]` };
	});
	checkUnique(entries, ({ port, host }, { at }) => `"${port.name}" of ${host} is already the name of ${at}`);
	const resourceNames = (all: typeof entries, prefix = "") =>
		all.map(({ path, host, port }) => ({ path, value: `${host}-${prefix}${port.name}` }));
	const hosts = [...plan.hosts.values()];
	checkResourceNames([...hosts.flatMap(patchPortNames), ...resourceNames(entries)]);
	checkResourceNames(
		resourceNames(
			entries.filter(({ port }) => port.trunk),
			"trunk-",
		),
	);
	checkResourceNames(hosts.flatMap((host, i) => tableNames(plan, host, i)));
}

/** Ends of the resource names of the overlay's patch ports. */
function patchPortNames({ name, entry }: OverlayHostPlan, i: number): UniqueValue[] {
	const physical = Object.values(entry.bridgeMappings ?? {}).flatMap((bridge) => Object.values(providerPatch(bridge)));
	return [patchToTunnels, patchToIntegration, ...physical].map((port) => ({ path: `hosts[${i}]`, value: `${name}-${port}` }));
}

/** Ends of the resource names of the bridges' flow tables, without the table. */
function tableNames(
	{ integrationBridge, tunnelBridge }: OverlayPlan,
	{ name, entry }: OverlayHostPlan,
	i: number,
): UniqueValue[] {
	const bridges = [integrationBridge, tunnelBridge, ...Object.values(entry.bridgeMappings ?? {})];
	return bridges.map((bridge) => ({ path: `hosts[${i}]`, value: `${name}-${bridge}` }));
}

/** Checks the fields that the overlay and the trunk use. Port checks all others. */
function checkPort(port: OverlayPort, at: (field: string) => string): void {
	const given = Object.entries(port).flatMap(([field, value]) => (value === undefined ? [] : [field]));
	const reserved = given.find((field) => ["bridge", "tag"].includes(field));
	if (reserved !== undefined) throw new ArgumentError(at(reserved), "is set by the overlay: remove it");
	if (!port.trunk) return;
	checkFields(at("trunk"), port.trunk, trunkFields);
	(port.trunk.subports ?? []).forEach((subport, i) => {
		checkFields(at(`trunk.subports[${i}]`), subport, subportFields);
	});
	const unused = port.type === "system" ? given.find((field) => !existingDeviceFields.includes(field)) : undefined;
	if (unused !== undefined)
		throw new ArgumentError(
			at(unused),
			'has no effect on an existing device (type "system") with a trunk: remove it, and set it where the device is created',
		);
}

/** Checks that a network exists and that the host has a connection to it. */
function checkNetworkOf(plan: OverlayPlan, host: OverlayHostPlan, name: string, path: string): void {
	const network = plan.networks.get(name);
	if (!network)
		throw new ArgumentError(
			path,
			`"${name}" is not a network of this overlay; its networks are ${[...plan.networks.keys()].join(", ")}`,
		);
	if (reachesNetwork(host, network)) return;
	throw new ArgumentError(
		path,
		`"${name}" is on the physical network ${network.physicalNetwork}, for which ${host.name} has no bridge: add one to its bridgeMappings`,
	);
}

export const reachesNetwork = ({ entry }: OverlayHostPlan, { type, physicalNetwork = "" }: OverlayNetworkSpec): boolean =>
	isTunnelType(type) || Object.hasOwn(entry.bridgeMappings ?? {}, physicalNetwork);
