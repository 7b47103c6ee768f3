import { isDeepStrictEqual } from "node:util";
import type { ConfirmSettings } from "../apply/context";
import { HostError } from "../base/host-error";
import type { Problem } from "../base/values";
import type { ResolvedHost } from "../inventory/connection";
import {
	canonicalName,
	checkHost,
	type HostInput,
	hostName,
	type InventorySettings,
	resolveHost,
	type SshClientName,
} from "../inventory/resolve";
import type { ManagedTransport } from "../transport/managed-transport";
import { openTransport } from "../transport/open";
import type { Transport } from "../transport/transport";
import { EngineLoad } from "./batch-window";
import type { OvsTransport } from "./database";
import { type Executor, scriptExecutor } from "./executor";
import { Host, type HostOptions } from "./host";

/** Stack configuration, as Pulumi hands it to the provider: text under "ovs:…". */
export type Config = (key: string) => string | undefined;

/** The source of a connection: the program of this run, or the state, which keeps the connection of an earlier run. */
export type ConnectionSource = "program" | "state";

interface Known {
	host: Host;
	input: HostInput;
	source: ConnectionSource;
}

/** The hosts of this run. One object a host: its queue and register are shared by all its resources. */
export class Hosts {
	private readonly known = new Map<string, Known>();
	private readonly load = new EngineLoad();
	/** Names without errors. Each resource of a host is checked, and its way is not looked up each time. */
	private readonly checked = new Set<unknown>();
	readonly settings: InventorySettings;
	private readonly maxSessions: number | undefined;
	private readonly confirm: ConfirmSettings;
	private readonly ovsTransport: OvsTransport;

	/** `show`: what is shown to the user during the run. */
	constructor(
		config: Config,
		private readonly show: Pick<HostOptions, "onPlanned" | "warn"> = {},
	) {
		this.confirm = parseConfirm(config("ovs:commitConfirm"));
		this.maxSessions = parseSessions(config("ovs:maxSessions"));
		this.ovsTransport = parseOvsTransport(config("ovs:transport"));
		this.settings = {
			hosts: parseHosts(config("ovs:hosts")),
			sshConfig: config("ovs:sshConfig"),
			sshClient: parseSshClient(config("ovs:sshClient")),
		};
	}

	/** A host's identity under its present name. */
	nameOf(host: HostInput): string {
		return canonicalName(hostName(host), this.settings);
	}

	/** The errors of a resource's `host` that can be found without the network. */
	check(host: unknown): Problem[] {
		if (this.checked.has(host)) return [];
		const problems = checkHost(host, this.settings);
		if (typeof host === "string" && problems.length === 0) this.checked.add(host);
		return problems;
	}

	/**
	 * The host of this name; nobody is connected to before the first read or change. The first connection that the program
	 * names is used from then on; until there is one, the first that the state names.
	 */
	get(input: HostInput, source: ConnectionSource = "state"): Host {
		const name = this.nameOf(input);
		const known = this.known.get(name);
		if (!known) {
			const all = () => [...this.known.values()].map((each) => each.host);
			const { load, confirm } = this;
			const host = new Host(name, this.executor(name, input, source), { load, all, confirm, ...this.show });
			this.known.set(name, { host, input, source });
			return host;
		}
		if (source === "program" && known.source === "state") {
			if (!isDeepStrictEqual(known.input, input)) known.host.reconnect(this.executor(name, input, source));
			Object.assign(known, { input, source });
		}
		return known.host;
	}

	private executor(name: string, input: HostInput, source: ConnectionSource): Executor {
		const options = this.maxSessions === undefined ? {} : { maxSessions: this.maxSessions };
		let resolved: ResolvedHost | undefined;
		const host = () => {
			resolved ??= resolveHost(input, this.settings);
			return resolved;
		};
		const open = () => {
			const transport = openTransport(host(), options);
			if (source === "program") return transport;
			const remark = typeof input === "string" ? configurationFromState : connectionFromState;
			return explained(transport, () => (this.known.get(name)?.source === "state" ? remark : undefined));
		};
		return scriptExecutor(name, open, { ovsCommand: () => host().ovsCommand, ovsTransport: this.ovsTransport });
	}
}

const configurationFromState =
	"Refresh and destroy use the stack configuration of the last `pulumi up`: if ovs:hosts has changed since, run `pulumi up` first, or add --run-program";

const connectionFromState =
	"This connection is the one in the state: if the program has another one now, run `pulumi up` without --refresh, which writes it to the state";

/** The same transport; where the way to the host fails, its error also says this. */
function explained(transport: Transport & Pick<ManagedTransport, "transact">, remark: () => string | undefined): Transport {
	const withRemark = (error: unknown): never => {
		const isWay = error instanceof HostError && ["unreachable", "hostkey", "auth", "become"].includes(error.kind);
		const text = isWay ? remark() : undefined;
		throw text === undefined ? error : (error as HostError).with(text);
	};
	return {
		script: (options) => transport.script(options).catch(withRemark),
		transact: (options) => transport.transact(options).catch(withRemark),
		close: () => transport.close(),
		isLocal: transport.isLocal,
	};
}

/** The least and the greatest number of seconds: opening a connection takes some, and the next run waits for a way back. */
const [shortestConfirm, longestConfirm] = [5, 240];

function parseConfirm(text = "0"): ConfirmSettings {
	const [, digits, word] = /^(\d{1,4})( always)?$/.exec(text.trim()) ?? [];
	const seconds = Number(digits ?? Number.NaN);
	const isOff = seconds === 0 && word === undefined;
	if (isOff || (seconds >= shortestConfirm && seconds <= longestConfirm)) return { seconds, always: word !== undefined };
	throw new Error(
		`the stack configuration ovs:commitConfirm must be 0 (off), a number of seconds from ${shortestConfirm} to ${longestConfirm}, or such a number and the word always ("30 always"), and is ${JSON.stringify(text)}`,
	);
}

function parseSessions(text: string | undefined): number | undefined {
	if (text === undefined) return undefined;
	if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
	throw new Error(
		`the stack configuration ovs:maxSessions must be a whole number from 1 to 9999, and is ${JSON.stringify(text)}`,
	);
}

const sshClients: readonly string[] = ["builtin", "openssh"] satisfies SshClientName[];

function parseSshClient(text = "builtin"): SshClientName {
	if (sshClients.includes(text)) return text as SshClientName;
	throw new Error(
		`the stack configuration ovs:sshClient must be builtin or openssh (the ssh of this machine), and is ${JSON.stringify(text)}`,
	);
}

const ovsTransports: readonly string[] = ["auto", "ovsdb", "vsctl"] satisfies OvsTransport[];

function parseOvsTransport(text = "auto"): OvsTransport {
	if (ovsTransports.includes(text)) return text as OvsTransport;
	throw new Error(
		`the stack configuration ovs:transport must be auto, ovsdb (Open vSwitch's database over the SSH connection) or vsctl (the command ovs-vsctl), and is ${JSON.stringify(text)}`,
	);
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
