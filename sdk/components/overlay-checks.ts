import { ArgumentError } from "./arguments";
import type { OverlayNetworkSpec, OverlayNetworkType } from "./overlay-network-args";

export type TunnelType = "vxlan" | "gre" | "geneve";

const types = ["vxlan", "gre", "geneve", "vlan", "flat"];
const numbers: Record<Exclude<OverlayNetworkType, "flat">, { least: number; most: number; what: string }> = {
	vxlan: { least: 0, most: 0xffffff, what: "a VNI (24 bits)" },
	geneve: { least: 0, most: 0xffffff, what: "a VNI (24 bits)" },
	gre: { least: 0, most: 0xffffffff, what: "a GRE key (32 bits)" },
	vlan: { least: 1, most: 4094, what: "a VLAN id" },
};

export const isTunnelled = (type: OverlayNetworkType): type is TunnelType => type !== "vlan" && type !== "flat";

function checkNumber(path: string, value: unknown, { least, most, what }: { least: number; most: number; what: string }): void {
	if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
	throw new ArgumentError(path, `must be ${what}: a whole number from ${least} to ${most}, not ${JSON.stringify(value)}`);
}

/** What no two networks may both be, with the field that says it. */
function claims({
	name,
	type,
	segmentationId,
	physicalNetwork,
	localVlan,
}: OverlayNetworkSpec): [field: string, claim: string][] {
	const onTheWire: [string, string] =
		type === "flat"
			? ["physicalNetwork", `the untagged network of ${physicalNetwork}`]
			: ["segmentationId", `${type} ${segmentationId}${type === "vlan" ? ` of ${physicalNetwork}` : ""}`];
	return [
		["name", `"${name}"`],
		onTheWire,
		...(localVlan === undefined ? [] : [["localVlan", `local VLAN ${localVlan}`] as [string, string]]),
	];
}

export function checkNetworks(networks: OverlayNetworkSpec[]): void {
	const taken = new Map<string, number>();
	networks.forEach((network, i) => {
		const at = (field: string) => `networks[${i}].${field}`;
		checkNetwork(network, at);
		for (const [field, claim] of claims(network)) {
			const before = taken.get(claim);
			if (before !== undefined)
				throw new ArgumentError(at(field), `${claim} is networks[${before}] (${networks[before]?.name}) already`);
			taken.set(claim, i);
		}
	});
}

function checkNetwork(
	{ name, type, segmentationId, physicalNetwork, localVlan }: OverlayNetworkSpec,
	at: (field: string) => string,
): void {
	if (typeof name !== "string" || name === "") throw new ArgumentError(at("name"), "must be the network's name");
	if (!types.includes(type))
		throw new ArgumentError(at("type"), `must be ${types.map((t) => `"${t}"`).join(", ")}, not ${JSON.stringify(type)}`);
	if (type !== "flat") checkNumber(at("segmentationId"), segmentationId, numbers[type]);
	else if (segmentationId !== undefined)
		throw new ArgumentError(at("segmentationId"), "a flat network is untagged: it has no number");
	if (isTunnelled(type) && physicalNetwork !== undefined)
		throw new ArgumentError(at("physicalNetwork"), `a ${type} network goes in tunnels: it has no physical network`);
	if (!isTunnelled(type) && !physicalNetwork)
		throw new ArgumentError(
			at("physicalNetwork"),
			`must name the physical network of this ${type} network, a key of the hosts' bridgeMappings`,
		);
	if (localVlan !== undefined) checkNumber(at("localVlan"), localVlan, { least: 1, most: 4094, what: "a local VLAN" });
}

/** The bridges that hosts map physical networks to. */
export function checkMappings(path: string, mappings: { [physicalNetwork: string]: string }, own: string[]): void {
	const taken = new Map<string, string>();
	for (const [physicalNetwork, bridge] of Object.entries(mappings)) {
		const at = `${path}.${physicalNetwork}`;
		if (typeof bridge !== "string" || bridge === "") throw new ArgumentError(at, "must be the name of a bridge");
		if (own.includes(bridge)) throw new ArgumentError(at, `${bridge} is a bridge of the overlay itself`);
		const before = taken.get(bridge);
		if (before !== undefined) throw new ArgumentError(at, `${bridge} is the bridge of ${before} already`);
		taken.set(bridge, physicalNetwork);
	}
}
