import { loadText, moduleOfNft } from "./kernel-modules";

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
			return { what: text === "" ? `a rule of chain ${name}` : `rule "${text}" of chain ${name}`, text };
		case "element":
			return { what: `the elements of ${name}`, text };
		case "":
			return { what: `"${statement}"`, text: statement };
		default:
			return { what: verb === "delete" ? `the deletion of ${sort} ${name}` : `${sort} ${name}`, text };
	}
}

/** The meaning of the kernel's errors for a statement. */
const meanings: [RegExp, RegExp, string][] = [
	[/^add flowtable .*devices/, /No such file or directory|No such device/, "one of its devices does not exist"],
	[/^add table /, /Operation not supported/, `the host's kernel has no nft tables of this family: ${loadText("nf_tables")}`],
	[/^add flowtable .*offload/, /not supported/, "one of its devices can't forward flows in hardware: leave hardwareOffload out"],
	[/^add chain .*devices/, /No such file or directory|No such device/, "one of its devices does not exist"],
	[/^(?:add|insert|replace) rule .*(?:jump|goto)\b/, /Too many levels|ELOOP/, "its chain leads back to itself"],
	[
		/^(?:add|insert|replace) rule /,
		/No such file or directory/,
		"it names a chain, a set or an object that the table does not have, or an expression that the kernel does not know",
	],
	[/^delete /, /Device or resource busy/, "a rule still uses it"],
	[/./, /Operation not permitted/, "changes of nft tables need root: log in as root, or set become: true"],
];

/** The error with its meaning, if this is known: `one of its devices does not exist (No such file or directory)`. */
export function nftReason(error: NftError, statement: string): string {
	const { message } = error;
	const missing = missingModule(error);
	const meaning = missing ?? meanings.find(([of, said]) => of.test(statement) && said.test(message))?.[2];
	// nft guesses another table or chain where the kernel finds no module.
	const plain = message.replace(/^Could not process rule: /, "").replace(missing === undefined ? /$^/ : /; did you mean .*/, "");
	return meaning === undefined ? plain : `${meaning} (${plain})`;
}

/** True where a module of the kernel is missing. */
export const isWithoutModule = (error: NftError): boolean => missingModule(error) !== undefined;

/** The kernel has no expression, chain type or flowtable of this sort: nft marks its words, and finds no file. */
function missingModule({ message, statement = "", marks = "" }: NftError): string | undefined {
	if (!/^(?:Could not process rule: )?No such file or directory/.test(message)) return undefined;
	const words = statement.slice(marks.indexOf("^"));
	const family = /^\w+ \w+ (\w+) /.exec(statement)?.[1] ?? "";
	const module = moduleOfNft(words, family);
	return module && `the host's kernel has no ${words.split(" ").slice(0, 2).join(" ")}: ${loadText(module)}`;
}

/** A statement without the words before the object's own text, and the markers below it if they are below a part of it. */
export function markedText({ statement, marks }: NftError): string | undefined {
	if (statement === undefined || marks === undefined) return undefined;
	const { text } = describeStatement(statement);
	const cut = statement.length - text.length;
	const first = marks.indexOf("^");
	if (first === 0) return statement;
	return text === "" || first < cut ? `${statement}\n${marks}` : `${text}\n${marks.slice(cut)}`;
}
