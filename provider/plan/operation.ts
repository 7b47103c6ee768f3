import type { Values } from "../base/values";
import { isOfSetup } from "../model/fact";
import { spelledId } from "../model/identity";
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
	/**
	 * True: the host keeps a boot file, by which it makes the object again after a reboot. False: a boot file of an earlier run is
	 * removed. Not set: boot files are neither read nor written.
	 */
	persist?: boolean;
	/** The resource's name in Pulumi. State of earlier versions does not have it. */
	resource?: string;
}

/** True for a change of the host's setup, which other resources may need. */
export const setsUp = ({ mode, kind, want }: Pick<Operation, "mode" | "kind" | "want">): boolean =>
	mode !== "delete" && kind.facts(want).some(isOfSetup);

/** A resource in messages, by its name in Pulumi and its id: `uplink (h1/Port/eth1)`. */
export function resourceLabel(host: string, { kind, want, resource }: Operation): string {
	const id = `${host}/${spelledId(kind, want)}`;
	return resource === undefined ? id : `${resource} (${id})`;
}

/** An error that names the resource. Its id begins with the host, so the reason does not name the host again. */
export function operationError(host: string, operation: Operation, reason: string): Error {
	const message = reason.startsWith(`${host}: `) ? reason.slice(host.length + 2) : reason;
	return new Error(
		`${resourceLabel(host, operation)}: ${message.replace(/[:;,\s]+$/, "") || "it failed, and no reason was given"}`,
	);
}
