import type { SortInFlows } from "../base/references";

const numbersAfter = (word: string) => {
	const form = new RegExp(`(?<![\\w.-])${word}\\s*[:=(]\\s*(0x[0-9a-f]+|\\d+)(?![\\w.])`, "gi");
	return (text: string): string[] => [...new Set([...text.matchAll(form)].map(([, number]) => String(Number(number))))];
};

export interface FlowText {
	match?: string;
	actions: string;
}

/** The names in a list of flows or buckets, each with the property of the first one that has it, such as `flows[2]`. */
export function firstNames<T>(property: string, list: T[], namesIn: (one: T) => string[]): { name: string; property: string }[] {
	const first = new Map<string, number>();
	for (const [i, one] of list.entries()) for (const name of namesIn(one)) if (!first.has(name)) first.set(name, i);
	return [...first].map(([name, i]) => ({ name, property: `${property}[${i}]` }));
}

/** The names in a flow of each sort of object: numbers of groups and meters, and fields of Geneve options. */
export const objectsIn: Record<SortInFlows, (flow: FlowText) => string[]> = {
	group: ({ actions }) => groups(actions),
	meter: ({ actions }) => meters(actions),
	"geneve option": ({ match = "", actions }) => [
		...new Set(`${match} ${actions}`.toLowerCase().match(/\btun_metadata\d+\b/g) ?? []),
	],
};

const groups = numbersAfter("group");
const meters = numbersAfter("meter");
