import { planPreview } from "../../../provider/apply/plan-batch";
import type { Values } from "../../../provider/base/values";
import { readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { op } from "../support/cases";
import { factsOf } from "../support/compact";

const inBlue: [string, Values][] = [
	["Sysctl", { key: "net.ipv4.ip_forward", value: 1, netns: "blue" }],
	["Link", { name: "lo", type: "device", netns: "blue", up: true }],
];

test.each(inBlue)("a %s of a namespace that the program is to create is not refused", (type, want) => {
	const operation = op(type, want);
	const known = { facts: factsOf(readsBefore(operation), { namespaces: [], links: { "": {} } }), registry: new Registry("h1") };
	known.registry.declare("1", operation);
	expect(() => planPreview(operation, known)).toThrow(/(?:does not exist|there is no device lo).* on this host/);
	known.registry.declare("2", op("Namespace", { name: "blue" }));
	expect(planPreview(operation, known)).toEqual({ steps: [] });
});
