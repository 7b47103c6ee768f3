import { utils } from "ssh2";

/** A pair of keys. ssh2's own generator drops a leading zero byte in one of 200 pairs, and then can't read its own key. */
export function newKey(type: "ed25519" | "ecdsa" = "ed25519"): { public: string; private: string } {
	const pair = type === "ecdsa" ? utils.generateKeyPairSync(type, { bits: 256 }) : utils.generateKeyPairSync(type);
	return [pair.public, pair.private].some((key) => utils.parseKey(key) instanceof Error) ? newKey(type) : pair;
}
