import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, parseKey } from "../../../../provider/transport/ssh/keys";
import { newKey } from "./newkey";
import {
	closeHosts,
	closeServers,
	failure,
	hostKey,
	open,
	openNamed,
	otherHostKey,
	PASSWORD,
	scratch,
	startServer,
	strangerKey,
	userKey,
} from "./server";

afterEach(async () => {
	await closeHosts();
	await closeServers();
});
const hello = { stdin: "echo hello; exit 3", timeoutMs: 5000 };
const print = (key: string) => fingerprint(parseKey(key).getPublicSSH());
const known = (port: number, key: string) => `[127.0.0.1]:${port} ${key.split(" ").slice(0, 2).join(" ")}\n`;

/** Calls `use` with the socket of an agent that has this key. */
async function withAgent(key: string, use: (socket: string) => Promise<void>): Promise<void> {
	const dir = scratch();
	const socket = join(dir, "agent");
	const agent = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
	try {
		await once(agent.stdout, "data");
		writeFileSync(join(dir, "key"), key, { mode: 0o600 });
		execFileSync("ssh-add", ["-q", join(dir, "key")], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "ignore" });
		await use(socket);
	} finally {
		agent.kill();
	}
}

describe("logging in", () => {
	test("by private key", async () => {
		const server = await startServer();
		expect(await open(server.port).script(hello)).toEqual({ stdout: "hello\n", stderr: "", code: 3 });
	});

	test.each(["password", "keyboard-interactive"] as const)("by %s", async (method) => {
		const server = await startServer({ methods: [method] });
		const transport = open(server.port, { privateKey: undefined, password: PASSWORD });
		expect((await transport.script(hello)).stdout).toBe("hello\n");
	});

	test("by an agent", async () => {
		const server = await startServer();
		await withAgent(userKey.private, async (agentSocketPath) => {
			const transport = open(server.port, { privateKey: undefined, agentSocketPath });
			expect((await transport.script(hello)).stdout).toBe("hello\n");
		});
	});

	test("an RSA key signs by SHA-2, and where the server wants SHA-1, the next way is tried", async () => {
		const rsa = newKey("rsa");
		const server = await startServer({ accepts: rsa.public });
		expect((await open(server.port, { privateKey: rsa.private }).script(hello)).code).toBe(3);
		const old = await startServer({ accepts: rsa.public, isSilentOfSignatures: true });
		await withAgent(rsa.private, async (socket) => {
			for (const key of [{ privateKey: rsa.private }, { privateKey: undefined, agentSocketPath: socket }]) {
				const error = await failure(open(old.port, key).script(hello));
				expect(error).toMatchObject({ kind: "auth" });
				expect(error.message).toContain("it accepts RSA keys only with SHA-1 signatures: update sshd");
				expect((await open(old.port, { ...key, password: PASSWORD }).script(hello)).code).toBe(3);
			}
		});
	});

	test("an agent that isn't there does not stand in the way of the password", async () => {
		const server = await startServer();
		const transport = open(server.port, { privateKey: undefined, agentSocketPath: "/nonexistent/agent", password: PASSWORD });
		expect((await transport.script(hello)).code).toBe(3);
	});

	test("a wrong key is an auth error, at once, which says what was tried", async () => {
		const server = await startServer();
		const error = await failure(open(server.port, { privateKey: strangerKey.private }).script(hello));
		expect(error).toMatchObject({ kind: "auth", host: "h1" });
		expect(error.message).toMatch(/^h1: .*user ops.*tried privateKey; the server accepts publickey, password/);
	});

	test("a wrong password is an auth error without the password", async () => {
		const server = await startServer({ methods: ["password", "keyboard-interactive"] });
		const error = await failure(open(server.port, { privateKey: undefined, password: "not-the-one-9" }).script(hello));
		expect(error.kind).toBe("auth");
		expect(`${error.message}${error.stack}`).not.toContain("not-the-one-9");
	});

	test("an encrypted key needs its passphrase, which no message shows", async () => {
		const path = join(scratch(), "id");
		execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "right-phrase-5", "-a", "1", "-f", path]);
		const server = await startServer();
		const keyed = (fields: object) =>
			failure(open(server.port, { privateKey: undefined, privateKeyPath: path, ...fields }).script(hello));
		const missing = await keyed({});
		expect(missing).toMatchObject({ kind: "config" });
		expect(missing.message).toContain(`the key ${path} is encrypted: give privateKeyPassword`);
		const wrong = await keyed({ privateKeyPassword: "wrong-phrase-6" });
		expect(wrong.message).toContain(`privateKeyPassword is not the passphrase of the key ${path}`);
		expect(wrong.message).not.toContain("wrong-phrase-6");
		const right = await keyed({ privateKeyPassword: "right-phrase-5" }); // readable, but not a key of this server
		expect(right).toMatchObject({ kind: "auth" });
		expect(right.message).not.toContain("right-phrase-5");
	});

	test("an encrypted key that the server accepts", async () => {
		const path = join(scratch(), "id");
		writeFileSync(path, userKey.private, { mode: 0o600 });
		execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", "right-phrase-5", "-a", "1", "-f", path], { stdio: "ignore" });
		const server = await startServer();
		const fields = { privateKey: undefined, privateKeyPath: path, privateKeyPassword: "right-phrase-5" };
		expect((await open(server.port, fields).script(hello)).code).toBe(3);
	});

	test("a security key and a certificate need OpenSSH's client", async () => {
		const blob = Buffer.from("openssh-key-v1\0\0\0\0\x04none\0\0\0\0\0\0\0\x01\0\0\0\x1ask-ssh-ed25519@openssh.com");
		const privateKey = `-----BEGIN OPENSSH PRIVATE KEY-----\n${blob.toString("base64")}\n-----END OPENSSH PRIVATE KEY-----\n`;
		const onKey = await failure(open(1, { privateKey }).script(hello));
		expect(onKey.message).toBe('h1: the key privateKey is on a security key, which only sshClient "openssh" can use');
		const path = join(scratch(), "id");
		writeFileSync(path, strangerKey.private, { mode: 0o600 });
		writeFileSync(`${path}-cert.pub`, "");
		const server = await startServer();
		const fields = { privateKey: undefined, privateKeyPath: path };
		expect((await failure(open(server.port, fields).script(hello))).message).toContain(
			`only sshClient "openssh" uses the certificate ${path}-cert.pub`,
		);
	});

	test("a key file that isn't there is named, garbage isn't quoted", async () => {
		const missing = await failure(open(1, { privateKey: undefined, privateKeyPath: "/nonexistent/id" }).script(hello));
		expect(missing).toMatchObject({ kind: "config", message: expect.stringContaining("/nonexistent/id") });
		const garbage = await failure(open(1, { privateKey: "SECRETGARBAGE" }).script(hello));
		expect(garbage).toMatchObject({ kind: "config", message: expect.not.stringContaining("SECRETGARBAGE") });
	});
});

