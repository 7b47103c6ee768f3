import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { checkHost } from "../inventory/resolve";
import type { Kind } from "../model/kind";
import { checkInputs } from "../model/validate";
import { hosts } from "./configuration";
import { kindOf } from "./ids";
import { envelope, toOperation } from "./inputs";

interface CheckFailure {
	/** Property path, such as "subports[0].name". */
	property: string;
	reason: string;
}

/** Brings the program's inputs to their normal form, or says what is wrong with them. Never connects to a host. */
export async function check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
	const kind = kindOf(news);
	const { __provider, __kind, __v, __owner, __resource, ...args } = news;
	const computed = new Set(Object.keys(kind.computed));
	const given = Object.fromEntries(Object.entries(args).filter(([key]) => !computed.has(key)));
	const { values, problems } = checkInputs(kind, given);
	const open = problems.length > 0 ? undefined : kind.decide?.(values, olds.__decided);
	const failures = [
		...problems,
		...(open?.problems ?? []),
		...(given.host === undefined ? [] : checkHost(given.host, hosts().settings)),
	].map(({ path, message }) => ({
		property: path,
		reason: message,
	}));
	const inputs = { ...values, ...open?.values, ...envelope({ ...news, __decided: open?.decided ?? olds.__decided }) };
	if (failures.length === 0) failures.push(...clashes(kind, inputs, news, Object.keys(olds).length === 0));
	return { inputs, failures };
}

/** Declares the resource to its host's registry, which knows what no two resources may both be. */
function clashes(kind: Kind, values: Values, news: Values, isNew: boolean): CheckFailure[] {
	const keys = ["host", "netns", ...kind.key].map((field) => values[field]);
	if (holdsUnknown(keys)) return [];
	const operation = toOperation(isNew ? "create" : "update", { ...values, ...envelope(news) });
	const reasons = hosts()
		.get(values.host, "program")
		.register.declare(news.__resource ?? operation.id, operation);
	return reasons.map((reason) => ({ property: kind.key[0] ?? "host", reason: `${hosts().nameOf(values.host)}: ${reason}` }));
}
