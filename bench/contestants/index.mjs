import { ansible } from "./ansible.mjs";
import { command } from "./command.mjs";
import { floor } from "./floor.mjs";
import { ours } from "./ours.mjs";
import { script } from "./script.mjs";

/**
 * One way to do a topic's work.
 *
 * @typedef {import("../topics/index.mjs").Topic} Topic
 * @typedef {import("../steps.mjs").Step} Step
 * @typedef {object} Measured
 * @property {number} seconds
 * @property {number} [commands] commands and transactions that reached hosts
 * @property {number} [bytes] of the state, per resource of the program
 * @typedef {{ run: (step: Step) => Promise<Measured> }} Work
 * @typedef {object} World
 * @property {NodeJS.ProcessEnv} env in which programs reach the lab's hosts
 * @property {string} folder for the contestant's files, empty
 * @property {number | undefined} parallelism of the engine; undefined: its default
 * @property {Map<string, object[]>} recordings the resources of pulumi-ovs by state, for the floor
 * @typedef {object} Contestant
 * @property {string} name
 * @property {boolean} [isPulumi] true where the engine's parallelism counts
 * @property {(topic: Topic, size: number) => string[]} steps the names of the steps that it takes; none: it has no part in the topic
 * @property {(topic: Topic, size: number, rounds: number) => number} [rounds] default: as many as asked for
 * @property {(env: NodeJS.ProcessEnv) => Promise<unknown>} [prepare] gets what it needs; throws why it can't take part
 * @property {(topic: Topic, size: number, world: World) => Promise<Work>} start
 */

/** In the order of a round: the floor plays what pulumi-ovs has recorded. */
export const contestants = /** @type {Contestant[]} */ ([ours, floor, script, command, ansible]);
