import { generate, type Unit } from "../oracle/inputs";
import { type Find, makeHost, signature, smallest, tryBatch } from "../oracle/run";
import { newRun } from "../support/kind";
import { cleanHost } from "../support/snapshot";

const host = "h2";
/** The first batch has this seed, the next batch the next one. A find says the seed of its batch. */
const firstSeed = Number(process.env.ORACLE_SEED ?? 1);
const inputs = Number(process.env.ORACLE_INPUTS ?? 1000);
const batchSize = Number(process.env.ORACLE_BATCH ?? 100);
/** ORACLE_KINDS=Route,Rule: inputs of these kinds only. */
const only = process.env.ORACLE_KINDS?.split(",");

jest.setTimeout(300_000 + inputs * 2_000);

afterAll(async () => {
	await newRun();
	await cleanHost(host);
});

const textOf = (find: Find, units: Unit[], seed: number): string =>
	[
		`${find.kind ?? "the host"}, ${find.step}, ORACLE_SEED=${seed}: ${find.what}`,
		...units.flatMap((unit) => unit.inputs.map((one) => `\t${JSON.stringify(one)}`)),
	].join("\n");

/** The guilty inputs: one resource with those that it needs, or the smallest part of the batch that shows the same. */
async function guilty(find: Find, units: Unit[], seed: number): Promise<Unit[]> {
	const fails = async (part: Unit[]) => {
		const before = await makeHost(host);
		const finds = await tryBatch(host, part, before, seed);
		return finds.some((other) => other.step === find.step && other.kind === find.kind);
	};
	if (find.unit && (await fails([find.unit]))) return [find.unit];
	return smallest(units, fails);
}

test(`${inputs} generated inputs of all kinds come true, read back as they were given, and leave nothing`, async () => {
	let before = await makeHost(host);
	const found: string[] = [];
	const seen = new Set<string>();
	let done = 0;
	for (let seed = firstSeed; done < inputs; seed++) {
		const units = generate(host, seed, Math.min(batchSize, inputs - done), only);
		done += units.flatMap((unit) => unit.inputs).length;
		const finds = (await tryBatch(host, units, before, seed)).filter((find) => !seen.has(signature(find)));
		for (const find of finds) {
			seen.add(signature(find));
			found.push(textOf(find, await guilty(find, units, seed), seed));
			process.stderr.write(`${found.at(-1)}\n`);
		}
		if (finds.length > 0) before = await makeHost(host);
	}
	expect(found).toEqual([]);
});
