import { isDeepStrictEqual } from "node:util";
import { markKey } from "../base/mark";
import type { Values } from "../base/values";
import { deepDifferences } from "../model/compare";
import type { Facts } from "../model/facts";
import type { Marked } from "../model/kind";
import { loadText, moduleOfQdisc } from "../tools/kernel-modules";
import { map, type Ovs, optional, type Row } from "../tools/ovs-listing";
import type { NewRow, OvsStep, RowReference } from "../tools/ovs-step";
import type { Qdiscs } from "../tools/tc";
import { markedRows, once } from "./marked";
import { planMark, rowOwner } from "./ovs-columns";

/** A change of a port's QoS, and of the port's owner. */
interface QosChange {
	want?: Values;
	have?: { owner?: string };
	/** Undefined: the port has no owner after the change, and no rows that were created for it. */
	owner: string | undefined;
	facts: Facts;
}

// QoS and Queue are root tables: OVSDB does not delete their rows together with the port that refers to them.
// Each row that this provider creates therefore holds its owner and the port that it was created for.
const portKey = `${markKey}-port`;

/** Fields of a queue that are keys of its other_config. */
const queueKeys = { "min-rate": "minRate", "max-rate": "maxRate", burst: "burst", priority: "priority" } as const;

/** The devices that lack the queueing discipline of a port's limits. */
interface Lacking {
	qos?: string;
	policing?: string;
}

/** tc does not list a device that is down and has only the kernel's default. */
function lacking(qdiscs: Qdiscs | undefined, devices: string[], { qos, ingressPolicingRate }: Values): Lacking {
	const kind = qos && qdiscKinds[qos.type];
	const without = (...kinds: string[]) => devices.find((device) => !kinds.some((one) => qdiscs?.get(device)?.includes(one)));
	if (!qdiscs) return {};
	return {
		qos: kind && without(kind),
		policing: ingressPolicingRate === undefined ? undefined : without("ingress", "clsact"),
	};
}

/**
 * The error of a device that lacks what the settings of a port need: somebody has removed it, or the kernel has no such module. Open
 * vSwitch reports the latter only in its log, and the former never.
 */
export function qdiscFault(qdiscs: Qdiscs | undefined, devices: string[], want: Values): string | undefined {
	const { qos, policing } = lacking(qdiscs, devices, want);
	if (qos !== undefined) return withoutQdisc("qos", qos, qdiscKinds[want.qos.type] ?? "");
	return policing === undefined ? undefined : withoutQdisc("ingressPolicingRate", policing, "ingress");
}

/**
 * Makes ovs-vswitchd set up the queueing disciplines of a port once more where somebody has removed them: it only does so when the
 * settings change. `have`: the settings in the database. `planned`: the other steps of the port.
 */
export function planLimitsAgain(
	{ ovs, qdiscs }: Facts,
	want: Values,
	{ name, have, devices, planned }: { name: string; have: Values; devices: string[]; planned: OvsStep[] },
): OvsStep[] {
	const { qos, policing } = lacking(qdiscs, devices, want);
	const at = { tool: "ovs", name } as const;
	const ofPort = { ...at, table: "Port" } as const;
	const policed = { ...at, table: "Interface", op: "set" } as const;
	const current = optional<string>(ovs.ports.get(name)?.qos);
	const isSet = (column: string) =>
		planned.some((step) => (step.op === "refer" && step.column === column) || (step.op === "set" && column in step.columns));
	const steps: OvsStep[] = [];
	if (qos !== undefined && current !== undefined) {
		steps.push({ ...ofPort, phase: "delete-rows", op: "set", columns: { qos: [] } });
		if (!isSet("qos")) steps.push({ ...ofPort, phase: "rows", op: "refer", column: "qos", rows: [current] });
	}
	if (policing !== undefined && have.ingressPolicingRate !== undefined) {
		steps.push({ ...policed, phase: "delete-rows", columns: { ingress_policing_rate: 0 } });
		if (!isSet("ingress_policing_rate"))
			steps.push({ ...policed, phase: "rows", columns: { ingress_policing_rate: want.ingressPolicingRate } });
	}
	return steps;
}

const qdiscKinds: Record<string, string> = { "linux-htb": "htb", "linux-hfsc": "hfsc" };

const withoutQdisc = (field: string, device: string, kind: string): string =>
	`${field} has no effect, because device ${device} has no queueing discipline ${kind}. If pulumi up --refresh does not create it: ${loadText(moduleOfQdisc(kind))}. Then restart Open vSwitch (systemctl restart openvswitch-switch)`;

const number = (text: string): number | string =>
	/^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;

/** A port's QoS in the form of the field. Keys without a field keep the names that Open vSwitch gives them. */
export function observeQos(ovs: Ovs, uuid: string | undefined): Values | undefined {
	const row = ovs.qos.get(uuid ?? "");
	if (!row) return undefined;
	const { "max-rate": maxRate, ...rest } = map(row.other_config);
	const queues = Object.entries(map(row.queues)).map(([n, queue]) => [n, observeQueue(ovs.queues.get(queue))]);
	return {
		type: row.type,
		...(maxRate === undefined ? {} : { maxRate: number(maxRate) }),
		...(Object.keys(rest).length > 0 ? { otherConfig: rest } : {}),
		...(queues.length > 0 ? { queues: Object.fromEntries(queues) } : {}),
	};
}