describe("host keys", () => {
	const files = (text = "") => {
		const knownHostsFile = join(scratch(), "known_hosts");
		if (text) writeFileSync(knownHostsFile, text);
		return { knownHostsFile, hostKey: undefined };
	};

	test("a key is accepted that a file knows, or that is pinned by itself or its fingerprint", async () => {
		const server = await startServer();
		const ways = [files(known(server.port, hostKey.public)), { hostKey: hostKey.public }, { hostKey: print(hostKey.public) }];
		for (const fields of ways) expect((await open(server.port, fields).script(hello)).code).toBe(3);
	});

	test("an unknown key is refused, with its fingerprint and the line to add", async () => {
		const server = await startServer();
		const error = await failure(open(server.port, files()).script(hello));
		expect(error.kind).toBe("hostkey");
		expect(error.message).toContain(print(hostKey.public));
		expect(error.message).toContain(known(server.port, hostKey.public).trim());
		expect(server.logins).toBe(0);
	});

	test("a changed key is refused, with both fingerprints, the place, and what to do", async () => {
		const server = await startServer();
		const fields = files(`# mine\n${known(server.port, otherHostKey.public)}`);
		const error = await failure(open(server.port, { ...fields, hostKeyChecking: "accept-new" }).script(hello));
		expect(error.kind).toBe("hostkey");
		for (const part of [
			"changed",
			print(hostKey.public),
			print(otherHostKey.public),
			`${fields.knownHostsFile} line 2`,
			`ssh-keygen -R '[127.0.0.1]:${server.port}'`,
		]) {
			expect(error.message).toContain(part);
		}
	});

	test("a key other than the pinned one is refused", async () => {
		const server = await startServer();
		expect(await failure(open(server.port, { hostKey: otherHostKey.public }).script(hello))).toMatchObject({ kind: "hostkey" });
	});

	test("a line for certificates is named where the key is not known", async () => {
		const server = await startServer();
		const error = await failure(open(server.port, files(`@cert-authority * ${strangerKey.public}\n`)).script(hello));
		expect(error.message).toMatch(
			/key is not known: .* line 1 trusts certificates for it, which only sshClient "openssh" checks\./,
		);
	});

	test("a revoked key is refused even where keys aren't checked", async () => {
		const server = await startServer();
		const fields = files(`@revoked * ${hostKey.public}\n`);
		const error = await failure(open(server.port, { ...fields, hostKeyChecking: "no" }).script(hello));
		expect(error).toMatchObject({ kind: "hostkey", message: expect.stringContaining("revoked") });
	});

	test("accept-new writes the key, mode 0600, and knows it the next time", async () => {
		const server = await startServer();
		const knownHostsFile = join(scratch(), "new", "dir", "known_hosts");
		const fields = { knownHostsFile, hostKey: undefined };
		expect((await open(server.port, { ...fields, hostKeyChecking: "accept-new" }).script(hello)).code).toBe(3);
		expect(readFileSync(knownHostsFile, "utf8")).toBe(known(server.port, hostKey.public));
		expect(statSync(knownHostsFile).mode & 0o777).toBe(0o600);
		expect((await open(server.port, fields).script(hello)).code).toBe(3);
	});

	test.each([
		["an empty file", (_port: number) => ""],
		["a file with the key of another port", (port: number) => known(port + 1, strangerKey.public)],
	])("accept-new writes what ssh writes into %s", async (_, contentFor) => {
		const server = await startServer();
		const [theirs, key] = [join(scratch(), "known_hosts"), join(scratch(), "id")];
		const ours = files(contentFor(server.port));
		writeFileSync(theirs, contentFor(server.port));
		writeFileSync(key, userKey.private, { mode: 0o600 });
		const options = ["StrictHostKeyChecking=accept-new", "HashKnownHosts=no", `UserKnownHostsFile=${theirs}`, "BatchMode=yes"];
		const args = ["-F", "none", ...options.flatMap((one) => ["-o", one]), "-i", key, "-p", `${server.port}`, "ops@127.0.0.1"];
		const ssh = spawn("ssh", [...args, "exit 3"], { stdio: "ignore" });
		expect(await once(ssh, "close")).toEqual([3, null]);
		expect((await open(server.port, { ...ours, hostKeyChecking: "accept-new" }).script(hello)).code).toBe(3);
		expect(readFileSync(ours.knownHostsFile, "utf8")).toBe(readFileSync(theirs, "utf8"));
	});

	test('"no" accepts any key and writes nothing', async () => {
		const server = await startServer();
		const fields = files();
		expect((await open(server.port, { ...fields, hostKeyChecking: "no" }).script(hello)).code).toBe(3);
		expect(existsSync(fields.knownHostsFile)).toBe(false);
	});

	test("of several host keys the server is asked for the known one", async () => {
		const rsa = newKey("ecdsa");
		const server = await startServer({ hostKeys: [hostKey.private, rsa.private] });
		expect((await open(server.port, files(known(server.port, rsa.public))).script(hello)).code).toBe(3);
	});

	test("a folder as known_hosts is a config error", async () => {
		const knownHostsFile = scratch();
		mkdirSync(join(knownHostsFile, "x"));
		expect(await failure(open(1, { knownHostsFile, hostKey: undefined }).script(hello))).toMatchObject({ kind: "config" });
	});
});

