import * as pulumi from "@pulumi/pulumi";
import { hostNameOf } from "../../../provider/base/host-name";
import { hostName } from "../../../provider/inventory/resolve";
import { kinds } from "../../../provider/kinds";
import { secretFieldsOf } from "../../../provider/model/secrets";
import * as ovs from "../../../sdk";
import { formerNames } from "../../../sdk/hosts";
import { secretIn } from "../../../sdk/secrets";
import { mocked, own, resolved } from "./program";

const password = { host: "192.0.2.1", name: "h1", password: "hunter2" };

test("a resource has Pulumi's token for dynamic resources and says which kind it is", async () => {
	const registered = mocked();
	const bridge = new ovs.Bridge("br0", { host: "h1", addresses: ["10.0.0.1/24"] });
	await resolved(bridge.urn);
	expect(registered).toHaveLength(1);
	expect(registered[0]).toMatchObject({
		type: "pulumi-nodejs:dynamic/ovs:Bridge",
		name: "br0",
		inputs: {
			__provider: 'exports.handler=()=>require("pulumi-ovs/runtime").shell',
			__kind: "Bridge",
			__v: 1,
			__owner: "project/stack",
			__resource: expect.stringMatching(/^\d+:br0$/),
		},
	});
	expect(own(registered[0]?.inputs ?? {})).toEqual({ host: "h1", name: "br0", addresses: ["10.0.0.1/24"] });
	expect(ovs.Bridge.isInstance(bridge)).toBe(true);
	expect(ovs.Port.isInstance(bridge)).toBe(false);
	expect(ovs.Bridge.isInstance(undefined)).toBe(false);
});

test("every field and every computed value is an output", async () => {
	mocked();
	const bridge = new ovs.Bridge("b", { host: "h1", name: "br0" });
	expect((await resolved(bridge.uuid)).value).toBe("uuid of b");
	expect((await resolved(bridge.name)).value).toBe("br0");
	expect((await resolved(bridge.mtu)).value).toBeUndefined();
});

test("an output of a field that the program leaves out is made when it is asked for, once, and depends on the resource", async () => {
	mocked();
	const port = new ovs.Port("p", { host: "h1", bridge: "br0", type: "internal", tag: undefined, mtu: 1400 });
	const made = Object.keys(port).filter((key) => pulumi.Output.isInstance(port[key as keyof ovs.Port]));
	expect(made).toEqual(expect.arrayContaining(["bridge", "mtu", "name", "ofport", "type", "up"]));
	expect(made).not.toEqual(expect.arrayContaining(["tag"]));
	expect(made.length).toBeLessThan(20);
	const { tag } = port;
	expect(port.tag).toBe(tag);
	expect((await resolved(tag)).value).toBeUndefined();
	const resources = await (tag as unknown as { allResources(): Promise<Set<pulumi.Resource>> }).allResources();
	expect([...resources]).toEqual([port]);
	expect(new ovs.Port("q", { host: "h1", bridge: "br0", type: "internal" }).tag).not.toBe(tag);
});

test("the resource's name is the default of `name` only where the kind says so", async () => {
	const registered = mocked();
	await resolved(new ovs.Sysctl("s", { host: "h1", key: "net.ipv4.ip_forward", value: 1 }).urn);
	await resolved(new ovs.Vtep("v", { host: "h1", bridge: "br0", name: "vx", type: "vxlan", peers: { h2: "192.0.2.2" } }).urn);
	expect(registered.map((r) => r.inputs.name)).toEqual([undefined, "vx"]);
});

test("two resources of one name have different tags", async () => {
	const registered = mocked();
	await resolved(new ovs.Namespace("a", { host: "h1" }).urn);
	await resolved(new ovs.Namespace("a", { host: "h1" }).urn);
	expect(new Set(registered.map((r) => r.inputs.__resource)).size).toBe(2);
});

test("the resources of each program in a process are numbered from 1", async () => {
	// The Automation API does this for each inline program (@pulumi/pulumi, automation/server.js).
	const { withLocalStorage } = require("@pulumi/pulumi/runtime/state");
	const tags = (...names: string[]): Promise<unknown[]> =>
		withLocalStorage(async () => {
			const registered = mocked();
			const declare = () => names.map((name) => new ovs.Namespace(name, { host: "h1" }));
			await pulumi.runtime.runInPulumiStack(async () => void (await Promise.all(declare().map(({ urn }) => resolved(urn)))));
			return registered.flatMap(({ inputs }) => inputs.__resource ?? []).sort();
		});
	expect(await tags("a", "b")).toEqual(["1:a", "2:b"]);
	expect(await tags("c")).toEqual(["1:c"]);
});

