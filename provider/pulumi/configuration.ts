import type { HostOptions } from "../host/host";
import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";
import { isPlanRun } from "./plan-run";
import { beginRun, type Configuration, currentRun } from "./run";

/** The callbacks that show the user what happens during a run. */
type Shown = Pick<HostOptions, "onPlanned" | "warn">;

/**
 * Begins a run with this stack configuration. On refresh and destroy the engine passes the configuration of the last `up` from the
 * state. An error in the configuration is thrown by each later call of `settings` and `hosts`. `show` shows the user what happens.
 */
export function configure(get: (key: string) => string | undefined, show: Shown = {}): void {
	beginRun(read(get, show));
}

function read(get: (key: string) => string | undefined, { onPlanned, warn }: Shown): Configuration | Error {
	try {
		const showsCommands = oneOf("ovs:showCommands", get, ["false", "true"]) === "true" || isPlanRun();
		return {
			hosts: new Hosts(get, { warn, ...(showsCommands ? { onPlanned } : {}) }),
			previewsOnline: oneOf("ovs:preview", get, ["offline", "online"]) === "online" || isPlanRun(),
			showsCommands,
			persists: oneOf("ovs:persist", get, ["false", "true"]) === "true",
		};
	} catch (error) {
		return error as Error;
	}
}

/** The value of a setting. The first of `values` is the default. */
function oneOf(key: string, get: (key: string) => string | undefined, values: [string, ...string[]]): string {
	const value = get(key) ?? values[0];
	if (values.includes(value)) return value;
	throw new Error(`the stack configuration ${key} must be ${values.join(" or ")}, and is ${JSON.stringify(value)}`);
}

/** The configuration of this run. Pulumi continues after a configuration error, so every method of the provider throws it here. */
export function settings(): Configuration {
	const { configuration } = currentRun();
	if (configuration instanceof Error) throw plainError(configuration.message);
	return configuration;
}

/** The hosts of this run. */
export const hosts = (): Hosts => settings().hosts;
