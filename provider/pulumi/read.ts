import { previousKey } from "../base/mark";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import type { HostInput } from "../inventory/resolve";
import { differences, project } from "../model/compare";
import { factsAfter, observe } from "../plan/observe";
import { named, type Operation } from "../plan/operation";
import { outputs, outputsByIdAlone } from "../plan/outputs";
import { isAnothers, isLent, lostMark } from "../plan/ownership";
import { hosts } from "./configuration";
import { kindOf, parseId } from "./ids";
import { envelope, ownFields, toOperation } from "./inputs";
import { rethrow } from "./plain-error";
import { migrate } from "./state";
import { warnAbout } from "./warning";

interface ReadResult {
	/** Not set: the object is gone. */
	id?: string;
	props?: Values;
	inputs?: Values;
}

/** Reads one object. With nothing but an id (Kind.get) everything that can be read is told; else just what the program manages. */
export async function read(id: string, props: Values): Promise<ReadResult> {
	const kind = kindOf(props);
	const state = migrate(props);
	const isKnown = (field: string) => state[field] !== undefined || kind.schema.shape[field]?.safeParse(undefined).success;
	const managed = state.host !== undefined && kind.key.every(isKnown);
	const want = managed ? ownFields(kind, state) : { ...ownFields(kind, state), ...parseId(kind, id) };
	const operation: Operation = { ...toOperation("update", { ...envelope(props), ...want }, managed ? state : undefined) };
	try {
		const host = hosts().get(want.host as HostInput);
		const facts = await host.read(factsAfter(operation));
		const have = observe(operation, facts);
		if (!have) return {};
		if (!managed)
			return { id, props: withoutUnset({ ...outputsByIdAlone(operation, have), host: want.host, ...envelope(props) }) };
		const values = { host: want.host, ...(want.adopt ? { adopt: true } : {}), ...project(kind, want, have) };
		// A mark that is gone, and what the host itself says is wrong, are drift too: another owner than the program's, a property that it hasn't.
		const markless = isLent(operation) || kind.mark === "journal";
		const owner = markless || have.owner === props.__owner ? props.__owner : "";
		const isUnmarked = owner !== props.__owner;
		const isTheirs = isUnmarked && isAnothers(operation, have, differences(kind, ownFields(kind, state), values).length === 0);
		if (isUnmarked) await warnAbout(operation, lostMark(have, isTheirs));
		const error = kind.readonly ? undefined : have.fault;
		const inputs = withoutUnset({ ...values, error, ...envelope(props), __owner: owner });
		const found = outputs(operation, have, state[previousKey]);
		// By its number a refresh would make another's object, come in the place of ours, ours to change and delete.
		const number = isTheirs ? pick(state, Object.keys(kind.computed)) : {};
		return { id, inputs, props: withoutUnset({ ...inputs, ...found, ...number }) };
	} catch (error) {
		return rethrow(named(hosts().nameOf(want.host), operation, (error as Error).message));
	}
}

const pick = (values: Values, fields: string[]): Values => Object.fromEntries(fields.map((field) => [field, values[field]]));
