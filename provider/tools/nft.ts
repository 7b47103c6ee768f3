import { type BootPart, bootDevice, bootOrder, inNamespace } from "./boot-part";
import { type Call, inNetns, isMissingNetns, missingNetns, renderLine } from "./call";
import { loadText } from "./kernel-modules";
import { deviceList, devicesListed, devicesNeeded } from "./nft-devices";
import type { NftChainsFact, NftOffloadFact, NftRenderedFact, NftTableFact, NftTablesFact } from "./nft-facts";
import { joinedReads, render, renderWithDevices } from "./nft-joined";
import { parseChains, parseListing } from "./nft-listing";
import { describeStatement, markedText, nftReason, parseNftErrors, saidInShort } from "./nft-refusal";
import { isDenied, unreadable } from "./output";
import type { Read, Reading, Refusal, StepsUndo, Subject, Tool, Unreadable } from "./tool";

/** Statements of nft, one per line. All statements of one phase and namespace are one transaction. */
export interface NftStep {
	tool: "nft";
	phase: "nft" | "delete-nft";
	/** The network namespace. "": the host's own. */
	netns: string;
	statements: string[];
}

/** One `nft -f -` for all steps. The kernel applies all statements or none. */
function nftCall(steps: NftStep[]): Call {
	const netns = steps[0]?.netns ?? "";
	return { argv: [...inNetns(netns), "nft", "-f", "-"], stdin: `${steps.flatMap((s) => s.statements).join("\n")}\n` };
}

/** The error of nft about a table that does not exist, for `grep -E` too. Older versions add that the kernel reported it. */
const missingTable = "^Error: (Could not process rule: )?No such file or directory";

const isMissingTable = (stderr: string) => new RegExp(missingTable, "m").test(stderr);

/** True for the error of nft on a kernel without nftables. */
const isWithoutNft = (stderr: string) =>
	/cache initialization failed: (?:Invalid argument|Operation not supported|Protocol not supported)/.test(stderr);

const withoutNft = (stderr: string) => unreadable("the host's kernel has no nftables", stderr, loadText("nf_tables"));

/** The table as nft writes it, with handles (-a) and without counters' values and times (-s). */
const tableRead: Read<NftTableFact> = {
	call: ({ netns, family, name }) => ({ argv: [...inNetns(netns), "nft", "-s", "-a", "list", "table", family, name] }),
	parse({ stdout, stderr, code }) {
		if (code === 0) return parseListing(stdout, stderr);
		if (isWithoutNft(stderr)) return withoutNft(stderr);
		if (isMissingTable(stderr) || isMissingNetns(stderr)) return undefined;
		return unreadable("the nft table can't be listed", stderr, "try `nft list ruleset` there");
	},
	// The kernel removes a deleted device's chains, and its entries in flowtables.
	dependsOn: () => ["nft tables", "devices", "namespaces"],
};

/** The read of all objects of one sort in a namespace. A host without nft, and a missing namespace, have none. */
const readOfAll = <T>(sort: "tables" | "chains", parse: (text: string) => T[]) => ({
	call: ({ netns }: { netns: string }): Call => ({ argv: [...inNetns(netns), "nft", "list", sort] }),
	parse({ stdout, stderr, code }: Reading): T[] | Unreadable {
		if (isMissingNetns(stderr) || isWithoutNft(stderr)) return [];
		if (code !== 0) return unreadable(`the nft ${sort} can't be listed`, stderr, `try \`nft list ${sort}\` there`);
		return parse(stdout);
	},
	dependsOn: (): Subject[] => ["nft tables", "namespaces"],
});

const tablesRead: Read<NftTablesFact> = readOfAll("tables", (text) =>
	[...text.matchAll(/^table (\S+) (\S+)$/gm)].map(([, family = "", name = ""]) => ({ family, name })),
);

const chainsRead: Read<NftChainsFact> = readOfAll("chains", parseChains);

/**
 * The read loads the table into a temporary network namespace and lists it. The host's own nft and kernel thus check every
 * statement, and produce the normal form for comparison.
 */
const renderedRead: Read<NftRenderedFact> = {
	call({ family, name, text }) {
		const devices = devicesNeeded(text);
		const program = devices.length === 0 ? render : renderWithDevices;
		return { argv: ["unshare", "-n", "sh", "-c", program, "nft", family, name, ...devices], stdin: text };
	},
	program: () => "unshare",
	parse({ stdout, stderr, code }) {
		if (code === 0) return { listing: parseListing(stdout) };
		if (isWithoutNft(stderr)) return withoutNft(stderr);
		return /^unshare:|must be root/m.test(stderr)
			? unreadable("can't create a network namespace to check the nft table", stderr, "try `unshare -n true` there")
			: { refused: stderr || `nft ended with status ${code}` };
	},
	dependsOn: () => [],
	lasting: true,
	ofInputs: true,
};

