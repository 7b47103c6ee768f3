import { z } from "zod";
import { deviceNameOf } from "../../base/device-name";
import * as f from "../../base/fields";
import { isUnknown } from "../../base/unknown";
import type { Values } from "../../base/values";
import { type Variants, withVariants } from "../../base/variants";
import { trunkIdKey } from "../../network/trunk-marks";
import { subportIdKey } from "./ports";

const localVlan = (of: string) => f.defaulted(f.vlan, 0, `${of} on the integration bridge, 0 to 4095. 0 means no VLAN.`);

const externalIds = (of: string) => f.ownKeys(`Keys of the external_ids of ${of}, such as iface-id and attached-mac.`);

const parent = z.strictObject({
	port: f.required(
		f.deviceName,
		"Device of the workload: a tap device or one end of a veth pair. The device may be created after the trunk.",
	),
	tag: localVlan("Local VLAN for the workload's untagged packets"),
	externalIds: externalIds("the parent's interfaces"),
});

const subport = z.strictObject({
	name: f.required(f.text.min(1).max(255), "Id of the subport, unique on the host."),
	segmentationId: f.required(f.integer(1, 4094, "a VLAN id"), "VLAN id that the workload uses for the subport, 1 to 4094."),
	tag: localVlan("Local VLAN of the subport's network"),
	externalIds: externalIds("the subport's interfaces"),
});

const variants: Variants = {
	by: ["mode"],
	rules: [
		{
			required: ["subports"],
			when: { mode: ["vlan-interfaces"] },
			message: 'must have at least one subport for mode "vlan-interfaces"',
		},
	],
};

type Issue = (path: (string | number)[], message: string) => void;

function check(want: Values, issue: Issue): void {
	const subports: Values[] = want.subports ?? [];
	subports.forEach(({ name, segmentationId }, i) => {
		const before = subports.slice(0, i);
		const same = before.find((s) => s.segmentationId === segmentationId);
		if (same)
			issue(
				["subports", i, "segmentationId"],
				`is already the segmentationId of subport ${same.name}: the workload could not tell the two apart`,
			);
		const port = deviceNameOf("spt", name);
		const namesake = before.find((s) => deviceNameOf("spt", s.name) === port);
		if (namesake?.name === name) issue(["subports", i, "name"], `is already the name of another subport: ${name}`);
		else if (namesake)
			issue(
				["subports", i, "name"],
				`gives its port the name ${port}, which the port of subport ${namesake.name} has already: choose another`,
			);
	});
	const keys: [(string | number)[], Values | undefined][] = [
		[["parent"], want.parent],
		...subports.map((s, i): [(string | number)[], Values] => [["subports", i], s]),
	];
	for (const [path, of] of keys)
		for (const key of [trunkIdKey, subportIdKey])
			if (of?.externalIds?.[key] !== undefined) issue([...path, "externalIds", key], "is set by the trunk itself: leave it out");
}

export const trunkSchema = withVariants(
	f
		.object({
			name: f.resourceName(
				f.making(
					z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, "must be an id of 1 to 64 of the characters A-Z a-z 0-9 _ . -"),
					...(["bridge", "port", "device"] as const).map((sort) => ({
						sort,
						prefix: "tbr",
						when: { field: "mode", is: ["bridge", null] },
					})),
				),
				"Id of the trunk.",
			),
			mode: f.defaulted(
				z.enum(["bridge", "vlan-interfaces"]),
				"bridge",
				"Form of the trunk. `bridge`: a bridge of its own, with one pair of patch ports per network to the integration bridge. `vlan-interfaces`: one VLAN device per subport on the workload's device; each is a port of the integration bridge.",
			),
			integrationBridge: f.defaulted(
				f.nameOf("bridge"),
				"br-int",
				"Bridge that carries the networks. The trunk does not create this bridge.",
			),
			parent: f.required(parent, "Port of the workload, which carries all networks of the trunk."),
			subports: f.defaulted(
				z.array(subport),
				[],
				"Networks that the workload reaches by VLAN. A subport can be added or removed while the others are in use.",
			),
			force: f.flag("Allow the deletion of the trunk while its parent is in use."),
			adopt: f.adopt(
				"existing bridges, ports and VLAN devices that have the names of those of the trunk",
				"these objects stay, with their former settings",
			),
		})
		.superRefine((want, context) => check(want, (path, message) => context.addIssue({ code: "custom", path, message }))),
	variants,
);

/** The subports in order of their names, since their order has no meaning. Unchanged while a name is not known yet. */
export const inOrder = <T extends Values>(want: T): T => {
	const known = Array.isArray(want.subports) && want.subports.every((s) => typeof s?.name === "string" && !isUnknown(s.name));
	return known ? { ...want, subports: [...want.subports].sort(f.by("name")) } : want;
};
