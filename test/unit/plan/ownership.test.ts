import { kindNamed, operationOf } from "../support/cases";
import { FakeKernel } from "../support/fakekernel";

test("an update that says adopt takes over somebody else's object that stands where the program's was", async () => {
	const fake = new FakeKernel("h1");
	fake.device("d1", { kind: "dummy", up: true, mtu: 1400, alias: "pulumi-ovs:other/dev" });
	const own = { name: "d1", type: "dummy", up: true };
	const update = operationOf(kindNamed("Link"), {
		want: { ...own, adopt: true, mtu: 1500 },
		was: { ...own, ifindex: 77, __owner: "demo/dev" },
	});
	fake.host.declare(update.id, update);
	expect((await fake.submit(update)).originals).toMatchObject({ mtu: 1400 });
	expect(fake.devices.get("d1")?.mtu).toBe(1500);
});
