// The steps that each contestant takes, in this order. `state` is what the program says at that step: `changed` has one part of it
// different, `added` has one part more.

/**
 * @typedef {{ changed: boolean, added: boolean }} State
 * @typedef {{ name: string, verb: "up" | "preview" | "refresh" | "destroy", state: State }} Step
 */

const first = { changed: false, added: false };
const changed = { changed: true, added: false };
const added = { changed: true, added: true };

/** @type {Step[]} */
export const steps = [
	{ name: "create", verb: "up", state: first },
	{ name: "no change", verb: "up", state: first },
	{ name: "preview", verb: "preview", state: first },
	{ name: "one changed", verb: "up", state: changed },
	{ name: "one added", verb: "up", state: added },
	{ name: "refresh", verb: "refresh", state: added },
	{ name: "delete", verb: "destroy", state: added },
];
