import * as pulumi from "@pulumi/pulumi";
import { shapeVersion } from "../provider/pulumi/state";
import type { References } from "./references";
import { declare, referred } from "./references";
import { refusePlainSecrets, withSecrets } from "./secrets";

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

function inputsOf({ kind, inputs, computed, namedByResource }: Shape, name: string, args: Record<string, unknown> | undefined) {
	const fields = Object.fromEntries([...inputs, ...computed].map((field) => [field, undefined]));
	const inner = {
		__provider: shell,
		__kind: kind,
		__v: shapeVersion,
		__owner: `${pulumi.getProject()}/${pulumi.getStack()}`,
	};
	if (!args) return { ...fields, ...inner };
	for (const field of ["id", "urn"]) {
		// Pulumi drops these two without a word.
		if (field in args) throw new pulumi.RunError(`${kind} "${name}": unknown field "${field}"`);
	}
	return {
		...fields,
		...args,
		host: withSecrets(args.host),
		...(namedByResource ? { name: args.name ?? name } : {}),
		...inner,
		// Two resources that claim one object are told apart by it; the provider doesn't store it.
		__resource: `${++counter}:${name}`,
	};
}

/** What all kinds of pulumi-ovs have in common. */
export abstract class Resource extends pulumi.CustomResource {
	protected constructor(shape: Shape, name: string, args: object | undefined, opts: pulumi.CustomResourceOptions | undefined) {
		refusePlainSecrets();
		if (!args && opts?.id === undefined) throw new pulumi.RunError(`${shape.kind} "${name}": its arguments are missing`);
		const inputs = inputsOf(shape, name, args as Record<string, unknown> | undefined);
		const options = args ? after(referred(shape, inputs), opts) : opts;
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
		if (args) declare(shape, inputs, this);
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
