import { isIP } from "node:net";
import { HostError } from "../base/host-error";
import { hostNameOf, localHost } from "../base/host-name";
import { nearest } from "../base/nearest";
import { isUnknown } from "../base/unknown";
import type { Problem } from "../base/values";
import { becomeOf, fromObject, fromSshOptions, withFields } from "./build";
import type { Connection, ResolvedHost, SshConnection } from "./connection";
import { openSshTo, problemsForOpenSsh } from "./openssh";
import { expandPath } from "./paths";
import { type ConnectionObject, connectionSchema, entrySchema, type InventoryEntry, problemsOf } from "./schema";
import { loadSshConfig, type SshConfig } from "./sshconfig";

/** A resource's `host`: a name, or a connection object. */
export type HostInput = string | ConnectionObject;

/** The program that makes a connection. */
export type SshClientName = NonNullable<InventoryEntry["sshClient"]>;

export interface InventorySettings {
	/** The stack configuration ovs:hosts: name → connection. */
	hosts?: Record<string, unknown>;
	/** The stack configuration ovs:sshConfig: the path of an OpenSSH client configuration. */
	sshConfig?: string;
	/** The stack configuration ovs:sshClient, for connections without a field `sshClient`. */
	sshClient?: SshClientName;
	/** The environment. PULUMI_OVS_SSH_CONFIG, HOME and SSH_AUTH_SOCK are used. Default: that of the process. */
	env?: Record<string, string | undefined>;
}

const envOf = (settings: InventorySettings) => settings.env ?? process.env;

/** A host's identity. Never throws: that of a connection object whose address is not known yet is the unknown text. */
export function hostName(host: HostInput): string {
	if (typeof host === "string") return host;
	const unknown = host.name ? undefined : [host.host, host.port].find(isUnknown);
	return unknown === undefined ? (hostNameOf(host) ?? `${host.host}:${host.port}`) : String(unknown);
}

const formerNames = new WeakMap<object, Map<string, string>>();

/** The present name of a host that ovs:hosts lists under `formerly`. Any other name is returned unchanged. */
export function canonicalName(name: string, settings: InventorySettings): string {
	const { hosts } = settings;
	if (!hosts || Object.hasOwn(hosts, name)) return name;
	let renames = formerNames.get(hosts);
	if (!renames) {
		renames = new Map();
		for (const [now, entry] of Object.entries(hosts)) {
			const formerly = (entry as InventoryEntry | null)?.formerly;
			if (Array.isArray(formerly)) for (const old of formerly) renames.set(old, now);
		}
		formerNames.set(hosts, renames);
	}
	return renames.get(name) ?? name;
}

/**
 * The connection to a host. A name is looked up in ovs:hosts, then in the OpenSSH configuration, and is else an address.
 * Only configuration files are read, without the network. Throws HostError "config".
 */
export function resolveHost(host: HostInput, settings: InventorySettings): ResolvedHost {
	if (typeof host === "string") {
		const name = canonicalName(host, settings);
		return { name, connection: byName(name, settings, []), ...ovsCommandOf(entryOf(name, settings)) };
	}
	const name = hostName(host);
	const problems = problemsOf(connectionSchema, host, "host");
	if (problems.length) throw new HostError(name, "config", problems.map((p) => `${p.path} ${p.message}`).join("; "));
	if (host.host === localHost) return { name, connection: { type: "local", become: becomeOf(host) }, ...ovsCommandOf(host) };
	const connection = { ...fromObject(host, envOf(settings)), label: name };
	return { name, connection: byClient(name, connection, host, "host", settings), ...ovsCommandOf(host) };
}

const ovsCommandOf = ({ ovsCommand }: Partial<InventoryEntry> = {}): Pick<ResolvedHost, "ovsCommand"> =>
	ovsCommand === undefined ? {} : { ovsCommand };

/**
 * The connection as the client makes it that its fields or the stack configuration name. `at`: the path of the fields. Throws HostError
 * "config".
 */
function byClient(
	name: string,
	connection: SshConnection,
	fields: Partial<InventoryEntry>,
	at: string,
	settings: InventorySettings,
): SshConnection {
	if (!isByOpenSsh(fields, settings)) return connection;
	const problems = problemsForOpenSsh(fields, at);
	if (problems.length) throw new HostError(name, "config", problems.map((p) => `${p.path} ${p.message}`).join("; "));
	const env = envOf(settings);
	const config = settings.sshConfig || env.PULUMI_OVS_SSH_CONFIG;
	// A name that the OpenSSH configuration knows has its user there; an address is logged in to as this provider does by default.
	const user = fields.host === undefined ? fields.user : connection.user;
	const { perDialTimeout = silence } = connection;
	const openSsh = openSshTo(fields.host ?? name, { ...fields, user, perDialTimeout }, config && expandPath(config, env), env);
	return { ...connection, jump: undefined, openSsh };
}

/** The default of ConnectTimeout in seconds. OpenSSH itself waits for minutes. */
const silence = 15;

const isByOpenSsh = (fields: Partial<InventoryEntry>, settings: InventorySettings): boolean =>
	(fields.sshClient ?? settings.sshClient) === "openssh";

/** The errors of a resource's `host` that can be found without the network, for previews. */
export function checkHost(host: unknown, settings: InventorySettings): Problem[] {
	if (isUnknown(host)) return [];
	if (typeof host !== "string") {
		if (typeof host === "object" && host !== null && !Array.isArray(host)) {
			const problems = problemsOf(connectionSchema, host, "host");
			const fields = host as ConnectionObject;
			return problems.length || !isByOpenSsh(fields, settings) ? problems : problemsForOpenSsh(fields, "host");
		}
		return [{ path: "host", message: "must be a host's name, or a connection object {host, port, user, …}" }];
	}
	try {
		resolveHost(host, settings);
		return [];
	} catch (error) {
		return [{ path: "host", message: (error as Error).message }];
	}
}

