/** The variable by which `pulumi-ovs plan` asks a preview for the commands, whatever the stack's configuration says. */
export const planVariable = "PULUMI_OVS_PLAN";

/** True in the processes of a preview that `pulumi-ovs plan` has started. */
export const isPlanRun = (): boolean => process.env[planVariable] === "true";

/** The two parts of a replacement. */
export type ReplacementPart = "remove the old object" | "create the new object";

/** The line above the commands of a change, from which `pulumi-ovs plan` knows them among other messages. */
export const commandsHead = (host: string, isPreview: boolean, part?: ReplacementPart): string =>
	`commands on ${host}${isPreview ? ", if you update now" : ""}${part === undefined ? "" : `, to ${part}`}:`;

/** The host and the part in such a line. */
export function readHead(line: string): { host: string; part?: ReplacementPart } | undefined {
	const [, host, part] =
		/^commands on (.+?)(?:, if you update now)?(?:, to (remove the old object|create the new object))?:$/.exec(line) ?? [];
	return host === undefined ? undefined : { host, part: part as ReplacementPart | undefined };
}

/** The message in place of commands. */
export const notKnown = (why: string, part?: ReplacementPart): string =>
	`the commands ${part === undefined ? "" : `that ${part} `}are not known yet: ${why}`;

export const isNotKnown = (message: string, part?: ReplacementPart): boolean => message.startsWith(notKnown("", part));

export const unknownInput = "an input is an output of a resource that does not exist yet";

/** The message in place of commands that would not run. */
export const wouldRefuse = (why: string): string => `pulumi up would refuse this: ${why}`;
