import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import * as f from "../../base/fields";
import type { Values } from "../../base/values";
import type { Keep } from "../../model/change";
import { itemColumnsField, readItemColumns } from "../../network/other-columns";
import type { Ovs, Row } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";

/** The columns of a controller that have fields of their own. */
const controllerFields = ["target", "connection_mode"];

const controller = z.strictObject({
	target: f.required(
		f.text
			.regex(/^p?(tcp|ssl|unix):.+/, "must be an OpenFlow connection method such as tcp:192.0.2.9:6653")
			.superRefine(f.noWrongOctets),
		"Connection method: `tcp:192.0.2.9:6653` connects to a controller, `ptcp:6653` waits for one.",
	),
	connectionMode: f.enforced(
		z.enum(["in-band", "out-of-band"]),
		"`in-band`: control traffic passes through the bridge itself. `out-of-band`: control traffic uses another network.",
		"in-band",
	),
	columns: itemColumnsField("Controller", "the controller's row", controllerFields),
});

const controllerOrder = f.by("target", "connectionMode");

export const controllersField = f.unmanaged(
	f.sorted(controllerOrder, z.array(controller)),
	"OpenFlow controllers. `[]` removes all controllers.",
);

export function checkControllers(
	{ controllers, uplink, addresses }: Values,
	issue: (path: string, message: string) => void,
): void {
	if (!Array.isArray(controllers)) return;
	for (const [i, { target, columns: named }] of controllers.entries()) {
		if (named === undefined) continue;
		if (named.local_ip !== undefined && (uplink?.takeAddresses || addresses !== undefined))
			issue(
				`controllers[${i}].columns.local_ip`,
				"can't be set with addresses or uplink.takeAddresses: Open vSwitch itself puts this address on the bridge in place of another",
			);
		if (controllers.some((other, at) => at !== i && other.target === target))
			issue(`controllers[${i}].target`, "can't be the target of another controller where columns are set");
	}
}

/**
 * The controllers of a bridge. Columns are read of those of which the program names columns: others may set them on the other rows. On a
 * bridge of others, they are read of the controllers that the program does not name too, because destroy puts these back.
 */
export function observeControllers(ovs: Ovs, bridge: Row, { want, was }: { want: Values; was?: Values }): Values[] {
	const declared: Values[] = [...(want.controllers ?? []), ...(was?.controllers ?? [])];
	const named = new Set(declared.flatMap(({ target, columns: some }) => (some === undefined ? [] : [target])));
	const isReplaced = (row: Row) =>
		want.adopt === true && want.controllers !== undefined && !want.controllers.some((one: Values) => one.target === row.target);
	return (bridge.controller as string[])
		.flatMap((uuid) => ovs.controllers.get(uuid) ?? [])
		.map((row) => {
			const columns = named.has(row.target) || isReplaced(row) ? readItemColumns("Controller", row, controllerFields) : undefined;
			return {
				target: row.target as string,
				...(typeof row.connection_mode === "string" ? { connectionMode: row.connection_mode } : {}),
				...(columns === undefined ? {} : { columns }),
			};
		})
		.sort(controllerOrder);
}

export function planControllers({ want, have, was, facts }: Keep, name: string): OvsStep[] {
	const wanted: Values[] | undefined = want.controllers ?? (was?.controllers ? [] : undefined);
	if (wanted === undefined || isDeepStrictEqual(wanted, have?.value.controllers ?? [])) return [];
	const there = facts.ovs.bridges.get(name)?.controller ?? [];
	const rows = (there as string[]).flatMap((uuid) => facts.ovs.controllers.get(uuid) ?? []);
	// A row of a controller that stays is inserted again, with the columns that others have set on it.
	const kept = (target: string) => {
		const same = rows.filter((row) => row.target === target);
		const isDropped = was?.controllers?.some((one: Values) => one.target === target && one.columns !== undefined);
		return same[0] && same.length === 1 && !isDropped ? readItemColumns("Controller", same[0], controllerFields) : undefined;
	};
	const columns = ({ target, connectionMode, columns: others = kept(target) }: Values) => ({
		target,
		...(connectionMode ? { connection_mode: connectionMode } : {}),
		...others,
	});
	return [
		{
			...{ tool: "ovs", phase: "rows", op: "refer", table: "Bridge", name, column: "controller" },
			rows: wanted.map((c) => ({ table: "Controller", columns: columns(c) })),
		} as OvsStep,
	];
}
