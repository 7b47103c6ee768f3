/** The values of each key, in their order. */
export function valuesByKey<K, V>(pairs: Iterable<readonly [K, V]>): Map<K, V[]> {
	const groups = new Map<K, V[]>();
	for (const [key, value] of pairs) {
		const group = groups.get(key);
		if (group) group.push(value);
		else groups.set(key, [value]);
	}
	return groups;
}
