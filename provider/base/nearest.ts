import { closest, distance } from "fastest-levenshtein";

/** The candidate that a misspelt word most likely means; undefined where no candidate is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
	if (candidates.length === 0) return undefined;
	const best = closest(word.toLowerCase(), candidates as string[]);
	const tolerance = word.length < 4 ? 1 : Math.max(2, Math.floor(word.length / 3)); // two swapped letters have a distance of 2
	return distance(word.toLowerCase(), best.toLowerCase()) <= tolerance ? best : undefined;
}
