import type { BlockList } from "node:net";
import * as pulumi from "@pulumi/pulumi";

/** What one program has declared so far. */
export interface Program {
	/** The number of resources that the program creates. */
	count: number;
	/** The resources by host, sort of object and name. */
	declared: Map<string, pulumi.Resource>;
	/** The subnets of addresses on devices, with the host and namespace of each. */
	networks: { namespaceKey: string; network: BlockList; resource: pulumi.Resource }[];
	/** The texts that outputs stand for: an output of a resource that is also its input, such as `name`, is known at once. */
	texts: WeakMap<object, string>;
}

/** The programs by their stacks: the Automation API runs several programs in one process. */
const programs = new WeakMap<object, Program>();

/** The key of a program in a test without an engine, where no stack exists. */
const noStack = {};

export function currentProgram(): Program {
	const stack = pulumi.runtime.getStackResource() ?? noStack;
	const program = programs.get(stack) ?? { count: 0, declared: new Map(), networks: [], texts: new WeakMap() };
	programs.set(stack, program);
	return program;
}
