// The Markdown of a topic's result.
import { exponent, median, ratio, spread } from "../results.mjs";
import { steps } from "../steps.mjs";

/** @typedef {import("../results.mjs").Measurement} Measurement */

const number = (value) => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
const counted = (value) => value.toLocaleString("en");

/** `rounds`: how often most contestants were measured. */
function cell(one, rounds) {
	if (!one) return "";
	const { seconds } = one;
	if (seconds.length > 1) return `${number(median(seconds))} ± ${number(spread(seconds))}`;
	return `${number(seconds[0])}${rounds > 1 ? " (once)" : ""}`;
}

/** A table with columns of equal width; columns without a value are left out. */
export function table(head, rows) {
	const used = head.map((_, i) => rows.some((row) => row[i] !== ""));
	const all = [head, ...rows].map((row) => row.filter((_, i) => used[i]));
	const widths = all[0].map((_, i) => Math.max(3, ...all.map((row) => row[i].length)));
	const line = (row) => `| ${row.map((text, i) => text.padEnd(widths[i])).join(" | ")} |`;
	const [first, ...others] = all;
	return [line(first), line(widths.map((width) => "-".repeat(width))), ...others.map(line)].join("\n");
}

/** The seconds of a contestant beyond the floor per size, as points. */
function beyond(sizes, find) {
	return sizes.flatMap((size) => {
		const [ours, floor] = ["pulumi-ovs", "floor"].map((name) => find(size, name, null, "create"));
		return ours && floor ? [[size, median(ours.seconds) - median(floor.seconds)]] : [];
	});
}

function growth({ unit }, points) {
	const power = exponent(points);
	if (power === undefined) return [];
	const [first, last] = [points[0], points.at(-1)];
	const cost = ([size, seconds]) => `${Math.round((seconds / size) * 1000)} ms with ${counted(size)}`;
	const grows =
		power > 0
			? `It grows with the exponent ${power.toFixed(2)} (1: in proportion).`
			: `It does not grow with the number of ${unit}.`;
	return [`The time of a creation beyond the floor, divided by the number of ${unit}: ${cost(first)}, ${cost(last)}. ${grows}`];
}

/** The table of a topic and what is to be said of it. */
export function topicText(topic, { date, machine, rounds, notes, measurements }) {
	const sizes = [...new Set(measurements.map(({ size }) => size))];
	const find = (size, contestant, parallelism, step) =>
		measurements.find(
			(one) => one.size === size && one.contestant === contestant && one.parallelism === parallelism && one.step === step,
		);
	const parallelisms = [...new Set(measurements.filter((one) => one.contestant === "floor").map((one) => one.parallelism))];
	const others = [...new Set(measurements.map(({ contestant }) => contestant))].filter(
		(name) => !["pulumi-ovs", "floor"].includes(name),
	);
	const at = (parallelism) => (parallelism === null ? "" : ` at ${parallelism}`);
	const head = [
		topic.unit,
		"",
		...parallelisms.flatMap((p) => [`floor${at(p)}`, `pulumi-ovs${at(p)}`, `ratio${at(p)}`, `commands${at(p)}`]),
		...others,
	];
	const rows = sizes.flatMap((size) =>
		steps
			.filter(({ name }) => measurements.some((one) => one.size === size && one.step === name))
			.map(({ name }, i) => [
				i === 0 ? counted(size) : "",
				name,
				...parallelisms.flatMap((p) => {
					const [floor, ours] = ["floor", "pulumi-ovs"].map((contestant) => find(size, contestant, p, name));
					const quotient = floor && ours ? ratio(ours.seconds, floor.seconds).toFixed(2) : "";
					return [cell(floor, rounds), cell(ours, rounds), quotient, ours?.commands === undefined ? "" : String(ours.commands)];
				}),
				...others.map((contestant) => {
					const given = parallelisms.map((p) => find(size, contestant, p, name));
					return cell(given.find((one) => one) ?? find(size, contestant, null, name), rounds);
				}),
			]),
	);
	const medians = rounds > 1 ? `medians of ${rounds} rounds, ± half of the range` : "one round";
	const bytes = sizes.flatMap((size) => find(size, "pulumi-ovs", null, "create")?.bytes ?? []).at(-1);
	const state = bytes ? [`The state has ${counted(bytes)} bytes per resource.`] : [];
	return [
		`${topic.about} Seconds, ${medians}. Measured on ${date}: ${machine}.`,
		rows.length > 0 ? table(head, rows) : "",
		[...growth(topic, beyond(sizes, find)), ...state, ...notes.map((note) => `${note}.`)].join("\n"),
	]
		.filter(Boolean)
		.join("\n\n");
}
