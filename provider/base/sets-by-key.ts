/** Adds values to the set of a key, which is created where the key has none. */
export function addTo<K, V>(sets: Map<K, Set<V>>, key: K, ...values: V[]): void {
	const set = sets.get(key) ?? new Set();
	for (const value of values) set.add(value);
	sets.set(key, set);
}
