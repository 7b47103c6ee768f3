/**
 * The source of a pattern that matches whole words of nft. Names of chains, sets, objects and devices may have `-`, `.`, `/` and `_` in
 * them, and devices `*` at their end (nft's src/scanner.l, "string" and "asteriskstring"), so that `\b` would find words in names such as
 * `mark-for-masquerade`.
 */
export const wholeWords = (pattern: string): string => `(?<![\\w./-])(?:${pattern})(?![\\w./*-])`;

/** A name of nft, also one that only others may have. */
export const nameForm = "[A-Za-z_.][\\w./-]*";
