import { isDeepStrictEqual } from "node:util";
import { parameterOf, withSlashes } from "../../base/sysctl-key";
import { isSameValue } from "../../base/sysctl-value";
import type { Values } from "../../base/values";
import type { Apply, Keep } from "../../model/change";
import type { Facts } from "../../model/facts";
import type { Fact } from "../../tools/list";
import type { SysctlStep } from "../../tools/sysctl";
import { isOfAllDevices, valueWith } from "../../tools/sysctl-effects";

/**
 * The kernel copies some parameters of all devices to each device. A device may have got another value before, from somebody else: it
 * keeps this value. The original values of the parameter have, under this name, those that would be lost otherwise.
 */
const copiesKey = "copies";

interface Parameter {
	key: string;
	netns?: string;
}

export const copiesFacts = ({ key, netns = "" }: Parameter): Fact[] =>
	isOfAllDevices(withSlashes(key)) ? [{ read: "sysctl-copies", netns, key: withSlashes(key) }] : [];

/** The parameters that the kernel changes with this one, with their values. */
function copiesIn(facts: Facts, { key, netns = "" }: Parameter): [key: string, value: string][] {
	if (copiesFacts({ key, netns }).length === 0) return [];
	const all = facts.sysctlCopies(netns, withSlashes(key)) ?? new Map<string, string>();
	return [...all].filter(([other]) => parameterOf(other) !== parameterOf(key));
}

/** The values that differ from the one that the kernel copies. `listed`: the value of the parameter of all devices. */
function deviating(facts: Facts, at: Parameter, listed: string): Values {
	return Object.fromEntries(copiesIn(facts, at).filter(([other, value]) => !isSameValue(other, valueWith(other, listed), value)));
}

/** The original values with those of devices that the change would overwrite. */
export function withDeviating({ want, facts }: Apply<Parameter>, originals: Values, listed: string | undefined): Values {
	const known: Values = originals[copiesKey] ?? {};
	const all = { ...known, ...(listed === undefined ? {} : deviating(facts, want, listed)) };
	return isDeepStrictEqual(all, known) ? originals : { ...originals, [copiesKey]: all };
}

/** The steps by which devices keep their values after a parameter of all devices has got this one. */
export function keptSteps(change: Keep<Parameter>, value: string, listed: string | undefined): SysctlStep[] {
	const { want, facts } = change;
	const own = listed === undefined ? {} : ownValues(change, listed);
	return copiesIn(facts, want).flatMap(([key]): SysctlStep[] => {
		const kept = own[key];
		if (kept === undefined || isSameValue(key, valueWith(key, value), kept)) return [];
		return [{ tool: "sysctl", phase: "sysctl", netns: want.netns ?? "", key, value: kept, isKept: true }];
	});
}

/** The values that devices have or had, by their keys. A value of now counts more than one that was overwritten. */
function ownValues(change: Keep<Parameter>, listed: string): Values {
	const { want, facts } = change;
	if (change.intent === "rollback") return Object.fromEntries(copiesIn(change.factsBefore, want));
	// A release gets the original values as inputs.
	const originals: Values = change.intent === "release" ? (want as Values) : (change.originals ?? {});
	return { ...originals[copiesKey], ...deviating(facts, want, listed) };
}
