import { onHost } from "../support/hosts";
import { Project } from "../support/project";
import { cleanHost } from "../support/snapshot";

const host = "h2";

beforeAll(() => cleanHost(host));

describe("bad input is refused at preview, and reaches no host", () => {
	const p = new Project("input");
	afterAll(() => p.remove());

	// One refusal for each way to the reader: a wrong value, two resources, a component. The unit tests have the messages of all others.
	const bad: [what: string, code: string, says: RegExp][] = [
		["a wrong field", `new ovs.Port("typo", { host: "h2", bridge: "b", tagg: 5 })`, /error:.*'typo'.*tagg.*did you mean "tag"/],
		[
			"two resources for one object",
			`new ovs.Bridge("one", { host: "h2", name: "b" }); new ovs.Bridge("two", { host: "h2", name: "b" });`,
			/two \(h2\/Bridge\/b\): one \(h2\/Bridge\/b\) already declares Bridge\/b/,
		],
		[
			"a mesh with an MTU too large for its underlay",
			`new ovs.VxlanMesh("m", { bridge: "b", vni: 1, mtu: 1451, hosts: [{ host: "h1", address: "192.0.2.1" }, { host: "h2", address: "192.0.2.2" }] });`,
			/mtu.*1450/,
		],
	];

	test.each(bad)("%s", async (_what, code, says) => {
		const { code: ended, output, execs } = await p.program(code).preview();
		expect(ended).not.toBe(0);
		expect(output).toMatch(says);
		expect(execs).toEqual([]);
	});
});

describe("hostile text", () => {
	const p = new Project("hostile");
	const texts = [
		'"; reboot',
		"$(id)",
		"a\nb",
		`it's "quoted"`,
		"a,b=c",
		"ünïcode ☃ 日本",
		"`id`",
		"\\",
		"{}[]",
		" lead and trail ",
		"-- x",
		"%s",
		"\t",
		"@x",
		"",
	];
	const entries = Object.fromEntries(texts.map((t, i) => [`k${i}`, t]));
	const keys = Object.fromEntries(texts.filter((t) => t !== "").map((t, i) => [t, `v${i}`]));
	afterAll(async () => {
		p.remove();
		await cleanHost(host);
	});

	test("comes to the host as the literal, is read back equal, and changes nothing the second time", async () => {
		p.program(`
const entries = ${JSON.stringify(entries)}, keys = ${JSON.stringify(keys)};
new ovs.Bridge("br-hostile", { host: "h2", externalIds: { ...entries, ...keys }, otherConfig: entries });
new ovs.Port("hp", { host: "h2", bridge: "br-hostile", type: "internal", externalIds: keys, portExternalIds: entries, portOtherConfig: keys, options: keys, otherConfig: keys });
new ovs.OpenVSwitch("root", { host: "h2", externalIds: keys, otherConfig: entries });`);
		await p.up();
		const read = async (table: string, row: string, column: string) => {
			const json = JSON.parse(await onHost(host, `ovs-vsctl --format=json --columns=${column} list ${table} ${row}`));
			return Object.fromEntries(json.data[0][0][1]);
		};
		expect(await read("Bridge", "br-hostile", "external_ids")).toMatchObject({ ...entries, ...keys });
		expect(await read("Interface", "hp", "options")).toEqual(keys);
		expect(await read("Port", "hp", "external_ids")).toMatchObject(entries);
		expect(await read("Open_vSwitch", ".", "external_ids")).toMatchObject(keys);
		const drift = await p.drift();
		expect(drift.steps.filter((s) => !["same", "refresh"].includes(s.op))).toEqual([]);
		expect(drift.code).toBe(0);
		const before = await onHost(host, "ovs-vsctl get Open_vSwitch . external_ids");
		expect(before).toContain("reboot");
		await p.destroy();
		expect(await onHost(host, "ovs-vsctl get Open_vSwitch . external_ids")).not.toContain("reboot");
	});
});
