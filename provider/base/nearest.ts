import { closest, distance } from "fastest-levenshtein";

/** The candidate that a misspelt word most likely means; undefined where no candidate is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	if (candidates.length === 0) return undefined;
	const said = word.toLowerCase();
	const swapped = candidates.find((one) => isSwapped(said, one.toLowerCase()));
	if (swapped !== undefined) return swapped;
	const best = closest(said, candidates as string[]);
	const tolerance = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3));
	return distance(said, best.toLowerCase()) <= tolerance ? best : undefined;
}

/** True for two words that differ by two neighboring letters which are swapped. */
function isSwapped(a: string, b: string): boolean {
	const at = [...a].findIndex((letter, i) => letter !== b[i]);
	return at !== -1 && `${a.slice(0, at)}${a[at + 1] ?? ""}${a[at]}${a.slice(at + 2)}` === b;
}
