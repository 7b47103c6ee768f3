import { join } from "node:path";
import { hostAndPort, sshPort } from "../base/host-name";
import type { Become, SshConnection } from "./connection";
import { expandPath, expandTokens, homeDirectory, localUser } from "./paths";
import type { ConnectionObject, InventoryEntry } from "./schema";
import type { SshOptions } from "./sshconfig";

type Env = Record<string, string | undefined>;
type LoginFields = Omit<NonNullable<ConnectionObject["proxy"]>, "host"> & { host?: string };

const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** A connection with OpenSSH's defaults. */
function defaultConnection(host: string, user: string, env: Env): SshConnection {
	const ssh = join(homeDirectory(env), ".ssh");
	return {
		type: "ssh",
		label: host,
		host,
		port: sshPort,
		user,
		keyFiles: DEFAULT_KEYS.map((key) => ({ path: join(ssh, key), required: false })),
		agent: env.SSH_AUTH_SOCK || undefined,
		identitiesOnly: false,
		knownHostsFiles: [join(ssh, "known_hosts"), "/etc/ssh/ssh_known_hosts"],
		hostKeyChecking: "yes",
	};
}

/** The connection to `name` by the OpenSSH configuration, without jump hosts. Throws where an option is not valid. */
export function fromSshOptions(name: string, options: SshOptions, env: Env): SshConnection {
	const one = (keyword: string): string | undefined => options.get(keyword)?.[0]?.[0];
	const all = (keyword: string): string[] => options.get(keyword)?.[0] ?? [];
	const user = one("user") ?? localUser(env);
	const port = Number(one("port") ?? sshPort);
	if (!Number.isInteger(port) || port < 1 || port > 65535)
		throw new Error(`the SSH configuration's Port "${one("port")}" is not a port number`);
	const about = { alias: name, host: name, port, user };
	const host = expandTokens(one("hostname") ?? name, about, env);
	const path = (text: string): string => expandPath(expandTokens(text, { ...about, host }, env), env);
	const isNone = (text: string | undefined): boolean => text?.toLowerCase() === "none";

	const plain = defaultConnection(host, user, env);
	const identities = (options.get("identityfile") ?? []).flat();
	const knownHosts = [
		...(options.has("userknownhostsfile")
			? all("userknownhostsfile")
					.filter((f) => !isNone(f))
					.map(path)
			: plain.knownHostsFiles.slice(0, 1)),
		...(options.has("globalknownhostsfile")
			? all("globalknownhostsfile")
					.filter((f) => !isNone(f))
					.map(path)
			: plain.knownHostsFiles.slice(1)),
	];
	return {
		...plain,
		label: name,
		port,
		keyFiles: identities.length
			? identities.filter((f) => !isNone(f)).map((f) => ({ path: path(f), required: false }))
			: plain.keyFiles,
		agent: agentOf(one("identityagent"), path, plain.agent, env),
		identitiesOnly: one("identitiesonly")?.toLowerCase() === "yes",
		hostKeyAlias: one("hostkeyalias"),
		knownHostsFiles: knownHosts,
		hostKeyChecking: hostKeyCheckingOf(one("stricthostkeychecking")),
		perDialTimeout: Number(one("connecttimeout")) || undefined,
	};
}

function agentOf(
	word: string | undefined,
	path: (text: string) => string,
	standard: string | undefined,
	env: Env,
): string | undefined {
	if (word === undefined || word === "SSH_AUTH_SOCK") return standard;
	if (word.toLowerCase() === "none") return undefined;
	const variable = /^\$(\w+)$/.exec(word)?.[1];
	return variable ? env[variable] || undefined : path(word);
}

/** OpenSSH's "ask" is treated as "yes", because nobody can answer. */
function hostKeyCheckingOf(word: string | undefined): SshConnection["hostKeyChecking"] {
	const lower = word?.toLowerCase();
	if (lower === "no" || lower === "off") return "no";
	return lower === "accept-new" ? "accept-new" : "yes";
}

/** The connection `base`, with the fields of a connection object in place of its own. */
export function withFields(base: SshConnection, fields: LoginFields, env: Env): SshConnection {
	const keyGiven = fields.privateKey !== undefined || fields.privateKeyPath !== undefined;
	const credentialGiven = keyGiven || fields.password !== undefined;
	const host = fields.host ?? base.host;
	const port = fields.port ?? base.port;
	return {
		...base,
		label: fields.name ?? base.label,
		host,
		port,
		user: fields.user ?? base.user,
		password: fields.password ?? base.password,
		privateKey: fields.privateKey,
		privateKeyPassword: fields.privateKeyPassword,
		keyFiles: fields.privateKeyPath
			? [{ path: expandPath(fields.privateKeyPath, env), required: true }]
			: credentialGiven
				? [] // only the credentials that are named are tried: a login by another key would hide a mistake
				: base.keyFiles,
		agent: fields.agentSocketPath ? expandPath(fields.agentSocketPath, env) : base.agent,
		identitiesOnly: fields.agentSocketPath ? false : base.identitiesOnly && !credentialGiven,
		hostKey: fields.hostKey,
		knownHostsFiles: fields.knownHostsFile ? [expandPath(fields.knownHostsFile, env)] : base.knownHostsFiles,
		hostKeyChecking: fields.hostKeyChecking ?? base.hostKeyChecking,
		dialErrorLimit: fields.dialErrorLimit,
		perDialTimeout: fields.perDialTimeout ?? base.perDialTimeout,
	};
}

/** The connection that an object describes, with @pulumi/command's defaults (user root, port 22). */
export function fromObject(object: ConnectionObject | NonNullable<ConnectionObject["proxy"]>, env: Env): SshConnection {
	const label = object.name ?? hostAndPort(object.host, object.port ?? sshPort);
	const connection = { ...withFields(defaultConnection(object.host, "root", env), object, env), label };
	if (!("proxy" in object) || !object.proxy) return { ...connection, become: becomeOf(object) };
	return { ...connection, jump: fromObject(object.proxy, env), become: becomeOf(object) };
}

/** The way to become root by a connection object or an entry of ovs:hosts; undefined for none. */
export function becomeOf(object: Partial<InventoryEntry>): Become | undefined {
	if (!object.become && object.becomePassword === undefined) return undefined;
	if (object.become === false) return undefined;
	return { command: typeof object.become === "string" ? object.become : "sudo", password: object.becomePassword };
}
