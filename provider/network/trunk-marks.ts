import { deviceNameOf } from "../base/device-name";
import { markKey } from "../base/mark";
import { map, type Row } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";

/** Keys in the external_ids of port rows by which a trunk finds its ports. */
export const marks = { trunk: `${markKey}-trunk`, parent: `${markKey}-parent`, subport: `${markKey}-subport` };

/** The key in the external_ids of a trunk's bridge and interfaces that holds the trunk's name, as Neutron sets it. */
export const trunkIdKey = "trunk_id";

/** The name of a trunk's own bridge. */
export const bridgeNameOf = (trunk: string): string => deviceNameOf("tbr", trunk);

/** True for the row of a trunk's own bridge. */
export function isTrunkBridge({ name, external_ids }: Row): boolean {
	const trunk = map(external_ids)[trunkIdKey];
	return trunk !== undefined && name === bridgeNameOf(trunk);
}

/** Values of external_ids by key. Undefined: the key does not exist, or is to be removed. */
export type Ids = Record<string, string | undefined>;

/** The trunk's keys in a port's row. Undefined: the row has none. */
export function trunkMarks(row: Row | undefined): Record<string, string> | undefined {
	const keys: string[] = Object.values(marks);
	const found = Object.entries(map(row?.external_ids)).filter(([key]) => keys.includes(key));
	return found.length === 0 ? undefined : Object.fromEntries(found);
}

/**
 * Removes the trunk's keys from the port of a trunk's parent, because a Port resource takes the port over. `back`: keys to
 * restore, if the port goes back to the trunk.
 */
export function planTakeOver(row: Row | undefined, name: string, back: Record<string, string> = {}): OvsStep[] {
	const none: Ids = Object.fromEntries(Object.values(marks).map((key) => [key, undefined]));
	return planIds("Port", name, map(row?.external_ids), { ...none, ...back });
}

/** Sets the wanted keys of a row's external_ids, and removes those whose wanted value is undefined. */
export function planIds(table: "Bridge" | "Port" | "Interface", name: string, there: Ids, wanted: Ids): OvsStep[] {
	const at = { tool: "ovs", phase: "rows", table, name, column: "external_ids" } as const;
	const entries = Object.entries(wanted).filter(([key, value]) => value !== undefined && there[key] !== value);
	const keys = Object.keys(wanted).filter((key) => wanted[key] === undefined && there[key] !== undefined);
	return [
		...(entries.length > 0
			? [{ ...at, op: "put", entries: Object.fromEntries(entries) as Record<string, string> } as const]
			: []),
		...(keys.length > 0 ? [{ ...at, op: "remove", keys } as const] : []),
	];
}

/** The same keys without values, so that they are removed. */
export const unsetKeys = (ids: Ids): Ids => Object.fromEntries(Object.keys(ids).map((key) => [key, undefined]));
