/** The same function, which works out once what it makes of an object that nobody changes. */
export function memoize<K extends object, V>(make: (of: K) => V): (of: K) => V {
	const made = new WeakMap<K, { value: V }>();
	return (of) => {
		const known = made.get(of) ?? { value: make(of) };
		made.set(of, known);
		return known.value;
	};
}