function observeQueue(row: Row | undefined): Values {
	const keys = Object.entries(map(row?.other_config)).map(([key, text]) =>
		key in queueKeys ? [queueKeys[key as keyof typeof queueKeys], number(text)] : [key, text],
	);
	const dscp = optional<number>(row?.dscp);
	return { ...Object.fromEntries(keys), ...(dscp === undefined ? {} : { dscp }) };
}

const text = (values: [string, unknown][]): Record<string, string> =>
	Object.fromEntries(values.filter(([, v]) => v !== undefined).map(([key, v]) => [key, String(v)]));

const qosConfig = (qos: Values) => text([...Object.entries(qos.otherConfig ?? {}), ["max-rate", qos.maxRate]]);

const queueConfig = (queue: Values) => text(Object.entries(queueKeys).map(([key, field]) => [key, queue[field]]));

const marks = (owner: string | undefined, port: string): Record<string, string> =>
	owner === undefined ? {} : { [markKey]: owner, [portKey]: port };

/** The rows that were created for these ports and that nothing else uses. Only these may be changed or deleted. */
export function ownRows(ovs: Ovs, ports: string[], owners: (string | undefined)[]): { qos: Row[]; queues: Row[] } {
	const isMade = (row: Row) => {
		const port = map(row.external_ids)[portKey];
		return port !== undefined && ports.includes(port) && rowOwner(row) !== undefined && owners.includes(rowOwner(row));
	};
	const made = [...ovs.qos.values()].filter(isMade);
	const elsewhere = new Set(
		made.length > 0 ? [...ovs.ports].flatMap(([name, row]) => (ports.includes(name) ? [] : (row.qos as string))) : [],
	);
	const qos = made.filter((row) => !elsewhere.has(row._uuid));
	const queues = [...ovs.queues.values()].filter(isMade);
	const others = queues.length > 0 ? [...ovs.qos.values()].filter((row) => !qos.includes(row)) : [];
	const used = new Set(others.flatMap((row) => Object.values(map(row.queues))));
	return { qos, queues: queues.filter((row) => !used.has(row._uuid)) };
}

/**
 * The QoS and queues that have a program's mark, as what is left of the port that they were created for. `optional`: no port is deleted.
 */
export const markedLimits = ({ qos, queues }: Ovs): Marked[] =>
	once(
		markedRows([...qos.values(), ...queues.values()], (row) => {
			const name = map(row.external_ids)[portKey];
			return name === undefined ? undefined : { name, optional: true };
		}),
	);

const destroy = (phase: OvsStep["phase"], table: "QoS" | "Queue", rows: Row[]): OvsStep[] =>
	rows.map((row) => ({ tool: "ovs", phase, op: "delete", table, name: row._uuid }));

/**
 * Deletes the rows that were created for deleted ports, in a transaction after the ports' own. In the same transaction,
 * OVSDB would refuse to delete rows that the ports still refer to.
 */
export function planQosDeletion({ have, owner, facts }: QosChange, ports: string[]): OvsStep[] {
	const { qos, queues } = ownRows(facts.ovs, ports, [owner, have?.owner]);
	return [...destroy("root-rows", "QoS", qos), ...destroy("root-rows", "Queue", queues)];
}

/**
 * Takes the QoS off a port that is deleted or loses devices, in a transaction before, where the devices stay. ovs-vswitchd removes the
 * queueing discipline of a device only while the device is in a port (iface_destroy__() in its vswitchd/bridge.c), so that the device would
 * keep its limits.
 */
export const planQosOff = ({ ovs }: Facts, port: string): OvsStep[] =>
	optional<string>(ovs.ports.get(port)?.qos) === undefined
		? []
		: [{ tool: "ovs", phase: "leaves", op: "refer", table: "Port", name: port, column: "qos", rows: [] }];

/** The same with the policing of a port whose interface has its name. */
export function planLimitsOff(facts: Facts, port: string): OvsStep[] {
	const rate = facts.ovs.interfaces.get(port)?.ingress_policing_rate;
	const columns = { ingress_policing_rate: 0, ingress_policing_burst: 0 };
	return [
		...planQosOff(facts, port),
		...(typeof rate === "number" && rate > 0
			? [{ tool: "ovs", phase: "leaves", op: "set", table: "Interface", name: port, columns } as const]
			: []),
	];
}

/**
 * The steps for a port's QoS. `isWithoutQos`: the port's row refers to no QoS row when these steps run, or is created by the same
 * transaction.
 */
