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

/** A server asks for a signature by SHA-1, which OpenSSH's client does not make. */
export class WeakSignature extends Error {
	constructor() {
		super("the server accepts RSA keys only with SHA-1 signatures");
	}
}

/** True if ssh2 would sign with SHA-1: for an RSA key, where the server does not say that it accepts SHA-2 (RFC 8332). */
export const isWeak = ({ type }: PublicKey | ParsedKey, hash: string | undefined): boolean =>
	type === "ssh-rsa" && hash !== "sha256" && hash !== "sha512";

/** Makes the key refuse SHA-1. `refused` is called when it does. */
export function withStrongHash(key: ParsedKey, refused: () => void): ParsedKey {
	const sign = key.sign.bind(key);
	key.sign = (data, hash) => {
		if (!isWeak(key, hash)) return sign(data, hash);
		refused();
		return new WeakSignature() as unknown as Buffer; // ssh2 expects errors as values
	};
	return key;
}

/** The signatures of RSA host keys. The one by SHA-1, "ssh-rsa", is not offered, as by OpenSSH's client. */
const RSA: ServerHostKeyAlgorithm[] = ["rsa-sha2-512", "rsa-sha2-256"];
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
