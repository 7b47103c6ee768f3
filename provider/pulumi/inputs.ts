import type { Values } from "../base/values";
import { objectId, ownFields } from "../model/identity";
import type { Operation } from "../plan/operation";
import { kindOf } from "./ids";
import { rememberSecretFields } from "./secret-values";

/** The operation for these inputs; `was` is the previous state. Messages of this run show none of their secrets. */
export function toOperation(mode: Operation["mode"], props: Values, was?: Values): Operation {
	const kind = kindOf(props);
	// A refresh and a destroy do not know which inputs of the program are secret.
	for (const values of [props, was]) rememberSecretFields(kind, values);
	const want = ownFields(kind, props);
	const resource = props.__resource === undefined ? {} : { resource: props.__resource as string };
	const persists = mode !== "delete" && props.persist === true;
	const persist = persists || was?.persist === true ? { persist: persists } : {};
	const id = objectId(kind, { ...props.__decided, ...want });
	return { mode, kind, id, want, was, owner: props.__owner, ...persist, ...resource };
}
