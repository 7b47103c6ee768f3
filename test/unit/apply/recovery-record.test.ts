import type { Operation } from "../../../provider/plan/operation";
import { op } from "../support/cases";
import { FakeKernel } from "../support/fakekernel";

const owner = "demo/dev";

/** A host on which somebody else has something over a tunnel and over a VLAN of this program. */
function hostWithOthers(): FakeKernel {
	const host = new FakeKernel("h1");
	const alias = `pulumi-ovs:${owner}`;
	const data = { ikey: "0.0.0.5", okey: "0.0.0.5", remote: "192.0.2.9" };
	host.device("br0", { kind: "bridge", up: true });
	host.device("t1", { kind: "gretap", alias, data, up: true, addresses: ["10.1.0.1/24"], master: "br0" });
	host.device("n1", { kind: "dummy", alias, up: true, addresses: ["10.2.0.1/24"] });
	for (const dev of ["t1", "n1"]) {
		host.routes.push({ dst: `10.8.${dev === "t1" ? 1 : 2}.0/24`, table: "77", proto: "3", type: "unicast", dev });
		host.neighbors.push({ dst: dev === "t1" ? "10.1.0.9" : "10.2.0.9", dev, lladdr: "02:00:00:00:00:99" });
	}
	host.bridgeEntries.push({ mac: "02:00:00:00:00:77", ifname: "t1", master: "br0", flags: [], state: "static" });
	return host;
}

/** The next run of the engine: another process that finds the same host. */
function nextRun(before: FakeKernel): FakeKernel {
	const next = new FakeKernel("h1");
	const { devices, routes, neighbors, bridgeEntries, journal, owed } = before;
	return Object.assign(next, { devices, routes, neighbors, bridgeEntries, journal, owed, index: 100 });
}

const run = (host: FakeKernel, ...operations: Operation[]) => {
	for (const operation of operations) host.host.declare(operation.id, operation);
	return Promise.allSettled(operations.map((operation) => host.submit(operation)));
};

const ofOthers = ({ routes, neighbors, bridgeEntries }: FakeKernel): string[] =>
	[
		...routes.filter(({ table }) => table === "77").map(({ dst, dev }) => `${dst} ${dev}`),
		...neighbors.map(({ dst, dev, lladdr }) => `${dst} ${dev} ${lladdr}`),
		...bridgeEntries.map(({ mac, ifname }) => `${mac} ${ifname}`),
	].sort();

const tunnel = { name: "t1", type: "gretap", remoteIp: "192.0.2.9", addresses: ["10.1.0.1/24"], master: "br0", up: true };
const link = { name: "n1", type: "dummy", addresses: ["10.2.0.1/24"] };

/** Changes by which the kernel drops what is over a device. */
const changes: [what: string, () => Operation[]][] = [
	["a tunnel that is made again", () => [op("Tunnel", { ...tunnel, key: 6 }, { ...tunnel, key: 5 })]],
	[
		"a device that is set down and up",
		() => [op("Link", { ...link, up: true, addresses: ["10.2.0.2/24"] }, { ...link, up: true })],
	],
];

/** Ways in which a run ends before it has given others theirs again. */
const ends: [how: string, settings: Partial<FakeKernel>][] = [
	["its connection breaks after the change", { breaks: true }],
	["it is killed after its first script", { lives: 1 }],
];

const pairs = changes.flatMap(([what, operations]) => ends.map(([how, settings]) => ({ what, operations, how, settings })));

test.each(pairs)("after $what, where $how, the next run gives others theirs again and leaves no note", async (pair) => {
	const host = hostWithOthers();
	const before = ofOthers(host);
	Object.assign(host, pair.settings);
	await run(host, ...pair.operations());
	expect(ofOthers(host)).not.toEqual(before);
	expect(host.owed.size).toBe(1);
	const next = nextRun(host);
	await run(next, ...pair.operations());
	expect(ofOthers(next)).toEqual(before);
	expect(next.owed.size).toBe(0);
});

test.each(changes)(
	"after %s, a run that comes to its end has given others theirs again and leaves no note",
	async (_, operations) => {
		const host = hostWithOthers();
		const before = ofOthers(host);
		expect((await run(host, ...operations())).map(({ status }) => status)).toEqual(["fulfilled"]);
		expect(ofOthers(host)).toEqual(before);
		expect(host.scripts.flat().filter((line) => line.includes("owed"))).toHaveLength(2);
		expect(host.owed.size).toBe(0);
	},
);

test("nothing is noted where nobody else has anything over the device", async () => {
	const host = hostWithOthers();
	Object.assign(host, { routes: [], neighbors: [], bridgeEntries: [] });
	await run(host, op("Tunnel", { ...tunnel, key: 6 }, { ...tunnel, key: 5 }));
	expect(host.scripts.flat().join()).not.toContain("owed");
});

test("a device that is deleted for good takes along what was over it, and the note goes", async () => {
	const host = hostWithOthers();
	host.breaks = true;
	await run(host, op("Tunnel", { ...tunnel, key: 6 }, { ...tunnel, key: 5 }));
	const next = nextRun(host);
	await next.submit(op("Tunnel", null, { ...tunnel, key: 6 }));
	expect([next.devices.has("t1"), next.owed.size]).toEqual([false, 0]);
});

test("another program's note stays, and is not followed", async () => {
	const host = hostWithOthers();
	host.breaks = true;
	await run(host, op("Tunnel", { ...tunnel, key: 6 }, { ...tunnel, key: 5 }));
	const [note = ""] = host.owed.values();
	host.owed.clear();
	host.owed.set("other", note.replace(owner, "other/dev"));
	const left = ofOthers(host);
	const next = nextRun(host);
	await run(next, op("Link", { name: "d9", type: "dummy" }));
	expect([ofOthers(next), next.owed.size]).toEqual([left, 1]);
});
