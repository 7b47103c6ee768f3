import { z } from "zod";
import { deviceNameProblem, isReservedName, reservedNameText } from "../../base/device-name";
import * as f from "../../base/fields";
import { holdsUnknown } from "../../base/unknown";
import { isMap, type Values } from "../../base/values";
import { type Variants, withVariants } from "../../base/variants";
import { checkDevice, deviceFields } from "../../network/device-fields";
import { columnsField } from "../../network/other-columns";
import { notOfPort } from "../../network/other-kinds";
import { dpdkTypes } from "../../network/ovs-port";
import { checkQos, qosField } from "../../network/qos-schema";
import { checkVlans, vlanFields } from "../../network/vlan";
import { interfaceColumns, portColumns } from "./columns";

const twoOrMore = "must name two devices or more: a bond of one is a plain port";

/** The kernel has 32 bits for a rate in bytes per second (struct tc_ratespec), and cuts a higher one. */
const highestPolicingRate = 34_359_738;

const types = ["system", "internal", "tap", "patch", ...dpdkTypes, "bond"] as const;

/** The option without which Open vSwitch can't open a port of DPDK. */
const neededOptions: Record<string, { option: string; what: string }> = {
	dpdk: { option: "dpdk-devargs", what: 'the device of DPDK, such as { "dpdk-devargs": "0000:01:00.0" }' },
	dpdkvhostuserclient: {
		option: "vhost-server-path",
		what: 'the socket of the hypervisor, such as { "vhost-server-path": "/run/vm1.sock" }',
	},
};

const dpdkInterfacesField = f.unmanaged(
	f.emptyAsUnset(
		z.record(
			f.deviceName,
			z.strictObject({
				type: f.required(z.enum(dpdkTypes), "Type of the interface, as that of a port."),
				options: f.wholeMap("Options of the interface, such as `dpdk-devargs` and `n_rxq`."),
			}),
		),
	),
	'The interfaces of the bond that DPDK drives, by their names in `interfaces`. The bridge needs `datapathType: "netdev"`. An interface that is removed from the field is a device of the kernel again.',
);

const variants: Variants = {
	by: ["type"],
	rules: [
		{
			required: ["peer"],
			when: { type: ["patch"] },
			message: "is required for a patch port: the name of the port at the other end",
		},
		{ excluded: ["peer"], unless: { type: ["patch"] }, message: 'is only for type "patch"' },
		{
			excluded: ["options"],
			when: { type: ["patch"] },
			message: "can't be set for a patch port: Open vSwitch refuses a patch port with any other option than its peer",
		},
		{ required: ["interfaces"], when: { type: ["bond"] }, message: twoOrMore },
		{
			excluded: ["interfaces", "dpdkInterfaces", "bondMode", "lacp", "bondUpdelay", "bondDowndelay"],
			unless: { type: ["bond"] },
			message: 'is only for type "bond"',
		},
		{
			excluded: [
				...["mac", "mtu", "ofportRequest", "options", "otherConfig", "externalIds", "columns", "netns", "addresses", "up"],
				...["ingressPolicingRate", "ingressPolicingBurst"],
			],
			when: { type: ["bond"] },
			message: 'is a setting of one interface, and a bond has several: not for type "bond"',
		},
		{
			excluded: ["mac", "mtu", "netns", "addresses", "up", "ingressPolicingRate", "ingressPolicingBurst", "qos"],
			when: { type: ["patch"] },
			message: "is a setting of a device, and a patch port has none",
		},
		...Object.entries(neededOptions).map(([type, { what }]) => ({
			required: ["options"],
			when: { type: [type] },
			message: `is required for type "{type}": ${what}`,
		})),
		{
			excluded: ["mac", "netns", "addresses", "up", "qos"],
			when: { type: dpdkTypes },
			message: 'is a setting of a device of the kernel: not for type "{type}", which DPDK drives',
		},
		{
			excluded: ["addresses"],
			when: { type: ["system"] },
			message:
				'would not work on a port, because the packets go to the bridge: give them to the bridge (addresses of Bridge), or use type "internal" for a device that Open vSwitch creates',
		},
		{
			excluded: ["mac", "mtu", "up"],
			when: { type: ["system"] },
			message:
				'is a setting of the device itself, which exists without the port: declare it on a Link (type "device" for a NIC), or use type "internal" for a device that Open vSwitch creates',
		},
		{
			excluded: ["optional"],
			unless: { type: ["system"] },
			message: 'is only for type "system": the others are created by the program',
		},
		{
			excluded: ["netns"],
			unless: { type: ["internal"] },
			message: 'is only for type "internal": a Link moves other devices',
		},
	],
};

