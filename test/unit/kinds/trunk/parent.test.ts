import { inDependencyOrder } from "../../../../provider/apply/dependency-order";
import type { Values } from "../../../../provider/base/values";
import { Refused } from "../../../../provider/model/change";
import type { Operation } from "../../../../provider/plan/operation";
import { op } from "../../support/cases";
import { FakeHost } from "../../support/fakehost";
import { FakeKernel } from "../../support/fakekernel";
import { messages } from "../../support/messages";

// Trunks in a batch in which a tool refuses one operation.

async function submitted(fake: FakeHost, ...all: Operation[]): Promise<string[]> {
	for (const operation of all) if (operation.mode !== "delete") fake.host.declare(operation.id, operation);
	const results = await Promise.allSettled(all.map((operation) => fake.submit(operation)));
	return messages(results);
}

describe("a port on a trunk's bridge that is the trunk's parent", () => {
	const trunk = { name: "vm1", integrationBridge: "br-int", parent: { port: "tap1", tag: 5 }, subports: [] };
	const plug = { name: "tap1", bridge: "tbr-vm1", type: "internal" };
	const all = (mode: "create" | "delete") => {
		const of = (type: string, want: Values) => (mode === "create" ? op(type, want) : op(type, null, want));
		return [of("Trunk", { mode: "bridge", ...trunk }), of("Port", plug)] as const;
	};

	test("is created after that bridge and deleted before it", () => {
		const order = (...both: Operation[]) =>
			inDependencyOrder(both.map((operation) => ({ operation, steps: [] }))).map((p) => p.operation.id);
		const [t, p] = all("create");
		expect([order(t, p), order(p, t)]).toEqual(Array(2).fill(["Trunk/vm1", "Port/tap1"]));
		const [noT, noP] = all("delete");
		expect([order(noT, noP), order(noP, noT)]).toEqual(Array(2).fill(["Port/tap1", "Trunk/vm1"]));
	});

	test("does not change that a trunk is deleted before its device", () => {
		const device = op("Link", null, { name: "tap1", type: "tap" });
		const gone = [device, all("delete")[0]].map((operation) => ({ operation, steps: [] }));
		expect(inDependencyOrder(gone).map((p) => p.operation.id)).toEqual(["Trunk/vm1", "Link/tap1"]);
	});

	test.each([
		["between", [0, 1, 2]],
		["last", [1, 2, 0]],
	])("is created even if another operation fails: the trunk is %s", async (_, order) => {
		const fake = new FakeHost("h1");
		fake.bridges.set("br-int", new Set(["br-int"]));
		fake.refused.add("bad");
		const [t, p] = all("create");
		const operations = [op("Port", { name: "bad", bridge: "br-int", type: "internal" }), t, p];
		const messages = await submitted(fake, ...order.map((i) => operations[i] as Operation));
		expect(messages[order.indexOf(2)]).toBe("ok");
		expect(messages.join()).not.toContain("no bridge named");
	});
});

describe("a trunk whose parent is up, and the program's own device", () => {
	const gone = (type: string, want: Values) => op(type, null, want);
	const trunk = gone("Trunk", {
		...{ name: "vm1", mode: "vlan-interfaces", parent: { port: "tap1" } },
		subports: [{ name: "s", segmentationId: 7 }],
	});

	function there(): FakeKernel {
		const fake = new FakeKernel("h1");
		const alias = "pulumi-ovs:demo/dev";
		fake.bridges.set("br-int", new Set(["br-int", "tap1.7"]));
		fake.marks.set("Port tap1.7", "demo/dev");
		fake.device("tap1", { kind: "tun", up: true, alias });
		fake.device("tap1.7", { kind: "vlan", up: true, alias });
		return fake;
	}

	test("stays where the device is not deleted after all", async () => {
		const fake = there();
		const link = gone("Link", { name: "tap1", type: "tap" });
		const refuses = () => {
			throw new Refused("it is needed");
		};
		const stays = { ...link, kind: { ...link.kind, plan: refuses } };
		fake.host.declare(link.id, op("Link", { name: "tap1", type: "tap" }));
		expect(await submitted(fake, stays, trunk)).toEqual([
			"h1/Link/tap1: it is needed",
			expect.stringContaining("its parent's port tap1 is in use"),
		]);
	});

	test("is deleted before a device that the program does not declare any more, even if another operation fails", async () => {
		const fake = there();
		fake.refused.add("bad");
		expect(await submitted(fake, op("Port", { name: "bad", bridge: "br-int", type: "internal" }), trunk)).toEqual([
			expect.stringContaining("cannot create a port named bad"),
			"ok",
		]);
		expect(fake.devices.get("tap1.7")?.alias).toBeUndefined();
	});
});
