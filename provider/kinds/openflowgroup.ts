import { z } from "zod";
import * as f from "../base/fields";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind } from "../model/kind";
import { type Requirement, requiresPort } from "../model/requirements";
import { ofport } from "../network/ovs-port";
import { checkVersion, versionUse } from "../openflow/consistency";
import { bucketsOf, bucketTable, flowsOfBuckets, groupText, observeGroup } from "../openflow/group";
import { canonicalGroupField, groupFieldProblem } from "../openflow/group-field";
import { firstNames, objectsIn } from "../openflow/object-names";
import {
	flowObjectText,
	journalOwner,
	planObject,
	planObjectDeletion,
	readsOfObjects,
	requiresObjects,
} from "../openflow/objects";
import { controlWarnings } from "../openflow/other-programs";
import { portsOf } from "../openflow/ports";
import { renderingText, withPortNames } from "../openflow/rendered";
import { actions } from "../openflow/schema";
import { plainActions, withNearestName } from "../openflow/words";

/** The highest number of a group (OFPG_MAX in OpenFlow). */
const highest = 0xffffff00;

const groupNumber = f.integer(0, highest, "the number of a group");

const bucketActions = actions
	.refine((s) => !s.includes("bucket="), { error: 'must not contain "bucket=": each bucket is an item of the list' })
	.refine((s) => !(/\bmod_vlan_vid\b/.test(s) && /\bmod_vlan_pcp\b/.test(s)), {
		error:
			"must not have both mod_vlan_vid and mod_vlan_pcp, which Open vSwitch lists as two tags in a bucket: write push_vlan:0x8100,set_field:4101->vlan_vid,set_field:3->vlan_pcp instead (4101 is 4096 and the VLAN 5)",
	})
	.superRefine((text, context) => {
		const [port] = /\bmod_tp_(?:src|dst)\b/.exec(text) ?? [];
		if (port)
			context.addIssue({
				code: "custom",
				message: `must say set_field, as in "set_field:80->tcp_${port.slice(-3)}", instead of ${port}: a bucket has no match that tells the protocol`,
			});
		const [, instruction] = /\b(meter|goto_table|write_actions|write_metadata|clear_actions)\b/.exec(text) ?? [];
		if (instruction)
			context.addIssue({ code: "custom", message: `must not have ${instruction}: Open vSwitch has it in flows only` });
	});

const bucket = z.strictObject({
	actions: f.required(bucketActions, "Actions in the syntax of ovs-actions(7), such as `output:p2`."),
	bucketId: f.enforced(
		f.integer(0, highest, "the number of a bucket"),
		"Number of the bucket for `ovs-ofctl insert-buckets`. Needs OpenFlow 1.5 on the bridge.",
		{ whenUnset: "the position in the list, from 0" },
	),
	weight: f.enforced(
		f.integer(0, 65535, "a weight").transform((n) => (n === 1 ? undefined : n)),
		"Share of the traffic that the bucket gets, relative to the others. 0: none. Only in a group of type `select`.",
		1,
	),
	watchPort: f.enforced(f.nameOf("port", { orderOnly: true }), "Port that must be up for the bucket to be used."),
	watchGroup: f.enforced(
		f.referring(groupNumber, { sort: "group", ofBridge: true, orderOnly: true }),
		"Number of a group that must have a usable bucket for this bucket to be used.",
	),
});

const field = f.text
	.superRefine((text, context) => {
		const message = groupFieldProblem(text);
		if (message !== undefined) context.addIssue({ code: "custom", message });
	})
	.overwrite(canonicalGroupField);

