/*
 * Readers of the languages in which changes reach a host, written from their manuals and sources and not from the provider's code:
 * tests compare what a tool would read with what was meant.
 */

/** A simple command of a script: its words, and what its standard input is. */
export interface Command {
	words: string[];
	stdin?: string;
}

/**
 * The commands of a POSIX shell script that has only simple commands, and here-documents with quoted delimiters. Throws where a
 * shell would expand something, or would read a second command on a line (POSIX.1-2017, "Shell Command Language", 2.2 to 2.3, 2.7.4).
 */
export function shellCommands(text: string): Command[] {
	const found: Command[] = [];
	let at = 0;
	while (at < text.length) {
		const { words, delimiter, end } = commandAt(text, at);
		at = end;
		const command: Command = { words };
		if (delimiter !== undefined) {
			const lines: string[] = [];
			for (;;) {
				const next = text.indexOf("\n", at);
				if (next < 0) throw new Error(`no line ${delimiter}`);
				const line = text.slice(at, next);
				at = next + 1;
				if (line === delimiter) break;
				lines.push(`${line}\n`);
			}
			command.stdin = lines.join("");
		}
		if (words.length > 0) found.push(command);
	}
	return found;
}

function commandAt(text: string, from: number): { words: string[]; delimiter?: string; end: number } {
	const words: string[] = [];
	let word: string | undefined;
	let isDelimiter = false;
	let delimiter: string | undefined;
	let at = from;
	const finish = () => {
		if (word === undefined) return;
		if (isDelimiter) delimiter = word;
		else words.push(word);
		isDelimiter = false;
		word = undefined;
	};
	for (; at < text.length; at++) {
		const c = text[at] as string;
		if (c === "\n") {
			finish();
			return { words, ...(delimiter === undefined ? {} : { delimiter }), end: at + 1 };
		}
		if (c === " " || c === "\t") finish();
		else if (c === "'") {
			const end = text.indexOf("'", at + 1);
			if (end < 0) throw new Error("an unpaired quote");
			word = (word ?? "") + text.slice(at + 1, end);
			at = end;
		} else if (c === "\\") {
			at++;
			word = (word ?? "") + text[at];
		} else if (text.startsWith("<<'", at)) {
			finish();
			isDelimiter = true;
			at++;
		} else if (`|&;<>()$\`"*?[]#~=%!{}`.includes(c) && !(word !== undefined && "=%".includes(c))) {
			throw new Error(`the shell reads ${c} in: ${text.slice(from, at + 20)}`);
		} else word = (word ?? "") + c;
	}
	finish();
	return { words, end: at };
}

/** The words of each line of `ip -batch`: makeargs() in lib/utils.c of iproute2. A "#" begins a comment, also in quotes. */
export const ipLines = (text: string): string[][] =>
	text
		.split("\n")
		.filter((line) => line !== "")
		.map((line) => {
			const words: string[] = [];
			const bare = line.split("#")[0] ?? "";
			for (let at = 0; at < bare.length; ) {
				const c = bare[at] as string;
				if (/[ \t\r]/.test(c)) {
					at++;
				} else if (c === '"' || c === "'") {
					const end = bare.indexOf(c, at + 1);
					if (end < 0) throw new Error("an unpaired quote");
					words.push(bare.slice(at + 1, end));
					at = end + 1;
				} else {
					const [word = ""] = /^[^ \t\r]+/.exec(bare.slice(at)) ?? [];
					words.push(word);
					at += word.length;
				}
			}
			return words;
		});

/** The keys before the actions of a flow. They begin at the first "action", wherever it is: extract_actions() in lib/ofp-flow.c. */
export function flowKeys(line: string): { verb: string; keys: KeyValue[]; actions?: string } {
	const [verb = ""] = line.split(" ");
	const flow = line.slice(verb.length + 1);
	const start = flow.indexOf("action");
	const keys = keyValues(start < 0 ? flow : flow.slice(0, start));
	return { verb, keys, ...(start < 0 ? {} : { actions: flow.slice(start).replace(/^actions?=/, "") }) };
}

/** The keys of a group and of its buckets, which begin at each "bucket=", wherever it is: parse_ofp_group_mod_str() in lib/ofp-group.c. */
export function groupKeys(text: string): { keys: KeyValue[]; buckets: KeyValue[][] } {
	const [head = "", ...buckets] = text.split("bucket=");
	return { keys: keyValues(head), buckets: buckets.map(keyValues) };
}

