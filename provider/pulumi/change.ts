import { ChangeError, halfMade, OutcomeUnknown } from "../apply/half-made";
import { type Values, withoutUnset } from "../base/values";
import { differences } from "../model/compare";
import type { Facts } from "../model/facts";
import { ownFields } from "../model/identity";
import { observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { outputs } from "../plan/outputs";
import { isObserver, ownershipStatus } from "../plan/ownership";
import { readsAfter } from "../plan/reads";
import { hosts } from "./configuration";
import { connectionChanged } from "./diff";
import { resourceId } from "./ids";
import { toOperation } from "./inputs";
import { plainError, rethrow } from "./plain-error";
import { envelope, migrate } from "./state";
import { isOutcomeUnknown, stateByJournal, unknownOutcome } from "./unknown-outcome";
import { warnAbout } from "./warning";

export async function create(inputs: Values): Promise<{ id: string; outs: Values }> {
	const operation = toOperation("create", inputs);
	return { id: resourceId(operation.kind, named(inputs, operation)), outs: await change(operation, inputs) };
}

/** The values that name the object in its id. */
const named = ({ __decided }: Values, { want }: Operation): Values => ({ ...__decided, ...want });

export async function update(_id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
	const state = migrate(olds);
	if (isOutcomeUnknown(state)) return { outs: await change(toOperation("create", news), news) };
	const operation = toOperation("update", news, state);
	const outs = changesConnectionOnly(operation, state) ? await readOverNewConnection(operation, state, news) : undefined;
	return { outs: outs ?? (await change(operation, news)) };
}

/** True where the object needs no change, and only the connection in the state has to be replaced by the program's present one. */
function changesConnectionOnly(operation: Operation, state: Values): boolean {
	const { kind, want, owner } = operation;
	if (isObserver(operation) || state.error !== undefined || state.__owner !== owner) return false;
	if ((operation.persist === true) !== (state.persist === true)) return false;
	return connectionChanged(want, state) && differences(kind, want, ownFields(kind, state)).length === 0;
}

/**
 * The outputs with the new connection, after a read over that connection: one that does not work never gets into the state.
 * Undefined where the new connection reaches a machine on which the object is missing or has a fault.
 */
async function readOverNewConnection(operation: Operation, state: Values, news: Values): Promise<Values | undefined> {
	const { want } = operation;
	const host = hosts().get(want.host);
	try {
		const have = observe(operation, await host.read(readsAfter(operation)));
		return have && have.fault === undefined
			? withoutUnset({ ...state, ...envelope(news), host: want.host, adopt: want.adopt || undefined })
			: undefined;
	} catch (error) {
		return rethrow(host.errorOf(operation, error));
	}
}

export async function remove(_id: string, props: Values): Promise<void> {
	const kept = migrate(props);
	const state = isOutcomeUnknown(kept) ? await stateByJournal(kept) : kept;
	const operation = toOperation("delete", state, state);
	const host = hosts().get(state.host);
	if (isObserver(operation)) return;
	const keeper = host.registry.keeperOf(operation);
	const rest = keeper ? leftByRenamed(operation, keeper) : operation;
	if (!rest) return;
	const isReplaced = hosts().isToBeReplaced(operation);
	const { facts } = await host.submit(rest).catch((error) => rethrow(isReplaced ? withEndlessWait(error) : error));
	for (const message of leftWarnings(rest, facts)) await warnAbout(rest, message);
}

/**
 * The error of a deletion that a creation is to follow. With --continue-on-error, Pulumi up to 3.259 never answers the program about such a
 * resource: its step executor (executeChain) ends the deletion and the creation together, and lets only the deletion fail.
 */
const withEndlessWait = ({ message }: Error): Error =>
	new Error(
		`${message}. With --continue-on-error, press Ctrl-C now: Pulumi waits without end for a resource that it could not delete before it creates it again`,
	);

/** Warnings about what a deletion has left of the program's object. */
export function leftWarnings(operation: Operation, facts: Facts): string[] {
	const left = observe(operation, facts);
	return left && ownershipStatus(operation, left) === "owned" ? (left.warnings ?? []) : [];
}

/**
 * The program has this object under another name now, or once more under its first name after an update to another one has failed. It
 * may still have what only the deleted resource wanted, such as addresses. Undefined: both want the same.
 */
function leftByRenamed({ kind, want, was }: Operation, keeper: Operation): Operation | undefined {
	return differences(kind, keeper.want, want).length > 0 ? { ...keeper, mode: "update", was } : undefined;
}

/** Makes a change. A partly made object is reported to Pulumi, so that it stays in the state and the next update repairs it. */
async function change(operation: Operation, inputs: Values): Promise<Values> {
	const { kind, want } = operation;
	const host = hosts().get(want.host);
	const complete = (values: Values) =>
		withoutUnset({ host: want.host, ...(want.adopt ? { adopt: true } : {}), ...values, ...envelope(inputs) });
	try {
		const { facts, originals, warnings } = await host.submit(operation);
		// What another resource is about to take over is no part of this one.
		const have = observe(operation, facts, originals && true, { program: host.registry.around(operation) });
		for (const message of [...warnings, ...(have?.warnings ?? [])]) await warnAbout(operation, message);
		return complete(have ? outputs(operation, have, originals) : want);
	} catch (error) {
		const half = partOf(operation, error);
		if (!half) return rethrow(error);
		const plain = plainError((error as Error).message);
		// Pulumi adds __provider to the outputs of a success only. Without it the resource could never be read or deleted.
		const properties = { ...complete(half), __provider: inputs.__provider };
		throw Object.assign(plain, { id: resourceId(kind, named(inputs, operation)), properties, reasons: [plain.message] });
	}
}

/** The outputs of a failed change that may be on the host in part; undefined: nothing of it is. After a failed update, the state stays. */
function partOf(operation: Operation, error: unknown): Values | undefined {
	if (error instanceof ChangeError) return halfMade(operation, error);
	const mayExist = error instanceof OutcomeUnknown && operation.mode === "create" && !isObserver(operation);
	return mayExist ? unknownOutcome(operation) : undefined;
}
