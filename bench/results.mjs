// bench/results.json has the results of each topic. The tables are written from it, so topics can be measured at different times.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { quietly } from "../tools/commands.mjs";
import { root } from "../tools/pulumi/cache.mjs";

/**
 * @typedef {object} Measurement
 * @property {number} size
 * @property {string} contestant
 * @property {number | null} parallelism null: the engine's default
 * @property {string} step
 * @property {number[]} seconds of each round
 * @property {number} [commands]
 * @property {number} [bytes] of state per resource
 * @typedef {{ date: string, machine: string, rounds: number, notes: string[], measurements: Measurement[] }} Result
 */

const file = path.join(root, "bench/results.json");

/** @returns {Record<string, Result>} */
export const results = () => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/** Writes the result of a topic, in place of an earlier one. */
export async function saveResult(name, result) {
	writeFileSync(file, JSON.stringify({ ...results(), [name]: result }));
	await quietly(path.join(root, "node_modules/.bin/biome"), ["format", "--write", file]);
}

/** @param {number[]} values */
export function median(values) {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Half of the distance between the least and the greatest value. */
export const spread = (values) => (Math.max(...values) - Math.min(...values)) / 2;

/** The median of the ratios within each round. */
export const ratio = (values, others) => median(values.flatMap((value, i) => (others[i] ? [value / others[i]] : [])));

/** The exponent e in y = c x^e that fits the points best; undefined if a value is not positive or there are fewer than two. */
export function exponent(points) {
	if (points.length < 2 || points.some(([x, y]) => x <= 0 || y <= 0)) return undefined;
	const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
	const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [mx, my] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
	const sum = (of) => logs.reduce((total, [x, y]) => total + of(x - mx, y - my), 0);
	return sum((x, y) => x * y) / sum((x) => x * x);
}
