import { createHash } from "node:crypto";

/** The length of a device's name at most: IFNAMSIZ, less the NUL. */
const room = 15;

const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64url").replace(/[-_]/g, "0").slice(0, 6);

/** A text cut to some characters, the last six of which are a hash of the whole. */
const cut = (text: string, length: number): string =>
	text.replace(/[^A-Za-z0-9]/g, "").slice(0, Math.max(0, length - 6)) + hashOf(text);

/**
 * A device name made of a prefix and any text: as it is where it fits into 15 characters and is a plain name,
 * else cut, with a hash of the whole, so that no two texts meet and the name is the same for ever.
 */
export function deviceNameOf(prefix: string, text: string): string {
	const plain = `${prefix}-${text}`;
	if (/^[A-Za-z0-9_.-]{1,15}$/.test(plain)) return plain;
	return `${prefix}-${cut(text, room - prefix.length - 1)}`;
}

/** The name of a VLAN's device, `eth0.100`, cut in the same way in front of the dot. */
export function vlanNameOf(parent: string, vlanId: number): string {
	const plain = `${parent}.${vlanId}`;
	return plain.length <= room ? plain : `${cut(parent, room - 1 - String(vlanId).length)}.${vlanId}`;
}
