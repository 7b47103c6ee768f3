import { isDeepStrictEqual } from "node:util";
import { valuesByKey } from "../base/values-by-key";
import { neighborsOf, routesOf } from "./ip-known";
import { type KernelNeighbor, neighborKeyWords, neighborWords } from "./ip-neighbor";
import { isAutomatic, type KernelRoute, routeDevices, routeKey } from "./ip-route";
import { routesAgain } from "./ip-route-words";
import type { RuleFact } from "./ip-rule";
import { kernelRuleWords, mayDelete } from "./ip-rule-words";
import { destinationOf, type IpStep, wordAfter } from "./ip-step";
import type { KnownFacts } from "./tool";
import type { UsableAddressStep } from "./usable-address";

const isReproducible = (route: KernelRoute): boolean => !isAutomatic(route) && route.unsupported === undefined;

const familyOf = ({ family }: IpStep): 4 | 6 => (family === 6 ? 6 : 4);

/** The words for a destination in lines for routes. */
const spellings = ({ destination }: KernelRoute): (string | undefined)[] => [
	destination,
	{ "::/0": "default", default: "0.0.0.0/0" }[destination],
];

/** The routes over these devices, and those to the destinations of these steps, as lines that add them. */
export function routesAsBefore(known: KnownFacts, netns: string, names: ReadonlySet<string>, steps: IpStep[]): IpStep[] {
	const own = steps.filter((step) => step.netns === netns && step.args[0] === "route");
	const all = routesOf(known, netns);
	const named = new Set(own.map((step) => `${familyOf(step)} ${destinationOf(step)}`));
	const same = valuesByKey(all.map((route) => [routeKey(route), route] as const));
	const isOver = (route: KernelRoute) => routeDevices(route).some((name) => names.has(name));
	const lost = all.filter((route) => isOver(route) || spellings(route).some((to) => named.has(`${route.family} ${to}`)));
	return lost.filter(isReproducible).flatMap((route) => {
		const isAlone = same.get(routeKey(route))?.length === 1;
		const again = routesAgain(netns, [route]);
		// `add` is refused beside a route of the same key, and `append` only beside the same route.
		return isAlone ? again : again.map((line) => ({ ...line, args: ["route", "append", ...line.args.slice(2)] }));
	});
}

/** The wait for the sources of routes, which were added again right before. */
export const waitsForSources = (netns: string, routes: IpStep[]): UsableAddressStep[] => {
	const sources = routes.flatMap(({ family, args }) => (family === 6 ? (wordAfter("src", args) ?? []) : []));
	return [...new Set(sources)].map((address) => ({ tool: "usable-address", phase: "usable-addresses", netns, address }));
};

/**
 * The rules as they were. The lines alone do not tell: the words that delete a rule may hit a narrower one before it, which the lines
 * then add again. A line that adds a rule that is there already is refused and changes nothing.
 */
export function rulesAsBefore(steps: IpStep[], netns: string, family: 4 | 6, known: KnownFacts): IpStep[] {
	const own = steps.filter((step) => step.args[0] === "rule" && step.netns === netns && familyOf(step) === family);
	const linesOf = (verb: string) => own.filter(({ args }) => args[1] === verb).map(({ args }) => args.slice(2));
	const [added, deleted] = [linesOf("add"), linesOf("del")];
	const hasLine = (lines: string[][], words: string[]) => lines.some((line) => isDeepStrictEqual(line, words));
	const fact: RuleFact = { read: "rules", netns };
	const rules = known.value(fact)?.filter((rule) => rule.family === family);
	// A foreign rule with settings that have no words here can't be added again.
	const before =
		rules?.map((rule) => ({ words: kernelRuleWords(rule), isWhole: rule.more.length === 0 })) ??
		deleted.map((words) => ({ words, isWhole: true }));
	const there = before.filter(({ words, isWhole }) => isWhole || hasLine(deleted, words)).map(({ words }) => words);
	const made = added.filter((words) => !hasLine(there, words));
	const line = (phase: IpStep["phase"], verb: string, words: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: ["rule", verb, ...words] },
		...(family === 6 ? { family } : {}),
	});
	return [
		...made.flatMap((words) => {
			const narrower = there.filter((other) => mayDelete(words, other));
			return [words, ...narrower.map(() => words)].map((one) => line("delete-rules", "del", one));
		}),
		...there
			.filter((words) => [...made, ...deleted].some((one) => mayDelete(one, words)))
			.map((words) => line("rules", "add", words)),
	];
}

/**
 * The neighbors over these devices, and those of these steps, as lines that set them. The kernel removes those of a device that is set
 * down.
 */
export function neighborsAsBefore(known: KnownFacts, netns: string, names: ReadonlySet<string>, steps: IpStep[]): IpStep[] {
	const all = neighborsOf(known, netns);
	const own = steps.filter((step) => step.netns === netns && step.args[0] === "neigh");
	const line = (phase: IpStep["phase"], ...args: string[]): IpStep => ({
		...{ tool: "ip", phase, netns, args: ["neigh", ...args] },
	});
	const isOf = (step: IpStep, entry: KernelNeighbor) => {
		const key = neighborKeyWords(entry);
		return isDeepStrictEqual(step.args.slice(2, 2 + key.length), key);
	};
	const made = own.filter((step) => step.args[1] === "replace" && !all.some((entry) => isOf(step, entry)));
	const before = all.filter((entry) => names.has(entry.dev) || own.some((step) => isOf(step, entry)));
	// An entry that is replaced keeps the protocol that the steps give it, unless the line has another one.
	const marked = before.filter(
		(entry) => entry.protocol === undefined && own.some((step) => isOf(step, entry) && step.args.includes("protocol")),
	);
	return [
		...made.map(({ args }) => line("delete-routes", "del", ...args.slice(2, args.indexOf("dev") + 2))),
		...marked.map((entry) => line("delete-routes", "del", ...neighborKeyWords(entry))),
		...before.map((entry) => line("routes", "replace", ...neighborWords(entry))),
	];
}
