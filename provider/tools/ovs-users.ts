import { type Cell, type Ovs, ovsTables, type Row, type Table } from "./ovs-listing";

/** Tables whose rows only watch packets, or say who may change the configuration. */
const withoutTraffic: Table[] = ["sFlow", "NetFlow", "IPFIX", "Flow_Sample_Collector_Set", "Manager", "SSL"];

const refersTo = (cell: Cell, uuid: string): boolean =>
	typeof cell === "object" ? Object.values(cell).includes(uuid) : cell === uuid;

/** The names of the bridges and ports on whose traffic a row has an effect: they refer to it, directly or by other rows. */
export function trafficUsers(ovs: Ovs, table: Table, uuid: string): string[] {
	if (withoutTraffic.includes(table)) return [];
	const rows = Object.values(ovsTables).flatMap((listing): Row[] =>
		"as" in listing ? [...(ovs[listing.as] as Map<string, Row>).values()] : [],
	);
	const named = new Map([...ovs.bridges, ...ovs.ports].map(([name, row]) => [row._uuid, name]));
	const uuids = new Set([uuid]);
	for (const one of uuids)
		if (!named.has(one)) for (const row of rows) if (Object.values(row).some((cell) => refersTo(cell, one))) uuids.add(row._uuid);
	return [...uuids].flatMap((one) => named.get(one) ?? []);
}
