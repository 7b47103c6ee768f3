import { memoize } from "../base/memoize";
import { quote } from "../base/shell-quote";
import { valuesByKey } from "../base/values-by-key";
import type { Call } from "./call";
import { isMirrored, knownOvs, type Ovs, type OvsFact, ovsReading, ovsReads } from "./ovs-listing";
import { refusalText } from "./ovs-refusal";
import { secretCall } from "./ovs-secret";
import { clearsFlows, type NewRow, type OvsStep, type OvsValue, type RowReference, type RowReferences } from "./ovs-step";
import { changeTimeout, changeTimeoutFor, hasTimedOut, ovsPackage } from "./ovs-tools";
import { createdBy, deletedBy, undoRows } from "./ovs-undo";
import { type OvsdbChange, outdatedStatus } from "./ovsdb";
import { ovsdbChange } from "./ovsdb-transaction";
import type { Ending, KnownFacts, Loss, Reading, Tool } from "./tool";

/**
 * The order of steps in a transaction: bridges are inserted before their ports, and rows before their columns are set. Whatever
 * is on a bridge or refers to it is removed before the bridge, and rows of root tables after the rows that refer to them.
 */
function rank(step: OvsStep): number {
	if (step.op === "delete" && step.table === "Bridge") return 3;
	if (step.op === "leave" || step.phase === "delete-rows") return 0;
	if (step.op === "delete") return step.table === "Port" ? 0 : 5;
	// Interfaces leave a bond before they are inserted as ports.
	if (step.op === "refer" && step.table === "Port" && step.column === "interfaces") return 1.5;
	if (step.op === "insert") return step.table === "Bridge" ? 1 : step.shared ? 2.5 : 2;
	return step.op === "move" ? 3 : 4;
}

/** Removes repeated deletions: deleting a port and its bridge deletes the port's QoS row twice, and ovs-vsctl would abort. */
function uniqueDeletions(steps: OvsStep[]): OvsStep[] {
	const gone = new Set<string>();
	return steps.filter((step) => {
		if (step.op !== "delete") return true;
		const row = `${step.table} ${step.name}`;
		return !gone.has(row) && gone.add(row);
	});
}

const inOrder = (steps: OvsStep[]): OvsStep[] => uniqueDeletions(steps).sort((a, b) => rank(a) - rank(b));

/** One call for all steps. The call is one transaction. */
export function ovsCall(steps: OvsStep[]): Call {
	return isSecret(steps) ? secretCall(steps) : vsctlCall(steps);
}

const isSecret = ([first]: OvsStep[]): boolean => first?.phase === "secret-rows";

function vsctlCall(steps: OvsStep[]): Call {
	let rows = 0;
	const commands = inOrder(steps).flatMap((step) => ovsCommands(step, () => `@r${rows++}`));
	const seconds = timeoutOf(steps);
	return {
		argv: ["ovs-vsctl", `--timeout=${seconds}`, ...commands.flatMap((c) => ["--", ...c])],
		...(seconds > changeTimeout ? { takes: { ms: seconds * 1000, doing: `changing ${portsIn(steps)} ports` } } : {}),
	};
}

/** The ports that steps add and delete. */
const portsIn = (steps: OvsStep[]): number =>
	steps.filter((step) => (step.op === "insert" || step.op === "delete") && step.table === "Port").length;

const timeoutOf = (steps: OvsStep[]): number => changeTimeoutFor(portsIn(steps));

