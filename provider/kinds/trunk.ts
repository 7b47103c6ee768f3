import type { Values } from "../base/values";
import { type Delete, Refused } from "../model/change";
import { kind } from "../model/kind";
import { deviceText, type Requirement, requiresBridge, requiresDevice } from "../model/requirements";
import { bridgePorts, deleteBridge, foreignPorts, observeBridge, planBridge } from "./trunk/bridge";
import { inUse, isPlugOf, parentGoes } from "./trunk/parent";
import { bridgeNameOf, type TrunkInternal } from "./trunk/ports";
import { inOrder, trunkSchema } from "./trunk/schema";
import { observeVlans, planVlans, remainingVlans, vlanPorts } from "./trunk/vlan";

/** A need that is waited for while this run is about to meet it, and passed over where nobody does. */
const ifComing = (need: Requirement): Requirement => ({ ...need, isOptional: true });

/** One that the trunk has made itself is not it. */
const needsPort = (trunk: string, port: string): Requirement => ({
	what: `OVS port ${port}`,
	there: ({ ovs }) => ovs.ports.has(port) && !isPlugOf(ovs.ports.get(port), trunk),
});

export const trunk = kind({
	type: "Trunk",
	summary:
		"Several networks on one port of a workload, told apart by VLAN: Neutron's trunk, either as a bridge of its own with patch pairs or as VLAN devices.",
	schema: trunkSchema,
	computed: {
		bridge: { type: "string", help: "The bridge that the parent's port belongs on: the trunk's own, or the integration bridge." },
	},
	identity: { fields: ["name"] },
	replaceOn: ["mode"],
	ownership: "mark",
	normalise: inOrder,
	facts: () => [{ read: "ovs" }, { read: "links", netns: "" }],
	provides({ name, mode, parent, ...want }) {
		// Not known before the change, it is no list yet.
		const subports = Array.isArray(want.subports) ? want.subports : [];
		const ids = subports.map((s) => `subport ${s.name}`);
		const device = parent && deviceText(parent.port);
		const parents = parent ? [{ what: `${deviceText(parent.port)} as the parent of a trunk`, takesPlace: true } as const] : [];
		if (mode === "bridge") {
			const ports = bridgePorts({ name, parent, subports }).map((spec) => `OVS port ${spec.name}`);
			return [...ids, ...parents, ...ports];
		}
		const vlans = vlanPorts({ name, parent, subports }).flatMap((spec) => [`OVS port ${spec.name}`, deviceText(spec.name)]);
		return [`trunk ${name}`, ...ids, ...parents, ...vlans, ...subports.map((s) => `VLAN ${s.segmentationId} of ${device}`)];
	},
	requires: ({ name, integrationBridge, parent }) => [
		// The trunk's bridge gets the datapath of the integration bridge, which therefore has to be seen first.
		ifComing(requiresBridge(integrationBridge)),
		ifComing(requiresDevice(parent.port)),
		// So has a port that the program itself makes of the device, which is left to it.
		ifComing(needsPort(name, parent.port)),
	],

	observe(facts, want, { owners: [owner = ""] }) {
		const mode = want.mode ?? (facts.ovs.bridges.has(bridgeNameOf(want.name)) ? "bridge" : "vlan-interfaces");
		const have = mode === "bridge" ? observeBridge(facts, want) : observeVlans(facts, want);
		return have ?? (want.mode === "vlan-interfaces" ? remainingVlans(facts, want, owner) : undefined);
	},
	plan(change) {
		if (change.intent !== "delete") return change.want.mode === "bridge" ? planBridge(change) : planVlans(change);
		refuseWhileNeeded(change);
		return change.was.mode === "bridge" ? deleteBridge(change) : planVlans(change);
	},
});

function refuseWhileNeeded({ facts, was, isDeletedToo }: Delete<Values, TrunkInternal>): void {
	const foreign = was.mode === "bridge" ? foreignPorts(facts, was, isDeletedToo) : undefined;
	const needed = foreign ?? (was.force || parentGoes(facts, was, isDeletedToo) ? undefined : inUse(facts, was));
	if (needed !== undefined) throw new Refused(needed);
}
