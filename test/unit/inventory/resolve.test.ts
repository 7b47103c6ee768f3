import { mkdirSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { SshConnection } from "../../../provider/inventory/connection";
import { canonicalName, checkHost, hostName, type InventorySettings, resolveHost } from "../../../provider/inventory/resolve";
import { connectionSchema } from "../../../provider/inventory/schema";
import { secretFields } from "../../../sdk/secrets";
import { temporaryFolder } from "../../support/temporary";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const me = userInfo().username;

/** Settings with a temporary home directory. */
function settings(config?: string, rest: InventorySettings = {}, files: Record<string, string> = {}) {
	const HOME = temporaryFolder("ovs-home");
	mkdirSync(join(HOME, ".ssh/conf.d"), { recursive: true });
	if (config !== undefined) writeFileSync(join(HOME, ".ssh/config"), config);
	for (const [name, text] of Object.entries(files)) writeFileSync(join(HOME, ".ssh", name), text);
	return { ...rest, env: { HOME, ...rest.env } };
}
const find = (host: Parameters<typeof resolveHost>[0], s: InventorySettings) => resolveHost(host, s).connection as SshConnection;
const complaint = (host: unknown, s: InventorySettings) =>
	checkHost(host, s)
		.map((p) => `${p.path}: ${p.message}`)
		.join("\n");

describe("identity", () => {
	test.each([
		["h1", "h1"],
		[{ host: "10.0.0.1" }, "10.0.0.1:22"],
		[{ host: "10.0.0.1", port: 2222 }, "10.0.0.1:2222"],
		[{ host: "fd00::1" }, "[fd00::1]:22"],
		[{ host: "10.0.0.1", name: "gw" }, "gw"],
		[{ host: "local" }, "local"],
	])("%j is %s", (host, name) => expect(hostName(host)).toBe(name));

	test("an unknown host stays unknown", () => {
		expect(hostName({ host: UNKNOWN })).toBe(UNKNOWN);
		expect(hostName(UNKNOWN)).toBe(UNKNOWN);
	});

	test("a host is known by its former names", () => {
		const s = settings(undefined, { hosts: { new1: { host: "10.0.0.1", formerly: ["old1", "older1"] } } });
		expect(["old1", "older1", "new1", "other"].map((n) => canonicalName(n, s))).toEqual(["new1", "new1", "new1", "other"]);
		expect(resolveHost("old1", s).name).toBe("new1");
		expect(checkHost("old1", s)).toEqual([]);
	});
});

describe("where a name is looked up", () => {
	test("ovs:hosts goes before the SSH configuration", () => {
		const s = settings("Host h1\n HostName 10.0.0.2\n", { hosts: { h1: { host: "10.0.0.1" } } });
		expect(find("h1", s)).toMatchObject({ host: "10.0.0.1", port: 22, user: "root", label: "h1" });
	});
	test("the SSH configuration, with the local user as OpenSSH has it", () => {
		expect(find("h1", settings("Host h1\n HostName 10.0.0.2\n Port 2222\n"))).toMatchObject({
			host: "10.0.0.2",
			port: 2222,
			user: me,
		});
	});
	test("an entry without host: its name is the address", () => {
		expect(find("h1", settings("", { hosts: { h1: {} } }))).toMatchObject({ host: "h1", user: "root" });
	});
	test("an entry without host: the SSH configuration supplies the rest", () => {
		const s = settings("Host h1\n HostName 10.0.0.2\n User ops\n", { hosts: { h1: { become: true, port: 99 } } });
		expect(find("h1", s)).toMatchObject({ host: "10.0.0.2", user: "ops", port: 99, become: { command: "sudo" } });
	});
	test.each(["a.example", "10.0.0.1", "fd00::1", "localhost"])("%s is accepted as a host name", (name) => {
		expect(find(name, settings())).toMatchObject({ host: name, port: 22, user: me });
		expect(checkHost(name, settings())).toEqual([]);
	});
	test("Host * gives its options to host names, but does not make a name known", () => {
		const s = settings("Host *\n User everyone\n");
		expect(find("a.example", s).user).toBe("everyone");
		expect(complaint("h9", s)).toContain("h9");
	});
	test("local is this machine, with the settings that ovs:hosts has for it", () => {
		expect(resolveHost("local", settings()).connection).toEqual({ type: "local", become: undefined });
		const s = settings(undefined, { hosts: { local: { become: true, becomePassword: "x" } } });
		expect(resolveHost("local", s).connection).toEqual({ type: "local", become: { command: "sudo", password: "x" } });
	});
	test("ovs:sshConfig before PULUMI_OVS_SSH_CONFIG before ~/.ssh/config", () => {
		const s = settings("Host h1\n Port 1\n", {}, { two: "Host h1\n Port 2\n", three: "Host h1\n Port 3\n" });
		expect(find("h1", s).port).toBe(1);
		const env = { ...s.env, PULUMI_OVS_SSH_CONFIG: join(s.env.HOME, ".ssh/two") };
		expect(find("h1", { env }).port).toBe(2);
		expect(find("h1", { env, sshConfig: "~/.ssh/three" }).port).toBe(3);
	});
	test("a configuration that changes is read again", () => {
		const s = settings("Host h1\n Port 1\n");
		expect(find("h1", s).port).toBe(1);
		writeFileSync(join(s.env.HOME, ".ssh/config"), "Host h1\n Port 1234\n");
		expect(find("h1", s).port).toBe(1234);
	});
});

describe("the SSH configuration", () => {
	const config = `
Host h* !h3
  HostName %h.lab.example
  User = ops
  IdentityFile ~/.ssh/%r_key
  IdentityFile "/keys/with space"
  UserKnownHostsFile ~/.ssh/kh1 %d/kh2
  StrictHostKeyChecking accept-new
  IdentitiesOnly yes
Host h1
  User late
  Port 2200
Host *
  ServerAliveInterval 5
  Port 2022
`;
	test("first value wins, patterns, negation, tokens", () => {
		const s = settings(config);
		const { HOME } = s.env;
		expect(find("h1", s)).toMatchObject({
			host: "h1.lab.example",
			user: "ops",
			port: 2200,
			keyFiles: [
				{ path: `${HOME}/.ssh/ops_key`, required: false },
				{ path: "/keys/with space", required: false },
			],
			knownHostsFiles: [`${HOME}/.ssh/kh1`, `${HOME}/kh2`, "/etc/ssh/ssh_known_hosts"],
			hostKeyChecking: "accept-new",
			identitiesOnly: true,
		});
		expect(find("h2", s).port).toBe(2022);
		expect(checkHost("h3", s)).toHaveLength(1);
	});
	test("keywords are read in any case, and Match blocks by host, user and original name", () => {
		const s = settings(
			"match originalhost h7\n hostname 10.0.0.7\nMatch host 10.0.0.7 user ops\n PORT 7\nMatch exec false\n User nobody\nHost h7\n USER x\n",
		);
		expect(find("h7", s)).toMatchObject({ host: "10.0.0.7", port: 22, user: "x" });
	});
	test("Include takes relative paths and wildcards, also inside a Host", () => {
		const s = settings(
			"Include conf.d/*.conf none\nHost g1\n Include inner\n",
			{},
			{ "conf.d/a.conf": "Host i1\n Port 5\n", inner: "Port 6\n" },
		);
		expect([find("i1", s).port, find("g1", s).port]).toEqual([5, 6]);
		expect(complaint("i2", s)).toContain('Did you mean "i1"?');
	});
	test("a configuration that includes itself ends", () => {
		expect(find("h1", settings("Include config\nHost h1\n Port 5\n")).port).toBe(5);
	});
	test.each([
		["none", undefined],
		["SSH_AUTH_SOCK", "/run/agent"],
		["$OTHER_SOCK", "/run/other"],
		["~/a.sock", "HOME/a.sock"],
	])("IdentityAgent %s", (word, expected) => {
		const s = settings(`Host h1\n IdentityAgent ${word}\n`, { env: { SSH_AUTH_SOCK: "/run/agent", OTHER_SOCK: "/run/other" } });
		expect(find("h1", s).agent).toBe(expected?.replace("HOME", s.env.HOME));
	});
	test.each([
		["yes", "yes"],
		["ask", "yes"],
		["no", "no"],
		["off", "no"],
		["accept-new", "accept-new"],
	])("StrictHostKeyChecking %s", (word, expected) => {
		expect(find("h1", settings(`Host h1\n StrictHostKeyChecking ${word}\n`)).hostKeyChecking).toBe(expected);
	});
	test("ProxyJump: a chain, each by the same look-up", () => {
		const s = settings("Host h1\n ProxyJump a,ops@b.example:2222,ssh://[fd00::5]:23\nHost a\n HostName 10.0.0.9\n User first\n");
		const third = find("h1", s).jump;
		expect(third).toMatchObject({ host: "fd00::5", port: 23, user: me });
		expect(third?.jump).toMatchObject({ host: "b.example", port: 2222, user: "ops" });
		expect(third?.jump?.jump).toMatchObject({ host: "10.0.0.9", user: "first" });
		expect(third?.jump?.jump?.jump).toBeUndefined();
	});
	test("ProxyJump to an ovs:hosts entry; Host * that jumps through itself; none", () => {
		const hosts = { bastion: { host: "192.0.2.1", user: "hop" } };
		expect(find("h1", settings("Host h1\n ProxyJump bastion\n", { hosts })).jump).toMatchObject({
			host: "192.0.2.1",
			user: "hop",
		});
		const s = settings("Host n1\n ProxyJump none\nHost h1 b\n Port 24\nHost *\n ProxyJump b\n");
		expect(find("h1", s).jump).toMatchObject({ host: "b" });
		expect(find("h1", s).jump?.jump).toBeUndefined();
		expect(find("b", s).jump).toBeUndefined();
		expect(find("n1", s).jump).toBeUndefined();
	});
	test("ProxyCommand is refused, and the error names ProxyJump and OpenSSH's client", () => {
		const config = "Host h1\n ProxyCommand ssh -W %h:%p b\n";
		expect(complaint("h1", settings(config))).toMatch(/ProxyJump <jump host>.* sshClient to "openssh"/);
		expect(complaint("h1", settings(config, { sshClient: "openssh" }))).toBe("");
		expect(complaint("h1", settings(config, { hosts: { h1: { sshClient: "openssh" } } }))).toBe("");
	});
	test("files that can't be read or parsed are named", () => {
		expect(complaint("h1", settings("", { sshConfig: "/nonexistent/cfg" }))).toMatch(
			/ovs:sshConfig: \/nonexistent\/cfg can't be read/,
		);
		expect(complaint("h1", settings('Host "h1\n'))).toMatch(/config can't be read as an SSH configuration/);
		expect(complaint("h1", settings("Host h1\n Port many\n"))).toMatch(/Port "many" is not a port number/);
	});
});

describe("OpenSSH's own client", () => {
	const timeout = ["-o", "ConnectTimeout=15"];
	const byOpenSsh = (
		host: Parameters<typeof resolveHost>[0],
		hosts: Record<string, unknown> = {},
		rest: InventorySettings = {},
	) => find(host, settings("Host h1 jump\n User ops\n", { hosts, sshClient: "openssh", ...rest })).openSsh;

	test("a name of the OpenSSH configuration gets no argument that the entry does not have", () => {
		expect(byOpenSsh("h1")).toEqual({ destination: "h1", arguments: timeout });
		expect(byOpenSsh("h1", { h1: { user: "pat", become: true } })).toEqual({
			...{ destination: "h1", user: "pat" },
			arguments: ["-l", "pat", ...timeout],
		});
		expect(byOpenSsh("h1", { h1: { sshClient: "builtin" } })).toBeUndefined();
	});

	test("an address gets the provider's default user", () => {
		const expected = { destination: "192.0.2.7", user: "root", arguments: ["-l", "root", ...timeout] };
		expect(byOpenSsh("gw", { gw: { host: "192.0.2.7" } })).toEqual(expected);
		expect(byOpenSsh({ host: "192.0.2.7" })).toEqual(expected);
		expect(byOpenSsh("192.0.2.7", { "192.0.2.7": {} })).toEqual(expected);
		expect(byOpenSsh("gw.example.net")).toEqual({ destination: "gw.example.net", arguments: timeout });
		expect(find("h9", settings("Host h9\n ConnectTimeout 40\n", { sshClient: "openssh" })).openSsh?.arguments).toEqual([
			...["-o", "ConnectTimeout=40"],
		]);
	});

	test("fields are arguments; paths are whole words without tokens", () => {
		const fields = {
			...{ host: "192.0.2.7", port: 2222, user: "ops", privateKeyPath: "/k/my key%h", agentSocketPath: "/a" },
			...{ knownHostsFile: "/kh", hostKeyChecking: "accept-new" as const, perDialTimeout: 1.5, dialErrorLimit: 3 },
		};
		const options = ['IdentityFile="/k/my key%%h"', "IdentitiesOnly=yes", 'IdentityAgent="/a"', 'UserKnownHostsFile="/kh"'];
		const more = ["StrictHostKeyChecking=accept-new", "ConnectTimeout=2", "ConnectionAttempts=3"];
		const args = ["-l", "ops", "-p", "2222", ...[...options, ...more].flatMap((text) => ["-o", text])];
		expect(byOpenSsh(fields)?.arguments).toEqual(args);
		expect(byOpenSsh("h1", {}, { env: { PULUMI_OVS_SSH_CONFIG: "/dev/null" }, hosts: { h1: {} } })?.arguments).toEqual([
			...["-F", "/dev/null", "-l", "root", ...timeout],
		]);
	});

	test("the jump host of a built-in connection is reached by the built-in client", () => {
		const s = settings("Host h1\n ProxyJump jump\nHost jump\n User ops\n", {
			...{ sshClient: "openssh", hosts: { h1: { sshClient: "builtin" } } },
		});
		expect(find("h1", s).jump).toMatchObject({ host: "jump", user: "ops" });
		expect(find("h1", s).jump?.openSsh).toBeUndefined();
	});

	test.each(["password", "privateKey", "privateKeyPassword", "hostKey"])("%s is refused, with what takes its place", (field) => {
		const s = settings("", { sshClient: "openssh" });
		expect(complaint({ host: "192.0.2.7", [field]: "xyzzy" }, s)).toMatch(
			new RegExp(`^host.${field}: can't be used with sshClient "openssh": .*, or set sshClient to "builtin"$`),
		);
		expect(complaint({ host: "192.0.2.7", [field]: "xyzzy", sshClient: "builtin" }, s)).not.toMatch(/openssh/);
	});

	test("an entry's field is named by its path in the stack configuration", () => {
		expect(complaint("h1", settings("", { sshClient: "openssh", hosts: { h1: { hostKey: "SHA256:x" } } }))).toMatch(
			/^host: h1: ovs:hosts\.h1\.hostKey can't be used/,
		);
	});

	test("proxy is refused", () => {
		const host = { host: "192.0.2.7", proxy: { host: "192.0.2.1" }, sshClient: "openssh" };
		expect(complaint(host, settings(""))).toMatch(/^host.proxy: can't be used .*ProxyJump/);
	});
});

describe("connection objects", () => {
	test("have the fields and defaults of @pulumi/command", () => {
		const s = settings(undefined, { env: { SSH_AUTH_SOCK: "/run/agent" } });
		expect(find({ host: "10.0.0.1" }, s)).toMatchObject({
			user: "root",
			port: 22,
			perDialTimeout: undefined,
			dialErrorLimit: undefined,
			agent: "/run/agent",
			hostKeyChecking: "yes",
		});
		expect(find({ host: "10.0.0.1" }, s).keyFiles.map((f) => f.path)).toEqual(
			["id_ed25519", "id_ecdsa", "id_rsa"].map((k) => `${s.env.HOME}/.ssh/${k}`),
		);
		const proxied = find({ host: "a", proxy: { host: "b", user: "ops", port: 99 } }, s);
		expect(proxied.jump).toMatchObject({ host: "b", user: "ops", port: 99 });
	});
	test("a named key is the only one that is tried", () => {
		expect(find({ host: "a", privateKeyPath: "~/k" }, settings()).keyFiles).toEqual([
			{ path: expect.stringMatching(/\/k$/), required: true },
		]);
		expect(find({ host: "a", password: "x" }, settings()).keyFiles).toEqual([]);
	});
	test("become: true, a command, false", () => {
		const becomes = [true, "doas", false, undefined].map((become) => find({ host: "a", become }, settings()).become?.command);
		expect(becomes).toEqual(["sudo", "doas", undefined, undefined]);
	});
	test.each([
		[{ host: "a", usr: "x" }, 'host.usr: is not a known field: did you mean "user"?'],
		[{ host: "a", proxy: { host: "b", prot: 1 } }, 'host.proxy.prot: is not a known field: did you mean "port"?'],
		[{ host: "a", proxy: { host: "b", proxy: {} } }, "host.proxy.proxy: is not a known field"],
		[{ user: "x" }, "host.host: is missing"],
		[{ host: "a", port: "22" }, "host.port: must be a number, and is a text: write it without quotes"],
		[{ host: "a", port: 0 }, "host.port: must be at least 1"],
		[{ host: "a", become: "true" }, 'host.become: must be true or false without quotes, or a command such as "doas"'],
		[{ host: "a", hostKeyChecking: "maybe" }, 'host.hostKeyChecking: must be one of "yes", "accept-new", "no"'],
		[{ host: "a", become: 1 }, 'host.become: must be true or false without quotes, or a command such as "doas"'],
		[{ host: "a", name: "a/b" }, "host.name: a host's name has no spaces and no slash"],
		[7, "host: must be a host's name, or a connection object"],
		[null, "host: must be a host's name"],
	])("%j is refused", (host, message) => expect(complaint(host, settings())).toContain(message));

	test("unknown values are no errors, known ones are checked", () => {
		for (const host of [
			UNKNOWN,
			{ host: UNKNOWN },
			{ host: "a", port: UNKNOWN, proxy: UNKNOWN },
			{ host: "a", proxy: { host: UNKNOWN, port: UNKNOWN } },
		]) {
			expect(checkHost(host, settings())).toEqual([]);
		}
		expect(complaint({ host: UNKNOWN, prot: 1 }, settings())).toContain("prot");
	});
	test("no value of a secret field is ever quoted", () => {
		const bad = Object.fromEntries(secretFields.map((f) => [f, { nested: "TOPSECRET" }]));
		expect(complaint({ host: "a", ...bad }, settings())).not.toContain("TOPSECRET");
		expect(complaint("h1", settings("", { hosts: { h1: { pasword: "TOPSECRET" } } }))).not.toContain("TOPSECRET");
	});
	test('the secret fields are those with "Secret." in their descriptions', () => {
		const secret = Object.entries(connectionSchema.shape).filter(([, schema]) =>
			(schema as z.ZodType).description?.endsWith("Secret."),
		);
		expect(secret.map(([field]) => field).sort()).toEqual([...secretFields].sort());
	});
	test.each([
		[["docker", "exec", "-i", "openvswitch_vswitchd", "{tool}"], ""],
		[["microovn.{tool}"], ""],
		[["docker", "exec", "-i", "ovs"], "must contain {tool} once"],
		[["{tool}", "{tool}"], "must contain {tool} once"],
		[["{tool}", "{}"], "must contain {tool} once"],
		[[], "must contain {tool} once"],
		[["docker exec ovs", "{tool}"], "host.ovsCommand.0: must be a word"],
		[["$(id)", "{tool}"], "host.ovsCommand.0: must be a word"],
		[["a;b", "{tool}"], "host.ovsCommand.0: must be a word"],
		["docker exec -i ovs {tool}", "host.ovsCommand"],
	])("ovsCommand %j", (ovsCommand, message) => {
		const found = complaint({ host: "10.0.0.1", ovsCommand }, settings());
		expect(found).toContain(message);
		expect(found === "").toBe(message === "");
	});

	test("ovsCommand is a field of every way to name a host, and of no jump host", () => {
		const ovsCommand = ["microovn.{tool}"];
		const s = settings("Host h2\n HostName 10.0.0.2\n", {
			hosts: { h1: { host: "10.0.0.1", ovsCommand }, h2: { ovsCommand }, local: { ovsCommand } },
		});
		for (const host of ["h1", "h2", "local", { host: "10.0.0.1", ovsCommand }, { host: "local", ovsCommand }])
			expect(resolveHost(host, s).ovsCommand).toEqual(ovsCommand);
		expect(resolveHost("10.0.0.9", s).ovsCommand).toBeUndefined();
		expect(complaint({ host: "10.0.0.1", proxy: { host: "10.0.0.2", ovsCommand } }, s)).toContain(
			"proxy.ovsCommand: is not a known field",
		);
	});

	test("every field is described, and the schema is JSON Schema", () => {
		for (const [key, schema] of Object.entries(connectionSchema.shape))
			expect([key, (schema as z.ZodType).description]).toEqual([key, expect.stringMatching(/\./)]);
		expect(z.toJSONSchema(connectionSchema)).toMatchObject({ required: ["host"], additionalProperties: false });
	});
});

describe("unknown words", () => {
	const s = settings("Host gateway\nHost web-*\n", { hosts: { h1: { host: "10.0.0.1" } } });
	test.each([
		["h9", 'Did you mean "h1"?'],
		["gatway", 'Did you mean "gateway"?'],
		["zzzzzz", "Add it: pulumi config set --path 'ovs:hosts.zzzzzz.host'"],
		["root@10.0.0.1", "connection object"],
		["10.0.0.1:22", "connection object"],
		["a b", "doesn't look like a host name"],
		["", "doesn't look like a host name"],
	])("%s", (word, message) => {
		expect(complaint(word, s)).toContain(message);
		expect(() => resolveHost(word, s)).toThrow(expect.objectContaining({ kind: "config" }));
	});
	test("the message names all three places", () => {
		expect(complaint("h9", s)).toMatch(
			/^host: h9: unknown host: it is not in ovs:hosts, not a Host of .*\/\.ssh\/config, and doesn't look like a host name/,
		);
	});
	test("web-* makes web-1 known", () => expect(checkHost("web-1", s)).toEqual([]));
	test("a bad entry of ovs:hosts is shown with its place", () => {
		expect(complaint("h1", settings("", { hosts: { h1: { host: "a", prot: 1 } } }))).toContain(
			'ovs:hosts.h1.prot is not a known field: did you mean "port"?',
		);
	});
});
