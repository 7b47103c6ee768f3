import { type Call, netnsOption, udevSettles } from "./call";
import { intentsOf, notesOf } from "./device-intent";
import { bootPart } from "./ip-boot";
import { deletedBy } from "./ip-known";
import { type LinkFact, linksRead } from "./ip-link";
import { removesImplicitly } from "./ip-losses";
import { type DaemonNeighborFact, daemonNeighborsRead, type NeighborFact, neighborsRead } from "./ip-neighbor";
import { meaningOf } from "./ip-refusal";
import { type RouteFact, routesRead } from "./ip-route";
import { narrowedRoutes, type RouteTablesFact, routeTablesRead } from "./ip-route-tables";
import { joinedRoutes, type RoutesToFact, routesToRead } from "./ip-routes-to";
import { type RuleFact, rulesRead } from "./ip-rule";
import { badLine, batchWord, createdBy, createsDevice, deviceNamed, executedCount, type IpStep } from "./ip-step";
import { impliedVlanSteps, undoLines, undoReads } from "./ip-undo";
import { saidOnOneLine, unreadable } from "./output";
import type { AnyFact, Read, Reading, Refusal, Subject, Tool } from "./tool";

/**
 * One `ip -batch` for all steps. `ip` stops at the first line that fails.
 * A batch has no escapes (iproute2 lib/utils.c, makeargs), so the schemas refuse values that can't be written in it.
 */
function ipCall(steps: IpStep[]): Call {
	const netns = steps[0]?.netns ?? "";
	const lines = steps.map((s) => s.args.map(batchWord).join(" "));
	const family = steps[0]?.family === 6 ? ["-6"] : [];
	return { argv: ["ip", ...family, ...netnsOption(netns), "-batch", "-"], stdin: `${lines.join("\n")}\n` };
}

/** The call with the notes of what it creates, and after which the new devices have their MAC addresses. */
function callAndSettle(steps: IpStep[]): Call {
	const isNew = steps.some((step) => step.netns === "" && createsDevice(step));
	const intents = intentsOf(steps);
	const notes = intents.length > 0 ? notesOf(intents) : undefined;
	const afterwards = [...(notes ? [notes.afterwards] : []), ...(isNew ? [udevSettles] : [])];
	return {
		...ipCall(steps),
		...(notes ? { beforehand: notes.beforehand } : {}),
		...(afterwards.length > 0 ? { afterwards: afterwards.join("; ") } : {}),
	};
}

/** One `ip -batch -force` for all steps. A line that fails does not stop the lines after it. */
export function ipAsFarAsItGoes(steps: IpStep[]): Call {
	const { argv, stdin } = ipCall(steps);
	return { argv: [...argv.slice(0, 1), "-force", ...argv.slice(1)], stdin, tool: "ip" };
}

export interface NamespaceFact extends AnyFact<Set<string>> {
	read: "namespaces";
}

const namespacesRead: Read<NamespaceFact> = {
	call: () => ({ argv: ["ip", "-j", "netns", "list"] }),
	parse: ({ stdout, stderr, code }) =>
		code === 0 ? parseNamespaces(stdout) : unreadable("the network namespaces can't be listed", stderr, "try `ip netns` there"),
	dependsOn: () => ["namespaces"],
	lasting: true,
};

export function parseNamespaces(text: string): Set<string> {
	return new Set(text.trim() === "" ? [] : (JSON.parse(text) as { name: string }[]).map((n) => n.name));
}

/** The line of a batch that an error is about. ip gives no number for a wrong word, and quotes the word instead. */
function refusedLine(stderr: string, lines: string[]): string | undefined {
	const number = badLine.exec(stderr)?.[1];
	if (number !== undefined) return lines[Number(number) - 1];
	const word = /"([^"]+)"/.exec(stderr)?.[1];
	const about = lines.filter((line) => word !== undefined && line.split(" ").includes(word));
	return about.length === 1 ? about[0] : undefined;
}

function refusal({ stderr, code }: Reading, { stdin = "" }: Call): Refusal {
	const said = saidOnOneLine({ stdout: "", stderr: stderr.replaceAll(new RegExp(badLine, "gm"), ""), code }, "ip");
	const line = refusedLine(stderr, stdin.split("\n"));
	if (line === undefined) return { text: said };
	const meaning = meaningOf(line, said);
	const words = `ip ${line}: ${said}`;
	return { text: meaning === undefined ? words : `${meaning} (${words})` };
}

/** The subjects that lines about devices, addresses and namespaces change. */
const changedByDevices: Subject[] = ["devices", "namespaces", "neighbors", "routes", "rules"];

/** The subjects that the other lines change, by their first word. */
const changedBy: Record<string, Subject[]> = { neigh: ["neighbors"], route: ["routes"], rule: ["rules"] };

/**
 * Lines for addresses and settings. Lines that set a device down, take it out of its master or move it are not repeated: the new plan
 * has them if they are still needed.
 */
function resumedLine(step: IpStep): IpStep | undefined {
	const [what, verb, ...words] = step.args;
	if (what === "addr" && verb !== "del") return { ...step, args: ["addr", "replace", ...words] };
	const isUndoing = ["down", "nomaster", "netns"].includes(step.args[4] ?? "");
	return what === "link" && verb === "set" && !isUndoing ? step : undefined;
}

export const ip: Tool<
	IpStep,
	LinkFact | NamespaceFact | NeighborFact | DaemonNeighborFact | RouteFact | RoutesToFact | RouteTablesFact | RuleFact
> = {
	name: "ip",
	program: "ip",
	packages: { ip: { debian: "iproute2", redhat: "iproute" } },
	call: callAndSettle,
	group: ({ netns, family = "" }) => `${netns} ${family}`,
	executedCount,
	refusal,
	invalidates: (steps) => [...new Set(steps.flatMap(({ args: [what = ""] }) => changedBy[what] ?? changedByDevices))],
	removesImplicitly,
	narrowedRead: narrowedRoutes,
	creates: createdBy,
	deletes: deletedBy,
	impliedSteps: impliedVlanSteps,
	undoReads,
	undo: undoLines,
	asFarAsItGoes: (steps) => [ipAsFarAsItGoes(steps)],
	idempotentForm: resumedLine,
	names: deviceNamed,
	boot: (steps) => bootPart(steps, ipAsFarAsItGoes),
	joined: joinedRoutes,
	reads: {
		links: linksRead,
		namespaces: namespacesRead,
		neighbors: neighborsRead,
		"daemon-neighbors": daemonNeighborsRead,
		routes: routesRead,
		"routes-to": routesToRead,
		"route-tables": routeTablesRead,
		rules: rulesRead,
	},
};
