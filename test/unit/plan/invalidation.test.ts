import { narrowedReads, staleAfter } from "../../../provider/plan/invalidation";
import { readsBefore } from "../../../provider/plan/reads";
import type { Fact, Step } from "../../../provider/tools/list";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeKernel } from "../support/fakekernel";

const remade: Record<string, Step> = {
	device: { tool: "ip", phase: "delete-links", netns: "", args: ["link", "del", "dev", "d0"] },
	namespace: { tool: "ip", phase: "delete-namespaces", netns: "", args: ["netns", "del", "blue"] },
	"internal port": { tool: "ovs", phase: "delete-rows", op: "delete", table: "Port", name: "d0" },
	parameter: { tool: "sysctl", phase: "sysctl", netns: "", key: "net/ipv4/ip_forward", value: "1" },
};

const parameter = (key: string, netns = ""): Fact => ({ read: "sysctl", netns, key });
const table: Fact = { read: "nft", netns: "", family: "netdev", name: "t" };
const offload: Fact = { read: "nft-offload", netns: "", devices: ["d0"] };

test.each<[string, Fact, string[]]>([
	["a device's parameter", parameter("net/ipv4/conf/d0/rp_filter"), ["device", "namespace", "internal port", "parameter"]],
	["a neighbour parameter", parameter("net/ipv6/neigh/d0/gc_stale_time"), ["device", "namespace", "internal port", "parameter"]],
	["a namespace's parameter", parameter("net/ipv4/ip_forward", "blue"), ["device", "namespace", "parameter"]],
	["a parameter of the host", parameter("net/ipv4/ip_forward"), ["parameter"]],
	["a parameter for all devices", parameter("net/ipv4/conf/all/rp_filter"), ["parameter"]],
	["an nft table", table, ["device", "namespace", "internal port"]],
	["whether a device can offload", offload, ["device", "namespace", "internal port"]],
])("%s is stale after steps that may change it", (_, fact, stale) => {
	const changes = Object.entries(remade).filter(([, step]) => staleAfter([step])(fact));
	expect(changes.map(([what]) => what)).toEqual(stale);
});

describe("the devices of the host are stale after a step of Open vSwitch", () => {
	const known = factsOf([{ read: "ovs" }], {
		ovs: {
			bridges: {
				br0: {
					ports: {
						...{ vx: { interface: { type: "vxlan" } }, patch: { interface: { type: "patch" } } },
						...{ int: { interface: { type: "internal" } }, eth1: {}, bond: { interfaces: { eth2: {}, eth3: {} } } },
					},
				},
			},
		},
	});
	const rows = { tool: "ovs", phase: "rows" } as const;
	const added = (name: string): Step => ({ ...rows, op: "insert", table: "Port", name, bridge: "br0", interfaces: [name] });
	const typed = (name: string, type: string): Step => ({ ...rows, op: "set", table: "Interface", name, columns: { type } });
	const marked = (table: "Port" | "Interface", name: string): Step => ({
		...{ ...rows, op: "put", table, name, column: "external_ids", entries: { a: "b" } },
	});
	const removed = (name: string): Step => ({ ...rows, op: "delete", table: "Port", name });
	const isStale = (...steps: Step[]) => staleAfter(steps, known)({ read: "links", netns: "" });

	test("unless it is of tunnels and patch ports only", () => {
		expect(isStale(added("t1"), typed("t1", "geneve"), marked("Port", "t1"), marked("Interface", "t1"))).toBe(false);
		for (const name of ["vx", "patch"])
			expect(isStale(removed(name), marked("Port", name), marked("Interface", name))).toBe(false);
		expect(isStale(typed("vx", "gre"))).toBe(false);
	});

	test.each<[string, ...Step[]]>([
		["a port without a type", added("p1")],
		["an internal port", added("p1"), typed("p1", "internal")],
		["a tunnel that becomes internal", typed("vx", "internal")],
		["an internal port that becomes a tunnel", typed("int", "vxlan")],
		["a NIC that leaves", removed("eth1")],
		["a bond that leaves", removed("bond")],
		["a port that is not known", removed("p9")],
		["a tunnel beside an internal port", added("t1"), typed("t1", "gre"), removed("int")],
		["a bridge", { ...rows, op: "insert", table: "Bridge", name: "br1" }],
		["another interface of a port", { ...rows, op: "refer", table: "Port", name: "vx", column: "interfaces", rows: [] }],
	])("%s", (_, ...steps) => expect(isStale(...steps)).toBe(true));

	test("where the rows are not known", () => {
		expect(staleAfter([marked("Port", "vx")])({ read: "links", netns: "" })).toBe(true);
	});
});

test("the rows of a large batch are gathered as often for many equal reads as for one", () => {
	const facts = factsOf([{ read: "ovs" }], { ovs: { bridges: { br0: { ports: { a: {}, b: {}, c: {}, d: {} } } } } });
	let asked = 0;
	const step: Step = { tool: "ovs", phase: "rows", op: "insert", table: "Port", name: "p1", bridge: "br0", interfaces: ["p1"] };
	const counted = new Proxy(step, {
		get(of, field) {
			if (field === "interfaces") asked++;
			return Reflect.get(of, field);
		},
	});
	const askedFor = (count: number): number => {
		asked = 0;
		const reads = Array.from({ length: count }, (): Fact => ({ read: "ovs" }));
		expect(narrowedReads(reads, [counted], facts)).toEqual([{ read: "ovs-rows", names: ["p1"] }]);
		return asked;
	};
	expect(askedFor(1000)).toBe(askedFor(1));
	expect(asked).toBeGreaterThan(0);
});

/** A device that is removed takes the values of its parameters with it. */
class WithParameters extends FakeKernel {
	override remove(name: string): void {
		super.remove(name);
		for (const key of this.parameters.keys()) if (key.includes(`/${name}/`)) this.parameters.set(key, "0");
	}
}

test("a parameter of a device that is replaced after a refresh is set again", async () => {
	const fake = new WithParameters("h1");
	const link = { name: "d0", type: "dummy", up: true };
	fake.device("d0", { kind: "dummy", alias: "pulumi-ovs:demo/dev", up: true });
	fake.parameters.set("net/ipv4/conf/d0/rp_filter", "2");
	const inputs = { key: "net.ipv4.conf.d0.rp_filter", value: "2" };
	const parameter = operationOf(kindNamed("Sysctl"), { want: inputs, was: { ...inputs, __previous: { value: "0" } } });
	await fake.host.read(readsBefore(parameter));
	const replacement = operationOf(kindNamed("Link"), { want: link });
	fake.host.registry.declare("link", replacement);
	await fake.submit(operationOf(kindNamed("Link"), { want: null, was: link }));
	await fake.submit(replacement);
	expect(fake.parameters.get("net/ipv4/conf/d0/rp_filter")).toBe("0");
	fake.host.registry.declare("parameter", parameter);
	await fake.host.repairIfBroken(parameter);
	expect(fake.parameters.get("net/ipv4/conf/d0/rp_filter")).toBe("2");
});
