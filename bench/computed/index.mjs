import { overlay } from "./overlay.mjs";
import { latency, simulation } from "./simulation.mjs";

/**
 * Sizes that are computed, not measured.
 *
 * @typedef {{ head: string[], rows: string[][] }} Table
 * @typedef {object} Computed
 * @property {string} name the word that chooses it on the command line
 * @property {string} about one sentence
 * @property {string} page the page of its tables
 * @property {() => Promise<Record<string, Table>>} tables by the name of their markers
 */

/** @type {Computed[]} */
export const computed = [overlay, simulation, latency];
