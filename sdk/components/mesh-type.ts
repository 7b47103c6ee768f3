import { ArgumentError, checkInteger } from "./arguments";

/** Tunnel types of a mesh. */
export type MeshType = "vxlan" | "geneve" | "gre";

/** The types' names in messages. */
export const displayNames = { vxlan: "VXLAN", geneve: "Geneve", gre: "GRE" };

export function checkType(type: string): asserts type is MeshType {
	if (!Object.hasOwn(displayNames, type))
		throw new ArgumentError("type", `must be "vxlan", "geneve" or "gre", not ${JSON.stringify(type)}`);
}

export function checkVni(type: MeshType, vni: number): void {
	if (type === "gre") checkInteger("vni", vni, 0, 0xffffffff, "a GRE key (32 bits)");
	else checkInteger("vni", vni, 0, 0xffffff, `a VNI of ${displayNames[type]} (24 bits)`);
}