/** `trail`: the names for which this host is a jump host. Without it `Host *` with a ProxyJump would never end. */
function byName(name: string, settings: InventorySettings, trail: string[]): Connection {
	const env = envOf(settings);
	const config = sshConfigOf(name, settings);
	const entry = entryOf(name, settings);
	if (name === localHost) return { type: "local", become: entry && becomeOf(entry) };
	// A jump host of the built-in client is reached by the built-in client.
	const made = (connection: SshConnection, fields: Partial<InventoryEntry>): SshConnection =>
		trail.length > 0 ? connection : byClient(name, connection, fields, `ovs:hosts.${name}`, settings);
	if (entry?.host) return made({ ...fromObject({ ...entry, host: entry.host }, env), label: name }, entry);

	const viaConfig = config?.knows(name);
	if (!entry && !viaConfig && !trail.length && !looksLikeHost(name)) throw unknownHost(name, settings, config);
	if (entry && !viaConfig) {
		const fields = { ...entry, host: name };
		return made({ ...fromObject(fields, env), label: name }, fields);
	}
	try {
		const options = config?.options(name) ?? new Map<string, string[][]>();
		const findsItsWay = trail.length === 0 && isByOpenSsh(entry ?? {}, settings);
		const base = {
			...fromSshOptions(name, options, env),
			jump: findsItsWay ? undefined : jumpOf(name, options, settings, trail),
		};
		if (!entry) return made(base, {});
		const jump = entry.proxy ? fromObject(entry.proxy, env) : base.jump;
		return made({ ...withFields(base, entry, env), label: name, jump, become: becomeOf(entry) }, entry);
	} catch (error) {
		if (error instanceof HostError) throw error;
		throw new HostError(name, "config", `${(error as Error).message} (${config?.path})`);
	}
}

function entryOf(name: string, settings: InventorySettings): InventoryEntry | undefined {
	if (!settings.hosts || !Object.hasOwn(settings.hosts, name)) return undefined;
	const entry = settings.hosts[name] ?? {};
	const problems = problemsOf(entrySchema, entry, `ovs:hosts.${name}`);
	if (problems.length) throw new HostError(name, "config", problems.map((p) => `${p.path} ${p.message}`).join("; "));
	return entry as InventoryEntry;
}

/** The OpenSSH configuration; undefined where none is configured and ~/.ssh/config does not exist. */
function sshConfigOf(name: string, settings: InventorySettings): SshConfig | undefined {
	const env = envOf(settings);
	const named = settings.sshConfig || env.PULUMI_OVS_SSH_CONFIG;
	const path = expandPath(named || "~/.ssh/config", env);
	try {
		return loadSshConfig(path, env);
	} catch (error) {
		if (!named && /ENOENT/.test((error as Error).message)) return undefined;
		const source = settings.sshConfig ? "ovs:sshConfig: " : named ? "PULUMI_OVS_SSH_CONFIG: " : "";
		throw new HostError(name, "config", `${source}${(error as Error).message}`);
	}
}

/** The last jump host of a ProxyJump list, which is reached through the one before it. */
function jumpOf(
	name: string,
	options: Map<string, string[][]>,
	settings: InventorySettings,
	trail: string[],
): SshConnection | undefined {
	const list = options.get("proxyjump")?.[0]?.[0];
	if (!list) {
		if (options.has("proxycommand") && options.get("proxycommand")?.[0]?.[0]?.toLowerCase() !== "none") {
			throw new Error(
				'the built-in SSH client has no ProxyCommand: use `ProxyJump <jump host>` instead, or set sshClient to "openssh" (ovs:sshClient for all hosts)',
			);
		}
		return undefined;
	}
	if (list.toLowerCase() === "none") return undefined;
	let last: SshConnection | undefined;
	for (const hop of list.split(",").map((word) => word.trim())) {
		const parts = /^(?:ssh:\/\/)?(?:(?<user>.+)@)?(?:\[(?<v6>[^\]]+)\]|(?<host>[^:]+))(?::(?<port>\d+))?$/.exec(hop)?.groups;
		const target = parts?.v6 ?? parts?.host;
		if (!target) throw new Error(`ProxyJump "${hop}" isn't [user@]host[:port]`);
		if (target === name || trail.includes(target)) continue;
		const found = byName(target, settings, [...trail, name]);
		if (found.type === "local") throw new Error(`ProxyJump "${hop}": this machine can't be a jump host`);
		last = {
			...found,
			label: hop,
			user: parts?.user ?? found.user,
			port: parts?.port ? Number(parts.port) : found.port,
			jump: last ?? found.jump,
		};
	}
	return last;
}

function looksLikeHost(name: string): boolean {
	return isIP(name) !== 0 || name === "localhost" || /^[a-z0-9_-]+(\.[a-z0-9_-]+)+\.?$/i.test(name);
}

function unknownHost(name: string, settings: InventorySettings, config: SshConfig | undefined): HostError {
	const near = nearest(name, [...Object.keys(settings.hosts ?? {}), ...(config?.names ?? []), localHost]);
	const file = config?.path ?? "~/.ssh/config";
	const form = /[@:]/.test(name) ? " A user or a port goes into a connection object: {host, user, port}." : "";
	return new HostError(
		name,
		"config",
		`unknown host: it is not in ovs:hosts, not a Host of ${file}, and doesn't look like a host name.${form} ${
			near ? `Did you mean "${near}"? Else add` : "Add"
		} it: pulumi config set --path 'ovs:hosts.${name}.host' <address>`,
	);
}
