import fc from "fast-check";

const byte = fc.integer({ min: 0, max: 255 });
const hextet = fc.oneof(fc.constantFrom(0, 0, 1, 0xffff), fc.integer({ min: 0, max: 0xffff }));

/** Usual IPv4 addresses of hosts. */
export const address4 = fc
	.tuple(fc.constantFrom(100, 198, 203), byte, byte, fc.integer({ min: 1, max: 254 }))
	.map((all) => all.join("."));

/** An address of 8 hextets in one of the spellings of RFC 4291: zeros written or not, upper case, dotted end. */
export function spelled6(parts: number[]): fc.Arbitrary<string> {
	const hex = parts.map((part) => part.toString(16));
	const full = hex.join(":");
	const padded = hex.map((part) => part.padStart(4, "0")).join(":");
	const dotted = `${hex.slice(0, 6).join(":")}:${[(parts[6] ?? 0) >> 8, (parts[6] ?? 0) & 255, (parts[7] ?? 0) >> 8, (parts[7] ?? 0) & 255].join(".")}`;
	const short = full.replace(/(^|:)0(:0)+(:|$)/, "::");
	return fc.constantFrom(full, padded, padded.toUpperCase(), dotted, short, short.toUpperCase());
}

const globalPrefix = [0x2001, 0xdb8];

export const address6 = fc
	.array(hextet, { minLength: 6, maxLength: 6 })
	.chain((rest) => spelled6([...globalPrefix, ...rest.slice(0, 5), Math.max(rest[5] ?? 1, 1)]));

export const address = fc.oneof(address4, address6);

export const cidr4 = fc.tuple(address4, fc.integer({ min: 8, max: 32 })).map(([ip, length]) => `${ip}/${length}`);
export const cidr6 = fc.tuple(address6, fc.integer({ min: 48, max: 128 })).map(([ip, length]) => `${ip}/${length}`);

const bits = (parts: number[], size: number, length: number) =>
	parts.map((part, i) => {
		const kept = Math.min(size, Math.max(0, length - i * size));
		return part & ~(2 ** (size - kept) - 1);
	});

/** Networks without host bits, in every length from 0. */
export const network4 = fc
	.tuple(fc.array(byte, { minLength: 3, maxLength: 3 }), fc.oneof(fc.constantFrom(0, 1, 31, 32), fc.integer({ min: 0, max: 32 })))
	.map(([rest, length]) => `${bits([198, ...rest], 8, length).join(".")}/${length}`);

export const network6 = fc
	.tuple(
		fc.array(hextet, { minLength: 6, maxLength: 6 }),
		fc.oneof(fc.constantFrom(0, 64, 127, 128), fc.integer({ min: 0, max: 128 })),
	)
	.chain(([rest, length]) => spelled6(bits([...globalPrefix, ...rest], 16, length)).map((ip) => `${ip}/${length}`));

export const mac = fc.array(byte, { minLength: 5, maxLength: 5 }).chain((rest) => {
	const low = [2, ...rest].map((part) => part.toString(16).padStart(2, "0")).join(":");
	return fc.constantFrom(low, low.toUpperCase());
});

/** Keys of WireGuard. */
export const key = fc
	.array(byte, { minLength: 32, maxLength: 32 })
	.map((bytes) => Buffer.from([7, ...bytes.slice(1)]).toString("base64"));

/** Numbers in decimal, with leading zeros, and in hexadecimal in both cases. */
export const number = fc
	.oneof(fc.constantFrom(0, 1, 80, 255), fc.integer({ min: 0, max: 65535 }))
	.chain((n) =>
		fc.constantFrom(String(n), `0${n}`, `0x${n.toString(16)}`, `0x${n.toString(16).toUpperCase()}`, `0x00${n.toString(16)}`),
	);

export const range = fc.tuple(fc.integer({ min: 1, max: 65535 }), fc.constantFrom(0, 0, 1, 100)).chain(([from, more]) => {
	const to = Math.min(from + more, 65535);
	return fc.constantFrom(`${from}-${to}`, `0${from}-${to}`.slice(0, 11));
});

export const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/);

/** Any text, with the characters that shells and the tools' own syntax read. */
export const anyText = fc.oneof(
	fc.stringMatching(/^[a-z0-9-]{1,12}$/),
	fc.string({ maxLength: 12 }),
	fc.constantFrom(
		"",
		" ",
		"a b",
		"a=b",
		"a,b",
		'"',
		"'",
		"\\",
		"{}",
		"[]",
		"true",
		"0x10",
		"1e3",
		"$HOME",
		"`id`",
		"ü€😀",
		"a\nb",
		"a\tb",
	),
);
