import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { type Variants, withVariants } from "../base/variants";
import { namedBy } from "../model/change";
import { kind } from "../model/kind";
import { upByDefault } from "../network/device";
import { checkTunnel, noPortOfGre, ovsTunnelTypes, remoteIp, tunnelFields } from "../network/ovs-tunnel";
import { netnsFacts } from "../network/routing";
import { checkVlans, vlanFields } from "../network/vlan";
import { checkKernelTunnel, kernelFields, kernelRules, kernelTypes, onKernel } from "./tunnel/kernel";
import { onOvs } from "./tunnel/ovs";

const onBridge = { unless: { bridge: [null] } };

const variants: Variants = {
	by: ["bridge", "type"],
	rules: [
		{
			excluded: ["type"],
			when: { type: kernelTypes.filter((type) => !(ovsTunnelTypes as readonly string[]).includes(type)) },
			...onBridge,
			message: `must be one of ${ovsTunnelTypes.join(", ")} on a bridge of Open vSwitch; without bridge it is a device of the kernel`,
		},
		{ required: ["remoteIp"], ...onBridge, message: 'is required on a bridge: an address, or "flow"' },
		{ excluded: kernelFields, ...onBridge, message: "is only for tunnels without a bridge, which are devices of the kernel" },
		{ ...noPortOfGre, ...onBridge },
		...kernelRules,
	],
};

function check(want: Values, issue: (path: string, message: string) => void): void {
	if (want.bridge === undefined) {
		checkKernelTunnel(want, issue);
		return;
	}
	checkTunnel(want, issue);
	checkVlans(want, issue);
}

/** True for a tunnel on a bridge. Undefined if only the id is known (import): the host then decides. */
const isOvs = (want: Values): boolean | undefined =>
	want.bridge !== undefined ? true : want.type !== undefined ? false : undefined;

const variantOf = (want: Values) => (isOvs(want) ? onOvs : onKernel);

export const tunnel = kind({
	type: "Tunnel",
	summary:
		"A tunnel. With `bridge`, it is a port of Open vSwitch to one peer; for many peers, see Vtep. Without `bridge`, it is a device of the kernel; its endpoints may also be set by each route (`external`), or its remote endpoint may be left open.",
	schema: withVariants(
		f
			.object({
				name: f.resourceName(
					f.making(
						f.deviceName,
						{ thing: "port", when: { field: "bridge", not: [null] } },
						{ thing: "device", when: { field: "bridge", is: [null] } },
					),
					"Name of the port or device.",
				),
				bridge: f.enforced(
					f.sameBridgeOnAdoption(f.nameOf("bridge")),
					"The Open vSwitch bridge that the tunnel is a port of. If not set, the tunnel is a device of the kernel. Setting or removing this field replaces the tunnel.",
				),
				type: f.required(z.enum(kernelTypes), "Encapsulation. On a bridge: vxlan, gre or geneve."),
				remoteIp: f.enforced(remoteIp, 'Remote endpoint: an address, or "flow" on a bridge. Required on a bridge.'),
				...tunnelFields,
				...vlanFields,
				protected: f.flag("Bridge only: split horizon; the bridge does not forward between protected ports."),
				ofportRequest: f.unmanaged(
					f.integer(1, 65279, "an OpenFlow port number"),
					"Bridge only: OpenFlow port number to request, 1 to 65279.",
				),
				options: f.wholeMap("Bridge only: further options of the interface, with the names that Open vSwitch gives them."),
				externalIds: f.ownKeys("Bridge only: keys of the interface's external_ids."),
				external: f.flag(
					"Kernel only: each route or flow sets endpoints and key (`encap` of Route). There can be one such device per type and namespace.",
				),
				vrf: f.unmanaged(f.nameOf("device"), "Kernel only: the VRF that the device is in."),
				master: f.unmanaged(f.nameOf("device"), "Kernel only: the Linux bridge that the device is a port of."),
				dev: f.enforced(f.nameOf("device"), "Kernel only: the device that sends the outer packets."),
				learning: f.enforced(
					f.bool.transform((on) => (on ? undefined : on)),
					"Kernel vxlan only: learn the endpoint of each MAC address from received packets. Default: true; with `external`: false.",
				),
				group: f.enforced(
					f.address,
					"Kernel vxlan only: multicast group instead of a remote endpoint. `dev` is the device on which the group is joined.",
				),
				df: f.enforced(
					z.enum(["unset", "set", "inherit"]).transform((v) => (v === "unset" ? undefined : v)),
					"Kernel vxlan and geneve only: don't-fragment bit of the outer packets.",
					"unset",
				),
				...f.deviceFields,
				netns: f.netnsField,
			})
			.superRefine(f.issues(check)),
		variants,
	),
	computed: {
		uuid: { type: "string | undefined", help: "Bridge only: UUID of the port's row.", identifies: true },
		ofport: { type: "number | undefined", help: "Bridge only: OpenFlow port number." },
		ifindex: { type: "number | undefined", help: "Kernel only: interface index of the device.", identifies: true },
	},
	identity: { fields: ["name"] },
	ownership: "mark",
	replaceOn: (want, was) => ((want.bridge === undefined) === (was.bridge === undefined) ? [] : ["bridge"]),
	normalise: (want) => upByDefault(want),
	facts: (want) => [
		...(isOvs(want) === false ? [] : [{ read: "ovs" } as const]),
		...(isOvs(want) ? [] : [...netnsFacts(want.netns), { read: "links", netns: want.netns ?? "" } as const]),
	],
	provides: (want) => variantOf(want).provides(want),
	observe(facts, want) {
		const isOnlyNamed = isOvs(want) === undefined && !facts.links(want.netns ?? "")?.has(want.name);
		return (isOnlyNamed ? onOvs : variantOf(want)).observe(facts, want);
	},
	plan: (change) => variantOf(namedBy(change)).plan(change),
});
