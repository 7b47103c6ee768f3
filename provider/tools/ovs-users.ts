import { memoize } from "../base/memoize";
import { addTo } from "../base/sets-by-key";
import { type Cell, type Ovs, ovsTables, type Row, type Table } from "./ovs-listing";

/** Tables whose rows only watch packets, or say who may change the configuration. */
const withoutTraffic: Table[] = ["sFlow", "NetFlow", "IPFIX", "Flow_Sample_Collector_Set", "Manager", "SSL"];

/** The rows that refer to each row, by its UUID. */
const referring = memoize((ovs: Ovs): Map<string, Set<string>> => {
	const found = new Map<string, Set<string>>();
	for (const listing of Object.values(ovsTables)) {
		const rows = "as" in listing ? (ovs[listing.as] as Map<string, Row>).values() : [];
		for (const { _uuid, ...cells } of rows)
			for (const value of Object.values(cells).flatMap(valuesIn)) addTo(found, value, _uuid);
	}
	return found;
});

const valuesIn = (cell: Cell): string[] =>
	typeof cell === "object" ? Object.values(cell).filter(isText) : isText(cell) ? [cell] : [];

const isText = (value: unknown): value is string => typeof value === "string";

/** The names of bridges and ports, by the UUIDs of their rows. */
const namesOf = memoize(
	(ovs: Ovs): Map<string, string> => new Map([...ovs.bridges, ...ovs.ports].map(([name, row]) => [row._uuid, name])),
);

/** The names of the bridges and ports on whose traffic a row has an effect: they refer to it, directly or by other rows. */
export function trafficUsers(ovs: Ovs, table: Table, uuid: string): string[] {
	if (withoutTraffic.includes(table)) return [];
	const named = namesOf(ovs);
	const uuids = new Set([uuid]);
	for (const one of uuids) if (!named.has(one)) for (const user of referring(ovs).get(one) ?? []) uuids.add(user);
	return [...uuids].flatMap((one) => named.get(one) ?? []);
}
