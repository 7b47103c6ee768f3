import { isDeepStrictEqual } from "node:util";
import { HostError } from "../base/host-error";
import type { HostInput } from "../inventory/resolve";
import type { Call } from "../tools/call";
import type { CallResult } from "../tools/script";
import type { Executor } from "./executor";

interface StateConnection {
	input: HostInput;
	executor: Executor;
}

/**
 * The connections to one host that the state names. After an update that failed half-way, some of the host's resources have the
 * former connection and the others the new one. The first that leads to the host is used, and no other from then on: another
 * connection may lead to another machine.
 */
export class StateConnections implements Executor {
	private readonly all: StateConnection[];
	private used: StateConnection | undefined;

	constructor(
		input: HostInput,
		private readonly executorFor: (input: HostInput) => Executor,
	) {
		this.all = [{ input, executor: executorFor(input) }];
	}

	/** Adds a connection. Returns false where it is known already, or where another is in use. */
	add(input: HostInput): boolean {
		if (this.used || this.all.some((one) => isDeepStrictEqual(one.input, input))) return false;
		this.all.push({ input, executor: this.executorFor(input) });
		return true;
	}

	/** True where this connection is the one in use, or the only one. */
	isBy(input: HostInput): boolean {
		const one = this.used ?? (this.all.length === 1 ? this.all[0] : undefined);
		return one !== undefined && isDeepStrictEqual(one.input, input);
	}

	async run(changes: Call[], reads: Call[], timeoutMs: number, holder?: string): Promise<CallResult[]> {
		if (this.used) return this.used.executor.run(changes, reads, timeoutMs, holder);
		let failure: unknown;
		// The loop also takes connections that are added meanwhile.
		for (const one of this.all) {
			try {
				const results = await one.executor.run(changes, reads, timeoutMs, holder);
				this.used ??= one;
				return results;
			} catch (error) {
				// With any other error, something may have been sent to the host.
				if (!(error instanceof HostError && error.hasNoConnection)) {
					this.used ??= one;
					throw error;
				}
				failure ??= error;
			}
		}
		throw failure;
	}

	isRemote(): boolean {
		return this.executor.isRemote();
	}

	another(): Executor {
		return this.executor.another();
	}

	ovsCommand(): string[] | undefined {
		return this.executor.ovsCommand();
	}

	async close(): Promise<void> {
		await Promise.all(this.all.map(({ executor }) => executor.close()));
	}

	private get executor(): Executor {
		return (this.used ?? (this.all[0] as StateConnection)).executor;
	}
}
