import { fieldMeta } from "../base/fields";
import { originalsIn, previousKey } from "../base/state-fields";
import type { Values } from "../base/values";
import { identityFields } from "../model/identity";
import type { Kind } from "../model/kind";
import { isDeclaredElsewhere, type ProgramView } from "../model/program-view";
import type { ProvidedName } from "../model/provided-name";
import type { Operation } from "./operation";

/**
 * The operation without memberships that another resource of the program declares by now, and without settings of the host that
 * another one uses too. An update or a deletion of the earlier resource neither ends them nor restores original ones.
 */
export function withoutHandedOver(op: Operation, program: ProgramView): Operation {
	const { kind, want, was, mode } = op;
	if (mode === "create" || !was) return op;
	const before = originalsIn(was);
	const left = (values: Values, rest: Values = {}) => withoutHeld(kind, values, { ...rest, ...values }, program);
	const originals = before && left(before, want);
	const then = { ...left(was), ...(originals ? { [previousKey]: originals } : {}) };
	return { ...op, was: then, ...(mode === "delete" ? { want: left(want) } : {}) };
}

/** `all`: the values with what else `provides` needs, such as the name of the object. */
function withoutHeld(kind: Kind, values: Values, all: Values, program: ProgramView): Values {
	const namesOf = (some: Values): ProvidedName[] => [
		...kind.provides(some),
		...kind.shares(some).flatMap(({ name, isSetting }) => (isSetting ? [name] : [])),
	];
	const isLost = (without: Values, withIt: Values): boolean => {
		const rest = namesOf(without);
		return namesOf(withIt).some((name) => !rest.includes(name) && isDeclaredElsewhere(program, name));
	};
	const identity = new Set(identityFields(kind));
	const fields = Object.keys(kind.schema.shape).filter(
		(field) => !identity.has(field) && values[field] !== undefined && fieldMeta(kind.schema, field).unset === "unmanaged",
	);
	const kept = fields.flatMap((field): [string, unknown][] => {
		const { [field]: value, ...without } = all;
		if (!Array.isArray(value)) return isLost(without, all) ? [[field, undefined]] : [];
		const members = value.filter((member) => !isLost(without, { ...without, [field]: [member] }));
		return members.length === value.length ? [] : [[field, members]];
	});
	return kept.length === 0 ? values : { ...values, ...Object.fromEntries(kept) };
}

/** True where the object itself is another resource's by now, so that a deletion of the earlier resource must not remove it. */
export const isHandedOver = ({ kind, want, mode }: Operation, program: ProgramView): boolean =>
	mode === "delete" && kind.makes(want).some((name) => isDeclaredElsewhere(program, name));
