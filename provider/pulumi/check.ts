import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { checkHost } from "../inventory/resolve";
import type { Kind } from "../model/kind";
import { checkInputs } from "../model/validate";
import { hosts } from "./configuration";
import { kindOf } from "./ids";
import { envelope, toOperation } from "./inputs";
import { hideSecrets, noteSecrets } from "./secret-values";

interface CheckFailure {
	/** Property path, such as "subports[0].name". */
	property: string;
	reason: string;
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
	].map(({ path, message }) => ({
		property: path,
		reason: hideSecrets(message),
	}));
	const inputs = { ...values, ...allocation?.values, ...envelope({ ...news, __decided: allocation?.decided ?? decided }) };
	if (failures.length === 0) failures.push(...clashes(kind, inputs, news, Object.keys(olds).length === 0));
	return { inputs, failures };
}

/** Adds the resource to the registry of its host. Returns errors where another resource of the program provides the same name. */
function clashes(kind: Kind, values: Values, news: Values, isNew: boolean): CheckFailure[] {
	const keys = ["host", "netns", ...kind.identity.fields].map((field) => values[field]);
	if (holdsUnknown(keys)) return [];
	const operation = toOperation(isNew ? "create" : "update", { ...values, ...envelope(news) });
	const reasons = hosts()
		.get(values.host, "program")
		.declare(news.__resource ?? operation.id, operation);
	return reasons.map((reason) => ({
		property: kind.identity.fields[0] ?? "host",
		reason: `${hosts().nameOf(values.host)}: ${reason}`,
	}));
}
