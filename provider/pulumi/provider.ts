import { ChangeError, halfMade } from "../apply/settle";
import { previousKey } from "../base/mark";
import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { withoutUnset } from "../base/values";
import { Hosts } from "../host/hosts";
import { checkHost, type HostInput } from "../inventory/resolve";
import { differences, project } from "../model/compare";
import { identityChanges, objectId, replacedFields } from "../model/identity";
import type { Kind } from "../model/kind";
import { checkInputs } from "../model/validate";
import { factsAfter, observe } from "../plan/observe";
import { named, type Operation } from "../plan/operation";
import { outputs, outputsByIdAlone } from "../plan/outputs";
import { isAnothers, isJournaled, isLent, isObserver, lostMark } from "../plan/ownership";
import { progress } from "../transport/progress";
import { status, warn } from "./engine-log";
import { kindOf, parseId, resourceId } from "./ids";
import { migrate, shapeVersion } from "./state";

interface CheckFailure {
	property: string;
	reason: string;
}

let configured: Hosts | Error = new Hosts(() => undefined);

/** Pulumi goes on with a provider whose configuration was refused: then nothing may be done, least of all elsewhere. */
function hosts(): Hosts {
	if (configured instanceof Error) throw plain(configured.message);
	return configured;
}

/** By the tag of the resource: what was decided for those that this run has checked with their old inputs. */
let decisions = new Map<string, Values>();

/** What was decided for a resource last time. The engine checks one that is replaced once more, then without its old inputs. */
function decidedBefore({ __decided }: Values, tag: string | undefined): Values | undefined {
	if (tag !== undefined && __decided !== undefined) decisions.set(tag, __decided);
	return __decided ?? decisions.get(tag ?? "");
}

/** Inputs that travel beside a resource's own: which kind it is, the version of its state's shape, whose it is, and what was decided for it. */
const envelope = ({ __kind, __owner, __decided }: Values): Values => ({
	...{ __kind, __v: shapeVersion, __owner },
	...(__decided === undefined ? {} : { __decided }),
});

const own = (kind: Kind, props: Values): Values =>
	Object.fromEntries(Object.entries(props).filter(([key]) => key in kind.schema.shape));

/**
 * The provider of every kind: what the 60-byte text in the state loads. Pulumi's dynamic provider calls it
 * (@pulumi/pulumi, cmd/dynamic-provider); check and diff never talk to a host, so previews need no SSH.
 */
