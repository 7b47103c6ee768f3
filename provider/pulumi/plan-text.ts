import { holdsUnknown, isUnknown } from "../base/unknown";
import type { Values } from "../base/values";
import { hostName } from "../inventory/resolve";
import { isNotKnown, notKnown, type ReplacementPart, readHead, unknownInput } from "./plan-run";

/** The part of the output of `pulumi preview --json` that the plan needs. */
export interface Digest {
	steps?: { op: string; urn: string; oldState?: StateOfStep; newState?: StateOfStep }[];
	diagnostics?: { urn?: string; message?: string; severity?: string }[];
}

interface StateOfStep {
	id?: string;
	/** The URNs of resources that this one requires. */
	dependencies?: string[] | null;
	inputs?: Values;
	outputs?: Values;
}

/** A resource that changes, or a part of its replacement: the line above the commands, and these. */
interface Change {
	urn: string;
	dependencies: string[];
	isDeletion: boolean;
	host: string;
	/** The resource, its kind and its operation. */
	about: string;
	remark?: string;
	commands: string[];
}

const stackType = "pulumi:pulumi:Stack";
const isOfStack = (urn: string): boolean => urn.includes(`::${stackType}::`);
const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
const isUnchanged = (op: string): boolean => ["same", "read", "refresh", "discard", "read-discard"].includes(op);
/** The engine shows a replacement as up to three steps. */
const isPartOfReplacement = (op: string): boolean => ["create-replacement", "delete-replaced"].includes(op);

/** The words that the engine puts before a message. */
const prefixes = /^(?:(?:error|warning|info): )?(?:\S+ resource '[^']*' has a problem: )?/;

const messagesOf = ({ diagnostics = [] }: Digest, severity: string) =>
	diagnostics.flatMap(({ urn = "", message = "", ...one }) =>
		one.severity === severity ? [{ urn, message: message.trim().replace(prefixes, "") }] : [],
	);

const labelled = (urn: string, message: string): string =>
	urn === "" || isOfStack(urn) || message.startsWith(`${nameOf(urn)} `) ? message : `${nameOf(urn)}: ${message}`;

/** The errors of a preview. */
export const errorsOf = (digest: Digest): string[] =>
	messagesOf(digest, "error").map(({ urn, message }) => labelled(urn, message));

export const warningsOf = (digest: Digest): string[] =>
	messagesOf(digest, "warning")
		.map(({ urn, message }) => labelled(urn, message))
		.sort();

/** The commands of a deletion. */
export interface Deletion {
	commands: string[];
	/** Why there are none. */
	remark?: string;
	/** The reason for which the deletion would be refused. */
	refusal?: string;
	/** Messages for the user about it. */
	warnings?: string[];
}

/**
 * The plan of a preview: for each host, the commands of each resource. What a resource requires stands before it. `deletions`: those
 * that are known, by URN.
 */
export function planText(digest: Digest, deletions: ReadonlyMap<string, Deletion> = new Map()): string {
	const said = messagesOf(digest, "info").filter(({ urn }) => !isOfStack(urn));
	const saidOf = (step: { urn: string }) => said.filter(({ urn }) => urn === step.urn).map(({ message }) => message);
	const changes = inOrder((digest.steps ?? []).flatMap((step) => changesOf(step, saidOf(step), deletions.get(step.urn))));
	const hosts = [...new Set(changes.map(({ host }) => host))].sort();
	const known = hosts.filter((host) => host !== unknownHost);
	const resources = new Set(changes.map(({ urn }) => urn)).size;
	const targets = [
		...(known.length > 0 || hosts.length === 0 ? [`on ${counted(known.length, "host")}`] : []),
		...(hosts.length > known.length ? ["on hosts that are not known yet"] : []),
	];
	const [, stack = "", project = ""] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(digest.steps?.[0]?.urn ?? "") ?? [];
	const program = stack === "" ? "" : ` of ${project}/${stack}`;
	const lines = [
		`# What \`pulumi up\`${program} would change: ${counted(resources, "resource")} ${targets.join(" and ")}.`,
		"# For a review, not to be run: `pulumi up` runs the commands of one host together, ordered by kind of step, and checks the result.",
		"# Values of secret inputs are hidden, except those with fewer than four characters.",
		...[...warningsOf(digest), ...[...deletions.values()].flatMap(({ warnings = [] }) => warnings)].flatMap((message) =>
			commented(`Warning: ${message}`),
		),
	];
	for (const host of [...known, ...hosts.filter((one) => !known.includes(one))]) {
		lines.push("", `######## ${host}`);
		for (const { about, remark, commands } of changes.filter((change) => change.host === host))
			lines.push("", ...commented(remark === undefined ? about : `${about}: ${remark}`), ...commands);
	}
	return `${lines.join("\n")}\n`;
}

