import { z } from "zod";
import { addressesIn, addressOf, type DeviceAddress } from "../base/device-address";
import * as f from "../base/fields";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { type Keep, markAfter, Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { type DeclaredResources, kind, type Marked } from "../model/kind";
import type { SharedUse } from "../model/requirements";
import { observeDevice, planDevice, touchesDevice, upByDefault } from "../network/device";
import { addressFault, endsIpv6, refuseLossOfIpv6 } from "../network/device-addresses";
import type { DeviceChange, DeviceRead } from "../network/device-change";
import { checkDevice, deviceFields } from "../network/device-fields";
import { recreation, replacement } from "../network/device-recreation";
import { foreignQdiscs } from "../network/lost-qdiscs";
import { markedRows } from "../network/marked";
import { columnsField } from "../network/other-columns";
import { refuseLossOnDevice } from "../network/others-on-device";
import { type ColumnField, otherColumns, planColumns, planMark, readColumns, rowOwner } from "../network/ovs-columns";
import { datapathFault, datapathUse, hasOwnDevice, interfaceFault } from "../network/ovs-port";
import { rstpOnBothSides } from "../network/spanning-tree";
import { isTrunkBridge } from "../network/trunk-marks";
import { addressesOnPorts } from "../network/without-effect";
import { missingVersions, openFlow10 } from "../openflow/consistency";
import type { Step } from "../tools/list";
import { knownOvs, portsOn } from "../tools/ovs-listing";
import type { OvsStep } from "../tools/ovs-step";
import { isMacStep } from "../tools/ovs-vsctl";
import { checkControllers, controllersField, observeControllers, planControllers } from "./bridge/controllers";
import { planCollectorSetDeletion, planDeletion } from "./bridge/deletion";
import { markedUplink, observeUplink, type PlannedUplink, planUplink, uplinkField } from "./bridge/uplink";
import type { Uplink } from "./bridge/uplink-move";
import { planLostUplink, takenAfter } from "./bridge/uplink-taken";

const protocol = z.enum(["OpenFlow10", "OpenFlow11", "OpenFlow12", "OpenFlow13", "OpenFlow14", "OpenFlow15"]);

const columns: ColumnField[] = [
	{ field: "datapathType", table: "Bridge", column: "datapath_type", as: "one", fallback: "system" },
	{ field: "failMode", table: "Bridge", column: "fail_mode", as: "one" },
	{ field: "protocols", table: "Bridge", column: "protocols", as: "many" },
	{ field: "stp", table: "Bridge", column: "stp_enable", as: "flag" },
	{ field: "rstp", table: "Bridge", column: "rstp_enable", as: "flag" },
	{ field: "mcastSnooping", table: "Bridge", column: "mcast_snooping_enable", as: "flag" },
	{ field: "floodVlans", table: "Bridge", column: "flood_vlans", as: "many" },
	{ field: "hwaddr", table: "Bridge", column: "other_config", key: "hwaddr", as: "one", unmanaged: true },
	{ field: "disableInBand", table: "Bridge", column: "other_config", key: "disable-in-band", as: "flag" },
	{ field: "otherConfig", table: "Bridge", column: "other_config", as: "keys" },
	{ field: "externalIds", table: "Bridge", column: "external_ids", as: "keys" },
	{ field: "mtu", table: "Interface", column: "mtu_request", as: "one", unmanaged: true },
	otherColumns("columns", "Bridge"),
];

function check(want: Values, issue: (path: string, message: string) => void): void {
	const { name, otherConfig = {}, stp, rstp, up, uplink } = want;
	checkDevice(want, issue);
	if (uplink?.nic === name) issue("uplink.nic", "must be another device than the bridge's own local port");
	if (uplink?.takeAddresses && up === false)
		issue("up", "must not be false with uplink.takeAddresses: the addresses would not work");
	checkControllers(want, issue);
	// bridge_configure_local_iface_netdev() in vswitchd/bridge.c.
	if (up === false && want.controllers?.some((one: Values) => one.columns?.local_ip !== undefined))
		issue("up", "must not be false where a controller has columns.local_ip: Open vSwitch sets the bridge up for it");
	if (stp && rstp) issue("stp", "can't be set with rstp: a bridge runs only one of the two");
	for (const { field, column, key } of columns)
		if (column === "other_config" && key !== undefined && Object.hasOwn(otherConfig, key))
			issue(`otherConfig.${key}`, `has its own field: ${field}`);
}

/**
 * With OpenFlow 1.0 among its versions, a bridge accepts flows that later versions refuse. Meters and some groups need later
 * versions. Without a list it has all versions.
 */
const versionUses = ({ name, protocols }: Values): SharedUse[] => {
	if (!Array.isArray(protocols) || protocols.length === 0 || holdsUnknown(protocols)) return [];
	const in10 = { name: openFlow10(name), use: "in no flow", detail: ` (protocols: ${protocols.join(", ")})` };
	return [...(protocols.includes("OpenFlow10") ? [] : [in10]), ...missingVersions(name, protocols)];
};

/**
 * Without a controller, a standalone bridge switches by itself, and replaces the flows that it has (ovs-vsctl(8), "Controller Failure
 * Settings").
 */
function standaloneWarnings({ name, failMode, controllers }: Values, declared: DeclaredResources): string[] {
	if (failMode === "secure" || holdsUnknown([failMode, controllers]) || !(controllers?.length > 0)) return [];
	const tables = declared.ofType("OpenFlowTable").filter(({ bridge }) => bridge === name);
	return tables.length === 0
		? []
		: [
				'failMode is "standalone": while no controller answers, the bridge switches by itself, and the flows of the program\'s OpenFlowTables do not decide. Set failMode: "secure" if they must always decide',
			];
}

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	if (!ovs) return [];
	return markedRows(ovs.bridges.values(), (row) => {
		const name = String(row.name);
		return isTrunkBridge(row) ? undefined : { name, ...markedUplink(ovs, name) };
	});
}

