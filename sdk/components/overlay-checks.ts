import { ArgumentError, checkDistinct, checkFields, checkWhole, fieldsOf } from "./arguments";
import type { OverlayNetworkSpec, OverlayNetworkType } from "./overlay-network-args";

export type TunnelType = "vxlan" | "gre" | "geneve";

const types = ["vxlan", "gre", "geneve", "vlan", "flat"];
const numbers: Record<Exclude<OverlayNetworkType, "flat">, [least: number, most: number, what: string]> = {
	vxlan: [0, 0xffffff, "a VNI (24 bits)"],
	geneve: [0, 0xffffff, "a VNI (24 bits)"],
	gre: [0, 0xffffffff, "a GRE key (32 bits)"],
	vlan: [1, 4094, "a VLAN id"],
};
const fields = fieldsOf<OverlayNetworkSpec>({
	...{ name: true, type: true, segmentationId: true, physicalNetwork: true, localVlan: true },
});

export const isTunnelled = (type: OverlayNetworkType): type is TunnelType => type !== "vlan" && type !== "flat";

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
	networks.forEach((network, i) => {
		checkFields(`networks[${i}]`, network, fields);
		checkNetwork(network, (field) => `networks[${i}].${field}`);
	});
	checkDistinct(
		networks.flatMap((network, i) =>
			claims(network).map(([field, value]) => ({
				path: `networks[${i}].${field}`,
				value,
				whose: `networks[${i}] (${network.name})`,
			})),
		),
		({ value }, { whose }) => `${value} is ${whose} already`,
	);
}

function checkNetwork(
	{ name, type, segmentationId, physicalNetwork, localVlan }: OverlayNetworkSpec,
	at: (field: string) => string,
): void {
	if (typeof name !== "string" || name === "") throw new ArgumentError(at("name"), "must be the network's name");
	if (!types.includes(type))
		throw new ArgumentError(at("type"), `must be ${types.map((t) => `"${t}"`).join(", ")}, not ${JSON.stringify(type)}`);
	if (type !== "flat") checkWhole(at("segmentationId"), segmentationId, ...numbers[type]);
	else if (segmentationId !== undefined)
		throw new ArgumentError(at("segmentationId"), "a flat network is untagged: it has no number");
	if (isTunnelled(type) && physicalNetwork !== undefined)
		throw new ArgumentError(at("physicalNetwork"), `a ${type} network goes in tunnels: it has no physical network`);
	if (!isTunnelled(type) && !physicalNetwork)
		throw new ArgumentError(
			at("physicalNetwork"),
			`must name the physical network of this ${type} network, a key of the hosts' bridgeMappings`,
		);
	if (localVlan !== undefined) checkWhole(at("localVlan"), localVlan, 1, 4094, "a local VLAN");
}

/** The bridges that hosts map physical networks to. */
export function checkMappings(path: string, mappings: { [physicalNetwork: string]: string }, own: string[]): void {
	const all = Object.entries(mappings).map(([name, value]) => ({ path: `${path}.${name}`, value, name }));
	for (const { path, value } of all) {
		if (typeof value !== "string" || value === "") throw new ArgumentError(path, "must be the name of a bridge");
		if (own.includes(value)) throw new ArgumentError(path, `${value} is a bridge of the overlay itself`);
	}
	checkDistinct(all, ({ value }, { name }) => `${value} is the bridge of ${name} already`);
}
