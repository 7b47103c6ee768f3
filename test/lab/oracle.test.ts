import { labHost, tryOnLab } from "../oracle/places";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

/** The number of inputs that an emulated host takes through their life in about a minute. */
const inputs = 60;

jest.setTimeout(900_000);

afterAll(async () => {
	await newRun();
	await cleanHost(labHost);
});

test(`${inputs} generated inputs that need the lab's kernel are applied, read back as they were given, and leave nothing`, async () => {
	expect(await tryOnLab({ inputs, firstSeed: 2, batchSize: inputs })).toEqual([]);
});
