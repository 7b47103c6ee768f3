import * as pulumi from "@pulumi/pulumi";
import { previousKey } from "../provider/base/state-fields";
import { isPlanRun } from "../provider/pulumi/plan-run";
import { shapeVersion } from "../provider/pulumi/state";
import { currentProgram } from "./program";
import type { References } from "./references";
import {
	declare,
	referencedResources,
	rememberTexts,
	resourceInPlaceOfName,
	resourcesWithSameObject,
	withKnownTexts,
} from "./references";
import { asSecret, holdsOutput, refusePlainSecrets, secretPaths, withSecrets } from "./secrets";

/** The program text in the state of every resource. Old states run exactly this text, so it must never change. */
const shell = 'exports.handler=()=>require("pulumi-ovs/runtime").shell';

/** The description of a kind in its generated class. */
export interface Shape extends References {
	kind: string;
	inputs: string[];
	computed: string[];
	/** The inputs that the provider can give a value where the program sets none. */
	filledIn: string[];
	/** The paths of fields that are always secret. "*" is each item of a list and each value of a map. */
	secrets?: string[][];
	/** True where the resource's name is the default of the field `name`. */
	namedByResource: boolean;
}

const debugLeaks = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);

export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/ovs:${kind}`;

/** True for a resource of this type, also one of another copy of the package. */
export const isOfType = (value: unknown, type: string): boolean =>
	(value as { __pulumiType?: unknown } | undefined | null)?.__pulumiType === type;

export const isKind = (value: unknown, kind: string): boolean => isOfType(value, typeOf(kind));

type Args = Record<string, unknown>;

const fieldsOf = ({ inputs, computed }: Shape): string[] => [...inputs, ...computed];

const unknownField = ({ kind }: Shape, name: string, field: string) =>
	new pulumi.RunError(`${kind} "${name}": unknown field "${field}"`);

const commonInputs = (shape: Shape): Args => ({
	__provider: shell,
	__kind: shape.kind,
	__v: shapeVersion,
	__owner: `${pulumi.getProject()}/${pulumi.getStack()}`,
});

/** The fields as inputs without a value. Pulumi makes an output of each. */
const undefinedFields = (fields: string[]): Args => Object.fromEntries(fields.map((field) => [field, undefined]));

/** The arguments that are given. withoutUnset would go into outputs, too. */
const withoutUndefined = (args: Args): Args =>
	Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));

const withLaterOutputs = new WeakSet<object>();

/**
 * Lets a class have outputs of the fields that a program does not set. Each output is made when the program asks for it: Pulumi needs
 * about 8 kB for one, and most kinds have dozens of fields, of which a program sets a few.
 */
function addLaterOutputs(prototype: object, shape: Shape): void {
	if (withLaterOutputs.has(prototype)) return;
	withLaterOutputs.add(prototype);
	for (const field of fieldsOf(shape)) {
		const keep = (resource: object, value: unknown) => {
			Object.defineProperty(resource, field, { value, writable: true, enumerable: true, configurable: true });
			return value;
		};
		Object.defineProperty(prototype, field, {
			configurable: true,
			get(this: Resource) {
				return this === prototype
					? undefined
					: keep(
							this,
							this.id.apply(() => undefined),
						);
			},
			set(this: Resource, value: unknown) {
				keep(this, value);
			},
		});
	}
}

/**
 * The resource's URN, and whether this is a preview, for a provider that is to show commands or to read the hosts at preview.
 * Pulumi does not tell a dynamic provider. The provider removes this input before the engine stores it.
 */
function runOf(shape: Shape, name: string, opts: pulumi.CustomResourceOptions | undefined, number: number): Args {
	const config = new pulumi.Config("ovs");
	if (config.get("showCommands") !== "true" && config.get("preview") !== "online" && !isPlanRun()) return {};
	const urn = pulumi.createUrn(name, typeOf(shape.kind), opts?.parent, pulumi.getProject(), pulumi.getStack());
	// A promise, because an Output would make the resource depend on its parent, and so on itself.
	const known = new Promise<string>((resolve) => void urn.apply(resolve));
	return { __run: { urn: known, isPreview: pulumi.runtime.isDryRun(), number } };
}

/** The arguments with the values of the kind's secret fields as secrets. */
function secured({ secrets = [] }: Shape, args: Args): Args {
	const all = { ...args };
	for (const [field = "", ...path] of secrets) all[field] = asSecret(all[field], path);
	return all;
}

function inputsOf(shape: Shape, name: string, args: Args, opts: pulumi.CustomResourceOptions | undefined): Args {
	// Pulumi drops these two inputs without an error.
	for (const field of ["id", "urn"]) if (field in args) throw unknownField(shape, name, field);
	// Pulumi would send the resource's id, and in the first preview a value that is not known yet.
	const misplaced = resourceInPlaceOfName(shape, args);
	if (misplaced !== undefined)
		throw new pulumi.RunError(
			`${shape.kind} "${name}": ${misplaced} is a resource, and a name is needed: write the output name of the resource`,
		);
	const number = ++currentProgram().count;
	return {
		...undefinedFields([...shape.computed, ...shape.filledIn]),
		...commonInputs(shape),
		...secured(shape, withoutUndefined(args)),
		host: withSecrets(args.host),
		...(shape.namedByResource ? { name: args.name ?? name } : {}),
		// The number orders the program's resources: of two with one object, the later one is refused. The provider stores the name.
		__resource: `${number}:${name}`,
		...(holdsOutput(args) ? { __secrets: secretPaths(args) } : {}),
		...runOf(shape, name, opts, number),
	};
}

/** The inputs of a resource that is only read: the values that the program knows beside the id. */
function stateOf(shape: Shape, name: string, state: Args = {}): Args {
	const unknown = Object.keys(state).find((field) => !fieldsOf(shape).includes(field));
	if (unknown !== undefined) throw unknownField(shape, name, unknown);
	return {
		...undefinedFields(fieldsOf(shape)),
		...commonInputs(shape),
		...secured(shape, state),
		...{ host: withSecrets(state.host), __resource: name, __get: true },
	};
}

/**
 * The last arguments of `get(name, id, state?, opts?)` and `get(name, id, opts?)`. A third argument without a fourth is the state
 * if it has a field of the kind, and else the options. `parent` is a field of some kinds and an option, whose value is a resource.
 */
export function getArguments(
	shape: Shape,
	name: string,
	id: pulumi.Input<pulumi.ID>,
	third: object | undefined,
	opts: pulumi.CustomResourceOptions | undefined,
): { state: object | undefined; opts: pulumi.CustomResourceOptions } {
	const given = Object.entries(third ?? {}).filter(([, value]) => value !== undefined);
	const isField = ([key, value]: [string, unknown]) => fieldsOf(shape).includes(key) && !pulumi.Resource.isInstance(value);
	if (opts === undefined && !given.some(isField)) return { state: undefined, opts: { ...third, id } };
	const unknown = given.find((entry) => !isField(entry));
	if (unknown) throw unknownField(shape, name, unknown[0]);
	return { state: third, opts: { ...opts, id } };
}

/** The base class of all resources of pulumi-ovs. */
export abstract class Resource extends pulumi.CustomResource {
	protected constructor(shape: Shape, name: string, args: object | undefined, opts: pulumi.CustomResourceOptions | undefined) {
		addLaterOutputs(new.target.prototype, shape);
		refusePlainSecrets();
		const isRead = opts?.id !== undefined;
		if (!args && !isRead)
			throw new pulumi.RunError(
				`${shape.kind} "${name}": its arguments are missing: pass an object with its fields, such as { host: "h1" }`,
			);
		const inputs = isRead ? stateOf(shape, name, args as Args | undefined) : inputsOf(shape, name, args as Args, opts);
		const known = isRead ? {} : withKnownTexts(inputs);
		const earlier = isRead ? [] : [...referencedResources(shape, known), ...resourcesWithSameObject(shape, known)];
		const options = withSecretOutputs(shape, after([...new Set(earlier)], opts));
		// Pulumi takes a stack trace for four promises per property, for PULUMI_DEBUG_PROMISE_LEAKS. In a large program that takes a third of
		// the time.
		const frames = Error.stackTraceLimit;
		Error.stackTraceLimit = debugLeaks ? frames : 0;
		try {
			super(typeOf(shape.kind), name, inputs, options);
		} catch (error) {
			Error.stackTraceLimit = frames;
			if (error instanceof Error) Error.captureStackTrace(error);
			throw error;
		} finally {
			Error.stackTraceLimit = frames;
		}
		if (isRead) return;
		declare(shape, known, this);
		rememberTexts(known, this);
	}
}

/** The options by which a refresh, too, stores secret fields encrypted, and with them the original values of an adopted object. */
function withSecretOutputs({ secrets }: Shape, opts: pulumi.CustomResourceOptions | undefined): typeof opts {
	if (secrets === undefined) return opts;
	const whole = secrets.flatMap(([field = "", ...path]) => (path.length === 0 ? [field] : []));
	return { ...opts, additionalSecretOutputs: [...whole, previousKey, ...(opts?.additionalSecretOutputs ?? [])] };
}

/** The options with these resources added to `dependsOn`. */
function after(resources: pulumi.Resource[], opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
	const given = opts.dependsOn ?? [];
	if (resources.length === 0) return opts;
	if (Array.isArray(given)) return { ...opts, dependsOn: [...given, ...resources] };
	if (pulumi.Resource.isInstance(given)) return { ...opts, dependsOn: [given, ...resources] };
	const all = pulumi.output(given as pulumi.Input<pulumi.Resource[]>).apply((list) => [...list, ...resources]);
	return { ...opts, dependsOn: all };
}
