import * as pulumi from "@pulumi/pulumi";
import { shapeVersion } from "../provider/pulumi/state";
import type { References } from "./references";
import { declare, referencedResources } from "./references";
import { holdsOutput, refusePlainSecrets, secretPaths, withSecrets } from "./secrets";

/** Stored with every resource for ever: old state runs exactly this text. It must stay as it is, and short. */
const shell = 'exports.handler=()=>require("pulumi-ovs/runtime").shell';

/** What a kind's class says of itself. */
export interface Shape extends References {
	kind: string;
	inputs: string[];
	computed: string[];
	/** Whether `name` is the resource's name where the program gives none. */
	namedByResource: boolean;
}

let counter = 0;
const debugLeaks = Boolean(process.env.PULUMI_DEBUG_PROMISE_LEAKS);

export const typeOf = (kind: string): string => `pulumi-nodejs:dynamic/ovs:${kind}`;

export function isKind(value: unknown, kind: string): boolean {
	return (value as { __pulumiType?: unknown } | undefined | null)?.__pulumiType === typeOf(kind);
}

type Args = Record<string, unknown>;

const fieldsOf = ({ inputs, computed }: Shape): string[] => [...inputs, ...computed];

const unknownField = ({ kind }: Shape, name: string, field: string) =>
	new pulumi.RunError(`${kind} "${name}": unknown field "${field}"`);

const commonInputs = (shape: Shape): Args => ({
	...Object.fromEntries(fieldsOf(shape).map((field) => [field, undefined])),
	__provider: shell,
	__kind: shape.kind,
	__v: shapeVersion,
	__owner: `${pulumi.getProject()}/${pulumi.getStack()}`,
});

function inputsOf(shape: Shape, name: string, args: Args): Args {
	// Pulumi drops these two without a word.
	for (const field of ["id", "urn"]) if (field in args) throw unknownField(shape, name, field);
	return {
		...commonInputs(shape),
		...args,
		host: withSecrets(args.host),
		...(shape.namedByResource ? { name: args.name ?? name } : {}),
		// The provider stores neither of these. Two resources that claim one object are told apart by the first.
		__resource: `${++counter}:${name}`,
		...(holdsOutput(args) ? { __secrets: secretPaths(args) } : {}),
	};
}

/** The inputs of a resource that is only read: what the program knows of it beside its id. */
function stateOf(shape: Shape, name: string, state: Args = {}): Args {
	const odd = Object.keys(state).find((field) => !fieldsOf(shape).includes(field));
	if (odd !== undefined) throw unknownField(shape, name, odd);
	return { ...commonInputs(shape), ...state, host: withSecrets(state.host), __get: true };
}

/**
 * The last arguments of `get(name, id, state?, opts?)` and `get(name, id, opts?)`. A third argument without a fourth is the state
 * if it has a field of the kind. `parent` is a field of some kinds too: as an option, it is a resource.
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
	const odd = given.find((entry) => !isField(entry));
	if (odd) throw unknownField(shape, name, odd[0]);
	return { state: third, opts: { ...opts, id } };
}

/** What all kinds of pulumi-ovs have in common. */
export abstract class Resource extends pulumi.CustomResource {
	protected constructor(shape: Shape, name: string, args: object | undefined, opts: pulumi.CustomResourceOptions | undefined) {
		refusePlainSecrets();
		const isRead = opts?.id !== undefined;
		if (!args && !isRead) throw new pulumi.RunError(`${shape.kind} "${name}": its arguments are missing`);
		const inputs = isRead ? stateOf(shape, name, args as Args | undefined) : inputsOf(shape, name, args as Args);
		const options = isRead ? opts : after(referencedResources(shape, inputs), opts);
		// Pulumi notes a stack trace for each of a property's four promises, for PULUMI_DEBUG_PROMISE_LEAKS: a third of a large program's time.
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
		if (!isRead) declare(shape, inputs, this);
	}
}

/** Options with further dependencies. */
function after(resources: pulumi.Resource[], opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
	const given = opts.dependsOn ?? [];
	if (resources.length === 0) return opts;
	if (Array.isArray(given)) return { ...opts, dependsOn: [...given, ...resources] };
	if (pulumi.Resource.isInstance(given)) return { ...opts, dependsOn: [given, ...resources] };
	const all = pulumi.output(given as pulumi.Input<pulumi.Resource[]>).apply((list) => [...list, ...resources]);
	return { ...opts, dependsOn: all };
}
