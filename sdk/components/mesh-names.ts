import { createHash } from "node:crypto";
import { ArgumentError, checkUnique } from "./arguments";

const base36 = 36;
const sixDigits = base36 ** 6;

/**
 * The prefix of the names of a mesh's tunnel ports, with at most 7 characters: "vxlan" for the bridge br-vxlan, or X and a hash
 * if the bridge's name is too long or has another form. The prefix is derived from the bridge, because two meshes on a host have
 * different bridges, and because ports then keep their names when the VNI or the type changes.
 */
export function portPrefix(bridge: string): string {
	const plain = /^br-([A-WYZa-z0-9_][A-Za-z0-9_.]{0,6})$/.exec(bridge)?.[1];
	if (plain !== undefined) return plain;
	const hash = createHash("sha256").update(bridge).digest();
	return `X${(hash.readUIntBE(0, 6) % sixDigits).toString(base36).padStart(6, "0")}`;
}

/** Checks that there are hosts, and that no two have the same name. */
export function checkNames(hosts: string[]): void {
	if (hosts.length === 0) throw new ArgumentError("hosts", "must have at least one host");
	checkUnique(
		hosts.map((value, i) => ({ path: `hosts[${i}].host`, value, at: `hosts[${i}]` })),
		({ value }, { at }) => `"${value}" is already the name of ${at}`,
	);
}
