/** Quotes a word for a POSIX shell, which then uses it literally. */
export function shellQuote(word: string): string {
	return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** Quotes an argument list as one command line for a POSIX shell. */
export function shellJoin(argv: readonly string[]): string {
	return argv.map(shellQuote).join(" ");
}
