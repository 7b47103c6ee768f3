import { HostError } from "../base/host-error";
import type { Problem } from "../base/values";
import type { ResolvedHost } from "../inventory/connection";
import { canonicalName, checkHost, type HostInput, hostName, resolveHost } from "../inventory/resolve";
import type { Operation } from "../plan/operation";
import type { ManagedTransport } from "../transport/managed-transport";
import { openTransport } from "../transport/open";
import { systemClock } from "../transport/system-clock";
import type { Transport } from "../transport/transport";
import { EngineLoad } from "./batch-window";
import { type Executor, scriptExecutor } from "./executor";
import { Host, type HostOptions } from "./host";
import { Joint } from "./joint";
import { type Config, type StackSettings, stackSettings } from "./stack-settings";
import { StateConnections } from "./state-connections";

/** The source of a connection: the program of this run, or the state, which keeps the connection of an earlier run. */
type ConnectionSource = "program" | "state";

interface KnownHost {
	host: Host;
	/** The connections that the state names. Undefined: the program has named one. */
	ofState?: StateConnections;
}

/** The hosts of this run. One object a host: its queue and register are shared by all its resources. */
export class Hosts {
	private readonly known = new Map<string, KnownHost>();
	private readonly load = new EngineLoad();
	/** Names without errors. Each resource of a host is checked, and its way is not looked up each time. */
	private readonly checked = new Set<unknown>();
	private readonly stack: StackSettings;
	private readonly joint: Joint | undefined;

	/** `show`: what is shown to the user during the run. */
	constructor(
		config: Config,
		private readonly show: Pick<HostOptions, "onPlanned" | "warn"> = {},
	) {
		this.stack = stackSettings(config);
		this.joint = this.stack.confirm.joint && new Joint(systemClock);
	}

	/** A host's identity under its present name. */
	nameOf(host: HostInput): string {
		return canonicalName(hostName(host), this.stack.inventory);
	}

	/** The errors of a resource's `host` that can be found without the network. */
	check(host: unknown): Problem[] {
		if (this.checked.has(host)) return [];
		const problems = checkHost(host, this.stack.inventory);
		if (typeof host === "string" && problems.length === 0) this.checked.add(host);
		return problems;
	}

	/**
	 * The host of this name; nobody is connected to before the first read or change. The first connection that the program
	 * names is used from then on; until there is one, the first of those that the state names and that lead to the host.
	 */
	get(input: HostInput, source: ConnectionSource = "state"): Host {
		const name = this.nameOf(input);
		const known = this.known.get(name);
		const executorFor = (of: HostInput): Executor => this.executor(name, of, source);
		if (!known) {
			const all = () => [...this.known.values()].map((each) => each.host);
			const { load, joint } = this;
			const { confirm } = this.stack;
			const ofState = source === "state" ? new StateConnections(input, executorFor) : undefined;
			const host = new Host(name, ofState ?? executorFor(input), { load, all, confirm, joint, ...this.show });
			this.known.set(name, { host, ofState });
			return host;
		}
		const { host, ofState } = known;
		if (ofState && source === "state" && ofState.add(input)) host.connectAgain();
		if (ofState && source === "program") {
			if (!ofState.isBy(input)) host.reconnect(executorFor(input));
			known.ofState = undefined;
		}
		return host;
	}

	/** True for the deletion of a resource that is to be created again, on any host. */
	isToBeReplaced(deletion: Operation): boolean {
		return [...this.known.values()].some(({ host }) => host.registry.isToBeReplaced(deletion));
	}

	private executor(name: string, input: HostInput, source: ConnectionSource): Executor {
		const { inventory, maxSessions, ovsTransport } = this.stack;
		let resolved: ResolvedHost | undefined;
		const host = () => {
			resolved ??= resolveHost(input, inventory);
			return resolved;
		};
		const open = () => {
			const transport = openTransport(host(), { maxSessions });
			if (source === "program") return transport;
			const remark = typeof input === "string" ? configurationFromState : connectionFromState;
			return explained(transport, () => (this.known.get(name)?.ofState ? remark : undefined));
		};
		return scriptExecutor(name, open, { ovsCommand: () => host().ovsCommand, ovsTransport });
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
