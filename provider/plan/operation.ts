import type { Values } from "../base/values";
import { objectName } from "../model/identity";
import type { Kind } from "../model/kind";

/** The change of one resource on its host. */
export interface Operation {
	mode: "create" | "update" | "delete";
	kind: Kind;
	/** The id without the host, in the canonical spelling: `[netns/]Kind/key…`. */
	id: string;
	/** The program's inputs; for a delete, the inputs of the last change. */
	want: Values;
	/** The previous outputs. */
	was?: Values;
	/** `project/stack` */
	owner: string;
}

/** An error that names the host and the object. */
export function operationError(host: string, { kind, id, want }: Operation, reason: string): Error {
	const message = reason.startsWith(`${host}: `) ? reason.slice(host.length + 2) : reason;
	return new Error(`${host}: ${kind.type} ${objectName(kind, want) || id}: ${message}`);
}