/** The loss where the adoption of a bridge would turn its spanning tree off. */
const loops = "loops in the network would not be broken any more";

const onBridge = (resource: string): string => `declare ${resource} with the name of the bridge in its field bridge`;

/** Things of a bridge that are resources of their own. */
const declaredElsewhere = f.noFieldsOf("Bridge", {
	[onBridge("a Port for each port,")]: ["port", "ports", "interface", "interfaces", "members"],
	[onBridge("a Tunnel or a Vtep")]: ["tunnel", "tunnels"],
	[onBridge("an OpenFlowTable")]: ["flow", "flows"],
	[onBridge("an OpenFlowGroup")]: ["group", "groups"],
	[onBridge("an OpenFlowMeter")]: ["meter", "meters"],
	[onBridge("a Mirror")]: ["mirror", "mirrors"],
	[onBridge("an SFlow")]: ["sflow", "sFlow"],
	[onBridge("a NetFlow")]: ["netflow", "netFlow"],
	[onBridge("an IPFIX")]: ["ipfix"],
});

export const bridge = kind({
	type: "Bridge",
	summary:
		"An Open vSwitch bridge and its local port. The local port is a network device with the bridge's name, which the host itself can use.",
	schema: f
		.object({
			name: f.resourceName(
				f.making(f.newDeviceName, { sort: "bridge" }, { sort: "port" }, { sort: "device" }),
				"Name of the bridge and of its local port.",
			),
			datapathType: f.noDefaultOnAdoption(
				f.defaulted(
					z.enum(["system", "netdev"]),
					"system",
					"Datapath. `system`: in the kernel. `netdev`: in userspace. A change gives the bridge a new local port, which gets the addresses of the old one.",
				),
				"ports of DPDK would go down",
			),
			...f.group("OpenFlow", {
				failMode: f.noDefaultOnAdoption(
					f.enforced(
						z.enum(["standalone", "secure"]),
						"Behavior while no controller is connected. `standalone`: the bridge learns MAC addresses and switches. `secure`: the bridge applies only the flows that it has.",
						"standalone",
					),
					"Open vSwitch would remove its flows",
				),
				protocols: f.enforced(f.nonEmpty(f.setOf(protocol), "all versions"), "OpenFlow versions that the bridge accepts.", {
					whenUnset: "OpenFlow 1.0 to 1.5",
				}),
				controllers: controllersField,
				disableInBand: f.flag("Turn off in-band control and its hidden flows (other_config:disable-in-band)."),
			}),
			...f.group("Switching", {
				stp: f.noDefaultOnAdoption(f.flag("Enable Spanning Tree (802.1D-1998). Not together with `rstp`."), loops),
				rstp: f.noDefaultOnAdoption(
					f.flag(
						"Enable Rapid Spanning Tree (802.1D-2004). Not together with `stp`, and not on two bridges of one host that patch ports join: ovs-vswitchd crashes there.",
					),
					loops,
				),
				mcastSnooping: f.flag(
					"Enable multicast snooping (IGMP, MLD): the bridge learns which ports want which multicast groups.",
				),
				floodVlans: f.enforced(
					f.emptyAsUnset(f.vlans),
					'VLANs in which the bridge learns no MAC addresses and floods all packets: ids, 0 to 4095, and ranges such as "300-310". With a bond of mode `balance-slb` without LACP on the bridge, packets in these VLANs arrive twice.',
				),
			}),
			...f.group("Local port", {
				hwaddr: f.unmanaged(f.mac, "MAC address of the local port (other_config:hwaddr). The datapath id is derived from it."),
				addresses: deviceFields.addresses,
				mtu: f.unmanaged(
					f.mtu,
					"MTU of the local port in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU.",
				),
				up: deviceFields.up,
				uplink: uplinkField,
			}),
			...f.group("Open vSwitch keys", {
				otherConfig: f.ownKeys("Keys of the bridge's other_config."),
				externalIds: f.ownKeys("Keys of the bridge's external_ids."),
				columns: columnsField("Bridge", "the bridge's row", columns),
			}),
			adopt: f.adopt(
				"an existing bridge",
				"the bridge and its ports stay, and the settings that the program manages get their former values back",
			),
		})
		.superRefine(f.issues(check))
		.meta({ elsewhere: declaredElsewhere }),
	computed: {
		uuid: { type: "string", help: "UUID of the bridge's row in the table Bridge.", identifies: true },
		datapathId: {
			type: "string",
			help: "Datapath id of the bridge: 16 hexadecimal digits. With neither `hwaddr` nor the key `datapath-id` in `otherConfig`, it follows from the MAC addresses of the ports: ports that come or go after the bridge change it, and the output has the new one after the next refresh.",
		},
	},
	identity: { fields: ["name"], listMarked },
	replaceOn: [],
	ownership: "mark",
	takes: {
		mayTake: ({ uplink }) => uplink?.takeAddresses === true,
		after: takenAfter,
		giveBack: (facts, { name }, taken) => planLostUplink(facts, name, taken),
	},
	normalise: (want, was) => upByDefault(want.up === undefined && want.uplink?.takeAddresses ? { ...want, up: true } : want, was),
	provides: (want) => [...versionUses(want), datapathUse(want.name, { datapathType: want.datapathType ?? "system" })],
	remarks: {
		errors: rstpOnBothSides,
		warnings: (want, declared) => [
			...standaloneWarnings(want, declared),
			...(want.uplink ? addressesOnPorts([want.uplink.nic], want.name, declared) : []),
		],
	},
	facts: (want) => [
		{ read: "ovs" },
		...(touchesDevice(want) || endsIpv6(want) || want.uplink ? [{ read: "links", netns: "" } as const] : []),
		...(want.uplink ? [{ read: "routes", netns: "" } as const, foreignQdiscs] : []),
	],

	observe(facts, want, { was }) {
		const row = facts.ovs.bridges.get(want.name);
		if (!row) return undefined;
		const local = facts.ovs.interfaces.get(want.name);
		const link = facts.knownLinks("").get(want.name);
		const device = observeDevice(link, want, was);
		const uplink = observeUplink(facts, want.name, (want.uplink ?? was?.uplink) as Uplink | undefined);
		const value: Values = {
			name: want.name,
			...readColumns(columns, (table) => (table === "Bridge" ? row : local), facts.ovs),
			controllers: observeControllers(facts.ovs, row, { want, was }),
			addresses: device.addresses,
			up: device.up,
			uplink: uplink.value,
		};
		return {
			value,
			computed: { uuid: row._uuid, datapathId: row.datapath_id },
			internal: { link } satisfies DeviceRead,
			owner: rowOwner(row),
			fault: interfaceFault(local) ?? datapathFault(facts, want.name) ?? uplink.fault ?? addressFault(link, want),
			// The local port has the addresses that it has taken over beside those that the program names.
			...(uplink.value ? { shared: ["addresses"] } : {}),
			...(getsNewDevice(want, value) ? { recreates: [{ name: want.name, netns: "" }] } : {}),
		};
	},

	plan(change) {
		if (change.intent === "delete") return planDeletion(change);
		const { want, have } = change;
		const { name } = want;
		const rows = { tool: "ovs", phase: "rows", table: "Bridge", name } as const;
		const { settings, failMode } = withoutFailMode(
			change,
			planColumns(columns, { Bridge: name, Interface: name }, withMacOfUplink(change)),
		);
		const uplink = planUplink(change, name);
		const device = withMoved(change, uplink);
		if (change.intent === "apply") refuseLossOfIpv6(device);
		const newDevice = have && getsNewDevice(want, have.value);
		if (newDevice && change.intent !== "rollback") refuseLossOnDevices(change, name);
		if (newDevice && want.uplink?.takeAddresses && have?.value.uplink)
			throw new Refused(
				"datapathType can't change while the bridge has the addresses of its uplink: remove the field uplink first, then change datapathType, then set uplink again",
			);
		return [
			...(have
				? []
				: [...planCollectorSetDeletion(change, change.facts.ovs.strays.get(name)), { ...rows, op: "insert" } as const]),
			...planMark("Bridge", name, have?.owner, markAfter(change)),
			...settings,
			...planControllers(change, name),
			...planFlooding(change, name),
			...failMode,
			...uplink.steps,
			...planDevice(name, "", newDevice ? recreation(device) : replacement(change, device), {
				fields: ["addresses", "up"],
				losesIpv6: have?.value.datapathType === "netdev" && (uplink.steps.length > 0 || settings.some(isMacStep)),
			}),
		];
	},
});