test("get reads by the id alone", async () => {
	const registered = mocked();
	const bridge = ovs.Bridge.get("x", "h1/Bridge/br0");
	expect((await resolved(bridge.id)).value).toBe("h1/Bridge/br0");
	expect(registered[0]).toMatchObject({ id: "h1/Bridge/br0", inputs: { __kind: "Bridge" } });
	expect(own(registered[0]?.inputs ?? {})).toEqual({});
	expect((await resolved(bridge.uuid)).value).toBe("uuid of x");
});

describe("get", () => {
	const id = "h1/Link/eth0";
	const parent = () => new ovs.Namespace("group", { host: "h1" });
	/** The registered inputs of the one resource that is read. */
	async function got(read: () => ovs.Link) {
		const registered = mocked();
		await resolved(read().urn);
		const found = registered.find((r) => r.name === "x");
		return { id: found?.id, fields: own(found?.inputs ?? {}), marked: found?.inputs.__get };
	}

	test("takes state as its third argument", async () => {
		const host = { host: "192.0.2.1", name: "h1" };
		expect(await got(() => ovs.Link.get("x", id, { host, type: "device" }))).toEqual({
			...{ id, marked: true },
			fields: { host, type: "device" },
		});
		expect(await got(() => ovs.Link.get("x", id, { parent: "eth0" }))).toMatchObject({ fields: { parent: "eth0" } });
	});

	test("takes state and options", async () => {
		expect(await got(() => ovs.Link.get("x", id, { parent: "eth0" }, { parent: parent() }))).toEqual({
			...{ id, marked: true },
			fields: { parent: "eth0" },
		});
		expect(await got(() => ovs.Link.get("x", id, undefined, { parent: parent() }))).toMatchObject({ id, fields: {} });
		expect(await got(() => ovs.Link.get("x", id, {}, { protect: true }))).toMatchObject({ id, fields: {} });
	});

	test("still takes options as its third argument", async () => {
		for (const opts of [() => ({ parent: parent() }), () => ({ protect: true }), () => ({}), () => undefined])
			expect(await got(() => ovs.Link.get("x", id, opts()))).toEqual({ id, marked: true, fields: {} });
	});

	test("makes a secret of a connection with a password", async () => {
		mocked();
		expect((await resolved(ovs.Link.get("x", id, { host: password }).host)).secret).toBe(true);
	});

	test("refuses what is neither a field nor, beside fields, an option", () => {
		mocked();
		const get = (...rest: object[]) => (ovs.Link.get as (...all: unknown[]) => ovs.Link)("x", id, ...rest);
		expect(() => get({ host: "h1", protect: true })).toThrow('Link "x": unknown field "protect"');
		expect(() => get({ hots: "h1" }, {})).toThrow('Link "x": unknown field "hots"');
	});

	test("can tell state from options: but for `parent`, no kind has a field with the name of an option", () => {
		const options = ["id", "parent", "dependsOn", "protect", "ignoreChanges", "replaceOnChanges", "replacementTrigger"].concat(
			["version", "aliases", "provider", "customTimeouts", "transformations", "transforms", "urn", "pluginDownloadURL"],
			["retainOnDelete", "deletedWith", "replaceWith", "hooks", "hideDiffs", "envVarMappings", "deleteBeforeReplace"],
			["additionalSecretOutputs", "import"],
		);
		const fields = Object.values(kinds).flatMap((kind) => [...Object.keys(kind.schema.shape), ...Object.keys(kind.computed)]);
		expect(options.filter((option) => fields.includes(option))).toEqual(["parent"]);
	});
});

test("inputs that Pulumi would drop silently are refused", () => {
	mocked();
	const args = { host: "h1", id: "br0" } as ovs.BridgeArgs;
	expect(() => new ovs.Bridge("b", args)).toThrow('Bridge "b": unknown field "id"');
	expect(() => new ovs.Bridge("b", undefined as unknown as ovs.BridgeArgs)).toThrow(
		'Bridge "b": its arguments are missing: pass an object with its fields, such as { host: "h1" }',
	);
});

