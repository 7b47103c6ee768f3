import { HostError } from "../base/host-error";
import type { Values } from "../base/values";
import type { Host } from "../host/host";
import { Hosts } from "../host/hosts";
import { hostName } from "../inventory/resolve";
import { kinds } from "../kinds";
import { operationError } from "../plan/operation";
import { isObserver } from "../plan/ownership";
import { closeAll } from "../transport/open";
import { toOperation } from "./inputs";
import { notKnown, wouldRefuse } from "./plan-run";
import type { Deletion, Digest } from "./plan-text";
import { shownCommands, warningsIn } from "./preview";
import { hideSecrets, rememberSecret } from "./secret-values";
import { resourcesIn, secretKey } from "./stack-export";
import { migrate } from "./state";
import { isOutcomeUnknown } from "./unknown-outcome";

/** The URNs of this provider's resources that a preview deletes. */
export const deletedIn = ({ steps = [] }: Digest): string[] =>
	steps.flatMap(({ op, urn, oldState }) => (op === "delete" && oldState?.outputs?.__kind !== undefined ? [urn] : []));

/**
 * The commands of the deletions of a preview, by URN. Pulumi does not ask a provider for them, so they are planned here by what is on
 * the hosts, which are only read. `state`: the output of `pulumi stack export --show-secrets`. `config`: the stack configuration.
 */
export async function planDeletions(
	digest: Digest,
	state: string,
	config: (key: string) => string | undefined,
): Promise<Map<string, Deletion>> {
	const outputs = outputsIn(state);
	const deleted = deletedIn(digest).flatMap((urn) => {
		const values = outputs.get(urn);
		return values ? [{ urn, values: migrate(values) }] : [];
	});
	const all = new Hosts(config);
	const hosts = new Map(deleted.map(({ values }) => [hostName(values.host), all.get(values.host)]));
	// A bridge, for example, is deleted together with the ports of the same owner, unless the program still has them.
	for (const [i, { op, newState }] of (digest.steps ?? []).entries())
		if (op !== "delete" && newState?.inputs) declare(hosts, i, newState.inputs);
	try {
		const planned = deleted.map(
			async ({ urn, values }) => [urn, await planDeletion(hosts.get(hostName(values.host)) as Host, values)] as const,
		);
		return new Map(await Promise.all(planned));
	} finally {
		await closeAll();
	}
}

/**
 * Declares a resource that the program has. A preview hides secret inputs, and some are not known yet: a name that is one of these is left
 * out.
 */
function declare(hosts: Map<string, Host>, number: number, inputs: Values): void {
	if (!Object.hasOwn(kinds, inputs.__kind ?? "")) return;
	try {
		hosts.get(hostName(inputs.host))?.declare(`${number}:`, toOperation("update", inputs));
	} catch {
		// The kind does not understand the inputs.
	}
}

async function planDeletion(host: Host, state: Values): Promise<Deletion> {
	if (isOutcomeUnknown(state))
		return { commands: [], remark: notKnown("an earlier run was interrupted, so the state does not show what is on the host") };
	const operation = toOperation("delete", state, state);
	if (isObserver(operation)) return { commands: [], remark: "no commands" };
	try {
		const preview = await host.preview(operation);
		const commands = shownCommands(operation, preview.steps).map(hideSecrets);
		const warnings = warningsIn(preview).map((text) => hideSecrets(operationError(host.name, operation, text).message));
		return { commands, remark: commands.length > 0 ? undefined : "no commands that delete something", warnings };
	} catch (error) {
		const { message, cause } = error as Error;
		if (cause instanceof HostError) return { commands: [], remark: hideSecrets(notKnown(message)) };
		const refusal = hideSecrets(message);
		return { commands: [], remark: wouldRefuse(refusal), refusal };
	}
}

function outputsIn(state: string): Map<string, Values> {
	const current = (resourcesIn(state) ?? []).filter((resource) => resource.delete !== true);
	return new Map(current.map(({ urn, outputs = {} }) => [urn, plainValue(outputs) as Values]));
}

/** The value without marks of secrets. What is marked is hidden in messages from now on. */
function plainValue(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(plainValue);
	if (typeof value !== "object" || value === null) return value;
	if (secretKey in value && "plaintext" in value) {
		const secret: unknown = JSON.parse(value.plaintext as string);
		rememberSecret(secret);
		return secret;
	}
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plainValue(one)]));
}
