import { hostName } from "../inventory/resolve";

/** What `pulumi preview --json` prints, as far as the plan needs it. */
export interface Digest {
	steps?: { op: string; urn: string; oldState?: StateOfStep; newState?: StateOfStep }[];
	diagnostics?: { urn?: string; message?: string; severity?: string }[];
}

interface StateOfStep {
	id?: string;
	/** The URNs of resources that this one requires. */
	dependencies?: string[] | null;
	// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any kind
	inputs?: Record<string, any>;
	// biome-ignore lint/suspicious/noExplicitAny: inputs and outputs of any kind
	outputs?: Record<string, any>;
}

/** A resource that changes: its line above the commands, and these. */
interface Change {
	urn: string;
	dependencies: string[];
	isDeletion: boolean;
	host: string;
	title: string;
	commands: string[];
}

const stackType = "pulumi:pulumi:Stack";
const isOfStack = (urn: string): boolean => urn.includes(`::${stackType}::`);
const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
const head = /^commands on (.+?)(?:, if you update now)?:$/;
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

/** The plan of a preview: for each host, the commands of each resource. What a resource requires stands before it. */
export function planText(digest: Digest): string {
	const said = new Map(
		messagesOf(digest, "info").flatMap(({ urn, message }) => (isOfStack(urn) ? [] : [[urn, message] as const])),
	);
	const changes = inOrder((digest.steps ?? []).flatMap((step) => changeOf(step, said.get(step.urn))));
	const hosts = [...new Set(changes.map(({ host }) => host))].sort();
	const [, stack = "", project = ""] = /^urn:pulumi:([^:]+)::([^:]+)::/.exec(digest.steps?.[0]?.urn ?? "") ?? [];
	const program = stack === "" ? "" : ` of ${project}/${stack}`;
	const lines = [
		`# What \`pulumi up\`${program} would change: ${counted(changes.length, "resource")} on ${counted(hosts.length, "host")}.`,
		"# For a review, not to be run: `pulumi up` runs the commands of one host together, ordered by kind of step, and checks the result.",
		"# Values of secret inputs are hidden.",
		...warningsOf(digest).flatMap((message) => commented(`Warning: ${message}`)),
	];
	for (const host of hosts) {
		lines.push("", `######## ${host}`);
		for (const change of changes) if (change.host === host) lines.push("", ...commented(change.title), ...change.commands);
	}
	return `${lines.join("\n")}\n`;
}

/** Changes after those that they require, deletions last, else by their titles: the engine plans in another order each time. */
function inOrder(changes: Change[]): Change[] {
	const rank = ({ title, isDeletion }: Change) => `${isDeletion ? 1 : 0} ${title}`;
	const left = [...changes].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
	const ordered: Change[] = [];
	while (left.length > 0) {
		const isReady = ({ dependencies }: Change) => !left.some(({ urn }) => dependencies.includes(urn));
		ordered.push(...left.splice(Math.max(left.findIndex(isReady), 0), 1));
	}
	return ordered;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
const commented = (text: string): string[] => text.split("\n").map((line) => `# ${line}`);

function changeOf({ op, urn, oldState, newState }: Required<Digest>["steps"][number], said: string | undefined): Change[] {
	const values = { ...oldState?.outputs, ...newState?.inputs };
	if (values.__kind === undefined || isUnchanged(op) || isPartOfReplacement(op)) return [];
	const [first = "", ...rest] = said?.split("\n") ?? [];
	const told = head.exec(first)?.[1];
	const host = told ?? oldState?.id?.split("/")[0] ?? hostName(values.host);
	const title = `${values.__kind} ${nameOf(urn)} (${op})`;
	const isDeletion = op === "delete";
	const change = { urn, dependencies: newState?.dependencies ?? [], isDeletion, host };
	const remark =
		told === undefined ? (said ?? (isDeletion ? deletion : "no commands")) : op === "replace" ? replacement : undefined;
	const commands = told === undefined ? [] : rest.map((line) => line.replace(/^ {4}/, ""));
	return [{ ...change, title: remark === undefined ? title : `${title}: ${remark}`, commands }];
}

const deletion = "Pulumi does not ask for the commands of a deletion before it runs";
const replacement = "these commands remove the old object; those of the new one are planned after that";
