import type { Values } from "../base/values";
import { objectName } from "../model/identity";
import type { Kind } from "../model/kind";

/** What is to happen with one resource on its host. */
export interface Operation {
	mode: "create" | "update" | "delete";
	kind: Kind;
	/** Without the host, by which the object is known however the inputs spell it: `[netns/]Kind/key…`. */
	id: string;
	/** What the program wants; of a delete, what it wanted. */
	want: Values;
	/** The outputs of last time. */
	was?: Values;
	/** `project/stack` */
	owner: string;
}

/** An error's message with the host and the object that it is about. */
export function named(host: string, { kind, id, want }: Operation, reason: string): Error {
	const message = reason.startsWith(`${host}: `) ? reason.slice(host.length + 2) : reason;
	return new Error(`${host}: ${kind.type} ${objectName(kind, want) || id}: ${message}`);
}