type KeyValue = [key: string, value: string];

/** Keys with their values: ofputil_parse_key_value() in lib/ofp-parse.c, where no quote counts. */
function keyValues(text: string): KeyValue[] {
	const keys: KeyValue[] = [];
	for (let at = 0; at < text.length; ) {
		if (/[, \t\r\n]/.test(text[at] as string)) {
			at++;
			continue;
		}
		const [key = ""] = /^[^:=(, \t\r\n]+/.exec(text.slice(at)) ?? [];
		at += key.length;
		const delimiter = text[at];
		if (delimiter === "(") {
			const end = closing(text, at);
			keys.push([key, text.slice(at + 1, end - 1)]);
			at = end;
		} else if (delimiter === ":" || delimiter === "=") {
			let end = at + 1;
			while (end < text.length && !/[, \t\r\n]/.test(text[end] as string)) end = text[end] === "(" ? closing(text, end) : end + 1;
			keys.push([key, text.slice(at + 1, end)]);
			at = end;
		} else keys.push([key, ""]);
		if (key === "" && delimiter !== "(" && delimiter !== ":" && delimiter !== "=") at++;
	}
	return keys;
}

function closing(text: string, from: number): number {
	let level = 0;
	for (let at = from; at < text.length; at++) {
		if (text[at] === "(") level++;
		if (text[at] === ")" && --level === 0) return at + 1;
	}
	return text.length;
}

/** The sections of a configuration of WireGuard: config_read_line() in config.c of wireguard-tools. A "#" begins a comment. */
export function wgSections(text: string): { section: string; settings: KeyValue[] }[] {
	const found: { section: string; settings: KeyValue[] }[] = [];
	for (const line of text.split("\n")) {
		const bare = (line.split("#")[0] ?? "").replaceAll(/\s/g, "");
		if (bare === "") continue;
		const [, section] = /^\[(.*)\]$/.exec(bare) ?? [];
		const [key = "", ...value] = bare.split("=");
		if (section !== undefined) found.push({ section, settings: [] });
		else found.at(-1)?.settings.push([key, value.join("=")]);
	}
	return found;
}

/** The statements of nft on each line: scanner.l of nftables. Text in quotes and blocks in braces belong to their statement. */
export function nftStatements(text: string): string[] {
	const found: string[] = [];
	let statement = "";
	let depth = 0;
	let isQuoted = false;
	for (const c of text) {
		if (isQuoted && c === "\n") throw new Error("a quote that does not end on its line");
		if (c === '"') isQuoted = !isQuoted;
		else if (!isQuoted && (c === "#" || c === "$" || c === "\\")) throw new Error(`nft reads ${c}`);
		else if (!isQuoted && c === "{") depth++;
		else if (!isQuoted && c === "}" && --depth < 0) throw new Error("a brace that nothing opened");
		if (!isQuoted && depth === 0 && (c === "\n" || c === ";")) {
			if (statement.trim() !== "") found.push(statement.trim());
			statement = "";
		} else statement += c;
	}
	if (depth !== 0 || isQuoted || statement.trim() !== "") throw new Error("a statement that does not end");
	return found;
}

/** The commands of `ovs-vsctl`, which words "--" separate. Options of the whole call come before the first. */
export function ovsCommands(argv: string[]): string[][] {
	const commands: string[][] = [];
	for (const word of argv.slice(1)) {
		if (word === "--") commands.push([]);
		else commands.at(-1)?.push(word);
	}
	return commands;
}

/**
 * The texts in a word such as `external_ids:key=value`, `name=value` or `options={key=value,…}`: ovsdb_token_parse() in
 * lib/ovsdb-parser.c and ovsdb_atom_from_string() in lib/ovsdb-data.c. A text in quotes is a JSON string.
 */
export function ovsTexts(word: string): string[] {
	const texts: string[] = [];
	for (let at = 0; at < word.length; ) {
		if (":=,{}[]".includes(word[at] as string)) {
			at++;
			continue;
		}
		const quoted = /^"(?:[^"\\]|\\.)*"/.exec(word.slice(at))?.[0];
		const text = quoted ?? (/^[^:=,{}[\]"]+/.exec(word.slice(at))?.[0] as string | undefined);
		if (text === undefined) throw new Error(`a quote that does not end: ${word}`);
		texts.push(quoted === undefined ? text : JSON.parse(quoted));
		at += text.length;
	}
	return texts;
}
