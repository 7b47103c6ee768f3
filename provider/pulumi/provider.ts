import type { Values } from "../base/values";
import { progress } from "../transport/progress";
import { create, remove, update } from "./change";
import { check } from "./check";
import { configure } from "./configuration";
import { diff } from "./diff";
import { endWithEngine, ignoreBrokenPipes } from "./engine-end";
import { isProviderProcess, status, warn } from "./engine-log";
import { dropDoubledLines } from "./plain-error";
import { showCommands } from "./preview";
import { read } from "./read";
import { withSealedSecrets } from "./sealed";
import { hideSecrets } from "./secret-values";

/**
 * The provider of every kind. Every resource in a state has a 60-byte program text that loads this object. Pulumi's dynamic
 * provider runs that text and calls these methods (@pulumi/pulumi, cmd/dynamic-provider).
 */
export const shell = {
	// Pulumi may call other methods before the returned promise resolves, so everything here is synchronous.
	configure({ config }: { config: { get(key: string): string | undefined } }): Promise<void> {
		configure((key) => config.get(key), {
			onPlanned: (operation, planned) => void showCommands(operation, planned),
			warn: (message) => void warn(hideSecrets(message)),
		});
		if (isProviderProcess()) {
			dropDoubledLines(process.stderr);
			ignoreBrokenPipes([process.stdout, process.stderr]);
			endWithEngine(process.stdin);
		}
		progress.show = (line) => status(hideSecrets(line));
		return Promise.resolve();
	},
	check,
	diff,
	create: sealing(create, (result) => ({ ...result, outs: withSealedSecrets(result.outs) })),
	update: sealing(update, (result) => ({ ...result, outs: withSealedSecrets(result.outs) })),
	delete: remove,
	read: sealing(read, ({ props, inputs, ...result }) => ({
		...result,
		...(props ? { props: withSealedSecrets(props) } : {}),
		...(inputs ? { inputs: withSealedSecrets(inputs) } : {}),
	})),
};

/** The call with secrets in what the engine stores, also where it fails half-way. Only the engine understands their form. */
function sealing<A extends unknown[], R>(call: (...args: A) => Promise<R>, sealed: (result: R) => R): (...args: A) => Promise<R> {
	return async (...args) => {
		if (!isProviderProcess()) return call(...args);
		try {
			return sealed(await call(...args));
		} catch (error) {
			const { properties } = error as { properties?: Values };
			throw properties ? Object.assign(error as Error, { properties: withSealedSecrets(properties) }) : error;
		}
	};
}
