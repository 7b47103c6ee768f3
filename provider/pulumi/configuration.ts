import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";

let configured: Hosts | Error = new Hosts(() => undefined);

/**
 * Takes the stack configuration of this run. Refresh and destroy hand over the configuration of the last `up`, which the state
 * keeps. Later calls of `hosts` report a configuration that is wrong.
 */
export function configure(get: (key: string) => string | undefined): void {
	try {
		configured = new Hosts(get);
	} catch (error) {
		configured = error as Error;
	}
}

/** Pulumi goes on with a provider whose configuration was refused: then nothing may be done, least of all elsewhere. */
export function hosts(): Hosts {
	if (configured instanceof Error) throw plainError(configured.message);
	return configured;
}
