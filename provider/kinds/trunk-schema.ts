import { z } from "zod";
import * as f from "../fields";
import type { Values } from "../kind";
import { deviceNameOf } from "../names";
import { subportIdKey, trunkIdKey } from "./trunk-ports";

const localVlan = (of: string) => f.defaulted(f.vlan, 0, `${of} on the integration bridge, 0 to 4095; 0 is no VLAN.`);

const externalIds = (of: string) => f.ownKeys(`Keys of external_ids of ${of}, such as iface-id and attached-mac.`);

const parent = z.strictObject({
	port: f.required(f.deviceName, "The workload's device: a tap, or a veth's end. It may come later."),
	tag: localVlan("The host's own VLAN, for what the workload sends without one,"),
	externalIds: externalIds("the parent's interfaces"),
});

const subport = z.strictObject({
	name: f.required(f.text.min(1).max(255), "The subport's id: no other subport on the host has it."),
	segmentationId: f.required(
		f.integer(1, 4094, "a VLAN id"),
		"The VLAN by which the workload knows the subport: 1 to 4094. A change is made in place.",
	),
	tag: localVlan("The host's own VLAN for the subport's network"),
	externalIds: externalIds("the subport's interfaces"),
});

function check(want: Values, issue: (path: string, message: string) => void): void {
	const first = {
		name: new Map<unknown, string>(),
		segmentationId: new Map<unknown, string>(),
		port: new Map<unknown, string>(),
	};
	for (const [i, { name, segmentationId }] of ((want.subports ?? []) as Values[]).entries()) {
		const values = { name, segmentationId, port: deviceNameOf("spt", String(name)) };
		for (const [field, value] of Object.entries(values) as [keyof typeof first, unknown][]) {
			const other = first[field].get(value);
			if (other === undefined) first[field].set(value, name);
			else if (field === "segmentationId")
				issue(`subports.${i}.segmentationId`, `is that of subport ${other} already: the workload could not tell them apart`);
			else if (field === "name") issue(`subports.${i}.name`, `is that of another subport already: ${name}`);
			else if (other !== name)
				issue(`subports.${i}.name`, `would give its port the name ${value}, which subport ${other} has: choose another name`);
		}
	}
	const maps: [string, Values | undefined][] = [
		["parent", want.parent],
		...((want.subports ?? []) as Values[]).map((s, i): [string, Values] => [`subports.${i}`, s]),
	];
	for (const [path, of] of maps)
		for (const key of [trunkIdKey, subportIdKey])
			if (of?.externalIds?.[key] !== undefined) issue(`${path}.externalIds.${key}`, "is written by the trunk itself");
	if (want.mode === "vlan-interfaces" && want.subports?.length === 0)
		issue("subports", 'must name one for mode "vlan-interfaces": without any there is nothing to make');
}

export const trunkSchema = f
	.object({
		name: f.required(
			z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, "must be an id of 1 to 64 of the characters A-Z a-z 0-9 _ . -"),
			"The trunk's id. Default: the resource's name.",
		),
		mode: f.defaulted(
			z.enum(["bridge", "vlan-interfaces"]),
			"bridge",
			"bridge: a bridge of the trunk's own, joined to the integration bridge by a patch pair a subport. vlan-interfaces: a VLAN device a subport on the workload's device, each a port of the integration bridge.",
		),
		integrationBridge: f.defaulted(f.deviceName, "br-int", "The bridge that carries the networks. It is not the trunk's."),
		parent: f.required(parent, "The workload's own port."),
		subports: f.defaulted(
			f.sorted(f.by("name"), z.array(subport)),
			[],
			"The networks that the workload reaches by VLAN. They come and go while the others are in use.",
		),
		force: f.flag("Delete the trunk even while its parent is in use."),
	})
	.superRefine(f.issues(check));
