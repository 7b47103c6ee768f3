import { markKey } from "../base/mark";
import { map, type Row } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-vsctl";

/** Keys of external_ids of our ports' rows, by which a trunk knows them again. */
export const marks = { trunk: `${markKey}-trunk`, parent: `${markKey}-parent`, subport: `${markKey}-subport` };

/** Values of external_ids by key; undefined: the key is not there. */
export type Ids = Record<string, string | undefined>;

/** What of a port's row says that it is a trunk's; undefined: nothing. */
export function trunkMarks(row: Row | undefined): Record<string, string> | undefined {
	const keys: string[] = Object.values(marks);
	const found = Object.entries(map(row?.external_ids)).filter(([key]) => keys.includes(key));
	return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** A port that a trunk has plugged in, and that a resource of its own takes over: it is the trunk's no more, unless it goes `back`. */
export function planTakeOver(row: Row | undefined, name: string, back: Record<string, string> = {}): OvsStep[] {
	const none: Ids = Object.fromEntries(Object.values(marks).map((key) => [key, undefined]));
	return planIds("Port", name, map(row?.external_ids), { ...none, ...back });
}

/** Puts keys into a row's external_ids, and takes off those that are not wanted. */
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

/** No value for any of these keys: they are taken off. */
export const without = (ids: Ids): Ids => Object.fromEntries(Object.keys(ids).map((key) => [key, undefined]));
