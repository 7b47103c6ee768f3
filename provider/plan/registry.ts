import { memoize } from "../base/memoize";
import { addTo } from "../base/sets-by-key";
import { previousKey } from "../base/state-fields";
import { isMap, type Values } from "../base/values";
import type { Facts } from "../model/facts";
import type { ProgramView } from "../model/program-view";
import { bridgeText, deviceText, type ProvidedName, parseName } from "../model/provided-name";
import type { SharedUse } from "../model/requirements";
import { knownNames, NameIndex } from "./name-index";
import { type Operation, resourceLabel, setsUp } from "./operation";
import { isObserver } from "./ownership";

/** True for the port that a bridge has under its own name. */
function isLocalPort(provided: ProvidedName, { kind, want }: Operation): boolean {
	const { sort, name } = parseName(provided) ?? {};
	return sort === "OVS port" && name !== undefined && kind.provides(want).includes(bridgeText(name));
}

/** True for the other end of a pair. */
function isOtherEnd(name: ProvidedName, { want: { peer, netns } }: Operation): boolean {
	return isMap(peer) && typeof peer.name === "string" && name === deviceText(peer.name, peer.netns ?? netns);
}

/** The advice for two resources of which one has the named object as a part of itself: where to set it instead. "" where neither has. */
function remedyOf(name: ProvidedName, operations: Operation[]): string {
	if (operations.some((one) => isLocalPort(name, one)))
		return ". This is the bridge's own port, whose settings are fields of the Bridge, such as addresses, mtu and up";
	if (operations.some((one) => isOtherEnd(name, one)))
		return ". This is the other end of a pair, whose settings are in the field peer of that Link, such as peer.master and peer.addresses";
	return "";
}

/** A resource that the program of this run declares. */
interface Entry {
	id: string;
	/** A text that is unique to the resource in this run. It begins with the number of the declaration in the program. */
	tag: string;
	operation: Operation;
	/**
	 * - declared: diff has not compared the resource yet, or its change failed.
	 * - expected: a change will be submitted, because the resource is new or diff found a difference.
	 * - submitted: the change is in the queue or running.
	 * - applied: the change succeeded.
	 * - unchanged: diff found no difference.
	 */
	state: "declared" | "expected" | "submitted" | "applied" | "unchanged";
	/** The number of batches that have waited for the change without success. */
	passedOver: number;
	/** True where the creation has failed and left nothing that the resource owns. */
	isNotMade?: boolean;
}

/** True for a resource whose change is still to be made. */
const isToCome = ({ state }: Entry): boolean => state === "expected" || state === "submitted";

/** True for a resource that is on the host as the program wants it. */
const isInPlace = ({ state }: Entry): boolean => state === "applied" || state === "unchanged";

/** An object that this run has deleted in order to create it again. */
export interface Replaced {
	/** The deletion, which has the inputs of before. */
	operation: Operation;
	facts: Facts;
}

/** The number of batches that wait for an expected change. With `--target` the engine never submits some of them. */
const longestExpected = 2;

/** The resources that the program declares for one host, as far as this run knows them. Finds two resources with one object. */
export class Registry {
	private readonly entries = new Map<string, Entry>();
	/** The ids of the resources of each kind, in the order of the entries. */
	private readonly idsOfType = new Map<string, Set<string>>();
	private readonly names = new NameIndex();
	/** The warnings that this run has given already. */
	private readonly warned = new Set<string>();
	/** The objects that this run has deleted and is still to create again, by their ids. */
	private readonly replaced = new Map<string, Replaced>();

	/** A plan asks for the label of each object on the host. */
	private readonly label = memoize((operation: Operation) => resourceLabel(this.host, operation));

	/** `undoesChanges`: whether the host undoes changes by itself that no new connection confirms (`ovs:commitConfirm`). */
	constructor(
		private readonly host: string,
		readonly undoesChanges?: boolean,
	) {}

	/** Adds a resource. Returns messages where it clashes with another resource of the program. */
	declare(tag: string, operation: Operation): string[] {
		const { id, mode } = operation;
		const clashes = [id, ...knownNames(operation)].flatMap((name) => {
			const holder = this.holderOf(name);
			return holder && holder.tag !== tag ? [{ name, holder }] : [];
		});
		const first = clashes[0];
		if (first) {
			const isLater = numberOf(first.holder.tag) > numberOf(tag);
			return [
				this.clashText(first.name, first.holder.operation, isLater, remedyOf(first.name, [operation, first.holder.operation])),
			];
		}
		const otherUse = this.otherUse(tag, operation);
		if (otherUse !== undefined) return [otherUse];
		const errors = operation.kind.remarks?.errors?.(operation.want, this) ?? [];
		if (errors.length > 0) return errors;
		// The resource may have been declared with other inputs before.
		const earlier = this.entries.get(id);
		if (earlier) this.names.forget(earlier.operation);
		this.entries.set(id, { id, tag, operation, state: mode === "create" ? "expected" : "declared", passedOver: 0 });
		addTo(this.idsOfType, operation.kind.type, id);
		this.names.add(operation);
		return [];
	}

