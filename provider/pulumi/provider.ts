import { progress } from "../transport/progress";
import { create, remove, update } from "./change";
import { check, forgetDecisions } from "./check";
import { configure } from "./configuration";
import { diff } from "./diff";
import { status } from "./engine-log";
import { read } from "./read";
import { forgetSecrets, hideSecrets } from "./secret-values";

/**
 * The provider of every kind: what the 60-byte text in the state loads. Pulumi's dynamic provider calls it
 * (@pulumi/pulumi, cmd/dynamic-provider).
 */
export const shell = {
	// Pulumi may call the other methods before a promise returned here has ended, so all is done at once.
	configure({ config }: { config: { get(key: string): string | undefined } }): Promise<void> {
		configure((key) => config.get(key));
		forgetDecisions();
		forgetSecrets();
		progress.show = (line) => status(hideSecrets(line));
		return Promise.resolve();
	},
	check,
	diff,
	create,
	update,
	delete: remove,
	read,
};
