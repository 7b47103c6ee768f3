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
		/^(\w+) (table|chain|rule|set|map|flowtable|element) \S+ (?:\S+ )?(\S+) ?(?:handle \d+ ?)?(.*)$/.exec(statement) ?? [];
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
export function nftReason({ message }: NftError, statement: string): string {
	const meaning = meanings.find(([of, said]) => of.test(statement) && said.test(message))?.[2];
	const plain = message.replace(/^Could not process rule: /, "");
	return meaning === undefined ? plain : `${meaning} (${plain})`;
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