function ovsCommands(step: OvsStep, newId: () => string): string[][] {
	switch (step.op) {
		case "insert":
			if (step.table === "Bridge") return [["add-br", step.name]];
			return step.interfaces.length === 1
				? [[...(step.shared ? ["--may-exist"] : []), "add-port", step.bridge, step.name]]
				: [["add-bond", step.bridge, step.name, ...step.interfaces]];
		case "create": {
			const before: string[][] = [];
			const columns = newRowWords(step, newId, before);
			return [...before, ["create", step.table, ...columns]];
		}
		case "delete":
			if (step.table === "Port") return [["--if-exists", "del-port", step.name]];
			if (step.table === "Bridge") return [["--if-exists", "del-br", step.name]];
			return [["--if-exists", "destroy", step.table, step.name]];
		case "move":
			return [
				["remove", "Bridge", step.from, "ports", step.uuid],
				["add", "Bridge", step.to, "ports", step.uuid],
			];
		case "set":
			return [["set", step.table, step.name, ...assignments(step.columns)]];
		case "put":
			return [
				["set", step.table, step.name, ...Object.entries(step.entries).map(([k, v]) => `${step.column}:${atom(k)}=${atom(v)}`)],
			];
		case "remove":
			return [["remove", step.table, step.name, step.column, ...step.keys.map(atom)]];
		case "refer": {
			const before: string[][] = [];
			const rows = renderRows(step.rows, newId, before);
			return [...before, ["set", step.table, step.name, `${step.column}=${rows}`]];
		}
		case "join": {
			const before: string[][] = [];
			const row = renderRow(step.row, newId, before);
			return [...before, ["add", step.table, step.name, step.column, row]];
		}
		case "leave":
			return [["remove", step.table, step.name, step.column, step.uuid]];
	}
}

/** The rows as a column's value. The commands that define the rows' ids are added to `before`. */
function renderRows(rows: RowReferences, newId: () => string, before: string[][]): string {
	if (Array.isArray(rows)) return `[${rows.map((row) => renderRow(row, newId, before)).join(",")}]`;
	return `{${Object.entries(rows)
		.map(([key, row]) => `${key}=${renderRow(row, newId, before)}`)
		.join(",")}}`;
}

function renderRow(row: RowReference, newId: () => string, before: string[][]): string {
	if (typeof row === "string") return row;
	if (!("table" in row)) {
		const id = newId();
		before.push([`--id=${id}`, "get", ...("port" in row ? ["Port", row.port] : ["Bridge", row.bridge])]);
		return id;
	}
	const columns = newRowWords(row, newId, before);
	const id = newId();
	before.push([`--id=${id}`, "create", row.table, ...columns]);
	return id;
}

function newRowWords({ columns, refers = {} }: NewRow, newId: () => string, before: string[][]): string[] {
	return [
		...assignments(columns),
		...Object.entries(refers).map(([column, rows]) => `${column}=${renderRows(rows, newId, before)}`),
	];
}

const assignments = (columns: Record<string, OvsValue>) => Object.entries(columns).map(([c, v]) => `${c}=${render(v)}`);

function render(v: OvsValue): string {
	if (Array.isArray(v)) return `[${v.map(atom).join(",")}]`;
	if (typeof v !== "object") return atom(v);
	return `{${Object.entries(v)
		.map(([key, value]) => `${atom(key)}=${atom(value)}`)
		.join(",")}}`;
}

/** An atom as ovs-vsctl reads it: a plain word, or else a JSON string ("Value" in ovs-vsctl(8)). */
function atom(v: string | number | boolean): string {
	if (typeof v !== "string") return String(v);
	return /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(v) ? v : JSON.stringify(v);
}

/** The ports and interfaces that a step inserts, changes or deletes. */
function touchedRows(step: OvsStep): string[] {
	if (step.op === "create" || ("table" in step && !["Bridge", "Port", "Interface"].includes(step.table))) return [];
	if (step.op === "insert" && step.table === "Port") return [step.name, ...step.interfaces];
	const rows = step.op === "refer" ? Object.values(step.rows) : [];
	const members = rows.flatMap((row) =>
		typeof row === "object" && "columns" in row && row.table === "Interface" ? [String(row.columns.name)] : [],
	);
	return [step.name, ...members];
}

function transaction(steps: OvsStep[], facts: KnownFacts): OvsdbChange | undefined {
	// The comment of a transaction has all words of ovs-vsctl.
	if (isSecret(steps)) return undefined;
	const ovs = knownOvs(facts);
	return ovs && ovsdbChange(inOrder(steps), ovs, ovsCall(steps).argv.map(quote).join(" "), timeoutOf(steps));
}

/** The status of ovs-vsctl 3.6 and later if it has written the rows and ovs-vswitchd reports an error for them. */
const appliedWithErrors = 65;

function ending({ code, stderr }: Reading): Ending {
	if (hasTimedOut({ code, stderr })) return "silent";
	if (code === outdatedStatus) return "outdated";
	return code === appliedWithErrors ? "applied" : "refused";
}

