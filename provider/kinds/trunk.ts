import { kind, type Observed, type Requirement } from "../model/kind";
import { deviceClaim, requiresBridge, requiresDevice } from "../network/requirements";
import { bridgePorts, foreignPorts, observeBridge, planBridge } from "./trunk/bridge";
import { inUse, isPlugOf, parentGoes } from "./trunk/parent";
import { bridgeNameOf } from "./trunk/ports";
import { inOrder, trunkSchema } from "./trunk/schema";
import { observeVlans, planVlans, remainingVlans, vlanPorts } from "./trunk/vlan";

/** A need that is waited for while this run is about to meet it, and passed over where nobody does. */
const ifComing = (need: Requirement): Requirement => ({ ...need, ifComing: true });

/** One that the trunk has made itself is not it. */
const needsPort = (trunk: string, port: string): Requirement => ({
	what: `OVS port ${port}`,
	there: ({ ovs }) => ovs.ports.has(port) && !isPlugOf(ovs.ports.get(port), trunk),
});

const parentClaims = (parent: { port: string } | undefined): string[] =>
	parent ? [`${deviceClaim(parent.port)} as the parent of a trunk`] : [];

export const trunk = kind({
	type: "Trunk",
	summary:
		"Several networks on one port of a workload, told apart by VLAN: Neutron's trunk, either as a bridge of its own with patch pairs or as VLAN devices.",
	schema: trunkSchema,
	computed: {
		bridge: { type: "string", help: "The bridge that the parent's port belongs on: the trunk's own, or the integration bridge." },
	},
	key: ["name"],
	fixed: ["mode"],
	normalise: inOrder,
	facts: () => [{ read: "ovs" }, { read: "links", netns: "" }],
	provides({ name, mode, parent, ...want }) {
		// Not known before the change, it is no list yet.
		const subports = Array.isArray(want.subports) ? want.subports : [];
		const bridge = bridgeNameOf(name);
		const ids = subports.map((s) => `subport ${s.name}`);
		const device = parent && deviceClaim(parent.port);
		const parents = parentClaims(parent);
		if (mode === "bridge") {
			const ports = bridgePorts({ name, parent, subports }).map((spec) => `OVS port ${spec.name}`);
			return [...ids, ...parents, `bridge ${bridge}`, `OVS port ${bridge}`, deviceClaim(bridge), ...ports];
		}
		const vlans = vlanPorts({ name, parent, subports }).flatMap((spec) => [`OVS port ${spec.name}`, deviceClaim(spec.name)]);
		return [`trunk ${name}`, ...ids, ...parents, ...vlans, ...subports.map((s) => `VLAN ${s.segmentationId} of ${device}`)];
	},
	place: ({ parent }) => parentClaims(parent),
	requires: ({ name, integrationBridge, parent }) => [
		requiresBridge(integrationBridge),
		// The trunk's bridge gets the datapath of the integration bridge, which therefore has to be seen first.
		ifComing(requiresBridge(integrationBridge)),
		ifComing(requiresDevice(parent.port)),
		// So has a port that the program itself makes of the device, which is left to it.
		ifComing(needsPort(name, parent.port)),
	],

	observe(facts, want) {
		const mode = want.mode ?? (facts.ovs.bridges.has(bridgeNameOf(want.name)) ? "bridge" : "vlan-interfaces");
		const have = mode === "bridge" ? observeBridge(facts, want) : observeVlans(facts, want);
		return have as Observed<typeof want> | undefined;
	},
	remains: (facts, want, owner) =>
		(want.mode === "vlan-interfaces" ? remainingVlans(facts, want, owner) : undefined) as Observed<typeof want> | undefined,
	plan: (change) => ((change.want ?? change.was)?.mode === "bridge" ? planBridge(change) : planVlans(change)),
	refuseDelete(facts, want, goes) {
		const foreign = want.mode === "bridge" ? foreignPorts(facts, want, goes) : undefined;
		return foreign ?? (want.force || parentGoes(facts, want, goes) ? undefined : inUse(facts, want));
	},
});
