import type { Facts } from "../../../../provider/model/facts";
import type { Operation } from "../../../../provider/plan/operation";
import { type PlanContext, plan } from "../../../../provider/plan/plan";
import { Registry } from "../../../../provider/plan/registry";
import { problems } from "../../../../provider/plan/verify";
import { calls } from "../../../../provider/tools/script";
import { caseOf, kindNamed, operationOf, outcome } from "../../support/cases";
import { type CompactFacts, factsOf } from "../../support/compact";
import { programWith } from "../../support/program";

const parent = { port: "tap1", tag: 5 };
const trunk = (more = {}): Operation =>
	operationOf(kindNamed("Trunk"), { want: { name: "vm1", parent, subports: [{ name: "s", segmentationId: 7 }], ...more } });
const port = (bridge: string): Operation => operationOf(kindNamed("Port"), { want: { name: "tap1", bridge, tag: 9 } });

const plugged = (owner: Record<string, string>) => ({
	"br-int": {},
	"tbr-vm1": { ports: { tap1: { external_ids: { "pulumi-ovs": "demo/dev", ...owner } } } },
});
const reads = [{ read: "ovs" }, { read: "links", netns: "" }] as const;
const host = (bridges: Extract<CompactFacts["ovs"], { bridges?: unknown }>["bridges"]): Facts =>
	factsOf([...reads], { ovs: { bridges }, links: { "": { tap1: {} } } });

describe("a port that the program creates from the workload's device", () => {
	/** True where the trunk waits for the port. */
	function waits(facts: Facts, bridge: string, more = {}): boolean {
		const register = new Registry("h1");
		const [t, p] = [trunk(more), port(bridge)];
		for (const operation of [t, p]) expect(register.declare(operation.id, operation)).toEqual([]);
		const needs = t.kind.requires?.(t.want).filter((need) => need.isOptional && !need.there(facts)) ?? [];
		return needs.some((need) => register.comesBefore(need.name, t, facts));
	}

	test("is created before the trunk, on the trunk's bridge or another one", () => {
		expect(waits(host({ "br-int": {} }), "br-int")).toBe(true);
		expect(waits(host({ "br-int": {} }), "br-int", { mode: "vlan-interfaces" })).toBe(true);
		expect(waits(host({ "br-int": {}, "tbr-vm1": {} }), "tbr-vm1")).toBe(true);
		// The trunk's own port on that bridge is replaced by the program's port.
		expect(waits(host(plugged({ "pulumi-ovs-trunk": "vm1" })), "tbr-vm1")).toBe(true);
		expect(waits(host(plugged({})), "tbr-vm1")).toBe(false);
	});

	test("is created in the same batch as a new trunk's bridge, and the trunk does not create the port itself", () => {
		const facts = host({ "br-int": {} });
		expect(waits(facts, "tbr-vm1")).toBe(false);
		const made = (context: PlanContext) => calls(plan(trunk(), facts, context).steps).flatMap((call) => call.argv.join(" "));
		expect(made({})).toEqual([expect.stringContaining("--may-exist add-port tbr-vm1 tap1")]);
		expect(made({ createdHere: (name) => name === "OVS port tap1" })).toEqual([expect.not.stringMatching(/ tap1 /)]);
	});
});

describe("a trunk whose parent is up, and a device of the program's own", () => {
	const golden = caseOf("Trunk", "delete-while-the-parent-is-the-programs-own-device");
	const { operation, facts } = outcome(kindNamed("Trunk"), golden);
	const deletion = (declared: string[], leaving: string[] = []) => {
		const around = { program: programWith((name) => declared.includes(name)), deletedHere: new Set(leaving) };
		return () => plan(operation, facts, around);
	};

	test("is not deleted while that device stays, but with it or before its delete in the same run", () => {
		expect(problems(operation, facts, deletion([])())).toEqual(["it still exists"]);
		expect(deletion(["device tap1"])).toThrow(/tap1 is in use/);
		expect(deletion(["device tap1"], ["device tap1"])).not.toThrow();
	});

	test("can be deleted while one of its subports moves to another trunk", () => {
		expect(deletion(["subport web", "Trunk/vm2"])).not.toThrow();
		expect(deletion(["Trunk/vm1"])).toThrow(/tap1 is in use/);
	});

	test("is not deleted where the declared resources are not known", () => {
		expect(() => plan(operation, facts)).toThrow(/tap1 is in use/);
	});

	test("is not deleted where another trunk of the program replaces it, even if the device is not declared yet", () => {
		expect(deletion(["device tap1 as the parent of a trunk"])).toThrow(/tap1 is in use/);
	});
});