/** True for a step that affects rows of other names: those of a deleted bridge's ports, or those of the bridges of a moved port. */
const isOfManyPorts = (step: OvsStep): boolean => step.op === "move" || (step.op === "delete" && step.table === "Bridge");

/** The bridges to which steps add interfaces, by the names of the interfaces. */
const newBridges = (steps: OvsStep[], ovs: Ovs): Map<string, string> =>
	new Map(
		steps.flatMap((step) => {
			if (step.op === "insert" && step.table === "Port") return step.interfaces.map((name) => [name, step.bridge] as const);
			return step.op === "move" ? (ovs.interfacesOf.get(step.name) ?? []).map((name) => [name, step.to] as const) : [];
		}),
	);

/** The bridges that interfaces are on, by the names of the interfaces. */
const bridgesOfInterfaces = memoize(
	({ interfacesOf, bridgeOf }: Ovs) =>
		new Map([...bridgeOf].flatMap(([port, bridge]) => (interfacesOf.get(port) ?? [port]).map((name) => [name, bridge] as const))),
);

/** The interfaces that request a number by a step, with the number. A port that moves requests its number on the other bridge. */
function requests(step: OvsStep, ovs: Ovs): [name: string, number: number][] {
	const asked: [string, unknown][] =
		step.op === "set" && step.table === "Interface"
			? [[step.name, step.columns.ofport_request]]
			: step.op === "move"
				? (ovs.interfacesOf.get(step.name) ?? []).map((name) => [name, ovs.interfaces.get(name)?.ofport_request])
				: [];
	return asked.flatMap(([name, number]) => (typeof number === "number" ? [[name, number]] : []));
}

/**
 * The interfaces that a step takes off the datapath and adds again with another number, and with a new device if they are internal:
 * the interface that requests a number, and the one of the same bridge that had it (bridge_delete_or_reconfigure_ports() in
 * vswitchd/bridge.c). `added`: the bridges to which the steps of the change add interfaces.
 */
function renumbered(step: OvsStep, ovs: Ovs, added: Map<string, string>): string[] {
	const on = bridgesOfInterfaces(ovs);
	return requests(step, ovs).flatMap(([name, number]) => {
		const bridge = added.get(name) ?? on.get(name);
		if (bridge === on.get(name) && ovs.interfaces.get(name)?.ofport === number) return [];
		const isInTheWay = (other: string) => on.get(other) === bridge && (added.get(other) ?? bridge) === bridge;
		return [...ovs.interfaces]
			.filter(([other, { ofport }]) => (other === name ? step.op === "set" : ofport === number && isInTheWay(other)))
			.map(([other]) => other);
	});
}

/**
 * True for a step that deletes the device of an internal port: its row is deleted, moved or gets another type, it gets another
 * number, or the datapath type of its bridge changes. A bridge's local port is internal too. `changed`: the interfaces that get another
 * number.
 */
function takesDevice(step: OvsStep, ovs: Ovs, changed: string[]): boolean {
	const isInternal = (name: string) => ["internal", "tap"].includes(String(ovs.interfaces.get(name)?.type));
	if (changed.some(isInternal)) return true;
	if (step.op === "delete" || step.op === "move") return (ovs.interfacesOf.get(step.name) ?? []).some(isInternal);
	if (step.op !== "set") return false;
	if (step.table === "Bridge") return "datapath_type" in step.columns && ovs.bridges.has(step.name);
	return step.table === "Interface" && "type" in step.columns && isInternal(step.name);
}

/** The types of interfaces that are, or have, a device of the kernel under their name. */
const deviceTypes: readonly unknown[] = ["", "system", "internal", "tap"];

/** The types that steps give to interfaces, by the names of the interfaces. */
const newTypes = (steps: OvsStep[]): Map<string, unknown[]> =>
	valuesByKey(
		steps.flatMap((step) =>
			step.op === "set" && step.table === "Interface" && "type" in step.columns ? [[step.name, step.columns.type] as const] : [],
		),
	);

/**
 * True for an interface without a device of the kernel under its name, before and after the steps: a tunnel or a patch port.
 * `wanted`: the types that the steps give to interfaces.
 */
