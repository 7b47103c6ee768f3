import { z } from "zod";
import * as f from "../base/fields";
import { type Values, withoutUnset } from "../base/values";
import { kind } from "../model/kind";
import type { Requirement } from "../model/requirements";
import { checkVersion, versionUse } from "../openflow/consistency";
import { objectsIn } from "../openflow/object-names";
import { flowObjectText, journalOwner, planObject, planObjectDeletion } from "../openflow/objects";
import { controlWarnings } from "../openflow/other-programs";

const band = z.strictObject({
	rate: f.required(f.integer(1, 0xffffffff, "a rate"), "Rate above which packets are dropped, in the meter's `unit`."),
	burstSize: f.enforced(
		f.integer(1, 0xffffffff, "the size of a burst"),
		'Size of a burst that may pass above the rate: in kilobits with `unit: "kbps"`, in packets with `pktps`.',
		{ whenUnset: "Open vSwitch uses the amount of one second" },
	),
});

const meterText = ({ meterId, unit, stats, bands }: Values): string => {
	const flags = [unit, ...(bands[0]?.burstSize === undefined ? [] : ["burst"]), ...(stats ? ["stats"] : [])];
	const texts = (bands as Values[]).map(
		({ type = "drop", rate, burstSize }) =>
			`type=${type},rate=${rate}${burstSize === undefined ? "" : `,burst_size=${burstSize}`}`,
	);
	return `meter=${meterId},${flags.join(",")},bands=${texts.join(",")}`;
};

function checkMeter({ bands }: Values, issue: (path: string, message: string) => void): void {
	if (!Array.isArray(bands)) return;
	const without = bands.findIndex((one) => one?.burstSize === undefined);
	if (without >= 0 && bands.some((one) => one?.burstSize !== undefined))
		issue(`bands[${without}].burstSize`, "is required: all bands of a meter have a burst size, or none has one");
}

/** Checked before a batch runs: Open vSwitch has no meters with earlier versions of OpenFlow. */
const speaksOpenFlow13 = ({ bridge }: Values): Requirement => ({
	name: `OpenFlow 1.3 on bridge ${bridge}`,
	there(facts) {
		checkVersion("meters", bridge, facts.ovs.bridges.get(bridge)?.protocols);
		return true;
	},
});

export const openFlowMeter = kind({
	type: "OpenFlowMeter",
	summary:
		"A meter of OpenFlow: it drops the packets of its flows above a rate. Flows use it by the action `meter:<meterId>`, before their other actions. The meter exists before the flows that name it, and is changed in place. Meters of other programs are not touched.",
	schema: f
		.object({
			bridge: f.required(f.nameOf("bridge"), "Bridge of the meter. Its `protocols` need OpenFlow 1.3 or later."),
			meterId: f.required(
				f.making(f.integer(1, 0xffff0000, "the number of a meter"), { sort: "meter", ofBridge: true }),
				"Number by which flows name the meter, from 1. The datapath limits it: `ovs-ofctl -O OpenFlow13 meter-features <bridge>`.",
			),
			unit: f.required(z.enum(["kbps", "pktps"]), "Unit of the rates. `kbps`: kilobits per second. `pktps`: packets per second."),
			bands: f.required(
				z.array(band).min(1, "must have a band"),
				"Limits, of which the highest that is exceeded applies. The datapath of the kernel has one per meter.",
			),
			stats: f.flag("Ask for statistics of the meter. Open vSwitch has them anyway."),
			adopt: f.adopt("an existing meter", "the meter stays, with its former rates"),
		})
		.superRefine(f.issues(checkMeter)),
	computed: {},
	identity: { fields: ["bridge", "meterId"], createFirst: () => true },
	replaceOn: [],
	ownership: "journal",
	facts: ({ bridge }) => [{ read: "ovs" }, { read: "meters", bridge }, { read: "journal" }],
	provides: ({ bridge }) => [versionUse("meters", bridge)],
	requires: (want) => [speaksOpenFlow13(want)],
	observe(facts, { bridge, meterId }) {
		const found = facts.meters(bridge)?.all.get(meterId);
		if (!found) return undefined;
		const { unit, stats, bands } = found;
		const others = bands.filter(({ type }) => type !== "drop");
		return {
			value: withoutUnset({
				...{ bridge, meterId, unit, stats: stats || undefined },
				bands: bands.map(({ type, ...one }) => withoutUnset(type === "drop" ? one : { type, ...one })),
			}),
			computed: {},
			owner: journalOwner(facts, "OpenFlowMeter", bridge, meterId),
			warnings: controlWarnings(facts, bridge),
			fault: others.length > 0 ? `it has a band of type ${others[0]?.type}, for which OpenFlowMeter has no field` : undefined,
		};
	},
	plan(change) {
		const sort = "meter";
		if (change.intent === "delete") {
			const { bridge, meterId } = change.was;
			const users = change.facts.meters(bridge)?.users ?? [];
			const using = users.filter((flow) => objectsIn.meter(flow).includes(String(meterId)));
			return planObjectDeletion(
				change,
				{ sort, name: `meter=${meterId}`, provided: flowObjectText("meter", meterId, bridge) },
				using,
			);
		}
		const { want, have } = change;
		return planObject(want.bridge, {
			...{ sort, want: meterText(want), have: have && meterText(have.value), name: `meter=${want.meterId}` },
		});
	},
});