export const shell = {
	// Pulumi may call the other methods before a promise returned here has ended, so all is done at once.
	configure({ config }: { config: { get(key: string): string | undefined } }): Promise<void> {
		try {
			configured = new Hosts((key) => config.get(key));
			decisions = new Map();
		} catch (error) {
			configured = error as Error;
		}
		progress.show = status;
		return Promise.resolve();
	},

	async check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
		const kind = kindOf(news);
		const { __provider, __kind, __v, __owner, __resource, ...args } = news;
		const { values, problems } = checkInputs(kind, args);
		const decided = decidedBefore(olds, __resource);
		const open = problems.length > 0 ? undefined : kind.allocate?.(values, decided);
		const failures = [
			...problems,
			...(open?.problems ?? []),
			...(args.host === undefined ? [] : checkHost(args.host as HostInput, hosts().settings)),
		].map(({ path, message }) => ({
			property: path,
			reason: message,
		}));
		const inputs = { ...values, ...open?.values, ...envelope({ ...news, __decided: open?.decided ?? decided }) };
		if (failures.length === 0) failures.push(...clashes(kind, inputs, news, Object.keys(olds).length === 0));
		return { inputs, failures };
	},

	async diff(_id: string, olds: Values, news: Values) {
		const kind = kindOf(news);
		const was = own(kind, migrate(olds));
		const changed = differences(kind, own(kind, news), was);
		const moved = holdsUnknown(news.host) || hosts().nameOf(news.host) === hosts().nameOf(was.host ?? news.host) ? [] : ["host"];
		const known = (field: string) => !holdsUnknown(news[field]);
		const replaces = [
			...moved,
			...new Set([...identityChanges(kind, own(kind, news), was), ...replacedFields(kind, own(kind, news), was)].filter(known)),
		];
		const unseen = moved.length > 0 || olds.__owner !== news.__owner || olds.error !== undefined;
		const changes = changed.length > 0 || unseen;
		if (!holdsUnknown(news)) {
			const host = hosts().get(news.host);
			const operation = toOperation("update", news, migrate(olds));
			host.registry.compared(operation, changes);
			if (!changes) await host.putBack(operation).catch(plainly);
		}
		// Left to the engine (undefined), it finds by itself which inputs changed: replaceOnChanges goes by that.
		return { changes: unseen || (changed.length > 0 ? undefined : false), replaces, deleteBeforeReplace: true };
	},

	async create(inputs: Values): Promise<{ id: string; outs: Values }> {
		const operation = toOperation("create", inputs);
		return { id: resourceId(operation.kind, operation.want), outs: await change(operation, inputs) };
	},

	async update(_id: string, olds: Values, news: Values): Promise<{ outs: Values }> {
		return { outs: await change(toOperation("update", news, migrate(olds)), news) };
	},

	async delete(_id: string, props: Values): Promise<void> {
		const state = migrate(props);
		const operation = toOperation("delete", state, state);
		const host = hosts().get(state.host);
		if (isObserver(operation) || host.registry.isApplied(operation.id)) return;
		await host.submit(operation).catch(plainly);
	},

	/** With nothing but an id (Kind.get) everything that can be read is told; else just what the program manages. */
	async read(id: string, props: Values): Promise<{ id?: string; props?: Values; inputs?: Values }> {
		const kind = kindOf(props);
		const state = migrate(props);
		const isKnown = (field: string) => state[field] !== undefined || kind.schema.shape[field]?.safeParse(undefined).success;
		const managed = state.host !== undefined && kind.identity.fields.every(isKnown);
		const want = managed ? own(kind, state) : { ...own(kind, state), ...parseId(kind, id) };
		const operation: Operation = { ...toOperation("update", { ...envelope(props), ...want }, managed ? state : undefined) };
		try {
			const host = hosts().get(want.host as HostInput);
			const facts = await host.read(factsAfter(operation));
			const have = observe(operation, facts);
			if (!have) return {};
			if (!managed)
				return { id, props: withoutUnset({ ...outputsByIdAlone(operation, have), host: want.host, ...envelope(props) }) };
			const values = { host: want.host, ...(want.adopt ? { adopt: true } : {}), ...project(kind, want, have) };
			// A mark that is gone, and what the host itself says is wrong, are drift too: another owner than the program's, a property that it hasn't.
			const markless = isLent(operation) || isJournaled(operation);
			const owner = markless || have.owner === props.__owner ? props.__owner : "";
			const isUnmarked = owner !== props.__owner;
			const isTheirs = isUnmarked && isAnothers(operation, have, differences(kind, own(kind, state), values).length === 0);
			if (isUnmarked) await tell(operation, lostMark(have, isTheirs));
			const error = isObserver(operation) ? undefined : have.fault;
			const inputs = withoutUnset({ ...values, error, ...envelope(props), __owner: owner });
			const found = outputs(operation, have, state[previousKey]);
			// By its number a refresh would make another's object, come in the place of ours, ours to change and delete.
			const number = isTheirs ? pick(state, Object.keys(kind.computed)) : {};
			return { id, inputs, props: withoutUnset({ ...inputs, ...found, ...number }) };
		} catch (error) {
			return plainly(named(hosts().nameOf(want.host), operation, (error as Error).message));
		}
	},
};

/** A warning about one object. */
const tell = (operation: Operation, warning: string): Promise<void> =>
	warn(named(hosts().nameOf(operation.want.host), operation, warning).message);

const pick = (values: Values, fields: string[]): Values => Object.fromEntries(fields.map((field) => [field, values[field]]));

function clashes(kind: Kind, values: Values, news: Values, isNew: boolean): CheckFailure[] {
	const keys = ["host", "netns", ...kind.identity.fields].map((field) => values[field]);
	if (holdsUnknown(keys)) return [];
	const operation = toOperation(isNew ? "create" : "update", { ...values, ...envelope(news) });
	const reasons = hosts()
		.get(values.host)
		.declare(news.__resource ?? operation.id, operation);
	return reasons.map((reason) => ({
		property: kind.identity.fields[0] ?? "host",
		reason: `${hosts().nameOf(values.host)}: ${reason}`,
	}));
}

function toOperation(mode: Operation["mode"], props: Values, was?: Values): Operation {
	const kind = kindOf(props);
	const want = own(kind, props);
	return { mode, kind, id: objectId(kind, want), want, was, owner: props.__owner };
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
		for (const message of [...warnings, ...(have?.warnings ?? [])]) await tell(operation, message);
		return complete(have ? outputs(operation, have, previous) : want);
	} catch (error) {
		const half = error instanceof ChangeError ? halfMade(operation, error) : undefined;
		if (!half) return plainly(error);
		const { message } = error as Error;
		// Pulumi adds __provider to outputs, but not to these; without it the resource could never be read or deleted.
		const properties = { ...complete(half), __provider: inputs.__provider };
		throw Object.assign(plain(message), { id: resourceId(kind, want), properties, reasons: [message] });
	}
}

/** Pulumi prints an error's stack beside its message; a person has no use for it. */
function plain(message: string): Error {
	const error = new Error(message);
	error.stack = "";
	error.toString = () => message;
	return error;
}

function plainly(error: unknown): never {
	throw plain((error as Error).message);
}
