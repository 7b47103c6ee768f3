import { planBatch } from "../../../provider/apply/plan-batch";
import { readinessOf, type Timing } from "../../../provider/apply/readiness";
import type { Values } from "../../../provider/base/values";
import { Facts } from "../../../provider/model/facts";
import type { Operation } from "../../../provider/plan/operation";
import { readsBefore } from "../../../provider/plan/reads";
import { Registry } from "../../../provider/plan/registry";
import { kindNamed, operationOf } from "../support/cases";
import { factsOf } from "../support/compact";
import { FakeHost } from "../support/fakehost";

const reach = operationOf(kindNamed("Reachability"), { want: { name: "r", to: "192.0.2.9", retries: 60, timeout: 5 } });
const port = operationOf(kindNamed("Port"), { want: { name: "p1", bridge: "br0", type: "internal" } });
const minute = 60_000;
const began = 100 * minute;
const never = () => false;

/** The readiness of an observation on a host without pending changes, where other hosts of the run may have some. */
const observing = (run: Timing["run"], since: number) =>
	readinessOf(
		{ operation: reach, since },
		{ registry: new Registry("h1"), facts: new Facts(), timing: { began, lastBusy: 0, lastDeclared: 0, run } },
		never,
	);

test("an observation waits while another host works, without a limit", () => {
	const since = began - 3 * minute;
	expect(observing({ unfinished: "x", lastBusy: began }, since)).toEqual({ missing: [], wait: true });
	expect(observing({ unfinished: "x", lastBusy: began - 2 * minute }, since)).toEqual({ missing: [], wait: false });
});

test("an observation does not wait where no change is pending", () => {
	expect(observing({ unfinished: undefined, lastBusy: began }, began)).toEqual({ missing: [], wait: false });
});

test.each([
	["just declared", 0, 0, true],
	["and the program has declared nothing for two seconds", 2_000, 2_000, false],
	["and the program went on declaring", 60_000, 1_000, true],
])("a change waits for a bridge that is not there, %s", (_, sinceAgo, declaredAgo, wait) => {
	const facts = factsOf([{ read: "ovs" }], {});
	const timing = { began, lastBusy: 0, lastDeclared: began - declaredAgo, run: { unfinished: "x", lastBusy: 0 } };
	expect(
		readinessOf({ operation: port, since: began - sinceAgo }, { registry: new Registry("h1"), facts, timing }, never),
	).toEqual({
		missing: [{ name: "bridge br0", text: "bridge br0 (property bridge)" }],
		wait,
	});
});

test("a change waits half a minute for an object that another pending change creates", () => {
	const registry = new Registry("h1");
	registry.declare("1:br0", operationOf(kindNamed("Bridge"), { want: { name: "br0" } }));
	const facts = factsOf([{ read: "ovs" }], {});
	const waits = (ago: number) => {
		const timing = { began, lastBusy: began - ago, lastDeclared: 0, run: { unfinished: "x", lastBusy: 0 } };
		return readinessOf({ operation: port, since: 0 }, { registry, facts, timing }, never).wait;
	};
	expect([waits(29_000), waits(31_000)]).toEqual([true, false]);
});

test("a resource for a device that it does not create waits for no change of its own", () => {
	const registry = new Registry("h1");
	const operation = operationOf(kindNamed("Link"), { want: { name: "eth1", type: "device", mtu: 9000 } });
	registry.declare("1:eth1", operation);
	registry.setState(operation.id, "submitted");
	const facts = factsOf(readsBefore(operation), { links: { "": {} } });
	const timing = { began, lastBusy: began - 5_000, lastDeclared: 0, run: { unfinished: "x", lastBusy: 0 } };
	expect(readinessOf({ operation, since: 0 }, { registry, facts, timing }, never)).toEqual({
		missing: [{ name: "device eth1", text: "device eth1 (property name)" }],
		wait: false,
	});
	expect(registry.labelOf("device eth1", operation)).toBeUndefined();
	expect(registry.labelOf("device eth1", port)).toBe("h1/Link/eth1");
});

test("a change that lacks what another one may bring waits for all others, however long ago the program declared it", () => {
	const address = operationOf(kindNamed("Link"), { want: { name: "d1", type: "dummy", addresses: ["192.0.2.1/24"] } });
	const routes = ["10.1.0.0/16", "10.2.0.0/16"].map((destination) =>
		operationOf(kindNamed("Route"), { want: { destination, dev: "eth0", src: "192.0.2.1" } }),
	);
	const facts = factsOf([address, ...routes].flatMap(readsBefore), { links: { "": { eth0: {} } } });
	const timing = { began, lastBusy: 0, lastDeclared: 0, run: { unfinished: "x", lastBusy: 0 } };
	const planned = (...operations: Operation[]) => {
		const jobs = operations.map((operation) => ({ operation, since: 0, resolve: never, reject: never }));
		const { ready, waiting, refused } = planBatch(jobs, { facts, registry: new Registry("h1"), timing });
		return {
			ready: ready.map(({ operation }) => operation.id),
			waiting: waiting.map(({ operation }) => operation.id),
			refused: refused.map(({ job }) => job.operation.id),
		};
	};
	const ids = routes.map(({ id }) => id);
	expect(planned(...routes, address)).toEqual({ ready: [address.id], waiting: ids, refused: [] });
	expect(planned(...routes)).toEqual({ ready: [], waiting: [], refused: ids });
});

