import { chosen, listText } from "../../../cli/orphans";
import { Host } from "../../../provider/host/host";
import { kinds } from "../../../provider/kinds";
import { readCall } from "../../../provider/model/fact";
import { objectId } from "../../../provider/model/identity";
import type { Kind } from "../../../provider/model/kind";
import { OwnedHost, parseState } from "../../../provider/pulumi/orphans";
import type { OwnedObject } from "../../../provider/pulumi/owned-objects";
import { reading } from "../support/compact";
import { fakeExecutor } from "../support/executor";

function object(type: string, want: Record<string, unknown>, owner = "demo/dev"): OwnedObject {
	const kind = kinds[type] as Kind;
	const id = objectId(kind, want);
	return { id, owner, state: "created", operation: { mode: "delete", kind, id, want, was: want, owner } };
}

const resource = (id: string, __kind: string, outputs: Record<string, unknown>, __owner = "demo/dev") => ({
	...{ id, urn: `urn:pulumi:dev::demo::x::${id}` },
	outputs: { ...outputs, __kind, __owner },
});
const stateWith = (...resources: unknown[]) => parseState(JSON.stringify({ version: 3, deployment: { resources } }));

test("a state has the objects of its resources, on their hosts and with their owner", () => {
	const state = stateWith(
		resource("h1/Bridge/br0", "Bridge", { name: "br0" }),
		resource("h2/blue/Link/a", "Link", { name: "a", netns: "blue", type: "veth", peer: { name: "b", netns: "red" } }),
		{ urn: "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev" },
	);
	expect(state.hosts).toEqual(["h1", "h2"]);
	expect(state.has("h1", object("Bridge", { name: "br0" }))).toBe(true);
	expect(state.has("h2", object("Bridge", { name: "br0" }))).toBe(false);
	expect(state.has("h1", object("Bridge", { name: "br0" }, "demo/prod"))).toBe(false);
	expect(state.has("h1", object("Bridge", { name: "br1" }))).toBe(false);
	// Both ends of a veth pair have the mark.
	expect(state.has("h2", object("Link", { name: "b", netns: "red", type: "veth" }))).toBe(true);
	expect(state.has("h2", object("Link", { name: "b", netns: "green", type: "veth" }))).toBe(false);
});

test("a resource whose inputs are secret is known by its id", () => {
	const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x" };
	const state = stateWith(resource("h1/Link/a", "Link", { name: secret, peer: secret, host: secret, type: secret }));
	expect(state.has("h1", object("Link", { name: "a", type: "dummy" }))).toBe(true);
});

test("text that is no state is refused", () => {
	for (const text of ["", "{}", "[]", "null", '{"deployment":{}}']) expect(() => parseState(text)).toThrow();
});

const listed = [
	object("Bridge", { name: "br0" }),
	object("Sysctl", { key: "net.ipv4.ip_forward" }, "a/b"),
	object("Sysctl", { key: "net.ipv4.ip_forward" }, "c/d"),
];

test("objects are chosen by their ids, and one with two owners only with its owner", () => {
	expect(chosen("h1", listed, ["h1/Bridge/br0", "Bridge/br0"])).toEqual([listed[0]]);
	expect(() => chosen("h1", listed, ["h2/Bridge/br0"])).toThrow("h2/Bridge/br0 is not among the listed objects of h1");
	expect(() => chosen("h1", listed, ["h1/Sysctl/net.ipv4.ip_forward"])).toThrow(
		"has several owners (a/b, c/d): say which by --owner",
	);
});

test("the list has owner and id of each object", () => {
	expect(listText("h1", listed.slice(0, 2), true)).toBe(
		`h1 has 2 objects with a mark that is in none of the states:
  a/b       h1/Sysctl/net.ipv4.ip_forward  created by the program
  demo/dev  h1/Bridge/br0                  created by the program
`,
	);
	expect(listText("h1", [], false)).toBe("h1 has no object with a mark.\n");
});

test("a removed setup whose rule of sudo stays is warned of", async () => {
	const path = "/etc/sudoers.d/pulumi-ovs-s";
	const lines = [
		"# pulumi-ovs: HostSetup/s of demo/dev. pulumi up writes this file, pulumi destroy deletes it.",
		"ops ALL=(root) NOPASSWD: ALL",
	];
	const modules = { "/etc/modules-load.d/pulumi-ovs-s.conf": lines.slice(0, 1) };
	let isRemoved = false;
	const executor = fakeExecutor({
		async run(changes, reads) {
			isRemoved ||= changes.length > 0;
			const facts = [{ read: "setup-files" }, { read: "journal" }, { read: "session-start" }, { read: "boot-files" }] as const;
			const state = { setup: { files: { ...(isRemoved ? {} : modules), [path]: lines } } };
			const done = changes.map(() => ({ stdout: "", stderr: "", code: 0 }));
			const factOf = (argv: string[]) => facts.find((fact) => readCall(fact).argv.join() === argv.join()) ?? facts[1];
			return [...done, ...reads.map(({ argv }) => reading(factOf(argv), state))];
		},
	});
	const host = new Host("h1", executor);
	const setup = object("HostSetup", { name: "s", packages: [] });
	const owned = Reflect.construct(OwnedHost, [host, [setup], []]) as OwnedHost;
	expect(await owned.remove([setup])).toEqual({
		errors: [],
		warnings: [
			expect.stringMatching(/^h1\/HostSetup\/s: the file \/etc\/sudoers\.d\/pulumi-ovs-s stays, because this connection/),
		],
	});
});

test("devices that the kernel adds to each namespace do not block the removal of a namespace", async () => {
	const facts = [
		{ read: "namespaces" },
		{ read: "links", netns: "" },
		{ read: "links", netns: "blue" },
		{ read: "journal" },
	] as const;
	const others = { pimreg: { kind: "pimreg" }, pim6reg: { kind: "pimreg" }, tunl0: { kind: "ipip" } };
	const state = {
		...{ namespaces: ["blue"], links: { "": {}, blue: { lo: {}, ...others } } },
		journal: { "Namespace/blue": { owner: "demo/dev" } },
	};
	const factOf = (argv: string[]) => facts.find((fact) => readCall(fact).argv.join() === argv.join()) ?? facts[0];
	const executor = fakeExecutor({
		run: async (_, reads) => reads.map(({ argv }) => reading(factOf(argv), state)),
	});
	const host = new Host("h1", executor);
	await host.read([...facts]);
	const namespace = object("Namespace", { name: "blue" });
	const owned = Reflect.construct(OwnedHost, [host, [namespace], []]) as OwnedHost;
	expect((await owned.commands([namespace])).join("\n")).toContain("netns del blue");
});
