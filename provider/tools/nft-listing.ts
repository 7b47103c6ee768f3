/** A table as `nft -s -a` lists it, in nft's normal form. */
export interface Listing {
	handle: number;
	chains: Map<string, ListedChain>;
	/** Sets and maps, which share one namespace in nft. */
	sets: Map<string, ListedSet>;
	flowtables: Map<string, ListedFlowtable>;
	/** Named objects, such as "counter c1", with the lines between their braces. */
	objects: Map<string, string[]>;
	/** Properties of the table itself, such as `flags dormant`. */
	more: string[];
	/** True for a table with rules of iptables-nft. nft lists them in a form that it may not load. */
	isOfIptables: boolean;
}

export interface BaseChain {
	type: string;
	hook: string;
	priority: string;
	policy: string;
	devices: string[];
}

export interface ListedChain {
	/** Undefined: the chain has no hook. */
	base?: BaseChain;
	rules: { handle: number; text: string }[];
	comment?: string;
	/** Other properties, for which the schema has no field. */
	more: string[];
}

export interface ListedSet {
	map: boolean;
	/** The text after the word "type", or a text that begins with "typeof". */
	type: string;
	flags: string[];
	timeout?: string;
	gcInterval?: string;
	size?: number;
	autoMerge: boolean;
	comment?: string;
	/** Other properties, for which the schema has no field. */
	more: string[];
	elements: string[];
}

export interface ListedFlowtable {
	priority: string;
	devices: string[];
	offload: boolean;
	counter: boolean;
}

