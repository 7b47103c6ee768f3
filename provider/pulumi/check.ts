import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { checkHost } from "../inventory/resolve";
import type { Kind } from "../model/kind";
import { checkInputs } from "../model/validate";
import { operationError } from "../plan/operation";
import { hosts } from "./configuration";
import { kindOf } from "./ids";
import { envelope, toOperation } from "./inputs";
import { hideSecrets, noteSecrets } from "./secret-values";
import { warnAbout } from "./warning";

interface CheckFailure {
	/** A field of the resource, or "" where the reason names the property. */
	property: string;
	reason: string;
}

/**
 * The failure of a property in the form that the engine prints well. The engine looks the path up as a field of its own, so it would
 * print `<nil>` for a path within a value and for a missing value, and it prints lists and maps in the form of Go.
 */
function failureAt(inputs: Values, path: string, reason: string): CheckFailure {
	const isPlain = ["string", "number", "boolean"].includes(typeof inputs[path]);
	return isPlain ? { property: path, reason } : { property: "", reason: `${path}: ${reason}` };
}

/** The choices (Kind.allocate) of earlier runs, by the tag of the resource, for resources that were checked with their old inputs. */
const decisions = new Map<string, Values>();

/** The earlier choice for a resource. The engine checks a replaced resource a second time, then without its old inputs. */
function decidedBefore({ __decided }: Values, tag: string | undefined): Values | undefined {
	if (tag !== undefined && __decided !== undefined) decisions.set(tag, __decided);
	return __decided ?? decisions.get(tag ?? "");
}

/** Forgets the choices at the start of a run. */
export const forgetDecisions = (): void => decisions.clear();

/** Returns the program's inputs in normal form, and their errors. Never connects to a host. */
export async function check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
	const kind = kindOf(news);
	const { __provider, __kind, __v, __owner, __resource, __secrets, ...args } = news;
	if (__secrets) noteSecrets(args, __secrets);
	const { values, problems } = checkInputs(kind, args);
	const decided = decidedBefore(olds, __resource);
	const allocation = problems.length > 0 ? undefined : kind.allocate?.(values, decided);
	const failures = [
		...problems,
		...(allocation?.problems ?? []),
		...(args.host === undefined ? [] : checkHost(args.host, hosts().settings)),
	].map(({ path, message }) => failureAt(args, path, hideSecrets(message)));
	const named = { ...news, __resource: __resource?.replace(/^\d+:/, ""), __decided: allocation?.decided ?? decided };
	const inputs = { ...values, ...allocation?.values, ...envelope(named) };
	if (failures.length === 0) failures.push(...(await declared(kind, inputs, __resource, Object.keys(olds).length === 0)));
	return { inputs, failures };
}

/**
 * Adds the resource to the registry of its host, and shows the warnings that follow. Returns errors where another resource of
 * the program provides the same name.
 */
async function declared(kind: Kind, values: Values, tag: string | undefined, isNew: boolean): Promise<CheckFailure[]> {
	const keys = ["host", "netns", ...kind.identity.fields].map((field) => values[field]);
	if (holdsUnknown(keys)) return [];
	const operation = toOperation(isNew ? "create" : "update", values);
	const host = hosts().get(values.host, "program");
	const clashes = host.declare(tag ?? operation.id, operation);
	if (clashes.length === 0) for (const { about, warning } of host.registry.warnings(operation)) await warnAbout(about, warning);
	return clashes.map((reason) => ({ property: "", reason: operationError(host.name, operation, reason).message }));
}
