import { ArgumentError, checkFields, checkInteger, checkUnique, fieldsOf } from "./arguments";
import type { OverlayNetworkSpec, OverlayNetworkType } from "./overlay-network-args";

export type TunnelType = "vxlan" | "gre" | "geneve";

const types = ["vxlan", "gre", "geneve", "vlan", "flat"];
const segmentationIds: Record<Exclude<OverlayNetworkType, "flat">, [min: number, max: number, what: string]> = {
	vxlan: [0, 0xffffff, "a VNI (24 bits)"],
	geneve: [0, 0xffffff, "a VNI (24 bits)"],
	gre: [0, 0xffffffff, "a GRE key (32 bits)"],
	vlan: [1, 4094, "a VLAN id"],
};
const fields = fieldsOf<OverlayNetworkSpec>({
	...{ name: true, type: true, segmentationId: true, physicalNetwork: true, localVlan: true },
});

export const isTunnelType = (type: OverlayNetworkType): type is TunnelType => type !== "vlan" && type !== "flat";

/** The values of a network that no other network may have, with their fields. */
function uniqueValues({
	name,
	type,
	segmentationId,
	physicalNetwork,
	localVlan,
}: OverlayNetworkSpec): [field: string, value: string][] {
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
	checkUnique(
		networks.flatMap((network, i) =>
			uniqueValues(network).map(([field, value]) => ({
				path: `networks[${i}].${field}`,
				value,
				network: `networks[${i}] (${network.name})`,
			})),
		),
		({ value }, { network }) => `${value} is already used by ${network}`,
	);
}

function checkNetwork(
	{ name, type, segmentationId, physicalNetwork, localVlan }: OverlayNetworkSpec,
	at: (field: string) => string,
): void {
	if (typeof name !== "string" || name === "") throw new ArgumentError(at("name"), "must be a string that is not empty");
	if (!types.includes(type))
		throw new ArgumentError(at("type"), `must be ${types.map((t) => `"${t}"`).join(", ")}, not ${JSON.stringify(type)}`);
	if (type !== "flat") checkInteger(at("segmentationId"), segmentationId, ...segmentationIds[type]);
	else if (segmentationId !== undefined)
		throw new ArgumentError(at("segmentationId"), "must not be set: a flat network is untagged, so it has no segmentation id");
	if (isTunnelType(type) && physicalNetwork !== undefined)
		throw new ArgumentError(
			at("physicalNetwork"),
			`must not be set: a ${type} network uses tunnels, so it has no physical network`,
		);
	if (!isTunnelType(type) && !physicalNetwork)
		throw new ArgumentError(
			at("physicalNetwork"),
			`must name the physical network of this ${type} network, a key of the hosts' bridgeMappings`,
		);
	if (localVlan !== undefined) checkInteger(at("localVlan"), localVlan, 1, 4094, "a local VLAN");
}

/** Checks the bridgeMappings of one host. `own` are the names of the overlay's bridges. */
export function checkBridgeMappings(path: string, mappings: { [physicalNetwork: string]: string }, own: string[]): void {
	const all = Object.entries(mappings).map(([name, value]) => ({ path: `${path}.${name}`, value, name }));
	for (const { path, value } of all) {
		if (typeof value !== "string" || value === "") throw new ArgumentError(path, "must be the name of a bridge");
		if (own.includes(value)) throw new ArgumentError(path, `${value} is one of the overlay's own bridges`);
	}
	checkUnique(all, ({ value }, { name }) => `${value} is already the bridge of ${name}`);
}
