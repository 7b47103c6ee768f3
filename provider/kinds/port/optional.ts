import { markKey } from "../../base/mark";
import type { Values } from "../../base/values";
import { type Delete, type Keep, markAfter } from "../../model/change";
import type { Observed } from "../../model/observed";
import { planColumns, planMark, rowOwner } from "../../network/ovs-columns";
import { isOfMissingDevice } from "../../network/ovs-port";
import { planQos, planQosDeletion } from "../../network/qos";
import { map, type Ovs, type Row } from "../../tools/ovs-listing";
import type { OvsStep } from "../../tools/ovs-step";
import { interfaceColumns, portColumns } from "./columns";
import type { PortInputs } from "./schema";

/*
 * An optional port is added and removed by somebody else, such as a hypervisor. This program only sets it up while it is there, and
 * leaves alone what it does not name. The port of a bridge that the program does not name counts as absent.
 */

export const isAbsent = ({ bridgeOf }: Ovs, { name, bridge }: Values): boolean => bridgeOf.get(name) !== bridge;

/** The key in the external_ids of an optional port, which tells a port that is only set up apart from one that was created. */
const optionalKey = `${markKey}-optional`;

export const isMarkedOptional = (row: Row | undefined): boolean => map(row?.external_ids)[optionalKey] !== undefined;

/** An absent port counts as having all that is wanted, so that its absence is neither drift nor an error. */
export function absentPort<N>({ host: _, ...value }: Values, owner: string | undefined, internal: N): Observed<Values, N> {
	return { value, computed: { present: false }, internal, owner };
}

/** The parts of the observed port that the program manages. A recreated row has no mark, and is the program's too. */
export function presentPort<N>(have: Observed<Values, N>, want: Values, was: Values = {}, owners: string[]): Observed<Values, N> {
	const managed = Object.entries(have.value).filter(([field]) => want[field] !== undefined || was[field] !== undefined);
	return {
		...have,
		value: { ...Object.fromEntries(managed), name: want.name, bridge: want.bridge, type: want.type, optional: true },
		computed: { ...have.computed, present: true },
		owner: have.owner ?? owners[0],
		insteadOfAdoption: "Two programs can't set up one optional port: remove it from one of them",
		// The hypervisor may keep the row of a device that it has removed.
		fault: isOfMissingDevice(have.fault) ? undefined : have.fault,
	};
}

/** The type of the interface is the hypervisor's. */
const columnsOfInterface = interfaceColumns.filter(({ field }) => field !== "type");

export function planOptional(change: Keep<PortInputs>): OvsStep[] {
	const { want, have, was = {}, facts } = change;
	const { ovs } = facts;
	if (isAbsent(ovs, want)) return [];
	const limits = want.qos ?? was.qos;
	return [
		...settings(want.name, ovs, { want, have, was, owner: markAfter(change) }),
		...(limits === undefined
			? []
			: planQos({ want, have: { owner: markOf(ovs, want.name) }, owner: markAfter(change), facts }, want.name, false)),
	];
}

/** Takes the settings and the mark off a port that is there. The port stays. */
export function planRelease({ have, was, owner, facts }: Delete<PortInputs>): OvsStep[] {
	const { ovs } = facts;
	const { name } = was;
	const of = { want: {}, have: { owner }, owner: undefined, facts };
	if (isAbsent(ovs, was) || markOf(ovs, name) === undefined) return planQosDeletion({ ...of, owner }, [name]);
	return [
		...settings(name, ovs, { want: {}, have, was, owner: undefined }),
		...(was.qos === undefined ? [] : planQos(of, name, false)),
	];
}

function planPortMark(name: string, row: Row | undefined, owner: string | undefined): OvsStep[] {
	const of = { tool: "ovs", phase: "rows", table: "Port", name, column: "external_ids" } as const;
	const mark = rowOwner(row);
	if (owner !== undefined)
		return mark === owner ? [] : [{ ...of, op: "put", entries: { [markKey]: owner, [optionalKey]: "true" } }];
	const keys = [...(mark === undefined ? [] : [markKey]), ...(isMarkedOptional(row) ? [optionalKey] : [])];
	return keys.length === 0 ? [] : [{ ...of, op: "remove", keys }];
}

const markOf = ({ ports }: Ovs, name: string): string | undefined => rowOwner(ports.get(name));

function settings(
	name: string,
	{ ports, interfaces }: Ovs,
	{ owner, ...change }: { want: Values; have?: Observed; was: Values; owner: string | undefined },
): OvsStep[] {
	return [
		...planPortMark(name, ports.get(name), owner),
		...planMark("Interface", name, rowOwner(interfaces.get(name)), owner),
		...planColumns(portColumns, { Port: name }, change),
		...planColumns(columnsOfInterface, { Interface: name }, change),
	];
}
