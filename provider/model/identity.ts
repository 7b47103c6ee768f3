import type { Values } from "../base/values";
import type { Kind } from "./kind";

/** True where the network namespace is a part of the object's identity. Rows of OVSDB have no namespace. */
export const isPerNetns = ({ identity, schema }: Kind): boolean => identity.netns !== false && "netns" in schema.shape;

/** The fields that name an object on its host. */
export const identityFields = (kind: Kind): string[] => [...kind.identity.fields, ...(isPerNetns(kind) ? ["netns"] : [])];

/** The inputs that name an object, with its network namespace where that is a setting, too. */
export const identityOf = ({ identity }: Kind, want: Values): Values =>
	Object.fromEntries([...identity.fields, "netns"].flatMap((field) => (want[field] === undefined ? [] : [[field, want[field]]])));

/** The fields of the kind's schema alone: without the envelope and the computed outputs. */
export const ownFields = ({ schema }: Kind, props: Values): Values =>
	Object.fromEntries(Object.entries(props).filter(([field]) => field in schema.shape));

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
	const { canonical } = kind.identity;
	const [now, before] = [canonical?.(want) ?? want, canonical?.(was) ?? was];
	return identityFields(kind).filter((field) => now[field] !== before[field]);
}

/** The changed fields, beside the identity, that require a replacement. */
export function replacedFields(kind: Kind, want: Values, was: Values): string[] {
	const { replaceOn } = kind;
	return typeof replaceOn === "function" ? replaceOn(want, was) : replaceOn.filter((field) => want[field] !== was[field]);
}
