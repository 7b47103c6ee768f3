import { addressOf } from "../../provider/base/device-address";
import { tryAdoption } from "./adoption";
import { generate, isMadeAnew, type Unit, type Where } from "./inputs";
import { type Find, makeHost, signature, smallest, tryBatch } from "./run";

export interface Trial {
	where: Where;
	/** The first batch has this seed, the next batch the next one. A find says the seed of its batch. */
	firstSeed: number;
	inputs: number;
	batchSize: number;
	/** Inputs of these kinds only. Undefined: of all. */
	only?: string[];
	/** The command that repeats a batch, with `{seed}` in place of the batch's seed. Finds name it. */
	repeat: string;
}

const textOf = (find: Find, units: Unit[], seed: number, { repeat }: Trial): string =>
	[
		`${find.kind ?? "the host"}, ${find.step}: ${find.what}`,
		`\t${repeat.replace("{seed}", String(seed))} repeats it`,
		...(units.length > 12 ? [] : units).flatMap((unit) => [
			...unit.inputs.map((one) => `\t${JSON.stringify(one)}`),
			...(unit.changed && /changed|dropped|anew|host|adopt|release/.test(find.step)
				? [`\tchanged to ${JSON.stringify(unit.changed)}`]
				: []),
		]),
	].join("\n");

/** True where a difference names an object, an address or a number of this unit. */
const isNamedIn = (what: string, { inputs }: Unit): boolean =>
	inputs.some(([, { name, addresses = [], destination, priority, table }]) =>
		[name, destination, priority, table, ...addresses.map(addressOf)].some(
			(one) => one !== undefined && String(one).length > 2 && what.includes(String(one).toLowerCase().split("/")[0] as string),
		),
	);

/** The finds of a batch. A host that can't be read any more is one, such as after a crash of ovs-vswitchd. */
async function findsOf(where: Where, units: Unit[], before: string[], seed: number): Promise<Find[]> {
	try {
		const finds = await tryBatch(where, units, before, seed);
		return finds.length > 0 || isMadeAnew(seed) ? finds : await tryAdoption(where, units);
	} catch (error) {
		return [{ step: "host after", what: (error as Error).message.slice(-500) }];
	}
}

/** The guilty inputs: one resource with those that it needs and that disturb it, or the smallest part that shows the same. */
async function guilty(find: Find, units: Unit[], seed: number, where: Where): Promise<Unit[]> {
	const fails = async (part: Unit[]) => {
		const before = await makeHost(where);
		const finds = await findsOf(where, part, before, seed);
		return finds.some((other) => other.step === find.step && other.kind === find.kind);
	};
	const { unit } = find;
	if (unit) {
		if (await fails([unit])) return [unit];
		const others = units.filter((one) => one !== unit);
		return [unit, ...(await smallest(others, (part) => fails([unit, ...part])))];
	}
	const named = units.filter((unit) => isNamedIn(find.what, unit));
	return named.length > 0 && (await fails(named)) ? smallest(named, fails) : smallest(units, fails);
}

/** Takes generated inputs through their life, in batches. Returns the finds, each with the inputs that show it. */
export async function trial(all: Trial): Promise<string[]> {
	const { where, firstSeed, inputs, batchSize, only } = all;
	if (inputs === 0) return [];
	let before = await makeHost(where);
	const found: string[] = [];
	const seen = new Set<string>();
	let done = 0;
	for (let seed = firstSeed; done < inputs; seed++) {
		const units = generate(where, seed, Math.min(batchSize, inputs - done), only);
		done += units.flatMap((unit) => unit.inputs).length;
		const finds = (await findsOf(where, units, before, seed)).filter((find) => !seen.has(signature(find)));
		for (const find of finds) {
			seen.add(signature(find));
			process.stderr.write(
				`${find.kind ?? "the host"}, ${find.step}, seed ${seed}: ${find.what}\nLooking for the inputs that show it\n`,
			);
			found.push(textOf(find, await guilty(find, units, seed, where), seed, all));
			process.stderr.write(`${found.at(-1)}\n`);
		}
		// What was adopted stays.
		if (finds.length > 0 || !isMadeAnew(seed)) before = await makeHost(where);
		process.stderr.write(`Seed ${seed}: ${done} of ${inputs} inputs, ${found.length} finds\n`);
	}
	return found;
}
