import { deviceNameOf } from "../../base/device-name";
import { listForeign, markKey } from "../../base/mark";
import type { Values } from "../../base/values";
import { type Delete, type IsDeletedToo, type Keep, markAfter } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Observed } from "../../model/observed";
import { portText } from "../../model/provided-name";
import { deletionText, listedPorts } from "../../network/fake-bridge";
import { rowOwner } from "../../network/ovs-columns";
import { bridgeNameOf, marks, planIds, trunkIdKey, unsetKeys } from "../../network/trunk-marks";
import type { Step } from "../../tools/list";
import { fakeVlan, map, type Ovs, optional, portsOn } from "../../tools/ovs-listing";
import { parentPortFaults, planParentPort } from "./parent";
import * as p from "./ports";

/**
 * A pair of patch ports between the trunk's own bridge and the integration bridge. The parent and each subport have one, as in
 * Neutron's Open vSwitch agent.
 */
interface Pair {
	trunk: p.PortSpec;
	integration: p.PortSpec;
}

/** The parent or a subport that a pair is for. */
interface PairOwner {
	/** The beginning of the names of its ports. */
	prefix: string;
	/** The name from which the rest of these names is derived. */
	id: string;
	/** Its inputs. */
	inputs: Values;
	/** The VLAN of the port on the trunk's own bridge. */
	trunkTag?: number;
	/** The name of a subport. */
	subport?: string;
}

function pair(want: Values, { prefix, id, inputs, trunkTag, subport }: PairOwner): Pair {
	const [onTrunk, onIntegration] = [deviceNameOf(`${prefix}t`, id), deviceNameOf(`${prefix}i`, id)];
	const both = { subport, externalIds: inputs.externalIds };
	return {
		trunk: { ...both, name: onTrunk, bridge: bridgeNameOf(want.name), peer: onIntegration, tag: trunkTag },
		integration: { ...both, name: onIntegration, bridge: want.integrationBridge, peer: onTrunk, tag: inputs.tag },
	};
}

const parentPair = (want: Values): Pair | undefined =>
	want.parent?.port === undefined ? undefined : pair(want, { prefix: "tp", id: want.parent.port, inputs: want.parent });

const subportPair = (want: Values, s: Values): Pair =>
	pair(want, { prefix: "sp", id: s.name, inputs: s, trunkTag: s.segmentationId, subport: s.name });

const bothOf = (one: Pair | undefined): p.PortSpec[] => (one ? [one.trunk, one.integration] : []);

/** All patch ports. */
export const bridgePorts = (want: Values): p.PortSpec[] => [
	...bothOf(parentPair(want)),
	...p.subportsIn(want).flatMap((s) => bothOf(subportPair(want, s))),
];

const parentPortSpec = (want: Values): p.PortSpec => ({ name: want.parent.port, bridge: bridgeNameOf(want.name) });

const datapathOf = (ovs: Ovs, bridge: string): string | undefined => {
	const row = ovs.bridges.get(bridge);
	return row && (optional<string>(row.datapath_type) || "system");
};

const bridgeIds = (want: Values): Record<string, string> => ({
	[trunkIdKey]: want.name,
	[p.subportIdsKey]: JSON.stringify(p.subportsIn(want).map((s) => s.name)),
});

const foundOf = (ovs: Ovs, want: Values): Map<string, p.TrunkPort> =>
	p.portsOf(ovs, want.name, [...bridgePorts(want).map((spec) => spec.name), ...(want.parent ? [want.parent.port] : [])]);

export function observeBridge(facts: Facts, want: Values): Observed<Values, p.TrunkInternal> | undefined {
	const { ovs } = facts;
	const name = bridgeNameOf(want.name);
	const row = ovs.bridges.get(name);
	const found = foundOf(ovs, want);
	const all = [...found.values()];
	const marked = all.filter((port) => port.marks[marks.trunk] === want.name);
	if (!row && marked.length === 0) return undefined;
	const ends = marked.filter((port) => port.value.peer !== undefined && port.bridge !== name);
	const away = ends.find((end) => end.bridge !== want.integrationBridge);
	return {
		value: {
			name: want.name,
			mode: "bridge",
			integrationBridge: away?.bridge ?? want.integrationBridge ?? ends[0]?.bridge,
			parent: parentOf(want, found),
			subports: subportsOf(want, found),
			force: want.force,
		},
		computed: { bridge: name },
		internal: { found },
		owner: row ? (rowOwner(row) ?? marked.find((port) => port.bridge === name)?.owner) : marked[0]?.owner,
		fault: want.parent === undefined ? undefined : faults(facts, want, found).join("; ") || undefined,
	};
}

function parentOf(want: Values, found: Map<string, p.TrunkPort>): Values | undefined {
	const known = parentPair(want);
	const ofParent = [...found.values()].filter((port) => port.marks[marks.trunk] === want.name && port.value.peer !== undefined);
	const expected = known && [found.get(known.trunk.name), found.get(known.integration.name)];
	const [trunkEnd, end] = expected ?? [
		undefined,
		ofParent.find((port) => port.marks[marks.subport] === undefined && port.bridge !== bridgeNameOf(want.name)),
	];
	const port = [end, trunkEnd].find((one) => one !== undefined);
	if (!port) return undefined;
	return p.defined({
		port: port.marks[marks.parent] ?? want.parent?.port,
		tag: end?.value.tag,
		externalIds: p.wantedIdsOfAll([end, trunkEnd], want.parent?.externalIds),
	});
}

