/** The first and the last id of a VLAN id or a range such as "300-310". Undefined for anything else, and for ids out of these bounds. */
export function vlanRange(item: unknown, least: number, most: number): [first: number, last: number] | undefined {
	const [, from, to] = /^(\d{1,4})(?:-(\d{1,4}))?$/.exec(String(item)) ?? [];
	const [first, last] = [Number(from), Number(to ?? from)];
	return least <= first && first <= last && last <= most ? [first, last] : undefined;
}

/** The ids of a VLAN id or a range. Undefined for anything else. */
export function vlansOf(item: unknown): number[] | undefined {
	const [first, last] = vlanRange(item, 0, 4095) ?? [];
	return first === undefined || last === undefined ? undefined : Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
