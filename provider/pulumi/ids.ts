import type { Values } from "../base/values";
import { hostName } from "../inventory/resolve";
import { kinds } from "../kinds";
import type { Kind } from "../model/kind";

/** A resource's id without the host: `[netns/]Kind/key…`. */
export function objectId(kind: Kind, want: Values): string {
	const netns = want.netns !== undefined && "netns" in kind.schema.shape && inKey(kind) ? [want.netns] : [];
	return [...netns, kind.type, ...(kind.id ? kind.id.parts(want) : kind.key.map((field) => want[field])).map(String)].join("/");
}

/** True where the network namespace is part of what names the object: on everything but OVS's own rows. */
export const inKey = (kind: Kind): boolean => !kind.movable && "netns" in kind.schema.shape;

/** The id that Pulumi knows a resource by: `<host>/[<netns>/]<Kind>/<key…>`. */
export const resourceId = (kind: Kind, want: Values): string => `${hostName(want.host)}/${objectId(kind, want)}`;

/** The form of a kind's ids, as the docs and errors write it. */
export const idForm = (kind: Kind): string =>
	`<host>/${inKey(kind) ? "[<netns>/]" : ""}${kind.type}/${kind.id?.form ?? kind.key.map((k) => `<${k}>`).join("/")}`;

/** What an id says: the host and the fields of the key. Throws where it is not the id of such a kind. */
export function parseId(kind: Kind, id: string): Values {
	const form = idForm(kind);
	const parts = id.split("/");
	const size = kind.id ? kind.id.form.split("/").length : kind.key.length;
	const named = parts[1] === kind.type && parts[2] === kind.type && inKey(kind) && parts.length > size + 2;
	const at = named ? 2 : parts.indexOf(kind.type, 1);
	const values = parts.slice(at + 1);
	const wrong =
		(!kind.id && !kind.slashes && values.length > size) || at < 1 || at > 2 || (at === 2 && !inKey(kind)) || values.length < size;
	if (wrong) throw new Error(`${JSON.stringify(id)} is not the id of a ${kind.type}: it has the form ${form}`);
	const place = { host: parts[0], ...(at === 2 ? { netns: parts[1] } : {}) };
	if (kind.id) return { ...place, ...kind.id.parse(values) };
	const last = kind.key.length - 1;
	const key = kind.key.map((field, i) => [field, i === last ? values.slice(i).join("/") : values[i]]);
	return { ...place, ...Object.fromEntries(key) };
}

export function kindOf(props: Values): Kind {
	const kind = kinds[props.__kind];
	if (kind) return kind;
	throw new Error(
		`this version of pulumi-ovs knows no ${props.__kind ?? "resource without a kind"}: update the package pulumi-ovs in this project`,
	);
}
