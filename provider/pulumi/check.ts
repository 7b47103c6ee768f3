import { holdsUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { identityChanges, identityOf } from "../model/identity";
import type { AllocationContext, Kind } from "../model/kind";
import { checkInputs } from "../model/validate";
import { mayNeedBootFile } from "../plan/boot-file";
import { type Operation, operationError } from "../plan/operation";
import { derivedOutputs } from "../plan/outputs";
import { hosts, settings } from "./configuration";
import { kindOf } from "./ids";
import { toOperation } from "./inputs";
import { onlinePreview, previewChange, rememberAsked, rememberDeclaration, tellOffline, warnOfStillMissing } from "./preview";
import { currentRun, type ProgramRun } from "./run";
import { hideSecrets, rememberSecretFields, rememberSecrets } from "./secret-values";
import { envelope, type ProgramEnvelope } from "./state";
import { warnAbout } from "./warning";

interface CheckFailure {
	/** A field of the resource, or "" where the reason names the property. */
	property: string;
	reason: string;
}

/** The length in characters to which the engine shows a value. Of a longer one, the error would be lost behind it. */
const longestShown = 200;

/**
 * The failure of a property in the form that the engine prints well. The engine looks the path up as a field of its own, so it would
 * print `<nil>` for a path within a value and for a missing value, and it prints lists and maps in the form of Go.
 */
function failureAt(inputs: Values, path: string, reason: string): CheckFailure {
	const value = inputs[path];
	const isShown = ["string", "number", "boolean"].includes(typeof value) && String(value).length <= longestShown;
	return isShown ? { property: path, reason } : { property: "", reason: `${path}: ${reason}` };
}

/** The earlier choice for a resource. The engine checks a replaced resource a second time, then without its old inputs. */
function decidedBefore({ __decided }: Values, tag: string | undefined): Values | undefined {
	const { decisions } = currentRun();
	if (tag !== undefined && __decided !== undefined) decisions.set(tag, __decided);
	return __decided ?? decisions.get(tag ?? "");
}

/** Returns the program's inputs in normal form, and their errors. Connects to a host only in a preview that may (ovs:preview: online). */
export async function check(olds: Values, news: Values): Promise<{ inputs: Values; failures: CheckFailure[] }> {
	const kind = kindOf(news);
	const { __provider, __kind, __v, __owner, __resource, __secrets, __run, ...args } = news as Values & ProgramEnvelope;
	const { values, problems } = checkInputs(kind, args, olds);
	// Messages have inputs as they were given, and commands have them in normal form.
	if (__secrets) for (const inputs of [args, values]) rememberSecrets(inputs, __secrets);
	rememberSecretFields(kind, args);
	const isUnnamed = holdsUnknown(namingValues(kind, values));
	if (__run) rememberAsked(__run, isUnnamed);
	const decided = decidedBefore(olds, __resource);
	const isHostWrong = problems.some(({ path }) => path === "host");
	const hostProblems = isHostWrong ? [] : hosts().check(args.host);
	const isHostKnown = !isHostWrong && hostProblems.length === 0 && !holdsUnknown(values.host);
	const context = allocationContext(kind, values, olds, { name: nameIn(__resource) ?? "", isHostKnown });
	const allocation = problems.length > 0 ? undefined : kind.allocate?.(values, decided, context);
	const failures = [...problems, ...(allocation?.problems ?? []), ...hostProblems].map(({ path, message }) =>
		failureAt(args, path, hideSecrets(message)),
	);
	const persist = settings().persists && problems.length === 0 && mayNeedBootFile(kind, values);
	const named = { ...news, __resource: nameIn(__resource), __decided: allocation?.decided ?? decided, persist };
	const derived = problems.length > 0 ? {} : derivedOutputs(kind, values);
	const inputs = { ...values, ...allocation?.values, ...derived, ...envelope(named) };
	const isNew = Object.keys(olds).length === 0;
	if (failures.length === 0 && !isUnnamed) failures.push(...(await declare(inputs, __resource, isNew)));
	if (failures.length === 0 && __run)
		failures.push(...(await previewCreation(toOperation(isNew ? "create" : "update", inputs), __run)));
	await warnOfStillMissing();
	return { inputs, failures };
}

/** The resource's name in Pulumi, of its tag. */
const nameIn = (tag: string | undefined): string | undefined => tag?.replace(/^\d+:/, "");

/** The resource and the program around a choice. */
function allocationContext(
	kind: Kind,
	values: Values,
	olds: Values,
	{ name, isHostKnown }: { name: string; isHostKnown: boolean },
): AllocationContext {
	const isMoved = isHostKnown && olds.host !== undefined && hosts().nameOf(olds.host) !== hosts().nameOf(values.host);
	return {
		isNew: olds.host === undefined || isMoved || identityChanges(kind, { ...olds, ...values }, olds).length > 0,
		name,
		declared: isHostKnown ? hosts().get(values.host, "program").registry : { ofType: () => [] },
	};
}

/** The values that name an object and its host. */
const namingValues = (kind: Kind, values: Values): unknown[] => [values.host, ...Object.values(identityOf(kind, values))];

/** The error of a resource that is to be created, where a preview that reads the host finds that the change would be refused. */
async function previewCreation(operation: Operation, declaration: ProgramRun): Promise<CheckFailure[]> {
	if (holdsUnknown(operation.want.host)) return [];
	const isFirst = rememberDeclaration(operation, declaration);
	// The change of a resource that exists is planned when the engine compares it.
	if (!isFirst || operation.mode !== "create") return [];
	const here = onlinePreview(operation);
	if (!here) {
		await tellOffline(operation);
		return [];
	}
	try {
		await previewChange(operation, here);
		return [];
	} catch (error) {
		return [{ property: "", reason: (error as Error).message }];
	}
}

/**
 * Adds the resource to the registry of its host, and shows the warnings that follow. Returns errors where another resource of
 * the program provides the same name.
 */
async function declare(values: Values, tag: string | undefined, isNew: boolean): Promise<CheckFailure[]> {
	const operation = toOperation(isNew ? "create" : "update", values);
	const host = hosts().get(values.host, "program");
	const clashes = host.declare(tag ?? operation.id, operation);
	if (clashes.length === 0) for (const { about, warning } of host.registry.warnings(operation)) await warnAbout(about, warning);
	return clashes.map((reason) => ({ property: "", reason: operationError(host.name, operation, reason).message }));
}
