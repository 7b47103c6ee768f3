// Writes the results into the documentation, between the markers of each topic.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "../../tools/pulumi/cache.mjs";
import { plot } from "./plot.mjs";
import { table, topicText } from "./tables.mjs";

const page = "docs/performance.md";
const picture = path.join(root, "docs/performance.svg");
/** The topic that is drawn. */
const drawn = "ports";

/** The text with `content` between the markers of `name`. */
export function between(text, name, content) {
	const [start, end] = [`<!-- bench ${name} -->`, `<!-- end of bench ${name} -->`];
	const [before, rest] = [text.indexOf(start), text.indexOf(end)];
	if (before === -1 || rest < before) throw new Error(`a page has no markers for the results of ${name}`);
	return `${text.slice(0, before)}${start}\n\n${content}\n\n${text.slice(rest)}`;
}

function textOf(topic, result) {
	const text = topicText(topic, result);
	return topic.name === drawn ? `![Seconds to create ports](performance.svg)\n\n${text}` : text;
}

/** By page: its parts with results, by the name of their markers. */
function parts(topics, computed, results) {
	const measured = topics.flatMap((topic) => (results[topic.name] ? [[topic.name, textOf(topic, results[topic.name])]] : []));
	const pages = { [page]: measured };
	for (const { name, page: own } of computed) {
		const tables = Object.entries(results[name]?.tables ?? {});
		pages[own] = [...(pages[own] ?? []), ...tables.map(([key, { head, rows }]) => [key, table(head, rows)])];
	}
	return pages;
}

/** The pages, by their path, with the results in them; `read` returns what a page has now. */
export function rendered(topics, computed, results, read) {
	const pages = Object.entries(parts(topics, computed, results));
	return Object.fromEntries(
		pages.map(([file, own]) => [file, own.reduce((text, [name, content]) => between(text, name, content), read(file))]),
	);
}

export function writePages(topics, computed, results) {
	const read = (file) => readFileSync(path.join(root, file), "utf8");
	for (const [file, text] of Object.entries(rendered(topics, computed, results, read)))
		writeFileSync(path.join(root, file), text);
	const topic = topics.find(({ name }) => name === drawn);
	if (results[drawn]) writeFileSync(picture, plot(topic, results[drawn]));
}
