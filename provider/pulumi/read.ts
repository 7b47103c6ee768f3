import { previousKey } from "../base/state-fields";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import { differences, project } from "../model/compare";
import { ownFields } from "../model/identity";
import type { Kind } from "../model/kind";
import { bootFault, hasBootFile } from "../plan/boot-file";
import { factsAfter, observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { derivedOutputs, outputs, outputsByIdAlone } from "../plan/outputs";
import { hasLostMark, isAdopted, isJournaled, isObserver, isReplacedByOther, lostMarkMessage } from "../plan/ownership";
import { hosts } from "./configuration";
import { kindOf, parseId } from "./ids";
import { toOperation } from "./inputs";
import { plainError, rethrow } from "./plain-error";
import { envelope, migrate } from "./state";
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
	const kind = kindOf(props);
	const kept = migrate(props);
	const wasUnknown = isOutcomeUnknown(kept);
	const state = wasUnknown ? await stateByJournal(kept) : kept;
	const isKnown = (field: string) => state[field] !== undefined || kind.schema.shape[field]?.safeParse(undefined).success;
	// State of early versions has no `__get` for what Kind.get has read, but its identity fields are missing.
	const managed = state.__get === undefined && state.host !== undefined && kind.identity.fields.every(isKnown);
	const named = managed ? ownFields(kind, state) : knownByGet(kind, id, state);
	const given = managed ? envelope(props) : { ...envelope(props), __decided: named };
	const operation = toOperation("update", { ...given, ...named }, managed ? state : undefined);
	const { want } = operation;
	const host = hosts().get(want.host);
	try {
		const facts = await host.read(factsAfter(operation));
		const seen = observe(operation, facts);
		const have = seen && wasUnknown && !cameAbout(operation, facts, seen) ? undefined : seen;
		if (!have) {
			// Without its resource, nothing would remove the boot file, and the next boot would make the object again.
			if (managed && !wasUnknown && hasBootFile(operation, facts)) return { id, ...gone(operation, state) };
			// For a refresh, an object without an id is gone. Kind.get in a program must find its object.
			if (state.__get !== true) return {};
			throw new Error("there is no such object on the host: correct the id, or create the object first");
		}
		if (!managed)
			return {
				id,
				props: withoutUnset({ ...outputsByIdAlone(operation, have), host: want.host, ...envelope(props), __get: "found" }),
			};
		const values = { host: want.host, ...(want.adopt ? { adopt: true } : {}), ...project(kind, want, have) };
		// A missing mark and an error that the host reports are drift too. They appear as a changed owner and as a property `error`.
		const hasNoMark = isAdopted(operation) || isJournaled(operation);
		// A refresh that finds the mark missing leaves an empty owner in the state, so that the next one finds it missing too.
		const isUnmarked = !hasNoMark && (have.owner === undefined || have.owner !== props.__owner);
		const owner = isUnmarked ? "" : props.__owner;
		const equalsState = differences(kind, ownFields(kind, state), values).length === 0;
		const isReplaced = isUnmarked && isReplacedByOther(operation, have, equalsState);
		if (isUnmarked || (!equalsState && hasLostMark(operation, have)))
			await warnAbout(operation, lostMarkMessage(have, isReplaced));
		const error = isObserver(operation) ? undefined : (have.fault ?? bootFault(operation, facts));
		const inputs = withoutUnset({ ...values, ...derivedOutputs(kind, want), error, ...envelope(props), __owner: owner });
		const known = outputs(operation, have, state[previousKey]);
		// With its UUID or index in the state, the program would take an object of somebody else for its own, and change or delete it.
		const identifiers = isReplaced ? pick(state, Object.keys(kind.computed)) : {};
		return { id, inputs, props: withoutUnset({ ...inputs, ...known, ...identifiers }) };
	} catch (error) {
		return rethrow(host.errorOf(operation, error));
	}
}

/** The state of an object that is gone, and whose boot file is there. The error makes the next update create the object again. */
function gone({ kind }: Operation, state: Values): Required<Pick<ReadResult, "inputs" | "props">> {
	const error = "the object is gone, but its boot file is still there";
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
