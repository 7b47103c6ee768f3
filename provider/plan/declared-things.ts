import { addTo } from "../base/sets-by-key";
import { holdsUnknown } from "../base/unknown";
import type { SharedUse } from "../model/requirements";
import type { Operation } from "./operation";

/** Two resources that use a thing in different ways. */
interface ConflictingUse {
	own: SharedUse;
	/** The id of the other resource. */
	id: string;
	other: SharedUse;
}

/** The ids of the resources that provide, use or require a thing. Things are in the words of `provides`. */
export class DeclaredThings {
	private readonly holders = new Map<string, string>();
	/** The resources that use a thing which others may use in the same way only: by the thing, and by the way. */
	private readonly users = new Map<string, Map<string, Map<string, SharedUse>>>();
	private readonly requirers = new Map<string, Set<string>>();

	add(operation: Operation): void {
		const { id, kind, want } = operation;
		for (const thing of [id, ...knownThings(operation)]) this.holders.set(thing, id);
		for (const use of knownUses(operation)) this.addUse(id, use);
		for (const { what } of kind.requires(want)) addTo(this.requirers, what, id);
	}

	/** Forgets what the inputs of an earlier declaration provide and require. The resource itself stays. */
	forget(operation: Operation): void {
		const { id, kind, want } = operation;
		for (const thing of knownThings(operation)) if (this.holders.get(thing) === id) this.holders.delete(thing);
		for (const { what } of kind.requires(want)) this.requirers.get(what)?.delete(id);
	}

	private addUse(id: string, own: SharedUse): void {
		const ways = this.users.get(own.what) ?? new Map<string, Map<string, SharedUse>>();
		for (const users of ways.values()) users.delete(id);
		this.users.set(own.what, ways.set(own.use, (ways.get(own.use) ?? new Map()).set(id, own)));
	}

	/** The uses by which a resource can't be beside others. */
	*conflictingUses(operation: Operation): Generator<ConflictingUse> {
		for (const own of knownUses(operation))
			for (const [use, users] of this.users.get(own.what) ?? []) {
				if (use === own.use) continue;
				for (const [id, other] of users) yield { own, id, other };
			}
	}

	/** The things that resources provide. */
	get provided(): Iterable<string> {
		return this.holders.keys();
	}

	holderOf(thing: string): string | undefined {
		return this.holders.get(thing);
	}

	/** The resource that provides a thing, and those that use it. */
	*holderAndUsers(thing: string): Generator<string> {
		const holder = this.holders.get(thing);
		if (holder !== undefined) yield holder;
		for (const users of this.users.get(thing)?.values() ?? []) yield* users.keys();
	}

	requirersOf(thing: string): Iterable<string> {
		return this.requirers.get(thing) ?? [];
	}
}

/** The names that a resource provides and that do not depend on unknown values. Such a name stays the same without the unknown inputs. */
export function knownThings({ kind, want }: Operation): string[] {
	const all = kind.provides(want);
	if (!holdsUnknown(want)) return all;
	const without = kind.provides(Object.fromEntries(Object.entries(want).filter(([, value]) => !holdsUnknown(value))));
	return all.filter((thing) => without.includes(thing));
}

const knownUses = ({ kind, want }: Operation): SharedUse[] => (holdsUnknown(want) ? [] : kind.shares(want));
