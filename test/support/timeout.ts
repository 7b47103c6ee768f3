/** The time limit of one test of the ring, in milliseconds: jest.config.js sets it. */
declare const ringTimeout: number;

// A person who debugs a test may give a longer limit by --testTimeout.
const given = process.argv.find((word) => word.startsWith("--testTimeout="));
jest.setTimeout(given === undefined ? ringTimeout : Number(given.split("=")[1]));
