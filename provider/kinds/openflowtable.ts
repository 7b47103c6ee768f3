import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import { Refused } from "../model/change";
import type { Facts } from "../model/facts";
import { kind } from "../model/kind";
import { type Requirement, requiresPort, type SharedUse } from "../model/requirements";
import { ofport } from "../network/ovs-port";
import { inconsistency, openFlow10 } from "../openflow/consistency";
import { flowKey, flowsOf, tableText } from "../openflow/flows";
import { flowText } from "../openflow/handover";
import { roughKey } from "../openflow/match";
import { firstNames } from "../openflow/object-names";
import { readsOfObjects, requiresObjects } from "../openflow/objects";
import { observeFlows } from "../openflow/observe";
import { capturedFlows, planFlows } from "../openflow/plan";
import { portsOf } from "../openflow/ports";
import { renderingText, withPortNames } from "../openflow/rendered";
import { actions, match } from "../openflow/schema";
import { secondTagWarnings } from "../openflow/second-tag";
import { wantedFlows } from "../openflow/wanted";
import { plainActions, withNearestName } from "../openflow/words";
import type { Flow } from "../tools/ovs-ofctl-flows";

const seconds = f.integer(0, 65535, "a time in seconds").transform((n) => n || undefined);

const flow = z.strictObject({
	priority: f.defaulted(
		f.integer(0, 65535, "a priority"),
		32768,
		"Priority of the flow, 0 to 65535. If several flows match a packet, the flow with the highest priority applies.",
	),
	match: f.defaulted(
		match,
		"",
		"Match in the syntax of ovs-ofctl(8) and ovs-fields(7), such as `in_port=p1,tcp,tcp_dst=80`. Ports are given by name or number. An empty match matches all packets.",
	),
	actions: f.required(actions, "Actions in the syntax of ovs-actions(7), such as `output:p2`, `drop` or `NORMAL`."),
	idleTimeout: f.enforced(
		seconds,
		"Time in seconds without a packet after which Open vSwitch removes the flow. 0 means no timeout.",
		{ whenUnset: "no timeout" },
	),
	hardTimeout: f.enforced(seconds, "Time in seconds after which Open vSwitch removes the flow. 0 means no timeout.", {
		whenUnset: "no timeout",
	}),
});

/** Open vSwitch keeps one flow per priority and match, so a second one would replace the first. */
function noDuplicates(flows: Flow[], context: z.RefinementCtx): void {
	const first = new Map<string, number>();
	flows.forEach((flow, i) => {
		const form = roughKey(flow);
		const duplicate = first.get(form);
		if (duplicate === undefined) first.set(form, i);
		else
			context.addIssue({
				code: "custom",
				path: [i, "match"],
				message: `is the same as that of flows[${duplicate}] at the same priority: a table has one flow per priority and match`,
			});
	});
}

const tableOnBridge = (want: Values): string => `table ${want.table} of bridge ${want.bridge}`;

/** A requirement is checked before a batch runs, so flows that ovs-ofctl refuses fail before anything is changed. */
const accepted = (want: Values): Requirement => ({
	name: `what ovs-ofctl accepts in ${tableOnBridge(want)}`,
	there(facts) {
		const flows = flowsOf(want);
		if (flows.length === 0) return true;
		const { refused } = facts.flowsRendered(want.bridge, renderingText(want.table, flows));
		if (refused) {
			const { said, index, field } = refused;
			const found = said.includes("no usable protocol") ? inconsistency(flows) : undefined;
			if (found) throw new Refused(`ovs-ofctl on this host refuses the flows, and no flow was changed: ${found} (${said})`);
			const at = index === undefined ? "the flows" : `flows[${index}]${field ? `.${field}` : ""}`;
			const text = index === undefined || !field ? "" : ` ${JSON.stringify(flows[index]?.[field])}`;
			throw new Refused(
				`ovs-ofctl on this host refuses ${at}${text}, and no flow was changed: ${withNearestName(withPortNames(said, flows))}`,
			);
		}
		refuseDuplicates(facts, want);
		return true;
	},
});

