import { retiredFields } from "../../../provider/base/fields";
import { quote } from "../../../provider/base/shell-quote";
import type { Values } from "../../../provider/base/values";
import { shell } from "../../../provider/index";
import { kinds } from "../../../provider/kinds";
import { idForm, parseId } from "../../../provider/pulumi/ids";
import { toOperation } from "../../../provider/pulumi/inputs";
import { hideSecrets } from "../../../provider/pulumi/secret-values";
import { samples } from "../support/samples";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const envelope = (kind: string): Values => ({ __kind: kind, __v: 1, __owner: "demo/dev" });
const connection = { host: "192.0.2.1", user: "root", password: "s3cret-pw", name: "box" };
const port = (more: Values = {}): Values => ({
	...envelope("Port"),
	...{ host: connection, name: "p1", bridge: "br0", type: "internal", ...more },
});

beforeEach(() => shell.configure({ config: { get: () => undefined } }));

test.each([
	["ovs:maxSessions", ["0", "", "eight", "1.5"]],
	["ovs:hosts", ["7", "h1"]],
	["ovs:transport", ["", "ssh", "OVSDB"]],
	["ovs:preview", ["", "on", "Online"]],
	["ovs:showCommands", ["", "yes", "1"]],
	["ovs:persist", ["", "yes", "1"]],
])("an invalid stack configuration %s stops every method", async (key, values) => {
	for (const value of values) {
		await shell.configure({ config: { get: (asked) => (asked === key ? value : undefined) } });
		await expect(shell.check({}, port())).rejects.toThrow(`the stack configuration ${key}`);
		await expect(shell.diff("id", port(), port())).rejects.toThrow(key);
		await expect(shell.read("id", port())).rejects.toThrow(key);
		await expect(shell.delete("id", port())).rejects.toThrow(key);
		await expect(shell.update("id", port(), port())).rejects.toThrow(key);
		await expect(shell.create(port())).rejects.toThrow(key);
	}
});

test("the error of an invalid stack configuration contains no value of a secret input", async () => {
	await shell.configure({ config: { get: (key) => (key === "ovs:transport" ? "hunter2-is-long" : undefined) } });
	const checked = shell.check({}, { ...port({ options: { psk: "hunter2-is-long" } }), __secrets: [["options"]] });
	await expect(checked).rejects.toThrow(/ovs:transport must be auto.*, and is "\*\*\*"$/);
});

test("what one run has noted does not count in the next one", async () => {
	await shell.check({}, { ...port({ options: { psk: "hunter2-is-long" } }), __secrets: [["options"]] });
	expect(hideSecrets("hunter2-is-long")).toBe("***");
	await shell.configure({ config: { get: () => undefined } });
	expect(hideSecrets("hunter2-is-long")).toBe("hunter2-is-long");
});

/** Undefined means that the engine itself finds which inputs changed. */
async function diff(olds: Values, news: Values) {
	const { changes, ...rest } = await shell.diff("id", olds, news);
	return { changes: changes !== false, ...rest };
}

test("check gives the normal form, with the envelope", async () => {
	const { inputs, failures } = await shell.check(
		{},
		port({ addresses: ["10.0.0.2/24", "10.0.0.1/24"], mac: "02:00:00:00:00:AA" }),
	);
	expect(failures).toEqual([]);
	expect(inputs).toEqual(port({ addresses: ["10.0.0.2/24", "10.0.0.1/24"], mac: "02:00:00:00:00:aa", up: true }));
});

test("ovs:persist is an update of what a reboot touches, and of nothing else", async () => {
	const checked = async (kind: string, args: Values, persist: string) => {
		await shell.configure({ config: { get: (key) => (key === "ovs:persist" ? persist : undefined) } });
		return (await shell.check({}, { ...envelope(kind), host: connection, ...args })).inputs;
	};
	for (const [kind, args, isTouched] of [
		["Port", { name: "p1", bridge: "br0", type: "internal", addresses: ["10.0.0.1/24"] }, true],
		["Port", { name: "p1", bridge: "br0", type: "internal", tag: 5 }, false],
		["Link", { name: "d1", type: "dummy" }, true],
		["Link", { name: "d1", type: "dummy", addresses: [unknown] }, true],
		["Reachability", { name: "r", to: "10.0.0.1" }, false],
	] as const) {
		const [off, on] = [await checked(kind, args, "false"), await checked(kind, args, "true")];
		expect([kind, off.persist, on.persist]).toEqual([kind, undefined, isTouched ? true : undefined]);
		for (const [olds, news] of [
			[off, on],
			[on, off],
		] as const)
			expect((await shell.diff("id", olds, news)).changes === true).toBe(isTouched);
		for (const same of [off, on]) expect((await shell.diff("id", same, same)).changes).not.toBe(true);
	}
});

