import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Variants, withVariants } from "../base/variants";
import { namedBy } from "../model/change";
import type { Facts } from "../model/facts";
import { kind, type Marked } from "../model/kind";
import type { Observed } from "../model/observed";
import { bridgeIpv6Uses, bridgeMtuWarnings } from "../network/bridge-mtu";
import { bridgePortFacts, bridgePortFields, checkBridgePort } from "../network/bridge-port";
import { upByDefault } from "../network/device";
import { checkDevice, memberFields, receivingFields } from "../network/device-fields";
import { isKernelTunnel, kernelTypes } from "../network/kernel-tunnel";
import { markedLinks, markedRows } from "../network/marked";
import { columnsField } from "../network/other-columns";
import { notOfTunnel } from "../network/other-kinds";
import {
	checkTunnel,
	endpointFields,
	erspanFields,
	erspanRules,
	ipsecFields,
	noPortOfGre,
	optionsHelp,
	outerFields,
	remoteIp,
	udpPortUse,
} from "../network/ovs-tunnel";
import { ovsTunnelTypes, tunnelType, vtepKey } from "../network/ovs-tunnel-rows";
import { netnsFacts } from "../network/routing";
import { checkVlans, vlanFields, withoutUnusedVlans } from "../network/vlan";
import { vlansWithoutFiltering } from "../network/without-effect";
import { knownOvs, map } from "../tools/ovs-listing";
import { onKernel, type TunnelRead } from "./tunnel/kernel";
import { checkKernelTunnel, kernelFields, kernelRules, withoutDefaultLearning } from "./tunnel/kernel-schema";
import { interfaceColumns, onOvs, portColumns } from "./tunnel/ovs";

const onBridge = { unless: { bridge: [null] } };

/** All types of tunnels, of the kernel and of Open vSwitch. */
const types = [...kernelTypes, "erspan"] as const;

const variants: Variants = {
	by: ["bridge", "type"],
	rules: [
		{
			excluded: ["type"],
			when: { type: kernelTypes.filter((type) => !(ovsTunnelTypes as readonly string[]).includes(type)) },
			...onBridge,
			message: `must be one of ${ovsTunnelTypes.join(", ")} on a bridge of Open vSwitch; without bridge it is a device of the kernel`,
		},
		{
			excluded: ["type"],
			when: { bridge: [null], type: types.filter((type) => !(kernelTypes as readonly string[]).includes(type)) },
			message: "is only for ports of Open vSwitch: set bridge too",
		},
		{ required: ["remoteIp"], ...onBridge, message: 'is required on a bridge: an address, or "flow"' },
		{ excluded: kernelFields, ...onBridge, message: "is only for tunnels without a bridge, which are devices of the kernel" },
		{ ...noPortOfGre, ...onBridge },
		...erspanRules,
		...kernelRules,
	],
};

function check(want: Values, issue: (path: string, message: string) => void): void {
	if (want.bridge === undefined) {
		checkDevice(want, issue);
		checkKernelTunnel(want, issue);
		checkBridgePort(want, issue);
		return;
	}
	checkTunnel(want, issue);
	checkVlans(want, issue);
}

/** True for a tunnel on a bridge. Undefined if only the id is known (import): the host then decides. */
const isOvs = (want: Values): boolean | undefined =>
	want.bridge !== undefined ? true : want.type !== undefined ? false : undefined;

const variantOf = (want: Values) => (isOvs(want) ? onOvs : onKernel);

/** Finds these objects by their marks. */
function listMarked(facts: Facts): Marked[] {
	const ovs = knownOvs(facts);
	const ports = markedRows(ovs?.ports.values() ?? [], ({ name, external_ids }) => {
		const type = tunnelType(ovs?.interfaces.get(String(name))?.type);
		const bridge = ovs?.bridgeOf.get(String(name));
		return type !== undefined && map(external_ids)[vtepKey] === undefined ? { name, type, bridge } : undefined;
	});
	const devices = markedLinks(facts).flatMap(({ owner, link, identity }) =>
		isKernelTunnel(link) ? [{ owner, want: { ...identity, type: link.kind } }] : [],
	);
	return [...ports, ...devices];
}

/** The key of one direction, which some devices of the kernel have too. `word`: its name in `ip link`. */
const ofKernelToo = <T extends z.ZodType>(field: T, word: string): T =>
	field.meta({
		...field.meta(),
		description: `${field.meta()?.description} Without \`bridge\`: for the types gre, gretap, ip6gre, ip6gretap, vti and vti6 (\`${word}\` of \`ip link\`).`,
	});