function refuseDuplicates(facts: Facts, want: Values): void {
	const first = new Map<string, number>();
	wantedFlows(facts, want).forEach(({ normal }, i) => {
		const key = normal && flowKey(normal);
		const duplicate = key === undefined ? undefined : first.get(key);
		if (duplicate !== undefined)
			throw new Refused(`flows[${duplicate}] and flows[${i}] are the same to Open vSwitch (priority=${key}): keep one`);
		if (key !== undefined) first.set(key, i);
	});
}

/** The flows that a bridge without OpenFlow 1.0 refuses. */
function versionUse({ bridge, flows }: Values): SharedUse[] {
	const reason = inconsistency(flowsOf({ flows }));
	return reason === undefined ? [] : [{ name: openFlow10(bridge), use: "in some flows", detail: `: ${reason}` }];
}

const needsPort = (want: Values, port: string): Requirement =>
	requiresPort(
		port,
		({ ovs }) => ofport(ovs.interfaces.get(port)) !== undefined && (ovs.bridgeOf.get(port) ?? want.bridge) === want.bridge,
		plainActions,
	);

export const openFlowTable = kind({
	type: "OpenFlowTable",
	summary:
		"OpenFlow flows in one table of a bridge. Flows of other programs, learned flows and flows of other OpenFlowTables are not touched: the resource knows its flows by their cookie. A change is one OpenFlow bundle with only the flows that differ.",
	schema: f.object({
		bridge: f.required(f.nameOf("bridge"), "Bridge of the flows."),
		table: f.defaulted(f.integer(0, 254, "a table"), 0, "Number of the OpenFlow table, 0 to 254."),
		name: f.resourceName(f.text.min(1), "Name that distinguishes the resource from other OpenFlowTables for the same table."),
		flows: f.required(
			f.referring(
				z.array(flow).superRefine(noDuplicates),
				{ sort: "port", within: "openflow", orderOnly: true },
				{ sort: "group", within: "openflow groups", ofBridge: true, orderOnly: true },
				{ sort: "meter", within: "openflow meters", ofBridge: true, orderOnly: true },
				{ sort: "geneve option", within: "openflow options", ofBridge: true, orderOnly: true },
			),
			"Flows in any order.",
		),
		adopt: f.adopt("existing flows that have the priority and match of a wanted flow", "these flows are put back"),
	}),
	computed: {
		cookie: { type: "string", help: "Cookie of the flows. `ovs-ofctl dump-flows <bridge> cookie=<cookie>/-1` lists the flows." },
	},
	identity: {
		fields: ["bridge", "table", "name"],
		// The new resource takes over the flows, so that they are always there.
		createFirst: (want, was) => want.bridge === was.bridge && want.table === was.table,
		id: {
			parts: (want) => [want.bridge, want.table, want.name],
			parse: ([bridge, table, ...name]) => ({ bridge, table: Number(table), name: name.join("/") }),
			form: "<bridge>/<table>/<name>",
		},
	},
	replaceOn: [],
	ownership: "journal",
	facts: (want) => [
		{ read: "ovs" },
		{ read: "flows", bridge: want.bridge, table: want.table },
		...readsOfObjects(want.bridge, flowsOf(want)),
		...(flowsOf(want).length === 0
			? []
			: [{ read: "flows-rendered", bridge: want.bridge, text: renderingText(want.table, flowsOf(want)) } as const]),
	],
	provides: (want) => [tableText(want), ...versionUse(want), ...flowsOf(want).map((flow) => flowText(want, flow))],
	remarks: { warnings: ({ bridge, flows }, declared) => secondTagWarnings(flowsOf({ flows }), bridge, declared) },
	requires: (want) => [
		accepted(want),
		...firstNames("flows", flowsOf(want), portsOf).map(({ name, property }) => ({ ...needsPort(want, name), property })),
		...requiresObjects(
			want.bridge,
			"flows",
			flowsOf(want).map((flow) => [flow]),
		),
	],
	observe: (facts, want, look) => observeFlows(facts, want, look),
	captureOriginals: (change, originals) => capturedFlows(change, originals),
	plan: (change) => planFlows(change),
});
