import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// The number of scripts on a host is bounded by a small multiple of what the engine's parallelism requires, even on a busy machine.
const host = "h1";
const parallel = 32;
// Enough for several rounds of the parallelism. With more, most of the time would go to the engine, which writes its whole state per step.
const ports = 100;
const p = new Project("counts", {}, { PULUMI_PARALLEL: String(parallel) });

beforeAll(() => cleanHost(host));

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("many ports on one host come up in few execs", async () => {
	p.program(`
const br = new ovs.Bridge("br-many", { host: "h1" });
for (let i = 0; i < ${ports}; i++)
	new ovs.Tunnel("t" + i, { host: "h1", bridge: br.name, type: "vxlan", remoteIp: "192.0.2.2", key: 1000 + i });`);
	const { changes, execs } = await p.up();
	expect(changes).toEqual({ create: ports + 1 });
	expect(execs.length).toBeLessThanOrEqual(4 * (ports / parallel));
	expect(await onHost(host, "ovs-vsctl list-ports br-many | wc -l")).toBe(String(ports));
});

test("a refresh of them all is few execs, and an up without changes none", async () => {
	const { code, execs } = await p.drift();
	expect(code).toBe(0);
	expect(execs.length).toBeLessThanOrEqual(ports / parallel);
	const { execs: none } = await p.up("--expect-no-changes");
	expect(none).toEqual([]);
});

test("they go in few execs", async () => {
	const { execs } = await p.destroy();
	// A transaction of the database ends sooner than a script, so that fewer deletions come together for the next one.
	expect(execs.length).toBeLessThanOrEqual(6 * (ports / parallel));
	expect(await onHost(host, "ovs-vsctl list-br")).toBe("");
});
