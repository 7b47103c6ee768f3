import { memoize } from "../base/memoize";
import type { Values } from "../base/values";
import type { NftStep } from "../tools/nft";
import { deviceList } from "../tools/nft-devices";
import { hasPlainIntervals, isCatchAll } from "./elements";
import { objectBody, partsOf } from "./objects";

/** The chain that holds the owner of a table: it has no hook, and the comment of its only rule is the mark. */
export const markChain = "pulumi_ovs";
const markRule = (owner: string): string => `return comment "pulumi-ovs:${owner}"`;

/** A statement, and the path of the property that it implements. */
export interface Statement {
	path: string;
	text: string;
}

export const entries = <T = Values>(map: Record<string, T> | undefined): [string, T][] => Object.entries(map ?? {});

/** The map with changed values. */
export const mapValues = (map: Record<string, Values> | undefined, change: (value: Values) => Values): Values | undefined =>
	map && Object.fromEntries(entries(map).map(([name, value]) => [name, change(value)]));

/** A function that writes statements for a table, such as `add rule inet gw forward …`. */
export const statementOf =
	({ family, name }: Values) =>
	(what: string, ...rest: string[]): string => {
		const [command, ...object] = what.split(" ");
		return [command, object.join(" "), family, name, ...rest].filter((word) => word !== "").join(" ");
	};

export function chainBody({ type, hook, priority, policy, devices, comment }: Values): string[] {
	const on = devices === undefined ? "" : ` devices = ${deviceList(devices)}`;
	const parts = [
		...(type === undefined ? [] : [`type ${type} hook ${hook}${on} priority ${priority}; policy ${policy ?? "accept"};`]),
		...commentParts(comment),
	];
	return parts.length === 0 ? [] : [`{ ${parts.join(" ")} }`];
}

const commentParts = (comment: string | undefined): string[] => (comment === undefined ? [] : [`comment "${comment}";`]);

const typeWord = (type: string): string => (type.startsWith("typeof ") ? type : `type ${type}`);

function setBody({ type, value, flags, timeout, gcInterval, size, autoMerge, comment }: Values, elements: string[]): string {
	return [
		`{ ${typeWord(type)}${value === undefined ? "" : ` : ${value}`};`,
		...(flags === undefined ? [] : [`flags ${flags.join(",")};`]),
		...(timeout === undefined ? [] : [`timeout ${timeout};`]),
		...(gcInterval === undefined ? [] : [`gc-interval ${gcInterval};`]),
		...(size === undefined ? [] : [`size ${size};`]),
		...(autoMerge ? ["auto-merge;"] : []),
		...commentParts(comment),
		...(elements.length === 0 ? [] : [`elements = ${listOf(elements)};`]),
		"}",
	].join(" ");
}

const listOf = (elements: string[]): string => `{ ${elements.join(", ")} }`;

/**
 * The statement that creates a set or map, and the one that adds its elements. nft 1.0.6 crashes where a statement adds `*` to a set of
 * intervals, and where one adds others to such a set of the same transaction. The statement that creates the set can have them all.
 */
export function setStatements(want: Values, name: string, set: Values, elements: string[]): { create: string; fill: string[] } {
	const statement = statementOf(want);
	const create = (inBody: string[]) => statement(`add ${set.value === undefined ? "set" : "map"}`, name, setBody(set, inBody));
	if (hasPlainIntervals(set) && elements.some(isCatchAll)) return { create: create(elements), fill: [] };
	return { create: create([]), fill: elements.length === 0 ? [] : [elementStatement(want, "add", name, elements)] };
}

export const elementStatement = (want: Values, verb: "add" | "delete", name: string, elements: string[]): string =>
	statementOf(want)(`${verb} element`, name, listOf(elements));

export function flowtableBody({ priority, devices, hardwareOffload, counter }: Values): string {
	return [
		`{ hook ingress priority ${priority ?? "filter"};`,
		...(devices === undefined ? [] : [`devices = ${deviceList(devices)};`]),
		...(hardwareOffload ? ["flags offload;"] : []),
		...(counter ? ["counter;"] : []),
		"}",
	].join(" ");
}

/** The elements of a set or a map in nft syntax. */
export const setElements = (set: Values): string[] => set.elements ?? [];
export const mapElements = memoize((map: Values): string[] =>
	entries<string>(map.elements).map(([key, value]) => `${key} : ${value}`),
);

/** A statement about a named object, such as `add counter inet gw web`. */
export function objectStatement(want: Values, verb: "add" | "delete", key: string, body = ""): string {
	const { sort, name } = partsOf(key);
	return statementOf(want)(`${verb} ${sort}`, name, objectBody(body));
}

/**
 * The statements that create a table. Objects come before the statements that refer to them. nft 1.0.6 sends the elements of a new set
 * of intervals together with the set, so that the chains to which they lead come before it.
 */
export function statements(want: Values): Statement[] {
	const add = statementOf(want);
	const all: Statement[] = [];
	const put = (path: string, text: string): void => void all.push({ path, text });
	const sets = [
		...entries(want.sets).map(([name, set]) => ({ path: `sets.${name}`, ...setStatements(want, name, set, setElements(set)) })),
		...entries(want.maps).map(([name, map]) => ({ path: `maps.${name}`, ...setStatements(want, name, map, mapElements(map)) })),
	];
	put("name", add("add table"));
	for (const [name, chain] of entries(want.chains)) put(`chains.${name}`, add("add chain", name, ...chainBody(chain)));
	for (const [key, body] of entries<string>(want.objects))
		put(`objects[${JSON.stringify(key)}]`, objectStatement(want, "add", key, body));
	for (const [name, table] of entries(want.flowtables))
		put(`flowtables.${name}`, add("add flowtable", name, flowtableBody(table)));
	for (const { path, create } of sets) put(path, create);
	for (const { path, fill } of sets) for (const text of fill) put(`${path}.elements`, text);
	for (const [name, chain] of entries(want.chains))
		(chain.rules ?? []).forEach((rule: string, i: number) => {
			put(`chains.${name}.rules[${i}]`, add("add rule", name, rule));
		});
	return all;
}

/** The table in a form that loads in an empty network namespace, which has no device except lo, and no hardware offload. */
export function portable(want: Values): Values {
	return {
		...want,
		chains: mapValues(want.chains, (c) => (c.devices === undefined ? c : { ...c, devices: ["lo"] })),
		flowtables: mapValues(want.flowtables, (f) => ({ ...f, devices: undefined, hardwareOffload: undefined })),
	};
}

/** The statements as the input of nft. */
export const textOf = (all: Statement[]): string => `${all.map(({ text }) => text).join("\n")}\n`;

export const markStatements = (want: Values, owner: string): string[] => [
	statementOf(want)("add chain", markChain),
	statementOf(want)("flush chain", markChain),
	statementOf(want)("add rule", markChain, markRule(owner)),
];

export const nftStep = (want: Values, all: string[], phase: NftStep["phase"] = "nft"): NftStep[] =>
	all.length === 0 ? [] : [{ tool: "nft", phase, netns: want.netns ?? "", statements: all }];
