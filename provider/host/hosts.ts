import { canonicalName, type HostInput, hostName, type InventorySettings, resolveHost } from "../inventory/resolve";
import { openTransport } from "../transport/open";
import { EngineLoad } from "./batch-window";
import { scriptExecutor } from "./executor";
import { Host } from "./host";

/** Stack configuration, as Pulumi hands it to the provider: text under "ovs:…". */
export type Config = (key: string) => string | undefined;

/** The hosts of this run. One object a host: its queue and register are shared by all its resources. */
export class Hosts {
	private readonly hosts = new Map<string, Host>();
	private readonly load = new EngineLoad();
	readonly settings: InventorySettings;
	private readonly maxSessions: number | undefined;

	constructor(config: Config) {
		this.maxSessions = parseSessions(config("ovs:maxSessions"));
		this.settings = { hosts: parseHosts(config("ovs:hosts")), sshConfig: config("ovs:sshConfig") };
	}

	/** A host's identity under its present name. */
	nameOf(host: HostInput): string {
		return canonicalName(hostName(host), this.settings);
	}

	/** Connects to nobody: that happens at the first read or change. */
	get(host: HostInput): Host {
		const name = this.nameOf(host);
		const known = this.hosts.get(name);
		if (known) return known;
		const options = this.maxSessions === undefined ? {} : { maxSessions: this.maxSessions };
		const executor = scriptExecutor(name, () => openTransport(resolveHost(host, this.settings), options));
		const made = new Host(name, executor, { load: this.load, all: () => [...this.hosts.values()] });
		this.hosts.set(name, made);
		return made;
	}
}

function parseSessions(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
	throw new Error(`the stack configuration ovs:maxSessions is ${JSON.stringify(text)}: a number from 1 is expected`);
}

function parseHosts(text: string | undefined): Record<string, unknown> | undefined {
	if (text === undefined) return undefined;
	try {
		const hosts = JSON.parse(text) as unknown;
		if (typeof hosts === "object" && hosts !== null && !Array.isArray(hosts)) return hosts as Record<string, unknown>;
	} catch {
		// Said below, without the text: it may hold secrets.
	}
	throw new Error("the stack configuration ovs:hosts must be a map of names to connections, such as {h1: {host: 192.0.2.1}}");
}
