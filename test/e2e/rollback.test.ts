import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

// When the kernel refuses a step of a change, the host is rolled back, and the state has no partly created resource.
const host = "h3";
const p = new Project("wayback");
const said = (errors: { name: string; message: string }[], name: string) =>
	errors.flatMap((e) => (e.name === name ? [e.message] : [])).join("\n");

const program = (key: number, more = "") =>
	p.program(`
const host = "${host}";
new ovs.Link("d0", { host, type: "dummy", addresses: ["10.61.0.1/24", "2001:db8:61::1/64"] });
new ovs.Tunnel("t1", { host, type: "gretap", key: ${key}, remoteIp: "192.0.2.99", addresses: ["10.62.0.1/24"] });
new ovs.Route("far", { host, destination: "10.63.0.0/16", via: "10.62.0.9", dev: "t1" });
${more}`);

const look = async () => {
	const lines = await snapshot(host);
	return lines.filter((line) => !/valid_lft|fe80:|ff00::/.test(line)).map((line) => line.replace(/^\d+: /, ""));
};

let empty: string[];
beforeAll(async () => {
	await cleanHost(host);
	// The first gretap makes the kernel create its fallback devices (gre0, gretap0, erspan0).
	await onHost(host, "ip link add dev other type gretap key 6 remote 192.0.2.99");
	empty = await look();
});

afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

test("what is refused is undone, its neighbours are made, the next up with better inputs finishes", async () => {
	program(5);
	await p.up();
	const before = await look();
	program(
		6,
		`new ovs.Link("bad", { host, type: "veth", peer: { name: "badp" }, addresses: ["10.64.0.1/24", "::1/128"] });
new ovs.Route("nowhere", { host, destination: "10.65.0.0/16", via: "172.16.99.1", dev: "d0" });
new ovs.Rule("fine", { host, priority: 600, fwmark: 6, table: 66 });`,
	);
	const { code, errors } = await p.tryUp();
	expect(code).not.toBe(0);
	expect(said(errors, "bad")).toMatch(/\(h3\/Link\/bad\): .*ip addr add ::1\/128 dev bad: .*\); the change was undone/);
	expect(said(errors, "t1")).toMatch(/\(h3\/Tunnel\/t1\): .*ip link add dev t1 .* key 6 .*File exists\); the change was undone/);
	expect(said(errors, "nowhere")).toMatch(/\(h3\/Route\/10\.65\.0\.0\/16.*\): .*; nothing was changed/);
	expect(said(errors, "fine") + said(errors, "far")).toBe("");
	expect(changed(before, await look())).toEqual([
		expect.stringMatching(/^\+ 600:\tfrom all fwmark 0x6 lookup 66 proto 250/),
		expect.stringMatching(/^\+ \/run\/pulumi-ovs\/owned\/Rule%2Finet%2F600/),
	]);
	program(5, `new ovs.Rule("fine", { host, priority: 600, fwmark: 6, table: 66 });`);
	expect((await p.up()).changes).toEqual({ same: expect.any(Number) });
	program(7, `new ovs.Rule("fine", { host, priority: 600, fwmark: 6, table: 66 });`);
	await p.up();
	expect(await onHost(host, "ip -d link show t1; ip route show 10.63.0.0/16")).toMatch(
		/ikey 0\.0\.0\.7[\s\S]*10\.63\.0\.0\/16 via 10\.62\.0\.9/,
	);
	await p.destroy();
	expect(changed(empty, await look())).toEqual([]);
});