test("a resource in the place of a name is refused, and a resource among any values is not", () => {
	mocked();
	const bridge = new ovs.Bridge("br0", { host: "h1" });
	const refused = (make: () => unknown) => expect(make).toThrow(/ is a resource, and a name is needed: write the output name /);
	refused(() => new ovs.Port("p", { host: "h1", bridge: bridge as never }));
	refused(() => new ovs.Mirror("m", { host: "h1", bridge: "br0", selectSrcPorts: [bridge as never], outputPort: "p" }));
	expect(() => new ovs.Link("l", { host: "h1", type: "veth", peer: { name: "x", master: bridge as never } })).toThrow(
		/"l": peer.master is a/,
	);
	new ovs.Reachability("r", { host: "h1", to: "192.0.2.2", triggers: [bridge] });
	new ovs.Port("p", { host: "h1", bridge: bridge.name, type: "internal" }, { parent: bridge });
});

describe("secrets", () => {
	test.each<[string, pulumi.Input<string | ovs.Connection>, boolean]>([
		["a name", "h1", false],
		["an object without a secret", { host: "192.0.2.1", privateKeyPath: "~/.ssh/id" }, false],
		["a password", password, true],
		["a key of the jump host", { host: "192.0.2.1", proxy: { host: "192.0.2.9", privateKey: "…" } }, true],
		["an unset password", { host: "192.0.2.1", password: undefined }, false],
		["an output that holds one", pulumi.output(password), true],
		["an output that holds none", pulumi.output("h1"), false],
		["a promise that holds one", Promise.resolve(password), true],
		["a jump host that is a promise", { host: "192.0.2.1", proxy: Promise.resolve({ host: "192.0.2.9", password: "x" }) }, true],
		["a jump host that is an output", { host: "192.0.2.1", proxy: pulumi.output({ host: "192.0.2.9" }) }, true],
	])("%s as host", async (_, host, secret) => {
		mocked();
		const bridge = new ovs.Bridge("b", { host });
		const found = await resolved(bridge.host);
		expect(found.secret).toBe(secret);
		expect(found.value).toEqual((await resolved(pulumi.output(host))).value);
		expect((await resolved(bridge.name)).secret).toBe(false);
	});

	const [key, other] = ["gI6EdUSYvn8ugXOt8QQD6Yc+JyiZxIhp3GInSWRfWGE=", "FpCyhws9cxwWoV4xELtfJvjJN+zQVRPISllRWgeopVE="];
	const publicKey = "xTIBA5rboUvnH4htodjb6e697QjLERt1NAB4mZqp8Dg=";
	const peer = { publicKey, presharedKey: other };
	test.each<[string, pulumi.Input<ovs.WireGuardArgs["peers"]>, boolean]>([
		["plain text", [peer], true],
		["an output", pulumi.output([peer]), true],
		["a promise", Promise.resolve([peer]), true],
		["an output in the list", [pulumi.output(peer)], true],
		["no key", [{ publicKey }], false],
	])("keys are secrets: %s", async (_, peers, secret) => {
		const registered = mocked();
		const device = new ovs.WireGuard("wg0", { host: "h1", privateKey: key, peers: peers as ovs.WireGuardArgs["peers"] });
		expect(await resolved(device.privateKey)).toEqual({ value: key, secret: true });
		expect(await resolved(device.peers)).toEqual({ value: [secret ? peer : { publicKey }], secret });
		expect((await resolved(device.name)).secret).toBe(false);
		await resolved(device.urn);
		expect(registered).toHaveLength(1);
	});

	test("the public key of a secret private key is no secret", async () => {
		mocked();
		const own = { value: "gN65BkIKy1eCE9pP1wdc8ROUtkHLF2PfAqYdyYBz6EA=", secret: false };
		expect(await resolved(ovs.wireGuardPublicKey(pulumi.secret(key)))).toEqual(own);
	});

	test("every kind's fields that are always secret are texts", () => {
		const fields = Object.values(kinds).flatMap(({ type, schema }) =>
			secretFieldsOf(schema).map(({ path }) => `${type}.${path.join(".")}`),
		);
		expect(fields).toEqual(["Tunnel.psk", "Vtep.psk", "WireGuard.privateKey", "WireGuard.peers.*.presharedKey"]);
	});

	test("the provider gets the paths of secret inputs at any depth, and none where there is no output", async () => {
		const registered = mocked();
		const bridge = new ovs.Bridge("b", {
			host: "h1",
			externalIds: { token: pulumi.secret("hunter2"), plain: pulumi.output("x") },
		});
		const table = new ovs.NftTable("t", {
			...{ host: "h1", family: "inet" },
			chains: { c: { rules: ["accept", pulumi.secret("drop")] }, d: pulumi.output({ rules: [pulumi.secret("drop")] }) },
		});
		const plain = new ovs.Bridge("plain", { host: "h1" });
		await Promise.all([bridge, table, plain].map((resource) => resolved(resource.urn)));
		const paths = Object.fromEntries(registered.map(({ name, inputs }) => [name, inputs.__secrets]));
		expect(paths).toEqual({
			b: [["externalIds", "token"]],
			t: [
				["chains", "c", "rules", "1"],
				["chains", "d"],
			],
			plain: undefined,
		});
	});

	const bridge = () => new ovs.Bridge("b", { host: "h1" });

	test("a plain password in the stack's config is refused", () => {
		mocked({ "ovs:hosts": JSON.stringify({ h1: { host: "192.0.2.1", password: "hunter2" } }) });
		expect(bridge).toThrow(
			"ovs:hosts: the password of h1 is in plain text in the stack's config. " +
				"Encrypt it: pulumi config set --secret --path 'ovs:hosts.h1.password'",
		);
		expect(bridge).toThrow("ovs:hosts");
		mocked({ "ovs:hosts": JSON.stringify({ h2: { proxy: { host: "x", privateKey: "…" } } }) });
		expect(bridge).toThrow("--path 'ovs:hosts.h2.proxy.privateKey'");
	});

	test("an encrypted password is accepted, and so are fields that are no secret", async () => {
		mocked({ "ovs:hosts": JSON.stringify({ h1: { host: "192.0.2.1", password: "hunter2" } }) }, ["ovs:hosts"]);
		await resolved(bridge().urn);
		for (const hosts of [JSON.stringify({ h1: { host: "192.0.2.1", user: "root" }, h2: null }), "not JSON", "7"]) {
			mocked({ "ovs:hosts": hosts });
			await resolved(bridge().urn);
		}
	});

	test("the path of a secret is named", () => {
		expect(secretIn({ proxy: { becomePassword: "x" } })).toBe("proxy.becomePassword");
		expect(secretIn(null)).toBeUndefined();
	});
});