	private holderOf(name: ProvidedName): Entry | undefined {
		return this.entries.get(this.names.holderOf(name) ?? "");
	}

	/** The message where another resource uses an object in another way. */
	private otherUse(tag: string, operation: Operation): string | undefined {
		for (const { own, id, other } of this.names.conflictingUses(operation)) {
			const entry = this.entries.get(id);
			if (!entry || entry.tag === tag) continue;
			return `${resourceLabel(this.host, entry.operation)} uses ${own.name} ${useText(other)}, and this one ${useText(own)}: change one of the two`;
		}
		return undefined;
	}

	/**
	 * New warnings that follow from a declared resource, each with the resource that it is about. They may be about a resource
	 * that this one requires, or that requires this one, because the engine checks resources in any order.
	 */
	warnings(operation: Operation): { about: Operation; warning: string }[] {
		const required = operation.kind.requires(operation.want).map(({ name }) => this.names.holderOf(name));
		const requiring = knownNames(operation).flatMap((name) => [...this.names.requirersOf(name)]);
		const ids = new Set([operation.id, ...required, ...requiring]);
		const concerned = [...ids].flatMap((id) => this.entries.get(id ?? "")?.operation ?? []);
		return concerned.flatMap((about) =>
			(about.kind.remarks?.warnings?.(about.want, this) ?? [])
				.filter((warning) => !this.warned.has(`${about.id} ${warning}`))
				.map((warning) => {
					this.warned.add(`${about.id} ${warning}`);
					return { about, warning };
				}),
		);
	}

	/** The inputs of the declared resources of a kind. */
	ofType(type: string): Values[] {
		return [...(this.idsOfType.get(type) ?? [])].flatMap((id) => this.entries.get(id)?.operation.want ?? []);
	}

	/** The engine checks resources in any order, so `isLater` tells which of the two the program declares second. */
	private clashText(name: ProvidedName, holder: Operation, isLater: boolean, remedy: string): string {
		const other = resourceLabel(this.host, holder);
		return isLater
			? `${other}, which the program declares later, declares ${name} too: remove that resource, or let it name another object${remedy}`
			: `${other} already declares ${name}: remove one of the two resources, or let this one name another object${remedy}`;
	}

	/** Another resource that the program declares for this, or that uses it, in words. Undefined where there is none. */
	labelOf(name: ProvidedName, operation: Pick<Operation, "id">): string | undefined {
		for (const label of this.labelsOf(name, operation)) return label;
		return undefined;
	}

	private *labelsOf(name: ProvidedName, { id }: Pick<Operation, "id">, counts: (entry: Entry) => boolean = () => true) {
		for (const one of this.names.holderAndUsers(name)) {
			const entry = one === id ? undefined : this.entries.get(one);
			if (entry && counts(entry)) yield this.label(entry.operation);
		}
	}

	/** Another resource that the program declares and that requires this, in words. Undefined where there is none. */
	requirerOf(name: ProvidedName, { id }: Pick<Operation, "id">): string | undefined {
		const other = [...this.names.requirersOf(name)].find((one) => one !== id);
		const entry = other === undefined ? undefined : this.entries.get(other);
		return entry && this.label(entry.operation);
	}

	/** The program from the view of one of its resources. */
	around(operation: Pick<Operation, "id" | "mode">): ProgramView {
		const counts = ({ isNotMade }: Entry) => operation.mode !== "delete" || !isNotMade;
		return {
			declares: (name) => this.declares(name),
			holder: (name) => {
				for (const label of this.labelsOf(name, operation, counts)) return label;
				return undefined;
			},
			requirer: (name) => this.requirerOf(name, operation),
		};
	}

	/** Records whether diff found changes in a declared resource. */
	setDiff(operation: Operation, changes: boolean): void {
		const entry = this.entries.get(operation.id);
		if (!entry || entry.state === "submitted" || entry.state === "applied") return;
		entry.operation = operation;
		entry.state = changes ? "expected" : "unchanged";
	}

	setState(id: string, state: Exclude<Entry["state"], "unchanged">): void {
		const entry = this.entries.get(id);
		if (state === "applied") this.replaced.delete(id);
		if (!entry) return;
		entry.state = state;
		entry.passedOver = 0;
		entry.isNotMade = false;
	}

	/** Remembers an object that is deleted where the program declares it: the engine replaces it. `facts`: those before the deletion. */
	rememberReplaced(operation: Operation, facts: Facts): void {
		if (this.declares(operation.id)) this.replaced.set(operation.id, { operation, facts });
	}

