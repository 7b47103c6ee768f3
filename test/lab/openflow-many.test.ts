import { onHost, tryOnHost } from "../support/hosts";
import { create, newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

// A table with many flows: the bytes that a change of one flow sends, and the size of the state.
const host = "h3";
const many = Number(process.env.FLOWS ?? 1000);

beforeAll(async () => {
	await cleanHost(host);
	await newRun();
	await onHost(host, "ovs-vsctl add-br brm -- set-fail-mode brm secure");
});
afterAll(async () => {
	await newRun();
	await tryOnHost(host, "ovs-vsctl --if-exists del-br brm");
	await cleanHost(host);
});

const count = () => onHost(host, "ovs-ofctl dump-aggregate brm table=3").then((s) => Number(/flow_count=(\d+)/.exec(s)?.[1]));

test(`${many} flows come in one bundle; a change of one sends one, the others keep their age`, async () => {
	const flows = Array.from({ length: many }, (_, i) => ({
		priority: 100,
		match: `tcp,nw_dst=10.${i >> 16}.${(i >> 8) & 255}.${i & 255},tcp_dst=80`,
		actions: `mod_dl_dst:02:00:00:00:${(i >> 8).toString(16).padStart(2, "0")}:${(i & 255).toString(16).padStart(2, "0")},normal`,
	}));
	const figures: string[] = [];
	const timed = async <T>(what: string, work: () => Promise<T>) => {
		const start = performance.now();
		const result = await work();
		figures.push(`${what} ${Math.round(performance.now() - start)} ms`);
		return result;
	};
	const args = { host, bridge: "brm", table: 3, name: "many", flows };
	const made = await timed("create", () => create("OpenFlowTable", args));
	expect(await count()).toBe(many);
	await newRun();
	await timed("refresh", () => made.refresh());
	expect(await made.diff()).toBeUndefined();
	figures.push(`state ${JSON.stringify(made.state).length} bytes`);
	await onHost(host, "sleep 1.1");
	await newRun();
	const changed = flows.map((flow, i) => (i === 7 ? { ...flow, match: flow.match.replace("=80", "=81") } : flow));
	await timed("one flow changed", () => made.update({ ...args, flows: changed }));
	expect(await count()).toBe(many);
	const young = await onHost(
		host,
		"ovs-ofctl dump-flows brm table=3 | sed -n 's/.*duration=\\([0-9.]*\\)s.*/\\1/p' | sort -n | head -2",
	);
	const [first = 0, second = 0] = young.split("\n").map(Number);
	expect(second - first).toBeGreaterThan(1);
	await newRun();
	await timed("delete", () => made.delete());
	expect(await count()).toBe(0);
	if (process.env.FLOWS) console.log(figures.join(", "));
});
