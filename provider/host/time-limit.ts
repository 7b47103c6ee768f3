import type { Call } from "../tools/call";

/** The time limit of one script in milliseconds; the longest time that its probes may take is added to it. */
export const scriptTimeout = 300_000;

/** The time in milliseconds that these changes may take. */
export const timeLimit = (changes: Call[]): number => changes.reduce((ms, { takes }) => ms + (takes?.ms ?? 0), scriptTimeout);
