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
		{ excluded: kernelFields, ...onBridge, message: "is of tunnels without a bridge: devices of the kernel" },
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

/** With nothing but an id, only the host can tell. */
const isOvs = (want: Values): boolean | undefined =>
	want.bridge !== undefined ? true : want.type !== undefined ? false : undefined;

const side = (want: Values) => (isOvs(want) ? onOvs : onKernel);

export const tunnel = kind({
	type: "Tunnel",
	summary:
		"A tunnel: with `bridge`, a port of Open vSwitch to one peer (for many, see Vtep); without, a device of the kernel, also one whose header each route says (`external`), or keyed without a remote.",
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
					"The bridge of Open vSwitch that the tunnel is a port of. Without: a device of the kernel. To go from one to the other replaces it.",
				),
				type: f.required(z.enum(kernelTypes), "Encapsulation. On a bridge: vxlan, gre or geneve."),
				remoteIp: f.enforced(remoteIp, 'Remote endpoint: an address, or "flow" on a bridge. Required on a bridge.'),
				...tunnelFields,
				...vlanFields,
				protected: f.flag("Bridge: protected ports never forward to each other: split horizon."),
				ofportRequest: f.unmanaged(
					f.integer(1, 65279, "an OpenFlow port number"),
					"Bridge: the OpenFlow port number to ask for.",
				),
				options: f.wholeMap("Bridge: further options of the interface, by OVS's names."),
				externalIds: f.ownKeys("Bridge: keys of the interface's external_ids."),
				external: f.flag("Kernel: each route or flow says endpoints and key (`encap` of Route). One a type and namespace."),
				vrf: f.unmanaged(f.nameOf("device"), "Kernel: the VRF that the device is in."),
				master: f.unmanaged(f.nameOf("device"), "Kernel: the Linux bridge that the device is a port of."),
				dev: f.enforced(f.nameOf("device"), "Kernel: the device that the outer packets leave by."),
				learning: f.enforced(
					f.bool.transform((on) => (on ? undefined : on)),
					"Kernel, vxlan: learn where addresses are from what comes in. Default: true; with external: false.",
				),
				group: f.enforced(f.address, "Kernel, vxlan: multicast group in place of a remote; `dev` says where it is joined."),
				df: f.enforced(
					z.enum(["unset", "set", "inherit"]).transform((v) => (v === "unset" ? undefined : v)),
					"Kernel, vxlan and geneve: don't-fragment bit on the outer packets.",
					"unset",
				),
				...f.deviceFields,
				netns: f.netnsField,
			})
			.superRefine(f.issues(check)),
		variants,
	),
	computed: {
		uuid: { type: "string | undefined", help: "UUID of the port's row, on a bridge.", identifies: true },
		ofport: { type: "number | undefined", help: "OpenFlow port number, on a bridge." },
		ifindex: { type: "number | undefined", help: "The kernel's number of the device, without a bridge.", identifies: true },
	},
	identity: { fields: ["name"] },
	ownership: "mark",
	replaceOn: (want, was) => ((want.bridge === undefined) === (was.bridge === undefined) ? [] : ["bridge"]),
	normalise: (want) => upByDefault(want),
	facts: (want) => [
		...(isOvs(want) === false ? [] : [{ read: "ovs" } as const]),
		...(isOvs(want) ? [] : [...netnsFacts(want.netns), { read: "links", netns: want.netns ?? "" } as const]),
	],
	provides: (want) => side(want).provides(want),
	observe(facts, want) {
		const unsaid = isOvs(want) === undefined && !facts.links(want.netns ?? "")?.has(want.name);
		return (unsaid ? onOvs : side(want)).observe(facts, want);
	},
	plan: (change) => side(namedBy(change)).plan(change),
});
