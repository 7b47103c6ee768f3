import { createHash } from "node:crypto";

/**
 * A device name made of a prefix and any text: as it is where it fits into 15 characters and is a plain name,
 * else cut, with a hash of the whole, so that no two texts meet and the name is the same for ever.
 */
export function deviceNameOf(prefix: string, text: string): string {
	const plain = `${prefix}-${text}`;
	if (/^[A-Za-z0-9_.-]{1,15}$/.test(plain)) return plain;
	const hash = createHash("sha256").update(text).digest("base64url").replace(/[-_]/g, "0").slice(0, 6);
	const room = 15 - prefix.length - 1 - hash.length;
	return `${prefix}-${text.replace(/[^A-Za-z0-9]/g, "").slice(0, Math.max(0, room))}${hash}`;
}
