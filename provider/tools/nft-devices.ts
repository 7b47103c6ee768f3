import { unquoted } from "./nft-listing";
import { wholeWords } from "./nft-words";

/** Devices as a list of nft. Without quotes, names such as `6in4` and `gre` are numbers and words of nft. */
export const deviceList = (names: string[]): string => `{ ${names.map((name) => `"${name}"`).join(", ")} }`;

/** The devices in the list of a statement that adds a flowtable or a chain. */
export function devicesListed(statement: string): string[] {
	// Text in quotes, such as a comment, has no list. The positions in both texts are the same.
	const [all = "", list = ""] = /^add (?:flowtable|chain) .*? devices = (\{[^}]*\})/.exec(unquoted(statement)) ?? [];
	return [...statement.slice(all.length - list.length, all.length).matchAll(/"([^"]*)"/g)].map(([, name = ""]) => name);
}

const fibOif = wholeWords("fib [\\w .]*?(?<![\\w./-])oif");

/**
 * Devices that statements name and that nft stores as numbers, so that they must exist: those of fwd, dup and fib (nft(8), "FWD
 * STATEMENT", "DUP STATEMENT", "FIB EXPRESSIONS").
 */
const patterns: RegExp[] = [
	`${wholeWords("(?:fwd|dup) to")} ("[^"]*"|[\\w.-]+)(?! *[\\w.:]*:)`,
	`${wholeWords("(?:fwd(?: ip6?)?|dup) to")} (?:"[^"]*"|\\S+) device ("[^"]*"|[\\w.-]+)`,
	`${fibOif} (?:(?:==|!=|eq|ne) )?("[^"]*"|[\\w.-]+|\\{[^}]*\\})`,
	`${fibOif} v?map (\\{[^}]*\\})`,
].map((pattern) => new RegExp(pattern, "g"));

/** Words that begin an expression or a check, so that they are no names, unless they are in quotes. */
const words = new Set("numgen jhash symhash meta ct ip ip6 ether fib map vmap exists missing lo device".split(" "));

/** The names in an operand that is a device. In a set or map each member has one before its colon. */
function namesIn(operand: string): string[] {
	const members = operand.startsWith("{") ? operand.slice(1, -1).split(",") : [operand];
	return members.map((member) => /^\s*("[^"]*"|[\w.-]+)/.exec(member)?.[1] ?? "").flatMap((word) => nameOf(word) ?? []);
}

function nameOf(word: string): string | undefined {
	if (word.startsWith('"')) return word === '"lo"' ? undefined : word.slice(1, -1);
	return words.has(word) || /^$|^\d+(\.\d+){3}$|^[\d-]/.test(word) ? undefined : word;
}

/** The devices that a text of nft needs, each once. Text in quotes, such as a comment, names none by itself. */
export function devicesNeeded(text: string): string[] {
	const bare = unquoted(text);
	const found = patterns.flatMap((pattern) =>
		[...bare.matchAll(pattern)].map((match) => {
			const at = match.index + match[0].lastIndexOf(match[1] ?? "");
			return text.slice(at, at + (match[1] ?? "").length);
		}),
	);
	return [...new Set(found.flatMap(namesIn))].sort();
}
