import { addTo } from "../base/sets-by-key";
import { holdsUnknown } from "../base/unknown";
import type { ProvidedName } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import type { Operation } from "./operation";

/** Two resources that use an object in different ways. */
interface ConflictingUse {
	own: SharedUse;
	/** The id of the other resource. */
	id: string;
	other: SharedUse;
}

/** The ids of the resources that provide, use or require a name. */
export class NameIndex {
	private readonly holders = new Map<ProvidedName, string>();
	/** The resources that use an object which others may use in the same way only: by the name, and by the way. */
	private readonly users = new Map<ProvidedName, Map<string, Map<string, SharedUse>>>();
	private readonly requirers = new Map<ProvidedName, Set<string>>();

	add(operation: Operation): void {
		const { id, kind, want } = operation;
		for (const name of [id, ...knownNames(operation)]) this.holders.set(name, id);
		for (const use of knownUses(operation)) this.addUse(id, use);
		for (const { name } of kind.requires(want)) addTo(this.requirers, name, id);
	}

	/** Forgets what the inputs of an earlier declaration provide and require. The resource itself stays. */
	forget(operation: Operation): void {
		const { id, kind, want } = operation;
		for (const name of knownNames(operation)) if (this.holders.get(name) === id) this.holders.delete(name);
		for (const { name } of kind.requires(want)) this.requirers.get(name)?.delete(id);
	}

	private addUse(id: string, own: SharedUse): void {
		const ways = this.users.get(own.name) ?? new Map<string, Map<string, SharedUse>>();
		for (const users of ways.values()) users.delete(id);
		this.users.set(own.name, ways.set(own.use, (ways.get(own.use) ?? new Map()).set(id, own)));
	}

	/** The uses by which a resource can't be beside others. */
	*conflictingUses(operation: Operation): Generator<ConflictingUse> {
		for (const own of knownUses(operation))
			for (const [use, users] of this.users.get(own.name) ?? []) {
				if (use === own.use) continue;
				for (const [id, other] of users) yield { own, id, other };
			}
	}

	/** The names that resources provide, and their ids. */
	get provided(): Iterable<ProvidedName> {
		return this.holders.keys();
	}

	holderOf(name: ProvidedName): string | undefined {
		return this.holders.get(name);
	}

	/** The resource that provides a name, and those that use the object. */
	*holderAndUsers(name: ProvidedName): Generator<string> {
		const holder = this.holders.get(name);
		if (holder !== undefined) yield holder;
		for (const users of this.users.get(name)?.values() ?? []) yield* users.keys();
	}

	requirersOf(name: ProvidedName): Iterable<string> {
		return this.requirers.get(name) ?? [];
	}
}

/** The names that a resource provides and that do not depend on unknown values. Such a name stays the same without the unknown inputs. */
export function knownNames({ kind, want }: Operation): ProvidedName[] {
	const all = kind.provides(want);
	if (!holdsUnknown(want)) return all;
	const without = kind.provides(Object.fromEntries(Object.entries(want).filter(([, value]) => !holdsUnknown(value))));
	return all.filter((name) => without.includes(name));
}

const knownUses = ({ kind, want }: Operation): SharedUse[] => (holdsUnknown(want) ? [] : kind.shares(want));
