import * as f from "../base/fields";
import { namedBy } from "../model/change";
import { kind } from "../model/kind";
import { refuseLossInNamespace } from "../network/others-on-device";
import { journalId } from "../tools/journal";

export const namespace = kind({
	type: "Namespace",
	summary: "A network namespace with a name, as `ip netns add` creates it. Its loopback device is set up.",
	schema: f.object({
		name: f.resourceName(f.making(f.netnsName, { thing: "netns" }), "Name of the namespace."),
		adopt: f.adopt("an existing namespace", "the namespace stays"),
	}),
	computed: {},
	identity: { fields: ["name"] },
	replaceOn: [],
	ownership: "journal",
	facts: ({ name }, was) => [
		...([{ read: "namespaces" }, { read: "journal" }] as const),
		...(was === undefined ? [] : [{ read: "links", netns: name } as const]),
	],
	observe(facts, want) {
		if (!facts.namespaces.has(want.name)) return undefined;
		return {
			value: { name: want.name },
			computed: {},
			owner: facts.journal.get(journalId("Namespace", want.name))?.owner,
		};
	},
	plan(change) {
		const { name } = namedBy(change);
		if (change.intent === "delete") {
			refuseLossInNamespace(change, name);
			return [{ tool: "ip", phase: "delete-namespaces", netns: "", args: ["netns", "del", name] }];
		}
		if (change.have) return [];
		return [
			{ tool: "ip", phase: "namespaces", netns: "", args: ["netns", "add", name] },
			{ tool: "ip", phase: "settings", netns: name, args: ["link", "set", "dev", "lo", "up"] },
		];
	},
});