function checkGroup(want: Values, issue: (path: string, message: string) => void): void {
	const { type, groupId, selectionMethod, selectionMethodParam, fields, buckets } = want;
	if (selectionMethod !== undefined && type !== "select") issue("selectionMethod", "is only for a group of type select");
	if (fields !== undefined && selectionMethod !== "hash") issue("fields", 'needs selectionMethod: "hash"');
	if (selectionMethodParam !== undefined && selectionMethod === undefined) issue("selectionMethodParam", "needs selectionMethod");
	if (!Array.isArray(buckets)) return;
	if (type === "indirect" && buckets.length !== 1) issue("buckets", "must be one bucket: a group of type indirect has one");
	checkBucketIds(buckets, issue);
	for (const [i, { weight, watchPort, watchGroup, actions }] of buckets.entries()) {
		const watches = watchPort !== undefined || watchGroup !== undefined;
		if (watchGroup !== undefined && watchGroup === groupId) issue(`buckets[${i}].watchGroup`, "must be another group");
		if (weight !== undefined && type !== "select") issue(`buckets[${i}].weight`, "is only for a group of type select");
		if (type === "ff" && !watches)
			issue(`buckets[${i}].watchPort`, "is required, or watchGroup: a group of type ff uses its first bucket that is alive");
		if (watches && type !== "ff" && type !== "select")
			issue(`buckets[${i}].${watchPort === undefined ? "watchGroup" : "watchPort"}`, "is only for groups of type ff and select");
		if (watchPort !== undefined && watchPort === want.bridge)
			issue(`buckets[${i}].watchPort`, "must not be the bridge itself: Open vSwitch can't watch its local port");
		if (typeof actions === "string" && objectsIn.group({ actions }).includes(String(groupId)))
			issue(`buckets[${i}].actions`, `leads back to group ${groupId} itself`);
	}
}

/** A bucket without a number has that of its position in the list. */
function checkBucketIds(buckets: Values[], issue: (path: string, message: string) => void): void {
	const ids: (number | undefined)[] = buckets.map(({ bucketId }) => bucketId);
	if (holdsUnknown(ids)) return;
	const numbers = ids.map((id, i) => id ?? i);
	for (const [i, number] of numbers.entries()) {
		const first = numbers.indexOf(number);
		if (first === i) continue;
		// Of the two, the one with a number in the program is wrong.
		const [at, other] = ids[i] === undefined ? [first, i] : [i, first];
		const what =
			ids[other] === undefined ? `${number}, which buckets[${other}] has by its position` : `that of buckets[${other}]`;
		issue(`buckets[${at}].bucketId`, `must be another number than ${what}`);
	}
}

const byOpenFlow15 = "a group's selectionMethod or bucketId";

const needsOpenFlow15 = (want: Values): boolean =>
	want.selectionMethod !== undefined || bucketsOf(want).some(({ bucketId }) => bucketId !== undefined);

/** A requirement is checked before a batch runs, so a group that ovs-ofctl refuses fails before anything is changed. */
const accepted = (want: Values): Requirement => ({
	name: `what ovs-ofctl accepts as group ${want.groupId} of bridge ${want.bridge}`,
	there(facts) {
		const flows = flowsOfBuckets(want);
		if (needsOpenFlow15(want)) checkVersion(byOpenFlow15, want.bridge, facts.ovs.bridges.get(want.bridge)?.protocols);
		if (flows.length === 0) return true;
		const { refused } = facts.flowsRendered(want.bridge, renderingText(bucketTable, flows));
		if (!refused) return true;
		const { said, index } = refused;
		const at = index === undefined ? "the buckets" : `buckets[${index}].actions ${JSON.stringify(flows[index]?.actions)}`;
		throw new Refused(`ovs-ofctl on this host refuses ${at}: ${withNearestName(withPortNames(said, flows))}`);
	},
});

const portsOfGroup = (want: Values) =>
	firstNames("buckets", bucketsOf(want), ({ watchPort, actions }) => [
		...(watchPort ? [watchPort] : []),
		...portsOf({ match: "", actions }),
	]);

/** The actions of each bucket, with the group that it watches. */
const objectsOf = (want: Values): { actions: string }[][] =>
	bucketsOf(want).map(({ actions, watchGroup }) => [
		{ actions },
		...(watchGroup === undefined ? [] : [{ actions: `group:${watchGroup}` }]),
	]);

const isOnBridge = (facts: Facts, bridge: string, port: string): boolean =>
	ofport(facts.ovs.interfaces.get(port)) !== undefined && (facts.ovs.bridgeOf.get(port) ?? bridge) === bridge;

/** The words of the OpenFlow specification for the type ff. */
const fastFailover = Object.fromEntries(["fast failover", "fast-failover", "fast_failover"].map((word) => [word, '"ff"']));