describe("reaching", () => {
	test("through a jump host, which two hosts share, and which is left at the end", async () => {
		const jump = await startServer({ forwarding: true });
		const [one, two] = [await startServer(), await startServer()];
		const proxy = { host: "127.0.0.1", port: jump.port, user: "ops", privateKey: userKey.private, hostKey: hostKey.public };
		const hosts = [open(one.port, { proxy }), open(two.port, { proxy })];
		for (const result of await Promise.all(hosts.map((host) => host.script(hello)))) expect(result.code).toBe(3);
		expect(jump.logins).toBe(1);
		expect(jump.forwards.sort()).toEqual([one, two].map((s) => `127.0.0.1:${s.port}`).sort());
		jump.drop();
		expect((await hosts[0]?.script(hello))?.code).toBe(3);
		expect(jump.logins).toBe(2);
	});

	test("one host behind a jump host is left while a script of another one runs", async () => {
		const jump = await startServer({ forwarding: true });
		const [one, two] = [await startServer(), await startServer()];
		const proxy = { host: "127.0.0.1", port: jump.port, user: "ops", privateKey: userKey.private, hostKey: hostKey.public };
		const [first, second] = [open(one.port, { proxy }), open(two.port, { proxy })];
		await first.script(hello);
		await second.script(hello);
		const file = join(scratch(), "go");
		const work = second.script({ stdin: `until [ -e ${file} ]; do :; done; exit 5`, timeoutMs: 20_000 });
		await two.busy();
		await first.close();
		writeFileSync(file, "");
		expect((await work).code).toBe(5);
	});

	test("through two jump hosts, of which the second is reached by the first", async () => {
		const [first, second] = [await startServer({ forwarding: true }), await startServer({ forwarding: true })];
		const server = await startServer();
		const sshConfig = join(scratch(), "config");
		const knownHosts = join(scratch(), "known_hosts");
		const key = join(scratch(), "id");
		writeFileSync(key, userKey.private, { mode: 0o600 });
		writeFileSync(knownHosts, [first, second, server].map(({ port }) => known(port, hostKey.public)).join(""));
		const block = (name: string, port: number, more = "") => `Host ${name}\n HostName 127.0.0.1\n Port ${port}\n${more}`;
		writeFileSync(
			sshConfig,
			`${block("h1", server.port, " ProxyJump far\n")}${block("far", second.port, " ProxyJump near\n")}${block("near", first.port)}Host *\n User ops\n IdentityFile ${key}\n UserKnownHostsFile ${knownHosts}\n`,
		);
		expect((await openNamed("h1", sshConfig).script(hello)).code).toBe(3);
		expect([first.forwards, second.forwards]).toEqual([[`127.0.0.1:${second.port}`], [`127.0.0.1:${server.port}`]]);
	});

	test("a jump host that refuses us is named", async () => {
		const jump = await startServer({ forwarding: true });
		const proxy = {
			name: "bastion",
			host: "127.0.0.1",
			port: jump.port,
			privateKey: strangerKey.private,
			hostKey: hostKey.public,
		};
		const error = await failure(open(1, { proxy }).script(hello));
		expect(error).toMatchObject({ kind: "auth", host: "h1", message: expect.stringMatching(/^h1: its jump host bastion: /) });
	});
});
