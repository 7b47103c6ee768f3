import { proposed } from "../support/events";
import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { changed, cleanHost, snapshot } from "../support/snapshot";

const host = "h2";
const folder = "/etc/pulumi-ovs/boot";
const p = new Project("persist").program(`
const host = "h2";
const br = new ovs.Bridge("br-p", { host, addresses: ["10.24.0.1/24"] });
new ovs.Port("pp", { host, bridge: "br-p", type: "internal", tag: 7 });
new ovs.Link("pd", { host, type: "dummy", addresses: ["10.24.1.1/24"] });
new ovs.Route("pr", { host, destination: "10.25.0.0/16", via: "10.24.1.9" });
new ovs.NftTable("pt", { host, family: "inet", chains: { c: { rules: [pulumi.secret("tcp dport 4711 drop")] } } });
`);
const touched = ["update br-p", "update pd", "update pr", "update pt"];
const files = () => onHost(host, `cd ${folder} && ls | sed 's/[.][0-9a-f]*$//'`);
let before: string[];

beforeAll(async () => {
	await cleanHost(host);
	before = await snapshot(host);
	await p.up();
});

afterAll(async () => {
	await p.remove();
	await cleanHost(host);
	await onHost(host, "rm -rf /etc/pulumi-ovs");
});

test("nothing is written without ovs:persist", async () => {
	expect(await onHost(host, "ls -d /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
});

test("switching on is an update of what a reboot removes, in the preview and then on the host", async () => {
	await p.must(["config", "set", "ovs:persist", "true"]);
	const preview = await p.preview();
	expect(proposed(preview)).toEqual(touched);
	expect(preview.output).toMatch(/\+ persist\s*: true/);
	await p.up();
	expect(await files()).toBe("30-Link_pd\n40-Bridge_br-p\n60-Route_10.25.0.0_16_254_0_0\n80-NftTable_inet_pt\nrun");
	expect(await onHost(host, `cat ${folder}/80-*`)).toContain("add rule inet pt c tcp dport 4711 drop");
	expect(proposed(await p.drift())).toEqual([]);
});

test("a file that was changed or deleted by hand is drift, which an update repairs", async () => {
	await onHost(host, `rm ${folder}/60-*; echo '# more' >>$(echo ${folder}/80-*)`);
	const seen = await p.drift();
	expect(proposed(seen)).toEqual(["update pr", "update pt"]);
	expect(seen.output).toMatch(/- error\s*: "its boot file .*60-Route_\S+ is missing"/);
	expect(seen.output).toMatch(/- error\s*: "its boot file .*80-NftTable_\S+ differs from what pulumi up writes"/);
	expect(seen.output).not.toContain("4711");
	expect(proposed(await p.repair())).toEqual(["update pr", "update pt"]);
	expect(proposed(await p.drift())).toEqual([]);
});

test("switching off removes the files, and the objects stay", async () => {
	await p.must(["config", "set", "ovs:persist", "false"]);
	expect(proposed(await p.preview())).toEqual(touched);
	await p.up();
	expect(await onHost(host, "ls -d /etc/pulumi-ovs 2>/dev/null || :; ip -br addr show pd")).toMatch(/^pd .*10\.24\.1\.1/);
	expect(proposed(await p.drift())).toEqual([]);
});

test("destroy leaves no file", async () => {
	await p.must(["config", "set", "ovs:persist", "true"]);
	await p.up();
	expect(await files()).toContain("30-Link_pd");
	await p.destroy();
	expect(await onHost(host, "ls -d /etc/pulumi-ovs 2>/dev/null || :")).toBe("");
	expect(changed(before, await snapshot(host))).toEqual([]);
});
