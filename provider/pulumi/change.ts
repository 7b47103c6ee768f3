import { ChangeError, halfMade } from "../apply/batch-entry";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import { observe } from "../plan/observe";
import type { Operation } from "../plan/operation";
import { outputs } from "../plan/outputs";
import { hosts } from "./configuration";
import { resourceId } from "./ids";
import { envelope, toOperation } from "./inputs";
import { plainError, rethrow } from "./plain-error";
import { migrate } from "./state";
import { warnAbout } from "./warning";

export async function create(inputs: Values): Promise<{ id: string; outs: Values }> {
	const operation = toOperation("create", inputs);
	return { id: resourceId(operation.kind, operation.want), outs: await change(operation, inputs) };
}

export async function update(_id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
	return { outs: await change(toOperation("update", news, migrate(olds)), news) };
}

export async function remove(_id: string, props: Values): Promise<void> {
	const state = migrate(props);
	const operation = toOperation("delete", state, state);
	const host = hosts().get(state.host);
	if (operation.kind.readonly || host.register.isApplied(operation.id)) return;
	await host.submit(operation).catch(rethrow);
}

/** Carries a change out. What got half made is told to Pulumi, so that it stays in the state and the next update repairs it. */
async function change(operation: Operation, inputs: Values): Promise<Values> {
	const { kind, want } = operation;
	const host = hosts().get(want.host);
	const complete = (values: Values) =>
		withoutUnset({ host: want.host, ...(want.adopt ? { adopt: true } : {}), ...values, ...envelope(inputs) });
	try {
		const { facts, previous, warnings } = await host.submit(operation);
		const have = observe(operation, facts, previous && true);
		const warning = have && kind.warning?.(have, want);
		for (const message of warning ? [...warnings, warning] : warnings) await warnAbout(operation, message);
		return complete(have ? outputs(operation, have, previous) : want);
	} catch (error) {
		const half = error instanceof ChangeError ? halfMade(operation, error) : undefined;
		if (!half) return rethrow(error);
		const { message } = error as Error;
		// Pulumi adds __provider to outputs, but not to these; without it the resource could never be read or deleted.
		const properties = { ...complete(half), __provider: inputs.__provider };
		throw Object.assign(plainError(message), { id: resourceId(kind, want), properties, reasons: [message] });
	}
}
