import { originalsIn } from "../base/state-fields";
import { type Values, withoutUnset } from "../base/values";
import { differences, project } from "../model/compare";
import type { Facts } from "../model/facts";
import { ownFields } from "../model/identity";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import { bootFault, hasBootFile } from "../plan/boot-file";
import { observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { derivedOutputs, outputs, outputsByIdAlone } from "../plan/outputs";
import {
	hasLostMark,
	isAdopted,
	isJournaled,
	isObserver,
	isReplacedByOther,
	lostMarkMessage,
	needsJournal,
	ownEntries,
} from "../plan/ownership";
import { readsAfter } from "../plan/reads";
import { hosts } from "./configuration";
import { kindOf, parseId } from "./ids";
import { toOperation } from "./inputs";
import { plainError, rethrow } from "./plain-error";
import { type Envelope, envelope, migrate } from "./state";
import { cameAbout, isOutcomeUnknown, stateByJournal } from "./unknown-outcome";
import { warnAbout } from "./warning";

export interface ReadResult {
	/** Not set where the object does not exist any more. */
	id?: string;
	props?: Values;
	inputs?: Values;
}

/** Reads one object. Kind.get returns every value that can be read; a refresh returns only the values that the program manages. */
export async function read(id: string, props: Values): Promise<ReadResult> {
	const subject = await subjectOf(id, props);
	const { operation, isManaged, isUncertain } = subject;
	const { want } = operation;
	const host = hosts().get(want.host);
	try {
		const facts = await host.read(readsAfter(operation));
		const seen = observe(operation, facts);
		const have = seen && isUncertain && !cameAbout(operation, facts, seen) ? undefined : seen;
		if (!have) return await missing(id, subject, facts);
		if (isManaged) return { id, ...(await refreshed(subject, props, have, facts)) };
		const found: Partial<Envelope> = { ...envelope(props), __get: "found" };
		return { id, props: withoutUnset({ ...outputsByIdAlone(operation, have), host: want.host, ...found }) };
	} catch (error) {
		return rethrow(host.errorOf(operation, error));
	}
}

/** An object that is to be read. */
interface Subject {
	operation: Operation;
	state: Values;
	/** False for an object that Kind.get reads. */
	isManaged: boolean;
	/** True where it is not known whether the object was created. */
	isUncertain: boolean;
}

async function subjectOf(id: string, props: Values): Promise<Subject> {
	const kind = kindOf(props);
	const kept = migrate(props);
	const isUncertain = isOutcomeUnknown(kept);
	const state = isUncertain ? await stateByJournal(kept) : kept;
	const isKnown = (field: string) => state[field] !== undefined || kind.schema.shape[field]?.safeParse(undefined).success;
	// State of early versions has no `__get` for what Kind.get has read, but its identity fields are missing.
	const isManaged = state.__get === undefined && state.host !== undefined && kind.identity.fields.every(isKnown);
	const named = isManaged ? ownFields(kind, state) : knownByGet(kind, id, state);
	const given = isManaged ? envelope(props) : { ...envelope(props), __decided: named };
	const operation = toOperation("update", { ...given, ...named }, isManaged ? state : undefined);
	return { operation, state, isManaged, isUncertain };
}

/**
 * The result where the host does not have the object. A refresh returns no id for it, unless the host has a record of the object: without
 * the resource, nothing would remove that. Kind.get in a program must find the object.
 */
async function missing(id: string, subject: Subject, facts: Facts): Promise<ReadResult> {
	const { operation, state, isManaged } = subject;
	const record = isManaged ? await recordOf(subject, facts) : undefined;
	if (record !== undefined) return { id, ...gone(operation, state, record) };
	if (state.__get !== true) return {};
	throw new Error("there is no such object on the host: correct the id, or create the object first");
}

/** The record that the host still has of an object that is gone, in words. Undefined: it has none. */
async function recordOf({ operation, state }: Subject, facts: Facts): Promise<string | undefined> {
	if (hasBootFile(operation, facts)) return "boot file";
	const deletion = toOperation("delete", state, state);
	if (!needsJournal(deletion)) return undefined;
	const known = await hosts()
		.get(operation.want.host)
		.read([{ read: "journal" }]);
	return ownEntries(deletion, known).length > 0 ? "entry in the host's journal" : undefined;
}

type Refreshed = Required<Pick<ReadResult, "inputs" | "props">>;

/**
 * The managed values of an object as the host has them. A missing mark and an error that the host reports are drift too. They appear as
 * a changed owner and as a property `error`.
 */
async function refreshed({ operation, state }: Subject, props: Values, have: Observed, facts: Facts): Promise<Refreshed> {
	const { kind, want } = operation;
	const values = { host: want.host, ...(want.adopt ? { adopt: true } : {}), ...project(kind, want, have) };
	const hasNoMark = isAdopted(operation) || isJournaled(operation);
	// A refresh that finds the mark missing leaves an empty owner in the state, so that the next one finds it missing too.
	const isUnmarked = !hasNoMark && (have.owner === undefined || have.owner !== props.__owner);
	const owner = isUnmarked ? "" : props.__owner;
	const equalsState = differences(kind, ownFields(kind, state), values).length === 0;
	const isReplaced = isUnmarked && isReplacedByOther(operation, have, equalsState);
	if (isUnmarked || (!equalsState && hasLostMark(operation, have))) await warnAbout(operation, lostMarkMessage(have, isReplaced));
	const error = isObserver(operation) ? undefined : (have.fault ?? bootFault(operation, facts));
	const inputs = withoutUnset({ ...values, ...derivedOutputs(kind, want), error, ...envelope(props), __owner: owner });
	const known = outputs(operation, have, originalsIn(state));
	// With its UUID or index in the state, the program would take an object of somebody else for its own, and change or delete it.
	const identifiers = isReplaced ? pick(state, Object.keys(kind.computed)) : {};
	return { inputs, props: withoutUnset({ ...inputs, ...known, ...identifiers }) };
}

/** The state of an object that is gone, and of which a record is there. The error makes the next update create the object again. */
function gone({ kind }: Operation, state: Values, record: string): Refreshed {
	const error = `the object is gone, but its ${record} is still there`;
	return { inputs: { ...ownFields(kind, state), ...envelope(state), error }, props: { ...state, error } };
}

/** The known values of an object that Kind.get reads: those in its id, and the fields that the program gives. */
function knownByGet(kind: Kind, id: string, state: Values): Values {
	const named = parseId(kind, id);
	const host = state.host ?? named.host;
	const problems = state.host === undefined ? [] : hosts().check(host);
	if (problems.length > 0) throw plainError(problems.map(({ path, message }) => `${path} ${message}`).join("; "));
	if (hosts().nameOf(host) !== hosts().nameOf(named.host))
		throw plainError(
			`${JSON.stringify(id)} is an id on the host "${named.host}", and the state's host is "${hosts().nameOf(host)}": both must be the same`,
		);
	return { ...ownFields(kind, state), ...named, host };
}

const pick = (values: Values, fields: string[]): Values => Object.fromEntries(fields.map((field) => [field, values[field]]));
