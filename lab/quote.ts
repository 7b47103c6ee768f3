/** One word for a POSIX shell: comes back literally, whatever is in it. */
export function shellQuote(word: string): string {
	return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** An argument list as one line for a POSIX shell. */
export function shellJoin(argv: readonly string[]): string {
	return argv.map(shellQuote).join(" ");
}
