import { loadText, moduleOfNft } from "./kernel-modules";
import { unquoted } from "./nft-listing";
import { wholeWords } from "./nft-words";

/** One error of `nft -f`: the line of the input, and the part of the line that nft marks. */
export interface NftError {
	line: number;
	message: string;
	/** The statement, as nft repeats it, and the line of markers below it. */
	statement?: string;
	marks?: string;
}

const header = /^[^\s:]*:(\d+):\d+(?:-\d+)?: (?:Error: )?(.*)$/;

export function parseNftErrors(stderr: string): NftError[] {
	const lines = stderr.split("\n");
	return lines.flatMap((text, i) => {
		const [, line, message = ""] = header.exec(text) ?? [];
		if (line === undefined) return [];
		const [statement, marks] = [lines[i + 1], lines[i + 2]];
		const isMarked = marks !== undefined && /^[\s^~]*\^[\s^~]*$/.test(marks);
		return [{ line: Number(line), message, ...(isMarked ? { statement, marks } : {}) }];
	});
}

/** A statement of a transaction: the object in words, and the object's own text without the words before it. */
interface Described {
	what: string;
	text: string;
}

/** Statements such as `add rule inet gw forward ip saddr …` or `replace rule inet gw forward handle 7 …`. */
export function describeStatement(statement: string): Described {
	const [, verb = "", sort = "", name = "", text = ""] =
		/^(\w+) (table|chain|rule|set|map|flowtable|element|counter|quota|limit|synproxy|ct \w+) \S+ (?:\S+ )?(\S+) ?(?:handle \d+ ?)?(.*)$/.exec(
			statement,
		) ?? [];
	switch (sort) {
		case "rule":
			return { what: text === "" ? `a rule of chain ${name}` : `rule "${shortened(text)}" of chain ${name}`, text };
		case "element":
			return { what: `the elements of ${name}`, text };
		case "":
			return { what: `"${shortened(statement)}"`, text: statement };
		default:
			return { what: verb === "delete" ? `the deletion of ${sort} ${name}` : `${sort} ${name}`, text };
	}
}

