import { connect } from "node:net";
import { ovsTables, type Table } from "../../../provider/tools/ovs-listing";
import type { Answer, OvsdbOperation } from "../../../provider/tools/ovsdb";
import { OvsdbClient } from "../../../provider/transport/ovsdb-client";
import type { Database } from "./ovsdb";

/** Only a server that hangs takes this long, however busy the machine is. */
const limitMs = 60_000;

/** The client of a real ovsdb-server. */
export const clientOf = ({ socket }: Database): OvsdbClient => new OvsdbClient(connect(socket));

export async function transact(client: OvsdbClient, operations: OvsdbOperation[]): Promise<Answer> {
	const [answer] = await client.transact([operations], limitMs);
	return answer as Answer;
}

/** Replaces all rows by those of a listing that ovs-vsctl prints, with the same UUIDs. */
export async function setRows(client: OvsdbClient, listing: string): Promise<void> {
	const [, ...lines] = listing.split("\n").filter((line) => line !== "");
	const inserts = Object.keys(ovsTables).flatMap((table, i) => {
		const { headings, data } = JSON.parse(lines[i] ?? '{"headings":[],"data":[]}') as { headings: string[]; data: unknown[][] };
		return data.map((cells): OvsdbOperation => {
			const { _uuid, ...row } = Object.fromEntries(headings.map((heading, at) => [heading, cells[at]]));
			return { op: "insert", table, row: withoutUnset(row), uuid: (_uuid as [string, string])[1] };
		});
	});
	const clear = Object.keys(ovsTables).map((table): OvsdbOperation => ({ op: "delete", table, where: [] }));
	for (const operations of [clear, inserts]) {
		const error = (await transact(client, operations)).find((result) => result?.error !== undefined);
		if (error) throw new Error(`the rows can't be set: ${JSON.stringify(error)}`);
	}
}

/** A column that is not set has its default in the database. */
const withoutUnset = (row: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(row).filter(([, cell]) => JSON.stringify(cell) !== '["set",[]]'));

/**
 * All rows by table, sorted. In place of the UUID of a row that was not there before, there is what the row holds. `isKnown`: tells
 * whether a row was there before.
 */
export async function content(client: OvsdbClient, isKnown: (uuid: string) => boolean): Promise<Record<string, string[]>> {
	const tables = Object.keys(ovsTables) as Table[];
	const answer = await transact(
		client,
		tables.map((table) => ({ op: "select", table, where: [] })),
	);
	const all = answer.flatMap((result) => result?.rows ?? []);
	const rows = new Map(all.map(({ _version, next_cfg, ...row }) => [(row._uuid as [string, string])[1], row]));
	const sorted = (values: unknown[]) => values.map((value) => JSON.stringify(value)).sort();
	const plain = (cell: unknown): unknown => {
		if (!Array.isArray(cell)) return cell;
		const [tag, value] = cell as [string, unknown];
		if (tag === "uuid") return isKnown(value as string) ? value : plainRow(value as string);
		if (tag === "map") return sorted((value as unknown[][]).map((pair) => pair.map(plain)));
		return sorted((value as unknown[]).map(plain));
	};
	const plainRow = (uuid: string): unknown => {
		const { _uuid, ...row } = rows.get(uuid) ?? {};
		return sorted(Object.entries(row).map(([column, cell]) => [column, plain(cell)]));
	};
	const textOf = ({ _uuid }: Record<string, unknown>) => {
		const [, uuid] = _uuid as [string, string];
		return JSON.stringify([isKnown(uuid) ? uuid : "new", plainRow(uuid)]);
	};
	return Object.fromEntries(answer.map((result, i) => [tables[i], (result?.rows ?? []).map(textOf).sort()]));
}