describe("a host's name", () => {
	test.each<[string | ovs.Connection]>([
		["h1"],
		[{ host: "192.0.2.1" }],
		[{ host: "192.0.2.1", port: 2222 }],
		[{ host: "2001:db8::1", port: 2222 }],
		[{ host: "local" }],
		[{ host: "192.0.2.1", name: "h1" }],
		[{ host: "192.0.2.1", name: "" }],
	])("%j is as in the inventory", (host) => {
		expect(hostNameOf(host)).toBe(hostName(host as Parameters<typeof hostName>[0]));
	});

	test("is unknown where it is an output", () => {
		mocked();
		expect(hostNameOf({ host: pulumi.output("192.0.2.1") })).toBeUndefined();
		expect(hostNameOf({ host: pulumi.output("192.0.2.1"), name: "h1" })).toBe("h1");
		expect(hostNameOf({ host: "192.0.2.1", name: pulumi.output("h1") })).toBeUndefined();
	});

	test("has former names", () => {
		mocked({ "ovs:hosts": JSON.stringify({ h1: { formerly: ["old1"] }, h2: null }) });
		expect([formerNames("h1"), formerNames("h2"), formerNames("h3")]).toEqual([["old1"], [], []]);
	});
});

test("a resource is made without a stack trace for each of its promises, and an error in it still names the program's line", () => {
	mocked();
	const frames = Error.stackTraceLimit;
	const plain = Error.prepareStackTrace;
	let traces = 0;
	try {
		Error.prepareStackTrace = (error, sites) => {
			if (sites.length > 0) traces++;
			return `${error}${sites.map((site) => `\n    at ${site}`).join("")}`;
		};
		new ovs.Bridge("br0", { host: "h1" });
		expect(traces).toBeLessThan(10);
		expect(Error.stackTraceLimit).toBe(frames);
		let thrown: unknown;
		try {
			new ovs.Bridge("", { host: "h1" });
		} catch (error) {
			thrown = error;
		}
		expect((thrown as Error).stack).toMatch(/Missing resource name.*resource\.test/s);
		expect(Error.stackTraceLimit).toBe(frames);
	} finally {
		Error.prepareStackTrace = plain;
	}
});

test("a key of IPsec is a secret in the state, however the program gives it, and after a refresh too", async () => {
	const registered = mocked();
	const tunnel = new ovs.Tunnel("t", { host: "h1", bridge: "br0", type: "gre", remoteIp: "192.0.2.2", psk: "swordfish" });
	expect(await pulumi.isSecret(tunnel.psk)).toBe(true);
	await resolved(tunnel.urn);
	// The form in which Pulumi sends a secret.
	expect(registered[0]?.inputs.psk).toMatchObject({ value: "swordfish" });
});
