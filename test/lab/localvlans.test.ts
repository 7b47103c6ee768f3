import { onHost } from "../support/hosts";
import { create, newRun, repairs } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h1";
const kept = async (): Promise<string[]> => {
	const said = await onHost(host, "ovs-vsctl --format=json get Bridge br-int external_ids");
	return [...said.matchAll(/"?pulumi-ovs-(vlan[^"=]*)"?="?([^",}]*)/g)].map(([, key, value]) => `${key}=${value}`).sort();
};

beforeEach(async () => {
	await newRun();
	await cleanHost(host);
	await onHost(host, "ovs-vsctl add-br br-int -- set Bridge br-int external_ids:theirs=x");
});
afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test("numbers come, stay and go; keys of others stay", async () => {
	const made = await create("LocalVlans", { host, bridge: "br-int", networks: ["red", "blue"] });
	expect(await kept()).toEqual(["vlan-1=blue", "vlan-2=red", "vlans=lab/test"]);
	await newRun();
	await made.refresh();
	expect(await made.diff()).toBeUndefined();
	await made.update({ host, bridge: "br-int", networks: ["red", "a b"] });
	expect(await kept()).toEqual(["vlan-2=red", "vlan-3=a b", "vlans=lab/test"]);
	await newRun();
	await made.delete();
	expect(await onHost(host, "ovs-vsctl get Bridge br-int external_ids")).toBe("{theirs=x}");
});

test("what was changed by hand goes back, with the same numbers", async () => {
	const made = await create("LocalVlans", { host, bridge: "br-int", networks: ["blue", "red"] });
	for (const drift of [
		"ovs-vsctl remove Bridge br-int external_ids pulumi-ovs-vlan-1",
		"ovs-vsctl set Bridge br-int external_ids:pulumi-ovs-vlan-9=red -- remove Bridge br-int external_ids pulumi-ovs-vlan-2",
		"ovs-vsctl set Bridge br-int external_ids:pulumi-ovs-vlan-7=mine",
		"ovs-vsctl set Bridge br-int external_ids:pulumi-ovs-vlan-1=red external_ids:pulumi-ovs-vlan-2=blue",
		"ovs-vsctl remove Bridge br-int external_ids pulumi-ovs-vlans",
	]) {
		await onHost(host, drift);
		await repairs(made);
		expect(await kept()).toEqual(["vlan-1=blue", "vlan-2=red", "vlans=lab/test"]);
	}
});

test("those of another program are refused, adopted on demand, and given back", async () => {
	await onHost(host, "ovs-vsctl set Bridge br-int external_ids:pulumi-ovs-vlans=other/dev external_ids:pulumi-ovs-vlan-5=red");
	const args = { host, bridge: "br-int", networks: ["red"] };
	await expect(create("LocalVlans", args)).rejects.toThrow(
		/\(h1\/LocalVlans\/br-int\): .*belongs to the program other\/dev.*adopt: true/,
	);
	await newRun();
	const made = await create("LocalVlans", { ...args, adopt: true });
	expect(await kept()).toEqual(["vlan-1=red", "vlans=lab/test"]);
	await newRun();
	await made.delete();
	expect(await kept()).toEqual(["vlan-5=red"]);
});
