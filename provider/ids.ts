import { hostName } from "./inventory";
import type { Kind, Values } from "./kind";
import { kinds } from "./kinds";

/** A resource's id without the host: `[netns/]Kind/key…`. */
export function objectId(kind: Kind, want: Values): string {
	const netns = want.netns !== undefined && "netns" in kind.schema.shape && inKey(kind) ? [want.netns] : [];
	return [...netns, kind.type, ...kind.key.map((field) => String(want[field]))].join("/");
}

/** True where the network namespace is part of what names the object: on everything but OVS's own rows. */
export const inKey = (kind: Kind): boolean => kind.type !== "Port" && "netns" in kind.schema.shape;

/** The id that Pulumi knows a resource by: `<host>/[<netns>/]<Kind>/<key…>`. */
export const resourceId = (kind: Kind, want: Values): string => `${hostName(want.host)}/${objectId(kind, want)}`;

/** What an id says: the host and the fields of the key. Throws where it is not the id of such a kind. */
export function parseId(kind: Kind, id: string): Values {
	const form = `<host>/${inKey(kind) ? "[<netns>/]" : ""}${kind.type}${kind.key.map((k) => `/<${k}>`).join("")}`;
	const parts = id.split("/");
	const named = parts[1] === kind.type && parts[2] === kind.type && inKey(kind) && parts.length > kind.key.length + 2;
	const at = named ? 2 : parts.indexOf(kind.type, 1);
	const values = parts.slice(at + 1);
	const free = kind.type === "Sysctl" || kind.type === "Reachability";
	const wrong =
		(!free && values.length > kind.key.length) ||
		at < 1 ||
		at > 2 ||
		(at === 2 && !inKey(kind)) ||
		values.length < kind.key.length;
	if (wrong) throw new Error(`${JSON.stringify(id)} is not the id of a ${kind.type}: it has the form ${form}`);
	const last = kind.key.length - 1;
	const key = kind.key.map((field, i) => [field, i === last ? values.slice(i).join("/") : values[i]]);
	return { host: parts[0], ...(at === 2 ? { netns: parts[1] } : {}), ...Object.fromEntries(key) };
}

export function kindOf(props: Values): Kind {
	const kind = kinds[props.__kind];
	if (kind) return kind;
	throw new Error(
		`this version of pulumi-ovs knows no ${props.__kind ?? "resource without a kind"}: update the package pulumi-ovs in this project`,
	);
}