	/** The object that a creation replaces. Undefined where there is none. */
	replacedBy({ id, mode }: Pick<Operation, "id" | "mode">): Replaced | undefined {
		return mode === "create" ? this.replaced.get(id) : undefined;
	}

	/** True for the deletion of a resource that is to be created again on this host, as the engine does to replace it. */
	isToBeReplaced({ kind, id, resource }: Pick<Operation, "kind" | "id" | "resource">): boolean {
		for (const { state, operation } of this.entries.values()) {
			const isSame = resource === undefined ? operation.id === id : operation.kind === kind && operation.resource === resource;
			if (isSame && state === "expected") return true;
		}
		return false;
	}

	/** Records that a change has failed. `isHalfMade`: the resource owns what there is of it, or may do so, and is in the state. */
	setFailed({ id, mode }: Pick<Operation, "id" | "mode">, isHalfMade: boolean): void {
		this.setState(id, "declared");
		const entry = this.entries.get(id);
		if (entry) entry.isNotMade = mode === "create" && !isHalfMade;
	}

	/** Records the original values of an object that this run has adopted. */
	keep(id: string, originals: Values): void {
		const entry = this.entries.get(id);
		if (!entry) return;
		const { want, owner } = entry.operation;
		entry.operation = { ...entry.operation, mode: "update", was: { ...want, __owner: owner, [previousKey]: originals } };
	}

	/** True while changes are expected that are not submitted yet. */
	get isExpecting(): boolean {
		for (const { state, passedOver } of this.entries.values())
			if (state === "expected" && passedOver < longestExpected) return true;
		return false;
	}

	/** Counts one more batch that has waited without success for the expected changes. */
	passOver(): void {
		for (const entry of this.entries.values()) if (entry.state === "expected") entry.passedOver++;
	}

	/** A change of this host that is expected or submitted, in words. Observers do not count. */
	get unfinished(): string | undefined {
		for (const entry of this.entries.values())
			if (isToCome(entry) && !isObserver(entry.operation)) return this.label(entry.operation);
		return undefined;
	}

	/** True where the program declares a resource that provides this. */
	declares(name: ProvidedName): boolean {
		return this.names.holderOf(name) !== undefined;
	}

	/** The names that the program's resources provide. */
	get provided(): Iterable<ProvidedName> {
		return this.names.provided;
	}

	/** True where an expected or submitted change of another resource provides this. */
	willProvide(name: ProvidedName, { id }: Operation): boolean {
		const entry = this.holderOf(name);
		return entry !== undefined && entry.id !== id && isToCome(entry);
	}

	/** True where this run changes, or has changed, the resource that provides this. */
	isChanged(name: ProvidedName): boolean {
		const entry = this.holderOf(name);
		return entry !== undefined && (isToCome(entry) || entry.state === "applied");
	}

	/** True where an expected or submitted change provides this, and that change does not wait for this operation in turn. */
	comesBefore(name: ProvidedName, operation: Operation, facts: Facts): boolean {
		if (!this.willProvide(name, operation)) return false;
		const maker = this.holderOf(name)?.operation;
		const mine = operation.kind.provides(operation.want);
		return !maker?.kind.requires(maker.want).some((need) => mine.includes(need.name) && !need.there(facts));
	}

	/** Another resource whose expected or submitted change sets the host up, in words. */
	expectedSetup({ id }: Pick<Operation, "id">): string | undefined {
		for (const entry of this.entries.values())
			if (isToCome(entry) && entry.id !== id && setsUp(entry.operation)) return resourceLabel(this.host, entry.operation);
		return undefined;
	}

	/**
	 * The resource that has the object of a deleted one now: this run has created or changed it, or the program declares it unchanged
	 * under another name in Pulumi. An unchanged one of the same name is being replaced (`pulumi up --replace`).
	 */
	keeperOf({ id, resource }: Pick<Operation, "id" | "resource">): Operation | undefined {
		const entry = this.entries.get(id);
		const isOther = entry?.state === "unchanged" && entry.operation.resource !== resource;
		return entry?.state === "applied" || isOther ? entry?.operation : undefined;
	}

	/** The resources that the program declares. */
	get operations(): Operation[] {
		return [...this.entries.values()].map(({ operation }) => operation);
	}

	/** Those that are on the host as the program wants them. */
	get operationsInPlace(): Operation[] {
		return [...this.entries.values()].filter(isInPlace).map(({ operation }) => operation);
	}
}

const useText = ({ use, detail = "" }: SharedUse): string => `${use}${detail}`;

/** The number of a declaration in the program. Versions of the SDK without numbers give 0. */
const numberOf = (tag: string): number => Number(/^(\d+):/.exec(tag)?.[1] ?? 0);
