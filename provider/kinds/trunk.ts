import type { Values } from "../base/values";
import { type Delete, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import { deviceText, portText } from "../model/provided-name";
import { type Requirement, requiresBridge, requiresDevice, requiresPort } from "../model/requirements";
import { markedRows, once } from "../network/marked";
import { bridgeNameOf, isTrunkBridge, marks, trunkIdKey, trunkMarks } from "../network/trunk-marks";
import { knownOvs, map } from "../tools/ovs-listing";
import { bridgePorts, deleteBridge, foreignPorts, observeBridge, planBridge } from "./trunk/bridge";
import { inUse, isParentDeletedToo, isParentPortOf } from "./trunk/parent";
import type { TrunkInternal } from "./trunk/ports";
import { inOrder, trunkSchema } from "./trunk/schema";
import { observeVlans, planVlans, remainingVlans, vlanPorts } from "./trunk/vlan";

/** The requirement is waited for only if this run is about to meet it. Otherwise it is ignored. */
const ifComing = (need: Requirement): Requirement => ({ ...need, isOptional: true });

/** The requirement of a port that the trunk has not created itself. */
const needsPort = (trunk: string, port: string): Requirement =>
	requiresPort(port, ({ ovs }) => ovs.ports.has(port) && !isParentPortOf(ovs.ports.get(port), trunk));

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	const named = (trunk: string | undefined) => {
		if (ovs === undefined || trunk === undefined) return undefined;
		return { name: trunk, mode: ovs.bridges.has(bridgeNameOf(trunk)) ? "bridge" : "vlan-interfaces" };
	};
	return once([
		...markedRows(ovs?.ports.values() ?? [], (row) => named(trunkMarks(row)?.[marks.trunk])),
		...markedRows(ovs?.bridges.values() ?? [], (row) =>
			isTrunkBridge(row) ? named(map(row.external_ids)[trunkIdKey]) : undefined,
		),
	]);
}

export const trunk = kind({
	type: "Trunk",
	summary:
		"Several networks on one port of a workload, one VLAN per network, like Neutron's trunk ports. The trunk is a bridge of its own with patch ports, or a set of VLAN devices.",
	schema: trunkSchema,
	computed: {
		bridge: {
			type: "string",
			help: "Bridge that the parent's port belongs to: the trunk's own bridge or the integration bridge.",
		},
	},
	identity: { fields: ["name"], listMarked },
	replaceOn: ["mode"],
	ownership: "mark",
	normalise: inOrder,
	facts: () => [{ read: "ovs" }, { read: "links", netns: "" }],
	provides({ name, mode, parent, ...want }) {
		// In a preview, a list that is not known yet is not an array.
		const subports = Array.isArray(want.subports) ? want.subports : [];
		const ids = subports.map((s) => `subport ${s.name}`);
		const device = parent && deviceText(parent.port);
		const parents = parent
			? [{ name: `${deviceText(parent.port)} as the parent of a trunk`, isTransferable: true } as const]
			: [];
		if (mode === "bridge") {
			const ports = bridgePorts({ name, parent, subports }).map((spec) => portText(spec.name));
			return [...ids, ...parents, ...ports];
		}
		const vlans = vlanPorts({ name, parent, subports }).flatMap((spec) => [portText(spec.name), deviceText(spec.name)]);
		return [`trunk ${name}`, ...ids, ...parents, ...vlans, ...subports.map((s) => `VLAN ${s.segmentationId} of ${device}`)];
	},
	requires: ({ name, integrationBridge, parent }) => [
		// The trunk's bridge gets the datapath type of the integration bridge, which must therefore exist first.
		ifComing(requiresBridge(integrationBridge)),
		ifComing({ ...requiresDevice(parent.port), property: "parent.port" }),
		// A port that the program declares for the device must exist first too: the trunk then leaves the device to it.
		ifComing(needsPort(name, parent.port)),
	],

	observe(facts, want, { owners: [owner = ""] }) {
		const mode = want.mode ?? (facts.ovs.bridges.has(bridgeNameOf(want.name)) ? "bridge" : "vlan-interfaces");
		const have = mode === "bridge" ? observeBridge(facts, want) : observeVlans(facts, want);
		return have ?? (want.mode === "vlan-interfaces" ? remainingVlans(facts, want, owner) : undefined);
	},
	plan(change) {
		// The workload's device is not there at boot, and what is on it comes with the next update.
		if (change.intent === "apply" && change.atBoot) return [];
		if (change.intent !== "delete") return change.want.mode === "bridge" ? planBridge(change) : planVlans(change);
		refuseWhileNeeded(change);
		return change.was.mode === "bridge" ? deleteBridge(change) : planVlans(change);
	},
});

function refuseWhileNeeded({ facts, was, isDeletedToo }: Delete<Values, TrunkInternal>): void {
	const foreign = was.mode === "bridge" ? foreignPorts(facts, was, isDeletedToo) : undefined;
	const needed = foreign ?? (was.force || isParentDeletedToo(facts, was, isDeletedToo) ? undefined : inUse(facts, was));
	if (needed !== undefined) throw new Refused(needed);
}
