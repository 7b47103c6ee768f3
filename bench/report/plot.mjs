// The plot of the times by the number of ports: SVG text with logarithmic axes.
import { median } from "../results.mjs";

const width = 760;
const height = 420;
const area = { left: 64, right: 600, top: 24, bottom: 372 };
const colours = ["#0969da", "#59636e", "#1a7f37", "#bc4c00", "#8250df"];

const css = `
	text { font: 13px system-ui, sans-serif; fill: #1f2328 }
	.grid { stroke: #d1d9e0 }
	polyline { fill: none; stroke-width: 2 }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc }
		.grid { stroke: #3d444d }
	}
`;

const powers = (least, greatest) => {
	const first = Math.floor(Math.log10(least));
	const last = Math.ceil(Math.log10(greatest));
	return Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
};

/** The points of each contestant at the engine's default parallelism: the size and the median of the seconds. */
function linesOf(measurements, step) {
	const names = [...new Set(measurements.map(({ contestant }) => contestant))];
	return names.flatMap((name) => {
		const own = measurements.filter((one) => one.contestant === name && one.parallelism === null && one.step === step);
		return own.length > 0 ? [{ name, points: own.map(({ size, seconds }) => [size, median(seconds)]) }] : [];
	});
}

/** The plot of one step of a topic. */
export function plot(topic, { measurements }, step = "create") {
	const lines = linesOf(measurements, step);
	const points = lines.flatMap((line) => line.points);
	const [sizes, seconds] = [0, 1].map((axis) => points.map((point) => point[axis]));
	const marks = { x: [...new Set(sizes)].sort((a, b) => a - b), y: powers(Math.min(...seconds), Math.max(...seconds)) };
	const scale = (values, from, to) => {
		const [least, greatest] = [Math.log(values[0]), Math.log(values.at(-1))];
		return (value) => Math.round(from + ((Math.log(value) - least) / (greatest - least || 1)) * (to - from));
	};
	const [x, y] = [scale(marks.x, area.left, area.right), scale(marks.y, area.bottom, area.top)];
	const grid = [
		...marks.x.flatMap((size) => [
			`<path class="grid" d="M${x(size)} ${area.top}V${area.bottom}"/>`,
			`<text x="${x(size)}" y="${area.bottom + 20}" text-anchor="middle">${size.toLocaleString("en")}</text>`,
		]),
		...marks.y.flatMap((value) => [
			`<path class="grid" d="M${area.left} ${y(value)}H${area.right}"/>`,
			`<text x="${area.left - 8}" y="${y(value) + 4}" text-anchor="end">${value} s</text>`,
		]),
	];
	const labels = labelHeights(lines.map(({ points: own }) => y(own.at(-1)[1])));
	const drawn = lines.flatMap(({ name, points: own }, i) => [
		`<polyline stroke="${colours[i % colours.length]}" points="${own.map(([size, value]) => `${x(size)},${y(value)}`).join(" ")}"/>`,
		...own.map(([size, value]) => `<circle fill="${colours[i % colours.length]}" cx="${x(size)}" cy="${y(value)}" r="3.5"/>`),
		`<text x="${x(own.at(-1)[0]) + 10}" y="${labels[i] + 4}" style="fill:${colours[i % colours.length]}">${name}</text>`,
	]);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Seconds to create ${topic.unit}">`,
		`<style>${css}</style>`,
		...grid,
		...drawn,
		`<text x="${(area.left + area.right) / 2}" y="${height - 6}" text-anchor="middle">${topic.unit}</text>`,
		"</svg>\n",
	].join("\n");
}

/** The heights of the labels, moved down where they would cover each other. */
function labelHeights(wanted) {
	const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
	const heights = [...wanted];
	order.forEach((i, rank) => {
		if (rank > 0) heights[i] = Math.max(heights[i], heights[order[rank - 1]] + 16);
	});
	return heights;
}
