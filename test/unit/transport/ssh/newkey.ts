import { utils } from "ssh2";

/** A pair of keys. ssh2's own generator drops a leading zero byte in one of 200 pairs, and then can't read its own key. */
export function newKey(type: "ed25519" | "ecdsa" | "rsa" = "ed25519"): { public: string; private: string } {
	const bits = { ed25519: undefined, ecdsa: 256, rsa: 2048 }[type];
	const pair = utils.generateKeyPairSync(type as "rsa", { bits } as { bits: number });
	return [pair.public, pair.private].some((key) => utils.parseKey(key) instanceof Error) ? newKey(type) : pair;
}