/** To check a flowtable with the flag offload, the kernel asks the devices' drivers. With -c, nft changes nothing. */
const offloadRead: Read<NftOffloadFact> = {
	call({ netns, devices }) {
		const on = `{ hook ingress priority 0; devices = ${deviceList(devices)}; flags offload; }`;
		const lines = ["add table inet pulumi_ovs_check", `add flowtable inet pulumi_ovs_check f ${on}`];
		return { argv: [...inNetns(netns), "nft", "-c", "-f", "-"], stdin: `${lines.join("\n")}\n` };
	},
	parse: ({ stderr, code }) => (isDenied(stderr) ? unreadable("nft can't check a flowtable", stderr, "") : code === 0),
	dependsOn: () => ["devices", "namespaces"],
};

/**
 * nft 1.0.6 reads all rules of a namespace where a rule is to come before another one, and crashes at such a list. Statements that delete,
 * replace or append rules work.
 */
const crashed =
	"nft itself has crashed, and nothing was changed. Version 1.0.6 does so where a rule is inserted between others, and any table there has a rule with a list of values of a field that is no whole byte, such as ip dscp { 5, 6 } or vlan id { 5, 6 }. Install a newer nftables, or write the list as a set with a name (sets), or as one rule per value";

/** The status of a program that the signal SIGSEGV has ended, as a shell gives it. */
const crashStatus = 139;

/** The statement keeps a line of its own, because nft marks the wrong part of it on the line below. */
function refusal({ stderr, code }: Reading, { stdin = "" }: Call): Refusal {
	if (code === crashStatus) return { text: crashed };
	if (stderr === "") return { text: `nft ended with status ${code}` };
	const [error] = parseNftErrors(stderr);
	const statement = error && stdin.split("\n")[error.line - 1];
	if (!error || statement === undefined) return { text: "nft refuses it", excerpt: saidInShort(stderr) };
	const excerpt = markedText(error);
	return {
		text: `nft refuses ${describeStatement(statement).what}: ${nftReason(error, statement)}`,
		...(excerpt === undefined ? {} : { excerpt }),
	};
}

/** The families and names of the tables that statements change. */
export const tablesIn = (statements: string[]): { family: string; name: string }[] => {
	const found = statements.flatMap((statement) => {
		const [, family, name] = /^[^"{]*?\b(ip|ip6|inet|arp|bridge|netdev) ([^\s{;]+)/.exec(statement) ?? [];
		return family === undefined || name === undefined ? [] : [{ family, name }];
	});
	return [...new Map(found.map((table) => [`${table.family} ${table.name}`, table])).values()];
};

/** Puts a table back as a file has it, in one transaction. An empty file: the table did not exist. */
const restore =
	'{ printf "table %s %s\\ndelete table %s %s\\n" "$1" "$2" "$1" "$2"; cat -- "$3"; } | { shift 3; "$@" nft -f -; }';

/** Every table is saved as nft lists it, with its counters and elements, and restored as a whole. */
function undo(steps: NftStep[]): StepsUndo {
	const namespaces = [...new Set(steps.map(({ netns }) => netns))];
	const tables = namespaces.flatMap((netns) =>
		tablesIn(steps.filter((step) => step.netns === netns).flatMap((step) => step.statements)).map((table) => ({
			netns,
			...table,
		})),
	);
	const named = tables.map((table, i) => ({ ...table, file: `nft${i}` }));
	return {
		saves: named.map(({ netns, family, name, file }) => ({
			name: file,
			call: { argv: [...inNetns(netns), "nft", "list", "table", family, name] },
			absent: `${missingTable}|${missingNetns}`,
		})),
		calls: named.map(({ netns, family, name, file }) => ({
			phase: "nft",
			call: { argv: ["sh", "-c", restore, "nft", family, name, file, ...inNetns(netns)] },
		})),
	};
}

/** The devices that statements need: those of flowtables and ingress chains, and those that rules name. */
const devicesOf = (statements: string[]): string[] => [
	...new Set([...statements.flatMap(devicesListed), ...statements.flatMap(devicesNeeded)]),
];

/** The tables as a whole, in one transaction. A table of the same name is replaced. */
function boot(steps: NftStep[]): BootPart {
	const netns = steps[0]?.netns ?? "";
	const statements = steps.flatMap((step) => step.statements);
	const tables = tablesIn(statements);
	const fresh = tables.flatMap(({ family, name }) => [`add table ${family} ${name}`, `delete table ${family} ${name}`]);
	return {
		order: bootOrder.nft,
		lines: [renderLine(nftCall([{ tool: "nft", phase: "nft", netns, statements: [...fresh, ...statements] }]))],
		creates: tables.map(({ family, name }) => ({ sort: "table", name: `${family} ${name}`, netns })),
		needs: [...inNamespace(netns), ...devicesOf(statements).map((name) => bootDevice(name, netns))],
	};
}

export const nft: Tool<NftStep, NftTableFact | NftTablesFact | NftChainsFact | NftRenderedFact | NftOffloadFact> = {
	name: "nft",
	program: "nft",
	packages: { nft: "nftables", unshare: "util-linux" },
	call: nftCall,
	group: (step) => step.netns,
	executedCount: () => 0,
	refusal,
	invalidates: () => ["nft tables"],
	undo,
	boot,
	reads: {
		nft: tableRead,
		"nft-tables": tablesRead,
		"nft-chains": chainsRead,
		"nft-rendered": renderedRead,
		"nft-offload": offloadRead,
	},
	joined: joinedReads,
};