test("the waiting time of probes is added to a script's timeout", async () => {
	const fake = new FakeHost("h1");
	const probe = { netns: "", to: "192.0.2.9", protocol: "icmp" as const, retries: 60, timeout: 5 };
	await fake.host.read([{ read: "ovs" }]);
	await fake.host.read([{ read: "probe", probe }]).catch(() => undefined);
	expect(fake.limits).toEqual([300_000, 630_000]);
});

test.each<[string, Values, string]>([
	["Port", { name: "p1", bridge: "br-itn", type: "internal" }, "bridge br-itn (property bridge; did you mean br-int?)"],
	[
		"Mirror",
		{ name: "m", bridge: "br-int", selectAll: true, outputPort: "tpa1" },
		"OVS port tpa1 (property outputPort; did you mean tap1?)",
	],
	[
		"OpenFlowTable",
		{ name: "t", bridge: "br-int", flows: [{ match: "in_port=tpa1", actions: "drop" }] },
		"OVS port tpa1 (property flows[0]; did you mean tap1?)",
	],
	[
		"OpenFlowTable",
		{ name: "t", bridge: "br-int", flows: [{ actions: "nromal" }] },
		"OVS port nromal (property flows[0]; did you mean normal?)",
	],
	["Route", { destination: "10.1.0.0/16", dev: "ueth0" }, "device ueth0 (property dev; did you mean eth0?)"],
	["Route", { destination: "10.1.0.0/16", dev: "eth0", netns: "bleu" }, "netns bleu (property netns; did you mean blue?)"],
	["Rule", { priority: 5, vrf: "rad" }, "VRF rad (property vrf; did you mean red?)"],
	["Port", { name: "p1", bridge: "br-etx", type: "internal" }, "bridge br-etx (property bridge; did you mean br-ext?)"],
	["Port", { name: "p1", bridge: "quite-another", type: "internal" }, "bridge quite-another (property bridge)"],
	["Port", { name: "ueth0", bridge: "br-int" }, "device ueth0 (property name; did you mean eth0?)"],
	[
		"Port",
		{ name: "b", bridge: "br-int", type: "bond", interfaces: ["eth0", "patch1-0"] },
		"device patch1-0 (property interfaces[]; the members of a bond have to be network devices)",
	],
	[
		"Port",
		{ name: "b", bridge: "br-int", type: "bond", interfaces: ["eth0", "patch1"] },
		"device patch1 (property interfaces[]; the members of a bond have to be network devices; OVS port patch1 is no network device, as no patch port, bond or tunnel is)",
	],
	[
		"Route",
		{ destination: "10.1.0.0/16", dev: "patch2" },
		"device patch2 (property dev; OVS port patch2 is no network device, as no patch port, bond or tunnel is)",
	],
	[
		"Link",
		{ name: "v5", type: "vlan", parent: "enp3s0", vlanId: 5 },
		"device enp3s0 (property parent; enp3s0 is another name of eth0: write eth0)",
	],
	[
		"Link",
		{ name: "enp3s0", type: "device", mtu: 1400 },
		"device enp3s0 (property name; enp3s0 is another name of eth0: write eth0)",
	],
	["Route", { destination: "10.1.0.0/16", via: "10.9.9.9" }, "an address in the subnet of gateway 10.9.9.9"],
])("a %s that names what is not there (%j) is told the nearest name", (type, want, missing) => {
	const operation = operationOf(kindNamed(type), { want });
	const registry = new Registry("h1");
	registry.declare("1:br-ext", operationOf(kindNamed("Bridge"), { want: { name: "br-ext" } }));
	registry.declare(
		"2:patch2",
		operationOf(kindNamed("Port"), { want: { name: "patch2", bridge: "br-ext", type: "patch", peer: "p" } }),
	);
	registry.declare("3:itself", operation);
	const facts = factsOf(
		[
			{ read: "ovs" },
			{ read: "links", netns: "" },
			{ read: "links", netns: "bleu" },
			{ read: "namespaces" },
			...readsBefore(operation),
		],
		{
			ovs: { bridges: { "br-int": { ports: { tap1: {}, patch1: { interface: { type: "patch" } } } } } },
			links: { "": { eth0: { listed: { altnames: ["enp3s0"] } }, red: { kind: "vrf", data: { table: 10 } } } },
			namespaces: ["blue"],
		},
	);
	const timing = { began, lastBusy: 0, lastDeclared: 0, run: { unfinished: undefined, lastBusy: 0 } };
	expect(readinessOf({ operation, since: 0 }, { registry, facts, timing }, never).missing.map(({ text }) => text)).toContain(
		missing,
	);
});