test("check names each bad property once", async () => {
	const { failures } = await shell.check({}, port({ tag: 5000, tugs: 1, host: undefined }));
	expect(failures.map((f) => f.property || f.reason.split(":")[0]).sort()).toEqual(["host", "tag", "tugs"]);
});

const withRetired = Object.values(kinds).flatMap(({ type, schema }) =>
	Object.keys(retiredFields(schema)).map((field): [string, string] => [type, field]),
);

test("OpenVSwitch, Sysctl and Reachability had a field adopt in earlier versions", () => {
	expect(withRetired).toEqual(["OpenVSwitch", "Sysctl", "Reachability"].map((type) => [type, "adopt"]));
});

describe.each(withRetired)("%s of an earlier version with %s", (type, field) => {
	const sample = samples[type]?.[0] ?? {};
	const now = { ...envelope(type), host: connection, ...sample };

	test.each([true, false])("set to %s is accepted, and the field is left out", async (value) => {
		const { inputs, failures } = await shell.check({}, { ...now, [field]: value });
		expect(failures).toEqual([]);
		expect(Object.keys(inputs)).not.toContain(field);
		expect(inputs).toEqual((await shell.check({}, now)).inputs);
	});

	test("is unchanged where the state has the field and the program has not", async () => {
		const { inputs } = await shell.check({}, now);
		expect(await diff({ ...inputs, [field]: true }, inputs)).toMatchObject({ changes: false, replaces: [] });
	});
});

test("check refuses the second resource of one object", async () => {
	await shell.check({}, { ...port(), __resource: "1:a" });
	const { failures } = await shell.check({}, { ...port(), __resource: "2:b" });
	expect(failures).toEqual([
		{
			property: "",
			reason:
				"b (box/Port/p1): a (box/Port/p1) already declares Port/p1: remove one of the two resources, or let this one name another object",
		},
	]);
});

test("messages contain no secret of the connection", async () => {
	const { failures } = await shell.check(
		{},
		port({ host: { ...connection, passwort: "s3cret-pw", port: "s3cret-pw" }, tag: -1 }),
	);
	expect(failures.length).toBeGreaterThan(1);
	expect(JSON.stringify(failures)).not.toContain("s3cret-pw");
});

test("messages of a run contain no value of a secret input, at any depth", async () => {
	const flows = [
		{ match: "ip", actions: "drop" },
		{ match: "arp,tok3n-1=7,table=5", actions: "NORMAL" },
	];
	const table: Values = { ...envelope("OpenFlowTable"), host: connection, bridge: "br0", name: "t", flows };
	const { failures } = await shell.check({}, { ...table, __secrets: [["flows", "1", "match"]] });
	expect(failures.length).toBeGreaterThan(0);
	expect(JSON.stringify(failures)).not.toContain("tok3n-1");
	const psk = { options: { psk: "hunter2-is-long", short: "br0" } };
	const { inputs } = await shell.check({}, { ...port(psk), __secrets: [["options"]], __resource: "1:a" });
	expect(inputs.__secrets).toBeUndefined();
	const lost = shell.create({
		...port({ ...psk, name: "hunter2-is-long" }),
		host: { ...connection, name: "box2", privateKeyPath: "/nowhere/key", password: undefined },
	});
	await expect(lost).rejects.toThrow(/^box2\/Port\/\*\*\*: .*\/nowhere\/key/);
});