export const tunnel = kind({
	type: "Tunnel",
	summary:
		"A tunnel to one peer: a port of Open vSwitch (with `bridge`) or a device of the kernel (without `bridge`). For tunnels of one bridge to many peers, see Vtep. For a device of the kernel, the remote endpoint may be left open (no `remoteIp`), or each route sets endpoints and key (`external`). A change of endpoints, key or outer packets recreates a device of the kernel; its addresses and routes are put back.",
	schema: withVariants(
		f
			.object({
				name: f.resourceName(
					f.making(
						f.deviceName,
						{ sort: "port", when: { field: "bridge", not: [null] } },
						{ sort: "device", when: { field: "bridge", is: [null] } },
					),
					"Name of the port or device.",
				),
				bridge: f.enforced(
					f.sameBridgeOnAdoption(f.nameOf("bridge")),
					"Bridge of Open vSwitch that the tunnel is a port of. Setting or removing this field replaces the tunnel.",
					{ whenUnset: "the tunnel is a device of the kernel" },
				),
				type: f.required(
					f.withOtherKinds(z.enum(types), notOfTunnel),
					"Encapsulation. With `bridge`: vxlan, gre, geneve or erspan (copies of packets for a collector, as the `outputPort` of a Mirror). sit: IPv6 in IPv4. ip6gre: GRE over IPv6 without Ethernet. vti and vti6: the devices of IPsec over IPv4 and IPv6, whose `key` is the mark of IPsec's policies; another program sets up IPsec itself.",
				),
				...f.group("Endpoints and key", {
					remoteIp: f.enforced(
						remoteIp,
						"Remote endpoint: an address. Required with `bridge`, and for geneve without `external`. `flow`: flows set the endpoint (Open vSwitch only).",
					),
					...endpointFields,
					key: endpointFields.key.meta({
						...endpointFields.key.meta(),
						description:
							"VNI of VXLAN and Geneve (0 to 16777215), key of GRE (0 to 4294967295), or session id of ERSPAN (0 to 1023). VXLAN and Geneve devices of the kernel need it. `flow`: flows set the key (Open vSwitch only).",
						whenUnset: "VNI 0; for GRE no key; for ERSPAN session id 0",
					}),
					inKey: ofKernelToo(endpointFields.inKey, "ikey"),
					outKey: ofKernelToo(endpointFields.outKey, "okey"),
					group: f.enforced(
						f.address,
						"Multicast group instead of `remoteIp`. The group is joined on `dev`, which is required then. Only for vxlan without `bridge`.",
					),
					peers: f.unmanaged(
						f.setOf(f.address),
						"Remote endpoints that each get a copy of broadcast, multicast and unknown packets: entries for the MAC address 00:00:00:00:00:00 in the device's forwarding database (`bridge fdb append`), beside `remoteIp` or `group`. `[]`: none. Only for vxlan without `bridge`, and not together with `external`. A device that is recreated gets its other static entries back.",
					),
					dev: f.enforced(f.nameOf("device"), "Device that sends the outer packets. Only without `bridge`.", {
						whenUnset: "routing selects the device",
					}),
					external: f.flag(
						"Each route or flow sets endpoints and key (`encap` of Route). A namespace can have one such device per type; vxlan and geneve: one per UDP port. Not together with `remoteIp`, `localIp`, `key`, `inKey`, `outKey`, `group`, `ttl`, `tos` and `dev`. Only without `bridge`.",
					),
					learning: f.enforced(
						f.bool,
						"Learn the endpoint of each MAC address from received packets. Only for vxlan without `bridge`.",
						{ whenUnset: "`true`; with `external` `false`" },
					),
				}),
				...erspanFields,
				...f.group("Outer packets", {
					...outerFields,
					ttl: outerFields.ttl.meta({
						...outerFields.ttl.meta(),
						whenUnset:
							"the host's default TTL, usually 64; with `group` 1; for gre, gretap, ipip and sit of the kernel `inherit`",
					}),
					df: f.enforced(
						z.enum(["unset", "set", "inherit"]).transform((v) => (v === "unset" ? undefined : v)),
						"Don't-fragment bit of the outer IPv4 packets. `inherit`: the bit of the inner packet. Only for vxlan and geneve without `bridge`.",
						"unset",
					),
					pathMtuDiscovery: f.unmanaged(
						f.bool,
						"Set the don't-fragment bit of the outer IPv4 packets (`pmtudisc` of `ip`). `false` (`nopmtudisc`): the bit of the inner packet, and only with a `ttl` that is `inherit`. Only for gre, gretap, ipip and sit without `bridge`.",
						"left alone; the kernel's default is `true`",
					),
					ignoreDf: f.unmanaged(
						f.bool,
						"Ignore the don't-fragment bit of the inner packets, so that the outer ones can be fragmented. Needs `pathMtuDiscovery: false`. Only for gre and gretap without `bridge`.",
						"left alone; the kernel's default is `false`",
					),
					encapLimit: f.unmanaged(
						z.union([f.integer(0, 255, "an encapsulation limit"), z.literal("none")], {
							error: 'must be a whole number from 0 to 255, or "none"',
						}),
						"Number of further encapsulations that the outer IPv6 packets allow (RFC 2473). `none`: without the option header, because some networks drop packets that have it. Only for ip6gre and ip6gretap without `bridge`.",
						"left alone; the kernel's default is 4",
					),
					sequence: f.unmanaged(
						f.bool,
						"Number the packets of both directions (`seq` of `ip`): packets that are out of order are dropped. Only for gre, gretap, ip6gre and ip6gretap without `bridge`.",
						"left alone; the kernel's default is `false`",
					),
				}),
				...vlanFields,
				...ipsecFields,
				...f.group("Port of Open vSwitch", {
					protected: f.flag("Split horizon: block traffic between this port and other protected ports. Only with `bridge`."),
					ofportRequest: f.unmanaged(
						f.integer(1, 65279, "an OpenFlow port number"),
						"OpenFlow port number to request, 1 to 65279. The output `ofport` is the number that the port has. Only with `bridge`.",
					),
					options: f.wholeMap(`${optionsHelp} Only with \`bridge\`.`),
					externalIds: f.ownKeys("Keys of the interface's external_ids. Only with `bridge`."),
					columns: columnsField("Interface", "the interface's row, with `bridge`", interfaceColumns),
					portColumns: columnsField("Port", "the port's row, with `bridge`", portColumns),
				}),
				...f.group("Device", {
					vrf: f
						.unmanaged(f.nameOf("device"), "VRF that the device is in. Only without `bridge`. Not together with `master`.")
						.meta({ lostWith: ["master"] }),
					master: f
						.unmanaged(f.nameOf("device"), "Linux bridge that the device is a port of. Only without `bridge`.")
						.meta({ lostWith: ["vrf"] }),
				}),
				...bridgePortFields,
				...receivingFields,
				...memberFields,
				// The kernel derives the MTU of a tunnel from the device below it.
				mtu: memberFields.mtu.meta({ lostWith: ["dev"] }),
				netns: f.inNetns("the device. Only without `bridge`"),
				adopt: f.adopt(
					"an existing port or device",
					"the tunnel stays, and the settings that the program manages get their former values back",
				),
			})
			.superRefine(f.issues(check)),
		variants,
	),
	computed: {
		uuid: { type: "string | undefined", help: "UUID of the port's row in the table Port. Only with `bridge`.", identifies: true },
		ofport: { type: "number | undefined", help: "OpenFlow port number. Only with `bridge`." },
		ifindex: { type: "number | undefined", help: "Interface index of the device. Only without `bridge`.", identifies: true },
		macAddress: { type: "string | undefined", help: "MAC address of a device with Ethernet. Only without `bridge`." },
	},
	identity: { fields: ["name"], listMarked },
	ownership: "mark",
	replaceOn: (want, was) => ((want.bridge === undefined) === (was.bridge === undefined) ? [] : ["bridge"]),
	normalise: (want, was) => upByDefault(withoutUnusedVlans(withoutDefaultLearning(want)), was),
	facts: (want) => [
		...(isOvs(want) === false ? [] : [{ read: "ovs" } as const]),
		...(isOvs(want)
			? []
			: [
					...[...netnsFacts(want.netns), { read: "links", netns: want.netns ?? "" } as const, ...bridgePortFacts(want)],
					...(want.type === "vxlan" && want.external !== true
						? [{ read: "fdb", netns: want.netns ?? "", device: want.name } as const]
						: []),
				]),
	],
	provides: (want) => [...variantOf(want).provides(want), ...udpPortUse(want), ...bridgeIpv6Uses(want)],
	remarks: {
		warnings: (want, declared) => [...bridgeMtuWarnings(want, declared), ...vlansWithoutFiltering(want, declared)],
	},
	observe(facts, want, { was }): Observed<Values, TunnelRead> | undefined {
		const isOnlyNamed = isOvs(want) === undefined && !facts.links(want.netns ?? "")?.has(want.name);
		const variant = isOnlyNamed ? onOvs : variantOf(want);
		return variant === onKernel ? onKernel.observe(facts, want, was) : onOvs.observe(facts, want);
	},
	plan: (change) => variantOf(namedBy(change)).plan(change),
});
