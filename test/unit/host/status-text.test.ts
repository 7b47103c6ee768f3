import type { Job } from "../../../provider/apply/job";
import { statusText, waitingText } from "../../../provider/host/status-text";
import { Facts } from "../../../provider/model/facts";
import { Registry } from "../../../provider/plan/registry";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";

const job = (type: string, want: Record<string, unknown>): Job => ({
	...{ operation: operationOf(kindNamed(type), { want }), since: 0 },
	...{ resolve: () => {}, reject: () => {} },
});
const registry = new Registry("h1");
const vlan = (id: number) => job("Link", { name: `d${id}`, type: "vlan", parent: `p${id}`, vlanId: id });

test("a script is described by its purpose", () => {
	const probe = { netns: "", to: "192.0.2.9", protocol: "icmp" as const, retries: 1, timeout: 1 };
	expect(statusText([{ argv: ["ip"] }], [])).toBe("carrying out changes");
	const takes = { ms: 1, doing: "installing nftables" };
	expect(statusText([{ argv: ["ip"] }, { argv: ["sh"], takes }], [])).toBe("installing nftables");
	expect(statusText([], [{ read: "ovs" }])).toBe("reading its state");
	expect(statusText([], [{ read: "ovs" }, { read: "probe", probe }])).toBe("trying to reach 192.0.2.9");
});

test("each awaited object is named once, and at most three objects", () => {
	const facts = factsOf([{ read: "links", netns: "" }], { links: { "": {} } });
	expect(waitingText([vlan(1), vlan(1), vlan(2)], facts, registry)).toBe("waiting for device p1, device p2");
	expect(waitingText([1, 2, 3, 4, 5].map(vlan), facts, registry)).toBe("waiting for device p1, device p2, device p3, 2 more");
});

test("an object that the program declares is named by its resource", () => {
	const facts = factsOf([{ read: "links", netns: "" }], { links: { "": {} } });
	const declared = new Registry("h1");
	declared.declare("1:uplink", {
		...operationOf(kindNamed("Link"), { want: { name: "p1", type: "dummy" } }),
		resource: "uplink",
	});
	expect(waitingText([vlan(1), vlan(2)], facts, declared)).toBe("waiting for uplink (h1/Link/p1), device p2");
});

test("the text works without facts that are stale after the last change", () => {
	expect(waitingText([vlan(1)], new Facts(), registry)).toBe("waiting for the changes to end");
});
