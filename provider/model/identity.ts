import type { Values } from "../base/values";
import type { Kind } from "./kind";

/** True where the network namespace is a part of the object's identity. Rows of OVSDB have no namespace. */
export const isPerNetns = ({ identity, schema }: Kind): boolean => identity.netns !== false && "netns" in schema.shape;

/** The id without the host, in the spelling of the inputs: `[netns/]Kind/key…`. */
export function spelledId(kind: Kind, want: Values): string {
	const { fields, id } = kind.identity;
	const netns = want.netns !== undefined && isPerNetns(kind) ? [want.netns] : [];
	return [...netns, kind.type, ...(id ? id.parts(want) : fields.map((field) => want[field])).map(String)].join("/");
}

/** The id without the host, in the canonical spelling. */
export const objectId = (kind: Kind, want: Values): string => spelledId(kind, kind.identity.canonical?.(want) ?? want);

/** The identity fields that differ between two inputs. */
export function identityChanges(kind: Kind, want: Values, was: Values): string[] {
	const { fields, canonical } = kind.identity;
	const [now, before] = [canonical?.(want) ?? want, canonical?.(was) ?? was];
	return [...fields, ...(isPerNetns(kind) ? ["netns"] : [])].filter((field) => now[field] !== before[field]);
}

/** The changed fields, beside the identity, that require a replacement. */
export function replacedFields(kind: Kind, want: Values, was: Values): string[] {
	const { replaceOn } = kind;
	return typeof replaceOn === "function" ? replaceOn(want, was) : replaceOn.filter((field) => want[field] !== was[field]);
}
