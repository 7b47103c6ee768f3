import { z } from "zod";
import * as f from "../base/fields";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import { kind } from "../model/kind";
import type { Requirement } from "../model/requirements";
import { ofport } from "../network/ovs-port";
import { flowKey, flowsOf } from "../openflow/flows";
import { matchProblem, roughKey } from "../openflow/match";
import { observeFlows } from "../openflow/observe";
import { capturedFlows, planFlows } from "../openflow/plan";
import { portsOf } from "../openflow/ports";
import { renderingText } from "../openflow/rendered";
import { wantedFlows } from "../openflow/wanted";
import type { Flow } from "../tools/ovs-ofctl-flows";

const line = f.text
	.refine((s) => !/[\r\n]/.test(s), { error: "must be one line" })
	.refine((s) => !s.includes("#"), { error: 'must not hold "#": Open vSwitch takes the rest of the line for a comment' });

const match = line
	.superRefine((text, context) => {
		const message = matchProblem(text);
		if (message) context.addIssue({ code: "custom", message });
	})
	.overwrite((s) => s.trim());

const actions = line
	.refine((s) => s.trim() !== "", { error: 'must not be empty: say "drop" for no action' })
	.refine((s) => !/^\s*actions?\s*=/.test(s), { error: 'must be just what comes after "actions="' })
	.overwrite((s) => s.trim());

const seconds = f.integer(0, 65535, "a time in seconds").transform((n) => n || undefined);

const flow = z.strictObject({
	priority: f.defaulted(f.integer(0, 65535, "a priority"), 32768, "Of flows that match, that of the highest priority decides."),
	match: f.defaulted(
		match,
		"",
		'What packets it is for, as ovs-ofctl(8) and ovs-fields(7) write it: "in_port=p1,tcp,tcp_dst=80". Ports by name or number. Unset: all packets.',
	),
	actions: f.required(actions, 'What is done with them, as ovs-actions(7) writes it: "output:p2", "drop", "NORMAL".'),
	idleTimeout: f.enforced(seconds, "Seconds without a packet after which the flow goes by itself."),
	hardTimeout: f.enforced(seconds, "Seconds after which the flow goes by itself."),
});

/** OVS keeps one flow of a priority and match: the later one would take the place of the first. */
function noTwins(flows: Flow[], context: z.RefinementCtx): void {
	const first = new Map<string, number>();
	flows.forEach((flow, i) => {
		const form = roughKey(flow);
		const twin = first.get(form);
		if (twin === undefined) first.set(form, i);
		else
			context.addIssue({
				code: "custom",
				path: [i, "match"],
				message: `is that of flows[${twin}] at the same priority: a table has one flow of a priority and match`,
			});
	});
}

const place = (want: Values): string => `table ${want.table} of bridge ${want.bridge}`;

/** The check comes with what must be there, so that flows that ovs-ofctl refuses stop before anything is carried out. */
const accepted = (want: Values): Requirement => ({
	what: `what ovs-ofctl accepts in ${place(want)}`,
	there(facts) {
		const flows = flowsOf(want);
		if (flows.length === 0) return true;
		const { refused } = facts.flowsRendered(want.bridge, renderingText(want.table, flows));
		if (refused) {
			const { said, index, field } = refused;
			const at = index === undefined ? "the flows" : `flows[${index}]${field ? `.${field}` : ""}`;
			const text = index === undefined || !field ? "" : ` ${JSON.stringify(flows[index]?.[field])}`;
			throw new Error(`ovs-ofctl on this host refuses ${at}${text}, and no flow was changed: ${said}`);
		}
		refuseTwins(facts, want);
		return true;
	},
});

function refuseTwins(facts: Facts, want: Values): void {
	const first = new Map<string, number>();
	wantedFlows(facts, want).forEach(({ normal }, i) => {
		const key = normal && flowKey(normal);
		const twin = key === undefined ? undefined : first.get(key);
		if (twin !== undefined)
			throw new Error(`flows[${twin}] and flows[${i}] are the same to Open vSwitch (priority=${key}): keep one`);
		if (key !== undefined) first.set(key, i);
	});
}

const needsPort = (want: Values, port: string): Requirement => ({
	what: `OVS port ${port}`,
	there: ({ ovs }) => ofport(ovs.interfaces.get(port)) !== undefined && (ovs.bridgeOf.get(port) ?? want.bridge) === want.bridge,
});

export const openFlowTable = kind({
	type: "OpenFlowTable",
	summary:
		"OpenFlow flows of one table of a bridge, known by their cookie: flows of others, learned ones and those of other OpenFlowTables stay. A change is one bundle of just the flows that differ.",
	schema: f.object({
		bridge: f.required(f.nameOf("bridge"), "The bridge."),
		table: f.defaulted(f.integer(0, 254, "a table"), 0, "Number of the table."),
		name: f.resourceName(f.text.min(1), "What tells it from other OpenFlowTables of the same table."),
		flows: f.required(
			f.referring(z.array(flow).superRefine(noTwins), { thing: "port", within: "openflow", orderOnly: true }),
			"The flows, in any order.",
		),
	}),
	computed: {
		cookie: { type: "string", help: "The cookie of these flows: `ovs-ofctl dump-flows <bridge> cookie=<cookie>/-1`." },
	},
	identity: {
		fields: ["bridge", "table", "name"],
		id: {
			parts: (want) => [want.bridge, want.table, want.name],
			parse: ([bridge, table, ...name]) => ({ bridge, table: Number(table), name: name.join("/") }),
			form: "<bridge>/<table>/<name>",
		},
	},
	replaceOn: [],
	ownership: "mark",
	facts: (want) => [
		{ read: "ovs" },
		{ read: "flows", bridge: want.bridge, table: want.table },
		...(flowsOf(want).length === 0
			? []
			: [{ read: "flows-rendered", bridge: want.bridge, text: renderingText(want.table, flowsOf(want)) } as const]),
	],
	provides: (want) => [
		`OpenFlowTable ${want.name} in ${place(want)}`,
		...flowsOf(want).map((flow) => `flow ${JSON.stringify(`priority=${roughKey(flow).replace(" ", ",")}`)} in ${place(want)}`),
	],
	requires: (want) => [accepted(want), ...[...new Set(flowsOf(want).flatMap(portsOf))].map((port) => needsPort(want, port))],
	observe: (facts, want, look) => observeFlows(facts, want, look),
	captureOriginals: (change, previous) => capturedFlows(change, previous),
	plan: (change) => planFlows(change),
});
