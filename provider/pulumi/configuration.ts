import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";

let configured: Hosts | Error = new Hosts(() => undefined);

/**
 * Sets the stack configuration of this run. On refresh and destroy the engine passes the configuration of the last `up` from the
 * state. An error in the configuration is thrown by each later call of `hosts`.
 */
export function configure(get: (key: string) => string | undefined, showWarning: (message: string) => void = () => {}): void {
	try {
		configured = new Hosts(get, showWarning);
	} catch (error) {
		configured = error as Error;
	}
}

/** The hosts of this run. Pulumi continues after a configuration error, so every method of the provider throws it here. */
export function hosts(): Hosts {
	if (configured instanceof Error) throw plainError(configured.message);
	return configured;
}