/** Throws where others would lose devices because Open vSwitch recreates those of the bridge and of its ports. */
function refuseLossOnDevices(change: Keep, bridge: string): void {
	const { ovs } = change.facts;
	refuseLossOnDevice(change, { name: bridge }, { verb: "recreated" });
	const interfaces = portsOn(ovs, bridge).flatMap((port) => ovs.interfacesOf.get(port) ?? []);
	for (const name of interfaces)
		if (name !== bridge && hasOwnDevice(ovs.interfaces.get(name)))
			refuseLossOnDevice(change, { name }, { verb: "recreated", isPart: true });
}

/** A change of the datapath type gives the bridge a new local port. */
const getsNewDevice = ({ datapathType: wanted = "system" }: Values, { datapathType: found = "system" }: Values): boolean =>
	wanted !== found;

/**
 * Where the program drops `hwaddr`, a bridge gets the MAC address of its uplink, as a bridge does that takes the NIC. An adopted bridge
 * gets its former one.
 */
function withMacOfUplink<T extends Keep>(change: T): T {
	const { want, was, facts } = change;
	if (change.intent !== "apply" || change.isAdopted || !want.uplink || want.hwaddr !== undefined || was?.hwaddr === undefined)
		return change;
	return { ...change, want: { ...want, hwaddr: facts.links("")?.get(want.uplink.nic)?.mac } };
}

