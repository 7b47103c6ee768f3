import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import { checkHost, type HostInput } from "../inventory/resolve";
import { differences, project } from "../model/compare";
import type { Kind } from "../model/kind";
import { factsAfter, observe } from "../plan/observe";
import { named, type Operation } from "../plan/operation";
import { outputs, outputsByIdAlone } from "../plan/outputs";
import { isAnothers, isJournaled, isLent, isObserver, lostMark } from "../plan/ownership";
import { hosts } from "./configuration";
import { kindOf, parseId } from "./ids";
import { envelope, ownFields, toOperation } from "./inputs";
import { plainError, rethrow } from "./plain-error";
import { migrate } from "./state";
import { warnAbout } from "./warning";

interface ReadResult {
	/** Not set: the object is gone. */
	id?: string;
	props?: Values;
	inputs?: Values;
}

/** Reads one object. Of one that Kind.get asks for, everything that can be read is told; else just what the program manages. */
export async function read(id: string, props: Values): Promise<ReadResult> {
	const kind = kindOf(props);
	const state = migrate(props);
	const isKnown = (field: string) => state[field] !== undefined || kind.schema.shape[field]?.safeParse(undefined).success;
	// State of early versions does not mark what Kind.get has read; nothing but the id was known of it.
	const managed = state.__get !== true && state.host !== undefined && kind.identity.fields.every(isKnown);
	const want = managed ? ownFields(kind, state) : knownByGet(kind, id, state);
	const operation: Operation = { ...toOperation("update", { ...envelope(props), ...want }, managed ? state : undefined) };
	try {
		const host = hosts().get(want.host as HostInput);
		const facts = await host.read(factsAfter(operation));
		const have = observe(operation, facts);
		if (!have) return {};
		if (!managed)
			return {
				id,
				props: withoutUnset({ ...outputsByIdAlone(operation, have), host: want.host, ...envelope(props), __get: true }),
			};
		const values = { host: want.host, ...(want.adopt ? { adopt: true } : {}), ...project(kind, want, have) };
		// A mark that is gone, and what the host itself says is wrong, are drift too: another owner than the program's, a property that it hasn't.
		const markless = isLent(operation) || isJournaled(operation);
		const owner = markless || have.owner === props.__owner ? props.__owner : "";
		const isUnmarked = owner !== props.__owner;
		const isTheirs = isUnmarked && isAnothers(operation, have, differences(kind, ownFields(kind, state), values).length === 0);
		if (isUnmarked) await warnAbout(operation, lostMark(have, isTheirs));
		const error = isObserver(operation) ? undefined : have.fault;
		const inputs = withoutUnset({ ...values, error, ...envelope(props), __owner: owner });
		const found = outputs(operation, have, state[previousKey]);
		// By its number a refresh would make another's object, come in the place of ours, ours to change and delete.
		const number = isTheirs ? pick(state, Object.keys(kind.computed)) : {};
		return { id, inputs, props: withoutUnset({ ...inputs, ...found, ...number }) };
	} catch (error) {
		return rethrow(named(hosts().nameOf(want.host), operation, (error as Error).message));
	}
}

/** What is known of an object that Kind.get names: its id, and of its other fields what the program says of them. */
function knownByGet(kind: Kind, id: string, state: Values): Values {
	const named = parseId(kind, id);
	const host = state.host ?? named.host;
	const problems = state.host === undefined ? [] : checkHost(host, hosts().settings);
	if (problems.length > 0) throw plainError(problems.map(({ path, message }) => `${path} ${message}`).join("; "));
	if (hosts().nameOf(host) !== hosts().nameOf(named.host))
		throw plainError(
			`${JSON.stringify(id)} is an id on the host "${named.host}", and the state's host is "${hosts().nameOf(host)}": both must be the same`,
		);
	return { ...ownFields(kind, state), ...named, host };
}

const pick = (values: Values, fields: string[]): Values => Object.fromEntries(fields.map((field) => [field, values[field]]));
