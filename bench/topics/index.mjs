import { beside } from "./beside.mjs";
import { elements } from "./elements.mjs";
import { flows } from "./flows.mjs";
import { mesh } from "./mesh.mjs";
import { ports } from "./ports.mjs";
import { tenants } from "./tenants.mjs";
import { vteps } from "./vteps.mjs";

/**
 * A work that is measured.
 *
 * @typedef {import("../steps.mjs").State} State
 * @typedef {{ name: string, after?: string, create: string, delete: string }} Command
 * @typedef {object} Topic
 * @property {string} name the word that chooses it on the command line
 * @property {string} about what the program declares, one sentence
 * @property {number[]} sizes
 * @property {string} unit what a size counts
 * @property {(size: number) => number} hosts the number of the lab's hosts: h1 to hN
 * @property {(size: number) => Record<string, string>} [before] by host: the shell script that makes what is there before
 * @property {(number | undefined)[]} parallelism of the engine; undefined: its default
 * @property {(size: number, state: State) => string} program the Pulumi program, in JavaScript
 * @property {Record<string, (size: number, state: State) => Record<string, string>>} [scripts] by step: the shell script of each host
 * @property {(size: number, state: State) => { tasks: object[], undo: object[] }} [tasks] Ansible's tasks
 * @property {(size: number, state: State) => Command[]} [commands] the resources of remote.Command on h1
 */

/** @type {Topic[]} */
export const topics = [ports, mesh, tenants, flows, elements, vteps, beside];