export function planQos({ want, have, owner, facts }: QosChange, port: string, isWithoutQos: boolean): OvsStep[] {
	if (!want) return [];
	const { ovs } = facts;
	const current = isWithoutQos ? undefined : optional<string>(ovs.ports.get(port)?.qos);
	const own = ownRows(ovs, [port], [owner, have?.owner]);
	const refer = (row?: RowReference): OvsStep[] =>
		row === current
			? []
			: [
					{
						...{ tool: "ovs", phase: "rows", op: "refer", table: "Port", name: port, column: "qos" },
						...{ rows: row === undefined ? [] : [row] },
					} as OvsStep,
				];
	const phase = isWithoutQos ? "root-rows" : "rows";
	const spare = (rows: Row[], kept: (string | undefined)[]) => rows.filter((row) => !kept.includes(row._uuid));
	const done = (steps: OvsStep[], kept: (string | undefined)[]): OvsStep[] => [
		...steps,
		...destroy(phase, "QoS", spare(own.qos, kept)),
		...destroy(phase, "Queue", spare(own.queues, kept)),
	];
	const wanted: Values | undefined = want.qos;
	if (!wanted) return done(refer(), []);
	const matches = (row: Row) => deepDifferences("qos", observeQos(ovs, row._uuid), wanted).length === 0;
	const target = owner === undefined ? undefined : (own.qos.find((row) => row._uuid === current) ?? own.qos[0]);
	// Another owner's row with the wanted values is used: the port's current row, or at release the one before the adoption.
	const foreign = [...ovs.qos.values()].find(
		(row) =>
			!own.qos.includes(row) && (row._uuid === current || (owner === undefined && rowOwner(row) === undefined)) && matches(row),
	);
	if (foreign) return done(refer(foreign._uuid), []);
	if (!target) return done(refer(newQos(wanted, marks(owner, port))), []);
	const queues = planQueues(ovs, target, wanted.queues ?? {}, own.queues, marks(owner, port));
	return done(
		[...planRow("QoS", target, { type: wanted.type }, qosConfig(wanted), owner), ...queues.steps, ...refer(target._uuid)],
		[target._uuid, ...queues.kept],
	);
}

const newQueue = (queue: Values, ids: Record<string, string>): NewRow => ({
	table: "Queue",
	columns: {
		...(queue.dscp === undefined ? {} : { dscp: queue.dscp }),
		...{ other_config: queueConfig(queue), external_ids: ids },
	},
});

const newQos = (qos: Values, ids: Record<string, string>): NewRow => ({
	table: "QoS",
	columns: { type: qos.type, other_config: qosConfig(qos), external_ids: ids },
	refers: {
		queues: Object.fromEntries(Object.entries((qos.queues ?? {}) as Values).map(([n, queue]) => [n, newQueue(queue, ids)])),
	},
});

/** The steps that change an existing row: one column, the whole other_config, and the mark. */
function planRow(
	table: "QoS" | "Queue",
	row: Row,
	set: { type: string } | { dscp: number | undefined },
	config: Record<string, string>,
	owner: string | undefined,
): OvsStep[] {
	const at = { tool: "ovs", phase: "rows", table, name: row._uuid } as const;
	const there = map(row.other_config);
	const put = Object.entries(config).filter(([key, value]) => there[key] !== value);
	const obsolete = Object.keys(there).filter((key) => !Object.hasOwn(config, key));
	const [column = "", value] = Object.entries(set)[0] ?? [];
	return [
		...planMark(table, row._uuid, rowOwner(row), owner),
		...(optional(row[column]) === value ? [] : [{ ...at, op: "set", columns: { [column]: value ?? [] } } as const]),
		...(put.length === 0 ? [] : [{ ...at, op: "put", column: "other_config", entries: Object.fromEntries(put) } as const]),
		...(obsolete.length === 0 ? [] : [{ ...at, op: "remove", column: "other_config", keys: obsolete } as const]),
	];
}

/** The queues of a QoS row. A queue's row is changed if it was created for this port, and replaced by a new row otherwise. */
function planQueues(
	ovs: Ovs,
	qos: Row,
	wanted: Record<string, Values>,
	ownQueues: Row[],
	ids: Record<string, string>,
): { steps: OvsStep[]; kept: string[] } {
	const there = map(qos.queues);
	const kept = new Map(Object.entries(there).filter(([n, uuid]) => n in wanted && ownQueues.some((row) => row._uuid === uuid)));
	// A row that two numbers refer to is kept for one of them only, because the two queues may differ.
	for (const [n, uuid] of kept) if ([...kept].some(([m, other]) => other === uuid && m < n)) kept.delete(n);
	const steps = [...kept].flatMap(([n, uuid]) => {
		const [queue, row] = [wanted[n] ?? {}, ovs.queues.get(uuid)];
		return row ? planRow("Queue", row, { dscp: queue.dscp }, queueConfig(queue), ids[markKey]) : [];
	});
	const rows = Object.entries(wanted).map(([n, queue]): [string, RowReference] => [n, kept.get(n) ?? newQueue(queue, ids)]);
	const same = isDeepStrictEqual(Object.fromEntries(rows), there);
	return {
		kept: [...kept.values()],
		steps: same
			? steps
			: [
					...steps,
					{
						...{ tool: "ovs", phase: "rows", op: "refer", table: "QoS", name: qos._uuid, column: "queues" },
						rows: Object.fromEntries(rows),
					} as OvsStep,
				],
	};
}