/** Changes after those that they require, deletions last, else by their names: the engine plans in another order each time. */
function inOrder(changes: Change[]): Change[] {
	const rank = ({ about, isDeletion }: Change) => `${isDeletion ? 1 : 0} ${about}`;
	const left = [...changes].sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) < rank(b) ? -1 : 1));
	const ordered: Change[] = [];
	while (left.length > 0) {
		const isReady = ({ dependencies }: Change) => !left.some(({ urn }) => dependencies.includes(urn));
		ordered.push(...left.splice(Math.max(left.findIndex(isReady), 0), 1));
	}
	return ordered;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const commented = (text: string): string[] => text.split("\n").map((line) => `# ${line}`);

const unknownHost = "a host that is not known yet";

/** The changes of one step: a replacement is a removal and a creation, which may be on two hosts. `said`: the infos beside the resource. */
function changesOf(
	{ op, urn, oldState, newState }: Required<Digest>["steps"][number],
	said: string[],
	{ commands, remark }: Deletion = { commands: [], remark: deletion },
): Change[] {
	const values = { ...oldState?.outputs, ...newState?.inputs };
	if (values.__kind === undefined || isUnchanged(op) || isPartOfReplacement(op)) return [];
	const oldHost = oldState?.id?.split("/")[0];
	const newHost = hostName(values.host);
	const about = `${values.__kind} ${nameOf(urn)} (${op})`;
	if (op === "delete") return [{ urn, dependencies: [], isDeletion: true, host: oldHost ?? newHost, about, commands, remark }];
	const ofPart = (host: string, part?: ReplacementPart): Change => {
		const { commands, ...told } = commandsIn(said, part);
		const onHost = told.host ?? (isUnknown(host) ? unknownHost : host);
		const none = (): string => {
			if (part === "remove the old object") return "no commands are shown for the removal of the old object";
			const isOpen = part === undefined && !holdsUnknown(newState?.inputs);
			return said.find((one) => isNotKnown(one, part)) ?? (isOpen ? "no commands" : notKnown(unknownInput, part));
		};
		const remark = commands.length === 0 ? none() : part?.replace(/^(\w+)/, "$1s");
		return { urn, dependencies: newState?.dependencies ?? [], isDeletion: false, host: onHost, about, remark, commands };
	};
	if (op !== "replace") return [ofPart(oldHost ?? newHost)];
	return [ofPart(oldHost ?? newHost, "remove the old object"), ofPart(newHost, "create the new object")];
}

/** The commands among the infos beside a resource; the program may log there too. */
function commandsIn(said: string[], part?: ReplacementPart): { host?: string; commands: string[] } {
	const own = said.flatMap((message) => {
		const [first = "", ...rest] = message.split("\n");
		const head = readHead(first);
		return head && head.part === part ? [{ host: head.host, commands: rest.map((line) => line.replace(/^ {4}/, "")) }] : [];
	});
	return { host: own[0]?.host, commands: own.flatMap(({ commands }) => commands) };
}

const deletion = notKnown("Pulumi does not ask for those of a deletion before it runs");
