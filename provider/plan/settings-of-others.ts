import { isDeepStrictEqual } from "node:util";
import { fieldMeta } from "../base/fields";
import { isMap, type Values } from "../base/values";
import { Refused } from "../model/change";
import { identityOf, objectId } from "../model/identity";
import type { Kind } from "../model/kind";
import type { Observed } from "../model/observed";
import type { JournalEntry } from "../tools/journal";
import type { Operation } from "./operation";
import { isObserver, isPreexisting } from "./ownership";

/**
 * An object that exists anyway, such as a kernel parameter, has no owner: several programs may set different fields or keys of it, or
 * the same value. Each program's journal entry has the settings that it makes, and the inputs of an object that its
 * identity alone does not tell apart from others.
 */
export function settingsOf(op: Operation): Values | undefined {
	if (!isToldApart(op) && (!isPreexisting(op) || isObserver(op))) return undefined;
	const { kind, want } = op;
	const others = new Set([...Object.keys(identityOf(kind, want)), "host", "type", "adopt"]);
	const fields = Object.keys(kind.schema.shape).filter((field) => !others.has(field) && !isShared(kind, field));
	return Object.fromEntries(fields.flatMap((field) => (want[field] === undefined ? [] : [[field, want[field]]])));
}

/** True where a part of the id tells the object apart from others with the same identity. */
export const isToldApart = ({ id, kind, want }: Operation): boolean => id !== objectId(kind, want);

/** True for a list of which each program names members of its own. */
const isShared = (kind: Kind, field: string): boolean => fieldMeta(kind.schema, field).shared === true;

/** Throws where the program wants another value than the one that another program sets. */
export function refuseSettingsOfOthers(op: Operation, others: JournalEntry[]): void {
	for (const { owner, sets = {} } of others) {
		const different = differences("", sets, settingsOf(op) ?? {});
		if (different.length > 0)
			throw new Refused(
				`the program ${owner} sets it to another value (by the host's journal): ${different.join("; ")}. Set it in one program only, or to the same value in both. To change a shared value, first remove it from one program. If that program is gone, remove its entry: npx pulumi-ovs orphans HOST`,
			);
	}
}

/** The values that both have, and that are not equal, in words. */
function differences(path: string, theirs: Values, wanted: Values): string[] {
	return Object.entries(theirs).flatMap(([key, their]) => {
		const want = wanted[key];
		const at = path === "" ? key : `${path}.${key}`;
		if (want === undefined || isDeepStrictEqual(want, their)) return [];
		if (isMap(want) && isMap(their)) return differences(at, their, want);
		return [`${at} is ${JSON.stringify(their)} there, and ${JSON.stringify(want)} here`];
	});
}

/** The wanted values, with the present ones of what this program does not set any more and another one sets. */
export function withSettingsOfOthers(
	wanted: Values,
	{ want, was = {} }: Operation,
	have: Observed | undefined,
	others: JournalEntry[],
): Values {
	const sets = others.map((entry) => entry.sets ?? {});
	return sets.reduce<Values>((values, theirs) => keptFor(theirs, { values, want, was, now: have?.value ?? {} }), wanted);
}

interface SettingValues {
	/** The values to extend. */
	values: Values;
	want: Values;
	was: Values;
	now: Values;
}

function keptFor(theirs: Values, { values, want, was, now }: SettingValues): Values {
	const kept = Object.entries(theirs).flatMap(([key, their]): [string, unknown][] => {
		if (was[key] === undefined || now[key] === undefined) return [];
		if (isMap(their) && isMap(was[key]) && isMap(now[key])) {
			const inside = { values: asMap(values[key]), want: asMap(want[key]), was: was[key], now: now[key] };
			const value = keptFor(their, inside);
			return Object.keys(value).length > 0 ? [[key, value]] : [];
		}
		return want[key] === undefined ? [[key, now[key]]] : [];
	});
	return { ...values, ...Object.fromEntries(kept) };
}

const asMap = (value: unknown): Values => (isMap(value) ? value : {});

/** Values without those that a program has set, and that had no value before. */
export const withoutSettings = (values: Values, { sets = {}, previous = {} }: JournalEntry): Values =>
	withoutNew(values, sets, previous);

function withoutNew(values: Values, sets: Values, originals: Values): Values {
	const rest = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
		const [their, original] = [sets[key], originals[key]];
		if (their === undefined) return [[key, value]];
		if (isMap(value) && isMap(their)) return [[key, withoutNew(value, their, asMap(original))]];
		return original === undefined ? [] : [[key, value]];
	});
	return Object.fromEntries(rest);
}