const opening = /^(.*\S) (\S+) \{(?: # handle \d+)?$/;

/** The warning about a table with rules of iptables-nft (`has_xt_stmts` in nft's src/rule.c). */
const warningOfIptables = /^# Warning: table \S+ \S+ is managed by iptables-nft/m;

/** Rules of iptables-nft that nft can't list in its own words, as it lists them, and as versions before 1.0.6 do. */
const ruleOfIptables = /(?:^| )(?:xt (?:match|target|watcher) "|# xt_)/;

/** A part of a listing that is about one table. */
interface TableText {
	family: string;
	name: string;
	text: string;
}

/** The texts of the tables of a listing of several. A table comes again where the text has several listings. */
export const tableTexts = (text: string): TableText[] =>
	text.split(/^(?=table )/m).flatMap((part) => {
		const [, family, name] = /^table (\S+) (\S+)/.exec(part) ?? [];
		return family === undefined || name === undefined ? [] : [{ family, name, text: part.trimEnd() }];
	});

/** The tables of a listing of several, likewise. */
export const parseTables = (text: string): { family: string; name: string; listing: Listing }[] =>
	tableTexts(text).flatMap(({ family, name, text: own }) => {
		const listing = parseListing(own);
		return listing ? [{ family, name, listing }] : [];
	});

/** The first table of a listing. `warnings`: what nft has printed beside the listing. */
export function parseListing(text: string, warnings = ""): Listing | undefined {
	const lines = text.split("\n");
	const start = lines.findIndex((line) => line.startsWith("table "));
	if (start < 0) return undefined;
	const found: Listing = {
		handle: handleOf(lines[start] ?? ""),
		chains: new Map(),
		sets: new Map(),
		flowtables: new Map(),
		objects: new Map(),
		more: [],
		isOfIptables: warningOfIptables.test(warnings),
	};
	for (let i = start + 1; i < lines.length && lines[i] !== "}"; i++) {
		const line = (lines[i] ?? "").trim();
		const [, what = "", name = ""] = opening.exec(line) ?? [];
		if (what === "") {
			if (line !== "") found.more.push(line);
			continue;
		}
		const body: string[] = [];
		while (++i < lines.length && lines[i] !== "\t}") body.push(lines[i] ?? "");
		add(found, what, name, logical(body));
	}
	return found;
}

function add(found: Listing, what: string, name: string, body: string[]): void {
	if (what === "chain") {
		const one = chain(body);
		found.chains.set(name, one);
		if (one.rules.some(({ text }) => ruleOfIptables.test(unquoted(text)))) found.isOfIptables = true;
	} else if (what === "set" || what === "map" || what === "meter") found.sets.set(name, set(what === "map", body));
	else if (what === "flowtable") found.flowtables.set(name, flowtable(body));
	else found.objects.set(`${what} ${name}`, body.flatMap(withoutState));
}

/** A line of an object without its state, such as the packets that were counted. */
const withoutState = (line: string): string[] =>
	/^packets \d+ bytes \d+$/.test(line) ? [] : [line.replace(/ used \d+ \w+$/, "")];

const handleOf = (line: string): number => Number(/ # handle (\d+)$/.exec(line)?.[1] ?? 0);

/** Joins lines until their braces are balanced: the elements of a set may take thousands of lines. No quotes span lines. */
function logical(lines: string[]): string[] {
	const all: string[] = [];
	let open: string[] = [];
	let depth = 0;
	for (const line of lines) {
		const bare = unquoted(line);
		depth += (bare.match(/\{/g) ?? []).length - (bare.match(/\}/g) ?? []).length;
		open.push(line.trim());
		if (depth > 0) continue;
		const text = open.join(" ").trim();
		if (text !== "") all.push(text);
		open = [];
		depth = 0;
	}
	return all;
}

function chain(body: string[]): ListedChain {
	const isRule = (line: string) => / # handle \d+$/.test(line);
	const properties = body.filter((line) => !isRule(line));
	const [base] = properties.flatMap((line) => baseChainIn(line) ?? []);
	const comments = properties.filter((line) => commentOf(line) !== undefined);
	return {
		...(base ? { base } : {}),
		...(comments.length === 0 ? {} : { comment: commentOf(comments[0] ?? "") }),
		rules: body.filter(isRule).map((line) => ({ handle: handleOf(line), text: line.replace(/ # handle \d+$/, "") })),
		more: properties.filter((line) => baseChainIn(line) === undefined && !comments.includes(line)),
	};
}

/** nft lists comments without escapes. */
const commentOf = (line: string): string | undefined => /^comment "(.*)"$/.exec(line)?.[1];

/** The hook of a chain, as its listing and the statement that adds it have it. */
export function baseChainIn(line: string): BaseChain | undefined {
	const match = /^type (\S+) hook (\S+) (?:devices? (.*?) ?)?priority ([^;]+);(?: policy (\w+);)?/.exec(line);
	if (!match) return undefined;
	const [, type = "", hook = "", devices = "", priority = "", policy = "accept"] = match;
	return { type, hook, priority, policy, devices: namesIn(devices) };
}

/** A chain as `nft list chains` lists it. */
export interface ChainOfTable {
	family: string;
	table: string;
	name: string;
	/** Undefined: the chain has no hook. */
	base?: BaseChain;
}

export const parseChains = (text: string): ChainOfTable[] =>
	parseTables(text).flatMap(({ family, name: table, listing }) =>
		[...listing.chains].map(([name, { base }]) => ({ family, table, name, ...(base ? { base } : {}) })),
	);

const namesIn = (list: string): string[] =>
	list
		.replace(/[{}="]/g, " ")
		.split(/[\s,]+/)
		.filter((name) => name !== "")
		.sort();

function set(map: boolean, body: string[]): ListedSet {
	const found: ListedSet = { map, type: "", flags: [], autoMerge: false, more: [], elements: [] };
	for (const said of body) {
		// Versions after 1.1.3 print the number of elements beside a set's size.
		const line = said.replace(/^(size \d+)\s+# count \d+$/, "$1");
		const [, word = "", rest = ""] = /^(\S+) ?(.*)$/.exec(line) ?? [];
		if (word === "type") found.type = rest;
		else if (word === "typeof") found.type = line;
		else if (word === "flags") found.flags = rest.split(",").sort();
		else if (word === "timeout") found.timeout = rest;
		else if (word === "gc-interval") found.gcInterval = rest;
		else if (word === "size") found.size = Number(rest);
		else if (word === "auto-merge") found.autoMerge = true;
		else if (word === "comment") found.comment = commentOf(line);
		else if (word === "elements") found.elements = splitList(rest.replace(/^= \{ ?| ?\}$/g, ""));
		else found.more.push(line);
	}
	return found;
}

function flowtable(body: string[]): ListedFlowtable {
	const line = (start: RegExp) => body.find((l) => start.test(l)) ?? "";
	return {
		priority: line(/^hook/).replace(/^hook ingress priority |;$/g, ""),
		devices: namesIn(line(/^devices/).replace(/^devices/, "")),
		offload: /\boffload\b/.test(line(/^flags/)),
		counter: body.includes("counter"),
	};
}

/** The members of a list, at commas outside quotes. */
function splitList(text: string): string[] {
	const bare = unquoted(text);
	const parts: string[] = [];
	let from = 0;
	for (let i = 0; i <= bare.length; i++)
		if (i === bare.length || bare[i] === ",") {
			parts.push(text.slice(from, i).trim());
			from = i + 1;
		}
	return parts.filter((part) => part !== "");
}

/** Text with its quoted parts blanked. nft's strings have no escapes. */
export const unquoted = (text: string): string => text.replace(/"[^"]*"/g, (s) => `"${" ".repeat(s.length - 2)}"`);
