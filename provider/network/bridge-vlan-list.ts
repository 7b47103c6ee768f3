import { z } from "zod";
import * as f from "../base/fields";
import { isMap } from "../base/values";
import { vlanRange } from "../base/vlan-ids";
import { type BridgeVlan, rangeText } from "../tools/bridge";

const vid = z.union(
	[f.integer(1, 4094, "a VLAN id"), z.string().regex(/^[1-9]\d{0,3}(-[1-9]\d{0,3})?$/, "must be a VLAN id, or a range of them")],
	'must be a VLAN id from 1 to 4094, or a range such as "20-30"',
);

const vlanMember = z.strictObject({
	vid: f.required(vid, 'VLAN id, 1 to 4094, or a range such as "20-30".'),
	pvid: f.flag("Packets that are received without a tag belong to this VLAN. Only one VLAN of a port can have it."),
	untagged: f.flag("Packets of this VLAN are sent without a tag."),
});

/** The flags of a VLAN. */
export type VlanFlags = Pick<BridgeVlan, "pvid" | "untagged">;

/** The VLANs of one member of a list. Undefined for a member that is unknown or wrong. */
function vlansOf(member: unknown): BridgeVlan | undefined {
	const { vid: id, pvid, untagged } = isMap(member) ? member : { vid: member };
	const [first, last] = vlanRange(id, 1, 4094) ?? [];
	if (first === undefined || last === undefined) return undefined;
	return { first, last, pvid: pvid === true, untagged: untagged === true };
}

export const flagsText = ({ pvid, untagged }: VlanFlags): string => `${pvid} ${untagged}`;

/** The VLANs one by one, with their flags. */
export const eachIn = (vlans: BridgeVlan[]): Map<number, VlanFlags> =>
	new Map(
		vlans.flatMap(({ first, last, pvid, untagged }) =>
			Array.from({ length: last - first + 1 }, (_, i): [number, VlanFlags] => [first + i, { pvid, untagged }]),
		),
	);

/** VLANs in as few ranges as possible. A VLAN for untagged packets is alone. */
export function inRanges(each: Map<number, VlanFlags>): BridgeVlan[] {
	const all: BridgeVlan[] = [];
	for (const [id, flags] of [...each].sort(([a], [b]) => a - b)) {
		const last = all.at(-1);
		if (last && last.last === id - 1 && !flags.pvid && flagsText(last) === flagsText(flags)) last.last = id;
		else all.push({ first: id, last: id, ...flags });
	}
	return all;
}

/** VLANs as a member of a list, in normal form. */
const asMember = ({ first, last, pvid, untagged }: BridgeVlan): unknown => {
	const id = first === last ? first : rangeText(first, last);
	return pvid || untagged ? { vid: id, ...(pvid ? { pvid } : {}), ...(untagged ? { untagged } : {}) } : id;
};

/** A list of these VLANs, in normal form. */
export const listOf = (each: Map<number, VlanFlags>): unknown[] => inRanges(each).map(asMember);

/** The VLANs of a list, without members that are unknown or wrong. */
export const vlansIn = (list: unknown): BridgeVlan[] =>
	(Array.isArray(list) ? list : []).flatMap((member) => vlansOf(member) ?? []);

/** The problem of a list of VLANs that are right one by one. */
function problemOf(list: unknown[]): string | undefined {
	const vlans = list.map(vlansOf);
	const wrong = vlans.indexOf(undefined);
	if (wrong >= 0) return `must be VLAN ids from 1 to 4094, and ranges such as "20-30": ${JSON.stringify(list[wrong])} is none`;
	const known = vlans as BridgeVlan[];
	const range = known.find(({ first, last, pvid }) => pvid && first !== last);
	if (range) return `must have pvid for one VLAN, not for ${rangeText(range.first, range.last)}`;
	const seen = new Map<number, VlanFlags>();
	for (const vlan of known)
		for (const [id, flags] of eachIn([vlan])) {
			const before = seen.get(id);
			if (before && flagsText(before) !== flagsText(flags)) return `must have VLAN ${id} only once: keep one of its entries`;
			seen.set(id, flags);
		}
	const first = [...seen].filter(([, { pvid }]) => pvid).map(([id]) => id);
	return first.length > 1 ? `must have pvid for one VLAN, not for ${first.join(" and ")}` : undefined;
}

export const vlanList = z
	.array(z.union([vid, vlanMember]))
	.overwrite((list) =>
		list.some((member) => vlansOf(member) === undefined) || problemOf(list)
			? list
			: (listOf(eachIn(vlansIn(list))) as typeof list),
	)
	.superRefine((list, context) => {
		const message = problemOf(list);
		if (message !== undefined) context.addIssue({ code: "custom", message });
	});

/** The original VLANs of a port, with those that the program has taken since. */
export function withTaken({ originals, was, have }: Record<"originals" | "was" | "have", unknown[]>): unknown[] {
	const [original, named] = [eachIn(vlansIn(originals)), eachIn(vlansIn(was))];
	const taken = [...eachIn(vlansIn(have))].filter(([id]) => !named.has(id));
	return listOf(new Map([...taken, ...original]));
}
