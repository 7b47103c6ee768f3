import type { Facts } from "../model/facts";
import type { KeptFlow, KeptFlows } from "../tools/kept-flows";
import { knownOvs, map, optional } from "../tools/ovs-listing";
import { cookieLearned, learnTexts } from "./learn";
import { journalOwner, tableEntries } from "./objects";
import { failOpen, noCookie } from "./wanted";

/** Flows in which tables have their numbers in place of the names of the bridge's flow_tables, also in actions. */
export function withTableNumbers(kept: KeptFlows, facts: Facts, bridge: string): KeptFlows {
	const ovs = knownOvs(facts);
	const numbers = new Map(
		Object.entries(map(ovs?.bridges.get(bridge)?.flow_tables)).flatMap(([number, uuid]) => {
			const name = optional<string>(ovs?.flowTables.get(uuid)?.name);
			return name === undefined ? [] : [[name, number] as const];
		}),
	);
	if (numbers.size === 0) return kept;
	const numbered = (word: string): string => numbers.get(word.replace(/^"(.*)"$/, "$1")) ?? word;
	const inText = (text: string) => text.replace(/(?<=\btable=)("[^"]*"|[^\s,()]+)/g, numbered);
	return {
		...kept,
		flows: kept.flows.map((flow) => ({
			...{ ...flow, table: numbered(flow.table) },
			...{ place: inText(flow.place), actions: inText(flow.actions) },
		})),
	};
}

type Learned = Pick<KeptFlow, "table" | "cookie" | "priority" | "idleTimeout" | "hardTimeout">;

/** What a flow learns by its actions: the default of each setting is that of ovs-actions(7), "learn". */
function learnedBy({ actions }: KeptFlow): Learned[] {
	return learnTexts(actions).map((words) => {
		const table = /(?:^|,)table=("[^"]*"|[^,]+)/.exec(words)?.[1] ?? "1";
		const number = (name: string, fallback: number) => Number(new RegExp(`(?:^|,)${name}=(\\w+)`).exec(words)?.[1] ?? fallback);
		const timeouts = { idleTimeout: number("idle_timeout", 0), hardTimeout: number("hard_timeout", 0) };
		return { table, priority: number("priority", 32768), cookie: cookieLearned(words), ...timeouts };
	});
}

/** A text that is the same for a flow and for what has learned it. */
const learnedText = ({ table, priority, cookie, idleTimeout, hardTimeout }: Learned): string =>
	[table, priority, cookie, idleTimeout, hardTimeout].join(" ");

/** Open vSwitch's own flow of a bridge that switches by itself. */
const isDefault = ({ place, cookie, actions }: KeptFlow): boolean =>
	place === "table=0,priority=0" && cookie === noCookie && actions === "NORMAL";

/** The flow of this provider by which a bridge without flows forwards for two more minutes. */
const isGrace = ({ place, cookie, actions, hardTimeout }: KeptFlow): boolean =>
	place === "table=0,priority=0,metadata=0" && cookie === noCookie && actions === "NORMAL" && hardTimeout > 0;

/**
 * What a bridge has of other people: not of the program's OpenFlowTables, OpenFlowGroups, OpenFlowMeters and GeneveOptions, not learned,
 * and not Open vSwitch's own. `owners`: the program's names, also its former one.
 */
export function foreignPartOf(facts: Facts, bridge: string, all: KeptFlows, owners: (string | undefined)[]): KeptFlows {
	const tables = tableEntries(facts, bridge, owners);
	const learned = new Set(all.flows.flatMap(learnedBy).map(learnedText));
	const isOthers = (flow: KeptFlow) => !tables.has(flow.cookie) && !learned.has(learnedText(flow));
	const hasDefault = failOpen(facts, { bridge, table: 0 }).length > 0;
	const without = <K extends string | number>(kind: string, objects: Map<K, string>) =>
		new Map([...objects].filter(([key]) => !owners.includes(journalOwner(facts, kind, bridge, key) ?? "")));
	return {
		flows: all.flows.filter((flow) => isOthers(flow) && !isGrace(flow) && !(hasDefault && isDefault(flow))),
		groups: without("OpenFlowGroup", all.groups),
		meters: without("OpenFlowMeter", all.meters),
		options: without("GeneveOption", all.options),
	};
}

/** The part of what a bridge had that it does not have any more, where nobody else has something in its place. */
export function missingOf(kept: KeptFlows, now: KeptFlows): KeptFlows {
	const there = new Map(now.flows.map((flow) => [flow.place, flow]));
	const isFree = (flow: KeptFlow): boolean => {
		const other = there.get(flow.place);
		return other === undefined || (isDefault(other) && !isDefault(flow));
	};
	const missing = <K>(objects: Map<K, string>, has: Map<K, string>) => new Map([...objects].filter(([key]) => !has.has(key)));
	return {
		flows: kept.flows.filter(isFree),
		groups: missing(kept.groups, now.groups),
		meters: missing(kept.meters, now.meters),
		options: missing(kept.options, now.options),
	};
}
