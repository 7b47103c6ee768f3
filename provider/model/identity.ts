import type { Values } from "../base/values";
import type { Kind } from "./kind";

/** True where the network namespace is part of what names the object: on everything but OVS's own rows. */
export const isPerNetns = ({ identity, schema }: Kind): boolean => identity.netns !== false && "netns" in schema.shape;

/** An id without the host, as the inputs spell it: `[netns/]Kind/key…`. */
export function spelledId(kind: Kind, want: Values): string {
	const { fields, id } = kind.identity;
	const netns = want.netns !== undefined && isPerNetns(kind) ? [want.netns] : [];
	return [...netns, kind.type, ...(id ? id.parts(want) : fields.map((field) => want[field])).map(String)].join("/");
}

/** The id without the host by which the object is known, however the inputs spell it. */
export const objectId = (kind: Kind, want: Values): string => spelledId(kind, kind.identity.canonical?.(want) ?? want);

/** What names the object, as messages write it. */
export const objectName = (kind: Kind, want: Values): string =>
	kind.identity.fields.flatMap((field) => want[field] ?? []).join(" ");

/** The fields by which two inputs name different objects. */
export function identityChanges(kind: Kind, want: Values, was: Values): string[] {
	const { fields, canonical } = kind.identity;
	const [now, before] = [canonical?.(want) ?? want, canonical?.(was) ?? was];
	return [...fields, ...(isPerNetns(kind) ? ["netns"] : [])].filter((field) => now[field] !== before[field]);
}

/** What an object can't keep in a change, beside its identity. */
export function replacedFields(kind: Kind, want: Values, was: Values): string[] {
	const { replaceOn } = kind;
	return typeof replaceOn === "function" ? replaceOn(want, was) : replaceOn.filter((field) => want[field] !== was[field]);
}
