import { createPrivateKey, createPublicKey } from "node:crypto";

/** 32 bytes in base64. The two lowest bits of the last digit are 0. */
export const keyForm = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export const isKey = (value: unknown): value is string => typeof value === "string" && keyForm.test(value);

/** The beginning of an X25519 private key in PKCS #8 (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b656e04220420", "hex");

/** The public key of a private key, as `wg pubkey` prints it. */
export function publicKeyOf(privateKey: string): string {
	const key = Buffer.concat([pkcs8, Buffer.from(privateKey, "base64")]);
	const own = createPublicKey(createPrivateKey({ key, format: "der", type: "pkcs8" }));
	return own.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
}
