import { createHash } from "node:crypto";
import { type ParsedKey, type ServerHostKeyAlgorithm, utils } from "ssh2";

/** A public key in its wire format (RFC 4253, section 6.6). */
export interface PublicKey {
	/** "ssh-ed25519", "ssh-rsa" … */
	type: string;
	blob: Buffer;
}

/** The SHA-256 fingerprint in the form of `ssh-keygen -l`, "SHA256:…". */
export function fingerprint(blob: Buffer): string {
	return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** Reads the key type, which is the first string of the wire format. */
export function publicKey(blob: Buffer): PublicKey {
	const length = blob.length >= 4 ? blob.readUInt32BE(0) : 0;
	return { type: blob.toString("latin1", 4, 4 + length), blob };
}

/** Parses a private or public key in any format that ssh2 supports. Throws ssh2's error, which contains no key material. */
export function parseKey(text: string | Buffer, passphrase?: string): ParsedKey {
	const parsed: unknown = utils.parseKey(text, passphrase);
	if (parsed instanceof Error) throw parsed;
	return (Array.isArray(parsed) ? parsed[0] : parsed) as ParsedKey;
}

const RSA: ServerHostKeyAlgorithm[] = ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"];
const HOST_KEY_ALGORITHMS: ServerHostKeyAlgorithm[] = [
	"ssh-ed25519",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
	...RSA,
];

/** Host key algorithms to offer, those of the known keys first. A server with several keys then shows a known one. */
export function hostKeyAlgorithms(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
	const known = HOST_KEY_ALGORITHMS.filter((algorithm) => knownTypes.includes(RSA.includes(algorithm) ? "ssh-rsa" : algorithm));
	return [...known, ...HOST_KEY_ALGORITHMS.filter((algorithm) => !known.includes(algorithm))];
}
