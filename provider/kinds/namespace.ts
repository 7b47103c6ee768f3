import * as f from "../base/fields";
import { namedBy } from "../model/change";
import { kind } from "../model/kind";
import { refuseLossInNamespace } from "../network/others-on-device";
import type { IpStep } from "../tools/ip-step";
import { journalId } from "../tools/journal";
import type { Fact } from "../tools/list";

const deletion = (name: string): IpStep => ({ tool: "ip", phase: "delete-namespaces", netns: "", args: ["netns", "del", name] });

export const namespace = kind({
	type: "Namespace",
	summary: "A network namespace with a name, as `ip netns add` creates it. Its loopback device is set up.",
	schema: f
		.object({
			name: f.resourceName(f.making(f.netnsName, { sort: "netns" }), "Name of the namespace."),
			adopt: f.adopt("an existing namespace", "the namespace stays"),
		})
		.meta({
			elsewhere: f.noFieldsOf("Namespace", {
				"each device names the namespace in its own field netns": ["device", "devices", "interfaces", "links", "ports"],
			}),
		}),
	computed: {},
	identity: { fields: ["name"] },
	replaceOn: [],
	ownership: "journal",
	facts: ({ name }) => [{ read: "namespaces" }, { read: "journal" }, { read: "links", netns: name }],
	observe(facts, want) {
		if (!facts.namespaces.has(want.name)) return undefined;
		const devices: Fact = { read: "links", netns: want.name };
		const isBroken = facts.has(devices) && facts.links(want.name) === undefined;
		return {
			value: { name: want.name },
			computed: {},
			owner: facts.journal.get(journalId("Namespace", want.name))?.owner,
			// `ip netns add` was killed after it had created the file, and before the file was a namespace.
			...(isBroken ? { residue: true, fault: `/run/netns/${want.name} is there, but it is not a network namespace` } : {}),
		};
	},
	plan(change) {
		const { name } = namedBy(change);
		if (change.intent === "delete") {
			refuseLossInNamespace(change, name);
			return [deletion(name)];
		}
		if (change.have && !change.have.residue) return [];
		return [
			...(change.have ? [deletion(name)] : []),
			{ tool: "ip", phase: "namespaces", netns: "", args: ["netns", "add", name] },
			{ tool: "ip", phase: "settings", netns: name, args: ["link", "set", "dev", "lo", "up"] },
		];
	},
});