/** A step of its own makes a bridge secure by which the host may be reached, and keeps the bridge's flows. */
function withoutFailMode({ want, have }: Keep, all: OvsStep[]): { settings: OvsStep[]; failMode: Step[] } {
	const { name, failMode, uplink, addresses = have?.value.addresses, controllers = have?.value.controllers } = want;
	const isSet = (step: OvsStep) => step.op === "set" && "fail_mode" in step.columns;
	const isReached = uplink?.takeAddresses || (have !== undefined && addresses?.length > 0);
	// A controller adds the flows of a bridge itself.
	if (failMode !== "secure" || !all.some(isSet) || !isReached || controllers?.length > 0) return { settings: all, failMode: [] };
	const settings = all.flatMap((step): OvsStep[] => {
		if (step.op !== "set" || !isSet(step)) return [step];
		const { fail_mode: _, ...columns } = step.columns;
		return Object.keys(columns).length === 0 ? [] : [{ ...step, columns }];
	});
	const before = have?.value.failMode;
	return {
		settings,
		failMode: [{ tool: "fail-mode", phase: "fail-modes", bridge: name, ...(before === undefined ? {} : { before }) }],
	};
}

/** The change as the local port is after addresses were moved to it or from it. */
function withMoved(change: Keep<Values, DeviceRead>, { taken, given }: PlannedUplink): DeviceChange {
	if (taken.length + given.length === 0) return change;
	const { have } = change;
	const there: DeviceAddress[] = have?.value.addresses ?? [];
	const left = there.filter((a) => !given.includes(String(addressOf(a))));
	const more = taken.filter(({ cidr }) => !addressesIn(left).includes(cidr));
	const addresses = [...left, ...more.map(({ cidr }) => cidr)];
	const { link } = have?.internal ?? {};
	const own = link && { ...link, addresses: [...link.addresses.filter(({ cidr }) => !given.includes(cidr)), ...more] };
	return { ...change, have: { ...have, value: { ...have?.value, addresses }, shared: ["addresses"], internal: { link: own } } };
}

/**
 * Open vSwitch 3.1 leaves ports with flooding turned off when RSTP ends. If RSTP is off already although the last program
 * turned it on, an earlier update may have stopped before it turned flooding on again.
 */
function planFlooding({ want, have, was, facts }: Keep, bridge: string): Step[] {
	if (!(have?.value.rstp || was?.rstp) || want.rstp) return [];
	const hasPorts = portsOn(facts.ovs, bridge).some((port) => port !== bridge);
	// The state keeps `rstp: true` until the step is known to have run, so that a later update plans the step again.
	return hasPorts ? [{ tool: "flood", phase: "flows", bridge, stateUntilRun: { rstp: true } }] : [];
}
