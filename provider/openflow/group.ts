import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import type { Facts } from "../model/facts";
import { portWord } from "../tools/long-port-names";
import type { Flow } from "../tools/ovs-ofctl-flows";
import type { ListedBucket, ListedGroup } from "../tools/ovs-ofctl-objects";
import { widestMatch } from "./consistency";
import { replacePorts } from "./ports";
import { normalForm, portName, readable } from "./rendered";

interface Bucket {
	actions: string;
	bucketId?: number;
	weight?: number;
	watchPort?: string;
	watchGroup?: number;
}

/** The buckets of inputs or of a state, as far as they are known. */
export const bucketsOf = ({ buckets }: { buckets?: unknown }): Bucket[] =>
	Array.isArray(buckets) ? buckets.filter((bucket) => typeof bucket?.actions === "string") : [];

const flowsByBuckets = new WeakMap<object, Flow[]>();

/** Flows with the actions of the buckets, which the host's ovs-ofctl brings into normal form. */
export function flowsOfBuckets(want: Values): Flow[] {
	const known = flowsByBuckets.get(want);
	if (known) return known;
	const flows = bucketsOf(want).map(({ actions }) => ({ priority: 0, match: widestMatch(actions), actions }));
	flowsByBuckets.set(want, flows);
	return flows;
}

/** The table in which buckets are rendered. It has no effect on their actions. */
export const bucketTable = 0;

/** A group in the shape of the inputs. Buckets that are as wanted have the program's spelling. */
export function observeGroup(facts: Facts, want: Values, { buckets, ...group }: ListedGroup): Values {
	const { bridge, groupId } = want;
	const wanted = bucketsOf(want);
	const normal = normalForm(facts, bucketTable, bridge, flowsOfBuckets(want));
	return withoutUnset({
		...{ bridge, groupId, ...group },
		buckets: buckets.map((bucket: ListedBucket, i) => {
			const isWanted = bucket.actions === normal[i]?.actions;
			return withoutUnset({
				actions: isWanted ? wanted[i]?.actions : readable(facts, bridge, bucket.actions),
				bucketId: bucket.bucketId === i && wanted[i]?.bucketId === undefined ? undefined : bucket.bucketId,
				weight: bucket.weight === 1 ? undefined : bucket.weight,
				watchPort: bucket.watchPort === undefined ? undefined : portName(facts, bridge, bucket.watchPort),
				watchGroup: bucket.watchGroup,
			});
		}),
	});
}

/** A group in ovs-ofctl's words (ovs-ofctl(8), "Group Syntax"). */
export function groupText({ groupId, type, selectionMethod, selectionMethodParam, fields, ...want }: Values): string {
	const all = bucketsOf(want);
	// With numbers on some buckets alone, ovs-ofctl may give another bucket a number that is taken ("Duplicate bucket id").
	const areNumbered = all.some(({ bucketId }) => bucketId !== undefined);
	const buckets = all.map(({ bucketId, weight, watchPort, watchGroup, actions }, i) =>
		[
			...(areNumbered ? [`bucket_id:${bucketId ?? i}`] : []),
			...(weight === undefined ? [] : [`weight:${weight}`]),
			...(watchPort === undefined ? [] : [`watch_port:${portWord(watchPort)}`]),
			...(watchGroup === undefined ? [] : [`watch_group:${watchGroup}`]),
			`actions=${replacePorts(actions, "actions", portWord)}`,
		].join(","),
	);
	return [
		...[`group_id=${groupId}`, `type=${type}`],
		...(selectionMethod === undefined ? [] : [`selection_method=${selectionMethod}`]),
		...(selectionMethodParam === undefined ? [] : [`selection_method_param=${selectionMethodParam}`]),
		...(fields === undefined ? [] : [`fields(${fields.join(",")})`]),
		...buckets.map((bucket) => `bucket=${bucket}`),
	].join(",");
}