/** Reports the option without which Open vSwitch can't open the port. A wrong map of options has its own problem. */
function checkOptions({ type, options }: Values, at: string, issue: (field: string, message: string) => void): void {
	const needed = neededOptions[type];
	if (needed && options !== undefined && !options[needed.option])
		issue(`${at}options.${needed.option}`, `is required for type "${type}": ${needed.what}`);
}

function checkDpdkInterfaces({ dpdkInterfaces, interfaces }: Values, issue: (field: string, message: string) => void): void {
	if (!isMap(dpdkInterfaces)) return;
	for (const [name, one] of Object.entries(dpdkInterfaces)) {
		if (Array.isArray(interfaces) && !holdsUnknown(interfaces) && !interfaces.includes(name))
			issue(`dpdkInterfaces.${name}`, "must be one of interfaces");
		// One without options counts as having none.
		if (isMap(one)) checkOptions({ options: {}, ...one }, `dpdkInterfaces.${name}.`, issue);
	}
}

function check(want: Values, issue: (field: string, message: string) => void): void {
	checkVlans(want, issue);
	checkQos(want, issue);
	checkDevice(want, issue);
	checkOptions(want, "", issue);
	checkDpdkInterfaces(want, issue);
	const problem =
		["patch", "bond"].includes(want.type) || holdsUnknown([want.type, want.name]) ? undefined : deviceNameProblem(want.name);
	if (problem !== undefined) issue("name", `${problem}. Only a patch port and a bond can have a longer name`);
	if (want.peer !== undefined && want.peer === want.name) issue("peer", "must be another port than this one");
	if (want.type === "bond" && want.interfaces?.length === 1) issue("interfaces", twoOrMore);
	if (want.bondMode === "balance-tcp" && (want.lacp ?? "off") === "off")
		issue(
			"lacp",
			'must be "active" or "passive" with bondMode "balance-tcp": without LACP such a bond carries no traffic. If the switch may have no LACP, set portOtherConfig { "lacp-fallback-ab": "true" } too, and the bond falls back to active-backup',
		);
	if (want.optional && want.adopt)
		issue(
			"adopt",
			"can't be set with optional: an optional port is never created or deleted, so that there is nothing to take over",
		);
	if (want.options?.peer !== undefined) issue("options.peer", "has its own field: peer");
	if (["internal", "tap"].includes(want.type) && isReservedName(want.name)) issue("name", reservedNameText);
	if (want.ingressPolicingBurst !== undefined && want.ingressPolicingRate === undefined)
		issue("ingressPolicingBurst", "needs ingressPolicingRate");
}

