import type { Values } from "../base/values";
import { Hosts } from "../host/hosts";
import type { Operation } from "../plan/operation";

/** The stack configuration of a run. */
export interface Configuration {
	hosts: Hosts;
	/** ovs:preview: online. Previews read the hosts. */
	previewsOnline: boolean;
	/** ovs:showCommands: true. The commands of a change are shown beside its resource. */
	showsCommands: boolean;
	/** ovs:persist: true. What a reboot removes comes back at the next boot. */
	persists: boolean;
}

/** A resource and its run, as the program knows them. Pulumi tells a dynamic provider neither of them. */
export interface ProgramRun {
	/** The resource's URN, beside which the engine shows messages. */
	urn: string;
	isPreview: boolean;
	/** The number of the declaration in the program, from 1. */
	number: number;
}

/** One run of the engine, such as an `up` or a preview. One process of the provider can serve several, one after the other. */
export class Run {
	/** What the program says about its resources, by host and id. */
	readonly declarations = new Map<string, ProgramRun>();
	/** The numbers of the resources about which the engine has asked. */
	readonly asked = new Set<number>();
	/** The changes that lack something which may still be declared, by an earlier resource about which the engine has not asked yet. */
	maybeMissing: { operation: Operation; declaration: ProgramRun }[] = [];
	/** True after a resource whose name is not known yet: nobody can tell what it provides. */
	hasUnnamed = false;
	/** True after the message that an offline preview shows no commands. */
	isToldOffline = false;
	/** The choices (Kind.allocate) of earlier runs, by the tag of the resource, for resources that were checked with their old inputs. */
	readonly decisions = new Map<string, Values>();
	/** The values of secret inputs, which no message shows. */
	readonly secrets = new Set<string>();

	/** `configuration`: the stack configuration, or what is wrong with it. */
	constructor(readonly configuration: Configuration | Error) {}
}

/** The configuration of a stack that sets nothing. */
const unconfigured = (): Configuration => ({
	hosts: new Hosts(() => undefined),
	previewsOnline: false,
	showsCommands: false,
	persists: false,
});

let current = new Run(unconfigured());

/** The run that the engine has configured last. */
export const currentRun = (): Run => current;

/** Begins a run. What the one before has remembered does not count any more. */
export function beginRun(configuration: Run["configuration"]): void {
	current = new Run(configuration);
}
