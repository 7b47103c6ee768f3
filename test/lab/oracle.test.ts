import { trial } from "../oracle/trial";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
/** The number of inputs that a lab takes through their life in about a minute. `npm run soak` takes thousands, with other seeds. */
const inputs = 250;

jest.setTimeout(900_000);

afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test(`${inputs} generated inputs of all kinds come true, read back as they were given, and leave nothing`, async () => {
	expect(await trial({ host, inputs, firstSeed: 1, batchSize: inputs })).toEqual([]);
});