/** The meaning of the kernel's errors for a statement. */
const meanings: [RegExp, RegExp, string][] = [
	[/^add flowtable [^{]*\{.*\bdevices = /, /No such file or directory|No such device/, "one of its devices does not exist"],
	[/^add table /, /Operation not supported/, `the host's kernel has no nft tables of this family: ${loadText("nf_tables")}`],
	[
		/^add flowtable [^{]*\{.*\bflags offload;/,
		/not supported/,
		"one of its devices can't forward flows in hardware: leave hardwareOffload out",
	],
	[/^add chain [^{]*\{ type .*\bdevices = /, /No such file or directory|No such device/, "one of its devices does not exist"],
	[
		new RegExp(`^(?:add|insert|replace) rule .*${wholeWords("jump|goto")}`),
		/Too many levels|ELOOP/,
		"its chain leads back to itself",
	],
	[
		/^(?:add|insert|replace) rule /,
		/No such file or directory/,
		"it names a chain, a set or an object that the table does not have, or an expression that the kernel does not know",
	],
	[/^add element /, /File exists/, "another element has the same key, or overlaps this one"],
	[/^delete /, /Device or resource busy/, "a rule still uses it"],
	[/./, /Operation not permitted/, "changes of nft tables need root: log in as root, or set become: true"],
];

/** The error with its meaning, if this is known: `one of its devices does not exist (No such file or directory)`. */
export function nftReason(error: NftError, statement: string): string {
	const { message } = error;
	const missing = missingModule(error);
	const meaning = missing ?? overlap(error) ?? meanings.find(([of, said]) => of.test(statement) && said.test(message))?.[2];
	// nft guesses another table or chain where the kernel finds no module.
	const plain = message.replace(/^Could not process rule: /, "").replace(missing === undefined ? /$^/ : /; did you mean .*/, "");
	return meaning === undefined ? plain : `${meaning} (${plain})`;
}

/** The parts of a statement that nft marks: what the error is about, and what else has to do with it. nft counts bytes. */
function markedParts({ statement = "", marks = "" }: NftError): string[] {
	const bytes = Buffer.from(statement);
	const all = [...marks.matchAll(/\^+|~+/g)];
	const found = [...all.filter(([mark]) => mark.startsWith("^")), ...all.filter(([mark]) => mark.startsWith("~"))];
	return found.map((match) => shortened(String(bytes.subarray(match.index, match.index + match[0].length))));
}

/** Two elements of a set of intervals overlap, or one overlaps an element on the host. */
function overlap(error: NftError): string | undefined {
	const isWithin = error.message.includes("conflicting intervals specified");
	if (!isWithin && !error.message.includes("interval overlaps with an existing one")) return undefined;
	const [one = "one", other] = markedParts(error);
	// Maps, and sets within a rule, do not merge.
	const merges = /^add (?:set|element) (?!.* : )/.test(unquoted(error.statement ?? ""));
	const merge = merges ? ", or set autoMerge: true, which merges elements that overlap" : "";
	return `${one} overlaps ${isWithin ? (other ?? "another element") : "an element on the host"}: leave one of them out${merge}`;
}

/** True where a module of the kernel is missing. */
export const isWithoutModule = (error: NftError): boolean => missingModule(error) !== undefined;

/** The kernel has no expression, chain type or flowtable of this sort: nft marks its words, and finds no file. */
function missingModule({ message, statement = "", marks = "" }: NftError): string | undefined {
	if (!/^(?:Could not process rule: )?No such file or directory/.test(message)) return undefined;
	const words = statement.slice(marks.indexOf("^"));
	// The name of a chain or a set may begin with such a word, as "log-drop" does.
	if (/^[a-z0-9]*[._/-]/i.test(words)) return undefined;
	const family = /^\w+ \w+ (\w+) /.exec(statement)?.[1] ?? "";
	const module = moduleOfNft(words, family);
	return module && `the host's kernel has no ${words.split(" ").slice(0, 2).join(" ")}: ${loadText(module)}`;
}

/** What an error message repeats of a statement, which may have thousands of elements. */
const most = 200;

const shortened = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** What nft said, where it can't be understood. */
export const saidInShort = (stderr: string): string => stderr.trimEnd().split("\n").slice(0, 10).map(shortened).join("\n");

/** A statement without the words before the object's own text, and the markers below it if they are below a part of it. */
export function markedText({ statement, marks }: NftError): string | undefined {
	if (statement === undefined || marks === undefined) return undefined;
	const { text } = describeStatement(statement);
	const cut = statement.length - text.length;
	const first = marks.indexOf("^");
	if (first === 0) return shortened(statement);
	return text === "" || first < cut ? around(statement, marks) : around(text, marks.slice(cut));
}

/** A text with the markers below it. Of a long text, the parts with markers remain. */
function around(text: string, marks: string): string {
	if (text.length <= most) return `${text}\n${marks}`;
	const parts: [from: number, to: number][] = [];
	for (const { index, 0: found } of marks.matchAll(/[\^~]+/g)) {
		const [from, to] = [Math.max(0, index - 20), Math.min(text.length, index + Math.min(found.length, most) + 20)];
		const last = parts.at(-1);
		if (last !== undefined && from <= last[1]) last[1] = to;
		else parts.push([from, to]);
	}
	const lines = [text, marks.padEnd(text.length)].map((line, i) => {
		const gap = i === 0 ? "…" : " ";
		const pieces = parts.map(([from, to]) => line.slice(from, to));
		return `${parts[0]?.[0] === 0 ? "" : gap}${pieces.join(gap)}${parts.at(-1)?.[1] === text.length ? "" : gap}`;
	});
	return `${lines[0]}\n${lines[1]?.trimEnd()}`;
}
