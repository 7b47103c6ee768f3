import { z } from "zod";
import * as f from "../base/fields";
import { nearest } from "../base/nearest";
import { unquoted } from "../tools/nft-listing";
import { wholeWords } from "../tools/nft-words";
import { checkedText } from "./checked-text";
import { bodyProblem, nameProblem, singleSpaced } from "./syntax";

/** The sorts of named objects of a table (nft(8), "STATEFUL OBJECTS" and "SYNPROXY STATEMENT"). */
const objectSorts = ["counter", "quota", "limit", "ct helper", "ct timeout", "ct expectation", "synproxy"] as const;

/** Sorts whose objects `add` changes in place, as long as their comment stays. Of others it leaves an existing object as it is. */
const changeable = ["quota", "synproxy"];

/** The sort and the name in a key such as "ct helper ftp". */
export function partsOf(key: string): { sort: string; name: string } {
	const at = key.lastIndexOf(" ");
	return { sort: key.slice(0, at), name: key.slice(at + 1) };
}

/** False for an object of a sort that the schema does not have, such as "secmark s". */
export const isKnownObject = (key: string): boolean => (objectSorts as readonly string[]).includes(partsOf(key).sort);

function keyProblem(key: string): string | undefined {
	const { sort, name } = partsOf(key);
	if (isKnownObject(key)) return nameProblem(name);
	const near = nearest(sort, objectSorts);
	return `must be a sort and a name, such as "counter web"; the sorts are ${objectSorts.join(", ")}${near === undefined ? "" : `: did you mean "${near} ${name}"?`}`;
}

/** The statements of a body, which semicolons separate. */
export function bodyLines(body: string): string[] {
	const bare = unquoted(body);
	const ends = [...bare.matchAll(/;/g)].map(({ index }) => index);
	return [...ends, body.length]
		.map((end, i) => body.slice(i === 0 ? 0 : (ends[i - 1] ?? 0) + 1, end).trim())
		.filter((line) => line !== "");
}

export const objectBody = (body: string): string => {
	const lines = bodyLines(body);
	return lines.length === 0 ? "" : `{ ${lines.map((line) => `${line};`).join(" ")} }`;
};

export const objects = f.enforced(
	f.emptyAsUnset(
		z.record(
			checkedText((key) => keyProblem(singleSpaced(key))),
			checkedText((body) => bodyLines(body).flatMap((line) => bodyProblem(line) ?? [])[0]),
		),
	) as unknown as z.ZodRecord<z.ZodString, z.ZodString>,
	'Named objects of the table, by sort and name, each with the text that nft has between its braces: `{ "counter web": "", "quota guests": "25 mbytes", "ct helper ftp": "type \\"ftp\\" protocol tcp" }`. Counters and used quotas are no difference, and stay while the object does not change.',
);

const commentOf = (lines: string[]): string | undefined => lines.find((line) => line.startsWith("comment "));

/** True where nft changes the object in place. */
export const isChangedInPlace = (key: string, have: string[], wanted: string[]): boolean =>
	changeable.includes(partsOf(key).sort) && commentOf(have) === commentOf(wanted);

/** The start of a statement that uses an object, such as `counter name "web"` and `ct helper set "ftp"`, with the next word. */
const uses = new RegExp(
	`${wholeWords("(counter|quota|limit|synproxy) name|(ct (?:helper|timeout|expectation)) set")} +("[^"]*"|[\\w./-]+)`,
	"g",
);

const mapMembers = new RegExp(`^[^{]*?${wholeWords("map")} *\\{([^}]*)\\}`);

const plainName = (word: string): string => word.replace(/^"(.*)"$/, "$1");

/** The objects that a rule uses, as "counter web": those that it names, and those that it finds by a map in it. */
export function objectsIn(rule: string): string[] {
	// Text in quotes is blanked, so that a comment uses nothing. The positions in both texts are the same.
	return [...unquoted(rule).matchAll(uses)].flatMap((match) => {
		const sort = match[1] ?? match[2] ?? "";
		const start = match.index + match[0].length - (match[3] ?? "").length;
		const word = rule.slice(start, start + (match[3] ?? "").length);
		// An expression begins with a word that can't be a name.
		if (word.startsWith('"') || nameProblem(word) === undefined) return [`${sort} ${plainName(word)}`];
		const [, members = ""] = mapMembers.exec(rule.slice(start)) ?? [];
		return members.split(",").flatMap((member) => {
			const name = plainName(member.slice(member.lastIndexOf(":") + 1).trim());
			return name === "" ? [] : [`${sort} ${name}`];
		});
	});
}

/** The object that an element of a map names whose values are objects of this sort. */
export const objectOfElement = (valueType: string | undefined, value: string): string | undefined =>
	valueType !== undefined && (objectSorts as readonly string[]).includes(valueType)
		? `${valueType} ${plainName(value.trim())}`
		: undefined;