/** The subports whose ports exist, found by the ports' marks and by the names of the wanted ports. */
function subportsOf(want: Values, found: Map<string, p.TrunkPort>): Values[] {
	const wanted = new Map(p.subportsIn(want).map((s) => [s.name, s]));
	const marked = [...found.values()].flatMap((port) => port.marks[marks.subport] ?? []);
	const names = [...new Set([...wanted.keys(), ...marked])].sort((a, b) => (a < b ? -1 : 1));
	return names.flatMap((name): Values[] => {
		const { trunk, integration } = subportPair(want, wanted.get(name) ?? { name });
		const [trunkEnd, end] = [found.get(trunk.name), found.get(integration.name)];
		if (!trunkEnd && !end) return [];
		const externalIds = p.wantedIdsOfAll([end, trunkEnd], wanted.get(name)?.externalIds);
		return [p.defined({ name, segmentationId: trunkEnd?.value.tag, tag: end?.value.tag, externalIds })];
	});
}

function faults(facts: Facts, want: Values, found: Map<string, p.TrunkPort>): string[] {
	const { ovs } = facts;
	const name = bridgeNameOf(want.name);
	const row = ovs.bridges.get(name);
	const wanted = new Set([...bridgePorts(want).map((spec) => spec.name), want.parent.port]);
	const stale = [...found.values()].filter((port) => !wanted.has(port.name));
	const datapath = datapathOf(ovs, want.integrationBridge);
	const ids = Object.entries(bridgeIds(want)).filter(([key, value]) => map(row?.external_ids)[key] !== value);
	return [
		...(row ? ids.map(([key, value]) => `${name}: external_ids:${key} is not ${value}`) : [`bridge ${name} is not there`]),
		...(row && datapath && datapathOf(ovs, name) !== datapath ? [`${name}: its datapath is not ${datapath}`] : []),
		...bridgePorts(want).flatMap((spec) => p.portFaults(want.name, spec, found.get(spec.name), inputFields(want, spec))),
		...parentPortFaults(facts, want, parentPortSpec(want), found),
		...stale.map((port) => `port ${port.name} is left over`),
		...[...found.values()].filter((port) => port.value.peer !== undefined).flatMap((port) => p.ovsFault(ovs, port)),
	];
}

/** The fields that the inputs compare. The parent's end on the trunk's bridge has no tag, and no input for one. */
const inputFields = (want: Values, spec: p.PortSpec): string[] => (spec.name === parentPair(want)?.trunk.name ? [] : ["tag"]);

export function planBridge(change: Keep): Step[] {
	const { want, have, was, facts } = change;
	const owner = markAfter(change);
	const name = bridgeNameOf(want.name);
	const { ovs } = facts;
	const found = foundOf(ovs, want);
	const row = ovs.bridges.get(name);
	const rows = { tool: "ovs", phase: "rows", table: "Bridge", name } as const;
	const datapath = datapathOf(ovs, want.integrationBridge);
	const differs = datapath !== undefined && datapath !== (row ? datapathOf(ovs, name) : "system");
	const specs = bridgePorts(want);
	const before = new Map(was?.parent ? bridgePorts(was).map((spec) => [spec.name, spec]) : []);
	const wanted = new Set([...specs.map((spec) => spec.name), want.parent.port]);
	const marked = [...found.values()].filter((port) => port.marks[marks.trunk] === want.name);
	const obsolete = marked.filter((port) => !wanted.has(port.name) && (owner !== undefined || port.owner === have?.owner));
	const ids = { [markKey]: owner, ...bridgeIds(want) };
	return [
		...(row ? [] : [{ ...rows, op: "insert" } as const]),
		...(differs && owner !== undefined ? [{ ...rows, op: "set", columns: { datapath_type: datapath } } as const] : []),
		...planIds("Bridge", name, map(row?.external_ids), owner === undefined ? unsetKeys(ids) : ids),
		...obsolete.map((port): Step => ({ tool: "ovs", phase: "rows", op: "delete", table: "Port", name: port.name })),
		...specs.flatMap((spec) => p.planPort(change, spec, found.get(spec.name), before.get(spec.name))),
		...planParentPort(change, parentPortSpec(want), found, before.get(want.parent.port)),
	];
}

export function deleteBridge({ have, was }: Delete<Values, p.TrunkInternal>): Step[] {
	const name = bridgeNameOf(was.name);
	const rows = { tool: "ovs", phase: "delete-rows", op: "delete" } as const;
	const found = have.internal?.found ?? new Map<string, p.TrunkPort>();
	// The parent's port may belong to another resource. The port then has the program's mark, but not the trunk's.
	const isOfAnotherResource = (port: p.TrunkPort) => port.name === was.parent?.port && port.marks[marks.trunk] !== was.name;
	const owned = [...found.values()].filter(
		(port) => port.owner === have.owner && port.bridge !== name && !isOfAnotherResource(port),
	);
	return [...owned.map((port) => ({ ...rows, table: "Port", name: port.name }) as const), { ...rows, table: "Bridge", name }];
}

/** The reason why the bridge must stay: its deletion would delete ports that are not the trunk's. */
export function foreignPorts({ ovs }: Facts, want: Values, isDeletedToo: IsDeletedToo): string | undefined {
	const name = bridgeNameOf(want.name);
	const owner = rowOwner(ovs.bridges.get(name));
	const known = (port: string) => {
		const row = ovs.ports.get(port);
		const ids = map(row?.external_ids);
		return ids[marks.trunk] === want.name && ids[markKey] === owner && fakeVlan(row) === undefined;
	};
	const foreign = portsOn(ovs, name)
		.filter((port) => ![name, want.parent?.port].includes(port))
		.filter((port) => !known(port) && !isDeletedToo(portText(port)));
	if (foreign.length === 0) return undefined;
	return `its bridge ${name} can't be deleted, because ports on it do not belong to this trunk: ${listForeign(listedPorts(ovs, foreign))}. Delete them first (${deletionText(ovs, foreign)})`;
}
