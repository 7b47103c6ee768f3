/** The first names of a list, and how many more there are: `a, b, c, 2 more`. */
export const firstFew = (names: string[], count = 3): string =>
	[...names.slice(0, count), ...(names.length > count ? [`${names.length - count} more`] : [])].join(", ");
