import { Hosts } from "../host/hosts";
import { plainError } from "./plain-error";

let configured: Hosts | Error = new Hosts(() => undefined);

/**
 * Takes the stack configuration of this run. Refresh and destroy hand over that of the last `up`, which the state keeps; today's is
 * in the environment that the engine gives its plugins (pulumi/pulumi, sdk/go/common/resource/plugin/provider_plugin.go), and
 * is preferred key by key. A configuration that is wrong is reported by each later call of `hosts`. */
export function configure(get: (key: string) => string | undefined): void {
	try {
		const today = todaysConfiguration(process.env.PULUMI_CONFIG);
		configured = new Hosts((key) => today[key] ?? get(key));
	} catch (error) {
		configured = error as Error;
	}
}

/** Pulumi goes on with a provider whose configuration was refused: then nothing may be done, least of all elsewhere. */
export function hosts(): Hosts {
	if (configured instanceof Error) throw plainError(configured.message);
	return configured;
}

function todaysConfiguration(text = "{}"): Record<string, string | undefined> {
	try {
		return Object(JSON.parse(text)) as Record<string, string | undefined>;
	} catch {
		return {};
	}
}
