import { onHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

const host = "h1";
// With a low parallelism, the update has several batches and can be interrupted between them.
const p = new Project("interrupt", {}, { PULUMI_PARALLEL: "4" });

beforeAll(() => cleanHost(host));

afterAll(async () => {
	await p.remove();
	await cleanHost(host);
});

test("after a Ctrl-C in the middle of 40 ports the next up goes on, and nothing is lost or twice", async () => {
	p.program(`
const br = new ovs.Bridge("br-int", { host: "h1" });
for (let i = 0; i < 40; i++) new ovs.Port("p" + i, { host: "h1", bridge: br.name, type: "internal", tag: i });`);
	await p.run(["stack", "ls"]);
	const { child, ended } = p.start(["up", "--yes", "--skip-preview"]);
	const some = () => onHost(host, "ovs-vsctl list-ports br-int 2>/dev/null | wc -l || true").then((n) => Number(n) >= 4);
	await until("some ports are there", some, 60_000);
	child.kill("SIGINT");
	const { code } = await ended;
	expect(code).not.toBe(0);
	const made = Number(await onHost(host, "ovs-vsctl list-ports br-int | wc -l"));
	expect(made).toBeLessThan(40);
	const inState = [...(await p.resources()).values()].filter((r) => r.type.endsWith(":Port")).length;
	expect(inState).toBe(made);
	const { changes } = await p.up();
	expect(changes.create).toBe(40 - made);
	expect(await onHost(host, "ovs-vsctl list-ports br-int | wc -l")).toBe("40");
	expect((await p.drift()).code).toBe(0);
});
