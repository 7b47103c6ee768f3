import { trial } from "../oracle/trial";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
const inputs = Number(process.env.ORACLE_INPUTS ?? 1000);

jest.setTimeout(300_000 + inputs * 2_000);

afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

test(`${inputs} generated inputs of all kinds come true, read back as they were given, and leave nothing`, async () => {
	const found = await trial({
		...{ host, inputs },
		firstSeed: Number(process.env.ORACLE_SEED ?? 1),
		batchSize: Number(process.env.ORACLE_BATCH ?? 250),
		only: process.env.ORACLE_KINDS?.split(","),
	});
	expect(found).toEqual([]);
});
