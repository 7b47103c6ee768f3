import * as f from "../base/fields";
import { kind } from "../model/kind";
import { journalId } from "../tools/journal";

export const namespace = kind({
	type: "Namespace",
	summary: "A named network namespace, as `ip netns add` makes it, with its loopback device up.",
	schema: f.object({ name: f.required(f.netnsName, "Name of the namespace. Default: the resource's name.") }),
	computed: {},
	key: ["name"],
	fixed: [],
	mark: "journal",
	facts: () => [{ read: "namespaces" }, { read: "journal" }],
	provides: (want) => [`netns ${want.name}`],
	observe(facts, want) {
		if (!facts.namespaces.has(want.name)) return undefined;
		return {
			value: { name: want.name } as typeof want,
			computed: {},
			owner: facts.journal.get(journalId("Namespace", want.name))?.owner,
		};
	},
	plan({ want, have, was }) {
		const name = (want ?? was)?.name as string;
		if (!want) return [{ tool: "ip", phase: "delete-namespaces", netns: "", args: ["netns", "del", name] }];
		if (have) return [];
		return [
			{ tool: "ip", phase: "namespaces", netns: "", args: ["netns", "add", name] },
			{ tool: "ip", phase: "settings", netns: name, args: ["link", "set", "dev", "lo", "up"] },
		];
	},
});
