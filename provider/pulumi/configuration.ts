import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";

let configured: Hosts | Error = new Hosts(() => undefined);

/** Takes the stack configuration of this run. A configuration that is wrong is reported by each later call of `hosts`. */
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