function isVirtual(name: string, wanted: Map<string, unknown[]>, ovs: Ovs): boolean {
	const types = [...(wanted.get(name) ?? []), ...(ovs.interfaces.has(name) ? [ovs.interfaces.get(name)?.type] : [])];
	return types.length > 0 && types.every((type) => !deviceTypes.includes(type));
}

/** True for a step that may change a device of the kernel. `wanted`: the types that all steps of the change give to interfaces. */
function changesDevices(step: OvsStep, wanted: Map<string, unknown[]>, ovs: Ovs | undefined): boolean {
	if (!ovs || step.op === "create" || step.op === "refer" || step.op === "join" || step.op === "leave") return true;
	const isOfPort = step.op === "move" || step.table === "Port";
	if (!isOfPort && step.table !== "Interface") return true;
	const added = step.op === "insert" && step.table === "Port" ? step.interfaces : undefined;
	const names = added ?? (isOfPort ? ovs.interfacesOf.get(step.name) : undefined) ?? [step.name];
	return !names.every((name) => isVirtual(name, wanted, ovs));
}

/**
 * True for a step by which a tap device gets another MAC address. Open vSwitch sets such a device down for it
 * (netdev_linux_set_etheraddr() in lib/netdev-linux.c), and the kernel removes its IPv6 addresses and its routes. On a bridge of
 * the datapath type netdev, internal ports are taps too. Its local port has the least MAC address of its ports, or `hwaddr`.
 */
function changesMacOfTap(step: OvsStep, ovs: Ovs): boolean {
	const isOfTaps = (bridge = "") => ovs.bridges.get(bridge)?.datapath_type === "netdev";
	if (step.op === "create") return false;
	if (step.op === "insert") return step.table === "Port" && isOfTaps(step.bridge);
	if (step.op === "delete") return step.table === "Port" && isOfTaps(ovs.bridgeOf.get(step.name));
	if (!isMacStep(step)) return false;
	return isOfTaps(ovs.bridgeOf.get(step.name) ?? step.name) || ovs.interfaces.get(step.name)?.type === "tap";
}

/** True for a step that sets or removes the MAC address of a port, or of a bridge's local port. */
export function isMacStep(step: OvsStep): boolean {
	if (step.op === "set") return step.table === "Interface" && "mac" in step.columns;
	if (step.op === "put") return step.table === "Bridge" && "hwaddr" in step.entries;
	return step.op === "remove" && step.table === "Bridge" && step.keys.includes("hwaddr");
}

/**
 * The bridges whose local ports may get another MAC address by a step. A bridge without `hwaddr` has the least one of its ports,
 * without those that mirrors send to (find_local_hw_addr() in vswitchd/bridge.c).
 */
export function bridgesWithOtherMac(step: OvsStep, facts: KnownFacts): string[] {
	const ovs = knownOvs(facts);
	if (!ovs) return [];
	if (isMacStep(step) && "table" in step && step.op !== "create" && step.table === "Bridge") return [step.name];
	const hasNone = (name: string) => (ovs.bridges.get(name)?.other_config as Columns | undefined)?.hwaddr === undefined;
	return bridgesOfPorts(step, ovs).filter(hasNone);
}

type Columns = Record<string, unknown>;

/** The bridges of which a step changes the ports, their devices, or what mirrors send to. */
function bridgesOfPorts(step: OvsStep, { bridgeOf, bridges }: Ovs): string[] {
	const ofPort = (name: string) => [bridgeOf.get(name) ?? []].flat();
	if (step.op === "insert") return step.table === "Port" ? [step.bridge] : [];
	if (step.op === "move") return [step.from, step.to];
	if (step.op === "delete") return step.table === "Port" ? ofPort(step.name) : [];
	if (isMacStep(step) && "name" in step) return ofPort(step.name);
	if (!("column" in step)) return [];
	if (step.table === "Port" && step.column === "interfaces") return ofPort(step.name);
	if (step.table === "Bridge" && step.column === "mirrors") return [step.name];
	if (step.table !== "Mirror" || step.column !== "output_port") return [];
	return [...bridges].flatMap(([name, { mirrors }]) => ((mirrors as string[]).includes(step.name) ? [name] : []));
}

