import { ArgumentError, type Claim, checkDistinct, checkFields, checkResourceNames, fieldsOf, plainName } from "./arguments";
import { isTunnelled } from "./overlay-checks";
import { patchToIntegration, patchToTunnels, providerPatch } from "./overlay-names";
import type { OverlayNetworkSpec, OverlayPort, OverlaySubport, OverlayTrunk } from "./overlay-network-args";
import type { OverlayHostPlan, OverlayPlan } from "./overlay-plan-types";

const trunkFields = fieldsOf<OverlayTrunk>({ name: true, mode: true, subports: true, force: true, adopt: true });
const subportFields = fieldsOf<OverlaySubport>({
	...{ name: true, network: true, segmentationId: true, mac: true, addresses: true, externalIds: true },
});
/** Fields of a device that is there and that a trunk plugs in: no Port is made of it. */
const pluggedFields = ["host", "network", "name", "type", "mac", "addresses", "externalIds", "trunk"];

/** Puts the ports on their hosts. */
export function placePorts(plan: OverlayPlan, ports: OverlayPort[]): void {
	const claims = ports.map((port, i) => {
		const at = (field: string) => `ports[${i}].${field}`;
		checkPort(port, at);
		const host = plan.hosts.get(plainName(at("host"), port.host));
		if (!host)
			throw new ArgumentError(
				at("host"),
				`"${plainName(at("host"), port.host)}" is not a host of this overlay; its hosts are ${[...plan.hosts.keys()].join(", ")}`,
			);
		checkNetworkOf(plan, host, port.network, at("network"));
		(port.trunk?.subports ?? []).forEach(({ network }, j) => {
			checkNetworkOf(plan, host, network, at(`trunk.subports[${j}].network`));
		});
		host.ports.push(port);
		return { path: at("name"), value: `${host.name} ${port.name}`, port, host: host.name, at: `ports[${i}]` };
	});
	checkDistinct(claims, ({ port, host }, { at }) => `"${port.name}" of ${host} is ${at} already`);
	const named = (all: typeof claims, prefix = "") =>
		all.map(({ path, host, port }) => ({ path, value: `${host}-${prefix}${port.name}` }));
	const hosts = [...plan.hosts.values()];
	checkResourceNames([...hosts.flatMap(patchesOf), ...named(claims)]);
	checkResourceNames(
		named(
			claims.filter(({ port }) => port.trunk),
			"trunk-",
		),
	);
	checkResourceNames(hosts.flatMap((host, i) => tablesOf(plan, host, i)));
}

/** Ports of the overlay's own. */
function patchesOf({ name, entry }: OverlayHostPlan, i: number): Claim[] {
	const physical = Object.values(entry.bridgeMappings ?? {}).flatMap((bridge) => Object.values(providerPatch(bridge)));
	return [patchToTunnels, patchToIntegration, ...physical].map((port) => ({ path: `hosts[${i}]`, value: `${name}-${port}` }));
}

/** The bridges whose flows the overlay makes. */
function tablesOf({ integrationBridge, tunnelBridge }: OverlayPlan, { name, entry }: OverlayHostPlan, i: number): Claim[] {
	const bridges = [integrationBridge, tunnelBridge, ...Object.values(entry.bridgeMappings ?? {})];
	return bridges.map((bridge) => ({ path: `hosts[${i}]`, value: `${name}-${bridge}` }));
}

/** Fields that are neither the overlay's nor the trunk's are Port's, which checks them. */
function checkPort(port: OverlayPort, at: (field: string) => string): void {
	const given = Object.entries(port).flatMap(([field, value]) => (value === undefined ? [] : [field]));
	const settled = given.find((field) => ["bridge", "tag"].includes(field));
	if (settled !== undefined) throw new ArgumentError(at(settled), "is the overlay's to choose: leave it out");
	if (!port.trunk) return;
	checkFields(at("trunk"), port.trunk, trunkFields);
	(port.trunk.subports ?? []).forEach((subport, i) => {
		checkFields(at(`trunk.subports[${i}]`), subport, subportFields);
	});
	const lost = port.type === "system" ? given.find((field) => !pluggedFields.includes(field)) : undefined;
	if (lost !== undefined)
		throw new ArgumentError(
			at(lost),
			'has no effect on a device that is there (type "system") and that a trunk plugs in: leave it out, and set it where the device is made',
		);
}

/** A port's network must be there, and within its host's reach. */
function checkNetworkOf(plan: OverlayPlan, host: OverlayHostPlan, name: string, path: string): void {
	const network = plan.networks.get(name);
	if (!network)
		throw new ArgumentError(
			path,
			`"${name}" is not a network of this overlay; its networks are ${[...plan.networks.keys()].join(", ")}`,
		);
	if (isReached(host, network)) return;
	throw new ArgumentError(
		path,
		`"${name}" is on the physical network ${network.physicalNetwork}, to which ${host.name} has no bridge: name one in its bridgeMappings`,
	);
}

export const isReached = ({ entry }: OverlayHostPlan, { type, physicalNetwork = "" }: OverlayNetworkSpec): boolean =>
	isTunnelled(type) || Object.hasOwn(entry.bridgeMappings ?? {}, physicalNetwork);
