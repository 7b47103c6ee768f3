interface Rule {
	handle: number;
	text: string;
}

/** Writes a statement about the chain. */
type Statement = (what: string, ...rest: string[]) => string;

/**
 * The fewest statements that change a chain's rules into the wanted ones. Existing rules that are wanted stay and keep their
 * counters. The rules between them are replaced in place, added or deleted. New rules at the start and at the end of the chain name no
 * other rule: nft 1.0.6 crashes at some tables where one does (`crashed` in tools/nft.ts).
 * `wanted`: the rules in nft's normal form, for comparison. `texts`: the same rules in the program's spelling, to be written.
 */
export function planRules(
	statement: Statement,
	have: readonly Rule[],
	wanted: readonly { text: string }[],
	texts: readonly string[],
): string[] {
	const kept = [
		...commonSubsequence(
			have.map((r) => r.text),
			wanted.map((r) => r.text),
		),
		[have.length, wanted.length] as const,
	];
	let [h, w] = [0, 0];
	return kept.flatMap(([nextHave, nextWanted]) => {
		const old = have.slice(h, nextHave);
		const fresh = texts.slice(w, nextWanted);
		const anchor = have[nextHave];
		const atStart = fresh.slice(0, h === 0 && anchor ? Math.max(0, fresh.length - old.length) : 0);
		[h, w] = [nextHave + 1, nextWanted + 1];
		return [
			...atStart.reverse().map((text) => statement("insert rule", text)),
			...old.slice(fresh.length).map((r) => statement("delete rule", "handle", String(r.handle))),
			...fresh.slice(atStart.length).flatMap((text, i) => {
				const instead = old[i];
				if (instead) return inPlaceOf(instead, text, statement);
				return anchor ? statement("insert rule", "handle", String(anchor.handle), text) : statement("add rule", text);
			}),
		];
	});
}

/** A list with a range, a network or a prefix of names among its values, such as `{ 22, 1000-2000 }`. */
const listOfRanges = /\{[^}]*[-/*][^}]*\}/;

/**
 * The statements that replace a rule. nft 1.0.6 ends itself at a list of ranges in `replace rule` ("unhandled op 2", interval_set_eval in
 * its src/evaluate.c), and not in `add rule`. It reads all rules of the namespace for an `add rule` after another one, and crashes at some
 * of them, so that other rules are replaced.
 */
function inPlaceOf({ handle }: Rule, text: string, statement: Statement): string[] {
	const at = ["handle", String(handle)];
	return listOfRanges.test(text)
		? [statement("add rule", ...at, text), statement("delete rule", ...at)]
		: [statement("replace rule", ...at, text)];
}

/** The longest common subsequence, as pairs of positions. Equal items at both ends are matched first, in linear time. */
function commonSubsequence(a: string[], b: string[]): (readonly [number, number])[] {
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let [endA, endB] = [a.length, b.length];
	while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
	const rows = endA - start + 1;
	const columns = endB - start + 1;
	const length = new Uint32Array(rows * columns);
	const at = (i: number, j: number) => (i - start) * columns + (j - start);
	for (let i = endA - 1; i >= start; i--)
		for (let j = endB - 1; j >= start; j--)
			length[at(i, j)] =
				a[i] === b[j] ? (length[at(i + 1, j + 1)] ?? 0) + 1 : Math.max(length[at(i + 1, j)] ?? 0, length[at(i, j + 1)] ?? 0);
	const pairs: (readonly [number, number])[] = [];
	for (let i = 0; i < start; i++) pairs.push([i, i]);
	let [i, j] = [start, start];
	while (i < endA && j < endB) {
		if (a[i] === b[j]) pairs.push([i++, j++]);
		else if ((length[at(i + 1, j)] ?? 0) >= (length[at(i, j + 1)] ?? 0)) i++;
		else j++;
	}
	for (; endA < a.length; endA++, endB++) pairs.push([endA, endB]);
	return pairs;
}
