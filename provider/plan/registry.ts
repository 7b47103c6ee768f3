import { previousKey } from "../base/mark";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { Operation } from "./operation";
import { isObserver } from "./ownership";

/** A resource that the program of this run declares. */
interface Entry {
	id: string;
	/** Tells the resource from every other of this run. */
	tag: string;
	operation: Operation;
	/** expected: a change is known to come; applied: it came and succeeded; unchanged: it is as it was. */
	state: "declared" | "expected" | "submitted" | "applied" | "unchanged";
	/** How many batches have waited for it in vain. */
	passedOver: number;
}

/** A change that has not come after so many batches is not waited for by further ones: with `--target` it never comes. */
const longestExpected = 2;

/** What the program declares for one host, as far as this run has heard of it. Clashes across resources are found here. */
export class Registry {
	private readonly entries = new Map<string, Entry>();
	private readonly holders = new Map<string, string>();
	/** Notes a resource; returns why it can't be beside another resource of the program, in words. */
	declare(tag: string, operation: Operation): string[] {
		const { id, mode } = operation;
		const things = [id, ...knownThings(operation)];
		const taken = things.flatMap((thing) => {
			const holder = this.entries.get(this.holders.get(thing) ?? "");
			return holder && holder.tag !== tag ? [{ thing, by: holder.tag }] : [];
		});
		const first = taken[0];
		if (first) return [`${first.thing} is declared by the resource "${resourceName(first.by)}" already`];
		this.entries.set(id, { id, tag, operation, state: mode === "create" ? "expected" : "declared", passedOver: 0 });
		for (const thing of things) this.holders.set(thing, id);
		return [];
	}

	/** Says what diff found of a declared resource. */
	compared(operation: Operation, changes: boolean): void {
		const entry = this.entries.get(operation.id);
		if (!entry || entry.state === "submitted" || entry.state === "applied") return;
		entry.operation = operation;
		entry.state = changes ? "expected" : "unchanged";
	}

	mark(id: string, state: Exclude<Entry["state"], "unchanged">): void {
		const entry = this.entries.get(id);
		if (entry) entry.state = state;
	}

	/** Notes the values to go back to of an object that this run has taken over. */
	keep(id: string, previous: Values): void {
		const entry = this.entries.get(id);
		if (!entry) return;
		const { want, owner } = entry.operation;
		entry.operation = { ...entry.operation, mode: "update", was: { ...want, __owner: owner, [previousKey]: previous } };
	}

	/** How many changes are known to come that have not come yet. */
	get expected(): number {
		let count = 0;
		for (const { state, passedOver } of this.entries.values()) if (state === "expected" && passedOver < longestExpected) count++;
		return count;
	}

	/** Notes that a batch has waited in vain for the changes that are known to come. */
	passOver(): void {
		for (const entry of this.entries.values()) if (entry.state === "expected") entry.passedOver++;
	}

	/** True while changes of this host are known to come or under way; what only looks doesn't count. */
	get isUnfinished(): boolean {
		for (const { state, operation } of this.entries.values())
			if ((state === "expected" || state === "submitted") && !isObserver(operation)) return true;
		return false;
	}

	/** True where the program declares what makes this. */
	declares(thing: string): boolean {
		return this.holders.has(thing);
	}

	/** True where a change that is still to come, or under way, will make this. */
	willHave(thing: string): boolean {
		const state = this.entries.get(this.holders.get(thing) ?? "")?.state;
		return state === "expected" || state === "submitted";
	}

	/** The same, unless what makes it waits for this operation in turn, by what is on the host. */
	comesBefore(thing: string, operation: Operation, facts: Facts): boolean {
		if (!this.willHave(thing)) return false;
		const maker = this.entries.get(this.holders.get(thing) ?? "")?.operation;
		const mine = operation.kind.provides(operation.want);
		return !maker?.kind.requires(maker.want).some((need) => mine.includes(need.what) && !need.there(facts));
	}

	/** True where this run has made or changed the object: a delete of it by another resource (its old name) is void. */
	isApplied(id: string): boolean {
		return this.entries.get(id)?.state === "applied";
	}

	/** The resources that stand on the host as the program wants them. */
	*standing(): Generator<Entry> {
		for (const entry of this.entries.values()) if (entry.state === "applied" || entry.state === "unchanged") yield entry;
	}
}

/** What a resource provides for certain: a text made of what is not known yet means nothing, and changes where that is left out. */
function knownThings({ kind, want }: Operation): string[] {
	const all = kind.provides(want);
	if (!holdsUnknown(want)) return all;
	const without = kind.provides(Object.fromEntries(Object.entries(want).filter(([, value]) => !holdsUnknown(value))));
	return all.filter((thing) => without.includes(thing));
}

const resourceName = (tag: string) => tag.replace(/^\d+:/, "");