test("messages contain no secret in a form that a quotation has given it", async () => {
	const secret = `it's a "key"\nof two lines`;
	await shell.check({}, { ...port({ externalIds: { token: secret } }), __secrets: [["externalIds"]] });
	for (const message of [secret, JSON.stringify(secret), quote(secret), quote(JSON.stringify(secret))])
		expect(hideSecrets(message).replaceAll(/['"]/g, "")).toBe("***");
});

test("messages contain no long word of a secret text, which a tool may show alone", async () => {
	await shell.check({}, { ...port({ externalIds: { token: "set_field:5->router_of_alice" } }), __secrets: [["externalIds"]] });
	expect(hideSecrets("router_of_alice is not valid, 5 is")).toBe("*** is not valid, 5 is");
});

test("messages of a refresh and of a destroy contain no key of a field that is always secret", async () => {
	const [key, other] = ["gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=", "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE="];
	const peers = [{ publicKey: "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=", presharedKey: other }];
	toOperation("delete", { ...envelope("WireGuard"), host: "h1", name: "wg0", privateKey: key, peers });
	expect(hideSecrets(`${key} ${other}`)).toBe("*** ***");
	// A text of the provider in the place of a key is no secret.
	toOperation("delete", { ...envelope("WireGuard"), host: "h1", name: "wg0", privateKey: "(another key)" });
	expect(hideSecrets("(another key)")).toBe("(another key)");
});

test("a preview knows the public key of a private one, and none while that is not known", async () => {
	const device = { ...envelope("WireGuard"), host: connection, name: "wg0" };
	const known = await shell.check({}, { ...device, privateKey: "gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=" });
	expect([known.failures, known.inputs.publicKey]).toEqual([[], "gN65BkIKy1eCE9pP1wdc8ROUtkHLF2PfAqYdyYBz6EA="]);
	const open = await shell.check({}, { ...device, name: "wg1", privateKey: unknown });
	expect([open.failures, open.inputs.publicKey]).toEqual([[], undefined]);
});

test("the same inputs are no change", async () => {
	expect(await diff(port({ uuid: "u", ofport: 3 }), port())).toMatchObject({ changes: false, replaces: [] });
});

test.each([
	[{ tag: 7 }, []],
	[{ bridge: "br1" }, []],
	[{ type: "tap" }, []],
	[{ netns: "blue" }, []],
	[{ name: "p2" }, ["name"]],
	[{ host: { ...connection, name: "box2" } }, ["host"]],
])("a port with %j is a change that replaces %j", async (more, replaces) => {
	expect(await diff(port(), port(more))).toEqual({ changes: true, replaces, deleteBeforeReplace: true });
});

test.each([
	["OpenFlowGroup", { bridge: "br0", groupId: 4, type: "all", buckets: [] }, { groupId: 8 }],
	["OpenFlowMeter", { bridge: "br0", meterId: 4, bands: [{ rate: 100 }] }, { meterId: 8 }],
	["GeneveOption", { bridge: "br0", field: 0, class: 1, type: 2, length: 4 }, { field: 1, type: 3 }],
])("a %s with another number is created before the old one is deleted: flows still use that", async (kind, inputs, more) => {
	const one = (values: Values) => ({ host: "h1", ...values, __kind: kind, __v: 1, __owner: "demo/dev" });
	expect(await diff(one(inputs), one({ ...inputs, ...more }))).toMatchObject({ changes: true, deleteBeforeReplace: false });
});

test("a Rule with another priority is added before the old one is deleted: packets find one of them", async () => {
	const one = (priority: number) => ({
		...{ host: "h1", family: "inet", priority, from: "10.0.0.0/8", table: 100 },
		...{ __kind: "Rule", __v: 1, __owner: "demo/dev" },
	});
	expect(await diff(one(100), one(90))).toEqual({ changes: true, replaces: ["priority"], deleteBeforeReplace: false });
});

test.each(["name", "bridge", "host", "tag"])(
	"a value that is not known yet (%s) is a change and never a replacement",
	async (field) => {
		expect(await diff(port(), port({ [field]: unknown }))).toMatchObject({ changes: field !== "host", replaces: [] });
	},
);

test("a link's type and namespace are fixed", async () => {
	const link = { ...envelope("Link"), host: connection, name: "d1", type: "dummy" };
	expect(await diff(link, { ...link, type: "bridge" })).toMatchObject({ replaces: ["type"] });
	expect(await diff(link, { ...link, netns: "blue" })).toMatchObject({ replaces: ["netns"] });
});

test.each([
	["net/ipv4/ip_forward", []],
	["net.ipv4.conf.all.forwarding", []],
	["net/ipv4/conf/all/forwarding", []],
	["net.ipv6.conf.all.forwarding", ["key"]],
])("a kernel parameter %s in place of net.ipv4.ip_forward replaces %j", async (key, replaces) => {
	const sysctl = { ...envelope("Sysctl"), host: connection, key: "net.ipv4.ip_forward", value: "1" };
	expect(await diff(sysctl, { ...sysctl, key })).toMatchObject({ changes: true, replaces });
	expect(await diff({ ...sysctl, key }, sysctl)).toMatchObject({ changes: true, replaces });
});

test("another owner is a change: the marks move along", async () => {
	expect(await diff(port(), { ...port(), __owner: "demo/prod" })).toMatchObject({ changes: true, replaces: [] });
});

test.each(Object.values(kinds))("the documented form of the ids of $type is one", (kind) => {
	const form = idForm(kind);
	expect(parseId(kind, form.replace("[<netns>/]", ""))).toMatchObject({ host: "<host>" });
	if (form.includes("[<netns>/]")) expect(parseId(kind, form.replace(/[[\]]/g, ""))).toMatchObject({ netns: "<netns>" });
});

test("an unknown kind says to update the package", async () => {
	await expect(shell.check({}, { ...port(), __kind: "Quux" })).rejects.toThrow("knows no Quux: update the package pulumi-ovs");
});
