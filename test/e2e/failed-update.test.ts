import { onHost, until } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

// After an `up` that has failed in its middle, the next one goes on from what the state has, or back to the program of before.
const host = "h3";
const p = new Project("failed-update");

beforeAll(() => cleanHost(host));
afterEach(() => p.destroy());
afterAll(async () => {
	p.remove();
	await cleanHost(host);
});

const program = (body: string) => p.program(`const host = ${JSON.stringify(host)};\n${body}`);
/** The kernel refuses this value. */
const refused = 'new ovs.Sysctl("bad", { host, key: "net.ipv4.tcp_congestion_control", value: "nonsense" });';

async function fails(body: string): Promise<void> {
	const { code, output } = await program(body).run(["up", "--yes", "--skip-preview"]);
	expect(output).toContain("tcp_congestion_control");
	expect(code).not.toBe(0);
}

test("back at the earlier program, objects that a failed update has given other names stay", async () => {
	const named = (end: string, tag: number) => `
const br = new ovs.Bridge("br${end}", { host, name: "m4br" });
new ovs.Port("p${end}", { host, name: "m4p", bridge: br.name, type: "internal", tag: ${tag} });
new ovs.Link("d${end}", { host, name: "m4d", type: "dummy", addresses: ["10.151.0.1/24"] });
new ovs.Route("r${end}", { host, destination: "10.152.0.0/16", via: "10.151.0.9" });
new ovs.NftTable("n${end}", { host, family: "ip", name: "m4n", chains: { c: { rules: ["accept"] } } });`;
	const there =
		"ovs-vsctl get Port m4p tag; ip -br addr show m4d | grep -o 10.151.*/24; ip route show 10.152.0.0/16; nft list table ip m4n";
	await program(named("", 5)).up();
	const before = await onHost(host, there);
	await fails(`${named("-renamed", 6)}${refused}`);
	await program(named("", 5)).up();
	expect(await onHost(host, there)).toBe(before);
	expect((await p.drift()).code).toBe(0);
});
test("what the program has over a device that a failed update has created again is there", async () => {
	const over = (vlan: number, more = "") => `
const vl = new ovs.Link("m3v", { host, type: "vlan", parent: "eth0", vlanId: ${vlan}, addresses: ["10.141.1.1/24"] });
${more}
new ovs.Route("m3r", { host, destination: "10.142.0.0/16", via: "10.141.1.9" }, { dependsOn: vl });
new ovs.Routes("m3s", { host, name: "some", table: 77, routes: [{ destination: "10.143.0.0/16", via: "10.141.1.9", dev: "m3v" }] }, { dependsOn: vl });
new ovs.Neighbor("m3n", { host, dev: vl.name, address: "10.141.1.9", lladdr: "02:00:00:00:00:09" });`;
	await program(over(310)).up();
	await fails(over(320, refused));
	await program(over(320)).up();
	expect(await onHost(host, "ip route show 10.142.0.0/16; ip route show table 77; ip neigh show dev m3v nud permanent")).toMatch(
		/^10[.]142.*\n10[.]143.*\n10[.]141.1.9 lladdr 02:00:00:00:00:09/,
	);
	expect((await p.drift()).code).toBe(0);
});

test("a replacement whose deletion is refused does not end with --continue-on-error; its error says Ctrl-C, and the next up goes on", async () => {
	const trunk = (mode: string, more = "") => `
const br = new ovs.Bridge("m5br", { host });
new ovs.Trunk("m5", { host, mode: "${mode}", integrationBridge: br.name, parent: { port: "m5tap", tag: 5 },
	subports: [{ name: "m5s", segmentationId: 100, tag: 6 }] });
${more}`;
	await onHost(host, "ip link add dev m5tap type dummy; ip link set dev m5tap up");
	await program(trunk("bridge")).up();
	const run = program(trunk("vlan-interfaces", 'new ovs.Link("m5d", { host, type: "dummy" });')).start([
		...["up", "--yes", "--skip-preview", "--continue-on-error"],
	]);
	let output = "";
	for (const stream of [run.child.stdout, run.child.stderr])
		stream?.on("data", (text) => {
			output += text;
		});
	const said = "m5tap is in use.*With --continue-on-error, press Ctrl-C now";
	await until("the refusal is shown", async () => new RegExp(said).test(output), 60_000);
	await until("the other resource is made", () => onHost(host, "ls /sys/class/net | grep -x m5d || true"), 60_000);
	run.child.kill("SIGINT");
	expect((await run.ended).code).not.toBe(0);
	expect(p.resources().get("m5")?.inputs.mode).toBe("bridge");
	await onHost(host, "ip link set dev m5tap down");
	expect((await program(trunk("vlan-interfaces")).up()).changes).toMatchObject({ replace: 1, delete: 1 });
	expect((await p.drift()).code).toBe(0);
	await p.destroy();
	await onHost(host, "ip link del dev m5tap");
});
