import type { Values } from "../base/values";
import { hostName } from "../inventory/resolve";
import { kinds } from "../kinds";
import { isPerNetns, spelledId } from "../model/identity";
import type { Kind } from "../model/kind";
import { plainError } from "./plain-error";

/** The id of a resource in Pulumi: `<host>/[<netns>/]<Kind>/<key…>`. */
export const resourceId = (kind: Kind, want: Values): string => `${hostName(want.host)}/${spelledId(kind, want)}`;

/** The form of a kind's ids, for the docs and errors. */
export function idForm(kind: Kind): string {
	const { id, fields } = kind.identity;
	const form = id?.form ?? fields.map((field) => `<${field}>`).join("/");
	return `<host>/${isPerNetns(kind) ? "[<netns>/]" : ""}${kind.type}${form === "" ? "" : `/${form}`}`;
}

/** The host and the identity fields in an id. Throws where the text is not an id of this kind. */
export function parseId(kind: Kind, id: string): Values {
	const { id: own, fields, slashes } = kind.identity;
	const inNetns = isPerNetns(kind);
	const parts = id.split("/");
	const size = own ? (own.form.split("[")[0] as string).split("/").length : fields.length;
	const named = parts[1] === kind.type && parts[2] === kind.type && inNetns && parts.length > size + 2;
	const at = named ? 2 : parts.indexOf(kind.type, 1);
	const values = parts.slice(at + 1);
	const isTooLong = !own && !slashes && values.length > size;
	if (isTooLong || at < 1 || at > 2 || (at === 2 && !inNetns) || values.length < size)
		throw plainError(`${JSON.stringify(id)} is not the id of a ${kind.type}: it has the form ${idForm(kind)}`);
	const hostAndNetns = { host: parts[0], ...(at === 2 ? { netns: parts[1] } : {}) };
	if (own) return { ...hostAndNetns, ...own.parse(values) };
	const last = fields.length - 1;
	const key = fields.map((field, i) => [field, i === last ? values.slice(i).join("/") : values[i]]);
	return { ...hostAndNetns, ...Object.fromEntries(key) };
}

export function kindOf(props: Values): Kind {
	const kind = kinds[props.__kind];
	if (kind) return kind;
	throw plainError(
		`this version of pulumi-ovs knows no ${props.__kind ?? "resource without a kind"}: update the package pulumi-ovs in this project`,
	);
}