/** The bridges that are there and lose all of their flows by a step, with the groups and meters. */
export function bridgesCleared(step: OvsStep, facts: KnownFacts): string[] {
	return clearsFlows(step) && "name" in step && knownOvs(facts)?.bridges.has(step.name) ? [step.name] : [];
}

/** True for a step that affects flows. A recreated port has another number. */
const upsetsFlows = (step: OvsStep): boolean => clearsFlows(step) || (step.op === "delete" && step.table === "Port");

function drops(step: OvsStep, ovs: Ovs | undefined, added: Map<string, string>): Loss[] {
	const changesMac = ovs !== undefined && isMacStep(step) && "name" in step && ovs.interfaces.has(step.name);
	const changed = ovs ? renumbered(step, ovs, added) : [];
	const device = ovs !== undefined && (takesDevice(step, ovs, changed) || changesMacOfTap(step, ovs));
	const mirrored = ovs !== undefined && step.op === "delete" && step.table === "Port" && isMirrored(ovs, step.name);
	const isCleared = clearsFlows(step) && ovs !== undefined && "name" in step && ovs.bridges.has(step.name);
	const ofOthers = isCleared || changed.length > 0;
	return [
		...(isOfManyPorts(step) || device || mirrored || ofOthers || changesMac ? (["dependants"] as const) : []),
		...(device ? (["port device"] as const) : []),
		...(ofOthers ? (["existing flows"] as const) : []),
		...(upsetsFlows(step) ? (["flows"] as const) : []),
	];
}

/** The read after a change is limited to the rows that the change touches, because reading a large switch takes long. */
function narrowedRead(fact: OvsFact, steps: OvsStep[], facts: KnownFacts): OvsFact {
	const ovs = knownOvs(facts);
	if (fact.read !== "ovs" || !ovs || steps.some(isOfManyPorts)) return fact;
	const added = newBridges(steps, ovs);
	const names = [...new Set(steps.flatMap((step) => [...touchedRows(step), ...renumbered(step, ovs, added)]))];
	return names.length === 0 || names.length * 2 > ovs.ports.size ? fact : { read: "ovs-rows", names };
}

/** All steps in one transaction, or each in one of its own if the transaction is refused. */
function asFarAsItGoes(steps: OvsStep[]): Call[] {
	if (isSecret(steps)) return steps.map((step) => secretCall([step]));
	const all = inOrder(steps);
	const [first, ...others] = [all, ...all.map((step) => [step])].map((some) => ovsCall(some).argv.map(quote).join(" "));
	return [{ argv: ["sh", "-s"], stdin: `${first} && exit\n${others.join("\n")}\n` }];
}

export const ovs: Tool<OvsStep, OvsFact> = {
	name: "ovs",
	program: "ovs-vsctl",
	packages: { "ovs-vsctl": ovsPackage },
	call: ovsCall,
	// A transaction is applied as a whole or not at all.
	executedCount: (steps, { code }) => (code === appliedWithErrors || code > 128 ? steps.length : 0),
	ending,
	refusal: (result, { takes }) => ({
		text:
			ending(result) === "silent"
				? `ovs-vswitchd did not apply the change within ${takes ? takes.ms / 1000 : changeTimeout} seconds: check that it runs and is not stuck (systemctl status openvswitch-switch). The change may still be applied`
				: refusalText(result),
	}),
	unavailable: (known) =>
		ovsReading(known)?.daemon === "down"
			? "ovs-vswitchd is not running on this host, so the change would have no effect: systemctl start openvswitch-switch"
			: undefined,
	invalidates(steps, known) {
		const wanted = newTypes(steps);
		return steps.some((step) => changesDevices(step, wanted, knownOvs(known))) ? ["bridges", "devices"] : ["bridges"];
	},
	removesImplicitly(steps, known) {
		const ovs = knownOvs(known);
		const added = ovs ? newBridges(steps, ovs) : new Map<string, string>();
		return steps.flatMap((step) => drops(step, ovs, added));
	},
	narrowedRead,
	creates: createdBy,
	deletes: deletedBy,
	undo: undoRows,
	transaction,
	asFarAsItGoes,
	reads: ovsReads,
};
