import type { Clock } from "../base/clock";
import { firstFew } from "../base/first-few";

/** The decision on a change: confirmed together with those of other hosts, or not, and why. */
export type Decision = { isConfirmed: true; others: string[] } | { isConfirmed: false; why: string };

/** One host's change, which is confirmed together with those of other hosts. */
export interface JointChange {
	/** Set as soon as it is decided. */
	readonly decision: Decision | undefined;
	/**
	 * The change can be confirmed until a time in milliseconds. Returns the decision: that the changes of all hosts can be, or at that
	 * time that they are not.
	 */
	ready(until: number): Promise<Decision>;
	/** The change can't be confirmed. */
	fail(why: string): void;
	/** The change was not made. */
	withdraw(): void;
}

interface Member {
	until?: number;
	decide(decision: Decision): void;
}

const changesOf = (hosts: string[]): string =>
	hosts.length === 1 ? `the change of ${hosts[0]}` : `the changes of ${firstFew(hosts)}`;

/**
 * The changes that a run makes on several hosts at the same time: the provider confirms all of them or none (`joint` in
 * ovs:commitConfirm). A change waits for every host that works at the moment, because its change may still come.
 */
export class Joint {
	private readonly working = new Set<string>();
	private readonly members = new Map<string, Member>();

	constructor(private readonly clock: Clock) {}

	/** A host begins to work on what was submitted. */
	begin(host: string): void {
		this.working.add(host);
	}

	/** A host has made a change that need not be confirmed. */
	pass(host: string): void {
		this.working.delete(host);
		this.decide();
	}

	/** A host has ended its work. `failure`: the error of a change that failed. */
	end(host: string, failure?: string): void {
		this.working.delete(host);
		if (failure === undefined) this.decide();
		else this.refuse(`a change of ${host} failed at the same time (${failure})`);
	}

	/** A host's change is about to be sent. */
	enter(host: string): JointChange {
		this.working.add(host);
		let decision: Decision | undefined;
		let tell = (_: Decision): void => {};
		const decided = new Promise<Decision>((resolve) => {
			tell = resolve;
		});
		const member: Member = {
			decide: (made) => {
				decision = made;
				tell(made);
			},
		};
		this.members.set(host, member);
		const isOpen = () => this.members.get(host) === member;
		return {
			get decision() {
				return decision;
			},
			ready: async (until) => {
				member.until = until;
				this.decide();
				const limit = this.clock.sleep(Math.max(0, until - this.clock.now()));
				await Promise.race([decided, limit.over]);
				limit.end();
				if (isOpen()) this.refuse(`${changesOf(this.missing)} could not be confirmed in time`);
				return decided;
			},
			fail: (why) => {
				if (isOpen()) this.refuse(`the change of ${host} was not confirmed (${why})`);
			},
			withdraw: () => {
				if (isOpen()) this.members.delete(host);
			},
		};
	}

	/** The working hosts whose changes are not ready. */
	private get missing(): string[] {
		return [...this.working].filter((host) => this.members.get(host)?.until === undefined);
	}

	private decide(): void {
		const all = [...this.members];
		if (this.missing.length > 0) return;
		// A host that has waited for too long may undo its change before the confirmation comes: then the other hosts would keep theirs.
		const late = all.filter(([, { until = 0 }]) => until < this.clock.now()).map(([host]) => host);
		if (late.length > 0 && all.length > 1) this.refuse(`${changesOf(late)} could not be confirmed in time`);
		else this.close((host) => ({ isConfirmed: true, others: all.map(([other]) => other).filter((other) => other !== host) }));
	}

	private refuse(why: string): void {
		this.close(() => ({ isConfirmed: false, why }));
	}

	private close(decisionOf: (host: string) => Decision): void {
		const all = [...this.members];
		this.members.clear();
		for (const [host, { decide }] of all) decide(decisionOf(host));
	}
}
