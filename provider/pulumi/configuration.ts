import type { HostOptions } from "../host/host";
import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";
import { isPlanRun } from "./plan-run";

/** The callbacks that show the user what happens during a run. */
type Shown = Pick<HostOptions, "onPlanned" | "warn">;

/** The stack configuration of a run. */
interface Run {
	hosts: Hosts;
	/** ovs:preview: online. Previews read the hosts. */
	previewsOnline: boolean;
	/** ovs:showCommands: true. The commands of a change are shown beside its resource. */
	showsCommands: boolean;
	/** ovs:persist: true. What a reboot removes comes back at the next boot. */
	persists: boolean;
}

const unconfigured = (): Run => ({
	hosts: new Hosts(() => undefined),
	previewsOnline: false,
	showsCommands: false,
	persists: false,
});

let configured: Run | Error = unconfigured();

/**
 * Sets the stack configuration of this run. On refresh and destroy the engine passes the configuration of the last `up` from the
 * state. An error in the configuration is thrown by each later call of `run` and `hosts`. `show` shows the user
 * what happens.
 */
export function configure(get: (key: string) => string | undefined, show: Shown = {}): void {
	try {
		const showsCommands = oneOf("ovs:showCommands", get, ["false", "true"]) === "true" || isPlanRun();
		const { onPlanned, warn } = show;
		configured = {
			hosts: new Hosts(get, { warn, ...(showsCommands ? { onPlanned } : {}) }),
			previewsOnline: oneOf("ovs:preview", get, ["offline", "online"]) === "online" || isPlanRun(),
			showsCommands,
			persists: oneOf("ovs:persist", get, ["false", "true"]) === "true",
		};
	} catch (error) {
		configured = error as Error;
	}
}

/** The value of a setting. The first of `values` is the default. */
function oneOf(key: string, get: (key: string) => string | undefined, values: [string, ...string[]]): string {
	const value = get(key) ?? values[0];
	if (values.includes(value)) return value;
	throw new Error(`the stack configuration ${key} must be ${values.join(" or ")}, and is ${JSON.stringify(value)}`);
}

/** The configuration of this run. Pulumi continues after a configuration error, so every method of the provider throws it here. */
export function run(): Run {
	if (configured instanceof Error) throw plainError(configured.message);
	return configured;
}

/** The hosts of this run. */
export const hosts = (): Hosts => run().hosts;
