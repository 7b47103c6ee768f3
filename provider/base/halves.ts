/** A list in two halves. The first one is the longer one. */
export function halves<T>(all: T[]): [T[], T[]] {
	const half = Math.ceil(all.length / 2);
	return [all.slice(0, half), all.slice(half)];
}