export const openFlowGroup = kind({
	type: "OpenFlowGroup",
	summary:
		"A group of OpenFlow: one or more lists of actions (buckets), of which flows use one or all by the action `group:<groupId>`. The group exists before the flows that name it, and is changed in place. Groups of other programs are not touched.",
	schema: f
		.object({
			bridge: f.required(f.nameOf("bridge"), "Bridge of the group."),
			groupId: f.required(
				f.making(groupNumber, { sort: "group", ofBridge: true }),
				`Number by which flows name the group, 0 to ${highest}.`,
			),
			type: f.required(
				f.withOtherKinds(z.enum(["all", "select", "indirect", "ff"]), fastFailover),
				"Which buckets a packet goes through. `all`: each one, with a copy. `select`: one, chosen by a hash and the weights. `indirect`: the only one. `ff` (fast failover): the first whose port or group is alive.",
			),
			selectionMethod: f.enforced(
				z.enum(["dp_hash", "hash"]),
				"How a group of type `select` chooses. `dp_hash`: by a hash of the datapath. `hash`: by a hash of `fields`. Needs OpenFlow 1.5 on the bridge.",
				{ whenUnset: "Open vSwitch chooses: `dp_hash` where the datapath can" },
			),
			selectionMethodParam: f.enforced(
				f.integer(0, Number.MAX_SAFE_INTEGER, "a number").transform((n) => n || undefined),
				"Parameter of the selection method. For `dp_hash` 1 means a symmetric hash of layer 4.",
				0,
			),
			fields: f.enforced(
				f.nonEmpty(f.setOf(field), "its default fields"),
				"Fields of the packet for the selection method `hash`, such as `ip_src`. A mask selects bits of an address, port or register: `ip_src=255.255.255.0`.",
				{ whenUnset: "MAC addresses, VLAN, EtherType, IP addresses and ports" },
			),
			buckets: f.required(
				f.referring(
					z.array(bucket),
					{ sort: "port", within: "openflow", orderOnly: true },
					{ sort: "group", within: "openflow groups", ofBridge: true, orderOnly: true },
				),
				"Buckets in order.",
			),
			adopt: f.adopt("an existing group", "the group stays, with its former buckets"),
		})
		.superRefine(f.issues(checkGroup)),
	computed: {},
	identity: { fields: ["bridge", "groupId"], createFirst: () => true },
	replaceOn: [],
	ownership: "journal",
	facts: (want) => [
		...([{ read: "ovs" }, { read: "groups", bridge: want.bridge }, { read: "journal" }] as const),
		...readsOfObjects(want.bridge, objectsOf(want).flat()),
		...(flowsOfBuckets(want).length === 0
			? []
			: [{ read: "flows-rendered", bridge: want.bridge, text: renderingText(bucketTable, flowsOfBuckets(want)) } as const]),
	],
	provides: (want) => (needsOpenFlow15(want) ? [versionUse(byOpenFlow15, want.bridge)] : []),
	requires: (want) => [
		accepted(want),
		...portsOfGroup(want).map(({ name, property }) => ({
			...requiresPort(name, (facts) => isOnBridge(facts, want.bridge, name), plainActions),
			property,
		})),
		...requiresObjects(want.bridge, "buckets", objectsOf(want)),
	],
	observe(facts, want) {
		const { bridge, groupId } = want;
		const found = facts.groups(bridge)?.all.get(groupId);
		if (!found) return undefined;
		const value = observeGroup(facts, want, found);
		return {
			...{ value, computed: {}, owner: journalOwner(facts, "OpenFlowGroup", bridge, groupId) },
			warnings: controlWarnings(facts, bridge),
		};
	},
	plan(change) {
		const sort = "group";
		if (change.intent === "delete") {
			const { bridge, groupId } = change.was;
			const users = change.facts.groups(bridge)?.users ?? [];
			const using = users.filter((flow) => objectsIn.group(flow).includes(String(groupId)));
			return planObjectDeletion(
				change,
				{ sort, name: `group_id=${groupId}`, provided: flowObjectText("group", groupId, bridge) },
				using,
			);
		}
		const { want, have } = change;
		return planObject(want.bridge, {
			...{ sort, want: groupText(want), have: have && groupText(have.value), name: `group_id=${want.groupId}` },
		});
	},
});