export const portSchema = withVariants(
	f
		.object({
			name: f.resourceName(
				f.portName.meta({
					makes: [{ sort: "port" }, { sort: "device", when: { field: "type", is: ["internal", "tap"] } }],
					refers: [{ sort: "device", when: { field: "type", is: ["system", null] }, unlessTrue: "optional" }],
				}),
				"Name of the port: of a patch port and a bond up to 255 characters, of others up to 15.",
			),
			bridge: f.required(
				f.sameBridgeOnAdoption(f.nameOf("bridge")),
				"The bridge that the port belongs to. A change moves the port to the other bridge. A device that Open vSwitch creates (`internal`, `tap`) is recreated there, with another MAC address unless `mac` is set.",
			),
			type: f.noDefaultOnAdoption(
				f.defaulted(
					f.withOtherKinds(z.enum(types), notOfPort),
					"system",
					'`system`: an existing device. `internal` or `tap`: a device that Open vSwitch creates. `patch`: a link to another bridge. `bond`: several devices as one port. `dpdk`: a NIC that DPDK drives, named by `options` `dpdk-devargs`. `dpdkvhostuserclient` and `dpdkvhostuser`: the virtual NIC of a VM, whose hypervisor creates the socket (`options` `vhost-server-path`) or connects to that of Open vSwitch. Ports of DPDK need a bridge with `datapathType: "netdev"`, and an Open vSwitch with DPDK (`otherConfig` `dpdk-init` of OpenVSwitch).',
				),
				"Open vSwitch would remove what it has now",
			),
			optional: f.flag(
				"The port is added and removed by somebody else, such as a hypervisor. An absent port is no error, and the port gets its settings when it is there (output `present`). Settings that are not in the program stay as they are. At destroy, the port stays, and its settings are removed.",
			),
			ofportRequest: f.unmanaged(
				f.integer(1, 65279, "an OpenFlow port number"),
				"OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has.",
			),
			protected: f.flag("Split horizon: block traffic between this port and other protected ports of the bridge."),
			...vlanFields,
			...f.group("Patch ports and bonds", {
				peer: f.enforced(f.portName, "Patch port at the other end. That port must have this port as its `peer`."),
				interfaces: f.enforced(
					f.setOf(
						f.nameOf("device", { unlessKeyOf: "dpdkInterfaces", hint: "the members of a bond have to be network devices" }),
					),
					"Devices of a bond: two or more.",
				),
				dpdkInterfaces: dpdkInterfacesField,
				bondMode: f.noDefaultOnAdoption(
					f.enforced(
						f.withOtherKinds(
							z.enum(["active-backup", "balance-slb", "balance-tcp"]),
							Object.fromEntries(["802.3ad", "lacp", "4"].map((word) => [word, '"balance-tcp" with lacp "active"'])),
						),
						"Devices that a bond uses. `active-backup`: one device at a time. `balance-slb`: all devices, selected by source MAC address and VLAN. `balance-tcp`: all devices, selected by addresses and ports; needs `lacp`.",
						"active-backup",
					),
					"the switch at the other end may expect all devices to be in use",
				),
				lacp: f.noDefaultOnAdoption(
					f.enforced(
						z.enum(["active", "passive", "off"]),
						"LACP of a bond. `active`: the bond starts the negotiation. `passive`: the bond only answers. `off`: no LACP.",
						"off",
					),
					"the switch at the other end may then stop using the devices",
				),
				bondUpdelay: f.enforced(
					f.unlessZero(f.integer(0, 2 ** 31 - 1, "a time in milliseconds")),
					"Time in milliseconds that a link must be up before the bond uses it.",
					0,
				),
				bondDowndelay: f.enforced(
					f.unlessZero(f.integer(0, 2 ** 31 - 1, "a time in milliseconds")),
					"Time in milliseconds that a link must be down before the bond stops using it.",
					0,
				),
			}),
			...deviceFields,
			...f.group("Device", {
				addresses: deviceFields.addresses.meta({ lostWith: ["netns"] }),
				up: deviceFields.up.meta({ lostWith: ["netns"] }),
				mtu: f.unmanaged(
					f.mtu,
					"MTU of the device in bytes, 68 to 65535 (mtu_request). If the field is removed from the program, the MTU stays until Open vSwitch chooses it again, when a port of the bridge that is not internal is added, removed or gets another MTU; a device in another namespace keeps its MTU.",
				),
				netns: f.unmanaged(
					f.nameOf("netns"),
					"Network namespace into which the device is moved. Only for type `internal`.",
					"the host's own namespace",
				),
			}),
			...f.group("QoS and policing", {
				qos: qosField,
				ingressPolicingRate: f.enforced(
					f.unlessZero(f.integer(0, highestPolicingRate, "a rate in kbit/s")),
					"Maximum rate of received traffic in kbit/s, up to 34359738. Packets above this rate are dropped. 0 means no limit. Not together with `netns`.",
					{ whenUnset: "no limit" },
				),
				ingressPolicingBurst: f.enforced(
					f.unlessZero(f.integer(0, 2 ** 31 - 1, "a size in kbit")),
					"Burst above `ingressPolicingRate` in kbit. Needs `ingressPolicingRate`.",
					8000,
				),
			}),
			...f.group("Open vSwitch keys", {
				options: f.wholeMap(
					"Options of the interface, by their names in Open vSwitch, such as `n_rxq` and `n_rxq_desc` of a port of DPDK. Other options are removed.",
				),
				otherConfig: f.ownKeys("Keys of the interface's other_config."),
				externalIds: f.ownKeys("Keys of the interface's external_ids."),
				portOtherConfig: f.ownKeys("Keys of the port's other_config."),
				portExternalIds: f.ownKeys("Keys of the port's external_ids."),
				columns: columnsField("Interface", "the interface's row", interfaceColumns),
				portColumns: columnsField("Port", "the port's row", portColumns),
			}),
			adopt: f.adopt(
				"an existing port of this bridge",
				"the port stays on its bridge, and the settings that the program manages get their former values back",
			),
		})
		.superRefine(f.issues(check)),
	variants,
);

export type PortInputs = z.output<typeof portSchema>;
