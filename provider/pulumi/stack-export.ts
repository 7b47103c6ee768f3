import type { Values } from "../base/values";

/** A resource in the output of `pulumi stack export`. */
export interface StateResource {
	urn: string;
	id?: string;
	/** True for an object that a replacement has left. */
	delete?: boolean;
	outputs?: Values;
}

/** The resources of a state, as `pulumi stack export` writes it. Undefined: the text has no list of them. */
export function resourcesIn(state: string): StateResource[] | undefined {
	const { resources } = (JSON.parse(state) as { deployment?: { resources?: StateResource[] } }).deployment ?? {};
	return Array.isArray(resources) ? resources : undefined;
}

/**
 * The key by which the engine marks a secret, in a state and on its way to a provider (specialSigKey in @pulumi/pulumi, runtime/rpc).
 * `--show-secrets` puts the value beside it, as JSON.
 */
export const secretKey = "4dabf18193072939515e22adb298388d";
