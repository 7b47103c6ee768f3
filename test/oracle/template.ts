import fc from "fast-check";

/** One of these values. */
export const pick = <T>(...all: T[]): fc.Arbitrary<T> => fc.constantFrom(...all);

/** A text template whose holes are generators. */
export const f = (words: TemplateStringsArray, ...holes: fc.Arbitrary<unknown>[]): fc.Arbitrary<string> =>
	fc.tuple(...holes).map((values) => words.map((word, i) => `${word}${i < values.length ? values[i] : ""}`).join(""));

/** A number in decimal, or in hexadecimal in both cases. */
export const uint = (max: number, min = 0): fc.Arbitrary<string> =>
	fc.integer({ min, max }).chain((n) => pick(String(n), `0x${n.toString(16)}`, `0x${n.toString(16).toUpperCase()}`));

export const decimal = (max: number, min = 0): fc.Arbitrary<string> => fc.integer({ min, max }).map(String);
