import { labHost, tryInNamespaces, tryOnLab } from "../oracle/places";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const inputs = Number(process.env.ORACLE_INPUTS ?? 900);
const onLab = Number(process.env.ORACLE_LAB_INPUTS ?? 100);
const all = {
	firstSeed: Number(process.env.ORACLE_SEED ?? 1),
	batchSize: Number(process.env.ORACLE_BATCH ?? 100),
	only: process.env.ORACLE_KINDS?.split(","),
};

jest.setTimeout(300_000 + (inputs + onLab) * 3_000);

afterAll(async () => {
	await newRun();
	await cleanHost(labHost);
});

const applied = "are applied, read back as they were given, and leave nothing";

test(`${inputs} generated inputs of all kinds ${applied}`, async () => {
	expect(await tryInNamespaces({ ...all, inputs })).toEqual([]);
});

test(`${onLab} generated inputs that need the lab's kernel ${applied}`, async () => {
	expect(await tryOnLab({ ...all, inputs: onLab })).toEqual([]);
});
