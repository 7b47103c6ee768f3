import type { FlowThing } from "../base/references";

const numbersAfter = (word: string) => {
	const form = new RegExp(`(?<![\\w.-])${word}\\s*[:=(]\\s*(0x[0-9a-f]+|\\d+)(?![\\w.])`, "gi");
	return (text: string): string[] => [...new Set([...text.matchAll(form)].map(([, number]) => String(Number(number))))];
};

export interface FlowText {
	match?: string;
	actions: string;
}

/** The names in a flow of each sort of object: numbers of groups and meters, and fields of Geneve options. */
export const objectsIn: Record<FlowThing, (flow: FlowText) => string[]> = {
	group: ({ actions }) => groups(actions),
	meter: ({ actions }) => meters(actions),
	"geneve option": ({ match = "", actions }) => [
		...new Set(`${match} ${actions}`.toLowerCase().match(/\btun_metadata\d+\b/g) ?? []),
	],
};

const groups = numbersAfter("group");
const meters = numbersAfter("meter");
